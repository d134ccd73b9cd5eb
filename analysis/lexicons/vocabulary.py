"""The everyday words of the news, found under their clitics and endings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.text.clitics import readings
from analysis.text.folding import fold, fold_all

_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_YEH: Final = "\N{ARABIC LETTER YEH}"
_MAKSURA: Final = "\N{ARABIC LETTER ALEF MAKSURA}"
_TEH: Final = "\N{ARABIC LETTER TEH}"
_NOON: Final = "\N{ARABIC LETTER NOON}"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_MEEM: Final = "\N{ARABIC LETTER MEEM}"
_KAF: Final = "\N{ARABIC LETTER KAF}"
_SEEN: Final = "\N{ARABIC LETTER SEEN}"
_ARTICLE: Final = _ALEF + "\N{ARABIC LETTER LAM}"

#: Endings of nouns and verbs: plurals, duals, pronouns, the adverbial alef.
_ENDINGS: Final = (
    _HEH,
    _HEH + _ALEF,
    _HEH + _MEEM,
    _HEH + _MEEM + _ALEF,
    _HEH + _NOON,
    _NOON + _ALEF,
    _KAF + _MEEM,
    _YEH,
    _YEH + _HEH,
    _ALEF + _TEH,
    _WAW + _NOON,
    _YEH + _NOON,
    _ALEF + _NOON,
    _ALEF,
    _TEH,
    _WAW + _ALEF,
    _WAW,
    _TEH + _ALEF,
    _NOON,
)
_FEMININE_ENDINGS: Final = tuple(
    _TEH + ending
    for ending in (
        _HEH,
        _HEH + _ALEF,
        _HEH + _MEEM,
        _HEH + _MEEM + _ALEF,
        _NOON + _ALEF,
        _YEH,
        _YEH + _NOON,
        _ALEF + _NOON,
    )
)
_SHORTEST_STEM: Final = 3
_PERSONS: Final = (_YEH, _TEH, _NOON, _ALEF)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Folded everyday words.

    Attributes:
        words: every part of speech.
        verbs: verb forms (third person) among them.
        nouns: what stands in the word list itself.
        plain_verbs: the verbs as their list has them, past and present.
    """

    words: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    plain_verbs: frozenset[str]

    def has(self, folded: str) -> bool:
        """Tell whether a folded token is an everyday word, clitics and endings off."""
        return any(self.has_bare(stem) for _, stem in readings(folded))

    def has_bare(self, stem: str) -> bool:
        """Tell whether a word without proclitics is an everyday word."""
        if stem in self.words:
            return True
        bare = stem.removeprefix(_ARTICLE) if len(stem) > _SHORTEST_STEM else stem
        return bare in self.words or self._has_stem(bare)

    def is_verb(self, folded: str) -> bool:
        """Tell whether a folded token is a verb form that is no noun as well."""
        return folded not in self.nouns and any(
            stem in self.verbs and stem not in self.nouns
            for _, stem in readings(folded)
        )

    def _has_stem(self, word: str) -> bool:
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if len(stem) >= _SHORTEST_STEM and stem != word and stem in self.words:
                return True
        for ending in _FEMININE_ENDINGS:
            stem = word.removesuffix(ending)
            if len(stem) < _SHORTEST_STEM or stem == word:
                continue
            if stem + _HEH in self.words or stem in self.words:
                return True
        return False


def read_vocabulary(
    words: frozenset[str], verbs: Iterable[Sequence[str]]
) -> Vocabulary:
    """Return the vocabulary of a word list and of verbs (past, present)."""
    plain: set[str] = set()
    spelt: list[str] = []
    for past, present in verbs:
        plain |= {fold(past), fold(present)}
        spelt += _past_forms(past)
        spelt += _present_forms(present)
    forms = set(fold_all(spelt))
    return Vocabulary(words | forms, frozenset(forms), words, frozenset(plain))


def _past_forms(past: str) -> set[str]:
    weak = past[-1] in (_ALEF, _YEH, _MAKSURA)
    stem = past[:-1] if weak else past
    return {past, stem + _TEH, stem + _WAW + _ALEF, past + _ALEF, stem + _TEH + _ALEF}


def _present_forms(present: str) -> set[str]:
    stem = present[1:]
    bare = stem[:-1] if stem[-1:] in (_YEH, _WAW, _ALEF, _MAKSURA) else stem
    forms = set()
    for person in _PERSONS:
        forms |= {person + stem, _SEEN + person + stem}
    for person in (_YEH, _TEH):
        for ending in (_WAW + _NOON, _WAW + _ALEF, _ALEF + _NOON):
            forms |= {person + bare + ending, _SEEN + person + bare + ending}
    return forms
