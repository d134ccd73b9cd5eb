"""`mujaz deliveries` while messages go out, from another process."""

import asyncio
import os
import pty
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from storage.chat_records import ChatAddress
from storage.database import open_database
from tests.bot.processes import PATIENCE, Mujaz
from tests.bot.senders import open_nursery
from tests.bot.test_telegram_deliveries import notice
from tests.fakes.telegram import FakeTelegram, Refusal, fake_telegram

DUE = 60
#: One of them is refused, and one more is not to be sent before tomorrow.
REFUSING = 7
OWED = f"Deliveries of the last 24 hours: later 1, pending {DUE}.\n"
DONE = f"Deliveries of the last 24 hours: failed 1, later 1, sent {DUE - 1}."

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as fake:
        fake.script("sendMessage", Refusal(400, "Bad Request: no"), chat=REFUSING)
        yield fake


async def owe(mujaz: Mujaz) -> None:
    now = datetime.now(UTC)
    async with open_database(mujaz.environment()["MUJAZ_DATABASE_URL"]) as db:
        for number in range(1, DUE + 2):
            place = ChatAddress("telegram", str(number), "private")
            later = timedelta(days=1) if number > DUE else timedelta()
            await notice(db, "موجز", chat=place, owed_at=now + later)


@asynccontextmanager
async def in_a_terminal(mujaz: Mujaz, *arguments: str) -> AsyncIterator[int]:
    """Run a command line to its end in a terminal, of which this is the other end."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=mujaz.folder,
        env=mujaz.environment() | {"TERM": "xterm", "COLUMNS": "80"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    try:
        yield ours
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        os.close(ours)


def shown_until(terminal: int, words: str) -> str:
    """Read a terminal until it shows these words; return all of it."""
    said = ""
    while words not in said:
        said += os.read(terminal, 65_536).decode(errors="replace")
    return said


async def test_a_bar_follows_what_goes_out_to_its_end(
    mujaz: Mujaz, telegram: FakeTelegram
) -> None:
    await owe(mujaz)
    before = mujaz.run("deliveries")

    async with (
        open_nursery(mujaz, telegram.address) as nursery,
        in_a_terminal(mujaz, "deliveries") as terminal,
    ):
        await asyncio.to_thread(shown_until, terminal, f" 0/{DUE}")
        sender = await nursery.start()
        try:
            shown = await asyncio.to_thread(shown_until, terminal, DONE)
        finally:
            await nursery.kill(sender)

    done = [int(one) for one in re.findall(rf"(\d+)/{DUE}\b", shown)]
    assert (before.status, before.out) == (0, OWED)
    assert done == sorted(done)
    assert done[-1] == DUE
    assert any(0 < one < DUE for one in done)


def test_nothing_owed_is_said_so(mujaz: Mujaz) -> None:
    ended = mujaz.run("deliveries")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "Deliveries of the last 24 hours: none.\n"
