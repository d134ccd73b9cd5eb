"""What queries return and writers take: frozen records, times in aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that articles are taken from.

    Attributes:
        active: it is fetched; an inactive one keeps its articles.
        demo: it came with the demonstration and is never fetched.
        etag, modified: validators of the last answer, byte for byte.
        due: when it is fetched next.
        checked: the last attempt; None before the first.
        succeeded: the last attempt that worked.
        failures: attempts that failed since then.
        error: why the last attempt failed, for people; None if it worked.
        site: the address of its web page.
        digest: of the body that was read last.
        ttl: minutes that it asks to be left alone for.
        paced_since, paced_count: so many of its newest entries are from since then.
        failing_since: the first attempt that failed since one worked.
        missing_since: the first of them that found nothing there (404).
        moved_to, moved_since: where it is for good, as its server has been saying.
        told: the kind of the note that was sent last; None while it works.
    """

    id: int
    url: str
    title: str
    category: str
    demo: bool
    active: bool
    added: datetime
    due: datetime
    etag: str | None = None
    modified: str | None = None
    checked: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    error: str | None = None
    site: str | None = None
    digest: str | None = None
    ttl: int | None = None
    paced_since: datetime | None = None
    paced_count: int | None = None
    failing_since: datetime | None = None
    missing_since: datetime | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed with what it has brought so far."""

    feed: Feed
    articles: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thing was published, as every answer states it.

    Attributes:
        name: the feed's title.
        url: the article's address; "" for an article that came as a file.
        demo: it belongs to the demonstration.
    """

    article_id: int
    name: str
    title: str
    url: str
    published: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class Article:
    """An article as stored, without its body.

    Attributes:
        gist: up to three sentences of the body, from the analysis.
        summary: the feed's own description, plain text.
        is_copy: its text had come before, from another outlet or from its own.
    """

    id: int
    source: Source
    story_id: int
    summary: str
    gist: tuple[str, ...]
    feed_id: int = 0
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same event, newest first, never empty."""

    id: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class RankedActor:
    """An actor of a story.

    Attributes:
        articles: how many articles mention it, of all that are stored.
    """

    id: int
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class RankedStory(Story):
    """A story with who is in it, the actor that most of its articles name first."""

    actors: tuple[RankedActor, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article as far as telling stories apart needs it.

    Attributes:
        terms: its folded words, separated by spaces.
        actor_ids: whom it mentions.
        is_copy: its text had come before.
    """

    id: int
    story_id: int
    title: str
    terms: str
    published: datetime
    added: datetime
    actor_ids: frozenset[int]
    is_copy: bool


@dataclass(frozen=True, slots=True)
class StoryMerge:
    """That a story became part of another one; `id` counts such events up."""

    id: int
    gone: int
    story_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or an organisation of the store.

    Attributes:
        key: its key in `seeds/actors.toml`; None for one that the news brought.
        type: "PER" or "ORG".
        gender: "m", "f" or None.
        articles: how many articles mention it.
        mentions: how often they name it, together.
    """

    id: int
    key: str | None
    name: str
    type: str
    gender: str | None
    country: str
    articles: int = 0
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Alias:
    """A form of an actor's name, with what it is found by.

    Attributes:
        folded: the form at the variant level.
        skeletons: consonant keys of the form (`analysis.naming.names.search_keys`).
    """

    actor: Actor
    form: str
    folded: str
    skeletons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role as a dated fact.

    Attributes:
        since, until: known dates (seeds); None where not known.
        first_seen, last_seen: the oldest and newest article that says so.
        former: the newest article that says so calls it ended.
        articles: how many articles say so; 0 for a role known from the seeds only.
        source: the newest article that says so; None for a role of the seeds only.
    """

    text: str
    former: bool
    since: date | None
    until: date | None
    first_seen: datetime | None
    last_seen: datetime | None
    articles: int
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement with its speaker and source.

    Attributes:
        kind: "direct", "indirect" or "mixed".
        speaker_id: None where the speaker is no actor of the store.
        speaker: the name to show; "" where the engine abstained.
        cue: the reporting verb, in its past where the text has a participle or a noun;
            "" for a bare colon.
        via: the medium that relayed it; None if none is named.
        stance: of the reporting verb (`analysis.model.Stance`).
        headline: it stands in the article's title.
        earlier: the article marks it as said before.
        confidence: 0.0 to 1.0.
    """

    id: int
    source: Source
    text: str
    kind: str
    cue: str
    speaker_id: int | None
    speaker: str
    via: str | None
    stance: str
    headline: bool
    earlier: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Companion:
    """An actor that appears with another, and in how many articles."""

    actor: Actor
    articles: int


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to store, before its actors and quotes.

    Attributes:
        identity: what tells it from the feed's other entries.
        terms: folded words to search it by, separated by spaces.
        body_from: "page", "feed", "summary" or "file".
    """

    feed_id: int
    identity: str
    url: str
    title: str
    summary: str
    body: str
    body_from: str
    language: str
    published: datetime
    added: datetime
    gist: tuple[str, ...]
    terms: str
    analysis_version: int


@dataclass(frozen=True, slots=True)
class NewActor:
    """An actor to store; its forms follow as aliases."""

    name: str
    type: str
    gender: str | None
    key: str | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class NewAlias:
    """A form of an actor's name to store; see `Alias`."""

    actor_id: int
    form: str
    folded: str
    skeletons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewKnownRole:
    """A role of the seeds to store, with its dates where they are known.

    Attributes:
        folded: the text at the variant level, to find it by its words.
    """

    actor_id: int
    text: str
    since: date | None
    until: date | None
    folded: str = ""


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A statement to store with its article.

    Attributes:
        start, end: half-open, in code points of the body (of the title, if headline).
        about: actor ids with the stance towards each.
        folded: the text at the variant level, to look for words in.
        speaker_folded: the speaker at the variant level.
    """

    text: str
    start: int
    end: int
    kind: str
    cue: str
    speaker_id: int | None
    speaker: str
    speaker_type: str
    via: str | None
    stance: str
    headline: bool
    earlier: bool
    confidence: float
    about: tuple[tuple[int, str], ...] = ()
    folded: str = ""
    speaker_folded: str = ""


@dataclass(frozen=True, slots=True)
class NewMention:
    """All places where one article names one actor.

    Attributes:
        positions: half-open spans in code points of the body.
    """

    actor_id: int
    positions: tuple[tuple[int, int], ...]
    in_title: bool
