import os
import sqlite3
from pathlib import Path

import pytest

from storage.database import StorageError, open_database
from storage.state import set_value, value


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def kept_in(database_url: str) -> str | None:
    async with open_database(database_url) as db:
        return await value(db, key="kept")


async def keep_in(database_url: str, what: str) -> None:
    async with open_database(database_url) as db, db.transaction() as connection:
        await set_value(connection, key="kept", value=what)


async def test_what_was_written_is_there_after_opening_again(
    database_url: str,
) -> None:
    await keep_in(database_url, "this")

    assert await kept_in(database_url) == "this"


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "مجلد" / "with space % and #" / "mujaz.sqlite3"

    await keep_in(f"sqlite+aiosqlite:///{path}", "this")

    assert path.is_file()


async def test_a_closed_database_is_one_file(database_url: str, tmp_path: Path) -> None:
    await keep_in(database_url, "this")

    assert names_in(tmp_path) == ["mujaz.sqlite3"]


async def test_a_damaged_file_is_told(database_url: str, tmp_path: Path) -> None:
    await keep_in(database_url, "this")
    path = tmp_path / "mujaz.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StorageError, match="damaged"):
        await kept_in(database_url)


async def test_a_file_that_is_no_database_is_refused_and_kept(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "mujaz.sqlite3"
    path.write_text("قائمة مشتريات\n" * 1000, "utf-8")

    with pytest.raises(StorageError, match=r"mujaz\.sqlite3 is no database"):
        await kept_in(database_url)
    assert path.read_text("utf-8").startswith("قائمة")


async def test_a_database_of_another_program_is_refused_and_kept(
    database_url: str, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "mujaz.sqlite3") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()

    with pytest.raises(StorageError, match="belongs to another program"):
        await kept_in(database_url)
    with sqlite3.connect(tmp_path / "mujaz.sqlite3") as other:
        tables = other.execute("SELECT name FROM sqlite_master").fetchall()
    other.close()
    assert tables == [("recipes",)]


async def test_a_database_of_a_newer_program_is_refused(
    database_url: str, tmp_path: Path
) -> None:
    await keep_in(database_url, "this")
    with sqlite3.connect(tmp_path / "mujaz.sqlite3") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()

    with pytest.raises(StorageError, match="written by a newer Mujaz"):
        await kept_in(database_url)


ADDRESSES = {
    "no address": ("mujaz.sqlite3", "is no address"),
    "another kind": ("postgresql+asyncpg://localhost/mujaz", "not supported"),
    "another driver": ("sqlite:///mujaz.sqlite3", "not supported"),
    "a kind nobody knows": ("nosuch://localhost/mujaz", "not supported"),
    "in memory": ("sqlite+aiosqlite://", "must name a file"),
    "in memory, by name": ("sqlite+aiosqlite:///:memory:", "must name a file"),
    "with options": ("sqlite+aiosqlite:///a.sqlite3?mode=ro", "must name a file"),
    "a file address": ("sqlite+aiosqlite:///file:a.sqlite3", "must name a file"),
}


@pytest.mark.parametrize(("url", "reason"), ADDRESSES.values(), ids=ADDRESSES)
async def test_an_address_that_cannot_be_used_is_told(url: str, reason: str) -> None:
    with pytest.raises(StorageError, match=reason):
        await kept_in(url)


async def test_no_password_of_an_address_is_told() -> None:
    with pytest.raises(StorageError) as caught:
        await kept_in("postgresql://mujaz:geheim@localhost/mujaz")

    assert "geheim" not in str(caught.value)


PLACES = {
    "a folder": ("", "cannot be opened"),
    "below a file": ("file.txt/mujaz.sqlite3", "cannot be made"),
}


@pytest.mark.parametrize(("place", "reason"), PLACES.values(), ids=PLACES)
async def test_a_place_that_cannot_be_used_is_told(
    tmp_path: Path, place: str, reason: str
) -> None:
    (tmp_path / "file.txt").touch()

    with pytest.raises(StorageError, match=reason):
        await kept_in(f"sqlite+aiosqlite:///{tmp_path / place}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("guarded", ["mujaz.sqlite3", "."])
async def test_a_database_that_may_only_be_read_is_told(
    database_url: str, tmp_path: Path, guarded: str
) -> None:
    await keep_in(database_url, "this")
    place = tmp_path / guarded
    permissions = place.stat().st_mode
    place.chmod(permissions & ~0o222)

    with pytest.raises(StorageError, match="cannot be written"):
        await keep_in(database_url, "that")
    place.chmod(permissions)
    assert await kept_in(database_url) == "this"
