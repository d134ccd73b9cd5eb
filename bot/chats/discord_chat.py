"""The Discord bot: slash commands from the one table, answered with embeds."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands

from bot.chats.answers import Desk, answer_text
from bot.chats.discord_text import choices, embeds
from handlers.commands import COMMANDS, Command, description, usage
from handlers.conversation import Reply

log = logging.getLogger(__name__)

COLOUR = 0x1F6F78
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
DESCRIPTION_LENGTH = 100


async def run_discord(
    desk: Desk, *, token: str, api: str, gateway: str, pause: float = FIRST_PAUSE
) -> None:
    """Serve Discord until cancelled.

    A refused token or an unreachable server is logged and tried again, later and
    later; nothing of it reaches the caller.

    Args:
        api: address of the REST API with its version: ".../api/v10".
        gateway: address of the gateway's websocket.
        pause: seconds before the second attempt.
    """
    use_addresses(api=api, gateway=gateway)
    # Nobody speaks here, so nobody needs to hear what voice would need.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    while True:
        try:
            async with NewsClient(desk) as client:
                await client.start(token)
        except discord.LoginFailure:
            log.warning("discord refused the token: check MUJAZ_DISCORD_TOKEN")
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("discord failed reason=%s again_in=%.0fs", error, pause)
        except Exception:
            log.exception("discord stopped again_in=%.0fs", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def use_addresses(*, api: str, gateway: str) -> None:
    """Point the library at a server; it has no setting for that but its classes'."""
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class NewsClient(discord.Client):
    """A connection to Discord that registers the commands and answers them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing here needs to know the servers before it can answer.
            guild_ready_timeout=0,
        )
        self.desk = desk
        self.tree = app_commands.CommandTree(self)
        for command in COMMANDS:
            self.tree.add_command(_slash_command(desk, command))

    async def setup_hook(self) -> None:
        """Register the commands, once connected and before anything comes in."""
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say in the log that the bot is there."""
        log.info("discord serves bot=%s", self.user)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a pressed button: its id is the command, so it outlives restarts."""
        data: Any = interaction.data or {}
        command = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.component and command:
            await _respond(self.desk, interaction, command)


def _slash_command(
    desk: Desk, command: Command
) -> app_commands.Command[Any, ..., None]:
    wanted = usage(command, locale=desk.locale)

    @app_commands.describe(text=wanted)
    async def with_text(interaction: discord.Interaction, text: str = "") -> None:
        await _respond(desk, interaction, f"/{command.name} {text}")

    async def alone(interaction: discord.Interaction) -> None:
        await _respond(desk, interaction, f"/{command.name}")

    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=command.name,
        description=description(command, locale=desk.locale)[:DESCRIPTION_LENGTH],
        callback=with_text if wanted else alone,
    )
    return made


async def _respond(desk: Desk, interaction: discord.Interaction, text: str) -> None:
    """Answer an interaction: acknowledged at once, the answer edited in."""
    try:
        await interaction.response.defer(thinking=True)
        reply = await answer_text(desk, text)
        await _send(interaction, reply, rtl=desk.rtl)
    except discord.HTTPException as error:
        # An expired token, a channel that is gone: nobody is left to tell.
        log.warning("discord send failed reason=%s", error)


async def _send(interaction: discord.Interaction, reply: Reply, *, rtl: bool) -> None:
    made = embeds(reply, rtl=rtl)
    for number, part in enumerate(made, start=1):
        embed = discord.Embed(
            title=part.title or None, description=part.description, colour=COLOUR
        )
        view = _view(reply) if number == len(made) else discord.utils.MISSING
        if number == 1:
            await interaction.edit_original_response(embed=embed, view=view)
        else:
            await interaction.followup.send(embed=embed, view=view)


def _view(reply: Reply) -> Any:
    """Return the reply's buttons; stopped, so that the library keeps no list of it."""
    shown = choices(reply.buttons)
    if not shown:
        return discord.utils.MISSING
    view = discord.ui.View(timeout=None)
    for label, command in shown:
        view.add_item(discord.ui.Button[Any](label=label, custom_id=command))
    view.stop()
    return view
