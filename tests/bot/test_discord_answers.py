"""Slash commands, buttons, menus and suggestions, over real HTTP and a real gateway."""

import asyncio
from time import monotonic

import pytest

from handlers.conversation import Button, Image, Reply, Request, Text
from storage.chat_records import ChatAddress
from storage.chats import chat_at, remember_chat
from storage.database import Database, Reader
from tests.bot.discord_service import serving, shown
from tests.builders import NOW, put_actor, put_article, put_feed, put_mentions
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import ALICE, BASEM, CHANNEL, FORUM, MANAGE_GUILD
from tests.handlers.chats import say

from .tables import answer_all

EPHEMERAL = 64
#: A channel of another server.
ABROAD = "7007"
DEFERRED, DEFERRED_EDIT, EDITED = 5, 6, 7


@pytest.fixture
async def news(db: Database) -> Database:
    """Return a database with a few headlines, enough for a second page."""
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(12):
            title = f"قمة *جدة* @everyone {number}"
            await put_article(connection, feed, str(number), title=title)
    return db


async def test_markup_and_mentions_of_the_news_are_plain_words(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news):
        await discord.ready()
        await discord.slash("latest", how_many="3")
        (latest,) = await discord.messages(1)

    assert r"[قمة \*جدة\* \@everyone" in shown(latest)
    assert "(https://news.example/11)" in shown(latest)
    assert shown(latest).count("https://") == 3


