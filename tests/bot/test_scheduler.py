"""Work by the clock: feeds refreshed as they are due, and a clean stop."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from aiohttp import web

from bot.scheduler import Job, refresh_due_feeds, refresh_job, run_scheduler
from bot.workers import Workers, open_workers
from storage.database import Database
from storage.feeds import add_feed

from ..builders import NOW
from .feeds import FULL_TEXT, item, rss
from .intakes import Clock, open_intake, stored_feed, stored_titles
from .sites import Site, open_site, page

HOUR = timedelta(hours=1)
#: Runs a worker that never ends under the scheduler, until it is told to stop.
PROGRAM = """
import asyncio, os, signal, sys
from datetime import UTC, datetime, timedelta
from bot.scheduler import Job, run_scheduler
from bot.workers import open_workers

async def main():
    task = asyncio.current_task()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    async with open_workers(processes=2) as workers:
        async def work(now):
            print(await workers.run(os.getpid, deadline=30), flush=True)
            await workers.run(signal.pause, deadline=60)
        job = Job("work", timedelta(hours=1), work)
        await run_scheduler([job], clock=lambda: datetime.now(UTC))

try:
    asyncio.run(main())
except asyncio.CancelledError:
    sys.exit(0)
"""


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    """Open workers for one test."""
    async with open_workers(processes=1) as opened:
        yield opened


def news(number: int) -> bytes:
    return rss(item(f"خبر {number}", guid=f"{number}", content=FULL_TEXT))


async def subscribe(db: Database, site: Site, *paths: str) -> None:
    async with db.transaction() as connection:
        for path in paths:
            await add_feed(connection, url=site.url + path, title=path, now=NOW)


async def test_one_failing_feed_never_stops_another(
    db: Database, workers: Workers
) -> None:
    pages = {"/1": page(news(1)), "/2": page(b"<html>"), "/4": page(news(4))}
    async with open_site(pages) as site, open_intake(db, workers) as intake:
        await subscribe(db, site, "/1", "/2", "/3", "/4")
        await refresh_due_feeds(intake, concurrency=2)

    feeds = [await stored_feed(db, f"{site.url}/{n}") for n in range(1, 5)]
    assert sorted(await stored_titles(db)) == ["خبر 1", "خبر 4"]
    assert [feed.error for feed in feeds] == [
        None,
        "the answer is a web page, not a feed",
        "the server answered with status 404",
        None,
    ]


async def test_only_feeds_that_are_due_are_fetched(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    async with (
        open_site({"/1": page(news(1))}) as site,
        open_intake(db, workers, clock=clock) as intake,
    ):
        await subscribe(db, site, "/1")
        await refresh_due_feeds(intake, concurrency=2)
        await refresh_due_feeds(intake, concurrency=2)
        asked_early = len(site.asked)
        clock.now += HOUR
        await refresh_due_feeds(intake, concurrency=2)

    assert asked_early == 1
    assert len(site.asked) == 2


async def test_a_slow_feed_holds_its_own_place_only(
    db: Database, workers: Workers
) -> None:
    paths = [f"/{number}" for number in range(1, 7)]
    others = asyncio.Event()

    async def wait_for_others(_request: web.Request) -> web.StreamResponse:
        await others.wait()
        return web.Response(status=500)

    async def count(_request: web.Request) -> web.StreamResponse:
        if len(site.asked) == len(paths):
            others.set()
        return web.Response()

    async with open_site(dict.fromkeys(paths, count)) as site:
        site.pages["/1"] = wait_for_others
        async with open_intake(db, workers, deadline=5) as intake:
            await subscribe(db, site, *paths)
            await refresh_due_feeds(intake, concurrency=2)
        feeds = [await stored_feed(db, site.url + path) for path in paths]

    assert feeds[0].error == "the server answered with status 500"
    assert all(feed.error == "the answer is empty" for feed in feeds[1:])


async def test_only_a_few_feeds_are_refreshed_at_once(
    db: Database, workers: Workers
) -> None:
    open_now, most = 0, 0

    async def count(_request: web.Request) -> web.StreamResponse:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.02)
        open_now -= 1
        return web.Response()

    paths = [f"/{number}" for number in range(8)]
    async with (
        open_site(dict.fromkeys(paths, count)) as site,
        open_intake(db, workers) as intake,
    ):
        await subscribe(db, site, *paths)
        await refresh_due_feeds(intake, concurrency=2)

    assert len(site.asked) == 8
    assert most == 2


async def test_a_job_runs_at_once_and_is_given_the_time() -> None:
    ran: asyncio.Queue[datetime] = asyncio.Queue()
    scheduler = asyncio.create_task(
        run_scheduler([Job("work", HOUR, ran.put)], clock=Clock())
    )

    assert await asyncio.wait_for(ran.get(), 5) == NOW

    scheduler.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scheduler


async def test_a_job_that_fails_runs_again() -> None:
    runs = 0
    enough = asyncio.Event()

    async def fail(_now: datetime) -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            enough.set()
        raise ValueError("a bug")

    job = Job("fail", timedelta(seconds=0.05), fail)
    scheduler = asyncio.create_task(run_scheduler([job], clock=Clock()))
    await asyncio.wait_for(enough.wait(), 5)
    scheduler.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scheduler


async def test_a_job_never_runs_twice_at_once() -> None:
    running, most, ticks = 0, 0, 0
    enough = asyncio.Event()

    async def slow(_now: datetime) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await enough.wait()
        running -= 1

    async def tick(_now: datetime) -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 5:
            enough.set()

    every = timedelta(seconds=0.05)
    jobs = [Job("slow", every, slow), Job("tick", every, tick)]
    scheduler = asyncio.create_task(run_scheduler(jobs, clock=Clock()))
    await asyncio.wait_for(enough.wait(), 5)
    scheduler.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scheduler

    assert most == 1


async def test_nothing_starts_while_what_runs_is_ended(
    caplog: pytest.LogCaptureFixture,
) -> None:
    started = asyncio.Event()
    ticks: list[int] = []

    async def slow_to_end(_now: datetime) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ticks.clear()
            await asyncio.sleep(0.2)

    async def tick(_now: datetime) -> None:
        ticks.append(1)

    jobs = [Job("slow", HOUR, slow_to_end), Job("tick", timedelta(seconds=0.02), tick)]
    scheduler = asyncio.create_task(run_scheduler(jobs, clock=Clock()))
    await asyncio.wait_for(started.wait(), 5)
    scheduler.cancel()
    with pytest.raises(asyncio.CancelledError):
        await scheduler

    assert ticks == []
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


async def test_stopped_it_ends_what_runs_and_loses_nothing(
    db: Database, workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    reached = asyncio.Event()

    async def hang_here(_request: web.Request) -> web.StreamResponse:
        reached.set()
        await asyncio.Event().wait()
        return web.Response()

    async with open_site({"/1": hang_here}) as site, open_intake(db, workers) as intake:
        await subscribe(db, site, "/1")
        before = await stored_feed(db, f"{site.url}/1")
        job = refresh_job(intake, concurrency=2)
        scheduler = asyncio.create_task(run_scheduler([job], clock=Clock()))
        await asyncio.wait_for(reached.wait(), 30)
        start = perf_counter()
        scheduler.cancel()
        with pytest.raises(asyncio.CancelledError):
            await scheduler
        taken = perf_counter() - start

    assert taken < 5
    assert await stored_feed(db, f"{site.url}/1") == before
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_no_process(number: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        start = perf_counter()
        # To the whole group, as a terminal does.
        os.killpg(process.pid, number)
        _, complaints = process.communicate(timeout=10)
        taken = perf_counter() - start

    assert process.returncode == 0
    assert complaints == ""
    assert taken < 5
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="waits as only Linux can")
def test_killed_it_leaves_no_process_either(tmp_path: Path) -> None:
    """Nobody is left to kill the worker: it ends at its own deadline."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("deadline=60", "deadline=1"))
    with subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
    ended, _, _ = select.select([os.pidfd_open(worker)], [], [], 15)

    assert ended
