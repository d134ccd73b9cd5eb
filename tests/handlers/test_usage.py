"""What may follow a command, as slots that a platform can ask for one by one."""

import pytest

from handlers.commands import COMMANDS, usage
from handlers.language import LOCALES
from handlers.usage import Slot, filled, slots

TAKEN_APART = {
    "nothing": ("", ()),
    "a name": ("NAME", (Slot("name", "NAME", is_required=True, takes="actor"),)),
    "what may be left out": (
        "[how many] [words]",
        (Slot("how_many", "how many"), Slot("words", "words")),
    ),
    "words that are typed as they are": (
        "[NAME] [about WORDS]",
        (
            Slot("name", "NAME", takes="actor"),
            Slot("words", "about WORDS", before="about"),
        ),
    ),
    "a time and a place": (
        "[HH:MM] [city]",
        (Slot("hh_mm", "HH:MM"), Slot("city", "city", takes="zone")),
    ),
    "one of two things": (
        "WORD or SOURCE",
        (Slot("word_or_source", "WORD or SOURCE", is_required=True, takes="source"),),
    ),
    "what is needed behind what is not": (
        "[how many] WORDS",
        (Slot("how_many", "how many"), Slot("words", "WORDS")),
    ),
    "other signs": ("on|off", (Slot("on_off", "on|off"),)),
    "no letters": ("...", (Slot("text", "..."),)),
    "the same twice": ("[NAME] [NAME]", (Slot("text", "[NAME] [NAME]"),)),
}


@pytest.mark.parametrize(("text", "expected"), TAKEN_APART.values(), ids=TAKEN_APART)
def test_a_usage_is_taken_apart(text: str, expected: tuple[Slot, ...]) -> None:
    assert slots(text, text) == expected


def test_labels_are_in_the_language_of_the_reader() -> None:
    name, words = slots("[NAME] [about WORDS]", "[الاسم] [عن كلمات]")

    assert (name.label, words.label) == ("الاسم", "عن كلمات")
    assert (name.name, words.before) == ("name", "about")


def test_labels_of_another_shape_are_shown_whole() -> None:
    (slot,) = slots("WORD or SOURCE", "كلمة أو مصدر")

    assert slot.label == "كلمة أو مصدر"


def test_values_stand_in_the_order_of_the_usage() -> None:
    name, words = slots("[NAME] [about WORDS]", "")

    assert filled([(name, "هيلي"), (words, " إيران ")]) == "هيلي about إيران"
    assert filled([(name, ""), (words, "إيران")]) == "about إيران"
    assert filled([(name, ""), (words, " ")]) == ""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_command_of_the_table_has_slots_with_words(locale: str) -> None:
    for command in COMMANDS:
        for slot in slots(command.usage, usage(command, locale)):
            assert slot.label
            assert slot.name != "text", command.name
