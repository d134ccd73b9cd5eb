"""The commands as Discord registers them, and as people give them."""

import re

import pytest

from bot.chats.discord_commands import Given, command_tree, given, option_name, typed
from handlers.commands import COMMANDS
from tests.fakes.discord_spec import MISSING, discord_api

ARABIC = re.compile("[\u0621-\u064a]")
NAME = re.compile(r"[-_\w]{1,32}")


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_the_tree_is_the_table_within_the_limits(locale: str) -> None:
    tree = command_tree(locale)

    assert [one["name"] for one in tree] == [one.name for one in COMMANDS]
    for described in [*tree, *(option for one in tree for option in one["options"])]:
        texts = described["description_localizations"]
        assert 1 <= len(described["description"]) <= 100
        assert all(1 <= len(text) <= 100 for text in texts.values())
        assert texts.keys() == {"ar", "en-US", "en-GB"}
        assert ARABIC.search(texts["ar"])
        assert not ARABIC.search(texts["en-US"])


def test_options_have_names_of_their_own_in_each_language() -> None:
    for command in command_tree("ar"):
        options = command["options"]
        names = [one["name"] for one in options]
        arabic = [
            one["name_localizations"]["ar"] for one in options if one["type"] == 3
        ]
        for one in (names, arabic):
            assert len(set(one)) == len(one), command["name"]
            assert all(NAME.fullmatch(name) for name in one)
        required = [one["required"] for one in options]
        assert required == sorted(required, reverse=True)


def test_discord_itself_would_take_the_tree() -> None:
    judge = discord_api()
    if judge is None:
        pytest.skip(MISSING)

    problems = list(
        judge.problems("PUT", "applications/1/commands", command_tree("ar"))
    )

    assert problems == []


def test_what_is_for_administrators_is_offered_to_managers_alone() -> None:
    for command, made in zip(COMMANDS, command_tree("ar"), strict=True):
        is_theirs = made["default_member_permissions"] == 32
        assert is_theirs == command.for_administrators
        assert any(one["name"] == "channel" for one in made["options"]) == is_theirs


def test_every_command_can_be_installed_by_a_person_and_used_alone() -> None:
    for made in command_tree("ar"):
        assert made["integration_types"] == [0, 1]
        assert 1 in made["contexts"]


def test_the_words_of_the_app_come_first_for_nobody_else() -> None:
    arabic, english = command_tree("ar")[0], command_tree("en")[0]

    assert ARABIC.search(arabic["description"])
    assert not ARABIC.search(english["description"])


OPTION_NAMES = {
    "a word": ("الاسم", "الاسم"),
    "words": ("عن كلمات", "عن_كلمات"),
    "vowels are dropped": ("عدداً", "عددا"),
    "signs": ("HH:MM", "hh_mm"),
    "too long": ("ك" * 40, "ك" * 32),
    "nothing": ("…", ""),
}


@pytest.mark.parametrize(("label", "name"), OPTION_NAMES.values(), ids=OPTION_NAMES)
def test_a_label_becomes_the_name_of_an_option(label: str, name: str) -> None:
    assert option_name(label) == name


def option(name: str, value: str, **more: object) -> dict[str, object]:
    return {"name": name, "type": 3, "value": value, **more}


GIVEN = {
    "alone": ({"name": "help"}, Given("/help")),
    "with options": (
        {
            "name": "latest",
            "options": [option("words", "غزة"), option("how_many", "3")],
        },
        Given("/latest 3 غزة"),
    ),
    "for a channel": (
        {"name": "forgetme", "options": [option("channel", "12")]},
        Given("/forgetme", "12"),
    ),
    "of another time": (
        {"name": "old", "options": [option("a", "ب"), option("c", "د")]},
        Given("/old ب د"),
    ),
    "nothing": ({}, Given("/")),
}


@pytest.mark.parametrize(("data", "expected"), GIVEN.values(), ids=GIVEN)
def test_options_become_a_command(data: dict[str, object], expected: Given) -> None:
    assert given(data) == expected


def test_the_slot_that_is_typed_into_is_found() -> None:
    options = [option("words", "ا"), option("name", "غا", focused=True)]

    assert typed({"name": "quotes", "options": options}) == ("actor", "غا")
    assert typed({"name": "quotes", "options": options[:1]}) == ("", "")
    assert typed({"name": "nothing", "options": options}) == ("", "")
