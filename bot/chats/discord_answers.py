"""What comes in on Discord and what goes back: slash commands, choices, suggestions."""

import asyncio
import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from bot.chats.answers import Desk, answer_text, is_rtl
from bot.chats.discord_chats import ChannelBook, Interaction, address_of, is_of_server
from bot.chats.discord_commands import Given, given, typed
from bot.chats.discord_languages import language_of_app, language_of_place
from bot.chats.discord_messages import MENU, Part, parts
from bot.chats.discord_text import CHOICE_LENGTH
from bot.chats.shown_text import isolate, one_line
from bot.chats.visitors import Visitors, Welcome
from handlers.commands import (
    administrators_only,
    apology,
    hurried,
    is_for_administrators,
)
from handlers.conversation import Attached, Reply
from handlers.notices import reopened
from handlers.suggestions import Suggestion, suggest
from storage.chat_records import ChatAddress
from storage.database import StorageError

log = logging.getLogger(__name__)

#: Discord waits three seconds for suggestions; late ones are no use to anybody.
SUGGESTION_SECONDS: Final = 2.0

#: Errors of Discord that mean an interaction takes no answer any more: it is unknown
#: after three seconds, and its token after fifteen minutes.
_OVER: Final = frozenset({10015, 10062, 50027})

_UNKNOWN_MESSAGE: Final = 10008

