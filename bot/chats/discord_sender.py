"""What is sent to Discord by itself, as digests are, and what becomes of it."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import aiohttp
import discord
from discord.abc import Messageable

from bot.chats.discord_chats import PLATFORM, ChannelBook, Place, lost_place
from bot.chats.discord_messages import parts
from bot.chats.discord_text import content
from handlers.conversation import Heading, Reply, Text
from handlers.lost_places import LostPlace
from handlers.notices import lost_channel
from storage.chat_records import ChatAddress

log = logging.getLogger(__name__)

#: Longer than the library waits for a limit, and than its repetitions take.
SEND_SECONDS: Final = 120.0
#: The library waits so long for a rate limit itself; for longer ones the outbox does.
MAX_LIMIT_WAIT: Final = 30.0
RETRY_SECONDS: Final = 60.0
#: So long Discord may take to tell of a server, after a start.
SERVER_SECONDS: Final = 30.0
POST_NAME_LENGTH: Final = 100

#: Errors of Discord after which nothing can be sent there any more: an unknown server
#: or person, no access, direct messages closed, no permission, a locked thread.
_CLOSING: Final = frozenset({10004, 10013, 50001, 50007, 50013, 50278, 160005})
_UNKNOWN_CHANNEL: Final = 10003
_TROUBLE: Final = (discord.DiscordException, OSError, aiohttp.ClientError)
_TOO_MANY: Final = 429
_UNAVAILABLE: Final = 503


class State(StrEnum):
    """What became of a message.

    `RETRY` did certainly not arrive and may be sent again; `UNKNOWN` may have arrived
    and is not repeated; `CLOSED` is refused for good, and so will be the next ones;
    where it was to go is `GONE`, the same for good.
    """

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sending:
    """The fate of what was to be sent.

    Attributes:
        reason: why it was not sent, for people; "" if it was.
        message: the number of its first message that arrived; "" if there is none.
        wait: seconds before a `RETRY` is worth it.
    """

    state: State
    reason: str = ""
    message: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class _Message:
    """What is to be sent, and how; see `DiscordSender.send`."""

    reply: Reply
    rtl: bool
    key: str
    is_silent: bool


class DiscordSender:
    """Sends through whatever connection there is; without one it says so."""

    def __init__(self, book: ChannelBook, *, locale: str) -> None:
        self._book, self._locale = book, locale
        self._client: discord.Client | None = None

    @property
    def is_connected(self) -> bool:
        """Tell whether a message has a chance to go out now."""
        return self._client is not None and self._client.is_ready()

    @contextmanager
    def through(self, client: discord.Client) -> Iterator[None]:
        """Send through this client, once it is ready, until the block ends."""
        self._client = client
        try:
            yield
        finally:
            self._client = None

    async def send(
        self,
        at: ChatAddress,
        reply: Reply,
        *,
        rtl: bool,
        key: str = "",
        is_silent: bool = False,
    ) -> Sending:
        """Send a reply to a channel, a thread, a forum (as a post) or a person.

        A place that is closed to us is noted, and its server told of it once.

        Args:
            is_silent: it makes no sound.
            key: names this message; Discord shows it once, even where the library had
                to repeat the call. At most 20 characters.
        """
        client = self._client
        if client is None or not client.is_ready():
            return _retry("Discord is not connected")
        fate = await _sent(client, at, _Message(reply, rtl, key, is_silent))
        if fate.state is not State.SENT:
            await self._note(client, at, fate, locale=reply.locale or self._locale)
        return fate

    async def _note(
        self, client: discord.Client, at: ChatAddress, fate: Sending, *, locale: str
    ) -> None:
        log.warning(
            "discord send %s channel=%s reason=%s", fate.state, at.address, fate.reason
        )
        if fate.state not in (State.CLOSED, State.GONE):
            return
        if at.is_private:
            await self._book.closed((at.address,), reason=fate.reason)
            return
        channel = client.get_channel(int(at.address))
        place = channel if isinstance(channel, Place) else None
        guild = place.guild if place else await _server_of(client, at)
        if fate.state is State.GONE:
            await self._book.gone(at.address, place, guild=guild)
            return
        was_open = await self._book.closed((at.address,), reason=fate.reason)
        if was_open and guild:
            lost = lost_place(at.address, place, guild=guild)
            if not await _tell(place, guild, lost, locale=locale):
                await self._book.shut(lost, locale=locale)


async def _server_of(client: discord.Client, at: ChatAddress) -> discord.Guild | None:
    """Return the server of a place that we do not see there, if we are in it.

    Right after a start Discord has not told of it yet.
    """
    guild = client.get_guild(int(at.server)) if at.server else None
    if guild and guild.unavailable:
        with contextlib.suppress(TimeoutError):
            await client.wait_for(
                "guild_available",
                check=lambda told: str(told.id) == at.server,
                timeout=SERVER_SECONDS,
            )
    return guild


async def _tell(
    place: Place | None, guild: discord.Guild, lost: LostPlace, *, locale: str
) -> bool:
    """Tell a server that its channel is lost, there or where it may be read."""
    for told in (place, guild.system_channel):
        if not isinstance(told, Messageable):
            continue
        here = ChatAddress(PLATFORM, str(told.id), "group")
        name = lost.name_in(here)
        reply = lost_channel(locale, name=name, server=lost.server)
        words = " ".join(one.text for one in reply.blocks if isinstance(one, Text))
        # Those who may know of the place are shown its name there, and nobody else.
        link = "" if name else f"\n<#{lost.at.address}>"
        try:
            async with asyncio.timeout(SEND_SECONDS):
                # Without an embed: that may be the permission that is missing.
                await told.send(content(words) + link)
        except _TROUBLE as error:
            log.info("discord notice not sent channel=%s reason=%s", told.id, error)
        else:
            return True
    return False


async def _sent(client: discord.Client, at: ChatAddress, message: _Message) -> Sending:
    """Send a message, and tell what became of it."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            channel = await _channel(client, at)
    except _TROUBLE as error:
        fate = _fate_of_call(error)
        # Whatever it was, nothing can have arrived yet.
        return _retry(fate.reason) if fate.state is State.UNKNOWN else fate
    arrived: list[discord.Message] = []
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await _send(channel, message, at=at, arrived=arrived)
    except _TROUBLE as error:
        return _fate(error, arrived=arrived)
    return Sending(State.SENT, message=str(arrived[0].id))


