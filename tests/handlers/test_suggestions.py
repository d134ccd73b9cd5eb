"""What is suggested for an actor, a source and a time zone."""

import pytest

from handlers.actor_search import find_actors
from handlers.suggestions import suggest
from storage.chat_records import ChatAddress
from storage.database import Database
from tests.builders import put_actor, put_article, put_feed, put_mentions
from tests.handlers.chats import ALICE, BOB, say_all


async def suggested(
    db: Database, takes: str, typed: str, *, at: ChatAddress | None = None
) -> list[str]:
    found = await suggest(db, takes, typed, locale="ar", at=at)
    return [one.value for one in found]


FINDS_GALLANT = {
    "the family name's beginning": "غالا",
    "another spelling": "جالان",
    "beginnings of both names": "يو غا",
    "in the other order": "غالانت يو",
    "Latin letters": "Gall",
    "Hebrew letters": "גלנט",
    "with vowels": "غَالان",
}


@pytest.mark.parametrize("typed", FINDS_GALLANT.values(), ids=FINDS_GALLANT)
async def test_a_beginning_finds_the_name(news: Database, typed: str) -> None:
    assert "يوآف غالانت" in await suggested(news, "actor", typed)


async def test_the_most_reported_come_first_and_alone_for_nothing_typed(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        first, second = [await put_actor(connection, one) for one in ("سامر", "سامي")]
        for number in range(3):
            article = await put_article(connection, feed, f"{number}")
            await put_mentions(connection, article, [second, first][: 2 - number % 2])

    assert await suggested(db, "actor", "") == ["سامي", "سامر"]
    assert await suggested(db, "actor", "سام") == ["سامي", "سامر"]
    assert await suggested(db, "actor", "سامر") == ["سامر"]


async def test_a_name_is_found_without_its_article(db: Database) -> None:
    async with db.transaction() as connection:
        await put_actor(connection, "بشار الجمال")

    assert await suggested(db, "actor", "جما") == ["بشار الجمال"]


async def test_namesakes_are_told_apart_by_number(db: Database) -> None:
    async with db.transaction() as connection:
        both = [await put_actor(connection, "سامر فهد") for _ in range(2)]

    found = await suggest(db, "actor", "سامر", locale="ar")

    assert {one.value for one in found} == {f"#{number}" for number in both}
    for one in found:
        search = await find_actors(db, one.value)
        assert [f"#{actor.id}" for actor in search.actors] == [one.value]


async def test_there_are_never_too_many(db: Database) -> None:
    async with db.transaction() as connection:
        for number in range(40):
            await put_actor(connection, f"سامر {number}")

    assert len(await suggested(db, "actor", "سا")) == 25


@pytest.mark.parametrize("typed", ["%", "_", "'\"*", "😀", "\x00", "ا" * 5000, "AND"])
async def test_odd_letters_are_only_letters(news: Database, typed: str) -> None:
    assert await suggested(news, "actor", typed) == []


async def test_sources_are_suggested_by_any_word(db: Database) -> None:
    async with db.transaction() as connection:
        await put_feed(connection, "https://a.example/1", title="مرصد الأنباء")
        await put_feed(connection, "https://a.example/2", title="ضفاف الأنباء")

    assert await suggested(db, "source", "انبا") == ["مرصد الأنباء", "ضفاف الأنباء"]
    assert await suggested(db, "source", "ضف") == ["ضفاف الأنباء"]
    assert await suggested(db, "source", "بعيد") == []


FINDS_ZONE = {
    "the city in Arabic": ("القاه", "Africa/Cairo"),
    "without hamza": ("عما", "Asia/Amman"),
    "the city in English": ("cai", "Africa/Cairo"),
    "the country": ("فلسطين", "Asia/Gaza"),
    "the zone's own name": ("Europe/Ber", "Europe/Berlin"),
    "nothing yet": ("", "Asia/Gaza"),
}


@pytest.mark.parametrize(("typed", "zone"), FINDS_ZONE.values(), ids=FINDS_ZONE)
async def test_a_time_zone_is_found(db: Database, typed: str, zone: str) -> None:
    found = await suggested(db, "zone", typed)

    assert found.count(zone) == 1
    assert len(found) <= 25


async def test_nothing_is_suggested_for_anything_else(news: Database) -> None:
    assert await suggested(news, "", "غالا") == []


FOLLOWED = {
    "nothing yet": ("", ["جون هيلي", "يوآف غالانت"]),
    "a beginning": ("هي", ["جون هيلي"]),
    "another spelling": ("جالان", ["يوآف غالانت"]),
    "somebody else": ("نتنياهو", []),
}


@pytest.mark.parametrize(("typed", "expected"), FOLLOWED.values(), ids=FOLLOWED)
async def test_to_follow_no_more_those_are_suggested_whom_the_chat_follows(
    news: Database, typed: str, expected: list[str]
) -> None:
    await say_all(news, ["/follow غالانت", "/follow هيلي"])

    assert await suggested(news, "followed", typed, at=ALICE) == expected
    assert await suggested(news, "followed", typed, at=BOB) == []


async def test_to_be_shown_again_that_is_suggested_which_the_chat_muted(
    news: Database,
) -> None:
    await say_all(news, ["/mute كرة القدم", "/mute النهار الجديد"])

    muted = await suggested(news, "muted", "", at=ALICE)

    assert muted == ["كرة القدم", "النهار الجديد"]
    assert await suggested(news, "muted", "نهار", at=ALICE) == ["النهار الجديد"]
    assert await suggested(news, "muted", "", at=BOB) == []
