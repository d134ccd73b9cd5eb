"""Replies are laid out in passages and cut without losing a word."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chats.layout import Fits, Passage, Run, cut, passages
from handlers.conversation import Heading, Item, Link, Quotation, Reply, Text
from tests.bot.replies import REPLY


def quotation(*, text: str = "لن نتراجع", direct: bool = True) -> Quotation:
    return Quotation(
        text=text,
        direct=direct,
        speaker="غالانت",
        label="قال",
        url="https://example.com/1",
        source="صحيفة المثال",
        when="قبل ساعة",
    )


def shown(passage: Passage) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in passage]


def shown_all(whole: Sequence[Passage]) -> list[str]:
    return [line for passage in whole for line in shown(passage)]


def words(whole: Sequence[Passage]) -> str:
    return "".join("".join(shown_all(whole)).split())


def fits_in(limit: int) -> Fits:
    return lambda whole: sum(map(len, shown_all(whole))) <= limit


def test_a_direct_statement_stands_in_marks_between_speaker_and_source() -> None:
    (passage,) = passages(Reply((quotation(),)))

    assert shown(passage) == ["غالانت · قال", "«لن نتراجع»", "صحيفة المثال · قبل ساعة"]
    assert [line.quoted for line in passage] == [False, True, False]
    assert passage[2].runs[0].url == "https://example.com/1"


def test_reported_speech_has_no_marks() -> None:
    (passage,) = passages(Reply((quotation(direct=False),)))

    assert shown(passage)[1] == "لن نتراجع"


def test_an_item_is_a_linked_title_over_source_and_time_and_the_lines_of_its_note() -> (
    None
):
    also = (
        Link("وأيضا في: "),
        Link("ب\n", "https://example.org"),
        Link("، "),
        Link("ج"),
    )
    item = Item("عنوان", "https://example.com/2", "المثال", "الآن", "جملة", also)
    (passage,) = passages(Reply((item,)))

    assert shown(passage) == ["عنوان", "المثال · الآن", "جملة", "وأيضا في: ب، ج"]
    assert passage[3].runs[1] == Run("ب", url="https://example.org")
    assert passage[0].runs == (Run("عنوان", bold=True, url="https://example.com/2"),)


def test_what_is_empty_takes_no_room() -> None:
    blocks = (Heading(" "), Text("\n"), Item("عنوان", "", "", ""), Text("نص"))

    assert [shown(part) for part in passages(Reply(blocks))] == [["عنوان"], ["نص"]]


def test_a_block_that_fits_in_a_message_is_not_torn() -> None:
    whole = passages(Reply((Text("واحد اثنان"), quotation(), Text("ثلاثة"))))

    messages = list(cut(whole, fits=fits_in(50)))

    assert messages == [whole[:1], whole[1:2], whole[2:]]


@pytest.mark.parametrize("limit", [1, 7, 40])
def test_a_long_paragraph_is_cut_between_words_where_it_can_be(limit: int) -> None:
    whole = passages(Reply((Text("كلمة وأخرى " * 30),)))

    messages = list(cut(whole, fits=fits_in(limit)))

    assert words([part for message in messages for part in message]) == words(whole)
    if limit >= 10:
        pieces = [line for message in messages for line in shown_all(message)]
        assert {word for piece in pieces for word in piece.split()} == {"كلمة", "وأخرى"}


@settings(max_examples=60, deadline=None)
@given(REPLY, st.integers(20, 500))
def test_cutting_loses_and_adds_nothing(reply: Reply, limit: int) -> None:
    whole = passages(reply)

    messages = list(cut(whole, fits=fits_in(limit)))

    assert words([part for message in messages for part in message]) == words(whole)
    assert all(sum(map(len, shown_all(message))) <= limit for message in messages)


def test_a_line_of_pieces_that_show_nothing_is_none() -> None:
    empty = Item("", "", "", "", also=(Link(""), Link(" ", "https://example.com/1")))

    assert passages(Reply((empty,))) == []
