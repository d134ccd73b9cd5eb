"""A day of many feeds on a clock that is moved: what is asked of whom, and when."""

import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final

from aiohttp import web

from analysis.model import Analysis
from bot.feeds.fetching import open_session
from bot.feeds.intake_parts import Intake
from bot.feeds.pace import SHORTEST
from bot.scheduler import REFRESH_EVERY, refresh_due_feeds
from bot.workers import Workers
from handlers.stories import Newsdesk
from storage.database import Database
from storage.feeds import add_feed

from ..builders import NOW
from .feeds import item, rss
from .intakes import Clock
from .sites import HOST

#: Minutes between two entries of a feed, the frequent ones for a few feeds only.
GAPS: Final = {10: 1, 30: 4, 120: 15, 360: 30, 1440: 30, 4320: 20}
#: How a publisher asks to be left alone: minutes, by name.
CACHING: Final = {"none": 0, "max-age": 20, "expires": 45, "ttl": 90, "refuses": 120}
ENTRIES: Final = 10
#: Short enough to be read quickly, long enough to need no page.
_TEXT: Final = "<p>قال المدير إن العمل في المصنع سيبدأ غدا صباحا.</p>" * 9


@dataclass(slots=True)
class Publisher:
    """A feed with its own rhythm, validators and wishes.

    Attributes:
        closed_until: nobody should ask before.
    """

    number: int
    gap: timedelta
    caching: str
    has_etag: bool
    closed_until: datetime | None = None
    polls: int = 0


@dataclass(slots=True)
class Day:
    """What happened.

    Attributes:
        early: addresses that were asked before they allowed it.
        published: entries that came up meanwhile; `delays`: how long each waited.
    """

    clock: Clock
    publishers: Sequence[Publisher]
    statuses: Counter[int] = field(default_factory=Counter)
    bytes: int = 0
    early: list[str] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)
    delays: list[timedelta] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        one = self.publishers[int(request.path.strip("/"))]
        now = self.clock()
        if one.closed_until and now < one.closed_until:
            self.early.append(f"{request.path} {one.caching} {now} {one.closed_until}")
        one.polls += 1
        response = self._response(one, request, now)
        self.statuses[response.status] += 1
        self.bytes += len(response.body) if isinstance(response.body, bytes) else 0
        return response

    def _response(
        self, one: Publisher, request: web.Request, now: datetime
    ) -> web.Response:
        wait = timedelta(minutes=CACHING[one.caching])
        if one.caching == "refuses" and one.polls % 5 == 0:
            one.closed_until = now + wait
            return web.Response(
                status=429, headers={"Retry-After": str(int(wait.total_seconds()))}
            )
        one.closed_until = now + (SHORTEST if one.caching == "refuses" else wait)
        newest = int((now - NOW) / one.gap)
        self._note(one, newest, now)
        headers = {"Content-Type": "application/rss+xml", **_caching(one, now)}
        if one.has_etag:
            headers["ETag"] = f'"{newest}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return web.Response(status=304, headers=headers)
        return web.Response(body=_body(one, newest), headers=headers)

    def _note(self, one: Publisher, newest: int, now: datetime) -> None:
        """Keep how long the entries waited that are fetched now for the first time."""
        for number in range(self.seen.get(one.number, newest) + 1, newest + 1):
            self.delays.append(now - (NOW + number * one.gap))
        self.seen[one.number] = newest


class QuickWorkers(Workers):
    """Workers that read feeds as ever, and nothing in articles."""

    async def analyse(self, title: str, body: str) -> Analysis:  # noqa: ARG002
        return Analysis(language="ar")


async def run_day(db: Database, *, gaps: Sequence[int], hours: int, hosts: int) -> Day:
    """Let the scheduler fetch feeds for so many hours of a moved clock.

    Args:
        gaps: for each feed: minutes between two of its entries.
    """
    day = Day(Clock(), [_publisher(*one) for one in enumerate(gaps)])
    names = tuple(f"{number}.agency.example" for number in range(hosts))
    async with _serving(day) as port:
        async with db.transaction() as connection:
            for number in range(len(gaps)):
                url = f"http://{names[number % hosts]}:{port}/{number}"
                await add_feed(connection, url=url, title="", now=NOW)
        async with _open_intake(db, day.clock, names) as intake:
            while day.clock.now < NOW + timedelta(hours=hours):
                await refresh_due_feeds(intake, concurrency=16)
                day.clock.now += REFRESH_EVERY
    return day


def _publisher(number: int, minutes: int) -> Publisher:
    return Publisher(
        number=number,
        gap=timedelta(minutes=minutes),
        caching=list(CACHING)[number % len(CACHING)],
        has_etag=number % 4 != 0,
    )


@asynccontextmanager
async def _serving(day: Day) -> AsyncIterator[int]:
    """Let the day's publishers answer; yield the port."""
    app = web.Application()
    app.router.add_get("/{number}", day.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _open_intake(
    db: Database, clock: Clock, names: Collection[str]
) -> AsyncIterator[Intake]:
    async with (
        _open_quick_workers() as workers,
        open_session(private_hosts=names, lookup=_lookup) as session,
    ):
        yield Intake(
            db=db,
            session=replace(session, clock=clock),
            workers=workers,
            desk=Newsdesk(),
            clock=clock,
            shortest=SHORTEST,
            chance=random.Random(6).random,
        )


@asynccontextmanager
async def _open_quick_workers() -> AsyncIterator[Workers]:
    workers = QuickWorkers(processes=2)
    try:
        yield workers
    finally:
        await workers.close()


def _caching(one: Publisher, now: datetime) -> dict[str, str]:
    wait = timedelta(minutes=CACHING[one.caching])
    if one.caching == "max-age":
        return {"Cache-Control": f"max-age={int(wait.total_seconds())}"}
    if one.caching == "expires":
        date = format_datetime(now, usegmt=True)
        return {"Date": date, "Expires": format_datetime(now + wait, usegmt=True)}
    return {}


def _body(one: Publisher, newest: int) -> bytes:
    ttl = f"<ttl>{CACHING['ttl']}</ttl>" if one.caching == "ttl" else ""
    items = [
        item(
            f"خبر {number}",
            # An agency's reports, which all feeds of a rhythm carry: what is asked of
            # publishers is the matter here, not what storing articles costs.
            link=f"https://agency.example/{one.gap.total_seconds():.0f}/{number}",
            guid=f"{one.number}-{number}",
            date=format_datetime(NOW + number * one.gap, usegmt=True),
            content=_TEXT,
        )
        for number in range(newest, newest - ENTRIES, -1)
    ]
    return rss(*items).replace(b"<link>", ttl.encode() + b"<link>", 1)


def _lookup(_host: str, port: int, **_kinds: object) -> Sequence[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, port))]
