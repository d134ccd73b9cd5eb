"""The known actors: every entry valid, every form one actor's alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from time import process_time

import pytest
from babel import Locale

from analysis.model import ActorType, Gender, KnownActor, KnownRole
from analysis.text.folding import fold
from bot.seeds import SeedError, parse_actors, read_actors

ACTORS = read_actors()
WANTED = 1000
#: Seconds that reading may take; several times what it takes on an idle machine.
PATIENCE = 1.0

#: Spellings of the demonstration and of the queries that must find one man.
SPELLINGS = {
    "another letter for g": ("جالانت", "gallant"),
    "one letter less": ("غالنت", "gallant"),
    "Latin": ("Gallant", "gallant"),
    "Hebrew": ("גלנט", "gallant"),
    "Hebrew of another man": ("גנץ", "gantz"),
    "a short name": ("هيلي", "healey"),
    "a kunya": ("أبو مازن", "abbas"),
    "an organisation": ("حزب الله", "hezbollah"),
    "a nickname": ("حميدتي", "hemedti"),
    "a second spelling": ("نتانياهو", "netanyahu"),
}

BROKEN = {
    "not TOML": ("[[actor]", "seeds.toml"),
    "another table": ("[[feed]]\n", "only [[actor]] tables"),
    "a table that is not repeated": ('[actor]\nkey = "x"', "only [[actor]] tables"),
    "a list of texts": ('actor = ["x"]', "only [[actor]] tables"),
    "no key": ('[[actor]]\nname = "ب"\ntype = "PER"', "an entry without a key"),
    "no name": ('[[actor]]\nkey = "x"\ntype = "PER"', "x: name"),
    "an empty name": ('[[actor]]\nkey = "x"\nname = " "\ntype = "PER"', "x: name"),
    "an unknown type": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "GPE"',
        "x: type must be one of PER, ORG",
    ),
    "a misspelt field": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\nform = ["ت"]',
        "x: unknown field form",
    ),
    "one form without its list": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\nforms = "ت"',
        "x: forms must be a list of texts",
    ),
    "an empty form": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\nlatin = [""]',
        "x: latin must be a list of texts",
    ),
    "an unknown gender": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\ngender = "n"',
        "x: gender must be m or f",
    ),
    "a country's name": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\ncountry = "Israel"',
        "x: country must be two capital letters",
    ),
    "a role that is a text": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\nroles = ["وزير"]',
        "x: roles must be a list of tables",
    ),
    "a date that is a text": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\n'
        'roles = [{ text = "وزير", since = "2024" }]',
        "x: since must be a day",
    ),
    "a day with a time": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\n'
        'roles = [{ text = "وزير", since = 2024-08-16T10:00:00 }]',
        "x: since must be a day",
    ),
    "a key that stands twice": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\n' * 2,
        "x: the key stands twice",
    ),
    "a role that ends before it begins": (
        '[[actor]]\nkey = "x"\nname = "ب"\ntype = "PER"\n'
        'roles = [{ text = "وزير", since = 2024-08-16, until = 2024-08-15 }]',
        "x: the role 'وزير' ends before it begins",
    ),
}


def owners(actors: Iterable[KnownActor]) -> dict[str, set[str]]:
    """Return the keys of the actors that each folded form belongs to."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for actor in actors:
        for form in (actor.name, *actor.forms, *actor.latin, *actor.hebrew):
            found[fold(form)].add(actor.key)
    return found


def scripts(text: str) -> set[str]:
    """Return the scripts of a text's letters, of the three that forms come in."""
    blocks = {
        "arabic": range(0x0600, 0x0700),
        "hebrew": range(0x0590, 0x0600),
        "latin": (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250)),
    }
    return {
        name
        for name, block in blocks.items()
        for letter in text
        if letter.isalpha() and ord(letter) in block
    }


