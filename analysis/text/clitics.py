"""Letters that Arabic writes onto the next word: and, so, with, for, like."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from analysis.text.folding import INVISIBLE

_CONJUNCTIONS: Final = ("\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}")
_LAM: Final = "\N{ARABIC LETTER LAM}"
_PREPOSITIONS: Final = ("\N{ARABIC LETTER BEH}", _LAM, "\N{ARABIC LETTER KAF}")
_LETTER: Final = re.compile(f"[^{INVISIBLE}]")
#: No word of the lexicons is shorter than this once its clitics are off.
_SHORTEST: Final = 2


@lru_cache(maxsize=65536)
def readings(folded: str) -> Sequence[tuple[int, str]]:
    """Return the ways to read a folded token: (letters cut off, what they leave).

    The whole token comes first, then without a conjunction, a preposition, or both.
    After the preposition of "for" the article is written as one letter and is given
    back: the readings of "للرئيس" are "للرئيس", "لرئيس" and "الرئيس". Which of them
    is meant, a lexicon or the context must say.
    """
    found = [(0, folded)]
    for cut, rest in _without_conjunction(folded):
        if cut:
            found.append((cut, rest))
        for preposition in _PREPOSITIONS:
            stem = rest[1:]
            if not rest.startswith(preposition) or len(stem) < _SHORTEST:
                continue
            found.append((cut + 1, stem))
            if preposition == _LAM and stem.startswith(_LAM):
                found.append((cut + 1, "\N{ARABIC LETTER ALEF}" + stem))
    return tuple(found)


def letters_end(raw: str, letters: int) -> int:
    """Return the offset in `raw` after its first `letters` letters.

    Marks and controls that follow the last of these letters are counted in, so what
    is left begins with a letter.
    """
    for seen, match in enumerate(_LETTER.finditer(raw)):
        if seen == letters:
            return match.start()
    return len(raw)


def _without_conjunction(folded: str) -> list[tuple[int, str]]:
    found = [(0, folded)]
    if folded.startswith(_CONJUNCTIONS) and len(folded) > _SHORTEST:
        found.append((1, folded[1:]))
    return found
