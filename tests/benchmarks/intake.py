"""How long taking in an article that was read costs, the 1,000th and the 100,000th."""

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from analysis.model import Actor, ActorType, Analysis
from handlers.entries import Entry
from handlers.intake import take_in
from handlers.stories import Newsdesk
from storage.database import Database, open_database
from storage.feeds import active_feeds
from storage.records import Feed
from tests.storage.large_store import WORDS, Invention, fill, published

#: The articles that are compared, and how many up to each are measured.
YOUNG: Final = 1_000
OLD: Final = 100_000
MEASURED: Final = 500
PEOPLE: Final = 2_000


def main() -> None:
    """Take articles in to a young database and to an old one."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compare(Path(folder)))


async def compare(folder: Path) -> None:
    """Print what articles cost in both.

    They are taken in in turn, so that what else the machine does concerns both alike.
    """
    print("intake, from the reading to the commit")
    async with (
        open_database(f"sqlite+aiosqlite:///{folder / 'young.sqlite3'}") as young_db,
        open_database(f"sqlite+aiosqlite:///{folder / 'old.sqlite3'}") as old_db,
    ):
        young = await Intake.open(young_db, after=YOUNG - MEASURED)
        old = await Intake.open(old_db, after=OLD - MEASURED)
        costs = [(await young.take(), await old.take()) for _ in range(MEASURED)]
    first = statistics.median(cost for cost, _ in costs)
    last = statistics.median(cost for _, cost in costs)
    print(f"  article {YOUNG:7,}: {first:6.2f} ms")
    print(f"  article {OLD:7,}: {last:6.2f} ms")
    print(f"  {last / first:.2f} times as long")


@dataclass(slots=True)
class Intake:
    """A database that articles come into; what they say is invented, and known."""

    db: Database
    feed: Feed
    invention: Invention
    count: int
    desk: Newsdesk = field(default_factory=Newsdesk)

    @classmethod
    async def open(cls, db: Database, *, after: int) -> "Intake":
        """Fill a database with so many articles, and let a desk read on from there."""
        invention = Invention(people=PEOPLE)
        await fill(db, invention, count=after)
        intake = cls(db, (await active_feeds(db))[0], invention, after)
        await intake.take()
        return intake

    async def take(self) -> float:
        """Take in one more article; return how long that took, in ms."""
        self.count += 1
        text = self.invention.text(WORDS)
        now = published(self.count)
        entry = Entry(
            identity=f"new {self.count}",
            title=text[:60],
            url=f"https://0.example/new/{self.count}",
            summary="",
            body=text,
            published=now,
        )
        names = [self.invention.text(2) for _ in range(4)]
        reading = Analysis(
            language="ar",
            actors=[Actor(name, ActorType.PERSON, (name,)) for name in names],
            summary=(text[:150],),
        )

        async def read(_title: str, _body: str) -> Analysis:
            return reading

        began = time.perf_counter()
        await take_in(
            self.db,
            desk=self.desk,
            feed=self.feed,
            entry=entry,
            body=text,
            body_from="page",
            analyse=read,
            now=now,
        )
        return (time.perf_counter() - began) * 1e3
