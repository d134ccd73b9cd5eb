from dataclasses import replace

import pytest

from handlers.commands import answer, parse_message
from handlers.conversation import Link, UserError
from handlers.headlines import headlines
from handlers.search import search
from storage.database import Database
from tests.builders import NOW, ago
from tests.handlers.newsroom import (
    MEETING,
    OLYMPICS,
    SAME_MEETING,
    Story,
    ask,
    items,
    person,
    quotations,
    report,
    url_of,
    words_shown,
)


async def test_the_newest_stories_come_first_each_once(news: Database) -> None:
    reply = await headlines(news, ask("latest"))

    assert [item.title for item in items(reply)] == [
        "وزير الدفاع البريطاني هيلي يلتقي جالانت في تل أبيب لبحث التهديدات",
        "العداء التونسي يحرز ذهبية في باريس",
        "مكتب نتنياهو ينتقد تصريحات غالانت عن النصر",
    ]


async def test_a_story_says_who_else_reports_it(news: Database) -> None:
    [meeting, *_] = items(await headlines(news, ask("latest")))

    assert meeting.source == "صوت الميناء"
    assert meeting.when == "قبل ساعتين"
    assert meeting.note.splitlines() == [
        "بحث وزير الدفاع البريطاني جون هيلي مع جالانت في تل أبيب التهديدات الإقليمية.",
        "يوآف غالانت: «نحتاج إلى تحالف واسع في وجه إيران»",
    ]
    assert meeting.also == (
        Link("مصدران · ورد أيضاً في: "),
        Link("النهار الجديد", url_of(MEETING)),
    )


async def test_an_outlet_is_named_once_however_often_it_reports(db: Database) -> None:
    update = replace(SAME_MEETING, title=f"{SAME_MEETING.title} مجدداً", published=NOW)
    third = replace(MEETING, outlet="بريد السهل")
    for story in (MEETING, third, SAME_MEETING, update):
        await report(db, story)

    [meeting] = items(await headlines(db, ask("latest")))

    shown = "".join(piece.text for piece in meeting.also)
    assert shown == "٣ مصادر · ورد أيضاً في: صوت الميناء، النهار الجديد"


COUNTS = {
    "default": ("", 5),
    "a number": ("2", 2),
    "Arabic digits": ("٣", 3),
    "the most": ("20", 8),
}


@pytest.mark.parametrize(("argument", "count"), COUNTS.values(), ids=COUNTS)
async def test_as_many_stories_as_asked_for(
    db: Database, argument: str, count: int
) -> None:
    for number, title in enumerate(EVENTS):
        await report(db, Story(title, title, published=ago(hours=number)))

    reply = await headlines(db, ask("latest", argument))

    assert len(items(reply)) == count


async def test_words_choose_the_stories(news: Database) -> None:
    reply = await headlines(news, ask("latest", "3 الألعاب الأولمبية"))

    assert [item.title for item in items(reply)] == [OLYMPICS.title]
    assert words_shown(reply).startswith("آخر الأخبار: الألعاب الأولمبية")


@pytest.mark.parametrize("word", ["غزة", "غزه", "لغزة", "وغزة"])
async def test_a_word_is_found_however_it_is_written(news: Database, word: str) -> None:
    story = Story("هدوء حذر", f"عاد الهدوء {word} صباح اليوم.", published=NOW)
    await report(news, story)

    titles = [item.title for item in items(await headlines(news, ask("latest", "غزة")))]

    assert titles == ["هدوء حذر", MEETING.title]


@pytest.mark.parametrize("name", ["غالانت", "جالانت", "Gallant", "גלנט"])
async def test_a_name_finds_the_stories_of_its_actor_in_any_spelling(
    news: Database, name: str
) -> None:
    reply = await headlines(news, ask("latest", name))

    assert [item.title for item in items(reply)] == [
        SAME_MEETING.title,
        "مكتب نتنياهو ينتقد تصريحات غالانت عن النصر",
    ]
    assert "/who يوآف غالانت" in [button.command for button in reply.buttons]


