"""Who added a feed, and what they are to be told of it."""

from datetime import timedelta

from storage.chat_records import ChatAddress
from storage.chats import close_chat, forget_chat, move_chat, remember_chat
from storage.database import Database
from storage.feed_notes import (
    add_proposal,
    count_added,
    owed_notes,
    proposal,
    record_adder,
    settle_note,
    tell_adders,
)
from storage.feeds import deactivate_feed, feed_by_url, move_feed
from tests.builders import NOW, put_feed

URL = "https://news.example/feed"
OLD = ChatAddress("telegram", "-5", "group")
NEW = ChatAddress("telegram", "-1005", "group")


async def put_adder(db: Database, at: ChatAddress, *urls: str) -> int:
    """Store a chat that added these feeds; return its number."""
    async with db.transaction() as connection:
        chat = await remember_chat(connection, at, locale="ar", now=NOW)
        for url in urls:
            feed = await put_feed(connection, url)
            for _ in range(2):
                await record_adder(
                    connection, feed_id=feed.id, chat_id=chat.id, now=NOW
                )
    return chat.id


async def tell(db: Database, kind: str) -> None:
    feed = await feed_by_url(db, url=URL)
    assert feed is not None
    async with db.transaction() as connection:
        await tell_adders(connection, feed_id=feed.id, kind=kind, reason="x", now=NOW)


async def told(db: Database) -> str | None:
    feed = await feed_by_url(db, url=URL)
    assert feed is not None
    return feed.told


async def test_everybody_who_added_a_feed_is_told_once(db: Database) -> None:
    for place in (OLD, NEW):
        await put_adder(db, place, URL)
    await tell(db, "broken")

    notes = await owed_notes(db, limit=9)
    async with db.transaction() as connection:
        sent = [
            await settle_note(connection, note_id=notes[0].id, now=NOW)
            for _ in range(2)
        ]

    assert {(note.chat, note.kind, note.reason) for note in notes} == {
        (OLD, "broken", "x"),
        (NEW, "broken", "x"),
    }
    assert sent == [True, False]
    assert await owed_notes(db, limit=9) == notes[1:]


async def test_only_the_newest_note_is_still_worth_sending(db: Database) -> None:
    await put_adder(db, OLD, URL)
    states = []
    for kind in ("broken", "missing", "recovered"):
        await tell(db, kind)
        states.append(await told(db))

    assert states == ["broken", "missing", None]
    assert [note.kind for note in await owed_notes(db, limit=9)] == ["recovered"]


async def test_a_chat_that_may_not_be_written_to_is_owed_its_notes(
    db: Database,
) -> None:
    await put_adder(db, OLD, URL)
    await tell(db, "broken")
    async with db.transaction() as connection:
        await close_chat(
            connection, platform="telegram", address="-5", reason="blocked"
        )
        closed = await owed_notes(connection, limit=9)
        await remember_chat(connection, OLD, locale="ar", now=NOW)

    assert closed == []
    assert len(await owed_notes(db, limit=9)) == 1


async def test_a_chat_that_moves_keeps_what_it_added(db: Database) -> None:
    await put_adder(db, OLD, URL, f"{URL}/2")
    await put_adder(db, NEW, URL, f"{URL}/3")
    async with db.transaction() as connection:
        await move_chat(connection, platform="telegram", old="-5", new="-1005")
        chat = await remember_chat(connection, NEW, locale="ar", now=NOW)

    assert await count_added(db, chat_id=chat.id) == 3


async def test_feeds_that_are_not_fetched_do_not_count(db: Database) -> None:
    chat_id = await put_adder(db, OLD, URL, f"{URL}/2")
    async with db.transaction() as connection:
        await deactivate_feed(connection, url=URL)

    assert await count_added(db, chat_id=chat_id) == 1


async def test_a_feed_that_becomes_another_one_counts_once(db: Database) -> None:
    chat_id = await put_adder(db, OLD, URL, f"{URL}/2")
    feed = await feed_by_url(db, url=URL)
    assert feed is not None
    async with db.transaction() as connection:
        stays = await move_feed(connection, feed_id=feed.id, url=f"{URL}/2", due=None)

    assert not stays
    assert await count_added(db, chat_id=chat_id) == 1


async def test_a_forgotten_chat_is_told_nothing(db: Database) -> None:
    chat_id = await put_adder(db, OLD, URL)
    await tell(db, "broken")
    async with db.transaction() as connection:
        await forget_chat(connection, platform="telegram", address="-5")

    assert await owed_notes(db, limit=9) == []
    assert await count_added(db, chat_id=chat_id) == 0
    assert await feed_by_url(db, url=URL)


async def test_an_offer_goes_after_a_day_and_its_number_with_it(db: Database) -> None:
    async with db.transaction() as connection:
        first = await add_proposal(connection, url=URL, title="صحيفة", now=NOW)
        kept = await proposal(connection, proposal_id=first)
        later = NOW + timedelta(days=1, seconds=1)
        second = await add_proposal(connection, url=URL, title="", now=later)

    assert kept is not None
    assert (kept.url, kept.title) == (URL, "صحيفة")
    assert await proposal(db, proposal_id=first) is None
    assert second != first
