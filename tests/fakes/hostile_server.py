"""A web server that breaks every rule, over raw sockets on loopback."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"

#: Answers one request; the connection is closed after it.
Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class HostileServer:
    """A server that answers by script.

    Attributes:
        scripts: by path; "" answers every other path.
        asked: host and path of every request.
    """

    scripts: Mapping[str, Script]
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str = "/feed", *, host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    async def answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1]
            host = head.lower().partition("\r\nhost: ")[2].partition("\r\n")[0]
            self.asked.append((host.rpartition(":")[0], path))
            wanted = path.partition("?")[0]
            await self.scripts.get(wanted, self.scripts.get("", say(b"")))(writer)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def open_hostile(scripts: Mapping[str, Script]) -> AsyncIterator[HostileServer]:
    """Serve the scripts by path on a free port."""
    hostile = HostileServer(scripts)
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await hostile.answer(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            running.discard(task)

    server = await asyncio.start_server(serve, HOST, 0)
    hostile.port = server.sockets[0].getsockname()[1]
    try:
        yield hostile
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def say(data: bytes) -> Script:
    """Send this and hang up."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def body(data: bytes, *headers: bytes) -> Script:
    """Send a body as it should be sent."""
    head = OK + b"".join(header + b"\r\n" for header in headers)
    return say(head + b"Content-Length: %d\r\n\r\n" % len(data) + data)


def status(code: int, *headers: str) -> Script:
    """Send a status without a body."""
    lines = "".join(f"{header}\r\n" for header in headers)
    return say(f"HTTP/1.1 {code} X\r\n{lines}Content-Length: 0\r\n\r\n".encode())


def redirect(target: str, *, code: int = 302) -> Script:
    """Lead elsewhere."""
    return status(code, f"Location: {target}")


def late(script: Script, *, seconds: float) -> Script:
    """Answer by a script, a while later."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await script(writer)

    return answer


def trickle(head: bytes, piece: bytes) -> Script:
    """Send a piece now and then, for ever."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    return answer


def pour(head: bytes, piece: bytes) -> Script:
    """Send pieces as fast as they are taken, for ever."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return answer


async def hang(_writer: asyncio.StreamWriter) -> None:
    """Say nothing."""
    await asyncio.Event().wait()


async def reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection off in the middle of a body."""
    writer.write(OK + b"Content-Length: 1000\r\n\r\n<rss>")
    await writer.drain()
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, linger
    )
    writer.transport.abort()


def bomb(encoding: str, *, size: int) -> Script:
    """Send a small body that is huge once it is decompressed."""
    packed = (gzip.compress if encoding == "gzip" else zlib.compress)(b"\0" * size)
    return body(packed, f"Content-Encoding: {encoding}".encode())
