"""The queue keeps the limits of Telegram and wastes little of them; on a fake clock."""

import random

import pytest

from bot.chats.telegram_queue import Outgoing
from tests.bot.telegram_wires import Wire, sent
from tests.fakes.telegram_clock import Clock, busiest

GROUP = -1005


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


#: How many messages, how much longer they may take, claims now and then; the share of
#: the possible rate that is reached. Where the way there is unsteady only waiting keeps
#: the limit.
ROADS = {
    "even": (3000, 0.0, 0.0, 0.002, 0.97),
    "claims that are held up": (1000, 0.0, 0.0, 0.7, 0.93),
    "slow at times there": (1000, 0.2, 0.0, 0.002, 0.85),
    "slow at times back": (1000, 0.0, 0.2, 0.002, 0.85),
    "all of it": (1000, 0.3, 0.3, 0.7, 0.65),
}


@pytest.mark.parametrize(
    ("number", "there", "back", "claims", "share"), ROADS.values(), ids=ROADS
)
async def test_messages_reach_telegram_as_fast_as_it_takes_them_and_no_faster(
    number: int, there: float, back: float, claims: float, share: float
) -> None:
    clock = Clock()
    road = Road(clock, there=there, back=back, claims=claims)

    await sent(
        clock,
        [
            Outgoing(chat, road, "x", is_answer=False, claim=road)
            for chat in range(1, number + 1)
        ],
    )

    arrivals = [moment for _, moment in road.attempts]
    assert busiest(arrivals, seconds=1) <= 30
    assert number / (clock.now * 30) >= share


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


async def test_a_group_gets_20_a_minute() -> None:
    clock = Clock()
    wire = Wire(clock)

    await sent(clock, [Outgoing(GROUP, wire, "x")] * 50)

    assert busiest(wire.moments(GROUP), seconds=60) == 20
