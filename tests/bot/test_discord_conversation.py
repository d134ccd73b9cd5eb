"""Whole conversations on Discord: every command, every button and choice of a menu."""

from typing import Any

import pytest

from handlers.commands import COMMANDS
from storage.database import Database
from tests.bot.discord_service import serving, shown
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import MANAGE_GUILD

DEFERRED_EDIT = 6


def choices_under(message: dict[str, Any]) -> list[str]:
    """Return the commands of the buttons, or of the menu, below a message."""
    found = [one for row in message["components"] for one in row["components"]]
    options = [option["value"] for one in found for option in one.get("options", ())]
    return options or [one["custom_id"] for one in found]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
async def test_every_command_is_answered(
    newsroom: Database, discord: FakeDiscord, command: str
) -> None:
    async with serving(discord, newsroom):
        await discord.ready()
        needed = {
            one["name"]: "غالانت"
            for one in discord.commands[command]["options"]
            if one["required"]
        }
        await discord.slash(command, may=MANAGE_GUILD, **needed)
        (answer,) = await discord.messages(1)

    assert len(shown(answer).strip()) > 10


async def test_every_button_that_is_ever_shown_changes_its_message(
    newsroom: Database, discord: FakeDiscord
) -> None:
    pressed: dict[str, str] = {}
    waiting = ["/help", "/who غالانت", "/who نتنيهار", "/search ذهبية", "/settings"]

    async with serving(discord, newsroom):
        await discord.ready()
        while waiting:
            command = waiting.pop()
            if command in pressed:
                continue
            # Everybody presses one button, so that nobody is too fast.
            reader = f"{20_000 + len(pressed)}"
            said = len(discord.sent)
            await discord.slash("forgetme", by=reader, may=MANAGE_GUILD)
            message = (await discord.messages(said + 1))[-1]
            number = await discord.press(message, command, by=reader, may=MANAGE_GUILD)
            changed = (await discord.messages(said + 2))[-1]
            assert discord.acknowledged[number]["type"] == DEFERRED_EDIT, command
            pressed[command] = shown(changed)
            waiting += choices_under(changed)

    commands = {command.split()[0] for command in pressed}
    assert {"/who", "/quotes", "/about", "/with", "/latest", "/follow"} <= commands
    assert len(pressed) > 40
    assert all(text.strip() for text in pressed.values())