async def test_options_become_the_words_of_the_command_in_their_order(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def echo(_db: Reader, request: Request) -> Reply:
        return Reply((Text(f"{request.command}: {request.argument}"),))

    answer_all(monkeypatch, echo)
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("quotes", words="إيران", name="هيلي")
        (answer,) = await discord.messages(1)

    assert shown(answer).strip() == "quotes: هيلي about إيران"


async def test_a_page_is_turned_in_its_place_after_a_restart(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news):
        await discord.ready()
        await discord.slash("latest")
        (first,) = await discord.messages(1)
    button = first["components"][0]["components"][0]

    async with serving(discord, news):
        await discord.wait(lambda: discord.gateway.connections == 2)
        number = await discord.press(first, button["custom_id"])
        _, second = await discord.messages(2)

    assert discord.acknowledged[number]["type"] == DEFERRED_EDIT
    assert "PATCH webhooks" in discord.requests[-1]
    assert shown(second) != shown(first)
    assert "https://news.example/" in shown(second)


async def test_a_message_is_not_changed_by_anybody_else(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news):
        await discord.ready()
        await discord.slash("latest", by=ALICE)
        (first,) = await discord.messages(1)
        button = first["components"][0]["components"][0]
        number = await discord.press(first, button["custom_id"], by=BASEM)
        _, second = await discord.messages(2)

    assert discord.acknowledged[number]["type"] == DEFERRED
    assert second["flags"] & EPHEMERAL


async def test_what_came_by_itself_stays_below_its_buttons(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news):
        await discord.ready()
        await discord.slash("latest")
        (digest,) = await discord.messages(1)
        del digest["interaction_metadata"]
        number = await discord.press(digest, "/help", by=ALICE)
        await discord.messages(2)

    assert discord.acknowledged[number]["type"] == DEFERRED


async def test_what_concerns_a_server_is_up_to_who_manages_it(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("forgetme", may="0")
        (refused,) = await discord.messages(1)
        await discord.slash("forgetme", may=MANAGE_GUILD)
        _, question = await discord.messages(2)
        yes = question["components"][0]["components"][0]["custom_id"]
        await discord.press(question, yes, by=BASEM, may="0")
        *_, refused_button = await discord.messages(3)
        await discord.press(question, yes, may=MANAGE_GUILD)
        *_, done = await discord.messages(4)

    assert "لمشرفي" in shown(refused)
    assert refused["flags"] & EPHEMERAL
    assert "لمشرفي" in shown(refused_button)
    assert "تم الحذف" in shown(done)


async def test_another_channel_can_be_meant_and_its_buttons_mean_it_too(
    db: Database, discord: FakeDiscord
) -> None:
    forum = ChatAddress("discord", FORUM, "group")
    async with db.transaction() as connection:
        await remember_chat(connection, forum, locale="ar", now=NOW)

    async with serving(discord, db):
        await discord.ready()
        await discord.slash("forgetme", may=MANAGE_GUILD, channel=FORUM)
        (question,) = await discord.messages(1)
        yes = question["components"][0]["components"][0]["custom_id"]
        await discord.press(question, yes, may=MANAGE_GUILD)
        await discord.messages(2)

    assert yes.startswith(f"#{FORUM} /forgetme")
    assert await chat_at(db, forum) is None


async def test_direct_messages_are_known_by_the_person(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.slash_privately("start", by=BASEM)
        (greeting,) = await discord.messages(1)

    assert not greeting["flags"] & EPHEMERAL
    chat = await chat_at(db, ChatAddress("discord", BASEM, "private"))
    assert chat is not None


async def test_where_somebody_brought_the_bot_along_only_they_see_its_answers(
    db: Database, discord: FakeDiscord
) -> None:
    alone = ChatAddress("discord", BASEM, "private")
    async with db.transaction() as connection:
        await remember_chat(connection, alone, locale="ar", now=NOW)

    async with serving(discord, db):
        await discord.ready()
        await discord.slash_abroad("forgetme", by=BASEM)
        (question,) = await discord.messages(1)
        yes = question["components"][0]["components"][0]["custom_id"]
        await discord.slash_privately("forgetme", by=BASEM, text=yes.split()[1])
        await discord.messages(2)

    assert question["flags"] & EPHEMERAL
    assert await chat_at(db, alone) is None


async def test_names_are_suggested_while_somebody_types(
    db: Database, discord: FakeDiscord
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article = await put_article(connection, feed, "1")
        actors = [
            await put_actor(connection, name) for name in ("سامر فهد", "رنا سالم")
        ]
        await put_mentions(connection, article, actors[1:])

    async with serving(discord, db):
        await discord.ready()
        by_any_word = await discord.suggestions("who", "name", "سا")
        by_both = await discord.suggestions("quotes", "name", "سامر ف")
        of_nothing = await discord.suggestions("latest", "words", "سا")

    assert by_any_word == ["رنا سالم", "سامر فهد"]
    assert by_both == ["سامر فهد"]
    assert of_nothing == []


async def test_to_follow_no_more_those_are_suggested_whom_the_channel_follows(
    db: Database, discord: FakeDiscord
) -> None:
    async with db.transaction() as connection:
        for name in ("سامر فهد", "سامر يوسف", "رنا سالم"):
            await put_actor(connection, name)
    elsewhere = ChatAddress("discord", ABROAD, "group")

    async with serving(discord, db):
        await discord.ready()
        for name in ("سامر فهد", "رنا سالم"):
            await discord.slash("follow", may=MANAGE_GUILD, name=name)
            await say(db, f"/follow {name}", chat=elsewhere, administers=True)
        await discord.messages(2)
        here = await discord.suggestions("unfollow", "name", "سامر")
        there = await discord.suggestions("unfollow", "name", "", channel=FORUM)
        abroad = await discord.suggestions("unfollow", "name", "", channel=ABROAD)
        to_follow = await discord.suggestions("follow", "name", "سامر")

    assert here == ["سامر فهد"]
    assert there == abroad == []
    assert to_follow == ["سامر فهد", "سامر يوسف"]


async def test_who_asks_too_fast_is_told_so_and_nobody_else_sees_it(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        for _ in range(12):
            await discord.slash("help")
        messages = await discord.messages(12)

    told = [one for one in messages if one["flags"] & EPHEMERAL]
    assert len(told) == 2
    assert "/who" not in shown(told[0])


async def test_every_interaction_is_acknowledged_before_it_is_answered(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an answer waits for, Discord hears within its three seconds."""
    hold = asyncio.Event()

    async def slow(_db: Reader, _request: Request) -> Reply:
        await hold.wait()
        return Reply((Text("done"),))

    answer_all(monkeypatch, slow)
    async with serving(discord, db):
        await discord.ready()
        began = monotonic()
        numbers = [await discord.slash("help", by=one) for one in (ALICE, BASEM)]
        await discord.wait(lambda: set(numbers) <= discord.acknowledged.keys())
        took = monotonic() - began
        hold.set()
        await discord.messages(2)

    assert took < 3
    assert not discord.failures


async def test_a_name_of_six_thousand_letters_is_answered(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("who", name="غ" * 6000)
        (answer,) = await discord.messages(1)

    assert len(shown(answer)) < 500
    assert shown(answer).strip()


async def test_a_bug_in_an_answer_is_apologised_for(
    db: Database,
    discord: FakeDiscord,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(_db: Reader, _request: Request) -> Reply:
        return Reply((Image(b"png", None),))  # type: ignore[arg-type]

    answer_all(monkeypatch, broken)
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("help")
        (apology,) = await discord.messages(1)

    assert apology["flags"] & EPHEMERAL
    code = shown(apology).split()[-1].strip(".")
    assert code in caplog.text


async def test_many_choices_are_a_menu(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def choices(_db: Reader, request: Request) -> Reply:
        buttons = [Button(f"{number}", f"/who {number}") for number in range(12)]
        return Reply((Text(request.argument or "-"),), tuple(buttons))

    answer_all(monkeypatch, choices)
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("help")
        (menu,) = await discord.messages(1)
        await discord.choose(menu, "/who 7")
        _, chosen = await discord.messages(2)

    (select,) = menu["components"][0]["components"]
    assert [one["value"] for one in select["options"]][:2] == ["/who 0", "/who 1"]
    assert shown(chosen).strip() == "7"


PLACES = {
    "a server that chose Arabic": ("en", "ar", None, "ar"),
    "a server that chose English": ("ar", "en-GB", None, "en"),
    "a server that never chose": ("ar", "en-US", None, "ar"),
    "a server of neither": ("en", "fr", None, "en"),
    "a channel with a setting": ("ar", "ar", "en", "en"),
}
HELP = {"ar": "آخر الأخبار", "en": "The latest news"}


@pytest.mark.parametrize(
    ("ours", "servers", "setting", "expected"), PLACES.values(), ids=PLACES
)
async def test_an_answer_speaks_the_language_of_its_place(
    db: Database,
    discord: FakeDiscord,
    ours: str,
    servers: str,
    setting: str | None,
    expected: str,
) -> None:
    if setting:
        async with db.transaction() as connection:
            at = ChatAddress("discord", CHANNEL, "group")
            await remember_chat(connection, at, locale=setting, now=NOW)
    discord.locale, discord.guild_locale = "de", servers

    async with serving(discord, db, locale=ours):
        await discord.ready()
        await discord.slash("help")
        (answer,) = await discord.messages(1)

    assert HELP[expected] in shown(answer)


APPS = {
    "an app in English": ("en-US", "ar", "Cairo"),
    "an app in Arabic": ("ar", "en-GB", "القاهرة"),
    "another app, the server in English": ("de", "en-GB", "Cairo"),
    "another app, another server": ("de", "fr", "القاهرة"),
}


@pytest.mark.parametrize(("app", "servers", "city"), APPS.values(), ids=APPS)
async def test_suggestions_speak_the_language_of_the_app(
    db: Database, discord: FakeDiscord, app: str, servers: str, city: str
) -> None:
    discord.locale, discord.guild_locale = app, servers

    async with serving(discord, db):
        await discord.ready()
        await discord.suggestions("subscribe", "city", "cairo")

    (suggested,) = discord.suggested
    assert city in suggested["name"]
