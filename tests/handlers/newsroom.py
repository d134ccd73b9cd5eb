"""A small newsroom: articles with what reading them finds, written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from analysis.model import (
    About,
    Actor,
    ActorType,
    Analysis,
    Gender,
    KnownActor,
    KnownRole,
    Quote,
    QuoteKind,
    Role,
    Speaker,
    SpeakerType,
    Stance,
)
from handlers.conversation import Heading, Item, Quotation, Reply, Request, Text
from handlers.entries import Entry
from handlers.intake import take_in
from handlers.stories import Newsdesk
from storage.database import Database
from storage.feeds import add_feed
from storage.records import Feed
from tests.builders import NOW, ago


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in a body; `by` and `about` are places among the actors."""

    text: str
    by: int | None = None
    name: str = ""
    kind: QuoteKind = QuoteKind.DIRECT
    cue: str = "قال"
    about: tuple[int, ...] = ()
    stance: Stance = Stance.NEUTRAL
    via: str | None = None
    earlier: bool = False
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Story:
    """An article to take in."""

    title: str
    body: str
    actors: tuple[Actor, ...] = ()
    said: tuple[Said, ...] = ()
    gist: tuple[str, ...] = ()
    published: datetime | None = NOW
    outlet: str = "النهار الجديد"
    demo: bool = False
    headline: Said | None = None


def person(
    name: str, *forms: str, role: str = "", gender: Gender | None = None
) -> Actor:
    """Return a person as an article names it, the fullest form first."""
    roles = (Role(role, role.split()[0]),) if role else ()
    return Actor(name, ActorType.PERSON, (name, *forms), roles, gender=gender)


def organisation(name: str, *forms: str) -> Actor:
    """Return an organisation as an article names it."""
    return Actor(name, ActorType.ORGANISATION, (name, *forms))


GALLANT = KnownActor(
    key="gallant",
    name="يوآف غالانت",
    type=ActorType.PERSON,
    forms=("غالانت", "جالانت", "غالنت"),
    latin=("Yoav Gallant", "Gallant"),
    hebrew=("יואב גלנט", "גלנט"),
    gender=Gender.MASCULINE,
    country="IL",
    roles=(KnownRole("وزير الدفاع الإسرائيلي"),),
)
GANTZ = KnownActor(
    key="gantz",
    name="بيني غانتس",
    type=ActorType.PERSON,
    forms=("غانتس", "جانتس"),
    latin=("Benny Gantz",),
    gender=Gender.MASCULINE,
    country="IL",
)

MEETING = Story(
    title="غالانت وهيلي يبحثان التهديدات الإقليمية في تل أبيب",
    body=(
        "التقى وزير الدفاع الإسرائيلي يوآف غالانت نظيره البريطاني جون هيلي "
        "في تل أبيب.\n"
        "وقال غالانت: «نحتاج إلى تحالف واسع في وجه إيران».\n"
        "وذكر هيلي أن لندن تدعم جهود التهدئة في غزة."
    ),
    actors=(
        person("يوآف غالانت", "غالانت", role="وزير الدفاع الإسرائيلي"),
        person("جون هيلي", "هيلي", role="وزير الدفاع البريطاني"),
    ),
    said=(
        Said("نحتاج إلى تحالف واسع في وجه إيران", by=0, cue="وقال"),
        Said(
            "لندن تدعم جهود التهدئة في غزة",
            by=1,
            kind=QuoteKind.INDIRECT,
            cue="وذكر",
        ),
    ),
    gist=(
        "التقى وزير الدفاع الإسرائيلي يوآف غالانت نظيره البريطاني جون هيلي في تل أبيب.",
    ),
    published=ago(hours=3),
)
SAME_MEETING = Story(
    title="وزير الدفاع البريطاني هيلي يلتقي جالانت في تل أبيب لبحث التهديدات",
    body=(
        "بحث وزير الدفاع البريطاني جون هيلي مع جالانت في تل أبيب التهديدات الإقليمية.\n"
        "ووصف هيلي المحادثات مع جالانت بأنها صريحة."
    ),
    actors=(
        person("جون هيلي", "هيلي", role="وزير الدفاع البريطاني"),
        person("جالانت"),
    ),
    said=(
        Said(
            "المحادثات مع جالانت صريحة",
            by=0,
            kind=QuoteKind.INDIRECT,
            cue="ووصف",
            about=(1,),
        ),
    ),
    gist=(
        "بحث وزير الدفاع البريطاني جون هيلي مع جالانت في تل أبيب التهديدات الإقليمية.",
    ),
    published=ago(hours=2),
    outlet="صوت الميناء",
)
CRITICISM = Story(
    title="مكتب نتنياهو ينتقد تصريحات غالانت عن النصر",
    body=(
        "انتقد بنيامين نتنياهو تصريحات غالانت عن النصر.\n"
        "وقال نتنياهو إن غالانت يضر بفرص الصفقة حين يتحدث هكذا."
    ),
    actors=(
        person("بنيامين نتنياهو", "نتنياهو", role="رئيس الوزراء الإسرائيلي"),
        person("غالانت"),
    ),
    said=(
        Said(
            "غالانت يضر بفرص الصفقة حين يتحدث هكذا",
            by=0,
            kind=QuoteKind.INDIRECT,
            cue="وقال",
            about=(1,),
            stance=Stance.ACCUSE,
        ),
    ),
    gist=("انتقد بنيامين نتنياهو تصريحات غالانت عن النصر.",),
    published=ago(days=2),
)
OLYMPICS = Story(
    title="العداء التونسي يحرز ذهبية في باريس",
    body="أحرز العداء التونسي ميدالية ذهبية في الألعاب الأولمبية في باريس.",
    gist=("أحرز العداء التونسي ميدالية ذهبية في الألعاب الأولمبية في باريس.",),
    published=ago(hours=30),
    outlet="صوت الميناء",
)
STORM = Story(
    title="عاصفة رملية تغلق مطار الميناء الجديد",
    body="أغلقت عاصفة رملية مطار الميناء الجديد.",
    gist=("أغلقت عاصفة رملية مطار الميناء الجديد.", "وتعطلت حركة السفر يومين."),
    published=ago(hours=-2),
    outlet="صوت الميناء",
)
#: What a test has to start with.
NEWS = (OLYMPICS, CRITICISM, MEETING, SAME_MEETING)


