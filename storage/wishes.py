"""What a chat follows, and what it does not want to see."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select, update

from storage.chat_records import Chat, Follow, Mute
from storage.chat_schema import chats, follows, mutes
from storage.chats import as_chat, chat_columns
from storage.database import AnyRow, Reader, Transaction
from storage.schema import actors, feeds

_CHAT = "chat__"


async def follow(
    connection: Transaction,
    *,
    chat_id: int,
    actor_id: int,
    daily_limit: int,
    quiet: tuple[int, int] | None,
    now: datetime,
) -> bool:
    """Let a chat follow an actor; False if it does already.

    Args:
        quiet: local minutes from and until, without alerts.
    """
    known = select(follows.c.id).where(
        follows.c.chat_id == chat_id, follows.c.actor_id == actor_id
    )
    if await connection.fetch_one(known):
        return False
    await connection.execute(
        insert(follows).values(
            chat_id=chat_id,
            actor_id=actor_id,
            daily_limit=daily_limit,
            quiet_from=quiet[0] if quiet else None,
            quiet_until=quiet[1] if quiet else None,
            added=now,
        )
    )
    return True


async def unfollow(connection: Transaction, *, chat_id: int, actor_id: int) -> bool:
    """Follow an actor no more; False if the chat did not."""
    gone = await connection.execute(
        delete(follows).where(
            follows.c.chat_id == chat_id, follows.c.actor_id == actor_id
        )
    )
    return gone.rowcount > 0


async def change_follows(
    connection: Transaction,
    *,
    chat_id: int,
    daily_limit: int,
    quiet: tuple[int, int] | None,
) -> None:
    """Set how many alerts a chat gets a day and when it gets none."""
    await connection.execute(
        update(follows)
        .where(follows.c.chat_id == chat_id)
        .values(
            daily_limit=daily_limit,
            quiet_from=quiet[0] if quiet else None,
            quiet_until=quiet[1] if quiet else None,
        )
    )


async def follows_of(reader: Reader, chat_ids: Collection[int]) -> Sequence[Follow]:
    """Return whom these chats follow, in the order they began to."""
    query = (
        select(follows, actors.c.name)
        .join_from(follows, actors)
        .where(follows.c.chat_id.in_(chat_ids))
        .order_by(follows.c.id)
    )
    return [_follow(row) for row in await reader.fetch_all(query)]


async def followers_of(
    reader: Reader, actor_ids: Collection[int]
) -> Sequence[tuple[Follow, Chat]]:
    """Return who follows any of these actors, with the chats, in a fixed order."""
    query = (
        select(follows, actors.c.name, *chat_columns(_CHAT))
        .join_from(follows, actors)
        .join(chats, chats.c.id == follows.c.chat_id)
        .where(follows.c.actor_id.in_(actor_ids))
        .order_by(follows.c.chat_id, follows.c.id)
    )
    rows = await reader.fetch_all(query)
    return [(_follow(row), as_chat(row, prefix=_CHAT)) for row in rows]


async def mute_word(
    connection: Transaction, *, chat_id: int, word: str, folded: str, now: datetime
) -> bool:
    """Show a chat nothing with this word; False if that is so already."""
    query = select(mutes.c.id).where(
        mutes.c.chat_id == chat_id, mutes.c.folded == folded
    )
    row = {"word": word, "folded": folded}
    return await _add_mute(connection, query, chat_id, row, now)


async def mute_feed(
    connection: Transaction, *, chat_id: int, feed_id: int, now: datetime
) -> bool:
    """Show a chat nothing of this feed; False if that is so already."""
    query = select(mutes.c.id).where(
        mutes.c.chat_id == chat_id, mutes.c.feed_id == feed_id
    )
    return await _add_mute(connection, query, chat_id, {"feed_id": feed_id}, now)


async def unmute(connection: Transaction, *, chat_id: int, mute_id: int) -> bool:
    """Show a chat again what it had muted; False if it had not."""
    gone = await connection.execute(
        delete(mutes).where(mutes.c.chat_id == chat_id, mutes.c.id == mute_id)
    )
    return gone.rowcount > 0


async def mutes_of(reader: Reader, chat_ids: Collection[int]) -> Sequence[Mute]:
    """Return what these chats do not want to see, the oldest first."""
    # As `storage.articles.as_source` names a source.
    name = func.coalesce(func.nullif(feeds.c.title, ""), feeds.c.url)
    query = (
        select(mutes, name.label("source"))
        .outerjoin_from(mutes, feeds)
        .where(mutes.c.chat_id.in_(chat_ids))
        .order_by(mutes.c.id)
    )
    return [_mute(row) for row in await reader.fetch_all(query)]


async def _add_mute(
    connection: Transaction,
    known: Select[tuple[int]],
    chat_id: int,
    row: dict[str, str] | dict[str, int],
    now: datetime,
) -> bool:
    if await connection.fetch_one(known):
        return False
    await connection.execute(insert(mutes).values(chat_id=chat_id, added=now, **row))
    return True


def _follow(row: AnyRow) -> Follow:
    return Follow(
        id=row.id,
        chat_id=row.chat_id,
        actor_id=row.actor_id,
        name=row.name,
        daily_limit=row.daily_limit,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )


def _mute(row: AnyRow) -> Mute:
    return Mute(
        id=row.id,
        chat_id=row.chat_id,
        word=row.word or "",
        folded=row.folded or "",
        source=row.source or "",
    )
