"""One article, however its feeds change their minds about it."""

from datetime import timedelta

import pytest

from bot.feeds.article_pages import RETRIES
from bot.feeds.intake import refresh_address
from bot.feeds.page_retries import retry_pages
from bot.workers import Workers
from handlers.recognition import MAX_REVISIONS
from storage.actors import aliases_by_keys
from storage.articles import count_articles
from storage.database import Database
from storage.quotes import quotes_by
from storage.search import stories_matching

from ..feeds import FULL_TEXT, HTML, PAGE, item, rss
from ..intakes import Clock, open_intake, stored_articles, stored_bodies, stored_titles
from ..sites import open_site, page

DATE = "Sat, 17 Aug 2024 {hour:02}:00:00 GMT"

pytestmark = pytest.mark.asyncio(loop_scope="module")


def entry(
    number: int,
    *,
    guid: str = "",
    link: str | None = None,
    title: str = "",
    date: str | None = None,
    content: str = FULL_TEXT,
) -> str:
    return item(
        title or f"خبر رقم {number}",
        link=f"https://news.example/{number}" if link is None else link,
        guid=guid or f"guid-{number}",
        date=DATE.format(hour=number) if date is None else date,
        content=content,
    )


async def take(db: Database, workers: Workers, *bodies: bytes) -> list[int]:
    """Serve a feed that changes; return how many new articles each body brought."""
    clock = Clock()
    async with open_site() as site, open_intake(db, workers, clock=clock) as intake:
        new = []
        for body in bodies:
            site.pages["/feed"] = page(body)
            new.append(await refresh_address(intake, f"{site.url}/feed"))
            clock.now += timedelta(minutes=5)
        return new


CHANGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "all guids, links stay": (
        (entry(1), entry(2)),
        (entry(1, guid="a"), entry(2, guid="b")),
        0,
    ),
    "all guids, no links": (
        (entry(1, link=""), entry(2, link="")),
        (entry(1, link="", guid="a"), entry(2, link="", guid="b")),
        0,
    ),
    "all guids and a new entry": (
        (entry(1), entry(2)),
        (entry(1, guid="a"), entry(2, guid="b"), entry(3, guid="c")),
        1,
    ),
    "tracking is added": (
        (entry(1),),
        (entry(1, guid="a", link="http://www.news.example/1/?utm_source=rss#x"),),
        0,
    ),
    "a letter of the address is escaped": (
        (entry(1, link="https://news.example/خبر"),),
        (entry(1, guid="a", link="https://news.example/%D8%AE%D8%A8%D8%B1"),),
        0,
    ),
    "another article at the same address days later": (
        (entry(1, date="Mon, 12 Aug 2024 08:00:00 GMT"),),
        (entry(1, guid="a", title="نشرة اليوم"),),
        1,
    ),
    "all link to the front page": (
        (entry(1, link="https://news.example/"),),
        (entry(2, link="https://news.example/"),),
        1,
    ),
    "all link to one page": (
        (entry(1, link="https://news.example/x"),),
        (
            entry(2, link="https://news.example/x"),
            entry(3, link="https://news.example/x"),
        ),
        2,
    ),
    "a guid that is another entry's now": (
        (entry(1, guid="g"), entry(2, guid="h")),
        (entry(1, guid="g"), entry(2, guid="h"), entry(3, guid="h")),
        1,
    ),
    "undated ones a day later": (
        (entry(1, date=""),),
        (entry(1, date="", guid="a"),),
        0,
    ),
}


@pytest.mark.parametrize(("before", "after", "new"), CHANGES.values(), ids=CHANGES)
async def test_old_entries_do_not_become_new(
    db: Database,
    workers: Workers,
    before: tuple[str, ...],
    after: tuple[str, ...],
    new: int,
) -> None:
    found = await take(db, workers, rss(*before), rss(*after), rss(*after, title="س"))

    assert found == [len(before), new, 0]


