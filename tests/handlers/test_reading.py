"""From the text of an article to the answers, with the real engine."""

import pytest

from analysis.engine import analyse
from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import Analysis
from handlers.commands import answer
from handlers.entries import Entry
from handlers.intake import take_in
from handlers.known_actors import seed_actors
from handlers.stories import Newsdesk
from storage.database import Database
from tests.builders import NOW, ago
from tests.handlers.newsroom import (
    GALLANT,
    GANTZ,
    ask,
    feed_of,
    items,
    quotations,
    words_shown,
)

TITLE = "جالانت يبحث مع نظيره البريطاني أمن الملاحة"
BODY = "\n".join(
    (
        "القدس – النهار الجديد",
        "قال وزير الدفاع الإسرائيلي يوآف جالانت، الجمعة، إن بلاده تحتاج إلى شركاء"
        " لحماية الملاحة في البحر الأحمر.",
        "وأضاف: «لن نقف وحدنا في وجه هذا التهديد، ونشكر أصدقاءنا على دعمهم».",
        "من جهته، أكد وزير الدفاع البريطاني جون هيلي أن لندن ستواصل العمل على خفض"
        " التصعيد في المنطقة.",
        "واتهم هيلي جماعة الحوثي بتعريض السفن التجارية للخطر.",
    )
)


@pytest.fixture(scope="module")
def words() -> Lexicons:
    return load_lexicons((GALLANT, GANTZ))


@pytest.fixture
async def read(db: Database, words: Lexicons) -> Database:
    async def read_article(title: str, body: str) -> Analysis:
        return analyse(title, body, words)

    await seed_actors(db, (GALLANT, GANTZ))
    await take_in(
        db,
        desk=Newsdesk(),
        feed=await feed_of(db, "النهار الجديد"),
        entry=Entry("1", TITLE, "https://news.example/1", "", BODY, ago(hours=3)),
        body=BODY,
        body_from="feed",
        analyse=read_article,
        now=NOW,
    )
    return db


@pytest.mark.parametrize("name", ["غالانت", "جالانت", "غالنت", "Gallant", "גלנט"])
async def test_a_man_is_described_by_what_an_article_says(
    read: Database, name: str
) -> None:
    reply = await answer(read, ask("who", name))

    shown = words_shown(reply)
    assert shown.startswith("يوآف غالانت\nوزير الدفاع الإسرائيلي")
    assert "جون هيلي" in shown
    assert any(
        quote.direct and quote.text.startswith("لن نقف وحدنا")
        for quote in quotations(reply)
    )
    assert all(item.when == "قبل ٣ ساعات" for item in items(reply))


async def test_a_man_the_seeds_do_not_know_is_quoted_too(read: Database) -> None:
    reply = await answer(read, ask("quotes", "هيلي عن التصعيد"))

    [quote] = quotations(reply)
    assert quote.speaker == "جون هيلي"
    assert not quote.direct
    assert "خفض التصعيد" in quote.text


async def test_the_article_is_news(read: Database) -> None:
    [item] = items(await answer(read, ask("latest", "البحر الأحمر")))

    assert item.title == TITLE
    assert not item.note.startswith("القدس")
