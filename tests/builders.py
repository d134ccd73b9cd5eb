"""Short ways to put news into a test's database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.actors import add_actor, add_alias, add_mention
from storage.articles import add_article
from storage.database import Transaction
from storage.feeds import add_feed
from storage.quotes import add_quotes
from storage.records import Feed, NewActor, NewArticle, NewMention, NewQuote

#: The time at which tests happen.
NOW = datetime(2024, 8, 17, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement for `put_quotes`: who said what, about whom."""

    text: str
    speaker_id: int | None = None
    speaker: str = ""
    about: tuple[tuple[int, str], ...] = ()


def ago(**parts: float) -> datetime:
    """Return the moment so long before NOW: `ago(hours=3)`."""
    return NOW - timedelta(**parts)


async def put_feed(
    connection: Transaction,
    url: str = "https://news.example/feed",
    *,
    title: str = "الأخبار",
    demo: bool = False,
) -> Feed:
    """Store a feed, due now."""
    return await add_feed(connection, url=url, title=title, demo=demo, now=NOW)


def new_article(
    feed: Feed,
    identity: str,
    *,
    title: str = "عنوان",
    terms: str = "",
    body: str = "",
    published: datetime = NOW,
    gist: tuple[str, ...] = (),
) -> NewArticle:
    """Return an article to store; its address is made from its identity."""
    return NewArticle(
        feed_id=feed.id,
        identity=identity,
        url=f"https://news.example/{identity}",
        title=title,
        summary="",
        body=body or title,
        body_from="page",
        language="ar",
        published=published,
        added=NOW,
        gist=gist,
        terms=terms or title,
        analysis_version=1,
    )


async def put_article(
    connection: Transaction,
    feed: Feed,
    identity: str,
    *,
    story_id: int | None = None,
    title: str = "عنوان",
    terms: str = "",
    published: datetime = NOW,
) -> int:
    """Store an article, in a story of its own unless one is given."""
    article = new_article(feed, identity, title=title, terms=terms, published=published)
    return await add_article(connection, article, story_id=story_id)


async def put_actor(
    connection: Transaction,
    name: str,
    *,
    key: str | None = None,
    type: str = "PER",  # noqa: A002  (the record's own word)
    skeletons: tuple[str, ...] = (),
) -> int:
    """Store an actor with its name as its only alias."""
    actor = NewActor(name=name, type=type, gender=None, key=key)
    actor_id = await add_actor(connection, actor)
    await add_alias(
        connection, actor_id=actor_id, form=name, folded=name, skeletons=skeletons
    )
    return actor_id


async def put_mentions(
    connection: Transaction, article_id: int, actor_ids: Sequence[int]
) -> None:
    """Store that an article names each of these actors once."""
    for actor_id in actor_ids:
        await add_mention(
            connection, article_id, NewMention(actor_id, ((0, 3),), in_title=False)
        )


async def put_quotes(
    connection: Transaction, article_id: int, told: Sequence[Told]
) -> None:
    """Store statements; a speaker's name is made up where only an id is given."""
    await add_quotes(connection, article_id, [_new_quote(one) for one in told])


def _new_quote(told: Told) -> NewQuote:
    speaker = told.speaker or (f"متحدث {told.speaker_id}" if told.speaker_id else "")
    return NewQuote(
        text=told.text,
        start=0,
        end=len(told.text),
        kind="direct",
        cue="قال",
        speaker_id=told.speaker_id,
        speaker=speaker,
        speaker_type="PER" if told.speaker_id else "GPE",
        via=None,
        stance="neutral",
        headline=False,
        earlier=False,
        confidence=0.9,
        about=told.about,
        folded=told.text,
        speaker_folded=speaker,
    )
