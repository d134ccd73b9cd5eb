"""Text from outside is cleaned, and its directions cannot spoil a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.shown_text import clean, isolate, one_line, utf16_length

CLEANED = {
    "plain text stays": ("غالانت: لن ننسحب", "غالانت: لن ننسحب"),
    "marks stay": ("٥\u200f (five)", "٥\u200f (five)"),
    "an override goes": ("\u202eabc", "abc"),
    "an open isolate goes": ("\u2067abc", "abc"),
    "escape sequences go": ("\x1b[31mأحمر", "[31mأحمر"),
    "a null goes": ("a\x00b", "ab"),
    "an unpaired surrogate is replaced": ("a\ud800b", "a\ufffdb"),
    "windows line ends": ("a\r\nb\rc", "a\nb\nc"),
    "unicode line ends": ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
    "tab": ("a\tb", "a b"),
}
ISOLATED = {
    "arabic alone": ("غالانت", True, "غالانت"),
    "a foreign word": ("قناة BBC تقول", True, "قناة \u2068BBC\u2069 تقول"),
    "with digits": ("طائرة F-16 سقطت", True, "طائرة \u2068F-16\u2069 سقطت"),
    "several words": ("قال John Healey إن", True, "قال \u2068John Healey\u2069 إن"),
    "brackets stay outside": ("غزة (Gaza) اليوم", True, "غزة (\u2068Gaza\u2069) اليوم"),
    "a command keeps its slash": (
        "أرسل /who ثم الاسم",
        True,
        "أرسل \u2068/who\u2069 ثم الاسم",
    ),
    "digits in front": ("الرمز 264C5 هنا", True, "الرمز \u2068264C5\u2069 هنا"),
    "money": ("كلف $5M أمس", True, "كلف \u2068$5M\u2069 أمس"),
    "a tail of signs": ("لغة C++ حديثة", True, "لغة \u2068C++\u2069 حديثة"),
    "it begins the line": ("DW عربية اليوم", True, "\u2068DW\u2069 عربية اليوم"),
    "mostly foreign": (
        "Yoav Gallant غالانت!",
        True,
        "\u2068Yoav Gallant غالانت!\u2069",
    ),
    "mostly foreign, but ours begins": (
        "قال Yoav Gallant!",
        True,
        "قال \u2068Yoav Gallant\u2069!",
    ),
    "hebrew runs like arabic": ("اسمه גלנט هنا", True, "اسمه גלנט هنا"),
    "arabic in an english line": (
        "He is غالانت now",
        False,
        "He is \u2068غالانت\u2069 now",
    ),
    "digits alone are no run": ("قبل 3 ساعات", True, "قبل 3 ساعات"),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED)
def test_text_from_outside_is_cleaned(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(("text", "rtl", "expected"), ISOLATED.values(), ids=ISOLATED)
def test_foreign_runs_stand_in_isolates(*, text: str, rtl: bool, expected: str) -> None:
    assert isolate(text, rtl=rtl) == expected


@given(text=st.text(), rtl=st.booleans())
def test_isolates_are_balanced_and_change_nothing_else(*, text: str, rtl: bool) -> None:
    shown = isolate(one_line(text), rtl=rtl)

    assert shown.count("\u2068") == shown.count("\u2069")
    assert shown.replace("\u2068", "").replace("\u2069", "") == one_line(text)


@given(st.text())
def test_what_is_cleaned_can_be_sent_as_utf8(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).encode().decode() == clean(text)


def test_a_letter_outside_the_first_plane_counts_twice() -> None:
    assert utf16_length("غ😀") == 3
