"""The sentences of an article that tell best what it says."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from analysis.text.document import Document, ParagraphKind, Sentence
from analysis.text.terms import light, terms
from analysis.text.tokens import TokenKind

#: A summary has so many sentences at most.
MAX_SENTENCES: Final = 3
#: Sentences of fewer or more words tell too little, or too much.
SHORTEST: Final = 6
LONGEST: Final = 90
#: Only so many sentences from the top are candidates.
CANDIDATES: Final = 60
#: Weight of a word of the title; of standing first; of sharing words with a chosen one.
TITLE_WEIGHT: Final = 2.0
LEAD_WEIGHT: Final = 1.0
REPETITION_WEIGHT: Final = 0.7


def summarise(document: Document, *, title: str, common: AbstractSet[str]) -> list[str]:
    """Return up to three sentences of the body as published, in their order.

    Sentences count by the words that the article repeats and by those of its title;
    the first sentence leads. What a chosen sentence has said counts less in the next.

    Args:
        common: words in light form that all news has; they count nothing.
    """
    candidates = [s for s in document.sentences if _is_candidate(document, s)]
    candidates = candidates[:CANDIDATES]
    words = [_words(document, sentence, common) for sentence in candidates]
    weights = Counter(word for sentence in words for word in sentence)
    titled = {word: TITLE_WEIGHT for word in terms(title) if word not in common}
    chosen: list[int] = []
    while len(chosen) < min(MAX_SENTENCES, len(candidates)):
        best = max(
            (number for number in range(len(candidates)) if number not in chosen),
            key=lambda n: (_score(n, words, weights, titled, chosen), -n),
        )
        chosen.append(best)
    return [_text(document, candidates[number]) for number in sorted(chosen)]


def _is_candidate(document: Document, sentence: Sentence) -> bool:
    if document.paragraphs[sentence.paragraph].kind is not ParagraphKind.BODY:
        return False
    tokens = document.tokens[sentence.first : sentence.last]
    words = sum(token.kind is TokenKind.WORD for token in tokens)
    asks = tokens[-1].text in ("?", "\N{ARABIC QUESTION MARK}")
    return SHORTEST <= words <= LONGEST and not asks


def _words(
    document: Document, sentence: Sentence, common: AbstractSet[str]
) -> frozenset[str]:
    kinds = (TokenKind.WORD, TokenKind.NUMBER)
    tokens = document.tokens[sentence.first : sentence.last]
    words = {_light(token.folded) for token in tokens if token.kind in kinds}
    return frozenset(words - common)


@lru_cache(maxsize=65536)
def _light(folded: str) -> str:
    return light(folded)


def _score(
    number: int,
    words: Sequence[frozenset[str]],
    weights: Counter[str],
    titled: dict[str, float],
    chosen: Sequence[int],
) -> float:
    ours = words[number]
    if not ours:
        return 0.0
    told = sum(weights[word] - 1 + titled.get(word, 0.0) for word in ours)
    score = told / (len(ours) + 5)
    if number == 0:
        score += LEAD_WEIGHT * 3
    for other in chosen:
        shared = len(ours & words[other]) / len(ours)
        score -= REPETITION_WEIGHT * score * shared
    return score


def _text(document: Document, sentence: Sentence) -> str:
    return document.cut(sentence.first, sentence.last)