async def test_an_article_that_two_feeds_of_an_outlet_carry_is_stored_once(
    db: Database, workers: Workers
) -> None:
    async with open_site() as site, open_intake(db, workers) as intake:
        tracked = "https://news.example/1?utm_medium=social&amp;fbclid=x"
        site.pages |= {
            "/all": page(rss(entry(1), entry(2))),
            "/politics": page(rss(entry(1, link=tracked, content="نص آخر. " * 90))),
        }
        first = await refresh_address(intake, f"{site.url}/all")
        second = await refresh_address(intake, f"{site.url}/politics")

    assert (first, second) == (2, 0)
    assert await count_articles(db) == 2


async def test_an_edited_article_is_read_again_and_is_no_news(
    db: Database, workers: Workers
) -> None:
    said = "<p>قال وزير الدفاع الإسرائيلي يوآف غالانت: «{}».</p>" + FULL_TEXT
    before = rss(entry(1, content=said.format("الصفقة بعيدة عن متناول اليد الآن")))
    after = rss(
        entry(
            1,
            title="غالانت: الصفقة قريبة",
            content=said.format("الصفقة قريبة جدا من التوقيع"),
        )
    )

    new = await take(db, workers, before, after, rss(entry(2), title="س"))

    (article, _) = await stored_articles(db)
    (alias, *_) = await aliases_by_keys(db, folded=["يواف غالانت"], skeletons=[])
    quotes = await quotes_by(db, speaker_id=alias.actor.id, limit=9)
    assert new == [1, 0, 1]
    assert article.source.title == "غالانت: الصفقة قريبة"
    assert article.source.published.hour == 1
    assert {quote.text for quote in quotes if not quote.headline} == {
        "الصفقة قريبة جدا من التوقيع"
    }
    assert alias.actor.articles == 1
    assert await stories_matching(db, words=["قريبه"], limit=9)
    assert not await stories_matching(db, words=["بعيده"], limit=9)


async def test_whom_only_the_first_version_named_goes(
    db: Database, workers: Workers
) -> None:
    named = "<p>قال الطبيب سليم الهادي إن العمل بدأ.</p>" + FULL_TEXT
    keys = {"folded": ["سليم الهادي"], "skeletons": []}
    found = []
    async with open_site() as site, open_intake(db, workers) as intake:
        for content in (named, FULL_TEXT):
            site.pages["/feed"] = page(rss(entry(1, content=content)))
            await refresh_address(intake, f"{site.url}/feed")
            found.append(bool(await aliases_by_keys(db, **keys)))

    assert found == [True, False]


async def test_a_feed_that_changes_at_each_fetch_is_not_read_for_ever(
    db: Database, workers: Workers
) -> None:
    bodies = [
        rss(entry(1, title=f"خبر، الإصدار {number}"))
        for number in range(MAX_REVISIONS + 3)
    ]

    await take(db, workers, *bodies)

    assert await stored_titles(db) == [f"خبر، الإصدار {MAX_REVISIONS}"]


async def test_an_edit_whose_page_fails_takes_nothing_away(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    found = []
    async with open_site() as site, open_intake(db, workers, clock=clock) as intake:
        for title, answer in (("خبر", page(PAGE, content_type=HTML)), ("عاجل", None)):
            summary = item(title, link=f"{site.url}/1", description="ملخص", guid="1")
            site.pages = {"/feed": page(rss(summary))}
            if answer:
                site.pages["/1"] = answer
            await refresh_address(intake, f"{site.url}/feed")
            found.append((await stored_bodies(db), await stored_titles(db)))
        longer = PAGE.replace("<article>", "<article><p>أضيفت هذه الجملة.</p>")
        site.pages["/1"] = page(longer, content_type=HTML)
        clock.now += RETRIES[0]
        await retry_pages(intake)

    [(origin, text)] = await stored_bodies(db)
    assert found[0][0] == found[1][0]
    assert [titles for _, titles in found] == [["خبر"], ["عاجل"]]
    assert "أضيفت هذه الجملة." in text
    assert (origin, await stored_titles(db)) == ("page", ["عاجل"])
