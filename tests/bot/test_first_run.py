"""An empty database is given what a new user needs, once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.first_run import (
    load_demonstration,
    load_known_actors,
    load_starter_feeds,
    remove_demonstration,
    wants_demonstration,
)
from bot.settings import Settings, SettingsError
from storage.actors import actors_by_keys
from storage.articles import count_articles
from storage.feeds import active_feeds, deactivate_feed
from tests.builders import put_article, put_feed


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    async with open_app(Settings(database_url=database_url)) as app:
        yield app


async def test_starter_feeds_are_subscribed_to_once_in_a_database_s_life(
    app: App,
) -> None:
    loaded = await load_starter_feeds(app)
    first = (await active_feeds(app.db))[0]
    async with app.db.transaction() as connection:
        await deactivate_feed(connection, url=first.url)

    again = await load_starter_feeds(app)

    assert loaded >= 14
    assert again == 0
    assert len(await active_feeds(app.db)) == loaded - 1


async def test_feeds_of_ones_own_stand_in_for_the_starter_feeds(
    database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.opml"
    file.write_text('<opml><body><outline xmlUrl="https://a.example/f"/></body></opml>')

    async with open_app(Settings(database_url=database_url, feeds_file=file)) as app:
        await load_starter_feeds(app)

        assert [feed.url for feed in await active_feeds(app.db)] == [
            "https://a.example/f"
        ]


async def test_a_file_that_lists_no_feeds_is_a_wrong_setting(
    database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.opml"
    file.write_text("nothing")

    async with open_app(Settings(database_url=database_url, feeds_file=file)) as app:
        with pytest.raises(SettingsError, match="MUJAZ_FEEDS_FILE"):
            await load_starter_feeds(app)


async def test_the_demonstration_is_for_an_empty_database(app: App) -> None:
    assert await wants_demonstration(app)

    async with app.db.transaction() as connection:
        await put_article(connection, await put_feed(connection), "1")

    assert not await wants_demonstration(app)


async def test_the_demonstration_can_be_switched_off(database_url: str) -> None:
    async with open_app(Settings(database_url=database_url, demo=False)) as app:
        assert not await wants_demonstration(app)


async def test_the_demonstration_is_loaded_once_and_removed_for_good(app: App) -> None:
    steps: list[tuple[int, int]] = []
    await load_known_actors(app)

    new = await load_demonstration(app, advance=lambda *step: steps.append(step))
    again = await load_demonstration(app, advance=lambda *_step: None)
    assert not await wants_demonstration(app)
    removed = await remove_demonstration(app)

    assert new == removed >= 20
    assert again == 0
    assert steps[-1][0] == steps[-1][1] == len(steps)
    assert await count_articles(app.db) == 0
    assert not await wants_demonstration(app)


async def test_a_demonstration_loaded_halfway_is_loaded_to_its_end(app: App) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await load_demonstration(app, advance=interrupt)

    assert await count_articles(app.db) > 0
    assert await wants_demonstration(app)


async def test_known_actors_are_in_the_store_before_any_news(app: App) -> None:
    await load_known_actors(app)

    found = await actors_by_keys(app.db, keys=["gallant"])
    assert found["gallant"].name == "يوآف غالانت"
