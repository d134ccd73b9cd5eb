"""Updates are worked off in the order of their chat, and no chat waits for another."""

import asyncio

import pytest
from telegram import Update
from telegram.error import TelegramError

from bot.chats.telegram_reading import UpdatesRequest
from bot.chats.telegram_updates import MAX_OF_CHAT, MAX_WAITING, open_lanes
from tests.fakes.telegram_objects import (
    ALICE,
    BOB,
    DATE,
    bot,
    chat_of,
    membership,
    person,
)


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
    allowed, done = asyncio.Event(), []

    async def work(given: Update) -> None:
        await allowed.wait()
        done.append(given.update_id)

    async with open_lanes(work) as lanes:
        taken = [lanes.take(update(n, chat=n)) for n in range(1, MAX_WAITING + 2)]
        waiting = asyncio.create_task(lanes.put(update(MAX_WAITING + 1)))
        await asyncio.wait((waiting,), timeout=0)
        is_waiting = not waiting.done()
        allowed.set()
        await waiting

    assert taken == [True] * MAX_WAITING + [False]
    assert is_waiting
    assert sorted(done) == list(range(1, MAX_WAITING + 2))


async def test_a_chat_that_asks_too_much_takes_no_place_from_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk(held=1)
    change = {"chat": chat_of(ALICE), "from": person(ALICE), "date": DATE}
    change |= {
        "old_chat_member": membership("member", of=bot()),
        "new_chat_member": membership("left", of=bot()),
    }

    async with open_lanes(desk.work) as lanes:
        for number in range(1, MAX_WAITING + 1):
            assert lanes.take(update(number))
        left = {"update_id": MAX_WAITING + 1, "my_chat_member": change}
        await lanes.put(Update.de_json(left, None))
        await lanes.put(update(MAX_WAITING + 2, chat=BOB))
        others = list(await desk.until_done(1))
        desk.allowed.set()

    assert others == [MAX_WAITING + 2]
    assert desk.done[1:] == [*range(1, MAX_OF_CHAT + 1), MAX_WAITING + 1]
    assert f"dropped of_one_chat={MAX_WAITING - MAX_OF_CHAT}" in caplog.text


def test_an_answer_that_is_no_json_is_an_error_without_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(TelegramError, match="Invalid server response"):
        UpdatesRequest.parse_json_payload("<html>سر</html>".encode())

    assert caplog.text == ""