async def test_more_are_a_button_away_while_there_can_be_more(news: Database) -> None:
    few = await headlines(news, ask("latest", "2"))
    all_of_them = await headlines(news, ask("latest", "3"))

    assert [button.command for button in few.buttons] == ["/latest 2 صفحة 2"]
    assert not all_of_them.buttons


PAGED = {
    "all": "",
    "of an actor": "غالانت",
    "of a word": "تل",
}


@pytest.mark.parametrize("command", ["latest", "search"])
@pytest.mark.parametrize("words", PAGED.values(), ids=PAGED)
async def test_pages_turned_by_their_buttons_show_every_story_once(
    db: Database, command: str, words: str
) -> None:
    for number in range(11):
        await report(db, _visit(number))
    pressed = f"/{command} {words or 'غالانت'}"
    pages = []

    while pressed:
        name, argument = parse_message(pressed)
        reply = await answer(db, ask(name, argument))
        pages.append([item.title for item in items(reply)])
        following = f"صفحة {len(pages) + 1}"
        pressed = next(
            (one.command for one in reply.buttons if one.command.endswith(following)),
            "",
        )

    shown = [title for page in pages for title in page]
    assert len(pages) > 1
    assert shown == [_visit(number).title for number in range(11)]


async def test_a_page_leads_back_to_the_one_before(news: Database) -> None:
    last = await headlines(news, ask("latest", "1 صفحة 3"))
    second = await headlines(news, ask("latest", "page 2"))

    assert [button.command for button in last.buttons] == ["/latest 1 صفحة 2"]
    assert "لا شيء في هذه الصفحة" in words_shown(second)
    assert [button.command for button in second.buttons] == ["/latest"]


@pytest.mark.parametrize("argument", ["صفحة 0", "صفحة 21", "20 صفحة 6", "صفحة ٩٩٩٩"])
async def test_a_page_that_cannot_be_is_refused(news: Database, argument: str) -> None:
    with pytest.raises(UserError, match="الصفحات من ١ إلى"):
        await headlines(news, ask("latest", argument))


async def test_no_news_of_a_word_says_so_and_offers_near_names(news: Database) -> None:
    reply = await headlines(news, ask("latest", "نتنيهار"))

    assert "لم أجد أخباراً فيها «نتنيهار»" in words_shown(reply)
    assert [button.command for button in reply.buttons] == [
        "/who بنيامين نتنياهو",
        "/latest",
    ]


async def test_an_empty_archive_says_where_to_look(db: Database) -> None:
    assert "/sources" in words_shown(await headlines(db, ask("latest")))


async def test_a_search_shows_stories_and_statements(news: Database) -> None:
    reply = await search(news, ask("search", "إيران"))

    assert [item.title for item in items(reply)] == [MEETING.title]
    assert [quote.speaker for quote in quotations(reply)] == ["يوآف غالانت"]


async def test_all_words_of_a_search_must_occur(news: Database) -> None:
    reply = await answer(news, ask("search", "ذهبية غالانت"))

    assert not items(reply)


async def test_a_search_needs_words(db: Database) -> None:
    with pytest.raises(UserError, match="عمّ أبحث؟"):
        await search(db, ask("search"))


def _visit(number: int) -> Story:
    """Return a story of its own about one man: each has an event and a time."""
    place = (*EVENTS, "معرض الكتاب", "سباق الخيل", "مهرجان السينما")[number]
    title = f"{place} {number}"
    body = f"تحدث يوآف غالانت في تل أبيب عن {place}."
    published = ago(days=4 * number)
    return Story(title, body, (person("يوآف غالانت", "غالانت"),), published=published)


EVENTS = (
    "افتتاح جسر طنجة أمام المركبات",
    "أمطار غزيرة تعطل المدارس",
    "فوز المنتخب في نهائي الكأس",
    "ارتفاع أسعار القمح عالمياً",
    "اكتشاف مقبرة فرعونية",
    "إطلاق قمر صناعي للاتصالات",
    "انقطاع الكهرباء ساعات",
    "عودة الصيادين إلى المرفأ",
)
