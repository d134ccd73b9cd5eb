from datetime import datetime

import pytest

from handlers.language import language_of
from handlers.sources import REASONS, plain_reason, sources
from storage.database import Database
from storage.feed_notes import tell_adders
from storage.feed_records import FeedReading
from storage.feeds import (
    add_feed,
    deactivate_feed,
    end_feed,
    record_failure,
    record_fetch,
)
from tests.builders import NOW, ago
from tests.handlers.newsroom import (
    MEETING,
    OLYMPICS,
    ask,
    feed_of,
    items,
    report,
    words_shown,
)

REASONS_SHOWN = {
    "a known one": ("the server cannot be found", "لم يُعثر على الخادم"),
    "with a number": (
        "the server answered with status 503",
        "ردّ الخادم برمز الحالة ٥٠٣",
    ),
    "an unknown one": ("the moon is full", "the moon is full"),
    "none": ("", "غير معروف"),
}


async def test_a_feed_that_works_says_when_it_was_fetched(db: Database) -> None:
    await report(db, MEETING)
    await fetched(db, MEETING.outlet, ago(minutes=20))

    [item] = items(await sources(db, ask("sources")))

    assert item.title == MEETING.outlet
    assert item.source == "مقال واحد"
    assert item.when == "أحدثها قبل ٣ ساعات"
    assert item.note == "يعمل. آخر جلب: قبل ٢٠ دقيقة."


async def test_a_feed_that_fails_says_since_when_and_why(db: Database) -> None:
    await fetched(db, "النهار", ago(hours=5))
    await failed(db, "النهار", "the server did not answer in time")

    reply = await sources(db, ask("sources"))

    [item] = items(reply)
    assert item.note == (
        "متعطل. آخر جلب ناجح: قبل ٥ ساعات. آخر محاولة: الآن."
        " السبب: لم يردّ الخادم في الوقت المحدد."
    )
    assert "واحد منها لا يستجيب" in words_shown(reply)


async def test_a_feed_that_never_worked_says_so(db: Database) -> None:
    await failed(db, "النهار", "the server cannot be found")

    [item] = items(await sources(db, ask("sources")))

    assert item.note.startswith("لم ينجح جلبه قط.")


async def test_a_feed_that_is_new_says_so(db: Database) -> None:
    await feed_of(db, "النهار")

    [item] = items(await sources(db, ask("sources")))

    assert (item.source, item.when, item.note) == ("لا مقالات", "", "لم يُجلب بعد.")


async def test_the_demonstration_is_labelled_and_comes_last(db: Database) -> None:
    await feed_of(db, "أخبار العرض", demo=True)
    await feed_of(db, "يوميات")
    await failed(db, "صوت الميناء", "the answer is empty")

    shown = items(await sources(db, ask("sources")))

    assert [item.title for item in shown] == ["صوت الميناء", "يوميات", "أخبار العرض"]
    assert shown[-1].note == "عرض تجريبي يأتي مع البرنامج."
    assert shown[-1].url == ""


async def test_a_feed_switched_off_keeps_its_articles(db: Database) -> None:
    await report(db, OLYMPICS)
    feed = await feed_of(db, OLYMPICS.outlet)
    async with db.transaction() as connection:
        await deactivate_feed(connection, url=feed.url)

    [item] = items(await sources(db, ask("sources")))

    assert item.source == "مقال واحد"
    assert item.note == "متوقف عن المتابعة، ومقالاته باقية."


async def test_files_are_no_feed_that_could_be_fetched(db: Database) -> None:
    async with db.transaction() as connection:
        await add_feed(connection, url="file:articles", title="Files", now=NOW)

    [item] = items(await sources(db, ask("sources")))

    assert (item.title, item.url) == ("ملفات محلية", "")
    assert item.note == "ملفات أُضيفت من هذا الجهاز."


async def test_no_sources_is_said(db: Database) -> None:
    assert words_shown(await sources(db, ask("sources"))) == "لا مصادر بعد."


@pytest.mark.parametrize(("reason", "shown"), REASONS_SHOWN.values(), ids=REASONS_SHOWN)
def test_a_reason_is_told_in_plain_words(reason: str, shown: str) -> None:
    assert plain_reason(reason, language_of(ask("sources"))) == shown


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_told_in_arabic(reason: str) -> None:
    shown = plain_reason(reason.replace("{number}", "7"), language_of(ask("sources")))

    assert not any(letter.isascii() and letter.isalpha() for letter in shown)


async def fetched(db: Database, outlet: str, when: datetime) -> None:
    feed = await feed_of(db, outlet)
    async with db.transaction() as connection:
        await record_fetch(
            connection, feed_id=feed.id, now=when, due=NOW, etag=None, modified=None
        )


async def failed(db: Database, outlet: str, reason: str) -> None:
    feed = await feed_of(db, outlet)
    async with db.transaction() as connection:
        await record_failure(
            connection, feed_id=feed.id, now=NOW, due=NOW, reason=reason
        )


GONE = {
    "missing": "لم يعد موجوداً في عنوانه. آخر جلب ناجح: قبل ٥ ساعات. ربما انتقل إلى"
    " عنوان آخر.",
    "ended": "أوقفه ناشره، ومقالاته باقية.",
}


@pytest.mark.parametrize(("kind", "note"), GONE.items())
async def test_a_feed_that_is_gone_can_be_looked_for(
    db: Database, kind: str, note: str
) -> None:
    feed = await feed_of(db, "النهار")
    site = "https://alnahar.example/"
    async with db.transaction() as connection:
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=ago(hours=5),
            due=NOW,
            etag=None,
            modified=None,
            read=FeedReading("", site, None, None, None, 0),
        )
        await tell_adders(connection, feed_id=feed.id, kind=kind, reason="", now=NOW)
        if kind == "ended":
            await end_feed(connection, feed_id=feed.id, now=NOW, reason="")
        else:
            await record_failure(
                connection, feed_id=feed.id, now=NOW, due=NOW, reason="x"
            )

    reply = await sources(db, ask("sources"))

    [item] = items(reply)
    assert item.note == note
    assert [(one.label, one.command) for one in reply.buttons] == [
        ("ابحث عن النهار", f"/addfeed {site}")
    ]
