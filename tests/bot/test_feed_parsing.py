"""Feeds read into entries, good ones and bad ones."""

import json
from datetime import UTC, datetime

import pytest

from bot.errors import FeedError
from bot.feeds.feed_parsing import parse_feed
from handlers.entries import Entry

from .feeds import FULL_TEXT, item, rss

URL = "https://news.example/feed"
LINK = "https://news.example/1"
DATE = "Fri, 16 Aug 2024 10:30:00 +0300"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة</title>
<link href="https://news.example/"/><entry><id>tag:1</id>
<title type="html">خبر &amp;lt;b&gt;عاجل</title>
<link href="/1"/><updated>2024-08-16T07:30:00Z</updated><summary>ملخص</summary>
<content type="html">{content}</content></entry></feed>"""
REFUSED = {
    "nothing": (b"", "", "the answer is empty"),
    "white space": (b"\xef\xbb\xbf \n ", "", "the answer is empty"),
    "a web page": (
        b"<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>",
        "text/html",
        "the answer is a web page, not a feed",
    ),
    "a web page declared as a feed": (
        b"\n<html lang='ar'><body>x</body></html>",
        "application/rss+xml",
        "the answer is a web page, not a feed",
    ),
    "words": (b"not found", "text/plain", "the feed cannot be read"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "image/png", "the feed cannot be read"),
    "cut off before the first entry": (
        b"<rss><channel><title>x</title><item><tit",
        "",
        "the feed cannot be read",
    ),
    "no entries": (rss(), "", "the feed holds no entries"),
    "entries without title, link and text": (
        rss(item(date="Fri, 16 Aug 2024 07:30:00 GMT", description="&lt;br/&gt;")),
        "",
        "the feed holds no entries",
    ),
    "other json": (b'{"items": []}', "application/json", "the feed cannot be read"),
    "broken json": (b'{"version": ', "application/json", "the feed cannot be read"),
    "a list": (b"[1, 2]", "application/json", "the feed cannot be read"),
    "deep json": (b'{"a":' * 100_000, "application/json", "the feed cannot be read"),
    "a json feed without entries": (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": "x"}',
        "",
        "the feed holds no entries",
    ),
}
TWICE = "خبر عاجل".encode().decode("latin-1").encode().decode("latin-1")
TITLES = {
    "html": ("&lt;b&gt;خبر&lt;/b&gt; عاجل", "خبر عاجل"),
    "html in cdata": ("<![CDATA[<b>خبر</b> عاجل]]>", "خبر عاجل"),
    "entities": ("&amp;quot;خبر&amp;quot; &#8230;", '"خبر" …'),
    "entities of html": ("خبر&nbsp;عاجل &laquo;نص&raquo;", "خبر عاجل «نص»"),
    "an ampersand alone": ("نفط & غاز", "نفط & غاز"),
    "illegal characters": ("خب\x0bر &#x1;عاجل&#0;", "خبر عاجل"),
    "references to no character": (
        "خبر &#99999999;&#x110000;&#xD800;&#999999999999999999999 عاجل",
        "خبر عاجل",
    ),
    "a script": ("<![CDATA[<script>alert(1)</script>خبر]]>", "خبر"),
    "a comparison": ("5 &lt; 7", "5 < 7"),
    "scrambled by its sender": ("خبر عاجل".encode().decode("latin-1"), "خبر عاجل"),
    "scrambled with Windows": ("خبر عاجل".encode().decode("cp1252"), "خبر عاجل"),
    "scrambled with Arabic Windows": ("الخبر".encode().decode("cp1256"), "الخبر"),
    "scrambled from Arabic Windows": (
        "وزير الدفاع".encode("cp1256").decode("latin-1"),
        "وزير الدفاع",
    ),
    "scrambled twice, with markup": (
        f"<![CDATA[<b>{TWICE}</b>]]>",
        "خبر عاجل",
    ),
    "scrambled as entities": (
        "".join(f"&#{byte};" for byte in "خبر عاجل".encode()),
        "خبر عاجل",
    ),
    "a name with a stroke": ("Ørsted Øst", "Ørsted Øst"),
}
DATES = {
    "rfc 822": (DATE, datetime(2024, 8, 16, 7, 30, tzinfo=UTC)),
    "iso": ("2024-08-16T07:30:00Z", datetime(2024, 8, 16, 7, 30, tzinfo=UTC)),
    "none": ("", None),
    "words": ("أمس", None),
    "the epoch": ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    "the future, which intake clamps": (
        "Fri, 16 Aug 2124 07:30:00 GMT",
        datetime(2124, 8, 16, 7, 30, tzinfo=UTC),
    ),
    "no such day": ("Fri, 99 Aug 2024 07:30:00 GMT", None),
}


def only_entry(body: bytes, content_type: str = "") -> Entry:
    (entry,) = parse_feed(body, content_type, URL).entries
    return entry


@pytest.mark.parametrize(("body", "kind", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_feed_is_refused_in_plain_words(
    body: bytes, kind: str, reason: str
) -> None:
    with pytest.raises(FeedError) as caught:
        parse_feed(body, kind, URL)

    assert str(caught.value) == reason


@pytest.mark.parametrize(("given", "expected"), TITLES.values(), ids=TITLES)
def test_a_title_is_plain_text(given: str, expected: str) -> None:
    assert only_entry(rss(item(given, link=LINK))).title == expected


@pytest.mark.parametrize(("given", "expected"), DATES.values(), ids=DATES)
def test_a_date_is_utc_or_none(given: str, expected: datetime | None) -> None:
    assert only_entry(rss(item("خبر", link=LINK, date=given))).published == expected


def test_rss_is_read_whole() -> None:
    feed = parse_feed(
        rss(item("خبر", link=LINK, guid="g1", date=DATE, description="ملخص")), "", URL
    )

    assert (feed.title, feed.site) == ("صحيفة", "https://news.example/")
    when = datetime(2024, 8, 16, 7, 30, tzinfo=UTC)
    canonical = LINK.removeprefix("https://")
    assert feed.entries == (
        Entry("g1", "خبر", LINK, "ملخص", "", when, canonical=canonical),
    )
    assert feed.ttl is None


TEXTS_ALONE = {
    "a description": (item(description="نص بلا عنوان"), "نص بلا عنوان"),
    "a content": (item(content="<p>نص بلا</p><p>عنوان</p>"), "نص بلا عنوان"),
}


@pytest.mark.parametrize(("given", "title"), TEXTS_ALONE.values(), ids=TEXTS_ALONE)
def test_a_text_alone_is_an_entry_too(given: str, title: str) -> None:
    assert only_entry(rss(given)).title == title


GUIDS_AS_LINKS = {
    "an address": ("https://news.example/7", "https://news.example/7"),
    "a number": ("7", ""),
    "a path": ("/7", ""),
}


@pytest.mark.parametrize(
    ("guid", "url"), GUIDS_AS_LINKS.values(), ids=list(GUIDS_AS_LINKS)
)
def test_a_guid_is_a_link_only_where_it_is_an_address(guid: str, url: str) -> None:
    assert only_entry(rss(item("خبر", guid=guid))).url == url


TTLS = {"60": 60, " 60 ": 60, "-5": None, "soon": None, "": None, "9" * 99: 525_600}


@pytest.mark.parametrize(("given", "minutes"), TTLS.items())
def test_minutes_to_be_left_alone_are_read(given: str, minutes: int | None) -> None:
    body = rss(item("خبر", link=LINK)).replace(
        b"<link>", f"<ttl>{given}</ttl><link>".encode(), 1
    )

    assert parse_feed(body, "", URL).ttl == minutes


def test_atom_is_read_whole() -> None:
    markup = FULL_TEXT.replace("<", "&lt;")

    feed = parse_feed(ATOM.format(content=markup).encode(), "", URL)

    (entry,) = feed.entries
    assert feed.title == "صحيفة"
    assert (entry.identity, entry.url) == ("tag:1", LINK)
    assert entry.title == "خبر عاجل"
    assert entry.summary == "ملخص"
    assert len(entry.body.split("\n")) == 12
    assert entry.published == datetime(2024, 8, 16, 7, 30, tzinfo=UTC)


def test_a_json_feed_is_read_whole() -> None:
    given = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صحيفة",
        "home_page_url": "https://news.example/",
        "items": [
            {
                "id": 7,
                "url": "/1",
                "title": "خبر <b>عاجل</b>",
                "summary": "ملخص",
                "content_html": FULL_TEXT,
                "date_published": "2024-08-16T10:30:00+03:00",
            },
            {"id": "8", "content_text": "خبر قصير بلا عنوان"},
            {"id": "9"},
            "rubbish",
        ],
    }

    feed = parse_feed(json.dumps(given).encode(), "application/feed+json", URL)

    first, second = feed.entries
    assert (feed.title, feed.site) == ("صحيفة", "https://news.example/")
    assert (first.identity, first.url, first.title) == ("7", LINK, "خبر عاجل")
    assert len(first.body.split("\n")) == 12
    assert first.published == datetime(2024, 8, 16, 7, 30, tzinfo=UTC)
    assert (second.identity, second.title) == ("8", "خبر قصير بلا عنوان")


def test_windows_1256_without_a_declaration_is_read() -> None:
    text = rss(item("وزير الدفاع يصل إلى العاصمة", link=LINK), declaration="")

    entry = only_entry(text.decode().encode("cp1256"))

    assert entry.title == "وزير الدفاع يصل إلى العاصمة"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "ISO-8859-1"])
def test_a_wrong_declaration_does_no_harm(declared: str) -> None:
    text = rss(item("وزير الدفاع يصل إلى العاصمة", link=LINK), declaration=declared)

    for encoding in ("utf-8", "cp1256"):
        data = text.decode().encode(encoding)
        for kind in ("text/xml", "text/xml; charset=utf-8", "text/xml; charset=latin1"):
            entry = only_entry(data, kind)
            assert entry.title == "وزير الدفاع يصل إلى العاصمة", (encoding, kind)


def test_full_text_is_a_paragraph_a_line() -> None:
    entry = only_entry(rss(item("خبر", link=LINK, content=FULL_TEXT)))

    assert len(entry.body.split("\n")) == 12
    assert "<" not in entry.body


def test_a_description_as_long_as_an_article_is_one() -> None:
    escaped = (FULL_TEXT * 2).replace("<", "&lt;")

    entry = only_entry(rss(item("خبر", link=LINK, description=escaped)))

    assert len(entry.body.split("\n")) == 24
    assert len(entry.summary) <= 1_000


def test_a_text_that_breaks_off_is_a_summary() -> None:
    entry = only_entry(
        rss(item("خبر", link=LINK, content=FULL_TEXT + "<p>تابع ...</p>"))
    )

    assert entry.body == ""


def test_a_broken_feed_still_gives_its_entries() -> None:
    whole = rss(item("الأول", link=LINK), item("الثاني", link=LINK + "2"))

    feed = parse_feed(whole.replace(b"</channel></rss>", b""), "", URL)

    assert [entry.title for entry in feed.entries] == ["الأول", "الثاني"]


def test_an_entry_without_a_title_is_called_by_its_summary() -> None:
    assert only_entry(rss(item(link=LINK, description="ملخص"))).title == "ملخص"
    assert only_entry(rss(item(link=LINK))).title == LINK


def test_other_addresses_than_those_of_the_web_are_dropped() -> None:
    assert only_entry(rss(item("خبر", link="javascript:alert(1)"))).url == ""
    assert only_entry(rss(item("خبر", link="/1"))).url == LINK


def test_an_address_is_put_together() -> None:
    broken = "\n  https://news.example/\n  a b "

    assert only_entry(rss(item("خبر", link=broken))).url == "https://news.example/a%20b"


def test_an_enormous_feed_is_cut() -> None:
    items = [item(f"خبر {n}", link=f"{LINK}/{n}") for n in range(2_010)]

    entries = parse_feed(rss(*items), "", URL).entries

    assert len(entries) == 2_000
    assert entries[0].title == "خبر 0"


def test_entities_that_multiply_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
        b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b"<rss><channel><item><title>x &c; &f;</title><link>https://e.example/1</link>"
        b"</item></channel></rss>"
    )

    title = only_entry(bomb).title

    assert len(title) < 100
    assert "root" not in title