_CHOICE: Final = re.compile(r"(?:#(\d{1,20}) )?(/.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Service:
    """What interactions are answered with.

    Attributes:
        visitors: who asks too fast.
    """

    desk: Desk
    book: ChannelBook
    visitors: Visitors = field(default_factory=Visitors)

    async def work(self, interaction: Interaction) -> None:
        """Work one interaction off; what fails is logged, and told where it can be."""
        try:
            await self._work(interaction)
        except discord.NotFound as error:
            # An expired token, a channel that is gone: nobody is left to tell.
            log.warning("discord interaction is over reason=%s", error)
        except (discord.DiscordException, OSError) as error:
            log.warning("discord answer not sent reason=%s", error)
        except Exception:
            code = secrets.token_hex(3).upper()
            log.exception("discord answer broke code=%s", code)
            await _tell_last(interaction, apology(code, self.desk.locale), self.desk)

    async def _work(self, interaction: Interaction) -> None:
        data: Any = interaction.data or {}
        locale = language_of_place(interaction, default=self.desk.locale)
        here = replace(self, desk=replace(self.desk, locale=locale))
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await _suggest(here, interaction, data)
            case discord.InteractionType.application_command:
                await _on_command(here, interaction, given(data))
            case discord.InteractionType.component:
                if asked := _chosen(data):
                    await _on_choice(here, interaction, asked)


async def _on_command(service: Service, interaction: Interaction, asked: Given) -> None:
    if refusal := _refusal(service, interaction, asked):
        await _whisper(interaction, refusal, service.desk)
        return
    is_abroad = not is_of_server(interaction) and not _is_bot_dm(interaction)
    await _promise(interaction, thinking=True, is_private=is_abroad)
    reply = await _answer(service, interaction, asked)
    await _fill(interaction, reply, asked, service.desk, is_private=is_abroad)


async def _on_choice(service: Service, interaction: Interaction, asked: Given) -> None:
    """Answer a button or a menu: whoever asked for the message has it changed.

    A message is not changed under those who read it: for anybody else the answer is
    their own, and so it is below what came by itself.
    """
    if refusal := _refusal(service, interaction, asked):
        await _whisper(interaction, refusal, service.desk)
        return
    if _asked_for_it(interaction):
        is_private = bool(interaction.message and interaction.message.flags.ephemeral)
        await _promise(interaction, thinking=False, is_private=is_private)
    else:
        is_private = not _is_bot_dm(interaction)
        await _promise(interaction, thinking=True, is_private=is_private)
    reply = await _answer(service, interaction, asked)
    await _fill(interaction, reply, asked, service.desk, is_private=is_private)


async def _suggest(service: Service, interaction: Interaction, data: Any) -> None:
    """Offer what may be meant; nothing, rather than nothing in time."""
    desk = service.desk
    takes, text = typed(data)
    at = _typed_place(interaction, given(data).channel)
    locale = language_of_app(interaction, default=desk.locale)
    found: Sequence[Suggestion] = ()
    try:
        async with asyncio.timeout(SUGGESTION_SECONDS):
            found = await suggest(desk.db, takes, text, locale=locale, at=at)
    except (TimeoutError, StorageError) as error:
        log.warning("discord suggestions failed takes=%s reason=%r", takes, error)
    shown = [
        (isolate(one_line(one.label), rtl=locale == "ar"), one.value) for one in found
    ]
    await interaction.response.autocomplete(
        [
            app_commands.Choice(name=label[:CHOICE_LENGTH], value=value)
            for label, value in shown
            if label and len(value) <= CHOICE_LENGTH
        ]
    )


def _typed_place(interaction: Interaction, channel: str | None) -> ChatAddress | None:
    """Return the place that somebody who is typing speaks of.

    Discord checks a channel when the command is given, not before: what another server
    has must not be suggested.
    """
    guild = interaction.guild
    if channel and not (guild and guild.get_channel_or_thread(int(channel))):
        return None
    return address_of(interaction, channel=channel)


async def _answer(service: Service, interaction: Interaction, asked: Given) -> Reply:
    at = address_of(interaction, channel=asked.channel)
    is_again = at is not None and await service.book.used(at)
    reply = await answer_text(
        service.desk,
        asked.text,
        chat=at,
        administers=interaction.permissions.manage_guild,
        attached=_attached(interaction, asked.file) if asked.file else None,
    )
    if not is_again:
        return reply
    # Where nothing could be sent, nobody could be told of that either.
    notice = reopened(reply.locale or service.desk.locale)
    return replace(reply, blocks=(*reply.blocks, notice))


def _attached(interaction: Interaction, file: Mapping[str, Any]) -> Attached:
    """Return a file that is fetched when somebody wants it."""

    async def fetch() -> bytes | None:
        try:
            data: bytes = await interaction.client.http.get_from_cdn(str(file["url"]))
        except (discord.DiscordException, OSError, aiohttp.ClientError) as error:
            log.warning("discord file not fetched reason=%s", error)
            return None
        return data

    return Attached(int(file.get("size") or 0), fetch)


def _refusal(service: Service, interaction: Interaction, asked: Given) -> Reply | None:
    """Return what somebody is told instead of an answer; None to answer."""
    desk = service.desk
    met = service.visitors.meet(interaction.user.id, now=desk.clock())
    if met is not Welcome.ANSWER:
        return hurried(desk.locale)
    at: ChatAddress | None = address_of(interaction, channel=asked.channel)
    is_theirs = bool(at and at.is_private) or interaction.permissions.manage_guild
    if is_for_administrators(asked.text) and not is_theirs:
        return administrators_only(desk.locale)
    return None


async def _promise(
    interaction: Interaction, *, thinking: bool, is_private: bool
) -> None:
    """Tell Discord that an answer comes; too late for that is not too late for all.

    Args:
        thinking: it will be a new message, not a change of the one pressed.
        is_private: only the person will see it.
    """
    try:
        await interaction.response.defer(thinking=thinking, ephemeral=is_private)
    except discord.HTTPException as error:
        if error.code not in _OVER or is_private:
            raise


async def _fill(
    interaction: Interaction,
    reply: Reply,
    asked: Given,
    desk: Desk,
    *,
    is_private: bool,
) -> None:
    """Put the answer where it was promised; what does not fit there follows.

    Where the interaction is over, what everybody may see comes as plain messages.
    """
    shown = partial(parts, reply, rtl=is_rtl(reply, desk), channel=asked.channel)
    made = shown()
    done = 0
    try:
        while interaction.response.is_done() and done < len(made):
            if done or not await _put(interaction, made[done]):
                # Made anew: the files of what was not sent are read to their end.
                part = shown()[done]
                await interaction.followup.send(**part.new(), ephemeral=is_private)
            done += 1
    except discord.HTTPException as error:
        if error.code not in _OVER or is_private:
            raise
    if done < len(made):
        place = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        for part in shown()[done:]:
            await place.send(**part.new())
        log.info("discord interaction was over, answered in the channel")


async def _put(interaction: Interaction, part: Part) -> bool:
    """Put a part where the answer was promised; False if that was deleted since."""
    try:
        await interaction.edit_original_response(**part.edited())
    except discord.NotFound as error:
        if error.code != _UNKNOWN_MESSAGE:
            raise
        return False
    return True


async def _whisper(interaction: Interaction, reply: Reply, desk: Desk) -> None:
    """Answer at once, for nobody else to see."""
    first, *_ = parts(reply, rtl=is_rtl(reply, desk))
    await interaction.response.send_message(**first.new(), ephemeral=True)


async def _tell_last(interaction: Interaction, reply: Reply, desk: Desk) -> None:
    """Tell somebody of a bug, whether they were answered before it or not."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            first, *_ = parts(reply, rtl=is_rtl(reply, desk))
            await interaction.followup.send(**first.new(), ephemeral=True)
        else:
            await _whisper(interaction, reply, desk)
    except (discord.DiscordException, OSError) as error:
        log.warning("discord apology not sent reason=%s", error)


def _chosen(data: Any) -> Given | None:
    """Return the command that a button or the menu stands for; None for no command."""
    choice = str(data.get("custom_id", ""))
    if choice == MENU:
        choice = str(next(iter(data.get("values") or ()), ""))
    match = _CHOICE.fullmatch(choice)
    return Given(match[2], match[1]) if match else None


def _asked_for_it(interaction: Interaction) -> bool:
    """Tell whether the message answers whoever pressed its button."""
    message = interaction.message
    asked = message.interaction_metadata if message else None
    return bool(asked and asked.user.id == interaction.user.id)


def _is_bot_dm(interaction: Interaction) -> bool:
    """Tell whether one person is alone with the bot there."""
    return interaction.guild_id is None and interaction.context.dm_channel
