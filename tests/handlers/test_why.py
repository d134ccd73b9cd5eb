"""`/why` tells in plain words what became of what a chat was owed."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.chat_schema import deliveries
from storage.database import Database
from tests.builders import NOW
from tests.handlers.chats import pass_time, say, say_all
from tests.handlers.newsroom import part, words_shown

AT_13 = NOW + timedelta(hours=1)
STATES = {
    "waiting": ({"reason": None}, "ينتظر الإرسال"),
    "held": ({"reason": "held"}, "حدّ الإرسال في المنصة"),
    "unreachable": (
        {"reason": "unreachable", "after": AT_13 + timedelta(minutes=5)},
        "تُعاد المحاولة الساعة ١٣:٠٥",
    ),
    "under way": ({"state": "sending", "claimed_until": AT_13}, "يُرسل الآن"),
    "sent": ({"state": "sent", "settled": AT_13}, "الساعة ١٣:٠٠: أُرسل"),
    "sent late": (
        {"state": "sent", "settled": AT_13 + timedelta(hours=2)},
        "أُرسل متأخراً ساعتين",
    ),
    "interrupted": ({"state": "unknown"}, "ربما أُرسل"),
    "refused": ({"state": "failed", "reason": "Chat not found"}, "(Chat not found)"),
    "blocked": ({"state": "failed", "reason": "blocked"}, "مغلقة أمام"),
    "in part": ({"state": "failed", "reason": "partly"}, "الجزء الأول"),
    "a bug": ({"state": "failed", "reason": "bug"}, "خطأ في"),
    "late": ({"state": "skipped", "reason": "late"}, "ست ساعات"),
    "empty": ({"state": "skipped", "reason": "empty"}, "لم يكن هناك جديد"),
    "all muted": ({"state": "skipped", "reason": "muted"}, "كل ما وصل مكتوم هنا"),
    "muted by a word": ({"state": "skipped", "reason": "muted حرب"}, "«حرب»"),
    "said before": (
        {"state": "skipped", "reason": "duplicate لن نتراجع"},
        "سبق إرسال الكلام نفسه: «لن نتراجع»",
    ),
    "the limit": ({"state": "skipped", "reason": "limit"}, "حدها الأقصى"),
    "a reason of a newer version": ({"state": "skipped", "reason": "new"}, "لم يُرسل"),
}


@pytest.mark.parametrize(("values", "said"), STATES.values(), ids=STATES)
async def test_every_outcome_is_told(
    news: Database, values: dict[str, object], said: str
) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await pass_time(news, [AT_13])
    async with news.transaction() as connection:
        await connection.execute(update(deliveries).values(**values))

    reply = await say(news, "/why", now=AT_13)

    assert said in words_shown(reply)
    assert "الموعد القادم: الأحد ١٨ أغسطس ٢٠٢٤ الساعة ١٣:٠٠" in words_shown(reply)


async def test_what_is_not_due_yet_is_told(news: Database) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/follow غالانت"])

    reply = await say(news, "/why")

    assert len(part(reply, "المواجز")) == 1
    assert "في اليوم على الأكثر" in words_shown(reply)


async def test_where_nothing_is_wanted_that_is_told(news: Database) -> None:
    reply = await say(news, "/why")

    assert "فلا يُرسل شيء" in words_shown(reply)
