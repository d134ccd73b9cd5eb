"""What an article is compared by: pieces of its words, its actors, its shingles."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from heapq import nlargest, nsmallest
from operator import itemgetter
from typing import Final
from zlib import crc32

from analysis.text.terms import common_words, terms

#: Weight of a word of the title; the first word of the text has 1.
TITLE_WEIGHT: Final = 3.0
#: After so many distinct words of the text a word weighs 1/e ...
FADING_WORDS: Final = 50
#: ... but never less than this, up to the last word that is looked at.
LEAST_WEIGHT: Final = 0.1
MAX_WORDS: Final = 300
#: Weight of an actor, beside that of its name's own pieces.
ACTOR_WEIGHT: Final = 0.5
#: Letters of a piece. Arabic writes articles, suffixes and foreign names in many ways;
#: two spellings of a word have most of their pieces in common.
PIECE: Final = 4

#: Words of a shingle, and how many shingles stand for a text.
SHINGLE: Final = 3
MAX_SHINGLES: Final = 64
#: A text with fewer tells no copy from a common phrase.
MIN_SHINGLES: Final = 16
#: Two texts are copies if they share this much of their shingles.
COPY: Final = 0.5

_EDGE: Final = "_"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is compared by.

    Attributes:
        features: how much each piece of a word and each actor stands out in it.
        shingles: the smallest numbers of its text's shingles, in order; () for a
            text that is too short.
    """

    features: Mapping[str, float]
    shingles: tuple[int, ...]
    published: datetime


def sketch(
    *,
    title: str,
    words: Sequence[str],
    actors: Collection[int | str],
    published: datetime,
) -> Sketch:
    """Return what an article is compared by.

    Args:
        words: its distinct words (`analysis.text.terms.index_terms`).
        actors: what the actors that it mentions go by, numbers or names.
    """
    titled = dict.fromkeys(terms(title))
    text = [word for word in words if word not in titled]
    weights = dict.fromkeys(titled, TITLE_WEIGHT)
    for place, word in enumerate(text[:MAX_WORDS]):
        weights[word] = max(LEAST_WEIGHT, math.exp(-place / FADING_WORDS))
    features = _features(weights)
    features |= {f"@{actor}": ACTOR_WEIGHT for actor in actors}
    return Sketch(features, _shingles(text), published)


def are_copies(first: Sketch, second: Sketch) -> bool:
    """Tell whether two texts are nearly the same, whatever stands above them.

    The share of shingles in common is estimated from the smallest of both texts.

    Source: A. Broder, "On the resemblance and containment of documents", Compression
    and Complexity of Sequences (1997), 21-29.
    """
    if not first.shingles or not second.shingles:
        return False
    ours, theirs = set(first.shingles), set(second.shingles)
    smallest = nsmallest(MAX_SHINGLES, ours | theirs)
    shared = sum(one in ours and one in theirs for one in smallest)
    return shared >= COPY * len(smallest)


def _features(weights: Mapping[str, float]) -> dict[str, float]:
    common = common_words()
    features: dict[str, float] = {}
    for word, weight in weights.items():
        if len(word) > 1 and word not in common:
            for piece in _pieces(word):
                features[piece] = features.get(piece, 0.0) + weight
    return {piece: math.log1p(weight) for piece, weight in features.items()}


@lru_cache(maxsize=65536)
def _pieces(word: str) -> tuple[str, ...]:
    """Return the pieces of a word, its ends marked; a short word is one piece."""
    whole = f"{_EDGE}{word}{_EDGE}"
    count = max(1, len(whole) - PIECE + 1)
    return tuple(dict.fromkeys(whole[at : at + PIECE] for at in range(count)))


def _shingles(text: Sequence[str]) -> tuple[int, ...]:
    found = {
        crc32(" ".join(text[at : at + SHINGLE]).encode("utf-8", "replace"))
        for at in range(len(text) - SHINGLE + 1)
    }
    if len(found) < MIN_SHINGLES:
        return ()
    return tuple(nsmallest(MAX_SHINGLES, found))


def heaviest(weights: Mapping[str, float], count: int) -> dict[str, float]:
    """Return the heaviest of some weights; of two alike the first by its name."""
    ordered = sorted(weights.items())
    return dict(nlargest(count, ordered, key=itemgetter(1)))
