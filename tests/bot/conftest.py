"""What tests of `mujaz` as a process share: a place with the known actors stored."""

import shutil
from pathlib import Path

import pytest

from tests.bot.processes import Mujaz


@pytest.fixture(scope="session")
def known_actors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of the known actors alone; every test would wait for them."""
    place = Mujaz(tmp_path_factory.mktemp("known_actors"))
    ended = place.run("ingest", "nowhere.txt")
    assert "there is no such file" in ended.err
    return place.database


@pytest.fixture
def mujaz(tmp_path: Path, known_actors: Path) -> Mujaz:
    """Return a place without the demonstration that has started before."""
    place = Mujaz(tmp_path, {"MUJAZ_DEMO": "false"})
    shutil.copy(known_actors, place.database)
    return place
