"""Feeds and pages over HTTP: politely, within limits, from public addresses only."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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

from bot.errors import DisallowedError, FeedError, RestError, StatusError
from bot.feeds.addresses import Lookup, PublicResolver, check_address
from bot.feeds.freshness import LONGEST_FRESH, fresh_for, retry_after
from bot.feeds.hosts import IN_ALL, Places, Rests, host_of

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
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
#: Statuses whose `Retry-After` says when to come back.
_LATER: Final = frozenset({429, 503})
_CHUNK: Final = 1 << 16

#: Tells whether an address may be fetched; a `FeedError` says that nobody knows.
MayFetch = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Session:
    """The way to the network, with its limits; `open_session` makes it.

    Attributes:
        private_hosts: hosts outside the public network that may be fetched from.
        deadline: seconds for one fetch.
        max_bytes: of one body, after decompression.
        places: for requests under way.
        rests: of hosts that asked for one, by `Retry-After`: whoever knows nothing of
            it is refused too.
        clock: the time, aware UTC, for servers that do not say theirs.
    """

    client: ClientSession
    private_hosts: Collection[str]
    deadline: float = DEADLINE
    max_bytes: int = MAX_BYTES
    places: Places = field(default_factory=Places)
    rests: Rests = field(default_factory=Rests)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body with what the server says of it.

    Attributes:
        content_type: the header; "" for none.
        etag, modified: validators for the next fetch, byte for byte.
        url: where the body came from, after redirects.
        fresh_for: how long its server wants it to be kept.
        moved_to: where the address leads for good; "" where it does not.
    """

    body: bytes
    content_type: str
    etag: str | None
    modified: str | None
    url: str
    fresh_for: timedelta = timedelta()
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server has nothing newer than what the validators stand for.

    Attributes:
        etag, modified: those of this answer; None where it has none.
        fresh_for, moved_to: as in `Fetched`.
    """

    etag: str | None = None
    modified: str | None = None
    fresh_for: timedelta = timedelta()
    moved_to: str = ""


@asynccontextmanager
async def open_session(
    *,
    contact: str = "",
    private_hosts: Collection[str] = (),
    deadline: float = DEADLINE,
    max_bytes: int = MAX_BYTES,
    lookup: Lookup = socket.getaddrinfo,
) -> AsyncIterator[Session]:
    """Yield a way to the network; at the end its connections are closed.

    Args:
        contact: the address of a page about this installation, for its User-Agent.
        private_hosts: see `Session`.
        deadline: see `Session`.
        max_bytes: see `Session`.
        lookup: finds the addresses of names.
    """
    program = f"Mujaz/{version('mujaz')}"
    connector = TCPConnector(
        # `Places` holds the limits: waiting for a connection would cost a feed its
        # own time.
        limit=IN_ALL,
        resolver=PublicResolver(private_hosts=private_hosts, lookup=lookup),
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
    may_fetch: MayFetch | None = None,
) -> Fetched | NotModified:
    """Fetch `url`, unless it has not changed since the validators were given.

    Args:
        may_fetch: is asked for every address, those that it is led to as well.

    Raises:
        FeedError: it could not be fetched; the text says why.
    """
    headers = {"Accept": accept}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        return await _follow(session, URL(url.strip()), headers, may_fetch)
    except TimeoutError as error:
        raise FeedError("the server did not answer in time") from error
    except (ClientError, OSError) as error:
        raise FeedError(_reason(error)) from error
    except ValueError as error:
        # Not an address, or a name that no server can have.
        raise FeedError("the address is not allowed") from error


async def _follow(
    session: Session, url: URL, headers: dict[str, str], may_fetch: MayFetch | None
) -> Fetched | NotModified:
    loop = asyncio.get_running_loop()
    left = session.deadline
    moved_to, is_permanent = "", True
    for hop in range(MAX_REDIRECTS + 1):
        check_address(url, private_hosts=session.private_hosts)
        if may_fetch and not await may_fetch(str(url)):
            raise DisallowedError
        if rest := session.rests.left(host_of(str(url)), now=session.clock()):
            raise RestError(rest)
        async with _place(session, url):
            start = loop.time()
            async with asyncio.timeout(left):
                answer = await _ask(
                    session, url, headers, moved_to=moved_to, is_first=not hop
                )
            left -= loop.time() - start
        if not isinstance(answer, _Redirect):
            return answer
        url = answer.target
        is_permanent = is_permanent and answer.is_permanent
        moved_to = str(url) if is_permanent else moved_to
    raise FeedError("too many redirects")


@asynccontextmanager
async def _place(session: Session, url: URL) -> AsyncIterator[None]:
    """Hold a place at the host; waiting for it costs no time of the fetch itself.

    That wait has an end too: many addresses may lead to one host that is slow.
    """
    limit = asyncio.timeout(session.deadline)
    async with limit, session.places.at(host_of(str(url))):
        limit.reschedule(None)
        yield


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An answer that leads elsewhere."""

    target: URL
    is_permanent: bool


async def _ask(
    session: Session,
    url: URL,
    headers: dict[str, str],
    *,
    moved_to: str,
    is_first: bool,
) -> Fetched | NotModified | _Redirect:
    """Ask one address; follow nothing."""
    async with session.client.get(
        url, headers=headers, allow_redirects=False
    ) as response:
        status, target = response.status, response.headers.get("Location")
        if status in _REDIRECTS and target:
            return _Redirect(url.join(URL(target)), status in _PERMANENT)
        now = session.clock()
        fresh = fresh_for(response.headers, now=now)
        etag = _validator(response, "ETag")
        modified = _validator(response, "Last-Modified")
        if status == 304:
            return NotModified(etag, modified, fresh, moved_to)
        if not 200 <= status < 300:
            asked = retry_after(response.headers, now=now)
            wait = asked if status in _LATER else timedelta()
            host = host_of(str(url))
            session.rests.keep(host, until=now + min(wait, LONGEST_FRESH), now=now)
            raise StatusError(status, host=host, wait=wait, is_own=is_first)
        return Fetched(
            body=await _body(response, limit=session.max_bytes),
            content_type=response.headers.get("Content-Type", ""),
            etag=etag,
            modified=modified,
            url=str(response.url),
            fresh_for=fresh,
            moved_to=moved_to,
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
