"""Fixed phrases of one or several words, found in folded tokens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.text.folding import fold
from analysis.text.tokens import Token

_CONJUNCTIONS: Final = ("", "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}")


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Phrases by their first word, the longest first, each with its meaning."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def at(self, tokens: Sequence[Token], index: int, last: int) -> str | None:
        """Return the meaning of the phrase that starts at a token, or None."""
        found = self.match(tokens, index, last)
        return None if found is None else found[0]

    def match(
        self, tokens: Sequence[Token], index: int, last: int
    ) -> tuple[str, int] | None:
        """Return meaning and end of the longest phrase at a token before `last`."""
        if index >= last:
            return None
        for words, meaning in self.by_first.get(tokens[index].folded, ()):
            end = index + len(words)
            if end <= last and all(
                tokens[index + offset].folded == word
                for offset, word in enumerate(words)
            ):
                return meaning, end
        return None


def phrase_book(entries: Iterable[tuple[str, str]]) -> PhraseBook:
    """Return a book of (phrase, meaning); phrases are also found after "and"."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meaning in entries:
        words = tuple(fold(phrase).split())
        for conjunction in _CONJUNCTIONS:
            first = conjunction + words[0]
            by_first.setdefault(first, []).append(((first, *words[1:]), meaning))
    for phrases in by_first.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return PhraseBook(by_first)
