"""`/forgetme` asks, and then leaves nothing; in a group only administrators may."""

from dataclasses import replace

import pytest

from handlers.commands import answer
from handlers.conversation import Request
from storage.chat_records import ChatAddress
from storage.chats import change_chat, chat_at, remember_chat
from storage.database import Database
from tests.builders import NOW
from tests.handlers.newsroom import ask, words_shown

ALICE = ChatAddress("telegram", "1001", "private")
GROUP = ChatAddress("telegram", "-1005", "group")


def asked(argument: str = "", *, chat: ChatAddress = ALICE) -> Request:
    return replace(ask("forgetme", argument), chat=chat)


@pytest.fixture
async def remembering(db: Database) -> Database:
    async with db.transaction() as connection:
        for place in (ALICE, GROUP):
            await remember_chat(connection, place, locale="ar", now=NOW)
    return db


@pytest.mark.parametrize("locale", ["ar", "en"])
async def test_everything_is_deleted_once_that_is_confirmed(
    remembering: Database, locale: str
) -> None:
    async with remembering.transaction() as connection:
        chat = await chat_at(connection, ALICE)
        assert chat
        await change_chat(connection, chat_id=chat.id, locale=locale)
    question = await answer(remembering, replace(asked(), locale=locale))
    yes, no = [one.command.partition(" ")[2] for one in question.buttons]
    kept = await answer(remembering, replace(asked(no), locale=locale))
    still_there = await chat_at(remembering, ALICE)
    gone = await answer(remembering, replace(asked(yes), locale=locale))
    again = await answer(remembering, replace(asked(yes), locale=locale))

    assert still_there
    assert await chat_at(remembering, ALICE) is None
    assert await chat_at(remembering, GROUP)
    assert len({words_shown(one) for one in (question, kept, gone)}) == 3
    assert gone == again


async def test_anything_but_a_yes_asks(remembering: Database) -> None:
    reply = await answer(remembering, asked("ربما"))

    assert "لا يمكن التراجع" in words_shown(reply)
    assert await chat_at(remembering, ALICE)


async def test_a_group_is_forgotten_by_its_administrators_only(
    remembering: Database,
) -> None:
    refused = await answer(remembering, asked("نعم", chat=GROUP))
    still_there = await chat_at(remembering, GROUP)
    allowed = replace(asked("نعم", chat=GROUP), administers=True)
    told = await answer(remembering, allowed)
    in_private = await answer(remembering, asked("نعم"))

    assert words_shown(refused) == "هذا الأمر لمشرفي المجموعة فقط."
    assert still_there
    assert await chat_at(remembering, GROUP) is None
    assert "/start" in words_shown(in_private)
    assert "/start" not in words_shown(told)


async def test_where_nothing_is_kept_that_is_said(db: Database) -> None:
    reply = await answer(db, ask("forgetme"))

    assert words_shown(reply) == "لا شيء محفوظ عنك هنا."


async def test_who_starts_alone_with_the_bot_is_remembered(db: Database) -> None:
    for place in (ALICE, GROUP):
        await answer(db, replace(ask("start"), chat=place))

    assert await chat_at(db, ALICE)
    assert await chat_at(db, GROUP) is None
