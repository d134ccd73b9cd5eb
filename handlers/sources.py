"""`/sources`: where the news comes from, and whether it comes."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.citations import FILES
from handlers.conversation import Block, Button, Heading, Item, Reply, Request, Text
from handlers.language import Language, language_of, translatable
from storage.database import Reader
from storage.feeds import feed_statuses
from storage.records import Feed, FeedStatus

#: Why a feed fails, in the words that the intake records.
REASONS: Final = frozenset(
    {
        translatable("the server cannot be found"),
        translatable("the server refused the connection"),
        translatable("no secure connection is possible"),
        translatable("the server did not answer in time"),
        translatable("the connection broke off"),
        translatable("the server answered with status {number}"),
        translatable("the answer is larger than {number} MB"),
        translatable("too many redirects"),
        translatable("the address is not allowed"),
        translatable("the answer is a web page, not a feed"),
        translatable("the answer is empty"),
        translatable("the feed cannot be read"),
        translatable("the feed holds no entries"),
        translatable("the feed took too long to read"),
        translatable("the answer is not an article page"),
        translatable("an error in Mujaz; its log has it"),
        translatable("the publisher has ended this feed"),
    }
)
#: Feeds for which a new address is offered to be looked for.
MAX_SEARCHES: Final = 3
_GONE: Final = ("missing", "ended")
_FETCHED: Final = ("http://", "https://")
_NUMBER: Final = re.compile(r"\d{1,9}")


async def sources(db: Reader, request: Request) -> Reply:
    """Answer with every feed: how much it brought, and what is wrong with it."""
    language = language_of(request)
    statuses = await feed_statuses(db)
    if not statuses:
        return Reply((Text(language.gettext("There are no sources yet.")),))
    blocks: list[Block] = [
        Heading(language.gettext("Sources")),
        Text(_overview(statuses, language)),
    ]
    ordered = sorted(statuses, key=_order)
    blocks += [_item(status, language, request) for status in ordered]
    return Reply(tuple(blocks), _searches(ordered, language))


def _searches(statuses: Sequence[FeedStatus], language: Language) -> tuple[Button, ...]:
    """Return buttons that look for the new addresses of feeds which are gone."""
    gone = [
        feed
        for feed in (status.feed for status in statuses)
        if feed.told in _GONE and feed.site
    ]
    return tuple(
        Button(
            language.gettext("Look for {name}", name=feed.title or feed.url),
            f"/addfeed {feed.site}",
        )
        for feed in gone[:MAX_SEARCHES]
    )


def _order(status: FeedStatus) -> tuple[bool, bool, str]:
    """What is wrong comes first, the demonstration last."""
    feed = status.feed
    return feed.demo, not feed.failures, feed.title


def _overview(statuses: Sequence[FeedStatus], language: Language) -> str:
    """Return how many sources there are and how many do not answer."""
    failing = sum(one.feed.failures > 0 and one.feed.active for one in statuses)
    parts = [
        language.ngettext("{count} source", "{count} sources", len(statuses)),
        language.ngettext(
            "{count} article",
            "{count} articles",
            sum(status.articles for status in statuses),
        ),
    ]
    if failing:
        parts.append(
            language.ngettext("{count} not answering", "{count} not answering", failing)
        )
    return language.joined(parts)


def _item(status: FeedStatus, language: Language, request: Request) -> Item:
    feed = status.feed
    now = request.now
    when = ""
    if status.newest:
        when = language.gettext(
            "newest {when}", when=language.relative(status.newest, now=now)
        )
    return Item(
        title=language.gettext(FILES)
        if feed.title == FILES
        else feed.title or feed.url,
        url=feed.url if feed.url.startswith(_FETCHED) and not feed.demo else "",
        source=_articles(status, language),
        when=when,
        note=_state(feed, language, now=now),
    )


def _articles(status: FeedStatus, language: Language) -> str:
    if not status.articles:
        return language.gettext("no articles")
    return language.ngettext("{count} article", "{count} articles", status.articles)


def _state(feed: Feed, language: Language, *, now: datetime) -> str:
    """Return in a sentence whether a feed works, and if not, since when and why."""
    if feed.demo:
        return language.gettext("Demonstration: comes with the program.")
    if not feed.url.startswith(_FETCHED):
        return language.gettext("Files added on this machine.")
    if feed.told == "ended":
        return language.gettext("Ended by its publisher; its articles stay.")
    if not feed.active:
        return language.gettext("Switched off; its articles stay.")
    if feed.checked is None:
        return language.gettext("Not fetched yet.")
    checked = language.relative(feed.checked, now=now)
    if not feed.failures:
        return language.gettext("Working, fetched {when}.", when=checked)
    reason = plain_reason(feed.error or "", language)
    if feed.succeeded is None:
        return language.gettext(
            "Never reached, last tried {when}: {reason}.", when=checked, reason=reason
        )
    if feed.told == "missing":
        return language.gettext(
            "Not at its address any more, last worked {since}. Perhaps it has moved.",
            since=language.relative(feed.succeeded, now=now),
        )
    return language.gettext(
        "Failing, last worked {since}, last tried {when}: {reason}.",
        since=language.relative(feed.succeeded, now=now),
        when=checked,
        reason=reason,
    )


def plain_reason(reason: str, language: Language) -> str:
    """Return why a feed failed in the reader's language; as recorded if unknown.

    Args:
        reason: a `FeedError`'s text, with a number where `REASONS` has a field.
    """
    number = _NUMBER.search(reason)
    message = _NUMBER.sub("{number}", reason, count=1) if number else reason
    if message not in REASONS:
        return reason or language.gettext("the reason is not known")
    return language.gettext(message, number=int(number[0]) if number else 0)