def test_an_entry_is_read_with_all_its_fields() -> None:
    text = """
    [[actor]]
    key = "example"
    name = "يوآف غالانت"
    type = "PER"
    gender = "m"
    country = "IL"
    forms = ["غالانت"]
    latin = ["Yoav Gallant"]
    hebrew = ["גלנט"]
    roles = [{ text = "وزير الدفاع", since = 2022-12-29 }]
    """

    (actor,) = parse_actors(text, source="seeds.toml")

    role = actor.roles[0]
    assert actor == KnownActor(
        key="example",
        name="يوآف غالانت",
        type=ActorType.PERSON,
        forms=("غالانت",),
        latin=("Yoav Gallant",),
        hebrew=("גלנט",),
        gender=Gender.MASCULINE,
        country="IL",
        roles=(KnownRole("وزير الدفاع", since=role.since),),
    )
    assert role.since is not None
    assert role.since.isoformat() == "2022-12-29"


@pytest.mark.parametrize(("text", "complaint"), BROKEN.values(), ids=BROKEN)
def test_a_malformed_entry_is_named(text: str, complaint: str) -> None:
    with pytest.raises(SeedError) as caught:
        parse_actors(text, source="seeds.toml")

    assert complaint in str(caught.value)


def test_there_are_enough_actors_of_both_types() -> None:
    types = Counter(actor.type for actor in ACTORS)

    assert len(ACTORS) >= WANTED
    assert types[ActorType.PERSON] >= WANTED / 2
    assert types[ActorType.ORGANISATION] >= WANTED / 5


def test_keys_are_plain_latin() -> None:
    odd = [
        actor.key
        for actor in ACTORS
        if not all(
            part.isascii() and part.isalnum() and part == part.lower()
            for part in actor.key.split("-")
        )
    ]

    assert odd == []


def test_no_two_actors_share_a_form() -> None:
    shared = {form: keys for form, keys in owners(ACTORS).items() if len(keys) > 1}

    assert shared == {}


def test_no_actor_has_a_form_twice() -> None:
    twice = {
        actor.key: form
        for actor in ACTORS
        for form, count in Counter(
            fold(form)
            for form in (actor.name, *actor.forms, *actor.latin, *actor.hebrew)
        ).items()
        if count > 1
    }

    assert twice == {}


def test_every_form_stands_in_its_own_script() -> None:
    wrong = [
        (actor.key, form)
        for actor in ACTORS
        for script, forms in (
            ("arabic", (actor.name, *actor.forms)),
            ("latin", actor.latin),
            ("hebrew", actor.hebrew),
        )
        for form in forms
        if scripts(form) - {script}
    ]

    assert wrong == []


def test_texts_have_no_space_around_or_doubled() -> None:
    untidy = [
        text
        for actor in ACTORS
        for text in (
            actor.name,
            *actor.forms,
            *actor.latin,
            *actor.hebrew,
            *(role.text for role in actor.roles),
        )
        if text != " ".join(text.split())
    ]

    assert untidy == []


def test_a_person_has_a_gender() -> None:
    assert [
        actor.key
        for actor in ACTORS
        if actor.type is ActorType.PERSON and actor.gender is None
    ] == []


def test_countries_are_codes_that_can_be_named() -> None:
    territories = Locale("ar").territories

    assert {actor.country for actor in ACTORS} - {""} <= territories.keys()


def test_keys_stand_in_order_inside_each_group_of_the_file() -> None:
    text = files("seeds").joinpath("actors.toml").read_text(encoding="utf-8")

    for group in text.split("\n# --- ")[1:]:
        title, _, entries = group.partition("\n")
        keys = [actor.key for actor in parse_actors(entries, source=title)]

        assert keys == sorted(keys), title


@pytest.mark.parametrize(("spelling", "key"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_spelling_belongs_to_one_actor(spelling: str, key: str) -> None:
    assert owners(ACTORS)[fold(spelling)] == {key}


def test_reading_all_actors_is_quick() -> None:
    taken = []
    for _ in range(3):
        start = process_time()
        read_actors()
        taken.append(process_time() - start)

    assert min(taken) < PATIENCE
