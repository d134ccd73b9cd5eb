"""The chat in a terminal: a line in, an answer out."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Sequence

from rich.console import Console

from bot.chats.answers import Desk, answer_text
from bot.chats.terminal_text import lines
from handlers.commands import COMMANDS
from handlers.conversation import Reply

PROMPT = "mujaz> "
LEAVING = frozenset({"exit", "quit", "/exit", "/quit"})
READ_SIZE = 65_536
#: Wider lines are hard to read, however wide the window.
MAX_WIDTH = 100


def open_console() -> Console:
    """Return the standard output: colours and wrapping only where a person looks."""
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal and console.width > MAX_WIDTH:
        console.width = MAX_WIDTH
    return console


async def answer_all(desk: Desk, commands: Sequence[str], console: Console) -> None:
    """Answer the commands one after the other; the slash may be left out."""
    for number, command in enumerate(commands):
        if number:
            console.print()
        show(await answer_text(desk, as_message(command)), console)


async def converse(desk: Desk, messages: AsyncIterator[str], console: Console) -> None:
    """Answer every message until there are no more, or one says to leave."""
    try:
        _prompt(console)
        async for message in messages:
            if message.strip().casefold() in LEAVING:
                return
            if message.strip():
                show(await answer_text(desk, as_message(message)), console)
            _prompt(console)
    finally:
        if console.is_terminal:
            console.print()


def show(reply: Reply, console: Console) -> None:
    """Print a reply: whole lines where the output is no terminal."""
    for line in lines(reply):
        console.print(line, soft_wrap=not console.is_terminal)


def as_message(line: str) -> str:
    """Return a line as a message: a command's bare name gets its slash.

    Some shells take a word that begins with a slash for a path.
    """
    word = line.split(maxsplit=1)[:1]
    is_name = any([command.name] == word for command in COMMANDS)
    return f"/{line.lstrip()}" if is_name else line


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """Yield the lines that come in at a file descriptor, until its end.

    A thread reads, because the event loop can wait for terminals and pipes but not
    for files. It is a daemon with nothing to lose: a read that nobody waits for any
    more must not keep the program from ending. It reads past `sys.stdin`, whose lock
    it would take along when the interpreter ends.
    """
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        piece = b"more"
        while piece:
            try:
                piece = os.read(descriptor, READ_SIZE)
            except OSError:
                piece = b""
            try:
                loop.call_soon_threadsafe(pieces.put_nowait, piece)
            except RuntimeError:
                # The loop is closed: nobody listens any more.
                return

    threading.Thread(target=read, name="typed lines", daemon=True).start()
    rest = b""
    while piece := await pieces.get():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


def _prompt(console: Console) -> None:
    if console.is_terminal:
        console.print(f"\n{PROMPT}", end="", style="bold")
