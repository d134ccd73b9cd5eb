"""Processes that send what is owed to Telegram, started many times in short order.

`python -m tests.bot.senders DATABASE API` imports everything once and then forks: each
line it reads starts a sender, which is a process of its own that can be killed.
"""

import asyncio
import os
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

from bot.chats.answers import Desk
from bot.chats.telegram_chat import run_telegram
from handlers.language import load_languages
from storage.database import open_database
from tests.bot.processes import Mujaz
from tests.fakes.telegram import TOKEN


class Nursery:
    """Starts senders, one at a time."""

    def __init__(self, orders: StreamWriter, said: StreamReader) -> None:
        self._orders, self._said = orders, said

    async def start(self) -> int:
        """Start a sender; return the number of its process."""
        self._orders.write(b"\n")
        return int(await self._said.readline())

    async def kill(self, sender: int) -> None:
        """Kill a sender as kill -9 does, and wait until it is gone."""
        os.kill(sender, signal.SIGKILL)
        ended = int(await self._said.readline())
        assert os.WTERMSIG(ended) == signal.SIGKILL


@asynccontextmanager
async def open_nursery(mujaz: Mujaz, api: str) -> AsyncIterator[Nursery]:
    """Let senders be started until the block ends, which must have killed them."""
    environment = mujaz.environment()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, environment["MUJAZ_DATABASE_URL"], api),
        cwd=mujaz.folder,
        env=environment,
        stdin=PIPE,
        stdout=PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield Nursery(process.stdin, process.stdout)
    finally:
        process.stdin.close()
        await process.wait()


async def send(database: str, api: str) -> None:
    """Serve Telegram as `mujaz run` does, until killed."""
    async with open_database(database) as db:
        await run_telegram(Desk(db, "ar", UTC), token=TOKEN, api=api)


def main(database: str, api: str) -> None:
    """Start a sender for each line, and tell its number and how it ended."""
    load_languages()
    for _ in sys.stdin:
        sender = os.fork()
        if not sender:
            asyncio.run(send(database, api))
            return
        print(sender, flush=True)
        _, ended = os.waitpid(sender, 0)
        print(ended, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
