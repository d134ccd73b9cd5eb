"""Bodies for entries that come with a summary only, from the pages they link to."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.errors import DisallowedError, FeedError, RestError, StatusError
from bot.feeds.fetching import PAGE_TYPES, Fetched, fetch
from bot.feeds.freshness import LONGEST_FRESH
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from handlers.entries import Entry

log = logging.getLogger(__name__)

#: After so many pages in a row that failed no more are asked for in a turn: the rest
#: of the program does not wait for a site that is down.
PATIENCE: Final = 3
#: When a page that failed is asked for again: once soon, once much later.
RETRIES: Final = (timedelta(minutes=30), timedelta(hours=6))
_BUSY: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Body:
    """The best text of an entry.

    Attributes:
        origin: "page", "feed", "summary" or "file".
        page_due: when its page is asked for again; None where it is not.
    """

    text: str
    origin: str
    page_due: datetime | None = None


class ArticlePages:
    """The pages of one feed's entries, during one turn of it."""

    def __init__(self, intake: Intake) -> None:
        """Start with all patience."""
        self._intake = intake
        self._failed = 0
        # For so long nothing of a site that asked for it is tried again.
        self._rest = timedelta()

    async def body(self, entry: Entry) -> Body:
        """Return the best text of an entry.

        That is the feed's where it has the article itself, else the page's; the
        summary where the page fails or says less.
        """
        if entry.body:
            return Body(entry.body, "feed")
        text = await self._page(entry.url) if entry.url else ""
        if text is None:
            due = self._intake.clock() + max(RETRIES[0], self._rest)
            return Body(entry.summary, "summary", page_due=due)
        if len(text) > len(entry.summary):
            return Body(text, "page")
        return Body(entry.summary, "summary")

    async def _page(self, url: str) -> str | None:
        """Return the article of a page, "" where robots may not read it.

        None where it fails or is not tried.
        """
        if self._failed >= PATIENCE:
            return None
        try:
            text = await fetch_article(self._intake, url)
        except DisallowedError:
            return ""
        except FeedError as error:
            is_busy = isinstance(error, StatusError) and error.status in _BUSY
            is_over = is_busy or isinstance(error, RestError)
            self._failed = PATIENCE if is_over else self._failed + 1
            self._rest = min(error.wait, LONGEST_FRESH)
            log.info("page failed url=%s reason=%s", url, error)
            return None
        self._failed = 0
        return text


async def fetch_article(intake: Intake, url: str) -> str:
    """Return the article of a page.

    Raises:
        DisallowedError: robots may not read it, or what it leads to.
        FeedError: it cannot be fetched, or holds no article.
    """
    page = await fetch(
        intake.session, url, accept=PAGE_TYPES, may_fetch=intake.robots.allow
    )
    if not isinstance(page, Fetched):
        raise FeedError("the answer is not an article page")
    async with intake.reading.at(host_of(url)):
        return await intake.workers.extract_page(
            page.body, content_type=page.content_type, url=page.url
        )
