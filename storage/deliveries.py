"""The outbox: what is owed to chats, who sends it, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.chat_records import Delivery, NewDelivery, Parcel, Reason
from storage.chat_schema import chats, contents, deliveries, subscriptions
from storage.chats import as_chat, chat_columns
from storage.database import AnyRow, Reader, Transaction
from storage.keys import new_id
from storage.subscriptions import untell

#: As `count_deliveries` calls what is not to be sent yet.
LATER: Final = "later"

_CHAT: Final = "chat__"


async def add_content(connection: Transaction, reply: str, *, now: datetime) -> int:
    """Store what is sent, for all deliveries that have it; return its number."""
    return await new_id(connection, insert(contents).values(added=now, reply=reply))


async def kept_contents(reader: Reader, numbers: Collection[int]) -> frozenset[int]:
    """Return those of the contents that are still there.

    The last one who was owed a content may be forgotten at any time.
    """
    query = select(contents.c.id).where(contents.c.id.in_(numbers))
    return frozenset(row.id for row in await reader.fetch_all(query))


async def owe(connection: Transaction, new: NewDelivery, *, now: datetime) -> bool:
    """Owe a message to a chat, or record that it is skipped.

    Returns:
        False if the chat was owed something on that subject before.
    """
    known = select(deliveries.c.id).where(
        deliveries.c.chat_id == new.chat_id,
        deliveries.c.kind == new.kind,
        deliveries.c.subject == new.subject,
    )
    if await connection.fetch_one(known):
        return False
    await connection.execute(insert(deliveries), [_values(new, now)])
    return True


async def owe_notice(
    connection: Transaction, *, chat_id: int, reply: str, subject: str, now: datetime
) -> bool:
    """Owe a chat a notice, to be sent at once.

    Args:
        reply: the notice, as `handlers.stored_reply` writes it.

    Returns:
        False if the chat was owed something on that subject before.
    """
    new = NewDelivery(
        chat_id=chat_id,
        kind="notice",
        owed=now,
        after=now,
        content_id=await add_content(connection, reply, now=now),
        subject=subject,
    )
    return await owe(connection, new, now=now)


async def owe_days(
    connection: Transaction, new: Sequence[NewDelivery], *, now: datetime
) -> None:
    """Owe digests of local days, or record that they are skipped.

    A day of a subscription that was settled before stays as it is.
    """
    query = select(deliveries.c.subscription_id, deliveries.c.local_day).where(
        deliveries.c.subscription_id.in_({one.subscription_id for one in new}),
        deliveries.c.local_day.in_({one.local_day for one in new}),
    )
    rows = await connection.fetch_all(query)
    known = {(row.subscription_id, row.local_day) for row in rows}
    values = [
        _values(one, now)
        for one in new
        if (one.subscription_id, one.local_day) not in known
    ]
    if values:
        await connection.execute(insert(deliveries), values)


async def sendable(
    reader: Reader, *, platform: str, now: datetime, limit: int
) -> Sequence[Parcel]:
    """Return what may be sent now, the longest owed first; one message a chat.

    That is the chat's oldest one, and none while another of it is on its way: the
    order within a chat holds.
    """
    other = deliveries.alias("other")
    earlier = or_(
        other.c.owed < deliveries.c.owed,
        and_(other.c.owed == deliveries.c.owed, other.c.id < deliveries.c.id),
    )
    before = exists().where(
        other.c.chat_id == deliveries.c.chat_id,
        or_(other.c.state == "sending", and_(other.c.state == "pending", earlier)),
    )
    query = (
        select(
            deliveries.c.id,
            deliveries.c.kind,
            deliveries.c.owed,
            deliveries.c.attempts,
            deliveries.c.content_id,
            contents.c.reply,
            *chat_columns(_CHAT),
        )
        .join_from(deliveries, chats)
        .join(contents, contents.c.id == deliveries.c.content_id)
        .where(
            deliveries.c.state == "pending",
            deliveries.c.after <= now,
            chats.c.platform == platform,
            chats.c.active,
            ~before,
        )
        .order_by(deliveries.c.after, deliveries.c.id)
        .limit(limit)
    )
    return [_parcel(row) for row in await reader.fetch_all(query)]


async def claim(
    connection: Transaction, *, delivery_id: int, now: datetime, until: datetime
) -> bool:
    """Take a message to send it now; False if it is not to be sent (any more).

    Whoever has it must settle it before `until`; past that it counts as interrupted.
    """
    changed = await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.id == delivery_id,
            deliveries.c.state == "pending",
            deliveries.c.after <= now,
            exists().where(chats.c.id == deliveries.c.chat_id, chats.c.active),
        )
        .values(
            state="sending", claimed_until=until, attempts=deliveries.c.attempts + 1
        )
    )
    return changed.rowcount > 0


async def keep_claims(
    connection: Transaction, delivery_ids: Collection[int], *, until: datetime
) -> None:
    """Say that these are still being sent."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids), deliveries.c.state == "sending")
        .values(claimed_until=until)
    )


