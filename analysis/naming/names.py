"""Comparing names: keys to look them up by, and whether two mean one actor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from analysis.lexicons import Lexicons
from analysis.naming.transliteration import (
    Script,
    hebrew_keys,
    latin_keys,
    script,
    skeleton,
)
from analysis.text.folding import fold

__all__ = (
    "Script",
    "SearchKeys",
    "folded_name",
    "hebrew_keys",
    "is_native",
    "latin_keys",
    "nearest",
    "same_name",
    "script",
    "search_keys",
    "skeleton",
)

#: Consonants that a skeleton needs before it may identify anybody.
SUFFICIENT: Final = 3
#: Two spellings of one foreign name are at least this similar (0.0 to 1.0).
SIMILAR: Final = 0.5
#: A suggestion is at least this similar (0 to 100).
NEAR: Final = 70.0
_MOST_KEYS: Final = 16
_SUBSET: Final = 0.9

_LAM: Final = "\N{ARABIC LETTER LAM}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}" + _LAM
_YEH: Final = "\N{ARABIC LETTER YEH}"
_SERVANT: Final = (
    "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"  # Abd
)
_AB: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER BEH}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
#: "Father of" in its three cases; the nominative stands for all.
_FATHER: Final = _AB + _WAW
_FATHERS: Final = frozenset((_FATHER, _AB + _ALEF, _AB + _YEH))
_SON: Final = "\N{ARABIC LETTER BEH}\N{ARABIC LETTER NOON}"
_SONS: Final = frozenset((_SON, _ALEF + _SON))
_HOUSE: Final = _ALEF + _LAM
_MOTHER: Final = _ALEF + "\N{ARABIC LETTER MEEM}"


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """What a form of a name is stored and looked up by.

    Attributes:
        folded: the form at the variant level, compounds written in one way.
        skeletons: consonant keys, a word each, joined by spaces; several for a Latin
            or Hebrew form; none where the form has too few consonants to tell.
    """

    folded: str
    skeletons: tuple[str, ...]


@lru_cache(maxsize=16384)
def folded_name(form: str) -> str:
    """Return `form` folded, with hyphens as spaces, and Abd and Abu compounds joined.

    "عبد الرحمن" and "عبدالرحمن" become one, and so do "أبو مازن", "أبي مازن" and
    "أبومازن".
    """
    words: list[str] = []
    for word in _spaced(fold(form)).split():
        if words and words[-1] in (_SERVANT, _FATHER):
            words[-1] += word
        else:
            words.append(_FATHER if word in _FATHERS else word)
    return " ".join(words)


def search_keys(form: str) -> SearchKeys:
    """Return the keys that storage keeps for a form, and that a query is looked up by.

    An Arabic form has one skeleton at most; a Latin or Hebrew one has several, the
    likeliest first. Two forms that share a skeleton may still be two actors: compare
    them with `same_name`.
    """
    folded = folded_name(form)
    words = folded.split()
    keys = [_keys_of(word) for word in words]
    combined = islice(product(*keys), _MOST_KEYS) if words else ()
    skeletons = dict.fromkeys(
        " ".join(key)
        for key in combined
        if sum(map(len, key)) >= SUFFICIENT and all(key)
    )
    return SearchKeys(folded, tuple(skeletons))


def is_native(name: str, lexicons: Lexicons) -> bool:
    """Tell whether a name is an Arabic one, whose spelling does not vary.

    A native given name, a kunya, Abd-, Al and Ibn make a name native; a single word
    is native where it is a native given or family name, or has the article and the
    ending of a nisba.
    """
    return _is_native(folded_name(name), lexicons)


def same_name(first: str, second: str, lexicons: Lexicons) -> float:
    """Return how surely two forms name one actor, by their spelling alone.

    Returns:
        0.0 (two names) to 1.0 (the same words). Native names match word by word, or
        one is the beginning or end of the other (0.9). Foreign ones may vary in
        spelling: then the skeletons are equal and the result is the similarity, at
        least 0.5. محمد is never محمود, and غالانت never غانتس.

    Source: the decision rule of our linguistic brief.
    """
    ours, theirs = folded_name(first), folded_name(second)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 1.0
    words, others = ours.split(), theirs.split()
    if len(words) > len(others):
        words, others = others, words
    size = len(words)
    native = _is_native(ours, lexicons) or _is_native(theirs, lexicons)
    ends = (others[:size], others[-size:])
    whole = size == len(others)
    best = max(_word_match(words, end, lexicons, native=native) for end in ends)
    return best if whole else best * _SUBSET


def nearest(query: str, names: Iterable[str], limit: int) -> Sequence[str]:
    """Return up to `limit` names spelt like `query`, the nearest first.

    For suggestions only: near spellings are often two people. Names of another
    script than the query's are compared by their skeletons. Nothing near gives [].
    """
    ours = search_keys(query)
    scored: dict[str, float] = {}
    for name in names:
        score = _nearness(ours, search_keys(name))
        if score >= NEAR:
            scored[name] = max(score, scored.get(name, 0.0))
    return sorted(scored, key=lambda name: (-scored[name], name))[:limit]


def _nearness(ours: SearchKeys, theirs: SearchKeys) -> float:
    keys = max(
        (fuzz.ratio(k, o) for k in ours.skeletons for o in theirs.skeletons),
        default=0.0,
    )
    if script(ours.folded) is not script(theirs.folded):
        return keys
    spelling = fuzz.WRatio(ours.folded, theirs.folded)
    return max(spelling, (keys + spelling) / 2)


@lru_cache(maxsize=8192)
def _keys_of(word: str) -> tuple[str, ...]:
    kind = script(word)
    if kind is Script.LATIN:
        return latin_keys(word)
    if kind is Script.HEBREW:
        return hebrew_keys(word)
    return (skeleton(word),)


def _word_match(
    words: Sequence[str], others: Sequence[str], lexicons: Lexicons, *, native: bool
) -> float:
    total = 0.0
    for word, other in zip(words, others, strict=True):
        if word == other:
            total += 1.0
            continue
        known = lexicons.given.get(word), lexicons.given.get(other)
        if native or any(given is not None and given.native for given in known):
            return 0.0
        key = skeleton(word)
        if len(key) < SUFFICIENT and len(words) == 1:
            return 0.0
        similarity = Levenshtein.normalized_similarity(word, other)
        if key != skeleton(other) or similarity < SIMILAR:
            return 0.0
        total += similarity
    return total / len(words)


@lru_cache(maxsize=16384)
def _is_native(folded: str, lexicons: Lexicons) -> bool:
    words = folded.split()
    if any(_is_native_part(word) for word in words[:-1]):
        return True
    for word in words:
        given = lexicons.given.get(word)
        if given is not None and given.native:
            return True
        if word.startswith((_SERVANT, _FATHER)) and len(word) > len(_FATHER) + 1:
            return True
    last = words[-1] if words else ""
    if lexicons.family.get(last):
        return True
    return last.startswith(_ARTICLE) and last.endswith(_YEH)


def _is_native_part(word: str) -> bool:
    return word in _SONS or word in (_FATHER, _HOUSE, _MOTHER)


def _spaced(folded: str) -> str:
    return "".join(c if c.isalnum() or c in _APOSTROPHES else " " for c in folded)


_APOSTROPHES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}\N{HEBREW PUNCTUATION GERESH}"
