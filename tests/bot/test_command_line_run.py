"""`mujaz run` and `chat` as processes: the first start, the platforms, the end."""

import asyncio
import shutil
import signal
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from tests.bot.processes import Ended, Mujaz, until_said
from tests.fakes.discord import TOKEN as DISCORD_TOKEN
from tests.fakes.discord import fake_discord
from tests.fakes.telegram import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram import fake_telegram

#: Seconds in which a program that was told to stop must be gone.
STOPPED_IN = 5

#: Processes are many here, and the machine may be a slow one.
pytestmark = pytest.mark.timeout(300)


async def stop(process: Process, number: signal.Signals) -> int:
    """Send a signal and return the status that the process ends with, in time."""
    process.send_signal(number)
    async with asyncio.timeout(STOPPED_IN):
        return await process.wait()


def test_the_first_start_loads_a_demonstration_and_says_how_to_set_a_token(
    tmp_path: Path,
) -> None:
    new = Mujaz(tmp_path)

    first = new.run("run")
    second = new.run("run")
    spellings = ("غالانت", "جالانت", "غالنت", "Gallant", "גלנט")
    asked = [f"/who {name}" for name in spellings]
    answers = new.run("chat", *asked, "/latest", "/quotes هيلي")

    assert first.status == second.status == 0
    assert "Demonstration: " in first.err
    assert "Demonstration" not in second.err
    for words in ("No token is set", "MUJAZ_TELEGRAM_TOKEN", "BotFather", "DISCORD"):
        assert words in first.out
    cards = f"\n\n{answers.out}".split("\n\nيوآف غالانت\n")[1:]
    assert len(cards) == len(spellings)
    assert all("https://" in card for card in cards)
    assert "جون هيلي" in cards[-1].partition("\n\n")[2]


def test_a_removed_demonstration_stays_away(
    tmp_path: Path, demonstration: tuple[Path, Ended]
) -> None:
    new = Mujaz(tmp_path)
    database, loaded = demonstration
    shutil.copy(database, new.database)

    removed = new.run("demo", "--remove")
    again = new.run("chat", "/latest")

    assert "Demonstration: " in loaded.err
    assert "Demonstration: 0 " not in loaded.err
    assert "removed: 0" not in removed.out
    assert "Demonstration" not in again.err
    assert "http" not in again.out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_terminal_chat_cleanly(
    mujaz: Mujaz, number: signal.Signals
) -> None:
    async with mujaz.running("run") as process:
        await until_said(process.stdout, "Ctrl-D ends.")

        status = await stop(process, number)
        _, errors = await process.communicate()

    assert status == 0
    assert errors == b""


async def test_a_signal_in_the_middle_of_the_first_start_loses_nothing(
    tmp_path: Path,
) -> None:
    new = Mujaz(tmp_path)
    async with new.running("run") as process:
        await until_said(process.stderr, "Loading the demonstration")
        status = await stop(process, signal.SIGTERM)

    again = new.run("chat", "/latest")

    assert status == 0
    assert again.status == 0
    assert "http" in again.out


def test_commands_are_typed_into_the_chat(mujaz: Mujaz) -> None:
    ended = mujaz.run("chat", typed=b"/help\nsources\nexit\n/latest\n")

    assert (ended.status, ended.err) == (0, "")
    assert "/who" in ended.out
    assert "BBC" in ended.out


#: Unknown, without a name, a paste, only emoji, not UTF-8, nothing.
BAD_COMMANDS = (
    "/nonsense",
    "/who",
    f"/who {'ك' * 5000}",
    "/who 😀😀",
    "/who \udcff",
    "",
)


def test_bad_commands_get_clear_answers(mujaz: Mujaz) -> None:
    ended = mujaz.run("chat", *BAD_COMMANDS)

    assert (ended.status, ended.err) == (0, "")
    assert "/nonsense" in ended.out
    assert "Traceback" not in ended.out
    assert all(len(line) < 200 for line in ended.out.splitlines())
    assert len(ended.out.splitlines()) >= 2 * len(BAD_COMMANDS) - 1


