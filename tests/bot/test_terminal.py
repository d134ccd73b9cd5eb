"""The terminal: lines in, answers out, without markup where nobody looks."""

import os
from collections.abc import AsyncIterator
from datetime import UTC
from io import StringIO

import pytest
from rich.console import Console

from bot.chats.answers import Desk
from bot.chats.terminal import answer_all, as_message, converse, show, typed_lines
from handlers.conversation import Button, Heading, Item, Quotation, Reply, Text
from storage.database import Database
from tests.builders import NOW, put_article, put_feed

REPLY = Reply(
    (
        Heading("غالانت"),
        Item("قمة [bold]في[/bold] جدة", "https://example.com/1", "المثال", "الآن"),
        Quotation("لن نتراجع", True, "غالانت", "قال", "", "المثال", "أمس"),  # noqa: FBT003
        Text("سطر\nآخر \x1b[31mأحمر"),
    ),
    (Button("المزيد", "/quotes غالانت"),),
)
SHOWN = """\
غالانت

قمة [bold]في[/bold] جدة
https://example.com/1
المثال · الآن

غالانت · قال
  │ «لن نتراجع»
المثال · أمس

سطر
آخر [31mأحمر

▸ المزيد: /quotes غالانت
"""
MESSAGES = {
    "a bare command": ("latest 3", "/latest 3"),
    "with its slash": ("/latest 3", "/latest 3"),
    "a name": ("غالانت", "غالانت"),
    "words that begin like a command": ("latest-news", "latest-news"),
    "nothing": ("", ""),
}
PIPED = {
    "lines": (b"a\nb\n", ["a", "b"]),
    "the last line without an end": ("أ\nب".encode(), ["أ", "ب"]),
    "nothing": (b"", []),
    "what is not utf-8": (b"\xff\n", ["\ufffd"]),
    "empty lines": (b"\n\nx\n", ["", "", "x"]),
}


def console() -> tuple[Console, StringIO]:
    out = StringIO()
    return Console(file=out, width=40, markup=False, highlight=False), out


def desk_of(db: Database) -> Desk:
    return Desk(db, "ar", UTC, clock=lambda: NOW)


async def lines_of(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


def test_a_reply_is_plain_lines_in_logical_order() -> None:
    screen, out = console()

    show(REPLY, screen)

    assert out.getvalue() == SHOWN


def test_lines_are_not_broken_where_the_output_is_no_terminal() -> None:
    screen, out = console()

    show(Reply((Text("كلمة " * 60),)), screen)

    assert out.getvalue().count("\n") == 1


def test_a_terminal_gets_no_line_wider_than_itself() -> None:
    out = StringIO()
    screen = Console(file=out, width=40, force_terminal=True, color_system=None)

    show(Reply((Text("كلمة " * 60),)), screen)

    assert all(len(line.rstrip()) <= 40 for line in out.getvalue().splitlines())


@pytest.mark.parametrize(("line", "message"), MESSAGES.values(), ids=MESSAGES)
def test_a_command_may_come_without_its_slash(line: str, message: str) -> None:
    assert as_message(line) == message


async def test_commands_are_answered_in_order(db: Database) -> None:
    async with db.transaction() as connection:
        await put_article(connection, await put_feed(connection), "1", title="قمة جدة")
    screen, out = console()

    await answer_all(desk_of(db), ["/latest", "/help"], screen)

    answer, _, guide = out.getvalue().partition("/search")
    assert answer.index("قمة جدة") < answer.index("/latest")
    assert guide


async def test_a_conversation_ends_when_asked_to(db: Database) -> None:
    screen, out = console()

    await converse(desk_of(db), lines_of("", "/sources", "quit", "/help"), screen)

    assert out.getvalue()
    assert "/search" not in out.getvalue()


@pytest.mark.parametrize(("piped", "expected"), PIPED.values(), ids=PIPED)
async def test_lines_come_from_a_pipe(piped: bytes, expected: list[str]) -> None:
    reading, writing = os.pipe()
    os.write(writing, piped)
    os.close(writing)

    lines = [line async for line in typed_lines(reading)]

    os.close(reading)
    assert lines == expected


async def test_a_closed_input_is_an_ended_one() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)

    assert [line async for line in typed_lines(reading)] == []
