"""What a chat has muted, applied to news: literal words after folding, and sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from handlers.naming import first_naming
from storage.chat_records import Mute
from storage.records import Article, Quote, RankedStory, Story


@dataclass(frozen=True, slots=True)
class Muted:
    """Folded words and phrases, and names of outlets."""

    words: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


NOTHING: Final = Muted()
#: Stories that tell which words and sources are to blame.
LOOKED_AT: Final = 20


def muted_by(mutes: Iterable[Mute]) -> Muted:
    """Return what these mutes leave out together."""
    own = list(mutes)
    return Muted(
        frozenset(one.folded for one in own if one.folded),
        frozenset(one.source for one in own if one.source),
    )


def stories_left(
    stories: Sequence[RankedStory], muted: Muted
) -> tuple[RankedStory, ...]:
    """Return the stories without articles of muted sources, and without muted words.

    A story goes as a whole if the headline or a sentence of one of its articles has
    a muted word: the others are about the same event.
    """
    if not muted.words and not muted.sources:
        return tuple(stories)
    kept = []
    for story in stories:
        articles = tuple(
            one for one in story.articles if one.source.name not in muted.sources
        )
        if articles and not any(_has_word(one, muted.words) for one in articles):
            kept.append(replace(story, articles=articles))
    return tuple(kept)


def muting_names(stories: Iterable[Story], muted: Muted) -> tuple[str, ...]:
    """Return the words and sources that leave something of these stories out.

    Of many stories only the first are looked at: they tell enough.
    """
    articles = [one for story in islice(stories, LOOKED_AT) for one in story.articles]
    words = [
        word
        for word in sorted(muted.words)
        if any(_has_word(one, (word,)) for one in articles)
    ]
    return (*words, *sorted(muted.sources & {one.source.name for one in articles}))


def muting_word(quote: Quote, muted: Muted) -> str | None:
    """Return which word or source mutes a statement; None for none."""
    if quote.source.name in muted.sources:
        return quote.source.name
    text = f"{quote.source.title}\n{quote.text}\n{quote.speaker}"
    return next(
        (word for word in sorted(muted.words) if _holds(text, word)),
        None,
    )


def _has_word(article: Article, words: Iterable[str]) -> bool:
    text = "\n".join((article.source.title, *article.gist, article.summary))
    return any(_holds(text, word) for word in words)


def _holds(text: str, word: str) -> bool:
    return first_naming(text, (word,)) is not None
