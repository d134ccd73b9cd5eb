"""A database with the newsroom's stories in it."""

import pytest

from handlers.known_actors import seed_actors
from storage.database import Database
from tests.handlers.newsroom import GALLANT, GANTZ, NEWS, report


@pytest.fixture
async def news(db: Database) -> Database:
    """Return a database with two known actors and the stories of `NEWS`."""
    await seed_actors(db, (GALLANT, GANTZ))
    for story in NEWS:
        await report(db, story)
    return db
