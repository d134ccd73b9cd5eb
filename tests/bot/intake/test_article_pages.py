"""Article pages: what they add to a summary, and how politely they are asked for."""

from datetime import timedelta

import pytest

from bot.errors import RestError
from bot.feeds.article_pages import PATIENCE, RETRIES
from bot.feeds.intake import refresh_address
from bot.feeds.page_retries import retry_pages
from bot.workers import Workers
from storage.database import Database

from ..feeds import FULL_TEXT, HTML, PAGE, item, linked, rss
from ..intakes import Clock, open_intake, stored_articles, stored_bodies
from ..sites import open_site, page, redirect

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_summary_is_completed_from_the_page(
    db: Database, workers: Workers
) -> None:
    async with open_site({"/1": page(PAGE, content_type=HTML)}) as site:
        site.pages["/feed"] = page(rss(linked(site, 1)))
        async with open_intake(db, workers) as intake:
            await refresh_address(intake, f"{site.url}/feed")

    (article,) = await stored_articles(db)
    assert article.summary == "ملخص"
    assert article.gist
    assert site.paths() == ["/feed", "/robots.txt", "/1"]


async def test_an_article_that_the_feed_holds_is_not_fetched(
    db: Database, workers: Workers
) -> None:
    async with open_site({"/1": page(PAGE, content_type=HTML)}) as site:
        entry = item("خبر", link=f"{site.url}/1", content=FULL_TEXT)
        site.pages["/feed"] = page(rss(entry))
        async with open_intake(db, workers) as intake:
            await refresh_address(intake, f"{site.url}/feed")

    assert site.paths() == ["/feed"]


async def test_the_summary_stays_where_the_page_fails(
    db: Database, workers: Workers
) -> None:
    async with open_site() as site:
        site.pages["/feed"] = page(rss(linked(site, 1)))
        async with open_intake(db, workers) as intake:
            new = await refresh_address(intake, f"{site.url}/feed")

    (article,) = await stored_articles(db)
    assert new == 1
    assert article.summary == "ملخص"


async def test_a_site_whose_pages_all_fail_is_not_asked_for_more(
    db: Database,
    workers: Workers,
) -> None:
    count = PATIENCE + 4
    async with open_site() as site:
        items = [linked(site, number) for number in range(count)]
        site.pages["/feed"] = page(rss(*items))
        async with open_intake(db, workers) as intake:
            new = await refresh_address(intake, f"{site.url}/feed")

    assert new == count
    assert len(site.asked) == len(["/feed", "/robots.txt"]) + PATIENCE


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
