"""Worker processes for what may take long or be hostile: killed on a deadline.

`feedparser` has a quadratic regular expression that holds the interpreter's lock, so
neither the event loop nor a thread may run it. The processes are our own, not
`anyio.to_process`'s, because those share the terminal's group, so that a Ctrl-C
answers a waiting call with KeyboardInterrupt; inherit the tokens in the environment;
outlive a call cancelled while they start, and run the program's main module again.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeVar, TypeVarTuple, cast

from analysis.model import Analysis
from bot.errors import FeedError
from bot.feeds.parsed_feed import ParsedFeed
from handlers.feed_finding import FeedLink

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

#: Seconds a worker may take, the import of its libraries included. With the fetch
#: before and the kill after it a hostile feed is refused within ten.
PARSE_DEADLINE: Final = 9.5
PAGE_DEADLINE: Final = 15.0
ANALYSIS_DEADLINE: Final = 20.0
_PIECE: Final = 1 << 18


class WorkerLateError(Exception):
    """The function did not end in time; its process was killed."""


class WorkerLostError(Exception):
    """The process ended by itself, for want of memory or by a crash of a library."""


class Workers:
    """A few processes that take one call each at a time.

    A process that is late, lost or given up by a cancelled task is killed; the next
    call starts another. Build it by `open_workers`, which also ends it.
    """

    def __init__(
        self, *, processes: int, parse_deadline: float = PARSE_DEADLINE
    ) -> None:
        """Start nothing yet: a process is started when it is needed."""
        self._parse_deadline = parse_deadline
        self._room = asyncio.Semaphore(processes)
        self._idle: list[Process] = []

    async def run(
        self,
        function: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        deadline: float,
    ) -> Result:
        """Call a function of a module, with what can be pickled, in a process.

        Args:
            deadline: seconds for the call; waiting for a free process is not counted.

        Raises:
            WorkerLateError: it did not end in time.
            WorkerLostError: its process ended without an answer.
            Exception: whatever the function itself raised.
        """
        call = pickle.dumps((function, arguments, deadline))
        async with self._room:
            process = await self._process()
            try:
                async with asyncio.timeout(deadline):
                    worked, value = await _ask(process, call)
            except BaseException as error:
                await _end(process)
                if isinstance(error, TimeoutError):
                    raise WorkerLateError(f"not done in {deadline:g} s") from error
                raise
            self._idle.append(process)
        if not worked:
            raise cast(Exception, value)
        return cast(Result, value)

    async def parse_feed(
        self, body: bytes, *, url: str, content_type: str = ""
    ) -> ParsedFeed:
        """Read a feed; see `bot.feeds.feed_parsing.parse_feed`.

        Raises:
            FeedError: it is no feed, or reading it took too long.
        """
        try:
            return await self.run(
                _parse_feed, body, content_type, url, deadline=self._parse_deadline
            )
        except WorkerLateError as error:
            raise FeedError("the feed took too long to read") from error
        except WorkerLostError as error:
            raise FeedError("the feed cannot be read") from error

    async def extract_page(self, body: bytes, *, content_type: str, url: str) -> str:
        """Return the article of a web page; see `bot.feeds.pages.extract_page`.

        Raises:
            FeedError: the page holds none, or reading it took too long.
        """
        try:
            return await self.run(
                _extract_page, body, content_type, url, deadline=PAGE_DEADLINE
            )
        except (WorkerLateError, WorkerLostError) as error:
            raise FeedError("the answer is not an article page") from error

    async def find_links(
        self, body: bytes, *, content_type: str, url: str
    ) -> tuple[FeedLink, ...]:
        """Return the feeds that a web page names; see `bot.feeds.page_links`.

        Raises:
            FeedError: reading the page took too long.
        """
        try:
            return await self.run(
                _find_links, body, content_type, url, deadline=self._parse_deadline
            )
        except (WorkerLateError, WorkerLostError) as error:
            raise FeedError("the feed took too long to read") from error

    async def analyse(self, title: str, body: str) -> Analysis:
        """Return the analysis of an article, with the known actors of the seeds.

        Raises:
            WorkerLateError, WorkerLostError: as `run`.
        """
        return await self.run(_analyse, title, body, deadline=ANALYSIS_DEADLINE)

    async def close(self) -> None:
        """Kill the processes that wait for a call; calls under way kill their own."""
        while self._idle:
            await _end(self._idle.pop())

    async def _process(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
        return await _start()


@asynccontextmanager
async def open_workers(
    *, processes: int, parse_deadline: float = PARSE_DEADLINE
) -> AsyncIterator[Workers]:
    """Yield workers; at the end no process of theirs is left.

    Args:
        processes: how many calls may run at the same moment.
        parse_deadline: seconds that reading a feed may take.
    """
    workers = Workers(processes=processes, parse_deadline=parse_deadline)
    try:
        yield workers
    finally:
        await workers.close()


async def _start() -> Process:
    # Settings hold tokens; what reads strangers' bytes has no need of them.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("MUJAZ_")
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        # The folder that the program was started in is nobody's to import from.
        "-P",
        "-m",
        "bot.worker_process",
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


async def _ask(process: Process, call: bytes) -> tuple[bool, object]:
    assert process.stdin is not None  # noqa: S101 - for the type checker
    assert process.stdout is not None  # noqa: S101 - for the type checker
    try:
        process.stdin.write(len(call).to_bytes(8, "big"))
        # In pieces: a whole feed at once would be copied while the loop waits.
        for start in range(0, len(call), _PIECE):
            process.stdin.write(call[start : start + _PIECE])
            await process.stdin.drain()
        length = await process.stdout.readexactly(8)
        answer = await process.stdout.readexactly(int.from_bytes(length, "big"))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise WorkerLostError("the worker process ended without an answer") from error
    return cast(tuple[bool, object], pickle.loads(answer))  # noqa: S301 - our worker's


async def _end(process: Process) -> None:
    """Kill a process and wait until it is gone and its pipes are closed."""
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.communicate()


# These import what they call in the process that runs them: loading the libraries
# would stop the event loop for a second.


def _parse_feed(body: bytes, content_type: str, url: str) -> ParsedFeed:
    from bot.feeds.feed_parsing import parse_feed

    return parse_feed(body, content_type, url)


def _extract_page(body: bytes, content_type: str, url: str) -> str:
    from bot.feeds.pages import extract_page

    return extract_page(body, content_type, url)


def _find_links(body: bytes, content_type: str, url: str) -> tuple[FeedLink, ...]:
    from bot.feeds.page_links import feed_links

    return feed_links(body, content_type, url)


def _analyse(title: str, body: str) -> Analysis:
    from bot.article_analysis import analyse_article

    return analyse_article(title, body)
