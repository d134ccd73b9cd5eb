"""Which places of Discord are open to us: what it tells of them, kept in storage."""

import contextlib
import logging
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

import discord

from handlers.lost_places import owe_loss
from storage.chat_records import ChatAddress
from storage.chats import chat_at, close_chat, reopen_chat
from storage.database import Database, StorageError

log = logging.getLogger(__name__)

PLATFORM: Final = "discord"

Interaction = discord.Interaction[Any]


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
    return ChatAddress(PLATFORM, str(at), "group") if at else None


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

    def __init__(self, db: Database) -> None:
        self._db = db

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
        self, address: str, *, name: str, guild: discord.Guild | None, now: datetime
    ) -> None:
        """Note that a channel or a thread was deleted, and let its server know.

        Where the system's messages go, for that is where its managers look; else its
        owner, if they have begun a chat with us.
        """
        lost = ChatAddress(PLATFORM, address, "group")
        tell = _readers(guild, but=address) if guild else []
        with _failures_logged((address,)):
            await owe_loss(self._db, lost, name=name, tell=tell, now=now)
        await self.closed((address,), reason="it was deleted")

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


def _readers(guild: discord.Guild, *, but: str) -> list[ChatAddress]:
    """Return where a server can be told something, the best place first."""
    found = []
    if guild.system_channel and str(guild.system_channel.id) != but:
        found.append(ChatAddress(PLATFORM, str(guild.system_channel.id), "group"))
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
