"""Replies as Telegram HTML messages and keyboards, within Telegram's limits."""

from collections.abc import Sequence
from html import escape

from bot.chats.layout import Paragraph, Passage, Run, cut, passages
from bot.chats.shown_text import isolate, one_line, utf16_length
from handlers.conversation import Button, Reply

MESSAGE_UNITS = 4096
# The server refuses raw text over 32,768 bytes before it looks at the markup, and
# forgets the entities after the hundredth.
MESSAGE_BYTES = 32_000
MESSAGE_ENTITIES = 100
URL_LENGTH = 2048
CALLBACK_BYTES = 64
LABEL_LENGTH = 64
SHORT_LABEL = 18
MAX_BUTTONS = 24
#: A longer statement is shown by its beginning until somebody opens it.
LONG_QUOTE = 400


def messages(reply: Reply, *, rtl: bool, home: str = "") -> list[str]:
    """Return the reply as HTML messages, each within the limits, in order.

    Args:
        rtl: the reply's language is written from right to left.
        home: what links into a chat with the bot begin with; "" for no such links.
    """

    def fits(whole: Sequence[Passage]) -> bool:
        return _fits(whole, rtl=rtl)

    return [_html(part, rtl=rtl) for part in cut(passages(reply, home=home), fits=fits)]


def keyboard(buttons: Sequence[Button]) -> list[list[tuple[str, str]]]:
    """Return rows of (label, callback data).

    The command itself is the data, so a button works for ever; one whose command
    is over 64 bytes is left out, because a shortened command would ask for something
    else.
    """
    shown = [
        (one_line(button.label)[:LABEL_LENGTH], button.command)
        for button in buttons
        if 0 < len(button.command.encode("utf-8", "replace")) <= CALLBACK_BYTES
        and one_line(button.command) == button.command
        and one_line(button.label)
    ][:MAX_BUTTONS]
    rows: list[list[tuple[str, str]]] = []
    for label, command in shown:
        beside = rows and len(rows[-1]) == 1 and len(rows[-1][0][0]) <= SHORT_LABEL
        if beside and len(label) <= SHORT_LABEL:
            rows[-1].append((label, command))
        else:
            rows.append([(label, command)])
    return rows


def is_linked(url: str) -> bool:
    """Tell whether an address is one that is linked to."""
    return url.startswith(("http://", "https://")) and len(url) <= URL_LENGTH


def _fits(whole: Sequence[Passage], *, rtl: bool) -> bool:
    runs = [run for part in whole for line in part for run in line.runs]
    quoted = sum(line.quoted for part in whole for line in part)
    entities = quoted + sum(run.bold + run.italic + bool(run.url) for run in runs)
    ends = sum(len(part) + 1 for part in whole)
    units = ends + sum(utf16_length(isolate(run.text, rtl=rtl)) for run in runs)
    return (
        entities <= MESSAGE_ENTITIES
        and units <= MESSAGE_UNITS
        and len(_html(whole, rtl=rtl).encode()) <= MESSAGE_BYTES
    )


def _html(whole: Sequence[Passage], *, rtl: bool) -> str:
    return "\n\n".join(
        "\n".join(_paragraph_html(line, rtl=rtl) for line in part) for part in whole
    )


def _paragraph_html(paragraph: Paragraph, *, rtl: bool) -> str:
    line = "".join(_run_html(run, rtl=rtl) for run in paragraph.runs)
    if not paragraph.quoted:
        return line
    length = sum(len(run.text) for run in paragraph.runs)
    kind = "blockquote expandable" if length > LONG_QUOTE else "blockquote"
    return f"<{kind}>{line}</blockquote>"


def _run_html(run: Run, *, rtl: bool) -> str:
    text = escape(isolate(run.text, rtl=rtl), quote=False)
    if is_linked(run.url):
        text = f'<a href="{escape(one_line(run.url))}">{text}</a>'
    if run.italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if run.bold else text
