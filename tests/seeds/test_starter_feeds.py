"""The starter feeds: an OPML list that any reader imports."""

from urllib.parse import urlsplit

from defusedxml.ElementTree import fromstring

from bot.seeds import starter_feeds

FEEDS = fromstring(starter_feeds()).findall(".//outline[@xmlUrl]")


def test_the_list_is_opml_2() -> None:
    root = fromstring(starter_feeds())

    assert (root.tag, root.get("version")) == ("opml", "2.0")


def test_every_feed_has_a_title_a_category_and_an_address_of_its_own() -> None:
    addresses = {feed.get("xmlUrl") for feed in FEEDS}

    assert len(FEEDS) == len(addresses) == 14
    for feed in FEEDS:
        assert feed.get("title")
        assert feed.get("title") == feed.get("text")
        assert feed.get("category")
        assert urlsplit(feed.get("xmlUrl", "")).scheme == "https"
