"""A Discord on loopback: REST and gateway, as far as slash commands need them.

It answers as the real one does where a bot can tell the difference, refuses what is
over Discord's limits, and keeps what it was sent.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "test-token-of-discord"  # noqa: S105
#: Seconds; a bot that says nothing for longer never will, on a busy machine too.
PATIENCE = 50
Body = dict[str, Any]

HEARTBEAT = 5_000  # in milliseconds
CHANNEL, GUILD, BOT, ALICE = "1001", "1002", "1003", "1004"


class FakeDiscord:
    """The server; `api` and `gateway` are where the bot finds it."""

    def __init__(self) -> None:
        self.api = ""
        self.gateway = ""
        self.commands: dict[str, Body] = {}
        #: Messages that a person sees, in order; a deferred answer once it is there.
        self.sent: list[Body] = []
        self.interactions: dict[str, Body] = {}
        self.requests: list[str] = []
        #: (status, body) for the next calls of any route.
        self.refusals: deque[tuple[int, Body]] = deque()
        self._sockets: list[web.WebSocketResponse] = []
        self.connections = 0
        self._numbers = itertools.count(5_000)
        self._sequence = itertools.count(1)
        self._hearing = asyncio.Event()
        self._hearing.set()
        self._changed = asyncio.Condition()

    async def ready(self) -> None:
        """Wait until the bot has registered its commands and stands at the gateway."""
        await self.wait(lambda: bool(self.commands and self._sockets))

    async def slash(self, name: str, **options: str) -> None:
        """A person gives a slash command."""
        data = {
            "id": self.commands[name]["id"],
            "name": name,
            "type": 1,
            "options": [
                {"name": key, "type": 3, "value": value}
                for key, value in options.items()
            ],
        }
        await self._interact(2, data)

    async def press(self, message: Body, custom_id: str) -> None:
        """A person presses a button under a message of the bot."""
        data = {"custom_id": custom_id, "component_type": 2}
        await self._interact(3, data, message=message)

    async def messages(self, count: int) -> list[Body]:
        """Wait until the bot has sent so many messages; return them."""
        await self.wait(lambda: len(self.sent) >= count)
        return self.sent

    async def wait(self, condition: Any) -> None:
        """Wait until something is true of what has happened here."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)

    async def rest(self, request: web.Request) -> web.Response:
        """Answer a call of the REST API."""
        path = request.match_info["path"]
        body = await request.json() if request.can_read_body else {}
        async with self._changed:
            self.requests.append(f"{request.method} {path}")
            self._changed.notify_all()
        if request.headers.get("Authorization") not in (None, f"Bot {TOKEN}"):
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        if self.refusals:
            status, refusal = self.refusals.popleft()
            return _json(refusal, status=status)
        if problem := _over_limits(body):
            return _json({"code": 50035, "message": problem}, status=400)
        async with self._changed:
            answer = self._answer(request.method, path.split("/"), body)
            self._changed.notify_all()
        return answer

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Stand at the other end of a gateway connection."""
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        await _send(socket, 10, {"heartbeat_interval": HEARTBEAT})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
            await self._hearing.wait()
        await self._hearing.wait()
        return socket

    def stop_hearing(self) -> None:
        """Answer no frame of the gateway any more, not even a goodbye."""
        self._hearing.clear()

    async def drop(self) -> None:
        """Cut the gateway connection, as Discord does now and then."""
        await self._sockets[-1].close(code=4000)

    async def _hear(self, socket: web.WebSocketResponse, frame: Body) -> None:
        if frame["op"] == 1:
            await _send(socket, 11, None)
        elif frame["op"] == 2:
            await self._dispatch(socket, "READY", self._ready())
            await self._welcome(socket)
        elif frame["op"] == 6:
            await self._dispatch(socket, "RESUMED", {})
            await self._welcome(socket)

    async def _welcome(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self._sockets.append(socket)
            self.connections += 1
            self._changed.notify_all()

    async def _dispatch(
        self, socket: web.WebSocketResponse, kind: str, data: Body
    ) -> None:
        await _send(socket, 0, data, kind=kind, sequence=next(self._sequence))

    async def _interact(self, kind: int, data: Body, **more: Body) -> None:
        number = self._number()
        interaction = {
            "id": number,
            "application_id": BOT,
            "type": kind,
            "token": f"token-{number}",
            "version": 1,
            "data": data,
            "locale": "ar",
            "guild_locale": "en-US",
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "channel": _channel(),
            "guild": {"id": GUILD, "locale": "en-US", "features": []},
            "app_permissions": "0",
            "member": _member(_user(ALICE, "alice")),
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            **more,
        }
        self.interactions[number] = interaction
        await self._dispatch(self._sockets[-1], "INTERACTION_CREATE", interaction)

    def _answer(self, method: str, path: list[str], body: Any) -> web.Response:
        match method, path:
            case "GET", ["users", "@me"]:
                return _json(_user(BOT, "mujaz", bot=True))
            case "GET", ["oauth2" | "applications", *_]:
                return _json(_application())
            case "PUT", ["applications", _, "commands"]:
                self.commands = {one["name"]: self._registered(one) for one in body}
                return _json(list(self.commands.values()))
            case "POST", ["interactions", number, _, "callback"]:
                return _json(_acknowledged(number, kind=body["type"]))
            case "PATCH" | "POST", ["webhooks", *_]:
                self.sent.append(self._message(body))
                return _json(self.sent[-1])
        return _json({"message": "404: Not Found", "code": 0}, status=404)

    def _registered(self, command: Body) -> Body:
        return {
            **command,
            "id": self._number(),
            "application_id": BOT,
            "version": self._number(),
        }

    def _message(self, body: Body) -> Body:
        return {
            "id": self._number(),
            "channel_id": CHANNEL,
            "author": _user(BOT, "mujaz", bot=True),
            "content": body.get("content") or "",
            "timestamp": "2024-08-17T12:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [{"type": "rich", **one} for one in body.get("embeds") or []],
            "components": body.get("components") or [],
            "pinned": False,
            "type": 0,
            "flags": 0,
        }

    def _ready(self) -> Body:
        return {
            "v": 10,
            "user": _user(BOT, "mujaz", bot=True),
            "guilds": [],
            "session_id": "session",
            "resume_gateway_url": self.gateway,
            "application": {"id": BOT, "flags": 0},
        }

    def _number(self) -> str:
        return str(next(self._numbers))


@asynccontextmanager
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    """Run a server on a free port until the block ends."""
    fake = FakeDiscord()
    app = web.Application()
    app.router.add_get("/gateway", fake.connect)
    app.router.add_route("*", "/api/v10/{path:.*}", fake.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        fake.api = f"http://{host}:{port}/api/v10"
        fake.gateway = f"ws://{host}:{port}/gateway"
        yield fake
    finally:
        await runner.cleanup()


async def _send(
    socket: web.WebSocketResponse,
    code: int,
    data: object,
    *,
    kind: str | None = None,
    sequence: int | None = None,
) -> None:
    await socket.send_json({"op": code, "d": data, "t": kind, "s": sequence})


def _json(body: object, *, status: int = 200) -> web.Response:
    """Return an answer of exactly the content type that the client reads as JSON."""
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def _over_limits(body: Any) -> str:
    """Return what is wrong with a message; "" if nothing is, or it is no message."""
    if not isinstance(body, dict):
        return ""
    body = body.get("data") or body
    embeds = body.get("embeds") or []
    lengths = [
        len(one.get("title") or "") + len(one.get("description") or "")
        for one in embeds
    ]
    rows = body.get("components") or []
    limits = {
        "content": len(body.get("content") or "") <= 2000,
        "embeds": len(embeds) <= 10 and sum(lengths) <= 6000,
        "title": all(len(one.get("title") or "") <= 256 for one in embeds),
        "description": all(len(one.get("description") or "") <= 4096 for one in embeds),
        "components": len(rows) <= 5
        and all(len(row["components"]) <= 5 for row in rows),
    }
    return ", ".join(name for name, kept in limits.items() if not kept)


def _acknowledged(interaction: str, *, kind: int) -> Body:
    return {
        "interaction": {
            "id": interaction,
            "type": 2,
            "response_message_id": "1",
            "response_message_loading": kind == 5,
            "response_message_ephemeral": False,
        },
        "resource": {"type": kind},
    }


def _user(number: str, name: str, *, bot: bool = False) -> Body:
    return {
        "id": number,
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "mfa_enabled": False,
        "verified": True,
        "email": None,
        "locale": "en-US",
    }


def _channel() -> Body:
    return {
        "id": CHANNEL,
        "type": 0,
        "name": "news",
        "position": 0,
        "permission_overwrites": [],
        "permissions": "0",
        "guild_id": GUILD,
        "flags": 0,
    }


def _member(user: Body) -> Body:
    return {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": "0",
        "pending": False,
    }


def _application() -> Body:
    return {
        "id": BOT,
        "name": "mujaz",
        "icon": None,
        "description": "",
        "flags": 0,
        "verify_key": "0" * 64,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": _user(ALICE, "alice"),
    }
