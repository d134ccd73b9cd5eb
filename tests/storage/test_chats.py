"""Chats: remembered, closed and opened again, moved, and forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, event, func, insert, select

from storage.chat_records import ChatAddress
from storage.chat_schema import (
    chats,
    contents,
    deliveries,
    follows,
    mutes,
    subscriptions,
)
from storage.chats import (
    active_chats,
    chat_at,
    close_chat,
    forget_chat,
    groups_without_server,
    is_used,
    move_chat,
    note_server,
    remember_chat,
    reopen_chat,
)
from storage.database import Database, Transaction
from storage.deliveries import add_content, kept_contents
from tests.builders import NOW, ago, put_actor
from tests.storage.test_chat_schema import ALERT, DIGEST, FOLLOW, SUBSCRIPTION, WORD

GROUP = ChatAddress("telegram", "-5", "group")
TOPIC = replace(GROUP, thread="77")
SUPERGROUP = ChatAddress("telegram", "-1005", "group")
ALICE = ChatAddress("telegram", "1001", "private")


async def put_chat(db: Database, at: ChatAddress) -> int:
    async with db.transaction() as connection:
        return (await remember_chat(connection, at, locale="ar", now=NOW)).id


async def put_belongings(connection: Transaction, chat: int, **changes: Any) -> None:
    """Store one of each for a chat; `changes` make them another chat's own."""
    owner = {"chat_id": chat}
    values = [
        (subscriptions, SUBSCRIPTION | owner | {"minute": changes.get("minute", 450)}),
        (follows, FOLLOW | owner),
        (mutes, WORD | owner | {"folded": changes.get("folded", "كره")}),
        (deliveries, ALERT | owner | {"subject": changes.get("subject", "quote 7")}),
    ]
    for table, row in values:
        await connection.execute(insert(table).values(**row))


async def count(db: Database, table: Table) -> int:
    row = await db.fetch_one(select(func.count()).select_from(table))
    assert row is not None
    return int(row[0])


