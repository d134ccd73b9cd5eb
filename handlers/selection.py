"""Choosing a few of many sentences and statements so that none repeats another."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.naming import first_naming, folded_words
from storage.records import Article, Quote, Story

#: Two sentences that share this much of the shorter one's words say the same.
SAME_SENTENCE: Final = 0.5
#: Two statements; higher, because one speaker repeats their own words.
SAME_STATEMENT: Final = 0.7
#: After this time a sentence weighs half.
HALF_LIFE: Final = timedelta(days=3)
#: What a further outlet with the same story adds to a sentence, and up to how many.
OUTLET_WEIGHT: Final = 0.25
MAX_OUTLETS: Final = 4
#: What it adds that the sentence names the actor among its first words.
SUBJECT_WEIGHT: Final = 0.5
SUBJECT_WORDS: Final = 6
#: What it adds that the sentence opens the article: it says what happened.
OPENING_WEIGHT: Final = 0.4

#: Of statements that are shown with a story, in characters.
QUOTE_LENGTHS: Final = range(25, 240)

_DIRECTNESS: Final = {"direct": 2, "mixed": 1, "indirect": 0}


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence of an article that names an actor."""

    sentence: str
    article: Article


def deeds(
    articles: Sequence[Article], names: Collection[str], *, limit: int
) -> list[Deed]:
    """Choose the sentences that say best what an actor did, newest first.

    One sentence a story at most, none that repeats another.

    Args:
        articles: that mention the actor.
        names: folded forms of the actor's name.
    """
    newest = max((a.source.published for a in articles), default=None)
    outlets = _outlets(articles)
    weighed = sorted(
        (
            (_weight(deed, place, outlets[article.story_id], newest), deed)
            for article in articles
            for deed, place in _naming(article, names)
        ),
        key=lambda pair: (-pair[0], pair[1].article.id),
    )
    chosen: list[Deed] = []
    own_words = {word for name in names for word in name.split()}
    for _, deed in weighed:
        if len(chosen) < limit and not any(
            _repeats(deed, one, own_words) for one in chosen
        ):
            chosen.append(deed)
    return sorted(chosen, key=lambda deed: deed.article.source.published, reverse=True)


def distinct_quotes(quotes: Iterable[Quote], *, limit: int) -> list[Quote]:
    """Choose statements in the order given; of two alike the more direct one."""
    chosen: list[tuple[Quote, set[str]]] = []
    for quote in quotes:
        words = set(folded_words(quote.text))
        place = next(
            (
                index
                for index, (_, others) in enumerate(chosen)
                if _shared(words, others) >= SAME_STATEMENT
            ),
            None,
        )
        if place is None:
            chosen.append((quote, words))
        elif _directness(quote) > _directness(chosen[place][0]):
            chosen[place] = quote, words
    return [quote for quote, _ in chosen[:limit]]


def best_quotes(quotes: Iterable[Quote], stories: Iterable[Story]) -> dict[int, Quote]:
    """Return for each story the statement to show with it, where there is one.

    In the speaker's own words, said now, of somebody known, about as long as a
    sentence; of several the first one given.
    """
    story_of = {one.id: story.id for story in stories for one in story.articles}
    found: dict[int, Quote] = {}
    for quote in quotes:
        story = story_of.get(quote.source.article_id)
        is_apt = quote.kind == "direct" and len(quote.text) in QUOTE_LENGTHS
        if story is None or quote.earlier or not is_apt:
            continue
        best = found.get(story)
        if best is None or (quote.speaker_id and not best.speaker_id):
            found[story] = quote
    return found


def newest_voices(quotes: Sequence[Quote], *, limit: int) -> list[Quote]:
    """Choose statements, newest first, half of them in the speaker's own words.

    Where there are fewer of those, the newest of the others take their places.
    """
    distinct = distinct_quotes(quotes, limit=len(quotes))
    own_words = [quote for quote in distinct if quote.kind != "indirect"]
    chosen = own_words[: (limit + 1) // 2]
    chosen += [quote for quote in distinct if quote not in chosen][
        : limit - len(chosen)
    ]
    return [quote for quote in distinct if quote in chosen]


def overlap(first: str, second: str, *, besides: Collection[str] = ()) -> float:
    """Return the share of the shorter text's distinct words that both have.

    Args:
        besides: folded words that do not count.
    """
    ours = set(folded_words(first)).difference(besides)
    theirs = set(folded_words(second)).difference(besides)
    return _shared(ours, theirs)


def _shared(ours: set[str], theirs: set[str]) -> float:
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter else 0.0


def _directness(quote: Quote) -> tuple[int, bool]:
    return _DIRECTNESS.get(quote.kind, 0), not quote.headline


def _outlets(articles: Sequence[Article]) -> dict[int, int]:
    names: dict[int, set[str]] = {}
    for article in articles:
        names.setdefault(article.story_id, set()).add(article.source.name)
    return {story: len(outlets) for story, outlets in names.items()}


def _naming(article: Article, names: Collection[str]) -> Iterable[tuple[Deed, int]]:
    """Yield the sentences of the gist, else the title, that name the actor."""
    found = False
    for sentence in article.gist:
        place = first_naming(sentence, names)
        if place is not None:
            found = True
            yield Deed(sentence, article), place
    if not found:
        place = first_naming(article.source.title, names)
        if place is not None:
            yield Deed(article.source.title, article), place


def _weight(deed: Deed, place: int, outlets: int, newest: datetime | None) -> float:
    published = deed.article.source.published
    age = (newest or published) - published
    recency: float = 0.5 ** (age / HALF_LIFE)
    subject = SUBJECT_WEIGHT if place < SUBJECT_WORDS else 0.0
    opening = OPENING_WEIGHT if deed.sentence in deed.article.gist[:1] else 0.0
    return recency + subject + opening + OUTLET_WEIGHT * min(outlets, MAX_OUTLETS)


def _repeats(deed: Deed, other: Deed, besides: Collection[str]) -> bool:
    shared = overlap(deed.sentence, other.sentence, besides=besides)
    return deed.article.story_id == other.article.story_id or shared >= SAME_SENTENCE
