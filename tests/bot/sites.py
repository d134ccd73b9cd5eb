"""Web servers on loopback for the tests of fetching and intake."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "127.0.0.1"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a site got."""

    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Site:
    """A server that keeps what it was asked; its pages may be changed any time.

    Attributes:
        url: without a slash at the end.
        pages: by path: what answers a request.
    """

    pages: dict[str, Answer]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path, dict(request.headers)))
        page = self.pages.get(request.path)
        return await page(request) if page else web.Response(status=404)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@asynccontextmanager
async def open_site(pages: Mapping[str, Answer] | None = None) -> AsyncIterator[Site]:
    """Serve `pages` by path on a free port of loopback."""
    site = Site(dict(pages or {}))
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0).start()
        site.url = f"http://{HOST}:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()


def page(
    body: bytes | str = b"",
    *,
    content_type: str = "application/rss+xml",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Return what answers every request with the same."""
    data = body.encode() if isinstance(body, str) else body

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=data,
            status=status,
            headers={"Content-Type": content_type, **(headers or {})},
        )

    return answer


def conditional(
    body: bytes, *, etag: str | None = None, modified: str | None = None
) -> Answer:
    """Return what answers 304 where a request carries one of the validators."""

    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "application/rss+xml"}
        if etag:
            headers["ETag"] = etag
        if modified:
            headers["Last-Modified"] = modified
        same = (etag and request.headers.get("If-None-Match") == etag) or (
            modified and request.headers.get("If-Modified-Since") == modified
        )
        if same:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    return answer


def redirect(target: str, *, status: int = 302) -> Answer:
    """Return what answers with the way to another address."""
    return page(status=status, headers={"Location": target})
