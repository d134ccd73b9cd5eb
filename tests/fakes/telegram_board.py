"""The messages of the bot as the fake Telegram keeps them, within Telegram's limits."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.telegram_objects import DATE, Body, bot, chat_of, document
from tests.fakes.telegram_parser import HtmlRefusedError, parse_html
from tests.fakes.telegram_scripts import Refusal


class Board:
    """What stands where: `shown` is (chat, number) -> (HTML, keyboard)."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self.shown: dict[tuple[int, int], tuple[str, Any]] = {}
        #: Files that the bot sent: chat, name, content.
        self.documents: list[tuple[int, str, bytes]] = []
        self._numbers = numbers

    def send(self, given: Body) -> Body | Refusal:
        """Put up a new message, if Telegram would take it."""
        text = _accepted(given)
        if isinstance(text, Refusal):
            return text
        message = self.message(text, chat=chat_of(given["chat_id"]), sender=bot())
        self.shown[given["chat_id"], message["message_id"]] = _content(given)
        return message

    def send_document(self, given: Body) -> Body | Refusal:
        """Take a file in; it stands below the messages, and cannot be edited."""
        file = given["document"]
        data = file.file.read()
        self.documents.append((given["chat_id"], file.filename, data))
        message = self.message("", chat=chat_of(given["chat_id"]), sender=bot())
        del message["text"]
        return message | {"document": document(file.filename, size=len(data))}

    def edit(self, given: Body) -> Body | Refusal:
        """Put another content into a message."""
        key = (given["chat_id"], given["message_id"])
        if key not in self.shown:
            return Refusal(400, "Bad Request: message to edit not found")
        if self.shown[key] == _content(given):
            return Refusal(400, "Bad Request: message is not modified")
        text = _accepted(given)
        if isinstance(text, Refusal):
            return text
        self.shown[key] = _content(given)
        message = self.message(text, chat=chat_of(given["chat_id"]), sender=bot())
        return message | {"message_id": given["message_id"]}

    def message_of(self, number: int) -> Body:
        """Return the so-manyth message that was sent, as it now stands."""
        chat, message = list(self.shown)[number]
        html, _ = self.shown[chat, message]
        shown = self.message(parse_html(html).text, chat=chat_of(chat), sender=bot())
        return shown | {"message_id": message}

    def message(self, text: str, *, chat: Body, sender: Body) -> Body:
        """Return a message of anybody, with a number of its own."""
        return {
            "message_id": next(self._numbers),
            "date": DATE,
            "chat": chat,
            "from": sender,
            "text": text,
        }


def _content(given: Body) -> tuple[str, Any]:
    return given["text"], given.get("reply_markup")


def _accepted(given: Body) -> str | Refusal:
    """Return the text that people see, or why Telegram does not take it."""
    if len(given["text"].encode()) > 32_768:
        return Refusal(400, "Bad Request: message is too long")
    try:
        text = parse_html(given["text"]).text.strip()
    except HtmlRefusedError as error:
        return Refusal(400, f"Bad Request: can't parse entities: {error}")
    if not text:
        return Refusal(400, "Bad Request: text must be non-empty")
    if len(text.encode("utf-16-le")) > 2 * 4096:
        return Refusal(400, "Bad Request: message is too long")
    rows = given.get("reply_markup", {}).get("inline_keyboard", [])
    if any(len(key["callback_data"].encode()) > 64 for row in rows for key in row):
        return Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return text
