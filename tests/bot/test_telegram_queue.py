"""The queue decides what is sent again and what is not; on a fake clock."""

import asyncio
import logging

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
from storage.database import StorageError
from tests.bot.telegram_wires import Wire, ignore, sent
from tests.fakes.telegram_clock import Clock

GROUP = -1005


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


class Refused:
    """A claim that somebody else has, or that is taken back."""

    def __init__(self, *, is_ours: bool) -> None:
        self.is_ours, self.held = is_ours, 0

    async def begin(self) -> bool:
        return self.is_ours

    async def hold(self) -> None:
        self.held += 1


async def test_what_somebody_else_has_claimed_is_not_sent() -> None:
    clock = Clock()
    wire = Wire(clock)
    theirs = Outgoing(1, wire, "x", is_answer=False, claim=Refused(is_ours=False))

    assert await sent(clock, [theirs]) == [State.WITHDRAWN]
    assert not wire.attempts


async def test_a_claim_that_cannot_be_taken_stops_no_other_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    wire = Wire(clock)

    class Locked(Refused):
        async def begin(self) -> bool:
            raise StorageError("the database is locked")

    states = await sent(
        clock,
        [
            Outgoing(1, wire, "x", is_answer=False, claim=Locked(is_ours=True)),
            Outgoing(1, wire, "x", is_answer=False),
        ],
    )

    assert states == [State.FAILED, State.SENT]
    assert "the database is locked" in caplog.text


async def test_what_is_claimed_when_the_end_comes_is_given_back() -> None:
    clock = Clock()
    wire, claim = Wire(clock), Refused(is_ours=True)

    async with open_queue(
        closed=ignore, moved=ignore, clock=clock.read, wait=clock.wait
    ) as queue:
        for chat in range(1, 7):
            queue.put(Outgoing(chat, wire, "x", is_answer=False))
        last = queue.put(Outgoing(7, wire, "x", is_answer=False, claim=claim))

    assert last.cancelled()
    assert len(wire.attempts) == 6
    assert claim.held == 1


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
