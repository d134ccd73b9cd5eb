"""Article pages that failed, asked for again: twice, and then no more."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from bot.errors import FeedError
from bot.feeds.article_pages import PATIENCE, RETRIES, fetch_article
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from bot.feeds.taking import analyse_with
from handlers.entries import Entry
from handlers.intake import take_again
from storage.failures import StorageError
from storage.feed_records import OwedPage
from storage.origins import owed_pages, postpone_pages, record_page

log = logging.getLogger(__name__)

#: Pages that one run asks for, and of how many hosts at the same moment.
AT_ONCE: Final = 200
HOSTS_AT_ONCE: Final = 8


async def retry_pages(intake: Intake) -> int:
    """Ask again for pages that are due; return how many brought their article."""
    due = await owed_pages(intake.db, now=intake.clock(), limit=AT_ONCE)
    by_host: dict[str, list[OwedPage]] = defaultdict(list)
    for page in due:
        by_host[host_of(page.url)].append(page)
    await _leave_alone(intake, by_host)
    room = asyncio.Semaphore(HOSTS_AT_ONCE)
    brought = 0

    async def retry_host(pages: Sequence[OwedPage]) -> None:
        nonlocal brought
        failed = 0
        for page in pages:
            # The rest of a site that is down counts as asked for: others wait too.
            if failed >= PATIENCE:
                await _record(intake, page, is_over=False)
                continue
            async with room:
                is_there = await _retry(intake, page)
            brought += is_there
            failed = 0 if is_there else failed + 1

    async with asyncio.TaskGroup() as tasks:
        for pages in by_host.values():
            tasks.create_task(retry_host(pages))
    return brought


async def _leave_alone(intake: Intake, by_host: dict[str, list[OwedPage]]) -> None:
    """Put off the pages of hosts that want to be left alone; it is no try of theirs."""
    now = intake.clock()
    for host in list(by_host):
        if rest := intake.session.rests.left(host, now=now):
            numbers = [page.article_id for page in by_host.pop(host)]
            async with intake.db.transaction() as connection:
                await postpone_pages(connection, numbers, due=now + rest)


async def _retry(intake: Intake, page: OwedPage) -> bool:
    """Ask for one page; a bug in one stops no other."""
    try:
        text = await _article(intake, page)
        if len(text) > len(page.summary):
            await take_again(
                intake.db,
                article_id=page.article_id,
                entry=_entry(page),
                body=text,
                body_from="page",
                analyse=analyse_with(intake, page.url),
            )
        await _record(intake, page, is_over=bool(text))
        return bool(text)
    except StorageError:
        raise
    except Exception:
        log.exception("page failed url=%s", page.url)
        await _record(intake, page, is_over=True)
        return False


async def _article(intake: Intake, page: OwedPage) -> str:
    """Return the article of a page; "" where it fails once more."""
    try:
        return await fetch_article(intake, page.url)
    except FeedError as error:
        log.info("page failed again url=%s reason=%s", page.url, error)
    return ""


async def _record(intake: Intake, page: OwedPage, *, is_over: bool) -> None:
    tries = page.tries + 1
    waits = RETRIES[tries:] if not is_over else ()
    async with intake.db.transaction() as connection:
        await record_page(
            connection,
            article_id=page.article_id,
            due=intake.clock() + waits[0] if waits else None,
        )


def _entry(page: OwedPage) -> Entry:
    return Entry(
        identity="",
        title=page.title,
        url=page.url,
        summary=page.summary,
        body="",
        published=None,
    )
