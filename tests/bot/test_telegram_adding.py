"""A source added from Telegram: looked at over the network, added by a button."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feeds.opml import read_opml
from handlers.feed_finding import FeedDoor
from storage.database import Database
from storage.feed_notes import count_added
from storage.feeds import active_feeds
from tests.bot.telegram_service import GROUP, desk_of, serving
from tests.fakes.telegram import FakeTelegram, Refusal
from tests.fakes.telegram_objects import ALICE, BOB, private_chat

from .newspaper import LIST, open_door
from .sites import Site


@pytest.fixture
async def door(db: Database) -> AsyncIterator[FeedDoor]:
    """Open the door to Alice and to the group."""
    theirs = (f"telegram:{ALICE}", f"telegram:{GROUP['id']}")
    async with open_door(db, theirs) as opened:
        yield opened


async def test_a_site_is_shown_and_its_feed_added_by_a_button(
    db: Database, telegram: FakeTelegram, newspaper: Site, door: FeedDoor
) -> None:
    desk = replace(desk_of(db), door=door, patience=20)
    async with serving(telegram, desk):
        await telegram.say(f"/addfeed {newspaper.url}/")
        (shown,) = await telegram.sent(1)
        yes, _ = shown["reply_markup"]["inline_keyboard"][0]
        await telegram.press(telegram.message_of(0), yes["callback_data"])
        (done,) = await telegram.made("editMessageText", 1)

    assert "صحيفة المدينة" in shown["text"]
    assert "خبر أول" in shown["text"]
    assert "أُضيف المصدر" in done.parameters["text"]
    assert [feed.url for feed in await active_feeds(db)] == [f"{newspaper.url}/rss"]
    assert await count_added(db, chat_id=1) == 1


async def test_others_are_told_who_may(
    db: Database, telegram: FakeTelegram, newspaper: Site, door: FeedDoor
) -> None:
    async with serving(telegram, replace(desk_of(db), door=door)):
        await telegram.say(f"/addfeed {newspaper.url}/", sender=BOB)
        await telegram.say(f"/addfeed {newspaper.url}/", chat=GROUP, sender=BOB)
        told = {one["chat_id"]: one["text"] for one in await telegram.sent(2)}

    assert f"telegram:{BOB}" in told[BOB]
    assert told[GROUP["id"]] == "هذا الأمر لمشرفي المجموعة فقط."
    assert newspaper.asked == []


@pytest.mark.parametrize("caption", ["", "مصادري", "/addfeed"])
async def test_a_list_that_is_sent_as_a_file_is_added_and_exported_again(
    db: Database, telegram: FakeTelegram, door: FeedDoor, caption: str
) -> None:
    async with serving(telegram, replace(desk_of(db), door=door, patience=20)):
        await telegram.send_file(LIST, caption=caption)
        (done,) = await telegram.sent(1)
        await telegram.say("/export")
        await telegram.made("sendDocument", 1)

    ((chat, name, data),) = telegram.board.documents
    assert done["text"] == "أُضيف مصدران"
    assert (chat, name) == (ALICE, "mujaz-feeds.opml")
    assert read_opml(data) == read_opml(LIST)


async def test_a_file_that_is_no_list_says_so(
    db: Database, telegram: FakeTelegram, door: FeedDoor
) -> None:
    async with serving(telegram, replace(desk_of(db), door=door, patience=20)):
        for number, data in enumerate((b"\x89PNG\r\n", b"x" * 1_000_001), 1):
            await telegram.send_file(data)
            await telegram.sent(number)
        telegram.script("getFile", Refusal(400, "Bad Request: file is too big"))
        await telegram.send_file(LIST)
        rubbish, large, lost = [one["text"] for one in await telegram.sent(3)]

    assert "ليس ملف" in rubbish
    assert "كبير جداً" in large
    assert "لم أتمكن من جلب الملف" in lost
    assert await active_feeds(db) == []


async def test_a_file_of_somebody_who_may_not_add_feeds_is_not_even_fetched(
    db: Database, telegram: FakeTelegram, door: FeedDoor
) -> None:
    async with serving(telegram, replace(desk_of(db), door=door)):
        await telegram.send_file(LIST, sender=BOB)
        (refusal,) = await telegram.sent(1)

    assert f"telegram:{BOB}" in refusal["text"]
    assert not [call for call in telegram.calls if call.method == "getFile"]


async def test_a_moving_picture_is_no_file(
    db: Database, telegram: FakeTelegram, door: FeedDoor
) -> None:
    file = {"file_id": "a", "file_unique_id": "b"}
    picture = file | {"width": 9, "height": 9, "duration": 1}
    async with serving(telegram, replace(desk_of(db), door=door)):
        await telegram.write(
            {"document": file, "animation": picture}, chat=private_chat()
        )
        await telegram.say("/help")
        (guide,) = await telegram.sent(1)

    assert "/latest" in guide["text"]


async def test_a_file_in_a_group_is_for_the_bot_where_a_command_says_so(
    db: Database, telegram: FakeTelegram, door: FeedDoor
) -> None:
    telegram.members[-1005, ALICE] = "creator"
    async with serving(telegram, replace(desk_of(db), door=door, patience=20)):
        await telegram.send_file(LIST, chat=GROUP)
        await telegram.send_file(LIST, chat=GROUP, caption="/addfeed", sender=BOB)
        await telegram.send_file(LIST, chat=GROUP, caption="/addfeed@mujaz_bot")
        refusal, done = [one["text"] for one in await telegram.sent(2)]

    assert refusal == "هذا الأمر لمشرفي المجموعة فقط."
    assert done == "أُضيف مصدران"
