"""The Discord bot: a connection that registers the commands and hands on what comes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

import aiohttp
import discord
import yarl

from bot.chats.answers import Desk
from bot.chats.discord_answers import Service
from bot.chats.discord_chats import PLATFORM, ChannelBook, Interaction, places_of
from bot.chats.discord_commands import command_tree, register
from bot.chats.discord_deliveries import discord_send
from bot.chats.discord_sender import MAX_LIMIT_WAIT, DiscordSender
from bot.deliveries import delivering
from storage.database import StorageError

log = logging.getLogger(__name__)

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
#: Seconds that what is being worked off has at the end.
STOP_SECONDS: Final = 1.0

P = ParamSpec("P")


async def run_discord(
    desk: Desk,
    *,
    token: str,
    api: str,
    gateway: str,
    sender: DiscordSender | None = None,
    pause: float = FIRST_PAUSE,
) -> None:
    """Serve Discord until cancelled.

    A refused token or an unreachable server is logged and tried again, later and
    later; nothing of it reaches the caller.

    Args:
        api: address of the REST API with its version: ".../api/v10".
        gateway: address of the gateway's websocket.
        sender: is given each connection, to send through what nobody asked for.
        pause: seconds before the second attempt.
    """
    use_addresses(api=api, gateway=gateway)
    # Nobody speaks here, so nobody needs to hear what voice would need.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    sender = sender or DiscordSender(
        ChannelBook(desk.db, clock=desk.clock), locale=desk.locale
    )
    while True:
        try:
            await _serve(desk, token=token, sender=sender)
        except discord.LoginFailure:
            log.warning("discord refused the token: check MUJAZ_DISCORD_TOKEN")
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("discord failed reason=%s again_in=%.0fs", error, pause)
        except Exception:
            log.exception("discord stopped again_in=%.0fs", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _serve(desk: Desk, *, token: str, sender: DiscordSender) -> None:
    """Serve through one connection until it ends."""
    async with (
        NewsClient(desk) as client,
        delivering(
            desk.db,
            platform=PLATFORM,
            send=discord_send(sender),
            clock=desk.clock,
            is_ready=lambda: sender.is_connected,
        ),
    ):
        with sender.through(client):
            await client.start(token)


def use_addresses(*, api: str, gateway: str) -> None:
    """Point the library at a server; it has no setting for that but its classes'."""
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


def finished(
    handler: Callable[Concatenate["NewsClient", P], Awaitable[None]],
) -> Callable[Concatenate["NewsClient", P], Coroutine[Any, Any, None]]:
    """Let a handler of events end before the connection does.

    The library starts handlers and forgets them; one that is still at work would find
    the database closed under it.
    """

    @wraps(handler)
    async def run(client: "NewsClient", /, *args: P.args, **more: P.kwargs) -> None:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        client.at_work.add(task)
        try:
            await handler(client, *args, **more)
        finally:
            client.at_work.discard(task)

    return run


class NewsClient(discord.Client):
    """A connection to Discord; all that lasts longer belongs to the application."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing here needs to know the servers before it can answer.
            guild_ready_timeout=0,
            max_messages=None,
            max_ratelimit_timeout=MAX_LIMIT_WAIT,
        )
        self.desk = desk
        self.book = ChannelBook(desk.db, clock=desk.clock)
        self.service = Service(desk, self.book)
        self.at_work: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """Finish what can be finished within `STOP_SECONDS`, then disconnect."""
        if at_work := set(self.at_work):
            await asyncio.wait(at_work, timeout=STOP_SECONDS)
        await super().close()
        if late := set(self.at_work):
            for task in late:
                task.cancel()
            await asyncio.wait(late)

    async def setup_hook(self) -> None:
        """Register the commands, once connected and before anything comes in."""
        try:
            await register(self, self.desk.db, command_tree(self.desk.locale))
        except StorageError:
            log.exception("storage failed: discord commands not registered")

    @finished
    async def on_ready(self) -> None:
        """Say in the log that the bot is there, and note what its servers have."""
        log.info("discord serves bot=%s servers=%d", self.user, len(self.guilds))
        await self.book.belong(self.guilds)

    @finished
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a command, a button, a menu, or what somebody is typing."""
        await self.service.work(interaction)

    @finished
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note what is a part of a server that comes after the start."""
        await self.book.belong((guild,))

    @finished
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Write again where a server lets the bot in again."""
        log.info("discord server joined server=%d", guild.id)
        await self.book.belong((guild,))
        await self.book.opened(places_of(guild))

    @finished
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Write no more to a server that removed the bot."""
        log.info("discord server left server=%d", guild.id)
        await self.book.closed(places_of(guild), reason="removed from the server")

    @finished
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Write no more to a channel that is gone, and say so."""
        await self.book.gone(str(channel.id), channel, guild=channel.guild)

    @finished
    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        """Write no more to a thread that is gone, and say so."""
        guild = self.get_guild(gone.guild_id)
        await self.book.gone(str(gone.thread_id), gone.thread, guild=guild)