async def _channel(
    client: discord.Client, at: ChatAddress
) -> Messageable | discord.ForumChannel:
    """Return what can be sent to.

    Raises:
        discord.InvalidData: there is something that takes no messages.
    """
    number = int(at.address)
    if at.is_private:
        return await client.create_dm(discord.Object(number))
    channel = client.get_channel(number) or await client.fetch_channel(number)
    if isinstance(channel, Messageable | discord.ForumChannel):
        return channel
    raise discord.InvalidData(f"{channel} takes no messages")


async def _send(
    channel: Messageable | discord.ForumChannel,
    message: _Message,
    *,
    at: ChatAddress,
    arrived: list[discord.Message],
) -> None:
    """Send the parts of a message in order, and note each that went out."""
    # In a forum the buttons stand in a post, and mean the forum.
    meant = at.address if isinstance(channel, discord.ForumChannel) else None
    rest = list(enumerate(parts(message.reply, rtl=message.rtl, channel=meant)))
    if isinstance(channel, discord.ForumChannel):
        (_, first), *rest = rest
        tags = channel.available_tags[:1] if channel.flags.require_tag else []
        name = _post_name(message.reply)
        post = await channel.create_thread(name=name, applied_tags=tags, **first.new())
        arrived.append(post.message)
        channel = post.thread
    for number, part in rest:
        once: dict[str, Any] = (
            {"nonce": f"{message.key}.{number}"} if message.key else {}
        )
        arrived.append(
            await channel.send(**part.new(), **once, silent=message.is_silent)
        )


def _post_name(reply: Reply) -> str:
    """Return the name of a forum post: the first words of the reply."""
    words = (block.text for block in reply.blocks if isinstance(block, Heading | Text))
    name = " ".join(next(words, "").split())
    return name[:POST_NAME_LENGTH] or "\N{NEWSPAPER}"


def _fate(error: Exception, *, arrived: Sequence[discord.Message]) -> Sending:
    """Return what became of a message whose sending failed like this.

    Args:
        arrived: the parts of it that did, so that it must not be sent again.
    """
    fate = _fate_of_call(error)
    if not arrived:
        return fate
    message = str(arrived[0].id)
    if fate.state in (State.CLOSED, State.GONE):
        return replace(fate, message=message)
    reason = f"only the beginning arrived: {fate.reason}"
    return Sending(State.UNKNOWN, reason, message=message)


def _fate_of_call(error: Exception) -> Sending:
    reason = str(error) or type(error).__name__
    match error:
        case discord.RateLimited():
            return Sending(State.RETRY, reason, wait=error.retry_after)
        case discord.HTTPException() if error.code == _UNKNOWN_CHANNEL:
            return Sending(State.GONE, error.text or reason)
        case discord.HTTPException() if error.code in _CLOSING:
            return Sending(State.CLOSED, error.text or reason)
        case discord.HTTPException(status=401):
            return _retry("Discord refused the token")
        case discord.HTTPException() if error.status in (_TOO_MANY, _UNAVAILABLE):
            return _retry(reason)
        case discord.DiscordServerError():
            return Sending(State.UNKNOWN, reason)
        case aiohttp.ClientConnectorError():
            return _retry(reason)
        case OSError() | aiohttp.ClientError():
            # The line broke, or nobody answered in time: it may have arrived.
            return Sending(State.UNKNOWN, reason)
    return Sending(State.FAILED, reason)


def _retry(reason: str) -> Sending:
    return Sending(State.RETRY, reason, wait=RETRY_SECONDS)
