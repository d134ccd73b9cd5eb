"""`mujaz` as a process of its own, with a database and settings of the test's own."""

import asyncio
import os
import subprocess
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).parents[2]
#: Seconds; a process that takes longer hangs.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended and what it wrote."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Mujaz:
    """A place to run `mujaz` in: a folder with its database."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """Where its database is, once there is one."""
        return self.folder / "mujaz.sqlite3"

    def run(self, *arguments: str, typed: bytes = b"") -> Ended:
        """Run a command line to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment(),
            input=typed,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    @asynccontextmanager
    async def running(self, *arguments: str) -> AsyncIterator[Process]:
        """Run a command line until the block ends, its pipes open."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.folder,
            env=self.environment(),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    def environment(self) -> dict[str, str]:
        """Return the process's environment: nothing of ours but what it needs."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(HOUSE),
            "PYTHONUTF8": "1",
            "MUJAZ_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "MUJAZ_PRIVATE_HOSTS": "127.0.0.1",
            # So that coverage is measured in the process too.
            **{name: os.environ[name] for name in os.environ if "COVERAGE" in name},
            **self.settings,
        }


async def until_said(stream: StreamReader | None, words: str) -> str:
    """Wait until a process has written these words; return all up to them."""
    said = b""
    assert stream is not None
    async with asyncio.timeout(PATIENCE):
        while words.encode() not in said:
            piece = await stream.read(65_536)
            assert piece, f"it ended after: {said.decode()}"
            said += piece
    return said.decode()
