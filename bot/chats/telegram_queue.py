"""The one queue that everything sent to Telegram goes through."""

import asyncio
import contextlib
import logging
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chats.telegram_pace import Pace, Passage
from bot.tasks import open_tasks

log = logging.getLogger(__name__)

MAX_ATTEMPTS: Final = 6
FIRST_PAUSE: Final = 1.0
#: Messages that may wait for one chat; a chat that gets more is being flooded.
MAX_WAITING: Final = 100
STOP_SECONDS: Final = 1.5

_NOT_ARRIVED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOTHING_NEW: Final = "message is not modified"

Wait = Callable[[float], Awaitable[None]]
Closed = Callable[[int, str], Awaitable[None]]
Moved = Callable[[int, int], Awaitable[None]]


class State(StrEnum):
    """What became of a message; `UNKNOWN` may have arrived and is not repeated."""

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    #: Its claim was gone, or whoever waited for it.
    WITHDRAWN = "withdrawn"


class Claim(Protocol):
    """Whether a message is still to be sent, and by us."""

    async def begin(self) -> bool:
        """Take it, right before it is sent; False if it is not to be sent now."""

    async def hold(self) -> None:
        """Say that it was not sent after all."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to be sent.

    Attributes:
        chat: Telegram's number of the chat.
        call: sends it to the chat whose number it is given, which is another one
            when a group has become a supergroup.
        shape: what it is, for the log: sizes and counts, never its text.
        is_answer: somebody waits for it, so it goes before what nobody asked for.
        is_repeatable: to do it twice does no harm, as with an edit.
        otherwise: what is sent in its place when it fails.
        claim: is begun when it is the next to go, before every attempt: taking it
            must cost it no time between its turn and its sending, or several would
            arrive together.
    """

    chat: int
    call: Callable[[int], Awaitable[object]]
    shape: str
    is_answer: bool = True
    is_repeatable: bool = False
    otherwise: "Outgoing | None" = None
    claim: Claim | None = None


class Queue:
    """Sends what it is given: in order within a chat, each chat by itself."""

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        *,
        clock: Callable[[], float],
        wait: Wait,
        closed: Closed,
        moved: Moved,
    ) -> None:
        self._tasks, self._clock, self._wait = tasks, clock, wait
        self._closed, self._moved = closed, moved
        self._pace = Pace()
        self._waiting: dict[int, deque[tuple[Outgoing, asyncio.Future[State]]]] = {}
        self._lanes: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Lock()
        self._side_gate = asyncio.Lock()

    def put(self, outgoing: Outgoing) -> "asyncio.Future[State]":
        """Take a message in; the future tells what became of it."""
        future = asyncio.get_running_loop().create_future()
        waiting = self._waiting.get(outgoing.chat)
        if waiting is None:
            self._waiting[outgoing.chat] = deque([(outgoing, future)])
            lane = self._tasks.create_task(self._empty(outgoing.chat))
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        elif len(waiting) < MAX_WAITING:
            waiting.append((outgoing, future))
        else:
            log.warning("telegram send failed reason=flooded shape=%s", outgoing.shape)
            future.set_result(State.FAILED)
        return future

    async def close(self) -> None:
        """Let go out what can within `STOP_SECONDS`; the rest is dropped."""
        if self._lanes:
            _, late = await asyncio.wait(self._lanes, timeout=STOP_SECONDS)
            for lane in late:
                lane.cancel()

    async def _empty(self, chat: int) -> None:
        """Send what waits for a chat until nothing does."""
        waiting = self._waiting[chat]
        try:
            while waiting:
                outgoing, future = waiting[0]
                state = await self._deliver(outgoing, future)
                if state == State.FAILED and outgoing.otherwise:
                    state = await self._deliver(outgoing.otherwise, future)
                waiting.popleft()
                if not future.done():
                    future.set_result(state)
        finally:
            del self._waiting[chat]
            for _, future in waiting:
                future.cancel()

    async def _deliver(
        self, outgoing: Outgoing, future: "asyncio.Future[State]"
    ) -> State:
        """Send one message, with as many attempts as it may have."""
        chat, state = outgoing.chat, State.FAILED
        for attempt in range(MAX_ATTEMPTS):
            try:
                passage = await self._turn(chat, outgoing, future)
                if passage is None:
                    return State.WITHDRAWN
                await self._passed(passage, outgoing.call(chat))
            except RetryAfter as error:
                self._pace.hold(chat, until=self._clock() + _seconds(error))
                log.warning("telegram told us to wait reason=%s", error)
            except ChatMigrated as error:
                await _told(self._moved(chat, error.new_chat_id))
                chat = error.new_chat_id
            except Forbidden as error:
                await _told(self._closed(chat, str(error)))
                return State.CLOSED
            except TelegramError as error:
                state = state_after(error)
                if state == State.SENT:
                    return state
                _log_failure(outgoing, error, state=state)
                if not _may_repeat(error, state=state, outgoing=outgoing):
                    return state
                until = self._clock() + FIRST_PAUSE * 2**attempt
                self._pace.hold(chat, until=until)
            except Exception:
                log.exception("telegram send broke shape=%s", outgoing.shape)
                return State.FAILED
            else:
                return State.SENT
        return state

    async def _passed(self, passage: Passage, call: Awaitable[object]) -> None:
        try:
            await call
        finally:
            self._pace.answered(passage, now=self._clock())

    async def _turn(
        self, chat: int, outgoing: Outgoing, future: "asyncio.Future[State]"
    ) -> Passage | None:
        """Wait until the limits allow a message to this chat, and count it.

        Returns:
            None if it is not to be sent any more.
        """
        is_answer = outgoing.is_answer
        await self._until(lambda: self._pace.chat(chat, is_answer=is_answer))
        async with contextlib.AsyncExitStack() as gates:
            if not is_answer:
                # Only the first of those nobody waits for stands in the answers' row.
                await gates.enter_async_context(self._side_gate)
            if outgoing.claim is None:
                return await self._passage(chat, is_answer=is_answer)
            if future.cancelled() or not await outgoing.claim.begin():
                return None
            passage = None
            try:
                # Whoever waited for it may have gone while it was taken.
                if not future.cancelled():
                    passage = await self._passage(chat, is_answer=is_answer)
            finally:
                if passage is None:
                    await outgoing.claim.hold()
            return passage

    async def _passage(self, chat: int, *, is_answer: bool) -> Passage:
        """Wait for the limit of all chats."""
        async with self._gate:
            await self._until(
                lambda: self._pace.overall(now=self._clock(), is_answer=is_answer)
            )
            return self._pace.record(chat, now=self._clock())

    async def _until(self, moment: Callable[[], float]) -> None:
        while (rest := moment() - self._clock()) > 0:
            await self._wait(rest)