@contextmanager
def statements_run() -> Iterator[list[str]]:
    """Collect the statements that any database runs while the block lasts."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        run.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_chat_is_remembered_once(db: Database) -> None:
    first = await put_chat(db, ALICE)
    async with db.transaction() as connection:
        again = await remember_chat(connection, ALICE, locale="en", now=ago(hours=-1))

    assert again.id == first
    assert (again.at, again.locale, again.added) == (ALICE, "ar", NOW)
    assert await count(db, chats) == 1


async def test_the_server_of_a_chat_is_known_once_somebody_told_it(
    db: Database,
) -> None:
    places = [ChatAddress("discord", number, "group") for number in ("1", "2")]
    for place in places:
        await put_chat(db, place)
    before = await groups_without_server(db, platform="discord")

    async with db.transaction() as connection:
        where = {"platform": "discord", "address": "1"}
        await note_server(connection, **where, server="7")
    await put_chat(db, replace(places[1], server="8"))
    await put_chat(db, places[1])

    found = [await chat_at(db, place) for place in places]
    assert set(before) == {"1", "2"}
    assert [one.at.server for one in found if one] == ["7", "8"]
    assert await groups_without_server(db, platform="discord") == []


async def test_a_closed_chat_is_opened_again_with_its_topics(db: Database) -> None:
    for place in (GROUP, TOPIC, ALICE):
        await put_chat(db, place)
    where = {"platform": "telegram", "address": GROUP.address}

    async with db.transaction() as connection:
        closed = await close_chat(connection, **where, reason="kicked")
        again = await close_chat(connection, **where, reason="left")
    shut = await chat_at(db, TOPIC)
    async with db.transaction() as connection:
        opened = await reopen_chat(connection, **where)
        nothing = await reopen_chat(connection, **where)
    back = await chat_at(db, TOPIC)

    assert (closed, again, opened, nothing) == (True, False, True, False)
    assert shut is not None
    assert back is not None
    assert (shut.active, shut.inactive_reason) == (False, "kicked")
    assert (back.active, back.inactive_reason) == (True, None)


async def test_only_active_chats_of_a_kind_are_listed(db: Database) -> None:
    channel = ChatAddress("telegram", "-100", "channel")
    for place in (channel, replace(channel, address="-200"), ALICE):
        await put_chat(db, place)
    async with db.transaction() as connection:
        await close_chat(connection, platform="telegram", address="-200", reason="left")

    listed = await active_chats(db, platform="telegram", kind="channel")

    assert [chat.at for chat in listed] == [channel]


async def test_a_chat_that_moves_keeps_everything(db: Database) -> None:
    old, topic = await put_chat(db, GROUP), await put_chat(db, TOPIC)
    async with db.transaction() as connection:
        await put_actor(connection, "ليلى حداد")
        await connection.execute(insert(contents).values(added=NOW, reply="[]"))
        await put_belongings(connection, old)

        moved = await move_chat(connection, platform="telegram", old="-5", new="-1005")
        again = await move_chat(connection, platform="telegram", old="-5", new="-1005")

    there = await chat_at(db, SUPERGROUP)
    in_topic = await chat_at(db, replace(SUPERGROUP, thread="77"))
    assert (moved, again) == (True, False)
    assert there is not None
    assert in_topic is not None
    assert (there.id, in_topic.id) == (old, topic)
    assert await chat_at(db, GROUP) is None


async def test_what_the_new_address_has_already_is_added(db: Database) -> None:
    old, new = await put_chat(db, GROUP), await put_chat(db, SUPERGROUP)
    async with db.transaction() as connection:
        await put_actor(connection, "ليلى حداد")
        await connection.execute(insert(contents).values(added=NOW, reply="[]"))
        await put_belongings(connection, old)
        await put_belongings(connection, new, minute=1000, subject="quote 8")

        await move_chat(connection, platform="telegram", old="-5", new="-1005")

    there = await chat_at(db, SUPERGROUP)
    assert there is not None
    assert there.id == old
    assert await count(db, chats) == 1
    left = [await count(db, one) for one in (subscriptions, follows, mutes, deliveries)]
    assert left == [2, 1, 1, 2]


async def test_what_a_merge_leaves_out_leaves_no_contents_behind(db: Database) -> None:
    old, new = await put_chat(db, GROUP), await put_chat(db, SUPERGROUP)
    async with db.transaction() as connection:
        for _ in range(2):
            await connection.execute(insert(contents).values(added=NOW, reply="[]"))
        for owner, content in ((old, 1), (new, 2)):
            alert = ALERT | {"chat_id": owner, "content_id": content}
            await connection.execute(insert(deliveries).values(**alert))

        await move_chat(connection, platform="telegram", old="-5", new="-1005")

    left = await db.fetch_all(select(contents.c.id))
    assert [row.id for row in left] == [1]
    assert await count(db, deliveries) == 1


async def test_forgetting_costs_the_same_few_statements_however_much_was_sent(
    db: Database,
) -> None:
    mine = await put_chat(db, ALICE)
    async with db.transaction() as connection:
        rows = range(1, 301)
        await connection.execute(
            insert(contents), [{"id": n, "added": NOW, "reply": "[]"} for n in rows]
        )
        sent = [
            ALERT | {"chat_id": mine, "content_id": n, "subject": str(n)} for n in rows
        ]
        await connection.execute(insert(deliveries), sent)
        with statements_run() as run:
            await forget_chat(connection, platform="telegram", address="1001")

    assert 0 < len(run) <= 3
    assert await count(db, contents) == 0


async def test_the_number_of_a_forgotten_content_is_not_taken_for_it(
    db: Database,
) -> None:
    """Who owes the same to many chats remembers what it has stored already."""
    async with db.transaction() as connection:
        kept = await add_content(connection, "[]", now=NOW)
        last = await add_content(connection, "[1]", now=NOW)
        await connection.execute(delete(contents).where(contents.c.id == last))
        new = await add_content(connection, "[2]", now=NOW)

    assert new != last
    assert await kept_contents(db, {kept, last}) == {kept}


async def test_a_chat_is_used_as_soon_as_something_hangs_on_a_topic_of_it(
    db: Database,
) -> None:
    where = {"platform": "telegram", "address": GROUP.address}
    for place in (GROUP, ALICE):
        await put_chat(db, place)
    topic = await put_chat(db, TOPIC)
    before = await is_used(db, **where)
    async with db.transaction() as connection:
        await connection.execute(insert(mutes).values(**WORD | {"chat_id": topic}))

    assert not before
    assert await is_used(db, **where)
    assert not await is_used(db, platform="telegram", address=ALICE.address)


@pytest.mark.parametrize("place", [GROUP, TOPIC])
async def test_a_forgotten_chat_leaves_nothing(
    db: Database, place: ChatAddress
) -> None:
    mine, other = await put_chat(db, place), await put_chat(db, ALICE)
    async with db.transaction() as connection:
        await put_actor(connection, "ليلى حداد")
        for _ in range(2):
            await connection.execute(insert(contents).values(added=NOW, reply="[]"))
        await put_belongings(connection, mine)
        shared = DIGEST | {"subscription_id": None, "chat_id": mine, "content_id": 2}
        await connection.execute(insert(deliveries).values(**shared))
        theirs = ALERT | {"chat_id": other, "content_id": 2}
        await connection.execute(insert(deliveries).values(**theirs))

        forgotten = await forget_chat(connection, platform="telegram", address="-5")
        again = await forget_chat(connection, platform="telegram", address="-5")

    assert (forgotten, again) == (True, False)
    tables = (chats, subscriptions, follows, mutes, deliveries, contents)
    assert [await count(db, table) for table in tables] == [1, 0, 0, 0, 1, 1]
