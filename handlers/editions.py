"""The digest's content: chosen once for all chats that want the same."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from handlers.citations import lead
from handlers.muting_rules import (
    NOTHING,
    Muted,
    muting_names,
    muting_word,
    stories_left,
)
from handlers.selection import (
    SAME_STATEMENT,
    best_quotes,
    distinct_quotes,
    overlap,
)
from handlers.weights import ranked
from storage.actors import actors_by_ids
from storage.articles import first_arrival
from storage.database import Reader
from storage.recent_news import (
    named_between,
    recent_actors,
    recent_articles_naming,
    recent_quotes,
    recent_stories,
)
from storage.records import Actor, Quote, RankedStory, Story

#: The first digest of a chat reaches back so far.
FIRST_REACH: Final = timedelta(hours=24)
#: No digest reaches further back, however long ago the last one was.
LONGEST_REACH: Final = timedelta(days=7)
WEEK: Final = timedelta(days=7)
#: Of one window: the newest; more than these no digest looks at.
MAX_ARTICLES: Final = 3000
MAX_QUOTES: Final = 600
MAX_ACTORS: Final = 8
#: In characters: a shorter statement says nothing by itself, a longer one fills a page.
QUOTE_LENGTH: Final = range(25, 400)
#: A sentence that shares this much with the headline says nothing more.
SAME_AS_TITLE: Final = 0.6
#: Statements in a digest of so many stories, at most.
QUOTES_FOR: Final = {5: 3, 10: 5, 20: 7}
_DIRECTNESS: Final = {"direct": 1.0, "mixed": 0.6, "indirect": 0.0}


@dataclass(frozen=True, slots=True)
class Profile:
    """What makes two digests the same but for their language.

    Attributes:
        since, until: news that came in after the one and up to the other.
        length: stories at most.
        follows: numbers of actors.
    """

    since: datetime
    until: datetime
    length: int
    follows: frozenset[int] = frozenset()
    muted: Muted = NOTHING


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody in the news.

    Attributes:
        articles: that name them in this time.
        usual: in as much time of the week before; None where that is not known.
    """

    actor: Actor
    articles: int
    usual: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """A story with the sentence that says why it matters, "" for none.

    Attributes:
        quote: a statement of it, unless that is one of the day's.
    """

    story: Story
    sentence: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest before it is put into words.

    Attributes:
        since, until: as in its profile.
        followed: stories that name somebody the chat follows.
        stories, articles: how many there are in all, shown or not.
        muted: the words and sources that left all of it out; () where stories are left.
    """

    since: datetime
    until: datetime
    followed: tuple[Told, ...]
    top: tuple[Told, ...]
    quotes: tuple[Quote, ...]
    busy: tuple[Busy, ...]
    stories: int
    articles: int
    muted: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not self.followed and not self.top


@dataclass(frozen=True, slots=True)
class _Window:
    stories: tuple[RankedStory, ...]
    quotes: tuple[Quote, ...]
    busy: tuple[Busy, ...]


@dataclass(slots=True)
class Editions:
    """Chooses what digests hold, each profile once.

    Attributes:
        composed: how many were chosen so far.
    """

    reader: Reader
    composed: int = 0
    _windows: dict[tuple[datetime, datetime], _Window] = field(default_factory=dict)
    _editions: dict[Profile, Edition] = field(default_factory=dict)

    async def edition(self, profile: Profile) -> Edition:
        """Return the edition of a profile."""
        if profile not in self._editions:
            self._editions[profile] = await self._compose(profile)
            self.composed += 1
        return self._editions[profile]

    async def _compose(self, profile: Profile) -> Edition:
        window = await self._window(profile.since, profile.until)
        named: frozenset[int] = frozenset()
        if profile.follows:
            named = await recent_articles_naming(
                self.reader, profile.follows, since=profile.since, until=profile.until
            )
        # Folding all headlines of a day takes a while.
        return await asyncio.to_thread(_chosen, window, profile, named)

    async def _window(self, since: datetime, until: datetime) -> _Window:
        key = (since, until)
        if key not in self._windows:
            self._windows[key] = await _read_window(self.reader, since, until)
        return self._windows[key]


def reach(covered: datetime | None, *, until: datetime) -> datetime:
    """Return from when on a digest tells, given up to where the last one did."""
    if covered is None:
        return until - FIRST_REACH
    return min(max(covered, until - LONGEST_REACH), until)


def goes_on(covered: datetime | None, *, until: datetime, is_first: bool) -> bool:
    """Tell whether a digest begins where the last one ended, and not later.

    Args:
        is_first: the chat was told none before: one that failed told nothing, and an
            empty one neither.
    """
    if covered is None or is_first:
        return False
    return covered >= until - LONGEST_REACH


def significance(story: Story) -> str:
    """Return the sentence of a story that says most beside its headline."""
    title = lead(story).source.title
    for article in (lead(story), *story.articles):
        for sentence in article.gist:
            if overlap(sentence, title) < SAME_AS_TITLE:
                return sentence
    return ""


async def _read_window(reader: Reader, since: datetime, until: datetime) -> _Window:
    stories = await recent_stories(reader, since=since, until=until, limit=MAX_ARTICLES)
    if not stories:
        return _Window((), (), ())
    quotes = await recent_quotes(reader, since=since, until=until, limit=MAX_QUOTES)
    busy = await _busy(reader, since, until)
    return _Window(tuple(stories), tuple(quotes), busy)


async def _busy(reader: Reader, since: datetime, until: datetime) -> tuple[Busy, ...]:
    counted = await recent_actors(reader, since=since, until=until, limit=MAX_ACTORS)
    numbers = [number for number, _ in counted]
    actors = await actors_by_ids(reader, numbers)
    before = await named_between(reader, numbers, since=since - WEEK, until=since)
    first = await first_arrival(reader)
    share = (until - since) / WEEK
    is_known = first is not None and first <= since - WEEK
    return tuple(
        Busy(
            actors[number],
            articles,
            before.get(number, 0) * share if is_known else None,
        )
        for number, articles in counted
        if number in actors
    )


def _chosen(window: _Window, profile: Profile, named: frozenset[int]) -> Edition:
    stories = stories_left(window.stories, profile.muted)
    ours = [one for one in stories if any(a.id in named for a in one.articles)]
    followed = top_stories(ours, now=profile.until, limit=profile.length)
    shown = {one.id for one in followed}
    others = [one for one in stories if one.id not in shown]
    top = top_stories(others, now=profile.until, limit=profile.length - len(followed))
    chosen = (*followed, *top)
    quotes = _quotes(window, profile, chosen)
    said = best_quotes(_others_said(window, profile, chosen, quotes), chosen)
    return Edition(
        since=profile.since,
        until=profile.until,
        followed=tuple(_told(followed, said)),
        top=tuple(_told(top, said)),
        quotes=quotes,
        busy=window.busy,
        stories=len(stories),
        articles=sum(len(one.articles) for one in stories),
        muted=() if stories else muting_names(window.stories, profile.muted),
    )


def top_stories(
    stories: Sequence[RankedStory], *, now: datetime, limit: int
) -> tuple[RankedStory, ...]:
    """Return the stories that weigh most; what is muted is gone from them already."""
    if limit <= 0:
        return ()
    return tuple(ranked(stories, now=now, page=limit)[:limit])


def _told(stories: Iterable[Story], said: Mapping[int, Quote]) -> Iterable[Told]:
    return (Told(one, significance(one), said.get(one.id)) for one in stories)


def _others_said(
    window: _Window,
    profile: Profile,
    shown: Iterable[Story],
    besides: Collection[Quote],
) -> Iterable[Quote]:
    """Yield the statements of stories that are none of these, in other words too."""
    told = {article.id for story in shown for article in story.articles}
    for quote in window.quotes:
        if quote.source.article_id not in told or muting_word(quote, profile.muted):
            continue
        if all(overlap(quote.text, one.text) < SAME_STATEMENT for one in besides):
            yield quote


def _quotes(
    window: _Window, profile: Profile, shown: Iterable[Story]
) -> tuple[Quote, ...]:
    """Choose statements of the day, one a speaker, the weightiest first."""
    if not shown:
        return ()
    told = {article.id for story in shown for article in story.articles}
    most = max((one.articles for one in window.busy), default=1)
    prominence = {one.actor.id: one.articles / most for one in window.busy}
    wanted = [
        quote
        for quote in window.quotes
        if len(quote.text) in QUOTE_LENGTH
        and not quote.earlier
        and not muting_word(quote, profile.muted)
    ]
    wanted.sort(
        key=lambda one: (-_quote_weight(one, profile, told, prominence), -one.id)
    )
    speakers: dict[str, Quote] = {}
    for quote in distinct_quotes(wanted, limit=len(wanted)):
        speakers.setdefault(str(quote.speaker_id or quote.speaker), quote)
    limit = QUOTES_FOR.get(profile.length, max(QUOTES_FOR.values()))
    return tuple(speakers.values())[:limit]


def _quote_weight(
    quote: Quote,
    profile: Profile,
    told: set[int],
    prominence: Mapping[int, float],
) -> float:
    speaker = quote.speaker_id or 0
    return (
        _DIRECTNESS.get(quote.kind, 0.0)
        + 2.0 * (speaker in profile.follows)
        + prominence.get(speaker, 0.0)
        + 0.5 * (quote.source.article_id in told)
        + quote.confidence
    )
