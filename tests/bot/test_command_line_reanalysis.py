"""`mujaz reanalyse` as a process: what an older version read is read again."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from analysis.engine import ANALYSIS_VERSION
from tests.bot.processes import Mujaz

ARTICLES = {
    "first.txt": "الوزير في الجنوب\n\nقال سامي الخطيب خلال جولة إن الجسر جاهز.\n",
    "second.txt": "حفل في المدينة\n\nقالت هند فاروق إن الحفل سيبدأ مساء غد.\n",
}

#: Processes are many here, and the machine may be a slow one.
pytestmark = pytest.mark.timeout(300)


def fetched(mujaz: Mujaz, query: str) -> Sequence[Any]:
    with sqlite3.connect(mujaz.database) as connection:
        return connection.execute(query).fetchall()


def test_what_an_older_version_read_is_read_again_and_nothing_else(
    mujaz: Mujaz,
) -> None:
    for name, text in ARTICLES.items():
        (mujaz.folder / name).write_text(text, "utf-8")
    mujaz.run("ingest", *ARTICLES)
    before = fetched(mujaz, "SELECT id, title, body, published FROM articles")
    with sqlite3.connect(mujaz.database) as connection:
        # As if an older version had read the first one, and found nobody speaking.
        connection.execute("UPDATE articles SET analysis_version = 1 WHERE id = 1")
        connection.execute("DELETE FROM quotes WHERE article_id = 1")
    second = fetched(mujaz, "SELECT * FROM quotes WHERE article_id = 2")
    connection.close()

    again = mujaz.run("reanalyse")
    once_more = mujaz.run("reanalyse")
    answer = mujaz.run("chat", "/quotes سامي الخطيب")

    assert (again.status, again.out) == (0, "Read again: 1; could not be read: 0.\n")
    assert once_more.out == "Read again: 0; could not be read: 0.\n"
    assert "الجسر جاهز" in answer.out
    assert fetched(mujaz, "SELECT id, title, body, published FROM articles") == before
    assert fetched(mujaz, "SELECT * FROM quotes WHERE article_id = 2") == second
    versions = fetched(mujaz, "SELECT DISTINCT analysis_version FROM articles")
    assert versions == [(ANALYSIS_VERSION,)]
