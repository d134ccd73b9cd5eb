"""Subscriptions: which digests a chat wants, and which are due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.chat_records import Chat, NewSubscription, Reason, Subscription
from storage.chat_schema import chats, deliveries, subscriptions
from storage.chats import as_chat, chat_columns
from storage.database import AnyRow, Reader, Transaction
from storage.types import Moment

#: Both tables have columns of the same names.
_CHAT: Final = "chat__"
_DIGESTS: Final = (deliveries.c.kind == "digest") & deliveries.c.content_id.is_not(None)
#: What arrives, may have arrived, or did in part.
_ARRIVING: Final = or_(
    deliveries.c.state.not_in(["failed", "skipped"]),
    deliveries.c.reason == Reason.PARTLY,
)


async def subscriptions_of(reader: Reader, *, chat_id: int) -> Sequence[Subscription]:
    """Return the digests a chat gets, by their time of day."""
    query = (
        select(subscriptions)
        .where(subscriptions.c.chat_id == chat_id, subscriptions.c.active)
        .order_by(subscriptions.c.minute)
    )
    return [_subscription(row) for row in await reader.fetch_all(query)]


async def keep_subscription(
    connection: Transaction, new: NewSubscription, *, due: datetime, now: datetime
) -> Subscription:
    """Store a digest of a chat; one of the same time becomes active again, changed.

    It keeps what it had sent, so no local day gets two.
    """
    known = (subscriptions.c.chat_id == new.chat_id) & (
        subscriptions.c.minute == new.minute
    )
    values = asdict(new) | {"active": True, "due": due}
    changed = await connection.fetch_all(
        update(subscriptions).where(known).values(**values).returning(subscriptions)
    )
    if not changed:
        statement = insert(subscriptions).values(added=now, **values)
        changed = await connection.fetch_all(statement.returning(subscriptions))
    return _subscription(changed[0])


async def change_subscription(
    connection: Transaction, changed: Subscription, *, due: datetime
) -> None:
    """Store zone, weekdays, length and handling of empty days, with the due time."""
    await connection.execute(
        update(subscriptions)
        .where(subscriptions.c.id == changed.id)
        .values(
            timezone=changed.timezone,
            weekdays=changed.weekdays,
            length=changed.length,
            skips_empty=changed.skips_empty,
            due=due,
        )
    )


async def end_subscriptions(
    connection: Transaction, *, chat_id: int, minutes: Collection[int]
) -> int:
    """Send a chat no more digests at these times; return how many there were."""
    ended = await connection.execute(
        update(subscriptions)
        .where(
            subscriptions.c.chat_id == chat_id,
            subscriptions.c.minute.in_(minutes),
            subscriptions.c.active,
        )
        .values(active=False)
    )
    return ended.rowcount


async def due_subscriptions(
    reader: Reader, *, now: datetime, recent: datetime, limit: int
) -> Sequence[tuple[Subscription, Chat]]:
    """Return digests that are due, the longest overdue first, with their chats.

    One a chat, and none of a chat that still waits for one: what becomes of that
    decides what the next one tells.

    Args:
        recent: whoever was owed one before then does not wait for it any more.
    """
    query = (
        select(subscriptions, *chat_columns(_CHAT))
        .join_from(subscriptions, chats)
        .where(
            subscriptions.c.active,
            subscriptions.c.due <= now,
            ~_has_earlier(),
            ~_is_waiting(recent),
        )
        .order_by(subscriptions.c.due, subscriptions.c.id)
        .limit(limit)
    )
    rows = await reader.fetch_all(query)
    return [(_subscription(row), as_chat(row, prefix=_CHAT)) for row in rows]


def _has_earlier() -> ColumnElement[bool]:
    """Tell whether the chat of a subscription has one that is due before it."""
    this, other = subscriptions, subscriptions.alias("other")
    is_earlier = or_(
        other.c.due < this.c.due,
        and_(other.c.due == this.c.due, other.c.id < this.c.id),
    )
    return exists().where(other.c.chat_id == this.c.chat_id, other.c.active, is_earlier)


def _is_waiting(recent: datetime) -> ColumnElement[bool]:
    """Tell whether the chat of a subscription waits for a digest of these hours."""
    return exists().where(
        deliveries.c.chat_id == subscriptions.c.chat_id,
        _DIGESTS,
        deliveries.c.state.in_(["pending", "sending"]),
        deliveries.c.owed >= recent,
    )


async def unchanged(
    connection: Transaction, read: Sequence[Subscription]
) -> frozenset[int]:
    """Return which of these are still as they were read: nobody settled them since."""
    query = select(subscriptions).where(
        subscriptions.c.id.in_([one.id for one in read]), subscriptions.c.active
    )
    now = {row.id: _subscription(row) for row in await connection.fetch_all(query)}
    return frozenset(one.id for one in read if now.get(one.id) == one)


async def settle_subscriptions(
    connection: Transaction, settled: Mapping[int, tuple[datetime, datetime | None]]
) -> None:
    """Move digests that were due on to their next moment.

    Args:
        settled: by number, the next moment and up to where the digest reaches; None
            leaves that as it is.
    """
    if not settled:
        return
    await connection.execute(
        update(subscriptions)
        .where(subscriptions.c.id == bindparam("number"))
        .values(
            due=bindparam("moment"),
            covered=func.coalesce(
                bindparam("reached", type_=Moment), subscriptions.c.covered
            ),
        ),
        [
            {"number": number, "moment": due, "reached": covered}
            for number, (due, covered) in settled.items()
        ],
    )


async def last_covered(
    reader: Reader, chat_ids: Collection[int]
) -> Mapping[int, datetime]:
    """Return up to where the last digest of each chat reached, if it had one."""
    query = (
        select(
            subscriptions.c.chat_id, func.max(subscriptions.c.covered).label("covered")
        )
        .where(
            subscriptions.c.chat_id.in_(chat_ids), subscriptions.c.covered.is_not(None)
        )
        .group_by(subscriptions.c.chat_id)
    )
    return {row.chat_id: row.covered for row in await reader.fetch_all(query)}


async def told_chats(reader: Reader, chat_ids: Collection[int]) -> frozenset[int]:
    """Return those of the chats that have been told a digest before."""
    told = exists().where(deliveries.c.chat_id == chats.c.id, _DIGESTS, _ARRIVING)
    query = select(chats.c.id).where(chats.c.id.in_(chat_ids), told)
    return frozenset(row.id for row in await reader.fetch_all(query))


async def untell(connection: Transaction, lost: ColumnElement[bool]) -> None:
    """Let the next digest of a chat begin where one began that will not arrive.

    Where a later one is on its way, or was sent, that one is not told again.

    Args:
        lost: which deliveries these are.
    """
    query = (
        select(deliveries.c.id, deliveries.c.chat_id, deliveries.c.since)
        .where(_DIGESTS, lost, deliveries.c.since.is_not(None))
        .order_by(deliveries.c.id.desc())
    )
    gone = await connection.fetch_all(query)
    if not gone:
        return
    last = await _last_told(connection, {row.chat_id for row in gone}, ~lost)
    # The earliest of a chat comes last.
    began = {
        row.chat_id: row.since for row in gone if row.id > last.get(row.chat_id, 0)
    }
    if not began:
        return
    await connection.execute(
        update(subscriptions)
        .where(
            subscriptions.c.chat_id == bindparam("chat"),
            subscriptions.c.covered.is_not(None),
        )
        .values(covered=bindparam("moment", type_=Moment)),
        [{"chat": chat, "moment": moment} for chat, moment in began.items()],
    )


async def _last_told(
    reader: Reader, chat_ids: Collection[int], kept: ColumnElement[bool]
) -> Mapping[int, int]:
    """Return the last digest of each chat that arrives, or may have arrived."""
    query = (
        select(deliveries.c.chat_id, func.max(deliveries.c.id).label("last"))
        .where(
            _DIGESTS,
            kept,
            deliveries.c.chat_id.in_(chat_ids),
            _ARRIVING,
        )
        .group_by(deliveries.c.chat_id)
    )
    return {row.chat_id: row.last for row in await reader.fetch_all(query)}


async def last_days(
    reader: Reader, subscription_ids: Collection[int]
) -> Mapping[int, date]:
    """Return the last local day that is settled for each subscription."""
    query = (
        select(
            deliveries.c.subscription_id, func.max(deliveries.c.local_day).label("day")
        )
        .where(deliveries.c.subscription_id.in_(subscription_ids))
        .group_by(deliveries.c.subscription_id)
    )
    return {row.subscription_id: row.day for row in await reader.fetch_all(query)}


async def subscription_at(
    reader: Reader, *, chat_id: int, minute: int
) -> Subscription | None:
    """Return what a chat has at a time of day, ended or not."""
    query = select(subscriptions).where(
        subscriptions.c.chat_id == chat_id, subscriptions.c.minute == minute
    )
    row = await reader.fetch_one(query)
    return None if row is None else _subscription(row)


def _subscription(row: AnyRow) -> Subscription:
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        minute=row.minute,
        timezone=row.timezone,
        weekdays=row.weekdays,
        length=row.length,
        skips_empty=row.skips_empty,
        active=row.active,
        due=row.due,
        covered=row.covered,
    )
