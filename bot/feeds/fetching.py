"""Feeds and pages over HTTP: politely, within limits, from public addresses only."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from errno import ECONNREFUSED
from importlib.metadata import version
from typing import Final

from aiohttp import (
    ClientConnectorDNSError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from yarl import URL

from bot.errors import FeedError
from bot.feeds.addresses import PublicResolver, check_address

#: Seconds for all of one fetch: redirects, waiting and a body that trickles.
DEADLINE: Final = 20.0
#: Bytes of a body, after decompression.
MAX_BYTES: Final = 10_000_000
MAX_REDIRECTS: Final = 5
FEED_TYPES: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGE_TYPES: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_CONNECTIONS: Final = 32
_CONNECTIONS_PER_HOST: Final = 2
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Session:
    """The way to the network, with its limits; `open_session` makes it.

    Attributes:
        private_hosts: hosts outside the public network that may be fetched from.
        deadline: seconds for one fetch.
        max_bytes: of one body, after decompression.
    """

    client: ClientSession
    private_hosts: Collection[str]
    deadline: float = DEADLINE
    max_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body with what the server says of it.

    Attributes:
        content_type: the header; "" for none.
        etag, modified: validators for the next fetch, byte for byte.
        url: where the body came from, after redirects.
    """

    body: bytes
    content_type: str
    etag: str | None
    modified: str | None
    url: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server has nothing newer than what the validators stand for."""


@asynccontextmanager
async def open_session(
    *,
    contact: str = "",
    private_hosts: Collection[str] = (),
    deadline: float = DEADLINE,
    max_bytes: int = MAX_BYTES,
) -> AsyncIterator[Session]:
    """Yield a way to the network; at the end its connections are closed.

    Args:
        contact: the address of a page about this installation, for its User-Agent.
        private_hosts: see `Session`.
        deadline: see `Session`.
        max_bytes: see `Session`.
    """
    program = f"Mujaz/{version('mujaz')}"
    connector = TCPConnector(
        limit=_CONNECTIONS,
        limit_per_host=_CONNECTIONS_PER_HOST,
        resolver=PublicResolver(private_hosts=private_hosts),
        use_dns_cache=False,
    )
    async with ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": f"{program} (+{contact})" if contact else program},
        # The deadline of `fetch` holds for all of it.
        timeout=ClientTimeout(total=None, sock_connect=None),
    ) as client:
        yield Session(client, frozenset(private_hosts), deadline, max_bytes)


async def fetch(
    session: Session,
    url: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    accept: str = FEED_TYPES,
) -> Fetched | NotModified:
    """Fetch `url`, unless it has not changed since the validators were given.

    Raises:
        FeedError: it could not be fetched; the text says why.
    """
    headers = {"Accept": accept}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        async with asyncio.timeout(session.deadline):
            return await _follow(session, URL(url.strip()), headers)
    except TimeoutError as error:
        raise FeedError("the server did not answer in time") from error
    except (ClientError, OSError) as error:
        raise FeedError(_reason(error)) from error
    except ValueError as error:
        # Not an address, or a name that no server can have.
        raise FeedError("the address is not allowed") from error


async def _follow(
    session: Session, url: URL, headers: dict[str, str]
) -> Fetched | NotModified:
    for _ in range(MAX_REDIRECTS + 1):
        check_address(url, private_hosts=session.private_hosts)
        async with session.client.get(
            url, headers=headers, allow_redirects=False
        ) as response:
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or not target:
                return await _answer(response, limit=session.max_bytes)
        url = url.join(URL(target))
    raise FeedError("too many redirects")


async def _answer(response: ClientResponse, *, limit: int) -> Fetched | NotModified:
    if response.status == 304:
        return NotModified()
    if not 200 <= response.status < 300:
        raise FeedError(f"the server answered with status {response.status}")
    return Fetched(
        body=await _body(response, limit=limit),
        content_type=response.headers.get("Content-Type", ""),
        etag=_validator(response, "ETag"),
        modified=_validator(response, "Last-Modified"),
        url=str(response.url),
    )


async def _body(response: ClientResponse, *, limit: int) -> bytes:
    """Read a body; stop as soon as it is longer than it may be."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise FeedError(f"the answer is larger than {limit / 1e6:g} MB")
    return bytes(body)


def _validator(response: ClientResponse, name: str) -> str | None:
    """Return a header that can be sent back byte for byte, or None."""
    value = response.headers.get(name)
    # Bytes that are not UTF-8 come as lone surrogates, which cannot be stored.
    return value if value and value.isprintable() else None


def _reason(error: ClientError | OSError) -> str:
    if isinstance(error, ClientSSLError):
        return "no secure connection is possible"
    if isinstance(error, ClientConnectorDNSError):
        return "the server cannot be found"
    if isinstance(error, InvalidURL):
        return "the address is not allowed"
    if isinstance(error, OSError) and error.errno == ECONNREFUSED:
        return "the server refused the connection"
    return "the connection broke off"
