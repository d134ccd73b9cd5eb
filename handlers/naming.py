"""Where a text names an actor, by the folded forms of its name."""

from collections.abc import Iterable, Sequence
from typing import Final

from analysis.text.tokens import TokenKind, tokenise

#: Letters that Arabic writes onto a name: "and", "so", "in", "to", "like".
_CLITICS: Final = frozenset(
    "\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER BEH}"
    "\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}"
)


def folded_words(text: str) -> list[str]:
    """Return the words of a text at the variant level, in order."""
    return [token.folded for token in tokenise(text) if token.kind is TokenKind.WORD]


def first_naming(text: str, names: Iterable[str]) -> int | None:
    """Return the index of the word where a text first has one of the names.

    Args:
        names: folded; each is looked for as a whole, a clitic before it allowed.
    """
    words = folded_words(text)
    forms = [tuple(name.split()) for name in names]
    return next(
        (
            index
            for index in range(len(words))
            for form in forms
            if _is_at(words, index, form)
        ),
        None,
    )


def _is_at(words: Sequence[str], index: int, form: tuple[str, ...]) -> bool:
    if not form or tuple(words[index + 1 : index + len(form)]) != form[1:]:
        return False
    first = words[index]
    return first == form[0] or (first[:1] in _CLITICS and first[1:] == form[0])
