"""Worker processes: what they return, and that none is left."""

import asyncio
import operator
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import perf_counter

import pytest

from bot.errors import FeedError
from bot.feeds.feed_parsing import parse_feed
from bot.workers import (
    PARSE_DEADLINE,
    WorkerLateError,
    WorkerLostError,
    open_workers,
)

from .feeds import item, rss

URL = "https://news.example/feed"
#: feedparser takes minutes over this, in one regular expression.
HOSTILE = rss(f"<item><title>x</title><author>{'a' * 65_536}</author></item>")
#: Seconds that the event loop may stand still, on a machine that does other things.
MAX_LAG = 0.5
#: Long enough to begin, also on a busy machine; the real one is longer.
DEADLINE = 2.0


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def put_module(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / name).write_text("raise SystemExit(1)")


@asynccontextmanager
async def lag_measured() -> AsyncIterator[list[float]]:
    """Yield a list in which the loop's longest standstill, in seconds, will stand."""
    longest = [0.0]

    async def watch() -> None:
        while True:
            start = perf_counter()
            await asyncio.sleep(0.002)
            longest[0] = max(longest[0], perf_counter() - start - 0.002)

    task = asyncio.create_task(watch())
    try:
        yield longest
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_function_runs_in_another_process() -> None:
    async with open_workers(processes=1) as workers:
        pid = await workers.run(os.getpid, deadline=10)
        again = await workers.run(os.getpid, deadline=10)

    assert pid != os.getpid()
    assert again == pid


async def test_a_large_call_and_a_large_result_arrive_whole() -> None:
    data = bytes(range(256)) * 20_000

    async with open_workers(processes=1) as workers:
        result = await workers.run(operator.add, data, b"end", deadline=10)

    assert result == data + b"end"


async def test_an_error_of_the_function_is_raised_here() -> None:
    async with open_workers(processes=1) as workers:
        with pytest.raises(ZeroDivisionError) as caught:
            await workers.run(operator.truediv, 1, 0, deadline=10)

        assert await workers.run(operator.add, 1, 2, deadline=10) == 3

    assert "in the worker process" in caught.value.__notes__[0]


async def test_a_late_process_is_killed_and_replaced() -> None:
    async with open_workers(processes=1) as workers:
        pid = await workers.run(os.getpid, deadline=10)
        with pytest.raises(WorkerLateError):
            await workers.run(signal.pause, deadline=0.2)

        assert not is_running(pid)
        assert await workers.run(os.getpid, deadline=10) != pid


async def test_a_lost_process_is_told_and_replaced() -> None:
    async with open_workers(processes=1) as workers:
        with pytest.raises(WorkerLostError):
            await workers.run(os._exit, 1, deadline=10)

        assert await workers.run(operator.add, 1, 2, deadline=10) == 3


async def test_a_call_that_is_given_up_leaves_no_process() -> None:
    async with open_workers(processes=1) as workers:
        pid = await workers.run(os.getpid, deadline=10)
        call = asyncio.create_task(workers.run(signal.pause, deadline=60))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    assert not is_running(pid)


async def test_no_process_is_left_at_the_end() -> None:
    async with open_workers(processes=2) as workers:
        pids = await asyncio.gather(
            *(workers.run(os.getpid, deadline=10) for _ in range(4))
        )

    assert len(set(pids)) <= 2
    assert not any(map(is_running, pids))


async def test_a_ctrl_c_in_the_terminal_does_not_reach_a_worker() -> None:
    async with open_workers(processes=1) as workers:
        group = await workers.run(os.getpgrp, deadline=10)

    assert group != os.getpgrp()


async def test_waiting_for_a_free_process_is_not_counted() -> None:
    async with open_workers(processes=1) as workers:
        await workers.run(os.getpid, deadline=10)
        results = await asyncio.gather(
            workers.run(signal.pause, deadline=DEADLINE + 0.5),
            workers.run(operator.add, 1, 2, deadline=DEADLINE),
            return_exceptions=True,
        )

    assert isinstance(results[0], WorkerLateError)
    assert results[1] == 3


async def test_a_worker_does_not_see_the_tokens() -> None:
    os.environ["MUJAZ_TELEGRAM_TOKEN"] = "123:secret"  # noqa: S105 - no real one
    try:
        async with open_workers(processes=1) as workers:
            seen = await workers.run(os.getenv, "MUJAZ_TELEGRAM_TOKEN", deadline=10)
    finally:
        del os.environ["MUJAZ_TELEGRAM_TOKEN"]

    assert seen is None


async def test_what_lies_in_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_module(tmp_path / "bot", "worker_process.py")
    monkeypatch.chdir(tmp_path)

    async with open_workers(processes=1) as workers:
        assert await workers.run(operator.add, 1, 2, deadline=10) == 3


async def test_what_a_function_prints_does_not_disturb_its_answer() -> None:
    async with open_workers(processes=1) as workers:
        await workers.run(print, "noise", deadline=10)
        await workers.run(os.system, "echo noise", deadline=10)

        assert await workers.run(operator.add, 1, 2, deadline=10) == 3


async def test_a_feed_is_parsed() -> None:
    body = rss(item("خبر", link="https://news.example/1"))

    async with open_workers(processes=1) as workers:
        parsed = await workers.parse_feed(body, url=URL)

    assert parsed == parse_feed(body, "", URL)


async def test_a_refusal_comes_back_as_it_is() -> None:
    async with open_workers(processes=1) as workers:
        with pytest.raises(FeedError) as caught:
            await workers.parse_feed(b"", url=URL)

    assert str(caught.value) == "the answer is empty"


async def test_a_hostile_feed_is_given_up_while_the_loop_goes_on() -> None:
    async with (
        open_workers(processes=1, parse_deadline=DEADLINE) as workers,
        lag_measured() as lag,
    ):
        start = perf_counter()
        with pytest.raises(FeedError, match="the feed took too long to read"):
            await workers.parse_feed(HOSTILE, url=URL)
        taken = perf_counter() - start

    assert DEADLINE < taken < DEADLINE + 10
    assert lag[0] < MAX_LAG


def test_reading_a_feed_and_ending_that_take_ten_seconds() -> None:
    assert PARSE_DEADLINE == 9.5
