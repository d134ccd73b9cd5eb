"""Words as an article is searched by: folded, without what Arabic writes onto them."""

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Final

from analysis.text.folding import fold
from analysis.text.tokens import TokenKind, tokenise

#: Distinct words of an article that are kept; beyond it is a list, not an article.
MAX_TERMS: Final = 4000

_WAW, _FEH = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}"
_BEH, _LAM, _KAF = (
    "\N{ARABIC LETTER BEH}",
    "\N{ARABIC LETTER LAM}",
    "\N{ARABIC LETTER KAF}",
)
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}" + _LAM
#: The article with what is written before it, the longest first.
_OPENINGS: Final = tuple(
    conjunction + rest
    for conjunction in (_WAW, _FEH, "")
    for rest in (_BEH + _ARTICLE, _KAF + _ARTICLE, _LAM + _LAM, _ARTICLE)
)
_CLITICS: Final = (_WAW, _FEH, _BEH, _LAM, _KAF)
_SHORTEST: Final = 3


def light(folded: str) -> str:
    """Return a folded word without the article and what stands before it.

    "والحكومه", "للحكومه" and "حكومه" become one; "ولد" stays, for nothing but the
    article tells its waw from "and".
    """
    for opening in _OPENINGS:
        if folded.startswith(opening) and len(folded) - len(opening) >= _SHORTEST:
            return folded[len(opening) :]
    return folded


def terms(text: str) -> tuple[str, ...]:
    """Return the words of a text in light form, in order, with repetitions."""
    return tuple(
        light(token.folded)
        for token in tokenise(text)
        if token.kind in (TokenKind.WORD, TokenKind.NUMBER)
    )


def index_terms(title: str, body: str) -> tuple[str, ...]:
    """Return what an article is found by: its distinct words, the title's first.

    A word that may begin with a clitic ("واسرائيل") is followed, after all others, by
    its rest: the searcher does not write the "and".
    """
    words = list(dict.fromkeys(terms(title) + terms(body)))[:MAX_TERMS]
    return tuple(dict.fromkeys([*words, *_rests(words)]))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return what `index_terms` gives of the words that most news has."""
    path = resources.files("analysis") / "lexicons" / "common_words.txt"
    words = list(_entries(path.read_text("utf-8").splitlines()))
    return frozenset([*words, *_rests(words)])


def _rests(words: Iterable[str]) -> Iterable[str]:
    return (
        light(word[1:])
        for word in words
        if word.startswith(_CLITICS) and len(word) > _SHORTEST
    )


def _entries(lines: Iterable[str]) -> Iterable[str]:
    return (light(fold(line)) for line in lines if line and not line.startswith("#"))
