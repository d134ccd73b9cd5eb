"""What the tables of subscriptions and deliveries promise by themselves."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from storage.chat_schema import (
    chats,
    contents,
    deliveries,
    follows,
    mutes,
    subscriptions,
)
from storage.database import Database, Transaction
from tests.builders import NOW, put_actor, put_feed

CHAT = {
    "platform": "telegram",
    "address": "-100200300",
    "thread": "",
    "kind": "group",
    "active": True,
    "locale": "ar",
    "timezone": "Asia/Riyadh",
    "latin_digits": False,
    "silent": False,
    "previews": False,
    "added": NOW,
}
SUBSCRIPTION = {
    "chat_id": 1,
    "minute": 450,
    "timezone": "Asia/Riyadh",
    "weekdays": 127,
    "length": 10,
    "skips_empty": True,
    "active": True,
    "due": NOW,
    "added": NOW,
}
DIGEST = {
    "chat_id": 1,
    "subscription_id": 1,
    "local_day": date(2024, 8, 17),
    "kind": "digest",
    "state": "pending",
    "attempts": 0,
    "owed": NOW,
    "after": NOW,
    "content_id": 1,
}
ALERT = DIGEST | {
    "subscription_id": None,
    "local_day": None,
    "kind": "alert",
    "subject": "quote 7",
}
FOLLOW = {"chat_id": 1, "actor_id": 1, "daily_limit": 3, "added": NOW}
WORD = {"chat_id": 1, "word": "كرة القدم", "folded": "كره القدم", "added": NOW}
SOURCE = {"chat_id": 1, "feed_id": 1, "added": NOW}


async def put_one_of_each(connection: Transaction) -> None:
    """Store a chat with all that can belong to it."""
    await put_feed(connection)
    await put_actor(connection, "ليلى حداد")
    await connection.execute(insert(contents).values(added=NOW, reply="[]"))
    for table, row in (
        (chats, CHAT),
        (subscriptions, SUBSCRIPTION),
        (follows, FOLLOW),
        (mutes, WORD),
        (mutes, SOURCE),
        (deliveries, DIGEST),
        (deliveries, ALERT),
    ):
        await connection.execute(insert(table).values(row))


Row = dict[str, Any]
REFUSED: dict[str, tuple[Table, Row]] = {
    "a chat twice": (chats, CHAT),
    "two digests at one time": (subscriptions, SUBSCRIPTION),
    "a minute after midnight's last": (subscriptions, SUBSCRIPTION | {"minute": 1440}),
    "no weekday": (subscriptions, SUBSCRIPTION | {"minute": 1, "weekdays": 0}),
    "an actor followed twice": (follows, FOLLOW),
    "a start of quiet hours without an end": (
        follows,
        FOLLOW | {"actor_id": 2, "quiet_from": 1320},
    ),
    "a word muted twice": (mutes, WORD),
    "a source muted twice": (mutes, SOURCE),
    "a mute of a word and a source": (mutes, WORD | {"folded": "x", "feed_id": 1}),
    "a mute of nothing": (mutes, {"chat_id": 1, "added": NOW}),
    "a digest twice on one day": (deliveries, DIGEST),
    "a digest sent twice on one day": (deliveries, DIGEST | {"state": "sent"}),
    "an alert twice": (deliveries, ALERT),
    "a message to no chat": (deliveries, ALERT | {"chat_id": 9, "subject": "x"}),
    "an unknown state": (deliveries, ALERT | {"subject": "x", "state": "lost"}),
    "sending without a claim": (
        deliveries,
        ALERT | {"subject": "x", "state": "sending"},
    ),
    "a claim without sending": (
        deliveries,
        ALERT | {"subject": "x", "claimed_until": NOW},
    ),
    "nothing to send": (deliveries, ALERT | {"subject": "x", "content_id": None}),
}


@pytest.mark.parametrize(("table", "row"), REFUSED.values(), ids=REFUSED)
async def test_what_must_not_be_is_refused(
    db: Database, table: Table, row: Row
) -> None:
    async with db.transaction() as connection:
        await put_one_of_each(connection)
        await put_actor(connection, "كريم الصالح")
        with pytest.raises(IntegrityError):
            await connection.execute(insert(table).values(row))


TAKEN: dict[str, tuple[Table, Row]] = {
    "another topic of a group": (chats, CHAT | {"thread": "17"}),
    "the same address elsewhere": (chats, CHAT | {"platform": "discord"}),
    "a second digest a day": (subscriptions, SUBSCRIPTION | {"minute": 1080}),
    "quiet hours over midnight": (
        follows,
        FOLLOW | {"actor_id": 2, "quiet_from": 1320, "quiet_until": 420},
    ),
    "a digest of the next day": (deliveries, DIGEST | {"local_day": date(2024, 8, 18)}),
    "a skipped day has nothing to send": (
        deliveries,
        DIGEST
        | {"local_day": date(2024, 8, 18), "state": "skipped", "content_id": None},
    ),
    "a claim": (
        deliveries,
        ALERT
        | {
            "subject": "x",
            "state": "sending",
            "claimed_until": NOW + timedelta(minutes=1),
        },
    ),
    "one thing as an alert and as a notice": (deliveries, ALERT | {"kind": "notice"}),
}


@pytest.mark.parametrize(("table", "row"), TAKEN.values(), ids=TAKEN)
async def test_what_may_be_is_taken(db: Database, table: Table, row: Row) -> None:
    async with db.transaction() as connection:
        await put_one_of_each(connection)
        await put_actor(connection, "كريم الصالح")
        await connection.execute(insert(table).values(row))


async def test_all_of_a_chat_goes_with_it(db: Database) -> None:
    async with db.transaction() as connection:
        await put_one_of_each(connection)
        await connection.execute(delete(chats))

    for table in (subscriptions, follows, mutes, deliveries):
        row = await db.fetch_one(select(func.count()).select_from(table))
        assert row is not None
        assert row[0] == 0, table.name


async def test_a_delivery_outlives_its_subscription(db: Database) -> None:
    async with db.transaction() as connection:
        await put_one_of_each(connection)
        await connection.execute(delete(subscriptions))

    rows = await db.fetch_all(select(deliveries.c.subscription_id))
    assert [row.subscription_id for row in rows] == [None, None]