async def settle(
    connection: Transaction,
    *,
    delivery_id: int,
    state: str,
    reason: str = "",
    message: str | None = None,
    now: datetime,
) -> None:
    """Record what became of a message: "sent", "failed", "unknown" or "skipped".

    What a digest would have told that failed, the chat's next one tells.
    """
    if state == "failed" and reason != Reason.PARTLY:
        await untell(connection, deliveries.c.id == delivery_id)
    await connection.execute(
        _settled(deliveries.c.id == delivery_id, state, reason, now).values(
            message=message
        )
    )


async def give_back(
    connection: Transaction, *, delivery_id: int, reason: str, after: datetime
) -> None:
    """Let a message that certainly did not arrive be sent again, not before `after`."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == "sending")
        .values(state="pending", claimed_until=None, reason=reason or None, after=after)
    )


async def settle_interrupted(connection: Transaction, *, now: datetime) -> int:
    """Call those unknown whose sender is gone: they may have arrived."""
    gone = (deliveries.c.state == "sending") & (deliveries.c.claimed_until < now)
    changed = await connection.execute(
        _settled(gone, "unknown", Reason.INTERRUPTED, now)
    )
    return changed.rowcount


async def settle_expired(
    connection: Transaction, *, now: datetime, owed_before: datetime
) -> int:
    """Skip what was owed so long ago, and what is owed to chats that shut us out."""
    pending = deliveries.c.state == "pending"
    closed = exists().where(chats.c.id == deliveries.c.chat_id, ~chats.c.active)
    await untell(connection, pending & ((deliveries.c.owed < owed_before) | closed))
    late = await connection.execute(
        _settled(
            pending & (deliveries.c.owed < owed_before), "skipped", Reason.LATE, now
        )
    )
    blocked = await connection.execute(
        _settled(pending & closed, "skipped", Reason.BLOCKED, now)
    )
    return late.rowcount + blocked.rowcount


async def deliveries_of(
    reader: Reader, *, chat_id: int, limit: int
) -> Sequence[Delivery]:
    """Return what a chat was owed, the latest first."""
    query = (
        select(deliveries, subscriptions.c.minute, subscriptions.c.timezone)
        .outerjoin_from(deliveries, subscriptions)
        .where(deliveries.c.chat_id == chat_id)
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    return [_delivery(row) for row in await reader.fetch_all(query)]


async def alerts_since(
    reader: Reader, chat_ids: Collection[int], *, since: datetime
) -> Sequence[tuple[int, str, datetime]]:
    """Return (chat, subject, owed) of the alerts not skipped, the oldest first."""
    query = (
        select(deliveries.c.chat_id, deliveries.c.subject, deliveries.c.owed)
        .where(
            deliveries.c.chat_id.in_(chat_ids),
            deliveries.c.kind == "alert",
            deliveries.c.state != "skipped",
            deliveries.c.owed >= since,
        )
        .order_by(deliveries.c.id)
    )
    rows = await reader.fetch_all(query)
    return [(row.chat_id, row.subject or "", row.owed) for row in rows]


async def count_deliveries(
    reader: Reader, *, since: datetime, now: datetime
) -> Mapping[str, int]:
    """Return how many are in each state, of those owed since then.

    What is pending until later, for quiet hours or after a failure, is "later".
    """
    is_later = (deliveries.c.state == "pending") & (deliveries.c.after > now)
    state = case((is_later, LATER), else_=deliveries.c.state)
    query = (
        select(state.label("state"), func.count().label("number"))
        .where(deliveries.c.owed >= since)
        .group_by(state)
        .order_by(state)
    )
    return {row.state: row.number for row in await reader.fetch_all(query)}


async def remove_old_deliveries(connection: Transaction, *, before: datetime) -> None:
    """Remove what was settled long ago, with contents that nobody has any more."""
    old = deliveries.c.settled < before
    await connection.execute(delete(deliveries).where(old))
    wanted = exists().where(deliveries.c.content_id == contents.c.id)
    await connection.execute(delete(contents).where(contents.c.added < before, ~wanted))


def _values(new: NewDelivery, now: datetime) -> dict[str, Any]:
    is_skipped = bool(new.reason)
    return {
        "chat_id": new.chat_id,
        "subscription_id": new.subscription_id,
        "local_day": new.local_day,
        "kind": new.kind,
        "subject": new.subject,
        "state": "skipped" if is_skipped else "pending",
        "reason": new.reason or None,
        "attempts": 0,
        "owed": new.owed,
        "after": new.after,
        "settled": now if is_skipped else None,
        "content_id": None if is_skipped else new.content_id,
        "since": new.since,
    }


def _settled(
    which: ColumnElement[bool], state: str, reason: str, now: datetime
) -> Update:
    return (
        update(deliveries)
        .where(which)
        .values(state=state, reason=reason or None, claimed_until=None, settled=now)
    )


def _parcel(row: AnyRow) -> Parcel:
    return Parcel(
        id=row.id,
        chat=as_chat(row, prefix=_CHAT),
        kind=row.kind,
        owed=row.owed,
        attempts=row.attempts,
        content_id=row.content_id,
        reply=row.reply,
    )


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(
        id=row.id,
        kind=row.kind,
        state=row.state,
        reason=row.reason or "",
        subject=row.subject or "",
        local_day=row.local_day,
        owed=row.owed,
        after=row.after,
        settled=row.settled,
        minute=row.minute,
        timezone=row.timezone,
    )
