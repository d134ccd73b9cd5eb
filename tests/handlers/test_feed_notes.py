"""What is said of a feed to whoever added it."""

from datetime import UTC

import pytest

from handlers.feed_notes import note_reply
from storage.chat_records import ChatAddress
from storage.feed_records import FeedNote
from tests.builders import NOW
from tests.handlers.newsroom import words_shown

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
