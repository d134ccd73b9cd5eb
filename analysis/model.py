"""What reading one article yields: actors, quotes, what was said about whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

#: Who speaks is a guess below this confidence: nobody is to be held to such words.
SURE: Final = 0.5

#: A half-open position in a text, in Unicode code points of the text as given.
Span = tuple[int, int]


class ActorType(StrEnum):
    """What an actor is."""

    PERSON = "PER"
    ORGANISATION = "ORG"


class SpeakerType(StrEnum):
    """What a speaker is; only persons and organisations are actors."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "GPE"
    UNNAMED = "UNNAMED"


class QuoteKind(StrEnum):
    """How a statement is reported: in marks, without them, or partly in marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """How a speaker's verb treats its target or its content."""

    NEUTRAL = "neutral"
    ACCUSE = "accuse"
    CONDEMN = "condemn"
    PRAISE = "praise"
    THANK = "thank"
    WARN = "warn"
    THREATEN = "threaten"
    DEMAND = "demand"
    DENY = "deny"
    CLAIM = "claim"


class Gender(StrEnum):
    """Grammatical gender, where the text or a lexicon tells."""

    MASCULINE = "m"
    FEMININE = "f"


@dataclass(frozen=True, slots=True)
class Role:
    """A role as an article gives it: "وزير الدفاع الإسرائيلي".

    Attributes:
        text: the phrase as written, without the name.
        head: the folded lemma of its head: "وزير".
        former: the article says that it has ended.
    """

    text: str
    head: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or an organisation that the body names.

    Attributes:
        name: the fullest form in the body, without role and clitics.
        forms: the distinct surface forms, fullest first; `name` is the first.
        mentions: every place where the body names the actor, in order.
    """

    name: str
    type: ActorType
    forms: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a statement is attributed to.

    Attributes:
        name: the actor's fullest name, or the phrase itself where nobody is named.
        surface: the phrase as written where the statement is attributed; empty for a
            hidden subject.
        actor: index into the analysis's actors; None for a place or an unnamed one.
    """

    name: str
    type: SpeakerType
    surface: str = ""
    actor: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """An actor that a statement is about.

    Attributes:
        actor: index into the analysis's actors.
        stance: how the speaker's verb treats the actor; neutral for an actor that is
            only named inside the statement.
    """

    actor: int
    stance: Stance = Stance.NEUTRAL


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement that the article attributes to a source.

    Attributes:
        text: the statement as published, without outer marks or complementiser.
        span: where it stands in the body (in the title, for a headline quote).
        cue: the reporting word as written, with its clitics; empty for a bare colon.
        verb: what to say of the speaker instead, where the cue is a participle or a
            noun ("said" for "saying"); empty for a verb.
        speaker: None where the engine abstains: unattributed rather than wrong.
        via: the medium that relayed it, as written.
        stance: of the reporting verb: claimed, denied, demanded ...
        earlier: the article marks it as said before (كان ... قد قال).
        confidence: 0.0 to 1.0, that statement and speaker are both right.
    """

    text: str
    span: Span
    kind: QuoteKind
    cue: str
    speaker: Speaker | None
    confidence: float
    via: str | None = None
    about: tuple[About, ...] = ()
    stance: Stance = Stance.NEUTRAL
    earlier: bool = False
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that one reading of an article found.

    Attributes:
        language: "ar", or "und" where the body holds hardly any Arabic.
        summary: up to three sentences of the body as published, in their order.
        truncated: the body was longer than the documented limit and was cut there.
    """

    language: str
    actors: Sequence[Actor] = ()
    quotes: Sequence[Quote] = ()
    headline_quote: Quote | None = None
    summary: Sequence[str] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class KnownRole:
    """A role that an actor is known to have held, with its dates where known."""

    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the gazetteer (`seeds/actors.toml`).

    Attributes:
        key: a short Latin identifier, unique in the file.
        name: the usual Arabic name, in full.
        forms: other Arabic spellings and short forms that mean this actor alone.
        latin, hebrew: the name in those scripts.
        country: ISO 3166 code of the country or "" for none.
    """

    key: str
    name: str
    type: ActorType
    forms: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    hebrew: tuple[str, ...] = ()
    gender: Gender | None = None
    country: str = ""
    roles: tuple[KnownRole, ...] = ()
