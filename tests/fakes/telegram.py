"""A Telegram Bot API server on loopback that keeps what a bot does with it.

It answers as the real one does where the bot can tell the difference: form-encoded
calls, long polling with offsets or a webhook, Telegram's limits and its error texts.
Where the machine-readable Bot API is at hand, it judges every call, every answer and
every update.
"""

import asyncio
import contextlib
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from aiohttp import ClientError, ClientSession, web

from tests.fakes.telegram_board import Board
from tests.fakes.telegram_directory import Directory
from tests.fakes.telegram_objects import (
    ALICE,
    BOB,
    DATE,
    Body,
    bot,
    chat_of,
    hidden_administrator,
    membership,
    myself,
    person,
)
from tests.fakes.telegram_parser import parse_html
from tests.fakes.telegram_scripts import Call, Refusal, Reset, Script, Slow
from tests.fakes.telegram_spec import bot_api

__all__ = [
    "ALICE",
    "BOB",
    "PATIENCE",
    "TOKEN",
    "Body",
    "Call",
    "FakeTelegram",
    "Refusal",
    "Reset",
    "Slow",
    "fake_telegram",
]

TOKEN = "42:test-token"  # noqa: S105
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
#: Seconds; a bot that says nothing for longer never will, on a busy machine too.
PATIENCE = 50
#: Parameters that are text whatever they look like; others are read as JSON.
TEXTS = frozenset(
    {
        "callback_query_id",
        "description",
        "file_id",
        "inline_query_id",
        "language_code",
        "next_offset",
        "parse_mode",
        "secret_token",
        "short_description",
        "text",
        "url",
    }
)


