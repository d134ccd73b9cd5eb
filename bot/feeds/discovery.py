"""What is at an address that somebody gave: a feed, or a page that names some."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from yarl import URL

from bot.errors import FeedError
from bot.feeds.fetching import FEED_TYPES, Fetched, fetch
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from bot.feeds.parsed_feed import ParsedFeed
from handlers.feed_finding import FeedLink, FeedPreview, Finding

#: Seconds for all of it: an answer in a chat has five.
DEADLINE: Final = 4.0
AT_ONCE: Final = 3
#: Where feeds mostly are, for pages that name none.
_USUAL: Final = ("/feed", "/rss", "/rss.xml")
_NEWEST: Final = 3
_ACCEPT: Final = f"{FEED_TYPES}, text/html;q=0.8"


def finder(
    intake: Intake, *, deadline: float = DEADLINE
) -> Callable[[str], Awaitable[Finding]]:
    """Return what looks at an address; what is wrong there is a finding too.

    It looks at a few addresses at once only: whoever waits for slow sites must not
    take all the places of those who ask for the news.
    """
    room = asyncio.Semaphore(AT_ONCE)

    async def find(given: str) -> Finding:
        if room.locked():
            return Finding(is_busy=True)
        try:
            async with room, asyncio.timeout(deadline):
                return await _find(intake, given)
        except TimeoutError:
            problem = "the server did not answer in time"
            return Finding(problem=problem, is_late=True)
        except FeedError as error:
            return Finding(problem=str(error))

    return find


async def _find(intake: Intake, given: str) -> Finding:
    """Look at an address.

    Raises:
        FeedError: it cannot be fetched, or there is no feed.
    """
    fetched = await _fetched(intake, given)
    url = fetched.moved_to or _with_scheme(given, fetched)
    try:
        return Finding(preview=_preview(url, await _parsed(intake, fetched)))
    except FeedError as error:
        links = await _links(intake, fetched)
        if len(links) > 1:
            return Finding(links=links)
        preview = await _first_feed(intake, fetched, links)
        if preview is None:
            raise error
        return Finding(preview=preview)


async def _fetched(intake: Intake, given: str) -> Fetched:
    """Fetch an address; without a scheme by https, and where that fails by http."""
    if "://" in given:
        return await _fetch(intake, given)
    try:
        return await _fetch(intake, f"https://{given}")
    except FeedError as error:
        if str(error) == "the address is not allowed":
            raise
        return await _fetch(intake, f"http://{given}")


async def _fetch(intake: Intake, url: str) -> Fetched:
    answer = await fetch(intake.session, url, accept=_ACCEPT)
    if not isinstance(answer, Fetched):
        raise FeedError("the answer is empty")
    return answer


def _with_scheme(given: str, fetched: Fetched) -> str:
    """Return an address as it was given, with the scheme that it was found by."""
    return given if "://" in given else f"{URL(fetched.url).scheme}://{given}"


async def _parsed(intake: Intake, fetched: Fetched) -> ParsedFeed:
    async with intake.reading.at(host_of(fetched.url)):
        return await intake.workers.parse_feed(
            fetched.body, url=fetched.url, content_type=fetched.content_type
        )


async def _links(intake: Intake, fetched: Fetched) -> tuple[FeedLink, ...]:
    async with intake.reading.at(host_of(fetched.url)):
        return await intake.workers.find_links(
            fetched.body, content_type=fetched.content_type, url=fetched.url
        )


async def _first_feed(
    intake: Intake, page: Fetched, links: tuple[FeedLink, ...]
) -> FeedPreview | None:
    """Return the feed that a page names, else one where feeds mostly are."""
    origin = URL(page.url).origin()
    places = [link.url for link in links] or [str(origin.with_path(p)) for p in _USUAL]
    for url in places:
        try:
            fetched = await _fetch(intake, url)
            return _preview(fetched.moved_to or url, await _parsed(intake, fetched))
        except FeedError:
            continue
    return None


def _preview(url: str, parsed: ParsedFeed) -> FeedPreview:
    dated = sorted(
        parsed.entries,
        key=lambda entry: entry.published.timestamp() if entry.published else 0,
        reverse=True,
    )
    return FeedPreview(
        url=url,
        title=parsed.title,
        entries=len(parsed.entries),
        with_body=sum(bool(entry.body) for entry in parsed.entries),
        newest=tuple(
            (entry.title, entry.url, entry.published) for entry in dated[:_NEWEST]
        ),
    )
