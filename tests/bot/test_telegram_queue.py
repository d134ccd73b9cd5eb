"""The queue keeps Telegram's limits and decides what is sent again; on a fake clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chats.telegram_queue import (
    MAX_ATTEMPTS,
    MAX_WAITING,
    Outgoing,
    State,
    open_queue,
)
from tests.fakes.telegram_clock import Clock

GROUP = -1005


class Wire:
    """Keeps (chat, moment) of every attempt; fails as it is told, then works."""

    def __init__(self, clock: Clock, errors: Iterable[Exception] = ()) -> None:
        self.clock, self.errors = clock, list(errors)
        self.attempts: list[tuple[int, float]] = []

    async def __call__(self, chat: int) -> None:
        self.attempts.append((chat, self.clock.now))
        if self.errors:
            raise self.errors.pop(0)

    def moments(self, chat: int) -> list[float]:
        return [moment for one, moment in self.attempts if one == chat]


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


def busiest(moments: list[float], *, seconds: float) -> int:
    """Return the most attempts that lie within any such span."""
    return max(
        sum(start <= other < start + seconds - 1e-6 for other in moments)
        for start in moments
    )


async def ignore(_chat: int, _what: object) -> None:
    """Take note of nothing."""


async def sent(
    clock: Clock,
    outgoing: Iterable[Outgoing],
    *,
    closed: Callable[[int, str], Awaitable[None]] = ignore,
    moved: Callable[[int, int], Awaitable[None]] = ignore,
) -> list[State]:
    """Put all in at once and let time pass until each has its state."""
    async with open_queue(
        closed=closed, moved=moved, clock=clock.read, wait=clock.wait
    ) as queue:
        return await clock.run([queue.put(one) for one in outgoing])


async def test_all_chats_together_get_30_a_second() -> None:
    clock = Clock()
    wire = Wire(clock)

    await sent(clock, [Outgoing(chat, wire, "x") for chat in range(1, 101)])

    moments = [moment for _, moment in wire.attempts]
    assert busiest(moments, seconds=1) == 30
    assert clock.now == pytest.approx(3.0)


async def test_answers_come_in_a_burst_and_then_one_a_second() -> None:
    clock = Clock()
    wire = Wire(clock)

    await sent(clock, [Outgoing(1, wire, "x")] * 20)

    assert wire.moments(1)[:5] == [0.0] * 5
    assert busiest(wire.moments(1), seconds=5) == 5
    assert clock.now == pytest.approx(15.0)


async def test_what_nobody_asked_for_comes_once_a_second() -> None:
    clock = Clock()
    wire = Wire(clock)

    await sent(clock, [Outgoing(1, wire, "x", is_answer=False)] * 4)

    assert wire.moments(1) == [0.0, 1.0, 2.0, 3.0]


async def test_what_nobody_asked_for_is_spread_over_the_second() -> None:
    clock = Clock()
    wire = Wire(clock)
    outgoing = [Outgoing(chat, wire, "x", is_answer=False) for chat in range(1, 91)]

    await sent(clock, outgoing)

    moments = [moment for _, moment in wire.attempts]
    assert busiest(moments, seconds=5 / 30) == 5
    assert clock.now < 3.0


async def test_a_group_gets_20_a_minute() -> None:
    clock = Clock()
    wire = Wire(clock)

    await sent(clock, [Outgoing(GROUP, wire, "x")] * 50)

    assert busiest(wire.moments(GROUP), seconds=60) == 20


async def test_an_answer_overtakes_what_nobody_asked_for() -> None:
    clock = Clock()
    wire = Wire(clock)
    digests = [Outgoing(chat, wire, "x", is_answer=False) for chat in range(2, 300)]

    await sent(clock, [*digests, Outgoing(1, wire, "x")])

    assert wire.moments(1)[0] <= 1.0


async def test_a_chat_that_must_wait_holds_back_no_other() -> None:
    clock = Clock()
    busy, free = Wire(clock, [RetryAfter(40)]), Wire(clock)

    states = await sent(
        clock, [Outgoing(1, busy, "x"), Outgoing(1, busy, "x"), Outgoing(2, free, "x")]
    )

    assert free.moments(2) == [0.0]
    assert busy.moments(1) == [0.0, 40.0, 40.0]
    assert states == [State.SENT] * 3


PASSING = {
    "a server error": NetworkError("Internal Server Error"),
    "no connection": caused(NetworkError("x"), httpx.ConnectError("refused")),
    "no connection in time": caused(TimedOut(), httpx.ConnectTimeout("slow")),
}


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING)
async def test_what_cannot_have_arrived_is_tried_again_later_and_later(
    error: TelegramError,
) -> None:
    clock = Clock()
    wire = Wire(clock, [error] * 3)

    (state,) = await sent(clock, [Outgoing(1, wire, "x")])

    assert state == State.SENT
    assert wire.moments(1) == [0.0, 1.0, 3.0, 7.0]


DOUBTFUL = {
    "a time-out": caused(TimedOut(), httpx.ReadTimeout("slow")),
    "a reset": caused(NetworkError("x"), httpx.ReadError("reset")),
    "no answer": caused(NetworkError("x"), httpx.RemoteProtocolError("closed")),
}


@pytest.mark.parametrize("error", DOUBTFUL.values(), ids=DOUBTFUL)
async def test_what_may_have_arrived_is_repeated_only_where_that_does_no_harm(
    error: TelegramError,
) -> None:
    clock = Clock()
    send, edit = Wire(clock, [error]), Wire(clock, [error])

    states = await sent(
        clock, [Outgoing(1, send, "x"), Outgoing(2, edit, "x", is_repeatable=True)]
    )

    assert states == [State.UNKNOWN, State.SENT]
    assert (len(send.attempts), len(edit.attempts)) == (1, 2)


async def test_attempts_come_to_an_end() -> None:
    clock = Clock()
    wire = Wire(clock, [NetworkError("Internal Server Error")] * 50)

    assert await sent(clock, [Outgoing(1, wire, "x")]) == [State.FAILED]
    assert len(wire.attempts) == MAX_ATTEMPTS


async def test_a_chat_that_shut_us_out_is_told_of() -> None:
    clock = Clock()
    wire = Wire(clock, [Forbidden("bot was blocked by the user")])
    left: list[tuple[int, str]] = []

    async def closed(chat: int, reason: str) -> None:
        left.append((chat, reason))

    states = await sent(clock, [Outgoing(7, wire, "x")], closed=closed)

    assert (states, len(wire.attempts)) == ([State.CLOSED], 1)
    assert left == [(7, "bot was blocked by the user")]


async def test_a_group_that_moved_gets_its_message_at_its_new_number() -> None:
    clock = Clock()
    wire = Wire(clock, [ChatMigrated(GROUP)])
    moves: list[tuple[int, int]] = []

    async def moved(old: int, new: int) -> None:
        moves.append((old, new))

    states = await sent(clock, [Outgoing(-5, wire, "x")], moved=moved)

    assert (states, moves) == ([State.SENT], [(-5, GROUP)])
    assert [chat for chat, _ in wire.attempts] == [-5, GROUP]


async def test_an_edit_that_changes_nothing_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    wire = Wire(clock, [BadRequest("Message is not modified: same content")])

    assert await sent(clock, [Outgoing(1, wire, "x")]) == [State.SENT]
    assert not caplog.records


async def test_a_bad_request_is_logged_with_its_shape_and_not_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    wire = Wire(clock, [BadRequest("can't parse entities")])

    states = await sent(clock, [Outgoing(1, wire, "send length=12 buttons=3")])

    assert states == [State.FAILED]
    assert len(wire.attempts) == 1
    assert "shape=send length=12 buttons=3" in caplog.text


async def test_a_bug_in_one_message_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    wire = Wire(clock, [ValueError("a bug")])

    states = await sent(clock, [Outgoing(1, wire, "x")] * 2)

    assert states == [State.FAILED, State.SENT]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_a_flooded_chat_gets_no_more() -> None:
    clock = Clock()
    wire = Wire(clock)

    states = await sent(clock, [Outgoing(1, wire, "x")] * (MAX_WAITING + 5))

    assert states.count(State.FAILED) == 5


async def test_the_end_lets_out_what_waits_for_nothing() -> None:
    clock = Clock()
    wire = Wire(clock)

    async with open_queue(
        closed=ignore, moved=ignore, clock=clock.read, wait=clock.wait
    ) as queue:
        future: asyncio.Future[State] = queue.put(Outgoing(1, wire, "x"))

    assert future.result() == State.SENT
