"""Subscribing and settings: what people write, what buttons do, and who may."""

from datetime import UTC

import pytest

from handlers.clock_times import split_time
from handlers.conversation import UserError
from handlers.language import language
from handlers.settings_pages import PAGES
from handlers.zones import city, offered_zones, zones_named
from storage.chats import chat_at
from storage.database import Database
from storage.subscriptions import subscriptions_of
from tests.builders import NOW
from tests.handlers.chats import ALICE, GROUP, say, say_all
from tests.handlers.newsroom import words_shown

TIMES = {
    "plain": ("07:30", 450, ""),
    "one digit": ("7:30", 450, ""),
    "Arabic digits": ("٧:٣٠", 450, ""),
    "Persian digits": ("۷:۳۰", 450, ""),
    "an hour": ("9", 540, ""),
    "with a dot": ("7.30", 450, ""),
    "with a city": ("07:30 الرياض", 450, "الرياض"),
    "with a zone": ("07:30 Asia/Riyadh", 450, "Asia/Riyadh"),
    "evening": ("7:30 مساءً الرياض", 1170, "الرياض"),
    "morning": ("٧ صباحا", 420, ""),
    "noon": ("12 pm", 720, ""),
    "midnight": ("12 am", 0, ""),
    "glued": ("8pm", 1200, ""),
    "a city alone": ("مكة", None, "مكة"),
    "nothing": ("", None, ""),
}
NO_TIMES = ("25:00", "7:99", "99")
PLACES = {
    "an IANA name": ("Asia/Riyadh", ["Asia/Riyadh"]),
    "in small letters": ("africa/cairo", ["Africa/Cairo"]),
    "an old name": ("Europe/Kiev", ["Europe/Kiev"]),
    "a capital": ("الرياض", ["Asia/Riyadh"]),
    "without the article": ("رياض", ["Asia/Riyadh"]),
    "another city": ("جده", ["Asia/Riyadh"]),
    "a country": ("مصر", ["Africa/Cairo"]),
    "two places": ("طرابلس", ["Asia/Beirut", "Africa/Tripoli"]),
    "in English": ("new york", ["America/New_York"]),
    "an offset": ("EST5EDT", []),
    "nothing known": ("زحل", []),
}
CHANGES = {
    "length": ("length 20", "length"),
    "days": ("days 79", "weekdays"),
    "empty": ("empty tell", "skips_empty"),
    "zone": ("zone القاهرة", "timezone"),
}
WRONG = (
    "length 7",
    "days 0",
    "days 128",
    "empty x",
    "zone زحل",
    "language fr",
    "add x",
)


@pytest.mark.parametrize(("text", "minute", "rest"), TIMES.values(), ids=TIMES)
def test_a_time_is_read_as_people_write_it(
    text: str, minute: int | None, rest: str
) -> None:
    assert split_time(text, language("ar", UTC)) == (minute, rest)


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_such_time(text: str) -> None:
    with pytest.raises(UserError, match="لا يوجد وقت كهذا"):
        split_time(text, language("ar", UTC))


@pytest.mark.parametrize(("text", "zones"), PLACES.values(), ids=PLACES)
def test_a_place_means_zones(text: str, zones: list[str]) -> None:
    assert list(zones_named(text)) == zones


def test_every_offered_zone_has_a_name_of_its_own() -> None:
    for locale in ("ar", "en"):
        names = {city(one, language(locale, UTC)) for one in offered_zones()}
        assert len(names) == len(offered_zones())


async def minutes(db: Database) -> list[int]:
    chat = await chat_at(db, ALICE)
    assert chat
    return [one.minute for one in await subscriptions_of(db, chat_id=chat.id)]


async def test_what_is_not_said_is_asked_until_it_is(db: Database) -> None:
    time = await say(db, "/subscribe")
    place = await say(db, time.buttons[1].command)
    done = await say(db, place.buttons[0].command)

    assert "أي ساعة" in words_shown(time)
    assert "بتوقيت أي مدينة" in words_shown(place)
    assert "بتوقيت الرياض" in words_shown(done)
    assert await minutes(db) == [420]


async def test_a_zone_is_asked_for_once(db: Database) -> None:
    await say(db, "/subscribe 07:30 القاهرة")

    done = await say(db, "/subscribe 21:00")

    assert "بتوقيت القاهرة" in words_shown(done)
    assert await minutes(db) == [1260]


