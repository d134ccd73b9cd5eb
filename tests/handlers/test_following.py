"""Whom a chat follows, and what it has muted, as it says so."""

from dataclasses import replace

from handlers.alerts import owe_alerts
from storage.database import Database
from tests.builders import NOW
from tests.handlers.chats import outcomes, say, say_all
from tests.handlers.newsroom import CRITICISM, MEETING, OLYMPICS, items, report
from tests.handlers.newsroom import words_shown as words


async def test_who_is_followed_is_listed_until_that_ends(news: Database) -> None:
    await owe_alerts(news, now=NOW)
    none = await say(news, "/following")
    await say_all(news, ["/follow غالانت", "/follow هيلي"])
    both = await say(news, "/following")
    stop = next(one for one in both.buttons if "غالانت" in one.label)
    stopped = await say(news, stop.command)
    left = await say(news, "/following")
    await say(news, "/unfollow هيلي")
    await report(news, replace(MEETING, title="لقاء آخر", outlet="ضفاف"))

    assert "لا متابعات هنا بعد" in words(none)
    assert "يوآف غالانت\nجون هيلي" in words(both)
    assert "يوآف غالانت" in words(stopped)
    assert "جون هيلي" in words(left)
    assert "غالانت" not in words(left)
    assert await owe_alerts(news, now=NOW) == 0
    assert await outcomes(news) == []


async def test_what_looks_like_an_expression_is_a_word_like_others(
    news: Database,
) -> None:
    before = [one.title for one in items(await say(news, "/top"))]
    await say_all(news, ["/mute غالان.", "/mute [أ-ي]+", "/mute نتنياهو|هيلي"])

    shown = [one.title for one in items(await say(news, "/top"))]

    assert shown == before != []
    assert "[أ-ي]+" in words(await say(news, "/muted"))


async def test_what_is_muted_is_shown_again_by_its_button(news: Database) -> None:
    await say_all(news, ["/mute غالانت", f"/mute {OLYMPICS.outlet}"])
    muted = await say(news, "/muted")
    hidden = words(await say(news, "/top"))
    for button in muted.buttons:
        await say(news, button.command)

    assert [one.command[:8] for one in muted.buttons] == ["/unmute "] * 2
    assert CRITICISM.title not in hidden
    assert OLYMPICS.title not in hidden
    assert CRITICISM.title in words(await say(news, "/top 20"))
    assert "لا شيء مكتوم" in words(await say(news, "/muted"))
