"""What an answer may cost: how long it takes, and how many are in work at once."""

import asyncio
from datetime import UTC

import pytest

from bot.chats.answers import ANSWERS_AT_ONCE, Desk, answer_text
from handlers.conversation import Reply, Request, Text
from storage.database import Database, Reader
from tests.builders import NOW

from .tables import answer_all


def text_of(reply: Reply) -> str:
    return " ".join(one.text for one in reply.blocks if isinstance(one, Text))


async def test_an_answer_may_take_five_seconds_unless_it_is_said_otherwise(
    db: Database,
) -> None:
    assert Desk(db, "ar", UTC).patience == 5.0


async def test_an_answer_that_never_comes_is_broken_off(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off = False

    async def endless(_db: Reader, _request: Request) -> Reply:
        nonlocal broken_off
        try:
            await asyncio.Event().wait()
        finally:
            broken_off = True
        raise AssertionError

    answer_all(monkeypatch, endless)
    desk = Desk(db, "ar", UTC, clock=lambda: NOW, patience=0.01)

    reply = await answer_text(desk, "/latest")

    assert "يستغرق هذا وقتاً أطول" in text_of(reply)
    assert broken_off


async def test_so_many_answers_are_in_work_at_once_and_the_rest_wait(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_work = most = 0
    full = asyncio.Event()

    async def heavy(_db: Reader, _request: Request) -> Reply:
        nonlocal in_work, most
        in_work += 1
        most = max(most, in_work)
        if most == ANSWERS_AT_ONCE:
            full.set()
        await full.wait()
        # Others have every chance to begin now.
        await asyncio.sleep(0)
        in_work -= 1
        return Reply((Text("done"),))

    answer_all(monkeypatch, heavy)
    desk = Desk(db, "ar", UTC, clock=lambda: NOW)

    replies = await asyncio.gather(
        *(answer_text(desk, "/latest") for _ in range(3 * ANSWERS_AT_ONCE))
    )

    assert most == ANSWERS_AT_ONCE
    assert [text_of(one) for one in replies] == ["done"] * 3 * ANSWERS_AT_ONCE
