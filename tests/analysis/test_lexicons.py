"""The lexicon files, and what is built from them."""

from importlib.resources import files

import pytest

from analysis.lexicons import Lexicons, lexicon_lines, load_lexicons
from analysis.lexicons.phrases import phrase_of
from analysis.model import ActorType, Gender, KnownActor
from analysis.text.folding import fold

#: Word and name lists; those of reported speech have a meaning in their first column.
LISTS = (
    "alias_words.txt",
    "board_nouns.txt",
    "name_openers.txt",
    "business_nouns.txt",
    "patron_titles.txt",
    "boundary_words.txt",
    "class_nouns.txt",
    "club_openers.txt",
    "clubs.tsv",
    "countries.tsv",
    "divine_names.txt",
    "family_names.tsv",
    "generic_complements.txt",
    "given_names.tsv",
    "honorifics.txt",
    "institution_adjectives.txt",
    "media.tsv",
    "medium_endings.txt",
    "months.txt",
    "name_joiners.txt",
    "nationalities.txt",
    "organisation_nouns.tsv",
    "ordinals.txt",
    "organisations.tsv",
    "owner_nouns.txt",
    "place_nouns.txt",
    "places.txt",
    "platforms.txt",
    "purposes.txt",
    "seats.txt",
    "ranks.txt",
    "role_heads.tsv",
    "role_modifiers.tsv",
    "role_prepositions.tsv",
    "role_stops.txt",
    "singular_bodies.txt",
    "sports_words.txt",
    "vocabulary.txt",
    "vocabulary_verbs.tsv",
    "weekdays.txt",
    "word_names.txt",
)


@pytest.mark.parametrize("name", LISTS)
def test_a_lexicon_says_what_it_is_and_is_sorted_and_unique_after_folding(
    name: str,
) -> None:
    text = files("analysis.lexicons").joinpath(name).read_text(encoding="utf-8")
    words = [fold(line.split("\t")[0]) for line in lexicon_lines(name)]

    assert text.startswith("# ")
    assert words == sorted(words)
    assert len(words) == len(set(words))


def test_the_lexicons_are_wide(lexicons: Lexicons) -> None:
    assert len(lexicons.given) > 3000
    assert len(lexicons.family) > 2000
    assert len(lexicons.vocabulary.nouns) > 4000


WORDS = {
    "noun": "قرار",
    "with the article": "القرار",
    "with clitics": "وبالقرار",
    "with a pronoun": "قراراتهم",
    "feminine with a pronoun": "حكومتها",
    "verb": "أعلنت",
    "weak verb": "نفوا",
    "future": "سيعلنون",
}


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_everyday_words_are_known_in_their_forms(word: str, lexicons: Lexicons) -> None:
    assert lexicons.vocabulary.has(fold(word))


@pytest.mark.parametrize("word", ["شتاينماير", "ويدودو", "كوتروني", "بزشكيان"])
def test_transliterated_names_look_like_names(word: str, lexicons: Lexicons) -> None:
    assert lexicons.shapes.likeness(fold(word)) > 0.3


@pytest.mark.parametrize("word", ["استفزازهم", "متطلباته", "لمواجهتها", "مستنقعات"])
def test_rare_everyday_words_do_not_look_like_names(
    word: str, lexicons: Lexicons
) -> None:
    assert lexicons.shapes.likeness(fold(word)) < 0.0


def test_nationalities_have_all_their_forms(lexicons: Lexicons) -> None:
    for form in ("فرنسي", "الفرنسية", "فرنسيون", "الفرنسيين"):
        assert lexicons.nationalities[fold(form)] == "فرنسا"


def test_countries_and_capitals_speak_for_their_government(lexicons: Lexicons) -> None:
    lebanon = lexicons.country_named(fold("لبنان"))
    washington = lexicons.country_named(fold("واشنطن"))

    assert lebanon is not None
    assert lebanon.gender is Gender.MASCULINE
    assert washington is not None
    assert washington.name == "الولايات المتحدة"
    assert washington.gender is Gender.FEMININE
    assert lexicons.country_named(fold("سامي")) is None


def test_known_actors_join_the_gazetteer() -> None:
    actor = KnownActor(
        key="x",
        name="كارلو بندرينو",
        type=ActorType.PERSON,
        forms=("بندرينو",),
        gender=Gender.MASCULINE,
    )

    known = load_lexicons([actor]).known

    (phrase, entry), *_ = known.starting("بندرينو")
    assert phrase == ("بندرينو",)
    assert entry.key == fold("كارلو بندرينو")
    assert phrase_of("كارلو بندرينو") in known
