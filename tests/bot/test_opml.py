"""Lists of feeds read and written."""

import pytest

from bot.errors import OpmlError
from bot.feeds.opml import list_reader, read_list, read_opml, write_opml
from bot.workers import open_workers
from handlers.feed_files import PROBLEMS
from handlers.feed_lists import ListedFeed

FEEDS = (
    ListedFeed("https://a.example/feed?x=1&y=2", 'صحيفة <أ> & "ب"', "أخبار"),
    ListedFeed("https://b.example/feed", "B", ""),
    ListedFeed("https://c.example/feed", "", "أخبار"),
    ListedFeed("https://d.example/feed", "د", "رياضة، وثقافة"),
)
NESTED = """<?xml version="1.0" encoding="windows-1256"?>
<opml version="1.0"><head><title>قائمة</title></head><body>
<outline text="أخبار"><outline text="محلية">
  <outline text="أ" xmlUrl="https://a.example/feed"/></outline>
  <outline text="ب" title="الباء" category="/رأي/يومي"
    xmlUrl=" https://b.example/feed "/>
</outline>
<outline text="بلا عنوان" xmlUrl="javascript:alert(1)"/>
<outline text="أ مرة أخرى" xmlUrl="https://a.example/feed"/>
<outline text="موقع" htmlUrl="https://x.example/"/>
<outline xmlUrl="https://c.example/feed"/></body></opml>"""
RUBBISH = {
    "nothing": (b"", "the file is empty"),
    "white space": (b" \n\n", "the file is empty"),
    "words": ("كلام".encode(), "this is not an OPML file, or a broken one"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0",
        "this is not an OPML file, or a broken one",
    ),
    "cut off": (b"<opml><body><outline", "this is not an OPML file, or a broken one"),
    "other xml": (b"<rss><channel/></rss>", "this is not an OPML file"),
    "no feeds": (b"<opml><body/></opml>", "the OPML file lists no feeds"),
    "more than anybody reads": (
        b"<opml><body>"
        + b"".join(b'<outline xmlUrl="http://a/%d"/>' % n for n in range(10_001))
        + b"</body></opml>",
        "the OPML file lists too many feeds",
    ),
    "entities": (
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><opml><body>&a;</body></opml>',
        "this is not an OPML file, or a broken one",
    ),
}


def test_a_round_trip_keeps_titles_and_categories() -> None:
    read = read_opml(write_opml(FEEDS, title="موجز"))

    assert sorted(read, key=lambda feed: feed.url) == list(FEEDS)


def test_folders_are_categories() -> None:
    assert read_opml(NESTED.encode("cp1256")) == (
        ListedFeed("https://a.example/feed", "أ", "محلية"),
        ListedFeed("https://b.example/feed", "الباء", "رأي/يومي"),
        ListedFeed("https://c.example/feed", "", ""),
    )


def test_no_feeds_are_written_too() -> None:
    assert b"<body" in write_opml((), title="موجز")


@pytest.mark.parametrize(("data", "problem"), RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_told(data: bytes, problem: str) -> None:
    with pytest.raises(OpmlError) as caught:
        read_opml(data)

    assert str(caught.value) == problem


def test_a_deep_file_is_read() -> None:
    folders = 20_000
    inner = '<outline xmlUrl="https://a.example/feed"/>'
    data = "<opml><body>" + "<outline text='x'>" * folders + inner
    data += "</outline>" * folders + "</body></opml>"

    assert read_opml(data.encode()) == (ListedFeed("https://a.example/feed", "", "x"),)


async def test_every_problem_of_a_file_has_words_for_people() -> None:
    async with open_workers(processes=1) as workers:
        read = list_reader(workers)
        found = [await read(data) for data, _ in RUBBISH.values()]

    assert {one.problem for one in found} <= PROBLEMS
    assert all(one.problem for one in found)


def test_what_is_no_address_of_the_web_is_named() -> None:
    found = read_list(NESTED.encode("cp1256"))

    assert found.wrong == ("بلا عنوان",)
