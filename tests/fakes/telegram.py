"""A Telegram Bot API server on loopback that keeps what a bot does with it.

It answers as the real one does where the bot can tell the difference: form-encoded
calls, long polling with offsets, Telegram's limits and its error texts.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from aiohttp import web

from tests.fakes.telegram_parser import HtmlRefusedError, parse_html

TOKEN = "42:test-token"  # noqa: S105
#: Seconds; a bot that says nothing for longer never will, on a busy machine too.
PATIENCE = 50
ALICE, BOB = 1001, 1002
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot: "sendMessage" and its parameters, nested JSON read."""

    method: str
    parameters: Body


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that the server answers a call with."""

    status: int
    text: str
    parameters: Body = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection breaks off without an answer.

    Attributes:
        is_accepted: the server had done before what it was asked.
    """

    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer comes when somebody sets the event."""

    released: asyncio.Event


Script = Refusal | Reset | Slow


class FakeTelegram:
    """The server; `address` is where the bot finds it."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[Call] = []
        self.updates: list[Body] = []
        self._scripts: dict[tuple[str, int | None], deque[Script]] = {}
        #: What stands in each message of the bot: (chat, number) -> (HTML, keyboard).
        self.shown: dict[tuple[int, int], tuple[str, Any]] = {}
        self._numbers = iter(range(100, 1_000_000))
        self._changed = asyncio.Condition()

    async def say(
        self,
        text: str,
        *,
        chat: Body | None = None,
        sender: int = ALICE,
        topic: int | None = None,
    ) -> None:
        """A person writes to the bot, in their private chat with it or elsewhere."""
        chat = chat or {"id": sender, "type": "private", "first_name": "Alice"}
        message = self._message(text, chat=chat, sender=_person(sender))
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        await self._push(message=message)

    def script(self, method: str, *scripts: Script, chat: int | None = None) -> None:
        """Answer the next calls of a method so, for one chat or for all."""
        self._scripts.setdefault((method, chat), deque()).extend(scripts)

    def message_of(self, number: int) -> Body:
        """Return the so-manyth message that the bot sent, as it now stands."""
        chat, message = list(self.shown)[number]
        html, _ = self.shown[chat, message]
        return {
            "message_id": message,
            "date": 1_723_800_000,
            "chat": {"id": chat, "type": "private", "first_name": "Alice"},
            "from": _bot(),
            "text": parse_html(html).text,
        }

    async def press(self, message: Body, data: str) -> None:
        """A person presses a button under a message of the bot."""
        query = {
            "id": str(next(self._numbers)),
            "from": _person(),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        await self._push(callback_query=query)

    async def ask_inline(self, text: str, *, offset: str = "") -> None:
        """A person types "@mujaz_bot text" in some chat."""
        query = {
            "id": str(next(self._numbers)),
            "from": _person(),
            "query": text,
            "offset": str(offset),
        }
        await self._push(inline_query=query)

    async def member(self, *, before: str, after: str, sender: int = ALICE) -> None:
        """A person blocks the bot ("member" -> "kicked") or lets it in again."""
        change = {
            "chat": {"id": sender, "type": "private", "first_name": "Alice"},
            "from": _person(sender),
            "date": 1_723_800_000,
            "old_chat_member": _membership(before),
            "new_chat_member": _membership(after),
        }
        await self._push(my_chat_member=change)

    async def sent(self, count: int) -> list[Body]:
        """Wait until the bot has sent so many messages; return them."""
        return [call.parameters for call in await self.made("sendMessage", count)]

    async def made(self, method: str, count: int) -> list[Call]:
        """Wait until the bot has made so many calls of a method; return them."""

        def there() -> list[Call]:
            return [call for call in self.calls if call.method == method]

        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(there()) >= count)
        return there()

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a call."""
        method = request.match_info["method"]
        given = {
            key: _read(str(value)) for key, value in (await request.post()).items()
        }
        async with self._changed:
            self.calls.append(Call(method, given))
            self._changed.notify_all()
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        script = self._scripted(method, given)
        if isinstance(script, Refusal):
            return _refused(script)
        if isinstance(script, Slow):
            await script.released.wait()
        if script == Reset(is_accepted=False):
            _break_off(request)
        answer = await self._answer(method, given)
        if isinstance(script, Reset):
            _break_off(request)
        if isinstance(answer, Refusal):
            return _refused(answer)
        return web.json_response({"ok": True, "result": answer})

    def _scripted(self, method: str, given: Body) -> Script | None:
        for key in ((method, given.get("chat_id")), (method, None)):
            if scripts := self._scripts.get(key):
                return scripts.popleft()
        return None

    async def _answer(self, method: str, given: Body) -> object:
        match method:
            case "getMe":
                return _bot()
            case "getUpdates":
                return await self._waiting_updates(given)
            case "sendMessage":
                return self._accepted(given)
            case "editMessageText":
                return self._edited(given)
            case "setMyCommands" | "answerCallbackQuery":
                return True
            case "answerInlineQuery":
                return _offered(given["results"])
            case "setMyDescription":
                return _short_enough(given["description"], 512)
            case "setMyShortDescription":
                return _short_enough(given["short_description"], 120)
        return Refusal(404, "Not Found")

    def _accepted(self, given: Body) -> Body | Refusal:
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
        chat = {"id": given["chat_id"], "type": "private", "first_name": "Alice"}
        message = self._message(text, chat=chat, sender=_bot())
        key = (given["chat_id"], message["message_id"])
        self.shown[key] = (given["text"], given.get("reply_markup"))
        return message

    def _edited(self, given: Body) -> Body | Refusal:
        key = (given["chat_id"], given["message_id"])
        shown = (given["text"], given.get("reply_markup"))
        if key not in self.shown:
            return Refusal(400, "Bad Request: message to edit not found")
        if self.shown[key] == shown:
            return Refusal(400, "Bad Request: message is not modified")
        answer = self._accepted(given)
        if isinstance(answer, dict):
            del self.shown[(given["chat_id"], answer["message_id"])]
            self.shown[key] = shown
            answer["message_id"] = given["message_id"]
        return answer

    async def _waiting_updates(self, given: Body) -> list[Body]:
        first = given.get("offset", 0)
        self.updates = [one for one in self.updates if one["update_id"] >= first]
        try:
            async with asyncio.timeout(given.get("timeout", 0)), self._changed:
                await self._changed.wait_for(lambda: bool(self.updates))
        except TimeoutError:
            return []
        return self.updates

    async def _push(self, **update: Body) -> None:
        async with self._changed:
            self.updates.append({"update_id": next(self._numbers), **update})
            self._changed.notify_all()

    def _message(self, text: str, *, chat: Body | None, sender: Body) -> Body:
        return {
            "message_id": next(self._numbers),
            "date": 1_723_800_000,
            "chat": chat or {"id": ALICE, "type": "private", "first_name": "Alice"},
            "from": sender,
            "text": text,
        }


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    """Run a server on a free port until the block ends."""
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", fake.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        fake.address = f"http://{host}:{port}"
        yield fake
    finally:
        await runner.cleanup()


def _break_off(request: web.Request) -> NoReturn:
    assert request.transport is not None
    request.transport.abort()
    raise asyncio.CancelledError


def _read(value: str) -> Any:
    """Return a form field as the server reads it: nested JSON, else text."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _offered(results: list[Body]) -> bool | Refusal:
    numbers = [result["id"] for result in results]
    if len(numbers) > 50 or len(set(numbers)) < len(numbers):
        return Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
    for result in results:
        parse_html(result["input_message_content"]["message_text"])
    return True


def _membership(status: str) -> Body:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": _bot(), "status": status, **until}


def _short_enough(text: str, limit: int) -> bool | Refusal:
    return len(text) <= limit or Refusal(400, "Bad Request: text is too long")


def _refused(refusal: Refusal) -> web.Response:
    body = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.text,
        "parameters": refusal.parameters,
    }
    return web.json_response(body, status=refusal.status)


def _person(number: int = ALICE) -> Body:
    return {"id": number, "is_bot": False, "first_name": "Alice", "language_code": "ar"}


def _bot() -> Body:
    return {"id": 42, "is_bot": True, "first_name": "Mujaz", "username": "mujaz_bot"}
