"""Bodies for entries that come with a summary only, from the pages they link to."""

import logging
from typing import Final

from bot.errors import FeedError
from bot.feeds.fetching import PAGE_TYPES, Fetched, Session, fetch
from bot.workers import Workers
from handlers.entries import Entry

log = logging.getLogger(__name__)

#: After so many pages in a row that failed no more are asked for in a turn: the rest
#: of the program does not wait for a site that is down.
PATIENCE: Final = 3


class ArticlePages:
    """The pages of one feed's entries, during one turn of it."""

    def __init__(self, session: Session, workers: Workers) -> None:
        """Start with all patience."""
        self._session = session
        self._workers = workers
        self._failed = 0

    async def body(self, entry: Entry) -> tuple[str, str]:
        """Return the best text of an entry, and where it is from.

        That is the feed's where it has the article itself, else the page's; the
        summary where the page fails or says less.
        """
        if entry.body:
            return entry.body, "feed"
        text = await self._page(entry.url) if entry.url else ""
        if len(text) > len(entry.summary):
            return text, "page"
        return entry.summary, "summary"

    async def _page(self, url: str) -> str:
        """Return the article of a page; "" where it fails or is not tried."""
        if self._failed >= PATIENCE:
            return ""
        try:
            page = await fetch(self._session, url, accept=PAGE_TYPES)
            if not isinstance(page, Fetched):
                raise FeedError("the answer is not an article page")
            text = await self._workers.extract_page(
                page.body, content_type=page.content_type, url=page.url
            )
        except FeedError as error:
            self._failed += 1
            log.info("page failed url=%s reason=%s", url, error)
            return ""
        self._failed = 0
        return text
