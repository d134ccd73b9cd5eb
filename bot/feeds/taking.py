"""The entries of a feed taken in: new ones stored, edited ones read again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from analysis.model import Analysis
from bot.feeds.article_pages import Body
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from bot.workers import WorkerLateError, WorkerLostError
from handlers.entries import Entry
from handlers.intake import Analyse, take_again, take_in
from handlers.recognition import Recognised, recognise
from storage.failures import StorageError
from storage.feed_records import KnownArticle
from storage.origins import add_origin, owe_page, record_revision
from storage.records import Feed

log = logging.getLogger(__name__)

#: Gives the best text of an entry.
FindBody = Callable[[Entry], Awaitable[Body]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a feed's entries.

    Attributes:
        new: articles that were stored.
        failed: entries that met a bug.
        is_done: none were left for the next turn.
    """

    new: int
    failed: int
    is_done: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing of it has to be looked at again."""
        return self.is_done and not self.failed


async def take_all(
    intake: Intake, feed: Feed, entries: Sequence[Entry], *, find_body: FindBody
) -> Taken:
    """Take in the entries that are news or edited; one bug stops one entry.

    New ones come first, the oldest of them before the others.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + intake.turn
    found = await recognise(intake.db, feed=feed, entries=entries, now=intake.clock())
    await _mark(intake, found)
    work = [(entry, None) for entry in found.new] + list(found.edited)
    new = failed = 0
    for done, (entry, known) in enumerate(work, start=1):
        try:
            if known is None:
                new += await _take(intake, feed, entry, find_body=find_body)
            else:
                await _take_again(intake, feed, entry, known, find_body=find_body)
        except StorageError:
            raise
        except Exception:
            failed += 1
            log.exception("entry failed feed=%s url=%s", feed.url, entry.url)
        if loop.time() > end:
            return Taken(new, failed, is_done=done == len(work))
    return Taken(new, failed, is_done=True)


async def _take(
    intake: Intake, feed: Feed, entry: Entry, *, find_body: FindBody
) -> bool:
    """Take one entry in, with its text; False if it was there already."""
    body = await find_body(entry)
    stored = await take_in(
        intake.db,
        desk=intake.desk,
        feed=feed,
        entry=entry,
        body=body.text,
        body_from=body.origin,
        analyse=analyse_with(intake, feed.url),
        now=intake.clock(),
        page_due=body.page_due,
    )
    return stored is not None


async def _take_again(
    intake: Intake,
    feed: Feed,
    entry: Entry,
    known: KnownArticle,
    *,
    find_body: FindBody,
) -> None:
    """Read an edited article again; where its page fails, once that is there."""
    article_id = known.article_id
    body = await find_body(entry)
    if body.page_due is None:
        await take_again(
            intake.db,
            article_id=article_id,
            entry=entry,
            body=body.text,
            body_from=body.origin,
            analyse=analyse_with(intake, feed.url),
        )
    async with intake.db.transaction() as connection:
        if body.page_due is not None:
            await owe_page(
                connection,
                article_id=article_id,
                title=entry.title,
                summary=entry.summary,
                due=body.page_due,
            )
        await record_revision(connection, article_id=article_id, digest=entry.digest)
    log.info("article edited feed=%s url=%s", feed.url, entry.url)


async def _mark(intake: Intake, found: Recognised) -> None:
    """Keep of older articles what they are known again by."""
    if not found.unmarked:
        return
    async with intake.db.transaction() as connection:
        for entry, known in found.unmarked:
            await add_origin(
                connection,
                article_id=known.article_id,
                canonical=entry.canonical,
                digest=entry.digest,
            )


def analyse_with(intake: Intake, url: str) -> Analyse:
    """Return an analysis that gives None for an article no worker can read.

    Such an article is still news; trying it again at every fetch would cost as much
    each time.

    Args:
        url: where the articles come from: a host has one worker at a time.
    """

    async def analyse(title: str, body: str) -> Analysis | None:
        try:
            async with intake.reading.at(host_of(url)):
                return await intake.workers.analyse(title, body)
        except (WorkerLateError, WorkerLostError) as error:
            log.warning("analysis given up title=%r reason=%s", title[:80], error)
            return None

    return analyse