async def test_a_new_time_takes_the_old_ones_place_unless_both_are_wanted(
    db: Database,
) -> None:
    await say(db, "/subscribe 07:30 UTC")
    await say(db, "/settings days 79")
    moved = await say(db, "/subscribe 20:00")
    after_moving = await minutes(db)
    both = next(one for one in moved.buttons if "add" in one.command)
    await say(db, both.command)
    await say(db, "/subscribe 12:00")

    assert after_moving == [1200]
    assert await minutes(db) == [450, 720, 1200]
    assert "من الأحد إلى الخميس" in words_shown(await say(db, "/settings"))


async def test_the_days_are_those_of_all_times_and_say_so(db: Database) -> None:
    note = "تسري هذه الأيام على كل مواعيد الموجز."
    await say(db, "/subscribe 07:30 UTC")
    alone = await say(db, "/settings days")
    await say(db, "/settings add 20:00")

    both = await say(db, "/settings days 79")

    chat = await chat_at(db, ALICE)
    assert chat
    days = [one.weekdays for one in await subscriptions_of(db, chat_id=chat.id)]
    assert note not in words_shown(alone)
    assert note in words_shown(both)
    assert days == [79, 79]


async def test_unsubscribing_ends_all_or_one(db: Database) -> None:
    await say_all(db, ["/subscribe 07:30 UTC", "/settings add 20:00"])

    await say(db, "/unsubscribe 7:30")
    left = await minutes(db)
    done = await say(db, "/unsubscribe")
    again = await say(db, "/unsubscribe")

    assert left == [1200]
    assert await minutes(db) == []
    assert "لن يُرسل موجز" in words_shown(done)
    assert "لا يُرسل موجز إلى هنا" in words_shown(again)


@pytest.mark.parametrize(("change", "field"), CHANGES.values(), ids=CHANGES)
async def test_a_setting_is_kept(db: Database, change: str, field: str) -> None:
    await say(db, "/subscribe 07:30 UTC")
    chat = await chat_at(db, ALICE)
    assert chat
    (before,) = await subscriptions_of(db, chat_id=chat.id)

    await say(db, f"/settings {change}")

    (after,) = await subscriptions_of(db, chat_id=chat.id)
    assert getattr(after, field) != getattr(before, field)
    assert after.due > NOW


@pytest.mark.parametrize("change", WRONG)
async def test_a_wrong_value_is_told_and_changes_nothing(
    db: Database, change: str
) -> None:
    await say(db, "/subscribe 07:30 UTC")
    before = words_shown(await say(db, "/settings"))

    reply = await say(db, f"/settings {change}")

    assert "/settings" in words_shown(reply) or "07:30" in words_shown(reply)
    assert words_shown(await say(db, "/settings")) == before


async def test_language_and_digits_are_the_chats(db: Database) -> None:
    await say(db, "/subscribe 07:30 UTC")
    await say(db, "/settings digits latin")
    latin = await say(db, "/settings")
    await say(db, "/settings language en")
    english = await say(db, "/help")

    assert "07:30" in words_shown(latin)
    assert english.locale == "en"
    assert "/latest" in words_shown(english)


@pytest.mark.parametrize("locale", ["ar", "en"])
async def test_every_button_of_every_page_leads_somewhere(
    db: Database, locale: str
) -> None:
    await say_all(db, ["/subscribe 07:30 UTC", f"/settings language {locale}"])

    for page in PAGES:
        shown = await say(db, f"/settings {page}")
        assert shown.buttons[-1].command == "/settings"
        for button in shown.buttons:
            assert len(button.command.encode()) <= 64
            assert "خيار" not in words_shown(await say(db, button.command))


async def test_only_administrators_set_what_concerns_a_group(db: Database) -> None:
    refused = await say(db, "/subscribe 07:30 UTC", chat=GROUP)
    allowed = await say(db, "/subscribe 07:30 UTC", chat=GROUP, administers=True)
    read = await say(db, "/why", chat=GROUP)

    assert "لمشرفي المجموعة" in words_shown(refused)
    assert "يصلك الموجز" in words_shown(allowed)
    assert "الموعد القادم" in words_shown(read)


async def test_the_terminal_is_told_that_nothing_is_sent_there(db: Database) -> None:
    for command in ("/subscribe", "/settings", "/why", "/follow هيلي", "/muted"):
        reply = await say(db, command, chat=None)
        assert "لا يُرسل شيء تلقائياً هنا" in words_shown(reply)
