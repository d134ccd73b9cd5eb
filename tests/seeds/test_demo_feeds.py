"""The demonstration: four invented outlets that a feed reader understands."""

from collections import Counter
from html import unescape
from re import sub
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from analysis.text.folding import fold
from bot.seeds import demo_feeds, read_actors

FEEDS = {name: feedparser.parse(data) for name, data in demo_feeds()}
RESERVED = ("example.com", "example.net", "example.org")


def entries() -> list[Any]:
    return [entry for feed in FEEDS.values() for entry in feed.entries]


def text_of(entry: Any) -> str:
    return unescape(sub(r"<[^>]+>", " ", entry.content[0].value))


def names_of(key: str) -> set[str]:
    actor = next(actor for actor in read_actors() if actor.key == key)
    return {fold(form) for form in (actor.name, *actor.forms)}


def articles_naming(names: set[str]) -> list[Any]:
    return [
        entry
        for entry in entries()
        if any(name in fold(text_of(entry)) for name in names)
    ]


def test_there_are_four_outlets_with_a_name_each() -> None:
    titles = {feed.feed.title for feed in FEEDS.values()}

    assert len(FEEDS) == len(titles) == 4


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_well_formed_and_dates_every_entry_in_august_2024(name: str) -> None:
    feed = FEEDS[name]

    assert not feed.bozo
    for entry in feed.entries:
        assert (entry.published_parsed.tm_year, entry.published_parsed.tm_mon) == (
            2024,
            8,
        )


def test_there_are_enough_articles_and_each_has_its_own_address() -> None:
    identities = Counter(entry.id for entry in entries())

    assert len(identities) >= 24
    assert set(identities.values()) == {1}


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.link)
def test_an_article_is_full_text_on_a_reserved_domain(entry: Any) -> None:
    words = text_of(entry).split()

    assert 180 <= len(words) <= 350
    assert entry.title
    assert entry.summary
    assert (urlsplit(entry.link).hostname or "").endswith(RESERVED)


def test_a_new_user_finds_gallant_in_many_articles_under_several_spellings() -> None:
    spellings = ("غالانت", "جالانت", "غالنت")

    assert len(articles_naming(names_of("gallant"))) >= 10
    for spelling in spellings:
        assert articles_naming({fold(spelling)})


def test_every_outlet_reports_the_meeting_of_gallant_and_healey() -> None:
    found = articles_naming({fold("هيلي")})

    assert {urlsplit(entry.link).hostname for entry in found} == {
        urlsplit(entry.link).hostname for entry in entries()
    }


def test_no_sentence_stands_in_two_articles() -> None:
    sentences = Counter(
        sentence.strip()
        for entry in entries()
        for sentence in text_of(entry).split(".")
        if len(sentence.split()) > 6
    )

    assert [text for text, count in sentences.items() if count > 1] == []
