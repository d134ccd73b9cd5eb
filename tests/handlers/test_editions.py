"""What a digest holds, as the chat has set it."""

from datetime import timedelta

import pytest

from storage.database import Database
from tests.builders import NOW, ago
from tests.handlers.chats import contents_of, pass_time, say, say_all
from tests.handlers.newsroom import Story, items, part, person, report, words_shown

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AT_13 = NOW + HOUR
#: Of events that have nothing to do with each other.
EVENTS = (
    "المزارعون يزرعون",
    "الصيادون يبحرون",
    "المعلمون يدرسون",
    "الأطباء يعالجون",
    "النجارون يصنعون",
    "الطلاب يتخرجون",
    "الحدادون يطرقون",
    "البحارة يعودون",
    "الرعاة يهاجرون",
    "الخبازون يعجنون",
    "الرسامون يلونون",
    "العازفون يلحنون",
)


def event(number: int) -> Story:
    title = EVENTS[number]
    return Story(title=title, body=f"{title}.", outlet=f"صحيفة {number}")


@pytest.mark.parametrize(("length", "shown"), [(5, 5), (10, 10), (20, 12)])
async def test_a_digest_has_as_many_stories_as_the_chat_has_set(
    db: Database, length: int, shown: int
) -> None:
    for number in range(len(EVENTS)):
        await report(db, event(number))
    await say_all(db, ["/subscribe 13:00 UTC", f"/settings length {length}"])

    await pass_time(db, [AT_13])

    (digest,) = await contents_of(db)
    assert len(items(digest)) == shown
    assert "١٢ خبراً" in words_shown(digest)


async def test_a_digest_speaks_the_chats_language(db: Database) -> None:
    await report(db, event(0))
    await say_all(db, ["/subscribe 13:00 UTC", "/settings language en"])

    await pass_time(db, [AT_13])

    (digest,) = await contents_of(db)
    assert digest.locale == "en"
    assert "Digest of Saturday 17 August 2024" in words_shown(digest)
    assert "In the last 24 hours: 1 story, 1 article." in words_shown(digest)


#: Articles of each of seven days before, those of the last day, and what is said.
CHANGES = {
    "more": (1, 4, "٤ مقالات · أكثر من المعتاد (١)"),
    "less": (5, 2, "مقالان · أقل من المعتاد (٥)"),
    "as usual": (3, 3, "٣ مقالات"),
    "never before": (0, 2, "مقالان · لم يرد في الأسبوع السابق"),
}


@pytest.mark.parametrize(("before", "now", "said"), CHANGES.values(), ids=CHANGES)
async def test_who_is_in_the_news_is_compared_with_the_week_before(
    db: Database, before: int, now: int, said: str
) -> None:
    await report(db, event(11), now=ago(days=20))
    for days in reversed(range(8)):
        when = AT_13 - HOUR - days * DAY
        for number in range(before if days else now):
            title = f"{EVENTS[number]} مع ليلى منصور في يومهم رقم {days}"
            story = Story(title, f"{title}.", (person("ليلى منصور"),), published=when)
            await report(db, story, now=when)
    await say(db, "/subscribe 13:00 UTC")

    await pass_time(db, [AT_13])

    (digest,) = await contents_of(db)
    (busy,) = part(digest, "أسماء في الأخبار")
    assert getattr(busy, "text", "") == f"ليلى منصور · {said}"
