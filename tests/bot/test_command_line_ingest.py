"""`mujaz ingest` as a process: feeds over HTTP and files."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.bot.processes import Ended, Mujaz

RSS = """\
<rss version="2.0"><channel><title>المثال</title>
<item><title>قمة في جدة</title><guid>1</guid>
<description>بدأت القمة صباح اليوم في جدة.</description></item>
</channel></rss>
"""
ARTICLE = "غالانت يزور الحدود\n\nقال غالانت خلال جولة إن القوات مستعدة.\n"

#: Processes are many here, and the machine may be a slow one.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Serve a feed and a web page on loopback."""

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(text=RSS, content_type="application/rss+xml")

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<html><p>لا شيء</p></html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/feed", feed)
    app.router.add_get("/page", page)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def ingest(mujaz: Mujaz, *arguments: str) -> Ended:
    """Run `mujaz ingest` while the server of this process goes on."""
    async with mujaz.running("ingest", *arguments) as process:
        out, err = await process.communicate()
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())


def test_a_plain_text_is_an_article_and_comes_in_once(mujaz: Mujaz) -> None:
    (mujaz.folder / "article.txt").write_text(ARTICLE, "utf-8")

    first = mujaz.run("ingest", "article.txt")
    second = mujaz.run("ingest", "article.txt")
    latest = mujaz.run("chat", "/latest")

    assert (first.status, first.out) == (0, "article.txt: 1 new\n")
    assert (second.status, second.out) == (0, "article.txt: 0 new\n")
    assert latest.out.count("غالانت يزور الحدود") == 1


async def test_one_bad_source_is_named_and_the_rest_go_on(
    mujaz: Mujaz, address: str
) -> None:
    (mujaz.folder / "empty.xml").write_text("")
    (mujaz.folder / "article.txt").write_text(ARTICLE, "utf-8")
    bad = (f"{address}/page", f"{address}/nothing", "empty.xml", "nowhere.txt")

    ended = await ingest(mujaz, *bad, "article.txt", f"{address}/feed")

    assert ended.status == 1
    assert ended.out == f"article.txt: 1 new\n{address}/feed: 1 new\n"
    complaints = [line for line in ended.err.splitlines() if line.startswith("mujaz: ")]
    assert [line.split(": ")[1] for line in complaints] == list(bad)
    assert "Traceback" not in ended.err


async def test_a_feed_given_by_address_is_subscribed_to(
    mujaz: Mujaz, address: str
) -> None:
    await ingest(mujaz, f"{address}/feed")
    listed = mujaz.run("feeds", "list")

    assert f"المثال\t{address}/feed\t1\tworking" in listed.out


async def test_a_feed_read_once_is_not_subscribed_to(
    mujaz: Mujaz, address: str
) -> None:
    ended = await ingest(mujaz, "--once", f"{address}/feed")
    listed = mujaz.run("feeds", "list")

    assert ended.out == f"{address}/feed: 1 new\n"
    assert f"{address}/feed\t1\tremoved" in listed.out


async def test_without_arguments_the_feeds_in_use_are_read(
    mujaz: Mujaz, address: str
) -> None:
    opml = f'<opml><body><outline text="أ" xmlUrl="{address}/feed"/></body></opml>'
    (mujaz.folder / "starter.opml").write_text(opml, "utf-8")
    mujaz.settings["MUJAZ_FEEDS_FILE"] = "starter.opml"
    mujaz.run("feeds", "add", f"{address}/nothing")

    ended = await ingest(mujaz)

    assert ended.status == 1
    assert ended.out == f"{address}/feed: 1 new\n"
    assert f"{address}/nothing: the server answered with status 404" in ended.err
