"""Chats: which are remembered, which may be written to, and forgetting them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Label,
    Table,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from storage.chat_records import Chat, ChatAddress
from storage.chat_schema import (
    chats,
    contents,
    deliveries,
    follows,
    mutes,
    subscriptions,
)
from storage.database import AnyRow, Reader, Transaction
from storage.feed_schema import feed_adders

#: What belongs to a chat, with the keys of which a chat has each value once.
_BELONGINGS: Final[tuple[tuple[Table, tuple[tuple[str, ...], ...]], ...]] = (
    (subscriptions, (("minute",),)),
    (follows, (("actor_id",),)),
    (mutes, (("folded",), ("feed_id",))),
    (deliveries, (("kind", "subject"),)),
    (feed_adders, (("feed_id",),)),
)


async def remember_chat(
    connection: Transaction, at: ChatAddress, *, locale: str, now: datetime
) -> Chat:
    """Store a chat, or find it stored; it may be written to from now on.

    Args:
        locale: of a new one; a known one keeps its own.
    """
    found = await connection.fetch_all(
        update(chats)
        .where(_is(at))
        .values(active=True, inactive_reason=None, **_server(at))
        .returning(chats)
    )
    if found:
        return as_chat(found[0])
    new = insert(chats).values(
        platform=at.platform,
        address=at.address,
        thread=at.thread,
        kind=at.kind,
        active=True,
        locale=locale,
        latin_digits=False,
        silent=False,
        previews=False,
        added=now,
        **_server(at),
    )
    return await _changed(connection, new.returning(chats))


async def chat_at(reader: Reader, at: ChatAddress) -> Chat | None:
    """Return the chat that is remembered there, whether it may be written to or not."""
    row = await reader.fetch_one(select(chats).where(_is(at)))
    return None if row is None else as_chat(row)


async def change_chat(
    connection: Transaction, *, chat_id: int, **settings: str | bool
) -> None:
    """Change settings of a chat: locale, timezone, latin_digits, silent, previews."""
    await connection.execute(
        update(chats).where(chats.c.id == chat_id).values(**settings)
    )


async def groups_without_server(reader: Reader, *, platform: str) -> Sequence[str]:
    """Return the addresses of the groups whose server is not known."""
    query = select(chats.c.address).where(
        chats.c.platform == platform, chats.c.kind == "group", chats.c.server.is_(None)
    )
    return [row.address for row in await reader.fetch_all(query)]


async def note_server(
    connection: Transaction, *, platform: str, server: str, address: str
) -> None:
    """Note of which server a chat is a part."""
    await connection.execute(
        update(chats).where(_has(platform, address)).values(server=server)
    )


async def active_chats(reader: Reader, *, platform: str, kind: str) -> Sequence[Chat]:
    """Return the remembered chats of a kind that may be written to, oldest first."""
    query = (
        select(chats)
        .where(chats.c.platform == platform, chats.c.kind == kind, chats.c.active)
        .order_by(chats.c.id)
    )
    return [as_chat(row) for row in await reader.fetch_all(query)]


async def close_chat(
    connection: Transaction, *, platform: str, address: str, reason: str
) -> bool:
    """Write to a chat and its topics no more, and keep all they had.

    Returns:
        Whether it was written to until now.
    """
    changed = await connection.execute(
        update(chats)
        .where(_has(platform, address), chats.c.active)
        .values(active=False, inactive_reason=reason)
    )
    return changed.rowcount > 0


async def reopen_chat(connection: Transaction, *, platform: str, address: str) -> bool:
    """Write to a chat and its topics again; False if there is nothing to reopen."""
    changed = await connection.execute(
        update(chats)
        .where(_has(platform, address), ~chats.c.active)
        .values(active=True, inactive_reason=None)
    )
    return changed.rowcount > 0


async def move_chat(
    connection: Transaction, *, platform: str, old: str, new: str
) -> bool:
    """Give a chat and its topics a new address, with all they have.

    What is remembered at the new address already becomes a part of it; where both
    have the same, as a digest at one time of the day, the older chat's counts.

    Returns:
        Whether something was remembered at the old address.
    """
    query = select(chats).where(_has(platform, old)).order_by(chats.c.id)
    moving = [as_chat(row) for row in await connection.fetch_all(query)]
    for chat in moving:
        place = ChatAddress(platform, new, chat.at.kind, chat.at.thread)
        there = await chat_at(connection, place)
        if there:
            await _merge(connection, there, into=chat)
        await connection.execute(
            update(chats)
            .where(chats.c.id == chat.id)
            .values(address=new, active=True, inactive_reason=None)
        )
    return bool(moving)


async def forget_chat(connection: Transaction, *, platform: str, address: str) -> bool:
    """Delete a chat and its topics with all that is stored for them.

    Returns:
        Whether anything was stored.
    """
    gone = await connection.execute(delete(chats).where(_has(platform, address)))
    await _delete_unwanted_contents(connection)
    return gone.rowcount > 0


async def is_used(reader: Reader, *, platform: str, address: str) -> bool:
    """Tell whether a chat or a topic of it has subscriptions or the like."""
    mine = select(chats.c.id).where(_has(platform, address))
    query = select(
        or_(*(exists().where(table.c.chat_id.in_(mine)) for table, _ in _BELONGINGS))
    )
    row = await reader.fetch_one(query)
    return row is not None and bool(row[0])


async def _delete_unwanted_contents(connection: Transaction) -> None:
    """Delete what no chat was sent or is to be sent; what others have is theirs."""
    wanted = exists().where(deliveries.c.content_id == contents.c.id)
    await connection.execute(delete(contents).where(~wanted))


async def _merge(connection: Transaction, other: Chat, *, into: Chat) -> None:
    """Hand what one chat has to another, and delete it."""
    for table, keys in _BELONGINGS:
        mine = table.alias()
        taken = or_(
            *(
                exists().where(
                    mine.c.chat_id == into.id,
                    *(mine.c[name] == table.c[name] for name in key),
                )
                for key in keys
            )
        )
        await connection.execute(
            update(table)
            .where(table.c.chat_id == other.id, ~taken)
            .values(chat_id=into.id)
        )
    await connection.execute(delete(chats).where(chats.c.id == other.id))
    await _delete_unwanted_contents(connection)


def _is(at: ChatAddress) -> ColumnElement[bool]:
    return and_(_has(at.platform, at.address), chats.c.thread == at.thread)


def _server(at: ChatAddress) -> dict[str, str]:
    """Return the server to store with a chat; one that is not known changes nothing."""
    return {"server": at.server} if at.server else {}


def _has(platform: str, address: str) -> ColumnElement[bool]:
    return and_(chats.c.platform == platform, chats.c.address == address)


async def _changed(connection: Transaction, statement: Executable) -> Chat:
    """Run a statement that returns the one chat it changes."""
    [row] = await connection.fetch_all(statement)
    return as_chat(row)


def as_chat(row: AnyRow, *, prefix: str = "") -> Chat:
    """Read a chat; `prefix` is what its columns' names begin with."""
    value = {
        name.removeprefix(prefix): one
        for name, one in row._mapping.items()
        if name.startswith(prefix)
    }
    place = (value["platform"], value["address"], value["kind"], value["thread"])
    return Chat(
        id=value["id"],
        at=ChatAddress(*place, server=value["server"] or ""),
        active=value["active"],
        inactive_reason=value["inactive_reason"],
        locale=value["locale"],
        timezone=value["timezone"],
        added=value["added"],
        latin_digits=value["latin_digits"],
        silent=value["silent"],
        previews=value["previews"],
    )


def chat_columns(prefix: str) -> list[Label[Any]]:
    """Return the columns of chats for `as_chat`, where another table is read too."""
    return [column.label(f"{prefix}{column.name}") for column in chats.c]
