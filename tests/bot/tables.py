"""The table of commands, changed for a test of what answers need around them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from handlers.commands import COMMANDS
from handlers.conversation import Reply, Request
from storage.database import Reader


def answer_all(
    monkeypatch: pytest.MonkeyPatch,
    handle: Callable[[Reader, Request], Awaitable[Reply]],
) -> None:
    """Let every command be answered like this."""
    table = [replace(one, handle=handle) for one in COMMANDS]
    monkeypatch.setattr("handlers.commands.COMMANDS", table)