class FakeTelegram:
    """The server; `address` is where the bot finds it.

    Attributes:
        updates: what the bot has not confirmed yet.
        board: the messages of the bot.
        directory: chats, members and files, as they can be looked up.
        members: what somebody is in a chat: (chat, person) -> "administrator".
        webhook: where updates are brought, and the secret; None for long polling.
        brought: the status that each update got at the webhook.
        problems: what the machine-readable Bot API finds wrong.
    """

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[Call] = []
        self.updates: list[Body] = []
        self.directory = Directory()
        self.members = self.directory.members
        self.webhook: tuple[str, str] | None = None
        self.brought: list[int] = []
        self.problems: list[str] = []
        #: So many messages are taken within a second, where a test sets it.
        self.limit = 0
        self._taken: deque[float] = deque()
        self._scripts: dict[tuple[str, int | None], deque[Script]] = {}
        self._numbers = itertools.count(100)
        self.board = Board(self._numbers)
        self._changed = asyncio.Condition()

    @property
    def shown(self) -> dict[tuple[int, int], tuple[str, Any]]:
        """What stands in each message: (chat, number) -> (HTML, keyboard)."""
        return self.board.shown

    async def say(
        self,
        text: str,
        *,
        chat: Body | None = None,
        sender: int = ALICE,
        topic: int | None = None,
        as_chat: Body | None = None,
    ) -> None:
        """A person writes to the bot, in their private chat with it or elsewhere.

        Args:
            as_chat: what they write as: a hidden administrator as the group itself.
        """
        who = hidden_administrator() if as_chat else person(sender)
        message = self.board.message(text, chat=chat or chat_of(sender), sender=who)
        if as_chat:
            message["sender_chat"] = as_chat
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        await self._push(message=message)

    def script(self, method: str, *scripts: Script, chat: int | None = None) -> None:
        """Answer the next calls of a method so, for one chat or for all."""
        self._scripts.setdefault((method, chat), deque()).extend(scripts)

    def message_of(self, number: int) -> Body:
        """Return the so-manyth message that the bot sent, as it now stands."""
        return self.board.message_of(number)

    async def press(self, message: Body, data: str, *, sender: int = ALICE) -> None:
        """A person presses a button under a message of the bot."""
        query = {
            "id": str(next(self._numbers)),
            "from": person(sender),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        await self._push(callback_query=query)

    async def ask_inline(self, text: str, *, offset: str = "") -> None:
        """A person types "@mujaz_bot text" in some chat."""
        query = {
            "id": str(next(self._numbers)),
            "from": person(),
            "query": text,
            "offset": str(offset),
        }
        await self._push(inline_query=query)

    async def member(
        self,
        *,
        before: str,
        after: str,
        sender: int = ALICE,
        chat: Body | None = None,
        posts: bool = True,
    ) -> None:
        """A person blocks the bot ("member" -> "kicked") or lets it in, or an
        administrator does so in a group or a channel.
        """
        change = {
            "chat": chat or chat_of(sender),
            "from": person(sender),
            "date": DATE,
            "old_chat_member": membership(before, of=bot()),
            "new_chat_member": membership(after, of=bot(), posts=posts),
        }
        await self._push(my_chat_member=change)

    async def upgrade(self, old: Body, new: Body) -> None:
        """A group becomes a supergroup: each says so to the bot."""
        for chat, moved in (
            (old, {"migrate_to_chat_id": new["id"]}),
            (new, {"migrate_from_chat_id": old["id"]}),
        ):
            await self.write(moved, chat=chat)

    async def write(self, content: Body, *, chat: Body, sender: int = ALICE) -> None:
        """Something other than a text comes into a chat."""
        message = self.board.message("", chat=chat, sender=person(sender))
        del message["text"]
        await self._push(message=message | content)

    async def send_file(
        self,
        data: bytes,
        *,
        caption: str = "",
        chat: Body | None = None,
        sender: int = ALICE,
    ) -> None:
        """A person sends the bot a file."""
        content: Body = {"document": self.directory.keep(data)}
        if caption:
            content["caption"] = caption
        await self.write(content, chat=chat or chat_of(sender), sender=sender)

    async def sent(self, count: int) -> list[Body]:
        """Wait until the bot has sent so many messages; return them."""
        return [call.parameters for call in await self.made("sendMessage", count)]

    async def made(self, method: str, count: int) -> list[Call]:
        """Wait until the bot has made so many calls of a method; return them."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.calls_of(method)) >= count)
        return self.calls_of(method)

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls that the bot has made of a method."""
        return [call for call in self.calls if call.method == method]

    async def taken(self) -> None:
        """Wait until the bot has taken every update; it may be at work on them."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: not self.updates)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a call."""
        method = request.match_info["method"]
        form = await request.post()
        given = {name: _read(name, value) for name, value in form.items()}
        async with self._changed:
            moment = asyncio.get_running_loop().time()
            self.calls.append(Call(method, given, moment))
            self._changed.notify_all()
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        script = self._scripted(method, given) or self._over_limit(method, moment)
        if isinstance(script, Refusal):
            return _refused(script)
        if isinstance(script, Slow):
            await script.released.wait()
        if script == Reset(is_accepted=False):
            _break_off(request)
        judge = bot_api()
        if judge:
            self.problems += judge.call_problems(method, given)
        answer = await self._answer(method, given)
        if isinstance(script, Reset):
            _break_off(request)
        if isinstance(answer, Refusal):
            return _refused(answer)
        # Updates are judged as they come in; a test may have put a broken one there.
        if judge and method != "getUpdates":
            self.problems += judge.answer_problems(method, answer)
        return web.json_response({"ok": True, "result": answer})

    def _scripted(self, method: str, given: Body) -> Script | None:
        for key in ((method, given.get("chat_id")), (method, None)):
            if scripts := self._scripts.get(key):
                return scripts.popleft()
        return None

    def _over_limit(self, method: str, moment: float) -> Refusal | None:
        """Refuse a message that is one too many within a second."""
        if not self.limit or method != "sendMessage":
            return None
        while self._taken and self._taken[0] <= moment - 1:
            self._taken.popleft()
        if len(self._taken) >= self.limit:
            return Refusal(429, "Too Many Requests", {"retry_after": 1})
        self._taken.append(moment)
        return None

    async def _answer(self, method: str, given: Body) -> object:
        if method in Directory.METHODS:
            return self.directory.answer(method, given)
        match method:
            case "getMe":
                return myself()
            case "getUpdates":
                return await self._waiting_updates(given)
            case "setWebhook" | "deleteWebhook":
                url = given.get("url")
                self.webhook = (url, given.get("secret_token", "")) if url else None
                return True
            case "sendMessage":
                return self.board.send(given)
            case "sendDocument":
                return self.board.send_document(given)
            case "editMessageText":
                return self.board.edit(given)
            case "setMyCommands" | "answerCallbackQuery":
                return True
            case "answerInlineQuery":
                return _offered(given["results"])
            case "setMyDescription" | "setMyShortDescription":
                return _short_enough(given)
        return Refusal(404, "Not Found")

    async def _waiting_updates(self, given: Body) -> list[Body] | Refusal:
        if self.webhook:
            text = "Conflict: can't use getUpdates method while webhook is active"
            return Refusal(409, text)
        first = given.get("offset", 0)
        self.updates = [one for one in self.updates if one.get("update_id", 0) >= first]
        try:
            async with asyncio.timeout(given.get("timeout", 0)), self._changed:
                self._changed.notify_all()
                await self._changed.wait_for(lambda: bool(self.updates))
        except TimeoutError:
            return []
        return self.updates

    async def _push(self, **content: Body) -> None:
        update = {"update_id": next(self._numbers), **content}
        judge = bot_api()
        if judge:
            self.problems += judge.problems("Update", update)
        async with self._changed:
            self.updates.append(update)
            self._changed.notify_all()
        if self.webhook:
            await self.bring()

    async def bring(self) -> None:
        """Bring what waits to the webhook, in order, as long as it is taken."""
        assert self.webhook
        url, secret = self.webhook
        async with ClientSession(headers={SECRET_HEADER: secret}) as session:
            with contextlib.suppress(ClientError):
                while self.updates:
                    async with session.post(url, json=self.updates[0]) as answer:
                        self.brought.append(answer.status)
                    if answer.status != 200:
                        return
                    del self.updates[0]


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    """Run a server on a free port until the block ends."""
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", fake.handle)
    app.router.add_get(f"/file/bot{TOKEN}/documents/{{name}}", fake.directory.download)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        fake.address = f"http://{host}:{port}"
        yield fake
        assert not fake.problems
    finally:
        await runner.cleanup()


def _break_off(request: web.Request) -> NoReturn:
    assert request.transport is not None
    request.transport.abort()
    raise asyncio.CancelledError


def _read(name: str, value: str | bytes | bytearray | web.FileField) -> Any:
    """Return a form field as the server reads it: nested JSON, else text, or a file."""
    if isinstance(value, web.FileField):
        return value
    value = str(value)
    if name in TEXTS:
        return value
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


def _short_enough(given: Body) -> bool | Refusal:
    long, short = given.get("description", ""), given.get("short_description", "")
    fits = len(long) <= 512 and len(short) <= 120
    return fits or Refusal(400, "Bad Request: text is too long")


def _refused(refusal: Refusal) -> web.Response:
    body = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.text,
        "parameters": refusal.parameters,
    }
    return web.json_response(body, status=refusal.status)
