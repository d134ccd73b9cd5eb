"""Links that start the bot with an actor, a statement or a story."""

import pytest
from sqlalchemy import select

from handlers.commands import answer
from handlers.conversation import Text
from storage.database import Database
from storage.schema import actors, quotes, stories
from tests.builders import put_article, put_feed
from tests.handlers.newsroom import ask, items, quotations, words_shown


async def test_a_link_to_an_actor_opens_the_card(news: Database) -> None:
    row = await news.fetch_one(select(actors.c.id).where(actors.c.key == "gallant"))
    assert row is not None

    reply = await answer(news, ask("start", f"who_{row.id}"))

    assert words_shown(reply).startswith("يوآف غالانت")


async def test_a_link_to_a_statement_opens_it_with_its_article(news: Database) -> None:
    told = "نحتاج إلى تحالف واسع في وجه إيران"
    row = await news.fetch_one(select(quotes.c.id).where(quotes.c.text == told))
    assert row is not None

    reply = await answer(news, ask("start", f"quote_{row.id}"))

    [quote], [article] = quotations(reply), items(reply)
    assert quote.text == told
    assert article.title == "غالانت وهيلي يبحثان التهديدات الإقليمية في تل أبيب"
    assert quote.url == article.url == reply.preview
    assert reply.buttons[0].command == "/who يوآف غالانت"
    whole = await answer(news, ask("start", reply.buttons[1].command[7:]))
    assert len(items(whole)) == 2


async def test_a_link_to_a_story_opens_all_its_articles(news: Database) -> None:
    found = await news.fetch_all(select(stories.c.id))
    opened = [await answer(news, ask("start", f"story_{row.id}")) for row in found]

    by_size = {len(items(one)): one for one in opened}
    assert sorted(by_size) == [1, 2]
    assert "الخبر نفسه في مصادر أخرى" in words_shown(by_size[2])
    assert by_size[2].preview == ""
    assert by_size[1].preview == items(by_size[1])[0].url


async def test_a_statement_of_a_story_of_one_article_offers_no_more_of_it(
    news: Database,
) -> None:
    told = "غالانت يضر بفرص الصفقة حين يتحدث هكذا"
    row = await news.fetch_one(select(quotes.c.id).where(quotes.c.text == told))
    assert row is not None

    reply = await answer(news, ask("start", f"quote_{row.id}"))

    assert [button.command for button in reply.buttons] == ["/who بنيامين نتنياهو"]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (11, []),
        (12, ["وهناك مقال آخر عن هذا الخبر."]),
        (13, ["وهناك مقالان آخران عن هذا الخبر."]),
        (15, ["وهناك ٤ مقالات أخرى عن هذا الخبر."]),
    ],
)
async def test_a_long_story_says_how_many_articles_are_left_out(
    db: Database, count: int, told: list[str]
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "0")
        for number in range(1, count):
            await put_article(connection, feed, str(number), story_id=1)

    reply = await answer(db, ask("start", "story_1"))

    assert len(items(reply)) == 11
    assert [one.text for one in reply.blocks if isinstance(one, Text)] == told


@pytest.mark.parametrize("kind", ["who", "quote", "story"])
async def test_a_link_to_what_is_gone_says_so(news: Database, kind: str) -> None:
    reply = await answer(news, ask("start", f"{kind}_999999"))

    assert "لم يعد محفوظاً هنا" in words_shown(reply)
    assert [button.command for button in reply.buttons] == ["/latest"]


@pytest.mark.parametrize("link", ["", "quote_", "quote_x", "feed_1", "who_-1"])
async def test_another_start_greets(news: Database, link: str) -> None:
    assert "/latest" in words_shown(await answer(news, ask("start", link)))
