"""Interactions that Discord takes no answer to any more: answered where they can be."""

import pytest

from storage.database import Database
from tests.bot.discord_service import serving, shown
from tests.builders import put_article, put_feed
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import CHANNEL

OVER = {
    "unknown after three seconds": (404, 10062, "callback"),
    "unknown after fifteen minutes": (401, 50027, "webhooks"),
}


@pytest.mark.parametrize(("status", "code", "route"), OVER.values(), ids=OVER)
async def test_an_interaction_that_is_over_is_answered_in_its_channel(
    db: Database,
    discord: FakeDiscord,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
    route: str,
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.fail(status, code, route=route)
        await discord.slash("help")
        (answer,) = await discord.messages(1)

    assert discord.requests[-1] == f"POST channels/{CHANNEL}/messages"
    assert "/latest" in shown(answer)
    assert "WARNING" not in caplog.text


@pytest.mark.parametrize(("status", "code", "route"), OVER.values(), ids=OVER)
async def test_what_only_one_person_may_see_is_not_told_in_the_channel(
    db: Database,
    discord: FakeDiscord,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
    route: str,
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.fail(status, code, route=route)
        await discord.slash_abroad("help")
        await discord.wait(lambda: not discord.failures)
        await discord.slash("help")
        await discord.messages(1)

    warnings = [one for one in caplog.records if one.levelname != "INFO"]
    assert len(warnings) == 1
    assert "Traceback" not in caplog.text
    assert not any("channels/" in one for one in discord.requests)


async def test_an_interaction_that_is_over_where_the_bot_may_not_write_is_logged_once(
    db: Database, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.fail(404, 10062, route="callback")
        discord.fail(403, 50013, route="channels/.*/messages")
        await discord.slash("help")
        await discord.wait(lambda: not discord.failures)
        await discord.slash("help")
        await discord.messages(1)

    warnings = [one for one in caplog.records if one.levelname != "INFO"]
    assert len(warnings) == 1
    assert "discord answer not sent" in caplog.text


async def test_the_rest_of_a_long_answer_follows_in_the_channel(
    db: Database, discord: FakeDiscord
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(20):
            title = f"خبر رقم {number} " + "طويل جدا " * 40
            await put_article(connection, feed, f"{number}", title=title)

    async with serving(discord, db):
        await discord.ready()
        discord.fail(401, 50027, route="POST webhooks")
        await discord.slash("latest", how_many="20")
        answers = await discord.messages(2)

    assert shown(answers[0]) != shown(answers[1])
    assert discord.requests[-1] == f"POST channels/{CHANNEL}/messages"


async def test_in_a_channel_that_was_emptied_meanwhile_the_answer_comes_anew(
    db: Database, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.fail(404, 10008, route="PATCH webhooks")
        await discord.slash("help")
        (answer,) = await discord.messages(1)

    assert discord.requests[-1].startswith("POST webhooks")
    assert "/latest" in shown(answer)
    assert "WARNING" not in caplog.text