def test_an_output_that_cannot_show_arabic_is_no_reason_to_fail(mujaz: Mujaz) -> None:
    mujaz.settings.update(PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    ended = mujaz.run("chat", "/help")

    assert ended.status == 0
    assert "/who ???" in ended.out


async def test_both_platforms_are_served_by_one_process(mujaz: Mujaz) -> None:
    async with fake_telegram() as telegram, fake_discord() as discord:
        mujaz.settings.update(
            MUJAZ_TELEGRAM_TOKEN=TELEGRAM_TOKEN,
            MUJAZ_TELEGRAM_API=telegram.address,
            MUJAZ_DISCORD_TOKEN=DISCORD_TOKEN,
            MUJAZ_DISCORD_API=discord.api,
            MUJAZ_DISCORD_GATEWAY=discord.gateway.address,
        )
        async with mujaz.running("run") as process:
            await telegram.say("/help")
            (guide,) = await telegram.sent(1)
            await discord.ready()
            await discord.slash("help")
            (embedded,) = await discord.messages(1)

            status = await stop(process, signal.SIGTERM)
            out, errors = await process.communicate()

    assert "/who" in guide["text"]
    assert "/who" in embedded["embeds"][0]["description"]
    assert (status, out) == (0, b"")
    for token in (TELEGRAM_TOKEN, DISCORD_TOKEN):
        assert token.encode() not in errors
    assert b"Traceback" not in errors
    # What a library says of features that nobody asked for.
    assert b"voice" not in errors


async def test_one_platform_that_cannot_connect_does_not_stop_the_other(
    mujaz: Mujaz,
) -> None:
    async with fake_telegram() as telegram:
        mujaz.settings.update(
            MUJAZ_TELEGRAM_TOKEN=TELEGRAM_TOKEN,
            MUJAZ_TELEGRAM_API=telegram.address,
            MUJAZ_DISCORD_TOKEN=DISCORD_TOKEN,
            MUJAZ_DISCORD_API="http://127.0.0.1:9/api/v10",
            MUJAZ_DISCORD_GATEWAY="ws://127.0.0.1:9",
        )
        async with mujaz.running("run") as process:
            await telegram.say("/help")
            await telegram.sent(1)
            status = await stop(process, signal.SIGTERM)
            _, errors = await process.communicate()

    assert status == 0
    assert b"discord failed" in errors
    assert b"Traceback" not in errors


async def test_a_lost_gateway_holds_nobody_up(mujaz: Mujaz) -> None:
    async with fake_telegram() as telegram, fake_discord() as discord:
        mujaz.settings.update(
            MUJAZ_TELEGRAM_TOKEN=TELEGRAM_TOKEN,
            MUJAZ_TELEGRAM_API=telegram.address,
            MUJAZ_DISCORD_TOKEN=DISCORD_TOKEN,
            MUJAZ_DISCORD_API=discord.api,
            MUJAZ_DISCORD_GATEWAY=discord.gateway.address,
        )
        async with mujaz.running("run") as process:
            await discord.ready()
            await discord.gateway.drop()
            await telegram.say("/help")
            await telegram.sent(1)
            await discord.slash("who", name="غالانت")
            (card,) = await discord.messages(1)

            status = await stop(process, signal.SIGTERM)
            _, errors = await process.communicate()

    assert "غالانت" in card["embeds"][0]["title"]
    assert len(discord.gateway.resumed) == 1
    assert status == 0
    assert b"Traceback" not in errors


async def test_discord_is_served_while_telegram_cannot_be_reached(mujaz: Mujaz) -> None:
    async with fake_discord() as discord:
        mujaz.settings.update(
            MUJAZ_TELEGRAM_TOKEN=TELEGRAM_TOKEN,
            MUJAZ_TELEGRAM_API="http://127.0.0.1:9",
            MUJAZ_DISCORD_TOKEN=DISCORD_TOKEN,
            MUJAZ_DISCORD_API=discord.api,
            MUJAZ_DISCORD_GATEWAY=discord.gateway.address,
        )
        async with mujaz.running("run") as process:
            await discord.ready()
            await discord.slash("help")
            await discord.messages(1)

            status = await stop(process, signal.SIGTERM)
            _, errors = await process.communicate()

    assert status == 0
    assert b"Traceback" not in errors
