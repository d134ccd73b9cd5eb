"""A database as large as years of news, of invented words."""

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from storage.database import Database, Transaction
from storage.schema import (
    actors,
    alias_skeletons,
    aliases,
    articles,
    feeds,
    mentions,
    quote_subjects,
    quotes,
    role_sightings,
    roles,
    stories,
)

FEEDS: Final = 14
#: Of an article.
WORDS: Final = 150
MENTIONS: Final = 8
#: Of a story; articles are stored in multiples of it.
ARTICLES: Final = 3
CHUNK: Final = ARTICLES * 300
#: The first article's time, and about 500 a day from then on.
START: Final = datetime(2024, 1, 1, tzinfo=UTC)
APART: Final = timedelta(seconds=173)

_LETTERS: Final = [chr(code) for code in range(0x0628, 0x063A)]
_VOCABULARY: Final = 40_000
Rows = list[dict[str, Any]]


class Invention:
    """Words and names, a few of them common and most of them rare, as in real news."""

    def __init__(self, *, people: int) -> None:
        self.chance = random.Random(1)
        self.words = [
            "".join(self.chance.choices(_LETTERS, k=self.chance.randint(3, 7)))
            for _ in range(_VOCABULARY)
        ]
        self.people = range(1, people + 1)
        self._words_falling = _falling(_VOCABULARY)
        self._people_falling = _falling(people)

    def text(self, length: int) -> str:
        """Return so many words."""
        words = self.chance.choices(
            self.words, cum_weights=self._words_falling, k=length
        )
        return " ".join(words)

    def company(self) -> list[int]:
        """Return the numbers of an article's actors; 1 is in the news most."""
        chosen = self.chance.choices(
            self.people, cum_weights=self._people_falling, k=MENTIONS
        )
        return sorted(set(chosen))


def published(number: int) -> datetime:
    """Return the time of an article by its number, from 1."""
    return START + number * APART


async def fill(db: Database, invention: Invention, *, count: int) -> None:
    """Store actors, and so many articles with mentions, roles and statements."""
    async with db.transaction() as connection:
        await connection.execute(insert(feeds), [_feed(one) for one in range(FEEDS)])
        await _fill_actors(connection, invention)
    for first in range(1, count + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, count + 1))
        async with db.transaction() as connection:
            await _fill_articles(connection, invention, numbers)
    own = select(func.count()).where(mentions.c.actor_id == actors.c.id)
    async with db.transaction() as connection:
        total = own.scalar_subquery()
        await connection.execute(update(actors).values(articles=total, mentions=total))


def _falling(count: int) -> list[float]:
    """Return cumulative weights by Zipf's law."""
    return list(accumulate(1 / (rank + 5) for rank in range(count)))


async def _fill_actors(connection: Transaction, invention: Invention) -> None:
    people = invention.people
    names = [invention.text(2) for _ in people]
    both = list(zip(people, names, strict=True))
    await connection.execute(
        insert(actors),
        [
            {"id": one, "name": name, "type": "PER", "country": ""}
            | {"articles": 0, "mentions": 0}
            for one, name in both
        ],
    )
    await connection.execute(
        insert(aliases),
        [
            {"id": one, "actor_id": one, "form": name, "folded": name}
            | {"skeletons": (name,)}
            for one, name in both
        ],
    )
    await connection.execute(
        insert(alias_skeletons),
        [{"alias_id": one, "skeleton": name} for one, name in both],
    )
    await connection.execute(
        insert(roles),
        [
            {"id": one, "actor_id": one, "known": False, "text": "x", "folded": "x"}
            for one in people
        ],
    )


async def _fill_articles(
    connection: Transaction, invention: Invention, numbers: range
) -> None:
    heads = [
        {"id": number // ARTICLES + 1, "newest": published(number + ARTICLES - 1)}
        for number in numbers[::ARTICLES]
    ]
    rows = [_article(number, invention) for number in numbers]
    people = [
        {"article_id": number, "actor_id": one, "published": published(number)}
        for number in numbers
        for one in invention.company()
    ]
    named = {"in_title": False, "times": 1, "positions": ((0, 5),)}
    await connection.execute(insert(stories), heads)
    await connection.execute(insert(articles), rows)
    await connection.execute(insert(mentions), [one | named for one in people])
    await connection.execute(
        insert(role_sightings),
        [
            {"role_id": one["actor_id"], "article_id": one["article_id"]}
            | {"seen": one["published"], "former": False}
            for one in people[::3]
        ],
    )
    await _fill_quotes(connection, invention, people)


async def _fill_quotes(
    connection: Transaction, invention: Invention, people: Rows
) -> None:
    """Let every other one of `people` say something about the one before."""
    first = people[0]["article_id"] * MENTIONS
    pairs = list(enumerate(zip(people[1::2], people[::2], strict=False), first))
    await connection.execute(
        insert(quotes), [_quote(key, who, invention) for key, (who, _) in pairs]
    )
    await connection.execute(
        insert(quote_subjects),
        [
            {"quote_id": key, "actor_id": whom["actor_id"]}
            | {"published": who["published"], "targeted": key % 5 == 0}
            | {"stance": "accuse" if key % 5 == 0 else "neutral"}
            for key, (who, whom) in pairs
        ],
    )


def _feed(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "url": f"https://{number}.example/feed",
        "title": f"feed {number}",
        "category": "",
        "demo": False,
        "active": True,
        "added": START,
        "due": START,
        "failures": 0,
    }


def _article(number: int, invention: Invention) -> dict[str, Any]:
    terms = invention.text(WORDS)
    return {
        "id": number,
        "feed_id": number % FEEDS + 1,
        "story_id": (number - 1) // ARTICLES + 1,
        "published": published(number),
        "added": published(number),
        "language": "ar",
        "analysis_version": 1,
        "body_from": "page",
        "identity": str(number),
        "url": f"https://{number % FEEDS}.example/{number}",
        "title": terms[:60],
        "summary": terms[:200],
        "gist": (terms[:150], terms[150:300]),
        "terms": terms,
        "body": terms,
    }


def _quote(key: int, who: dict[str, Any], invention: Invention) -> dict[str, Any]:
    text = invention.text(18)
    return {
        "id": key,
        "article_id": who["article_id"],
        "published": who["published"],
        "speaker_id": who["actor_id"],
        "speaker": "x",
        "speaker_folded": "x",
        "speaker_type": "PER",
        "kind": "direct",
        "cue": "",
        "stance": "neutral",
        "headline": False,
        "earlier": False,
        "confidence": 0.9,
        "start": 0,
        "end": len(text),
        "text": text,
        "folded": text,
    }