@asynccontextmanager
async def open_queue(
    *,
    closed: Closed,
    moved: Moved,
    clock: Callable[[], float] = time.monotonic,
    wait: Wait = asyncio.sleep,
) -> AsyncIterator[Queue]:
    """Open the queue; at the end what can go out within seconds still does.

    Args:
        closed: is told of a chat that has shut us out, and Telegram's reason.
        moved: is told the old and the new number of a group.
        clock: seconds that never run back.
        wait: waits so many seconds of that clock.
    """
    # The library's waiting times as they will be in its next version; it would warn.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    async with open_tasks() as tasks:
        queue = Queue(tasks, clock=clock, wait=wait, closed=closed, moved=moved)
        try:
            yield queue
        finally:
            await queue.close()


async def _told(telling: Awaitable[None]) -> None:
    """Wait for whoever is told; a bug there holds up no message."""
    try:
        await telling
    except Exception:
        log.exception("telegram chat change not noted")


def state_after(error: TelegramError) -> State:
    """Return what became of a message whose sending failed like this."""
    if isinstance(error, BadRequest):
        nothing_new = _NOTHING_NEW in str(error).casefold()
        return State.SENT if nothing_new else State.FAILED
    if isinstance(error.__cause__, _NOT_ARRIVED):
        return State.FAILED
    broke_off = isinstance(error.__cause__, httpx.HTTPError)
    return State.UNKNOWN if broke_off or isinstance(error, TimedOut) else State.FAILED


def _may_repeat(error: TelegramError, *, state: State, outgoing: Outgoing) -> bool:
    """Tell whether a failure passes by itself and repeating cannot show it twice."""
    if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
        return False
    return state == State.FAILED or outgoing.is_repeatable


def _log_failure(outgoing: Outgoing, error: TelegramError, *, state: State) -> None:
    # A refused token stands in the text of that error.
    reason = "refused token" if isinstance(error, InvalidToken) else str(error)
    log.warning(
        "telegram send %s shape=%s reason=%s", state.value, outgoing.shape, reason
    )


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
