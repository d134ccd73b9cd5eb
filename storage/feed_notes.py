"""Who added which feed, what they are to be told of it, and what waits for a yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, insert, select, update

from storage.chat_records import ChatAddress
from storage.chat_schema import chats
from storage.database import Reader, Transaction
from storage.feed_records import FeedNote, FeedProposal
from storage.feed_schema import feed_adders, feed_notes, feed_proposals
from storage.keys import new_id
from storage.schema import feeds

#: A feed that nobody said yes to for so long is not offered any more.
PROPOSAL_LIFE: Final = timedelta(days=1)


async def record_adder(
    connection: Transaction, *, feed_id: int, chat_id: int, now: datetime
) -> None:
    """Keep that a chat added a feed; a second time changes nothing."""
    pair = {"feed_id": feed_id, "chat_id": chat_id}
    stored = await connection.fetch_one(select(feed_adders.c.feed_id).filter_by(**pair))
    if stored is None:
        await connection.execute(insert(feed_adders).values(added=now, **pair))


async def count_added(reader: Reader, *, chat_id: int) -> int:
    """Return how many feeds that are being fetched a chat has added."""
    query = (
        select(func.count())
        .select_from(feed_adders.join(feeds, feeds.c.id == feed_adders.c.feed_id))
        .where(feed_adders.c.chat_id == chat_id, feeds.c.active)
    )
    row = await reader.fetch_one(query)
    return 0 if row is None else row[0]


async def tell_adders(
    connection: Transaction, *, feed_id: int, kind: str, reason: str, now: datetime
) -> None:
    """Keep what became of a feed, as a note for each chat that added it.

    A note that was not sent before the next one was made is not sent any more.
    """
    unsent = feed_notes.c.settled.is_(None)
    await connection.execute(
        update(feed_notes)
        .where(feed_notes.c.feed_id == feed_id, unsent)
        .values(settled=now)
    )
    adders = select(feed_adders.c.chat_id).where(feed_adders.c.feed_id == feed_id)
    rows = [
        {
            "feed_id": feed_id,
            "chat_id": row.chat_id,
            "kind": kind,
            "reason": reason,
            "made": now,
        }
        for row in await connection.fetch_all(adders)
    ]
    if rows:
        await connection.execute(insert(feed_notes), rows)
    told = None if kind == "recovered" else kind
    await connection.execute(
        update(feeds).where(feeds.c.id == feed_id).values(told=told)
    )


async def owed_notes(reader: Reader, *, limit: int) -> Sequence[FeedNote]:
    """Return notes that nobody has sent yet, oldest first, to chats that take them."""
    query = (
        select(
            feed_notes,
            *(chats.c.platform, chats.c.address, chats.c.kind.label("chat_kind")),
            *(chats.c.thread, chats.c.locale, feeds.c.title, feeds.c.url, feeds.c.site),
        )
        .join(chats, chats.c.id == feed_notes.c.chat_id)
        .join(feeds, feeds.c.id == feed_notes.c.feed_id)
        .where(feed_notes.c.settled.is_(None), chats.c.active)
        .order_by(feed_notes.c.id)
        .limit(limit)
    )
    return [
        FeedNote(
            id=row.id,
            kind=row.kind,
            reason=row.reason,
            made=row.made,
            chat=ChatAddress(row.platform, row.address, row.chat_kind, row.thread),
            locale=row.locale,
            feed_title=row.title,
            feed_url=row.url,
            feed_site=row.site or "",
        )
        for row in await reader.fetch_all(query)
    ]


async def settle_note(connection: Transaction, *, note_id: int, now: datetime) -> bool:
    """Keep that a note was sent; False where another one did so before."""
    changed = await connection.execute(
        update(feed_notes)
        .where(feed_notes.c.id == note_id, feed_notes.c.settled.is_(None))
        .values(settled=now)
    )
    return changed.rowcount > 0


async def add_proposal(
    connection: Transaction, *, url: str, title: str, now: datetime
) -> int:
    """Store a feed that is shown to somebody; return its number.

    Those that nobody said yes to for a day go.
    """
    old = feed_proposals.c.made < now - PROPOSAL_LIFE
    await connection.execute(delete(feed_proposals).where(old))
    return await new_id(
        connection, insert(feed_proposals).values(url=url, title=title, made=now)
    )


async def proposal(reader: Reader, *, proposal_id: int) -> FeedProposal | None:
    """Return the feed that was shown under a number."""
    query = select(feed_proposals).where(feed_proposals.c.id == proposal_id)
    row = await reader.fetch_one(query)
    return None if row is None else FeedProposal(row.id, row.url, row.title)
