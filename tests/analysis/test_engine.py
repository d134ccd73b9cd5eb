"""The engine as a whole: what any text gives, however odd."""

import time

import pytest

from analysis.engine import MAX_LENGTH, analyse
from analysis.lexicons import Lexicons
from tests.benchmarks.analysis import hostile_texts

NOTHING_TO_READ = {
    "empty": "",
    "white space": " \n\t ",
    "no Arabic": "The minister said that taxes would fall.",
    "marks only": '«»"" …!؟',
    "a lone surrogate": "\ud800",
    "numbers": "1 2 3 ٤ ٥",
}


@pytest.mark.parametrize("body", NOTHING_TO_READ.values(), ids=NOTHING_TO_READ)
def test_a_text_without_arabic_has_nothing_in_it(body: str, lexicons: Lexicons) -> None:
    analysis = analyse("", body, lexicons)

    assert analysis.language == "und"
    assert not analysis.actors
    assert not analysis.quotes
    assert not analysis.summary


def test_arabic_among_other_scripts_is_read(lexicons: Lexicons) -> None:
    body = "Update: قال سامي الخطيب إن الأسعار مستقرة في الأسواق today (source)."

    analysis = analyse("", body, lexicons)

    assert analysis.language == "ar"
    assert [q.speaker.name for q in analysis.quotes if q.speaker] == ["سامي الخطيب"]


def test_a_lone_surrogate_spoils_nothing_around_it(lexicons: Lexicons) -> None:
    body = "قال سامي الخطيب إن \ud83d الأسعار مستقرة في الأسواق."

    (quote,) = analyse("", body, lexicons).quotes

    assert body[slice(*quote.span)] == quote.text


def test_a_body_beyond_the_limit_is_cut_and_says_so(lexicons: Lexicons) -> None:
    sentence = "قال سامي الخطيب إن الأسعار مستقرة في الأسواق.\n"
    body = sentence * (MAX_LENGTH // len(sentence) + 2)

    analysis = analyse("", body, lexicons)

    assert analysis.truncated
    assert all(quote.span[1] <= MAX_LENGTH for quote in analysis.quotes)


def test_a_body_within_the_limit_is_not_marked(lexicons: Lexicons) -> None:
    assert not analyse("", "قال سامي الخطيب إن الأسعار مستقرة.", lexicons).truncated


@pytest.mark.parametrize("text", hostile_texts().values(), ids=hostile_texts())
def test_hostile_text_takes_seconds_not_minutes(text: str, lexicons: Lexicons) -> None:
    started = time.process_time()
    analyse("", text, lexicons)

    # Two seconds is the aim on a quiet machine; quadratic time takes minutes.
    assert time.process_time() - started < 12
