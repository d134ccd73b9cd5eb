"""Clitics before a word."""

import pytest

from analysis.text.clitics import letters_end, readings

READINGS = {
    "none": ("مدينه", [(0, "مدينه")]),
    "conjunction": ("وسامي", [(0, "وسامي"), (1, "سامي")]),
    "for and the article": (
        "للرييس",
        [(0, "للرييس"), (1, "لرييس"), (1, "الرييس")],
    ),
    "and for": ("ولسامي", [(0, "ولسامي"), (1, "لسامي"), (2, "سامي")]),
    "with": ("بغداد", [(0, "بغداد"), (1, "غداد")]),
}


@pytest.mark.parametrize(("folded", "expected"), READINGS.values(), ids=READINGS)
def test_a_token_has_these_readings(
    folded: str, expected: list[tuple[int, str]]
) -> None:
    assert list(readings(folded)) == expected


CUTS = {
    "plain": ("لسامي", 1, "سامي"),
    "diacritic after the letter": ("لِسامي", 1, "سامي"),
    "tatweel": ("لـسامي", 1, "سامي"),
    "two letters": ("ولسامي", 2, "سامي"),
}


@pytest.mark.parametrize(("raw", "letters", "rest"), CUTS.values(), ids=CUTS)
def test_clitics_are_cut_with_their_marks(raw: str, letters: int, rest: str) -> None:
    assert raw[letters_end(raw, letters) :] == rest
