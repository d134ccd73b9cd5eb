"""Updates are worked off in the order of their chat, and no chat waits for another."""

import asyncio

from telegram import Update

from bot.chats.telegram_updates import MAX_WAITING, open_lanes
from tests.fakes.telegram_objects import ALICE, BOB, DATE, chat_of, person


def update(number: int, *, chat: int = ALICE) -> Update:
    message = {"message_id": number, "date": DATE, "chat": chat_of(chat)}
    data = {"update_id": number, "message": message | {"from": person(chat)}}
    return Update.de_json(data, None)


class Desk:
    """Works on updates, one of them not before it is allowed to."""

    def __init__(self, held: int = 0) -> None:
        self.held, self.allowed = held, asyncio.Event()
        self.done: list[int] = []
        self.changed = asyncio.Condition()

    async def work(self, given: Update) -> None:
        if given.update_id == self.held:
            await self.allowed.wait()
        self.done.append(given.update_id)
        async with self.changed:
            self.changed.notify_all()

    async def until_done(self, count: int) -> list[int]:
        async with self.changed:
            await self.changed.wait_for(lambda: len(self.done) >= count)
        return self.done


async def test_a_chat_keeps_its_order_and_holds_back_no_other() -> None:
    desk = Desk(held=1)

    async with open_lanes(desk.work) as lanes:
        for number, chat in ((1, ALICE), (2, ALICE), (3, BOB), (4, BOB)):
            assert lanes.take(update(number, chat=chat))
        before = list(await desk.until_done(2))
        desk.allowed.set()

    assert before == [3, 4]
    assert desk.done == [3, 4, 1, 2]


async def test_a_bug_ends_the_work_on_one_update_only() -> None:
    done: list[int] = []

    async def work(given: Update) -> None:
        if given.update_id == 1:
            raise ZeroDivisionError
        done.append(given.update_id)

    async with open_lanes(work) as lanes:
        for number in (1, 2):
            lanes.take(update(number))

    assert done == [2]


async def test_who_brings_too_much_has_to_wait_or_come_again() -> None:
    desk = Desk(held=1)

    async with open_lanes(desk.work) as lanes:
        taken = [lanes.take(update(n)) for n in range(1, MAX_WAITING + 2)]
        waiting = asyncio.create_task(lanes.put(update(MAX_WAITING + 1)))
        await asyncio.wait((waiting,), timeout=0)
        is_waiting = not waiting.done()
        desk.allowed.set()
        await waiting
        await desk.until_done(MAX_WAITING + 1)

    assert taken == [True] * MAX_WAITING + [False]
    assert is_waiting
    assert desk.done == list(range(1, MAX_WAITING + 2))
