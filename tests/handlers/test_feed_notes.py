"""What is said of a feed to whoever added it."""

from datetime import UTC

import pytest

from handlers.feed_notes import note_reply, owe_notes
from storage.chat_records import ChatAddress
from storage.database import Database
from storage.feed_records import FeedNote
from tests.builders import NOW
from tests.handlers.chats import ALICE, contents_of, outcomes
from tests.handlers.newsroom import words_shown
from tests.storage.test_feed_notes import URL, put_adder, tell

SAID = {
    "broken": "المصدر «صحيفة» متعطل منذ ساعات، والسبب: لم يُعثر على الخادم. سأواصل"
    " المحاولة وأخبرك حين يعود.",
    "missing": "المصدر «صحيفة» غير موجود في عنوانه منذ أسبوع، وربما انتقل إلى عنوان"
    " آخر. سأواصل المحاولة.",
    "ended": "أوقف الناشر المصدر «صحيفة»، فلن أجلب منه بعد الآن. مقالاته باقية.",
    "recovered": "عاد المصدر «صحيفة» إلى العمل.",
}


def note(kind: str, *, title: str = "صحيفة", locale: str = "ar") -> FeedNote:
    return FeedNote(
        id=1,
        kind=kind,
        reason="" if kind == "recovered" else "the server cannot be found",
        made=NOW,
        chat=ChatAddress("telegram", "1001", "private"),
        locale=locale,
        feed_title=title,
        feed_url="https://news.example/feed",
        feed_site="https://news.example/",
    )


@pytest.mark.parametrize(("kind", "text"), SAID.items())
def test_a_note_says_what_became_of_the_feed(kind: str, text: str) -> None:
    assert words_shown(note_reply(note(kind), UTC)) == text


@pytest.mark.parametrize("kind", SAID)
def test_a_note_comes_in_the_chats_language(kind: str) -> None:
    text = words_shown(note_reply(note(kind, title="", locale="en"), UTC))

    assert "“https://news.example/feed”" in text


@pytest.mark.parametrize("kind", ["missing", "ended"])
def test_a_feed_that_is_gone_can_be_looked_for(kind: str) -> None:
    (button,) = note_reply(note(kind), UTC).buttons

    assert button.command == "/addfeed https://news.example/"


async def test_whoever_added_a_feed_that_broke_is_owed_one_notice(db: Database) -> None:
    await put_adder(db, ALICE, URL)
    await tell(db, "broken")

    counts = [await owe_notes(db, now=NOW) for _ in range(2)]

    assert counts == [1, 0]
    assert await outcomes(db) == [("pending", "")]
    (reply,) = await contents_of(db)
    assert "المصدر" in words_shown(reply)
    assert reply.locale == "ar"
