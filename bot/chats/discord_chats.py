"""Which places of Discord are open to us: what it tells of them, kept in storage."""

import contextlib
import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import discord

from handlers.lost_places import LostPlace, owe_closed, owe_gone
from storage.chat_records import ChatAddress
from storage.chats import (
    chat_at,
    close_chat,
    groups_without_server,
    note_server,
    reopen_chat,
)
from storage.database import Database, StorageError

log = logging.getLogger(__name__)

PLATFORM: Final = "discord"

Interaction = discord.Interaction[Any]
#: What a server has that can be sent to.
Place = discord.abc.GuildChannel | discord.Thread


def address_of(
    interaction: Interaction, *, channel: str | None = None
) -> ChatAddress | None:
    """Return the place that an interaction speaks of, as storage knows it.

    A channel or a thread of a server that has the bot is a group. Everywhere else the
    bot is somebody's own, so the place is the direct messages with that person, known
    by the person's number.

    Args:
        channel: another one of the server, where that was named.

    Returns:
        None where Discord does not say where it comes from.
    """
    if not is_of_server(interaction):
        return ChatAddress(PLATFORM, str(interaction.user.id), "private")
    at = channel or interaction.channel_id
    server = str(interaction.guild_id)
    return ChatAddress(PLATFORM, str(at), "group", server=server) if at else None


def is_of_server(interaction: Interaction) -> bool:
    """Tell whether it comes from a server that has the bot.

    Elsewhere somebody brought the bot along, who has installed it for themselves.
    """
    is_brought = interaction.is_user_integration()
    return interaction.guild_id is not None and (
        interaction.is_guild_integration() or not is_brought
    )


def places_of(guild: discord.Guild) -> list[str]:
    """Return the numbers of all channels and threads of a server."""
    return [str(one.id) for one in (*guild.channels, *guild.threads)]


class ChannelBook:
    """Keeps which places are open to us; a storage that fails stops nothing."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime]) -> None:
        self._db, self._clock = db, clock

    async def closed(self, addresses: Collection[str], *, reason: str) -> bool:
        """Note that nothing can be written there any more.

        Returns:
            Whether anything was written there until now.
        """
        known: list[str] = []
        with _failures_logged(addresses):
            async with self._db.transaction() as connection:
                known += [
                    address
                    for address in addresses
                    if await close_chat(
                        connection, platform=PLATFORM, address=address, reason=reason
                    )
                ]
        for address in known:
            log.info(
                "discord channel closed to us channel=%s reason=%s", address, reason
            )
        return bool(known)

    async def gone(
        self, address: str, place: Place | None, *, guild: discord.Guild | None
    ) -> None:
        """Note that a channel or a thread was deleted, and let its server know.

        Where the system's messages go, for that is where its managers look; else its
        owner, if they have begun a chat with us.

        Args:
            place: what it was; None if that is not known any more.
        """
        if guild:
            lost = lost_place(address, place, guild=guild)
            with _failures_logged((address,)):
                await owe_gone(self._db, lost, now=self._clock())
        await self.closed((address,), reason="it was deleted")

    async def shut(self, lost: LostPlace, *, locale: str) -> None:
        """Let the owner of a server know of a place that nobody there could be told of.

        They must have begun a chat with us.
        """
        to_owner = replace(lost, tell=[one for one in lost.tell if one.is_private])
        with _failures_logged((lost.at.address,)):
            await owe_closed(self._db, to_owner, locale=locale, now=self._clock())

    async def belong(self, guilds: Collection[discord.Guild]) -> None:
        """Note of which server the places are that were remembered without it."""
        with _failures_logged(()):
            unknown = set(await groups_without_server(self._db, platform=PLATFORM))
            for guild in guilds if unknown else ():
                for address in unknown.intersection(places_of(guild)):
                    async with self._db.transaction() as connection:
                        await note_server(
                            connection,
                            platform=PLATFORM,
                            server=str(guild.id),
                            address=address,
                        )

    async def opened(self, addresses: Collection[str]) -> None:
        """Note that we were let in again."""
        with _failures_logged(addresses):
            async with self._db.transaction() as connection:
                for address in addresses:
                    await reopen_chat(connection, platform=PLATFORM, address=address)

    async def used(self, at: ChatAddress) -> bool:
        """Note that somebody speaks to us there; True if that opens it again."""
        with _failures_logged((at.address,)):
            chat = await chat_at(self._db, at)
            if chat and not chat.active:
                await self.opened((at.address,))
                return True
        return False


def lost_place(address: str, place: Place | None, *, guild: discord.Guild) -> LostPlace:
    """Return a place of a server that nothing can be sent to any more.

    Args:
        place: what it is or was; None if that is not known.
    """
    return LostPlace(
        ChatAddress(PLATFORM, address, "group", server=str(guild.id)),
        name=place.name if place else "",
        server=guild.name,
        is_secret=place is None or not _is_for_all(place, guild),
        tell=_readers(guild, but=address),
    )


def _is_for_all(place: Place, guild: discord.Guild) -> bool:
    """Tell whether everybody in the server can see a place, and so its name."""
    if isinstance(place, discord.Thread):
        # Without its channel nobody can tell any more.
        if place.is_private() or place.parent is None:
            return False
        place = place.parent
    return place.permissions_for(guild.default_role).view_channel


def _readers(guild: discord.Guild, *, but: str) -> list[ChatAddress]:
    """Return where a server can be told something, the best place first."""
    found = []
    system, server = guild.system_channel, str(guild.id)
    if system and str(system.id) != but:
        found.append(ChatAddress(PLATFORM, str(system.id), "group", server=server))
    if guild.owner_id:
        found.append(ChatAddress(PLATFORM, str(guild.owner_id), "private"))
    return found


@contextlib.contextmanager
def _failures_logged(addresses: Collection[str]) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning(
            "discord channel change not kept channels=%d reason=%s",
            len(addresses),
            error,
        )
