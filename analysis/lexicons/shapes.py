"""How much a word that no lexicon has looks like a transliterated name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import log
from operator import add
from typing import Final

_PRIOR: Final = 0.5
_EDGE: Final = "^"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"


@dataclass(frozen=True, slots=True, eq=False)
class NameShapes:
    """Log odds of two and three letters in a row: in a foreign name, in a word."""

    odds: Mapping[str, float]

    def likeness(self, folded: str) -> float:
        """Return the mean log odds of a word: above 0.0 it is likelier a name."""
        parts = _parts(folded)
        return sum(self.odds.get(part, 0.0) for part in parts) / max(1, len(parts))


def learn_shapes(names: Iterable[str], words: Iterable[str]) -> NameShapes:
    """Return the shapes that tell foreign names from everyday words (both folded).

    A naive Bayes classifier over letter bigrams and trigrams. The words stand for
    themselves and, in turn, for one of the forms that clitics and pronouns make.
    """
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    ours.update(chain.from_iterable(map(_parts, names)))
    inflected = chain.from_iterable(
        (word, _INFLECTED[number % len(_INFLECTED)](word))
        for number, word in enumerate(words)
    )
    theirs.update(chain.from_iterable(map(_parts, inflected)))
    parts = ours.keys() | theirs.keys()
    rest = _PRIOR * len(parts)
    mine, other = log(ours.total() + rest), log(theirs.total() + rest)
    return NameShapes(
        {
            part: (log(ours[part] + _PRIOR) - mine)
            - (log(theirs[part] + _PRIOR) - other)
            for part in parts
        }
    )


def _parts(word: str) -> list[str]:
    edged = _EDGE + word + _EDGE
    return [
        *map(add, edged, edged[1:]),
        *map(add, map(add, edged, edged[1:]), edged[2:]),
    ]


def _possessed(word: str) -> str:
    stem = word[:-1] + "\N{ARABIC LETTER TEH}" if word.endswith(_HEH) else word
    return stem + _HEH + _ALEF


_INFLECTED: Final = (
    _possessed,
    lambda word: _BEH + word,
    lambda word: _LAM + word,
    lambda word: _WAW + word,
    lambda word: word + _HEH,
    lambda word: word + _ALEF,
)
