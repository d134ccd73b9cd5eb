"""Fetching from real servers on loopback: validators, limits, failures."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import pytest
from aiohttp import web

from bot.errors import FeedError
from bot.feeds.fetching import DEADLINE, Fetched, NotModified, Session, fetch
from bot.feeds.fetching import open_session as open_any_session

from .sites import HOST, conditional, open_site, page, redirect

ETAG = 'W/"a b+ç;==\\"'
MODIFIED = "Fri, 16 Aug 2024 07:30:00 GMT"
STATUSES = [400, 401, 403, 404, 410, 418, 429, 500, 503]


@asynccontextmanager
async def open_session(
    *, deadline: float = 20.0, max_bytes: int = 10_000_000
) -> AsyncIterator[Session]:
    async with open_any_session(
        private_hosts=(HOST,), deadline=deadline, max_bytes=max_bytes
    ) as session:
        yield session


async def reason(url: str, *, deadline: float = 20.0, max_bytes: int = 1_000) -> str:
    """Return why fetching fails."""
    async with open_session(deadline=deadline, max_bytes=max_bytes) as session:
        with pytest.raises(FeedError) as caught:
            await fetch(session, url)
    return str(caught.value)


async def test_a_body_comes_with_what_the_server_says_of_it() -> None:
    answer = page(b"<rss/>", headers={"ETag": ETAG, "Last-Modified": MODIFIED})
    async with open_site({"/feed": answer}) as site, open_session() as session:
        fetched = await fetch(session, f"{site.url}/feed")

    assert fetched == Fetched(
        body=b"<rss/>",
        content_type="application/rss+xml",
        etag=ETAG,
        modified=MODIFIED,
        url=f"{site.url}/feed",
    )


async def test_validators_are_sent_back_byte_for_byte() -> None:
    answer = conditional(b"<rss/>", etag=ETAG)
    async with open_site({"/feed": answer}) as site, open_session() as session:
        fetched = await fetch(session, f"{site.url}/feed", etag=ETAG, modified=MODIFIED)

    assert fetched == NotModified(etag=ETAG)
    assert site.asked[0].headers["If-None-Match"] == ETAG
    assert site.asked[0].headers["If-Modified-Since"] == MODIFIED


async def test_publishers_learn_who_asks() -> None:
    async with (
        open_site({"/feed": page(b"<rss/>")}) as site,
        open_any_session(
            contact="https://reader.example/", private_hosts=(HOST,)
        ) as session,
    ):
        await fetch(session, f"{site.url}/feed")

    agent = site.asked[0].headers["User-Agent"]
    assert agent.startswith("Mujaz/")
    assert agent.endswith("(+https://reader.example/)")


async def test_redirects_are_followed() -> None:
    pages = {"/old": redirect("/new"), "/new": page(b"<rss/>")}
    async with open_site(pages) as site, open_session() as session:
        fetched = await fetch(session, f"{site.url}/old")

    assert isinstance(fetched, Fetched)
    assert fetched.url == f"{site.url}/new"


async def test_a_redirect_loop_ends() -> None:
    async with open_site({"/loop": redirect("/loop")}) as site:
        assert await reason(f"{site.url}/loop") == "too many redirects"

    assert len(site.asked) == len(["/loop"]) + 5


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2/", "http://169.254.169.254/", "file:///etc/passwd"]
)
async def test_a_redirect_out_of_the_public_web_is_refused(target: str) -> None:
    async with open_site({"/feed": redirect(target)}) as site:
        assert await reason(f"{site.url}/feed") == "the address is not allowed"


@pytest.mark.parametrize("status", STATUSES)
async def test_a_status_is_told(status: int) -> None:
    async with open_site({"/feed": page(status=status)}) as site:
        told = await reason(f"{site.url}/feed")

    assert told == f"the server answered with status {status}"


@pytest.mark.parametrize("url", ["", "feed", "http://", "https://["])
async def test_what_is_no_address_is_refused(url: str) -> None:
    assert await reason(url) == "the address is not allowed"


async def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]

    told = await reason(f"http://{HOST}:{port}/feed")

    assert told == "the server refused the connection"


async def test_a_name_that_is_not_there_is_told() -> None:
    assert await reason("http://mujaz.invalid/feed") == "the server cannot be found"


async def test_a_server_that_speaks_no_tls_is_told() -> None:
    async with open_site() as site:
        told = await reason(site.url.replace("http:", "https:"))

    assert told == "no secure connection is possible"


async def test_a_body_that_trickles_is_given_up() -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.01)

    async with open_site({"/feed": trickle}) as site:
        start = perf_counter()
        told = await reason(f"{site.url}/feed", deadline=0.3, max_bytes=10_000_000)

    assert told == "the server did not answer in time"
    assert perf_counter() - start < 10


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async def wait(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    async with open_site({"/feed": wait}) as site:
        told = await reason(f"{site.url}/feed", deadline=0.2)

    assert told == "the server did not answer in time"


async def test_an_endless_body_is_cut_off() -> None:
    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 1000)

    async with open_site({"/feed": pour}) as site:
        told = await reason(f"{site.url}/feed", max_bytes=2_000_000)

    assert told == "the answer is larger than 2 MB"


async def test_ten_megabytes_in_twenty_seconds_are_taken_and_no_byte_more() -> None:
    most = b"x" * 10_000_000
    pages = {"/most": page(most), "/more": page(most + b"x")}
    async with (
        open_site(pages) as site,
        open_any_session(private_hosts=(HOST,)) as session,
    ):
        taken = await fetch(session, f"{site.url}/most")
        with pytest.raises(FeedError, match="larger than 10 MB"):
            await fetch(session, f"{site.url}/more")

    assert isinstance(taken, Fetched)
    assert taken.body == most
    assert session.deadline == DEADLINE == 20


async def test_a_decompression_bomb_is_cut_off() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    answer = page(bomb, headers={"Content-Encoding": "gzip"})
    async with open_site({"/feed": answer}) as site:
        told = await reason(f"{site.url}/feed", max_bytes=2_000_000)

    assert told == "the answer is larger than 2 MB"


BROKEN = {
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    "no http": b"220 mail.example ESMTP\r\n",
    "closed": b"",
    "not gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
    b"Content-Length: 4\r\n\r\nabcd",
    "bad chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "endless header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_told(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        told = await reason(f"http://{HOST}:{port}/feed")

    assert told == "the connection broke off"
