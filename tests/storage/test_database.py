import asyncio
import sqlite3
from collections.abc import Coroutine
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.articles import count_articles
from storage.database import Database, StorageError, open_database
from storage.state import set_value, value
from tests.builders import put_article, put_feed

#: How many moments of a transaction are tried.
MOMENTS = 40


async def count(db: Database) -> int:
    return int(await value(db, key="count") or 0)


async def count_up(db: Database) -> None:
    async with db.transaction() as connection:
        now = int(await value(connection, key="count") or 0)
        await set_value(connection, key="count", value=str(now + 1))


async def test_an_error_undoes_the_whole_transaction(db: Database) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        await fail_in_the_middle(db)

    assert await count_articles(db) == 0
    await count_up(db)
    assert await count(db) == 1


async def fail_in_the_middle(db: Database) -> None:
    async with db.transaction() as connection:
        await put_article(connection, await put_feed(connection), "1")
        raise RuntimeError("in the middle")


async def test_a_cancelled_transaction_is_undone_and_the_next_one_works(
    db: Database,
) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with db.transaction() as connection:
            await put_article(connection, await put_feed(connection), "1")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count_articles(db) == 0
    await count_up(db)
    assert await count(db) == 1


async def turn(times: int) -> None:
    """Let the event loop go round so many times."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_cancelled_at_any_moment_all_is_kept_or_nothing(db: Database) -> None:
    turns_needed = await turns_until_done(write_two(db, "uncancelled"))

    outcomes = set()
    for part in range(MOMENTS):
        key = f"cancelled {part}"
        task = asyncio.create_task(write_two(db, key))
        await turn(turns_needed * part // MOMENTS)
        task.cancel()
        await asyncio.wait([task])
        first, second = [await value(db, key=key + end) for end in (" 1", " 2")]
        assert first == second
        assert second == "kept" or task.cancelled()
        outcomes.add(second)

    assert None in outcomes
    await write_two(db, "the next")
    assert await value(db, key="the next 2") == "kept"


async def write_two(db: Database, key: str) -> None:
    async with db.transaction() as connection:
        await set_value(connection, key=f"{key} 1", value="kept")
        await set_value(connection, key=f"{key} 2", value="kept")


async def turns_until_done(work: Coroutine[None, None, None]) -> int:
    """Return how often the event loop goes round until the work is done."""
    task = asyncio.create_task(work)
    turns = 0
    while not task.done():
        await turn(1)
        turns += 1
    return turns


async def test_cancelling_again_and_again_does_not_stop_the_undoing(
    db: Database,
) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with db.transaction() as connection:
            await set_value(connection, key="first", value="1")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    while not task.done():
        task.cancel()
        await turn(1)

    await count_up(db)
    assert await value(db, key="first") is None


async def test_a_cancelled_query_leaves_the_others_alone(db: Database) -> None:
    for turns in range(20):
        task = asyncio.create_task(count(db))
        await turn(turns)
        task.cancel()
        await asyncio.wait([task])

    assert await asyncio.gather(*(count(db) for _ in range(20))) == [0] * 20


async def test_writers_take_turns(db: Database) -> None:
    await asyncio.gather(*(count_up(db) for _ in range(20)))

    assert await count(db) == 20


async def test_writers_of_two_programs_take_turns(database_url: str) -> None:
    async with open_database(database_url) as one, open_database(database_url) as two:
        await asyncio.gather(*(count_up(db) for db in (one, two) for _ in range(10)))

        assert await count(one) == await count(two) == 20


async def test_a_reader_does_not_wait_for_the_writer(db: Database) -> None:
    async with asyncio.timeout(10), db.transaction() as connection:
        await set_value(connection, key="count", value="7")
        # More than fits into memory, so that the file itself is written to.
        await set_value(connection, key="large", value="x" * 20_000_000)

        assert await count(db) == 0
        assert await value(connection, key="count") == "7"
    assert await count(db) == 7


async def test_a_transaction_inside_a_transaction_is_refused(db: Database) -> None:
    async with db.transaction() as connection:
        await set_value(connection, key="count", value="5")
        with pytest.raises(RuntimeError, match="inside a transaction"):
            await count_up(db)

    await count_up(db)
    assert await count(db) == 6


async def test_more_readers_than_connections_all_get_their_answer(
    db: Database,
) -> None:
    await count_up(db)

    assert await asyncio.gather(*(count(db) for _ in range(100))) == [1] * 100


async def test_a_database_in_use_for_too_long_is_told(
    database_url: str, tmp_path: Path
) -> None:
    async with open_database(database_url, patience=0.05) as db:
        other = sqlite3.connect(tmp_path / "mujaz.sqlite3")
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="in use by another program"):
            await count_up(db)
        assert await count(db) == 0
        other.rollback()
        other.close()
        await count_up(db)
        assert await count(db) == 1


async def test_a_full_disk_is_told_and_undoes_the_transaction(db: Database) -> None:
    async with db.transaction() as connection:
        pages = await connection.fetch_one(text("PRAGMA page_count"))
        assert pages is not None
        await connection.execute(text(f"PRAGMA max_page_count = {pages[0] + 2}"))

    with pytest.raises(StorageError, match="the disk is full"):
        await fill(db)

    assert await count(db) == 0


async def fill(db: Database) -> None:
    async with db.transaction() as connection:
        await set_value(connection, key="count", value="1")
        for number in range(50):
            await set_value(connection, key=f"large {number}", value="x" * 100_000)


async def test_wrong_sql_is_a_bug_and_no_failure_of_storage(db: Database) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        await db.fetch_all(text("SELECT nothing FROM nowhere"))


async def test_an_error_does_not_repeat_what_people_wrote(db: Database) -> None:
    query = text("SELECT nothing FROM nowhere WHERE word = :word")

    with pytest.raises(DBAPIError) as caught:
        await db.fetch_all(query.bindparams(word="geheim"))
    assert "geheim" not in str(caught.value)
