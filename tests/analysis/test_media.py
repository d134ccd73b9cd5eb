"""Through which medium somebody is heard."""

import pytest

from analysis.engine import analyse
from analysis.lexicons import Lexicons

RELAYED = {
    "quoting a speaker": (
        "نقلت صحيفة الأهرام عن سامي الخطيب قوله إن الموازنة ستعرض في مايو.",
        "الأهرام",
    ),
    "told an agency": (
        "قال سامي الخطيب لوكالة رويترز إن الموازنة ستعرض في مايو.",
        "رويترز",
    ),
    "told an agency in marks": (
        "قال سامي الخطيب لـ«رويترز» إن الموازنة ستعرض في مايو.",
        "رويترز",
    ),
    "in an interview": (
        "قال سامي الخطيب، في مقابلة مع قناة الجزيرة، إن الموازنة ستعرض في مايو.",
        "قناة الجزيرة",
    ),
    "on the authority of": (
        "ذكرت صحيفة الأهرام نقلا عن سامي الخطيب أن الموازنة ستعرض في مايو.",
        "الأهرام",
    ),
    "according to what was quoted": (
        "ستعرض الموازنة مطلع مايو، وفق ما نقلت رويترز عن سامي الخطيب.",
        "رويترز",
    ),
    "on a network": (
        "كتب سامي الخطيب على منصة «إكس»: «ستعرض الموازنة في مايو».",
        "إكس",
    ),
}


@pytest.mark.parametrize(("body", "medium"), RELAYED.values(), ids=RELAYED)
def test_a_medium_that_relays_is_not_the_speaker(
    body: str, medium: str, lexicons: Lexicons
) -> None:
    (quote,) = analyse("", body, lexicons).quotes

    assert quote.speaker is not None
    assert quote.speaker.name == "سامي الخطيب"
    assert quote.via is not None
    assert medium in quote.via


def test_a_medium_that_speaks_for_itself_relays_nothing(lexicons: Lexicons) -> None:
    (quote,) = analyse("", "قالت رويترز إن المصنع أغلق أبوابه.", lexicons).quotes

    assert quote.via is None
