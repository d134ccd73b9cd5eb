"""Names compared across spellings and scripts."""

import pytest

from analysis.lexicons import Lexicons
from analysis.naming.names import (
    Script,
    folded_name,
    hebrew_keys,
    is_native,
    latin_keys,
    nearest,
    same_name,
    script,
    search_keys,
    skeleton,
)

SKELETONS = {
    "ghain": ("غالانت", "GLNT"),
    "fewer vowels": ("غالنت", "GLNT"),
    "jeem for ghain": ("جالانت", "GLNT"),
    "qaf for ghain": ("قالانت", "GLNT"),
    "with the article": ("الجالانت", "GLNT"),
    "ts is one sound": ("غانتس", "GNص"),
    "tz is the same": ("غانتز", "GNص"),
    "h and long vowels": ("هاليفي", "HLF"),
    "h and short vowels": ("هليفي", "HLF"),
    "madda": ("آيزنكوت", "AZNKT"),
    "hamza below": ("إيزنكوت", "AZNKT"),
    "veh": ("ڤوليتشك", "FLشK"),
    "peh and gaf": ("پيرگ", "BRG"),
    "dj at the start": ("دجوكو", "GK"),
    "ain at the start is a vowel": ("عمران", "AMRN"),
}


@pytest.mark.parametrize(("token", "key"), SKELETONS.values(), ids=SKELETONS)
def test_a_skeleton_keeps_the_consonants_by_class(token: str, key: str) -> None:
    assert skeleton(token) == key


LATIN = {
    "double letters": ("Gallant", "غالانت"),
    "tz": ("Gantz", "غانتس"),
    "v between vowels": ("Halevi", "هاليفي"),
    "s between vowels": ("Eisenkot", "آيزنكوت"),
    "y and h": ("Netanyahu", "نتنياهو"),
    "sch and final z": ("Scholz", "شولتس"),
    "final v": ("Lavrov", "لافروف"),
    "kh": ("Khamenei", "خامنئي"),
    "turkish letters": ("Erdoğan", "أردوغان"),
    "c": ("Macron", "ماكرون"),
    "p": ("Trump", "ترامب"),
    "ain as a vowel": ("Abbas", "عباس"),
    "initial al": ("Albares", "ألباريس"),
}


@pytest.mark.parametrize(("query", "name"), LATIN.values(), ids=LATIN)
def test_a_latin_query_has_the_key_of_the_arabic_name(query: str, name: str) -> None:
    assert skeleton(name) in latin_keys(query)


HEBREW = {
    "plain": ("גלנט", "غالانت"),
    "final tsadi": ("גנץ", "غانتس"),
    "vav as a consonant": ("הלוי", "هاليفي"),
    "matres": ("נתניהו", "نتنياهو"),
    "kaf and resh": ("ליברמן", "ليبرمان"),
}


@pytest.mark.parametrize(("query", "name"), HEBREW.values(), ids=HEBREW)
def test_a_hebrew_query_has_the_key_of_the_arabic_name(query: str, name: str) -> None:
    assert skeleton(name) in hebrew_keys(query)


@pytest.mark.parametrize("query", ["Schwarzkopfchuk", "Khrushchevskyzs", "x", ""])
def test_a_token_has_eight_keys_at_most(query: str) -> None:
    assert len(latin_keys(query)) <= 8


SAME = {
    "equal": ("سامي الخطيب", "سامي الخطيب", 1.0),
    "hamza": ("احمد الخطيب", "أحمد الخطيب", 1.0),
    "compound written apart": ("عبد الرحمن نصار", "عبدالرحمن نصار", 1.0),
    "kunya in another case": ("أبو عبيدة", "أبا عبيدة", 1.0),
    "surname of a native name": ("الخطيب", "سامي الخطيب", 0.9),
    "two spellings of one foreign name": ("غالانت", "جالنت", 0.6),
    "a foreign surname spelt otherwise": ("جالانت", "يوآف غالانت", 0.7),
}


@pytest.mark.parametrize(("first", "second", "least"), SAME.values(), ids=SAME)
def test_names_of_one_person_match(
    first: str, second: str, least: float, lexicons: Lexicons
) -> None:
    assert least <= same_name(first, second, lexicons) <= 1.0
    assert same_name(first, second, lexicons) == same_name(second, first, lexicons)


DIFFERENT = {
    "one letter more": ("محمد", "محمود"),
    "the same letters but one": ("غالانت", "غانتس"),
    "native surname of near sound": ("سامي عياش", "سامي عباس"),
    "given names conflict": ("سامي الخطيب", "هاني الخطيب"),
    "given name only begins alike": ("حسن", "حسين"),
    "foreign given names conflict": ("بول سميث", "جون سميث"),
    "nothing": ("", "سامي"),
}


@pytest.mark.parametrize(("first", "second"), DIFFERENT.values(), ids=DIFFERENT)
def test_names_of_two_people_never_match(
    first: str, second: str, lexicons: Lexicons
) -> None:
    assert same_name(first, second, lexicons) == 0.0


NATIVE = {
    "given name": ("سامي", True),
    "full name": ("سامي الخطيب", True),
    "kunya": ("أبو عبيدة", True),
    "servant compound": ("عبد القدير خان", True),
    "house": ("ماجد آل ناهض", True),
    "nisba": ("القوطالي", True),
    "foreign": ("يوآف غالانت", False),
    "foreign surname": ("ميركل", False),
}


@pytest.mark.parametrize(("name", "expected"), NATIVE.values(), ids=NATIVE)
def test_arabic_names_are_told_from_foreign_ones(
    name: str, *, expected: bool, lexicons: Lexicons
) -> None:
    assert is_native(name, lexicons) is expected


def test_search_keys_of_all_scripts_meet() -> None:
    arabic = search_keys("يوآف غالانت")

    assert arabic.folded == "يواف غالانت"
    for query in ("Yoav Gallant", "יואב גלנט"):
        assert set(arabic.skeletons) & set(search_keys(query).skeletons)
    assert set(search_keys("جالنت").skeletons) & set(search_keys("gallant").skeletons)


@pytest.mark.parametrize("form", ["محمد", "هيلي", "Lee", ""])
def test_too_few_consonants_give_no_skeleton(form: str) -> None:
    assert search_keys(form).skeletons == ()


def test_nearest_offers_near_spellings_once_and_nothing_far() -> None:
    names = ["غالانت", "غالانت", "سميث", "جالانت"]

    assert list(nearest("غالنت", names, 5)) == ["غالانت", "جالانت"]
    assert list(nearest("galant", names, 1)) == ["جالانت"]
    assert list(nearest("زقزوق", names, 5)) == []


SCRIPTS = {
    "arabic": ("غالانت", Script.ARABIC),
    "latin": ("Gallant", Script.LATIN),
    "hebrew": ("גלנט", Script.HEBREW),
    "digits first": ("12 غزة", Script.ARABIC),
    "none": ("123", Script.OTHER),
}


@pytest.mark.parametrize(("text", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_is_that_of_the_first_letter(text: str, expected: Script) -> None:
    assert script(text) is expected


def test_folded_names_join_compounds_and_drop_marks() -> None:
    assert folded_name("«عبد  الله-أبي مازن»") == "عبدالله ابومازن"
