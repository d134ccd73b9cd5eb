"""Feeds over TLS: as `mujaz ingest` meets a site that has moved to https."""

import asyncio
import shutil
import ssl
import subprocess
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiohttp import web

from tests.bot.feeds import FULL_TEXT, item, rss
from tests.bot.processes import Ended, Mujaz
from tests.bot.sites import HOST

#: What a client opens a secure connection with.
TLS_HANDSHAKE = b"\x16"

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the key"),
]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a certificate of loopback's own with its key, in one file."""
    path, key = tmp_path / "site.pem", tmp_path / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        " -days 2 -subj /CN=site -addext basicConstraints=critical,CA:TRUE"
        f" -addext subjectAltName=IP:{HOST}"
    )
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(path)],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


@pytest.fixture
async def site(certificate: Path) -> AsyncIterator[str]:
    """Serve a feed over https, and over http where it is: at the same port."""
    body = rss(item("قمة في جدة", guid="1", content=FULL_TEXT))

    async def answer(request: web.Request) -> web.Response:
        if request.secure:
            return web.Response(body=body, content_type="application/rss+xml")
        raise web.HTTPMovedPermanently(f"https://{request.host}{request.path}")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0).start()
        await web.TCPSite(runner, HOST, 0, ssl_context=context).start()
        async with both(*(port for _, port, *_ in runner.addresses)) as port:
            yield f"http://{HOST}:{port}/feed"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def both(plain: int, secure: int) -> AsyncIterator[int]:
    """Hand what comes to one port on to another, by whether it is encrypted."""

    async def meet(reader: StreamReader, writer: StreamWriter) -> None:
        first = await reader.read(1)
        port = secure if first == TLS_HANDSHAKE else plain
        answering, asking = await asyncio.open_connection(HOST, port)
        asking.write(first)
        await asyncio.gather(pour(reader, asking), pour(answering, writer))

    server = await asyncio.start_server(meet, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def pour(source: StreamReader, target: StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await source.read(65_536):
            target.write(piece)
            await target.drain()
    target.close()


async def ran(mujaz: Mujaz, *arguments: str) -> Ended:
    return await asyncio.to_thread(mujaz.run, *arguments)


async def test_a_feed_that_moved_to_https_is_fetched_there_from_then_on(
    mujaz: Mujaz, site: str, certificate: Path
) -> None:
    # The authorities that the process trusts.
    mujaz.settings["SSL_CERT_FILE"] = str(certificate)

    ended = await ran(mujaz, "ingest", site)
    feeds = await ran(mujaz, "feeds", "list")

    assert (ended.status, ended.out) == (0, f"{site}: 1 new\n")
    assert site.replace("http:", "https:") in feeds.out
    assert site not in feeds.out


async def test_https_of_somebody_unknown_is_not_trusted(
    mujaz: Mujaz, site: str
) -> None:
    ended = await ran(mujaz, "ingest", site)
    feeds = await ran(mujaz, "feeds", "list")

    assert ended.status == 1
    assert "no secure connection is possible" in ended.err
    assert site in feeds.out
