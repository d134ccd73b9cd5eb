"""One article, however its feeds change their minds about it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.errors import RestError
from bot.feeds.article_pages import PATIENCE, RETRIES
from bot.feeds.intake import refresh_address
from bot.feeds.page_retries import retry_pages
from bot.workers import Workers, open_workers
from handlers.recognition import MAX_REVISIONS
from storage.actors import aliases_by_keys
from storage.articles import count_articles
from storage.database import Database, open_database
from storage.quotes import quotes_by
from storage.schema import articles
from storage.search import stories_matching

from .feeds import FULL_TEXT, item, rss
from .intakes import Clock, open_intake, stored_articles, stored_titles
from .sites import open_site, page, redirect

DATE = "Sat, 17 Aug 2024 {hour:02}:00:00 GMT"
HTML = "text/html; charset=utf-8"
PAGE = f"<html><body><article>{FULL_TEXT}</article></body></html>"

#: The tests share a loop, and with it worker processes that have read their lexicons.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    """Open workers for the tests of this module."""
    async with open_workers(processes=1) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def db(database_url: str) -> AsyncIterator[Database]:
    """Open a new database, in the loop of this module."""
    async with open_database(database_url) as database:
        yield database


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


async def test_a_page_that_failed_is_asked_for_twice_more(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    async with open_site() as site, open_intake(db, workers, clock=clock) as intake:
        summary = item("خبر", link=f"{site.url}/1", description="ملخص", guid="1")
        site.pages["/feed"] = page(rss(summary))
        await refresh_address(intake, f"{site.url}/feed")
        early = await retry_pages(intake)
        asked = [site.paths().count("/1")]
        for wait in (*RETRIES, timedelta(days=9)):
            clock.now += wait
            await retry_pages(intake)
            asked.append(site.paths().count("/1"))

    assert early == 0
    assert asked == [1, 2, 3, 3]


async def test_a_page_that_comes_later_completes_the_article(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    async with open_site() as site, open_intake(db, workers, clock=clock) as intake:
        summary = item("خبر", link=f"{site.url}/1", description="ملخص", guid="1")
        site.pages["/feed"] = page(rss(summary))
        await refresh_address(intake, f"{site.url}/feed")
        before = await stored_bodies(db)
        site.pages["/1"] = page(PAGE, content_type=HTML)
        clock.now += RETRIES[0]
        brought = await retry_pages(intake)
        again = await retry_pages(intake)

    assert before == [("summary", "ملخص")]
    [(origin, body)] = await stored_bodies(db)
    assert (brought, again, origin) == (1, 0, "page")
    assert "المشروع رقم 12" in body


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


async def test_a_page_never_leads_inside(db: Database, workers: Workers) -> None:
    async with open_site() as site, open_intake(db, workers) as intake:
        inside = site.url.replace("127.0.0.1", "localhost")
        site.pages |= {
            "/1": redirect(f"{inside}/secret"),
            "/secret": page(PAGE, content_type=HTML),
            "/feed": page(
                rss(
                    item("أ", link=f"{site.url}/1", description="ملخص", guid="1"),
                    item("ب", link=f"{inside}/secret", description="ملخص", guid="2"),
                    item("ج", link="http://169.254.169.254/", guid="3"),
                )
            ),
        }
        await refresh_address(intake, f"{site.url}/feed")

    assert site.paths() == ["/feed", "/robots.txt", "/1"]
    assert {origin for origin, _ in await stored_bodies(db)} == {"summary"}


async def test_pages_that_robots_may_not_read_are_left_alone(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    pages = {
        "/1": page(PAGE, content_type=HTML),
        "/robots.txt": page("User-agent: *\nDisallow: /1", content_type="text/plain"),
    }
    async with (
        open_site(pages) as site,
        open_intake(db, workers, clock=clock) as intake,
    ):
        summary = item("خبر", link=f"{site.url}/1", description="ملخص", guid="1")
        site.pages["/feed"] = page(rss(summary))
        await refresh_address(intake, f"{site.url}/feed")
        clock.now += timedelta(days=2)
        await retry_pages(intake)

    assert site.paths() == ["/feed", "/robots.txt"]
    assert await stored_bodies(db) == [("summary", "ملخص")]


async def test_a_page_never_leads_where_robots_may_not_read(
    db: Database, workers: Workers
) -> None:
    rules = page("User-agent: *\nDisallow: /2", content_type="text/plain")
    async with open_site({"/robots.txt": rules}) as site, open_site() as other:
        site.pages |= {
            "/1": redirect("/2"),
            "/2": page(PAGE, content_type=HTML),
            "/3": redirect(f"{other.url}/3"),
        }
        other.pages |= {"/robots.txt": rules, "/3": redirect(f"{site.url}/2")}
        summaries = [
            item(f"خبر {n}", link=f"{site.url}/{n}", description="ملخص") for n in (1, 3)
        ]
        site.pages["/feed"] = page(rss(*summaries))
        async with open_intake(db, workers) as intake:
            await refresh_address(intake, f"{site.url}/feed")

    assert site.paths() == ["/feed", "/robots.txt", "/3", "/1"]
    assert other.paths() == ["/robots.txt", "/3"]
    assert await stored_bodies(db) == [("summary", "ملخص")] * 2


async def test_a_site_that_asked_for_a_rest_is_asked_for_no_page_of_any_feed(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    async with (
        open_site() as site,
        open_intake(db, workers, clock=clock) as intake,
    ):
        for number in (1, 2):
            summary = item(f"خبر {number}", link=f"{site.url}/{number}")
            site.pages[f"/feed{number}"] = page(rss(summary))
        site.pages["/1"] = page(status=429, headers={"Retry-After": "7200"})
        site.pages["/2"] = page(PAGE, content_type=HTML)
        await refresh_address(intake, f"{site.url}/feed1")
        with pytest.raises(RestError):
            await refresh_address(intake, f"{site.url}/feed2")
        clock.now += timedelta(hours=1, minutes=59)
        await retry_pages(intake)
        before = site.paths()
        clock.now += timedelta(minutes=1)
        await refresh_address(intake, f"{site.url}/feed2")
        site.pages["/1"] = site.pages["/2"]
        await retry_pages(intake)

    assert before == ["/feed1", "/robots.txt", "/1"]
    assert site.paths()[3:] == ["/feed2", "/2", "/1"]
    assert [origin for origin, _ in await stored_bodies(db)] == ["page"] * 2


async def test_a_site_that_is_too_busy_is_asked_for_no_more_pages(
    db: Database, workers: Workers
) -> None:
    async with open_site() as site, open_intake(db, workers) as intake:
        numbers = range(1, PATIENCE + 3)
        site.pages |= {f"/{n}": page(status=429) for n in numbers}
        summaries = [
            item(f"خبر {n}", link=f"{site.url}/{n}", description="ملخص")
            for n in numbers
        ]
        site.pages["/feed"] = page(rss(*summaries))
        await refresh_address(intake, f"{site.url}/feed")

    assert len(site.asked) == len(["/feed", "/robots.txt", "/1"])


async def stored_bodies(db: Database) -> list[tuple[str, str]]:
    """Return where each article's text is from, and the text."""
    query = select(articles.c.body_from, articles.c.body).order_by(articles.c.id)
    return [(row.body_from, row.body) for row in await db.fetch_all(query)]
