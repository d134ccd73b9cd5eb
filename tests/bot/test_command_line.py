"""The command line as a person meets it: wrong use, settings, analysis, feeds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.model import Analysis
from bot.cli.commands_analysis import analysed
from bot.feeds.opml import read_opml
from handlers.feed_lists import ListedFeed
from tests.bot.processes import HOUSE, Mujaz

WRONG_USES = {
    "an unknown command": ("sing",),
    "an unknown option": ("chat", "--loud"),
    "a missing argument": ("feeds", "add"),
    "stories without a form": ("stories",),
    "one argument too many": ("feeds", "remove", "a", "b"),
    "an unknown command of feeds": ("feeds", "eat"),
}
HEAVY = ("telegram", "discord", "sqlalchemy", "trafilatura", "feedparser", "aiohttp")
OPML = """\
<opml version="2.0"><body>
<outline text="أ" type="rss" xmlUrl="https://a.example/feed" category="news"/>
<outline text="ب" type="rss" xmlUrl="https://b.example/feed"/>
</body></opml>
"""

#: Processes are many here, and the machine may be a slow one.
pytestmark = pytest.mark.timeout(300)


def test_the_version_is_shown(mujaz: Mujaz) -> None:
    ended = mujaz.run("--version")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("mujaz 0.")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("feeds", "--help")])
def test_help_names_the_commands(mujaz: Mujaz, arguments: tuple[str, ...]) -> None:
    ended = mujaz.run(*arguments)

    assert ended.status == 0
    assert "Commands:" in ended.out


@pytest.mark.parametrize("arguments", WRONG_USES.values(), ids=WRONG_USES)
def test_wrong_use_gets_one_clear_line(
    mujaz: Mujaz, arguments: tuple[str, ...]
) -> None:
    ended = mujaz.run(*arguments)

    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.startswith("mujaz: ")
    assert ended.err.count("\n") == 1


def test_wrong_settings_get_one_clear_line(tmp_path: Path) -> None:
    ended = Mujaz(tmp_path, {"MUJAZ_LANGUAGE": "tlh"}).run("feeds", "list")

    assert ended.status == 2
    assert "MUJAZ_LANGUAGE" in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_no_database_gets_one_clear_line(mujaz: Mujaz) -> None:
    (mujaz.folder / "mujaz.sqlite3").write_bytes(b"no database" * 1000)

    ended = mujaz.run("feeds", "list")

    assert ended.status == 1
    assert "mujaz.sqlite3" in ended.err
    assert ended.err.count("\n") == 1


def test_an_article_is_analysed(mujaz: Mujaz) -> None:
    article = mujaz.folder / "article.txt"
    article.write_text(
        "غالانت في بغداد\n\nقال غالانت: «لن نتراجع أبدا عن هذا».\n", "utf-8"
    )

    ended = mujaz.run("analyze", str(article))

    found = json.loads(ended.out)
    assert (ended.status, ended.err) == (0, "")
    assert found["id"] == "article"
    assert found["language"] == "ar"


def test_lines_are_analysed_in_order_and_a_malformed_one_is_named(mujaz: Mujaz) -> None:
    lines = [
        json.dumps({"id": "1", "title": "عنوان", "body": "قال غالانت إن هذا جيد."}),
        "{malformed",
        "",
        json.dumps({"id": "2", "title": "عنوان"}),
        '["list"]',
        r'{"id": "3", "title": "\ud800", "body": "قال \udfff غالانت إن هذا جيد."}',
        '{"id": 4, "title": "", "body": ""}',
        "[" * 100_000,
        json.dumps({"id": "5", "title": "", "body": ""}),
    ]

    ended = mujaz.run("analyze", "--jsonl", typed="\n".join(lines).encode())

    found = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.status == 1
    assert [one.get("id") or one["line"] for one in found] == [
        *("1", 2, 4, 5, "3", 7, 8, "5")
    ]
    assert all(one["error"] for one in found if "id" not in one)


def test_lines_that_are_all_well_formed_succeed(mujaz: Mujaz) -> None:
    ended = mujaz.run("analyze", "--jsonl", typed=b'{"id":"a","title":"","body":"x"}\n')

    assert ended.status == 0


def test_stories_are_told_apart_in_order_and_a_malformed_line_is_named(
    mujaz: Mujaz,
) -> None:
    def line(name: str, minute: int, title: str, body: str) -> str:
        published = f"2024-08-16T12:{minute:02}:00+03:00"
        return json.dumps(
            {"id": name, "published": published, "title": title, "body": body}
        )

    lines = [
        line("a", 1, "حريق مصنع الورق", "اندلع حريق هائل داخل مصنع الورق."),
        "{malformed",
        line("b", 2, "إخلاء حي الزيتون", "أخلت الشرطة سكان حي الزيتون."),
        '{"id": "c", "title": "", "body": "", "published": "yesterday"}',
        line("d", 3, "مصنع الورق يحترق", "حريق هائل داخل مصنع الورق."),
    ]

    ended = mujaz.run("stories", "--jsonl", typed="\n".join(lines).encode())

    found = [json.loads(one) for one in ended.out.splitlines()]
    assert ended.status == 1
    assert [one.get("id") or one["line"] for one in found] == ["a", 2, "b", 4, "d"]
    assert [one.get("story") for one in found] == ["1", None, "2", None, "1"]


UNREADABLE = {
    "not there": ("nowhere.txt", None),
    "empty": ("empty.txt", b" \n"),
    "binary": ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
}


@pytest.mark.parametrize(("name", "content"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_holds_no_article_is_named(
    mujaz: Mujaz, name: str, content: bytes | None
) -> None:
    if content is not None:
        (mujaz.folder / name).write_bytes(content)

    ended = mujaz.run("analyze", name)

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"mujaz: {name}: ")
    assert ended.err.count("\n") == 1


def test_analysis_loads_no_library_that_it_does_not_need(tmp_path: Path) -> None:
    script = (
        "import sys; from bot.cli.command_line import main;"
        "main(['analyze', '--jsonl']);"
        f"sys.exit(str([name for name in {HEAVY} if name in sys.modules] or ''))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=Mujaz(tmp_path).environment(),
        input=b'{"id":"1","title":"","body":""}\n',
        capture_output=True,
        check=False,
    )

    assert done.stderr.decode().strip() == ""


def test_nobody_reading_the_output_is_no_bug(tmp_path: Path) -> None:
    article = '{"id":"1","title":"","body":""}\n' * 5000
    (tmp_path / "many.jsonl").write_text(article)

    pipeline = f"{sys.executable} -m bot analyze --jsonl many.jsonl | head -n 1"
    done = subprocess.run(
        ["sh", "-c", pipeline],
        cwd=tmp_path,
        env=Mujaz(tmp_path).environment(),
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in done.stderr


def test_feeds_are_listed_added_removed_imported_and_exported(mujaz: Mujaz) -> None:
    (mujaz.folder / "in.opml").write_text(OPML, "utf-8")

    assert mujaz.run("feeds", "import", "in.opml").status == 0
    assert (
        mujaz.run("feeds", "add", "https://c.example/rss", "--title", "ج").status == 0
    )
    assert mujaz.run("feeds", "remove", "https://b.example/feed").status == 0
    listed = mujaz.run("feeds", "list").out.splitlines()
    exported = mujaz.run("feeds", "export")

    rows = {line.split("\t")[1]: line.split("\t") for line in listed}
    assert rows["https://a.example/feed"] == [
        *("أ", "https://a.example/feed", "0", "not fetched yet")
    ]
    assert rows["https://b.example/feed"][3] == "removed"
    assert rows["https://c.example/rss"][0] == "ج"
    assert sorted(read_opml(exported.out.encode()), key=lambda feed: feed.url) == [
        ListedFeed("https://a.example/feed", "أ", "news"),
        ListedFeed("https://c.example/rss", "ج", ""),
    ]


WRONG_FEEDS = {
    "no address": ("add", "nowhere"),
    "not of the web": ("add", "ftp://a.example/feed"),
    "not subscribed to": ("remove", "https://unknown.example/feed"),
    "no file": ("import", "nowhere.opml"),
    "no OPML": ("import", "text.opml"),
    "a folder that is not there": ("export", "nowhere/out.opml"),
}


@pytest.mark.parametrize("arguments", WRONG_FEEDS.values(), ids=WRONG_FEEDS)
def test_what_cannot_be_done_with_feeds_is_said_in_a_line(
    mujaz: Mujaz, arguments: tuple[str, ...]
) -> None:
    (mujaz.folder / "text.opml").write_text("no OPML")

    ended = mujaz.run("feeds", *arguments)

    assert ended.status == 1
    assert ended.err.startswith("mujaz: ")
    assert ended.err.count("\n") == 1


def test_the_command_is_installed_under_its_name() -> None:
    text = (HOUSE / "pyproject.toml").read_text("utf-8")

    assert 'mujaz = "bot.__main__:main"' in text


def test_an_error_in_the_engine_concerns_one_line_only() -> None:
    def read(title: str, _body: str) -> Analysis:
        if title == "bad":
            raise ZeroDivisionError
        return Analysis(language="ar")

    lines = [b'{"title":"%b","body":""}' % title for title in (b"a", b"bad", b"b")]

    found = list(analysed(lines, read=read))

    assert ["error" in one for one in found] == [False, True, False]
