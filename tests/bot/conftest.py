"""What tests of the platforms and of `mujaz` as a process share.

Fake platforms on loopback, a little news, and a place with the known actors stored.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.known_actors import seed_actors
from storage.database import Database
from tests.bot.processes import Ended, Mujaz
from tests.fakes.discord import FakeDiscord, fake_discord
from tests.fakes.telegram import FakeTelegram, fake_telegram
from tests.handlers.newsroom import GALLANT, GANTZ, MEETING, NEWS, report

from .newspaper import open_newspaper
from .sites import Site


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for what is owed often, so that no test waits for the next look."""
    monkeypatch.setattr("bot.deliveries.PAUSE", 0.05)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Serve a fake Bot API on loopback."""
    async with fake_telegram() as fake:
        yield fake


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """Serve a fake Discord on loopback."""
    async with fake_discord() as fake:
        yield fake


@pytest.fixture
async def news(db: Database) -> Database:
    """Return a database with one known actor and a story about him and another."""
    await seed_actors(db, (GALLANT,))
    await report(db, MEETING)
    return db


@pytest.fixture
async def newsroom(db: Database) -> Database:
    """Return a database with two known actors and a newsroom's stories."""
    await seed_actors(db, (GALLANT, GANTZ))
    for story in NEWS:
        await report(db, story)
    return db


@pytest.fixture
async def newspaper() -> AsyncIterator[Site]:
    """Serve a newspaper that has a feed."""
    async with open_newspaper() as site:
        yield site


@pytest.fixture(scope="session")
def known_actors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of the known actors alone; every test would wait for them."""
    place = Mujaz(tmp_path_factory.mktemp("known_actors"))
    ended = place.run("ingest", "nowhere.txt")
    assert "there is no such file" in ended.err
    return place.database


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """Return a database with the demonstration, and how `mujaz demo` ended there."""
    place = Mujaz(tmp_path_factory.mktemp("demonstration"))
    ended = place.run("demo")
    return place.database, ended


@pytest.fixture
def mujaz(tmp_path: Path, known_actors: Path) -> Mujaz:
    """Return a place without the demonstration that has started before."""
    place = Mujaz(tmp_path, {"MUJAZ_DEMO": "false"})
    shutil.copy(known_actors, place.database)
    return place
