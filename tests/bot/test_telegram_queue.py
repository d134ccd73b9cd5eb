"""The queue keeps Telegram's limits and decides what is sent again; on a fake clock."""

import asyncio
import logging
import random
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
from storage.database import StorageError
from tests.fakes.telegram_clock import Clock, busiest

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
    assert busiest(moments, seconds=5 / 30) == 6
    assert clock.now < 3.0


class Road(Wire):
    """A wire on which messages take a while, some longer, there and back.

    A claim takes its time too, as when somebody else is writing to the database.
    """

    def __init__(
        self, clock: Clock, *, there: float, back: float, claims: float
    ) -> None:
        super().__init__(clock)
        self.chance = random.Random(7)
        self.there, self.back, self.claims = there, back, claims
        self.begun = 0

    async def __call__(self, chat: int) -> None:
        await self.clock.wait(0.02 + self.chance.random() * self.there)
        await super().__call__(chat)
        await self.clock.wait(0.02 + self.chance.random() * self.back)

    async def begin(self) -> bool:
        self.begun += 1
        await self.clock.wait(self.claims if self.begun % 300 == 0 else 0.002)
        return True

    async def hold(self) -> None:
        raise AssertionError


#: How much longer messages may take, claims now and then; the share of the possible
#: rate that is reached. Where the way there is unsteady only waiting keeps the limit.
ROADS = {
    "even": (0.0, 0.0, 0.002, 0.97),
    "claims that are held up": (0.0, 0.0, 0.7, 0.93),
    "slow at times there": (0.2, 0.0, 0.002, 0.85),
    "slow at times back": (0.0, 0.2, 0.002, 0.85),
    "all of it": (0.3, 0.3, 0.7, 0.65),
}


@pytest.mark.parametrize(
    ("there", "back", "claims", "share"), ROADS.values(), ids=ROADS
)
async def test_3000_messages_reach_telegram_as_fast_as_it_takes_them_and_no_faster(
    there: float, back: float, claims: float, share: float
) -> None:
    clock = Clock()
    road = Road(clock, there=there, back=back, claims=claims)

    await sent(
        clock,
        [
            Outgoing(chat, road, "x", is_answer=False, claim=road)
            for chat in range(1, 3001)
        ],
    )

    arrivals = [moment for _, moment in road.attempts]
    assert busiest(arrivals, seconds=1) <= 30
    assert 3000 / (clock.now * 30) >= share


async def test_one_message_that_hangs_delays_the_others_by_little() -> None:
    clock = Clock()
    wire = Wire(clock)

    async def hang(_chat: int) -> None:
        await clock.wait(60)

    await sent(
        clock,
        [Outgoing(chat, hang if chat == 9 else wire, "x") for chat in range(1, 302)],
    )

    assert wire.attempts[-1][1] <= 10.1


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
