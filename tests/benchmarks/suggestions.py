"""How long the suggestions for a name take with 100,000 actors stored."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select, update

from analysis.naming.names import folded_name, search_keys
from handlers.suggestions import suggest
from storage.database import open_database
from storage.schema import actors, alias_skeletons, aliases
from tests.benchmarks.storage import report
from tests.storage.large_store import Invention, fill

ACTORS: Final = 100_000


def main() -> None:
    """Fill a database in a temporary folder and print how long suggestions take."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder) / "mujaz.sqlite3"))


async def measure(path: Path) -> None:
    """Fill the database at `path` and type the beginnings of names."""
    print(f"suggestions, {ACTORS:,} actors; to be under 100 ms")
    invention = Invention(people=ACTORS)
    async with open_database(f"sqlite+aiosqlite:///{path}") as db:
        await fill(db, invention, count=0)
        async with db.transaction() as connection:
            # As in the news: few are in it often. And folded as names are in storage.
            often = ACTORS / actors.c.id
            await connection.execute(update(actors).values(articles=often))
            rows = await connection.fetch_all(select(aliases.c.id, aliases.c.form))
            await connection.execute(delete(alias_skeletons))
            await connection.execute(
                insert(alias_skeletons),
                [
                    {"alias_id": row.id, "skeleton": skeleton}
                    for row in rows
                    for skeleton in search_keys(row.form).skeletons
                ],
            )
        for name, typed in beginnings(invention).items():
            await report(name, partial(suggest, db, "actor", typed, locale="ar"))


def beginnings(invention: Invention) -> dict[str, str]:
    """Return what somebody types, by a name for people."""
    common, rare = (folded_name(invention.words[place]) for place in (0, 20_000))
    return {
        "nothing yet": "",
        "one letter": common[:1],
        "two letters of a common name": common[:2],
        "a common name": common,
        "two letters of a rare name": rare[:2],
        "three letters of a rare name": rare[:3],
        "a rare name": rare,
        "a name and a letter": f"{common} {rare[:1]}",
        "a name of nobody": "zzzz",
        "a name in Latin letters": "shtrbg",
    }
