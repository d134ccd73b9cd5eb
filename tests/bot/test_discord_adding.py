"""Sources added from Discord: by address, by a file, and exported again."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.chats.answers import Desk
from bot.feeds.opml import read_opml
from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Database
from storage.feed_notes import count_added
from storage.feeds import active_feeds
from tests.bot.discord_service import desk_of, serving, shown
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import BASEM, CHANNEL, MANAGE_GUILD

from .newspaper import LIST, open_door
from .sites import Site


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    """Return a desk with its door open to the channel alone."""
    async with open_door(db, (f"discord:{CHANNEL}",)) as door:
        yield replace(desk_of(db), door=door, patience=20)


async def test_a_site_is_shown_and_its_feed_added_by_a_button(
    db: Database, discord: FakeDiscord, newspaper: Site, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        await discord.slash("addfeed", may=MANAGE_GUILD, address=f"{newspaper.url}/")
        (question,) = await discord.messages(1)
        yes, _ = question["components"][0]["components"]
        await discord.press(question, yes["custom_id"], may=MANAGE_GUILD)
        _, done = await discord.messages(2)

    assert "صحيفة المدينة" in shown(question)
    assert "خبر أول" in shown(question)
    assert "أُضيف المصدر" in shown(done)
    assert [feed.url for feed in await active_feeds(db)] == [f"{newspaper.url}/rss"]
    chat = await chat_at(db, ChatAddress("discord", CHANNEL, "group"))
    assert chat
    assert await count_added(db, chat_id=chat.id) == 1


async def test_others_are_told_who_may(
    db: Database, discord: FakeDiscord, newspaper: Site, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        await discord.slash("addfeed", by=BASEM, address=f"{newspaper.url}/")
        (refused,) = await discord.messages(1)
        await discord.slash_privately("addfeed", by=BASEM, address=f"{newspaper.url}/")
        _, alone = await discord.messages(2)

    assert "لمشرفي" in shown(refused)
    assert f"discord:{BASEM}" in shown(alone)
    assert newspaper.asked == []


async def test_a_list_in_a_file_is_added_and_exported_again(
    db: Database, discord: FakeDiscord, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        await discord.slash_with_file("addfeed", LIST, may=MANAGE_GUILD)
        await discord.messages(1)
        await discord.slash("export")
        done, _ = await discord.messages(2)

    ((name, data),) = discord.documents
    assert "أُضيف مصدران" in shown(done)
    assert name == "mujaz-feeds.opml"
    assert read_opml(data) == read_opml(LIST)


async def test_a_file_that_is_no_list_says_so(
    db: Database, discord: FakeDiscord, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        for data in (b"\x89PNG\r\n", b"x" * 1_000_001, LIST):
            told = len(discord.sent)
            await discord.slash_with_file(
                "addfeed", data, may=MANAGE_GUILD, is_lost=data is LIST
            )
            await discord.messages(told + 1)
        rubbish, large, lost = discord.sent

    assert "ليس ملف" in shown(rubbish)
    assert "كبير جداً" in shown(large)
    assert "لم أتمكن من جلب الملف" in shown(lost)
    assert await active_feeds(db) == []


async def test_a_file_of_somebody_who_may_not_add_feeds_is_not_even_fetched(
    db: Database, discord: FakeDiscord, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        await discord.slash_with_file("addfeed", LIST, by=BASEM)
        (refused,) = await discord.messages(1)

    assert "لمشرفي" in shown(refused)
    assert not any("attachments" in one for one in discord.requests)


async def test_a_command_without_an_address_and_a_file_asks_for_one(
    db: Database, discord: FakeDiscord, desk: Desk
) -> None:
    async with serving(discord, db, desk=desk):
        await discord.ready()
        await discord.slash("addfeed", may=MANAGE_GUILD)
        (question,) = await discord.messages(1)

    assert "/addfeed https://news.example.com" in shown(question)