async def report(
    db: Database, story: Story, *, now: datetime = NOW, desk: Newsdesk | None = None
) -> int | None:
    """Take a story in, as if reading it had found what it says.

    Args:
        desk: files it; none: one that has just started.
    """

    async def analyse(title: str, body: str) -> Analysis:
        return analysis_of(replace(story, title=title, body=body))

    entry = Entry(
        identity=story.title,
        title=story.title,
        url=url_of(story),
        summary="",
        body=story.body,
        published=story.published,
    )
    return await take_in(
        db,
        desk=desk or Newsdesk(),
        feed=await feed_of(db, story.outlet, demo=story.demo),
        entry=entry,
        body=story.body,
        body_from="feed",
        analyse=analyse,
        now=now,
    )


def url_of(story: Story) -> str:
    """Return the address of a story's article."""
    return f"https://news.example/{crc32(story.title.encode())}"


async def feed_of(db: Database, outlet: str, *, demo: bool = False) -> Feed:
    """Return the feed of an outlet, added where it is new."""
    url = f"https://{crc32(outlet.encode())}.example/feed"
    async with db.transaction() as connection:
        return await add_feed(connection, url=url, title=outlet, demo=demo, now=NOW)


def analysis_of(story: Story) -> Analysis:
    """Return what reading a story finds; names and statements at their places."""
    return Analysis(
        language="ar",
        actors=[_placed(actor, story.body) for actor in story.actors],
        quotes=[_quote(said, story) for said in story.said],
        headline_quote=_quote(story.headline, story) if story.headline else None,
        summary=story.gist,
    )


def ask(command: str, argument: str = "", *, locale: str = "ar") -> Request:
    """Return a request made now."""
    return Request(command, argument, NOW, locale)


def words_shown(reply: Reply) -> str:
    """Return all that a reply shows, a line a block, to look for words in."""
    return "\n".join(_shown(block) for block in reply.blocks)


def quotations(reply: Reply) -> list[Quotation]:
    """Return the statements of a reply."""
    return [block for block in reply.blocks if isinstance(block, Quotation)]


def items(reply: Reply) -> list[Item]:
    """Return the headlines of a reply."""
    return [block for block in reply.blocks if isinstance(block, Item)]


def part(reply: Reply, heading: str) -> list[object]:
    """Return the blocks under a heading, up to the next one."""
    blocks: list[object] = []
    inside = False
    for block in reply.blocks:
        if isinstance(block, Heading):
            inside = block.text == heading
        elif inside:
            blocks.append(block)
    return blocks


def _shown(block: object) -> str:
    match block:
        case Heading(text=text) | Text(text=text):
            return text
        case Item():
            also = "".join(piece.text for piece in block.also)
            return f"{block.title} {block.source} {block.when} {block.note} {also}"
        case Quotation():
            return f"{block.speaker} {block.label} {block.text} {block.source}"
        case _:
            return ""


def _placed(actor: Actor, body: str) -> Actor:
    spans: list[tuple[int, int]] = []
    for form in actor.forms:
        start = body.find(form)
        while start >= 0:
            span = (start, start + len(form))
            if not any(one[0] <= start < one[1] for one in spans):
                spans.append(span)
            start = body.find(form, start + 1)
    return replace(actor, mentions=tuple(sorted(spans)))


def _quote(said: Said, story: Story) -> Quote:
    start = max(story.body.find(said.text), 0)
    return Quote(
        text=said.text,
        span=(start, start + len(said.text)),
        kind=said.kind,
        cue=said.cue,
        speaker=_speaker(said, story.actors),
        confidence=said.confidence,
        via=said.via,
        about=tuple(About(place, said.stance) for place in said.about),
        stance=said.stance,
        earlier=said.earlier,
    )


def _speaker(said: Said, actors: Sequence[Actor]) -> Speaker | None:
    if said.by is not None:
        actor = actors[said.by]
        return Speaker(actor.name, SpeakerType(actor.type), actor.name, said.by)
    if said.name:
        return Speaker(said.name, SpeakerType.PLACE, said.name)
    return None
