"""How long the questions of the commands take with 100,000 articles stored."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from storage.actors import (
    add_mention,
    alias_names,
    aliases_by_keys,
    companions,
)
from storage.articles import add_article, articles_of_actor, latest_stories
from storage.database import Database, open_database
from storage.feeds import feed_statuses
from storage.quotes import add_quotes, newest_quotes, quotes_about, quotes_by
from storage.records import NewArticle, NewMention, NewQuote
from storage.roles import roles_of
from storage.search import aliases_matching, stories_matching
from tests.storage.large_store import Invention, fill, published

SIZES: Final = (1_002, 99_999)
PEOPLE: Final = 20_000
RUNS: Final = 20
#: The place of a rare word among all words, by frequency.
RARE: Final = 20_000

Question = Callable[[], Awaitable[object]]


def main() -> None:
    """Fill databases in a temporary folder and print how long questions take."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(Path(folder) / "mujaz.sqlite3", size))


async def measure(path: Path, size: int) -> None:
    """Fill the database at `path` and ask each question several times."""
    url = f"sqlite+aiosqlite:///{path}"
    print(f"storage, {size:,} articles, {PEOPLE:,} actors")
    invention = Invention(people=PEOPLE)
    async with watched("opening a new database"), open_database(url) as db:
        pass
    async with open_database(url) as db:
        began = time.perf_counter()
        await fill(db, invention, count=size)
        megabytes = size_of(path)
        print(f"  filled in {time.perf_counter() - began:.0f} s, {megabytes:.0f} MB")
        for name, question in questions(db, invention).items():
            await report(name, question)


def size_of(path: Path) -> float:
    """Return the size of a file in megabytes."""
    return path.stat().st_size / 1e6


@asynccontextmanager
async def watched(name: str) -> AsyncIterator[None]:
    """Print how long a block takes and how long it holds up the event loop."""
    lags = [0.0]

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            lags.append(time.perf_counter() - began - 0.001)

    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    yield
    took = time.perf_counter() - began
    watching.cancel()
    print(f"  {name:32} {took * 1e3:8.1f} ms, loop held up {max(lags) * 1e3:.1f} ms")


async def report(name: str, question: Question) -> None:
    """Print the median and the longest time of some runs, the first one apart."""
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        await question()
        times.append((time.perf_counter() - began) * 1e3)
    median, longest = statistics.median(times[1:]), max(times[1:])
    print(f"  {name:32} {median:8.1f} ms, longest {longest:.1f}, first {times[0]:.1f}")


def questions(db: Database, invention: Invention) -> Mapping[str, Question]:
    """Return what is asked, by a name for people."""
    return {
        **questions_of_stories(db, invention),
        **questions_of_quotes(db, rare=invention.words[RARE]),
        **questions_of_actors(db, rare=invention.words[RARE]),
        "feed statuses": lambda: feed_statuses(db),
        "storing one article": lambda: store(db, invention),
    }


def questions_of_stories(db: Database, invention: Invention) -> Mapping[str, Question]:
    """Return what is asked about articles, by words of different frequency."""
    common, rare = invention.words[0], invention.words[RARE]
    return {
        "latest stories": lambda: latest_stories(db, limit=10),
        "latest stories, page 50": lambda: latest_stories(db, limit=10, offset=490),
        "stories, a common word": lambda: stories_matching(
            db, words=[common], limit=10
        ),
        "stories, a rare word": lambda: stories_matching(db, words=[rare], limit=10),
        "stories, two words": lambda: stories_matching(
            db, words=[common, rare], limit=10
        ),
        "articles of the most named": lambda: articles_of_actor(
            db, actor_id=1, limit=60
        ),
    }


def questions_of_quotes(db: Database, *, rare: str) -> Mapping[str, Question]:
    """Return what is asked about statements; actor 1 is in the news most."""
    return {
        "quotes by the most named": lambda: quotes_by(db, speaker_id=1, limit=60),
        "quotes by, with a rare word": lambda: quotes_by(
            db, speaker_id=1, words=[rare], limit=10
        ),
        "quotes about the most named": lambda: quotes_about(db, actor_id=1, limit=60),
        "newest quotes": lambda: newest_quotes(db, limit=10),
        "newest quotes with a rare word": lambda: newest_quotes(
            db, words=[rare], limit=10
        ),
    }


def questions_of_actors(db: Database, *, rare: str) -> Mapping[str, Question]:
    """Return what is asked about actors; number 1 is in the news most."""
    return {
        "roles of the most named": lambda: roles_of(db, actor_id=1),
        "companions of the most named": lambda: companions(db, actor_id=1, limit=6),
        "names by keys": lambda: aliases_by_keys(db, folded=[rare], skeletons=[rare]),
        "names by a part": lambda: aliases_matching(db, words=[rare[:2]], limit=25),
        "names to suggest": lambda: alias_names(db, limit=200),
    }


async def store(db: Database, invention: Invention) -> None:
    """Store an article with its actors and statements, as taking it in does."""
    body = invention.text(150)
    people = invention.company()
    now = published(2_000_000)
    article = NewArticle(
        feed_id=1,
        identity=str(time.perf_counter_ns()),
        url="https://0.example/new",
        title=body[:60],
        summary="",
        body=body,
        body_from="page",
        language="ar",
        published=now,
        added=now,
        gist=(),
        terms=body,
        analysis_version=1,
    )
    async with db.transaction() as connection:
        article_id = await add_article(connection, article, story_id=None)
        for actor_id in people:
            await add_mention(
                connection, article_id, NewMention(actor_id, ((0, 5),), in_title=False)
            )
        await add_quotes(connection, article_id, [_quote(one) for one in people[:4]])


def _quote(speaker_id: int) -> NewQuote:
    return NewQuote(
        text="x",
        start=0,
        end=1,
        kind="direct",
        cue="",
        speaker_id=speaker_id,
        speaker="x",
        speaker_type="PER",
        via=None,
        stance="neutral",
        headline=False,
        earlier=False,
        confidence=0.9,
        about=((1, "accuse"),),
    )
