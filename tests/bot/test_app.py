"""The parts of the program work as the settings say."""

from typing import Literal

import pytest

from bot.app import open_app, operators_desk
from bot.feeds.fetching import fetch
from bot.settings import Settings

from .feeds import rss
from .sites import open_site, page

#: The setting, and what it makes of who is no administrator.
ADDING = {"administrators": False, "everyone": True}


@pytest.mark.parametrize(("adding", "may"), ADDING.items())
async def test_who_may_add_feeds_is_set(
    database_url: str,
    adding: Literal["administrators", "everyone"],
    may: bool,  # noqa: FBT001
) -> None:
    settings = Settings(
        database_url=database_url,
        adding=adding,
        administrators=("telegram:1001",),
        feed_quota=7,
    )
    async with open_app(settings) as app:
        theirs, ours = app.desk.door, operators_desk(app).door

    assert theirs is not None
    assert (theirs.for_everyone, theirs.quota, theirs.is_operator) == (may, 7, False)
    assert theirs.administrators == {"telegram:1001"}
    assert ours is not None
    assert ours.is_operator


async def test_publishers_are_told_whom_to_turn_to(database_url: str) -> None:
    async with open_site({"/feed": page(rss())}) as site:
        settings = Settings(
            database_url=database_url,
            contact_url="https://reader.example/about",
            private_hosts=("127.0.0.1",),
        )
        async with open_app(settings) as app:
            await fetch(app.intake.session, f"{site.url}/feed")

    assert "(+https://reader.example/about)" in site.asked[0].headers["User-Agent"]
