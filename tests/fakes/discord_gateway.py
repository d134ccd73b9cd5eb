"""The gateway of the Discord on loopback: sessions that drop and are taken up again."""

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_objects import BOT, ME, Body, guild

HEARTBEAT = 5_000  # in milliseconds
_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME = 0, 1, 2, 6
_RECONNECT, _INVALID_SESSION, _HELLO, _ACK = 7, 9, 10, 11


class Gateway:
    """Stands at the other end of a bot's connections and keeps what it said."""

    def __init__(self) -> None:
        self.address = ""
        #: What each connection was opened with, and each taken up again.
        self.identified: list[Body] = []
        self.resumed: list[Body] = []
        self.connections = 0
        self.knows_session = True
        #: Whether the bot is told of its servers, which takes a while at times.
        self.tells_servers = asyncio.Event()
        self.tells_servers.set()
        #: Channels that are deleted while nobody is connected.
        self.deleted: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._events: list[Body] = []
        self._sequence = itertools.count(1)
        self._hearing = asyncio.Event()
        self._hearing.set()
        self.changed = asyncio.Condition()

    @property
    def is_up(self) -> bool:
        return bool(self._sockets)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Stand at the other end of a connection."""
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        await _send(socket, _HELLO, {"heartbeat_interval": HEARTBEAT})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
            await self._hearing.wait()
        await self._hearing.wait()
        return socket

    def stop_hearing(self) -> None:
        """Answer no frame any more, not even a goodbye."""
        self._hearing.clear()

    async def drop(self, code: int = 4000) -> None:
        """Close the connection, as Discord does now and then."""
        await self._sockets[-1].close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Ask the bot to connect anew, as Discord does before maintenance."""
        await _send(self._sockets[-1], _RECONNECT, None)

    async def dispatch(self, kind: str, data: Body) -> None:
        """Send an event; a bot that is away hears of it when it resumes."""
        event = {"op": _DISPATCH, "d": data, "t": kind, "s": next(self._sequence)}
        self._events.append(event)
        if not self._sockets[-1].closed:
            await self._sockets[-1].send_json(event)

    async def _hear(self, socket: web.WebSocketResponse, frame: Body) -> None:
        if frame["op"] == _HEARTBEAT:
            await _send(socket, _ACK, None)
        elif frame["op"] == _IDENTIFY:
            self.identified.append(frame["d"])
            self._sockets.append(socket)
            self._events.clear()
            await self.dispatch("READY", self._ready())
            await self.tells_servers.wait()
            await self.dispatch("GUILD_CREATE", self._guild())
            await self._welcome()
        elif frame["op"] == _RESUME:
            await self._resume(socket, frame["d"])

    async def _resume(self, socket: web.WebSocketResponse, asked: Body) -> None:
        self.resumed.append(asked)
        if not self.knows_session:
            await _send(socket, _INVALID_SESSION, False)  # noqa: FBT003
            return
        self._sockets.append(socket)
        for event in [one for one in self._events if one["s"] > asked["seq"]]:
            await socket.send_json(event)
        await self.dispatch("RESUMED", {})
        await self._welcome()

    async def _welcome(self) -> None:
        async with self.changed:
            self.connections += 1
            self.changed.notify_all()

    def _guild(self) -> Body:
        made = guild()
        kept = [one for one in made["channels"] if one["id"] not in self.deleted]
        return {**made, "channels": kept}

    def _ready(self) -> Body:
        known = guild()
        return {
            "v": 10,
            "user": ME,
            "guilds": [{"id": known["id"], "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": self.address,
            "application": {"id": BOT, "flags": 0},
        }


async def _send(socket: web.WebSocketResponse, code: int, data: Any) -> None:
    await socket.send_json({"op": code, "d": data, "t": None, "s": None})
