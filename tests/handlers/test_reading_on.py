"""What the buttons under a card open: what others said, and who is named with whom."""

import pytest

from handlers.commands import answer, parse_message
from handlers.company import DEFAULT_COUNT as NAMES
from handlers.conversation import Reply, Request, Text
from handlers.remarks import DEFAULT_COUNT as STATEMENTS
from storage.database import Database
from tests.handlers.newsroom import (
    Said,
    Story,
    ask,
    organisation,
    person,
    quotations,
    report,
    words_shown,
)

WORDS = (
    "تقييد الصلاحيات",
    "إعلان الحداد",
    "فتح المعابر",
    "وقف القصف",
    "زيارة القاهرة",
    "تعديل الموازنة",
    "استدعاء السفير",
    "إغلاق المطار",
    "سحب القوات",
    "توسيع اللجنة",
)


async def test_what_others_said_is_shown_with_speaker_and_source(
    news: Database,
) -> None:
    reply = await answer(news, ask("about", "غالانت"))

    shown = quotations(reply)
    assert {one.speaker for one in shown} == {"جون هيلي", "بنيامين نتنياهو"}
    assert all(one.url and one.source and one.when for one in shown)
    assert "ما قاله آخرون عن يوآف غالانت" in words_shown(reply)
    assert _commands(reply) == ["/who يوآف غالانت"]


async def test_what_others_said_comes_page_by_page(db: Database) -> None:
    for words in WORDS:
        await report(db, _remark(words))

    first = await answer(db, ask("about", "ليلى العامري"))
    turned = _commands(first)[0]
    second = await answer(db, _pressed(turned))

    pages = [[one.text for one in quotations(page)] for page in (first, second)]
    assert [len(page) for page in pages] == [STATEMENTS, len(WORDS) - STATEMENTS]
    assert not set(pages[0]) & set(pages[1])
    assert _commands(second) == ["/about ليلى العامري", "/who ليلى العامري"]


@pytest.mark.parametrize("name", ["14 آذار", "هيئة الكشف عن المفقودين"])
async def test_a_name_that_a_command_would_take_apart_is_meant_by_its_number(
    db: Database, name: str
) -> None:
    body = f"قالت {name}: «سنعود إلى الحوار». ورحب سامي الدالي بموقف {name}."
    actors = (organisation(name), person("سامي الدالي"))
    said = Said("سنعود إلى الحوار", by=0)
    await report(db, Story("عودة إلى الحوار", body, actors=actors, said=(said,)))

    card = await answer(db, ask("who", name))
    opened = {one: await answer(db, _pressed(one)) for one in _commands(card)}
    nothing = await answer(db, _pressed(f"/about {_number(card)}"))

    assert {one.split()[0] for one in opened} == {"/quotes", "/latest", "/with"}
    for command, reply in opened.items():
        assert name in words_shown(reply), command
        who = [one for one in _commands(reply) if one.startswith("/who")][-1]
        assert words_shown(await answer(db, _pressed(who))).startswith(name)
    assert _commands(nothing) == [f"/who {_number(card)}"]


async def test_nobody_said_anything(news: Database) -> None:
    reply = await answer(news, ask("about", "بيني غانتس"))

    assert "لا يوجد عندي بعد تصريح لآخرين عن بيني غانتس." in words_shown(reply)


async def test_company_is_listed_with_a_button_for_each_name(news: Database) -> None:
    reply = await answer(news, ask("with", "غالانت"))

    assert reply.blocks[1] == Text("جون هيلي · مقالان\nبنيامين نتنياهو · مقال واحد")
    assert _commands(reply) == [
        "/who جون هيلي",
        "/who بنيامين نتنياهو",
        "/who يوآف غالانت",
    ]


async def test_company_comes_page_by_page(db: Database) -> None:
    names = [f"{first} {last}" for first in ("سعاد", "هدى") for last in _LAST]
    people = (person("ليلى العامري"), *(person(name) for name in names))
    body = "، ".join(one.name for one in people)
    await report(db, Story(title="اجتماع موسع", body=body, actors=people))

    first = await answer(db, ask("with", "ليلى العامري"))
    turned = next(one for one in _commands(first) if one.startswith("/with"))
    second = await answer(db, _pressed(turned))

    listed = [words_shown(page).splitlines()[1:] for page in (first, second)]
    assert [len(page) for page in listed] == [NAMES, len(names) - NAMES]
    assert not set(listed[0]) & set(listed[1])


async def test_nobody_is_named_with_somebody(news: Database) -> None:
    reply = await answer(news, ask("with", "بيني غانتس"))

    assert "مع بيني غانتس بعد" in words_shown(reply)


async def test_a_long_name_still_turns_its_pages(db: Database) -> None:
    name = "عبد الرحمن بن عبد العزيز بن محمد العامري"
    for words in WORDS:
        await report(db, _remark(words, about=name))

    first = await answer(db, ask("about", name))

    turned = _commands(first)[0]
    assert turned.startswith("/about #")
    assert quotations(await answer(db, _pressed(turned)))


_LAST = ("المصري", "الحلبي", "البغدادي", "النجدي", "التونسي")


def _remark(words: str, about: str = "ليلى العامري") -> Story:
    text = f"كان خطأ {words}"
    return Story(
        title=f"جدل بشأن {words}",
        body=f"قال سعيد الحلبي عن {about}: «{text}».",
        actors=(person("سعيد الحلبي"), person(about)),
        said=(Said(text, by=0, about=(1,)),),
    )


def _commands(reply: Reply) -> list[str]:
    return [button.command for button in reply.buttons]


def _pressed(command: str) -> Request:
    return ask(*parse_message(command))


def _number(card: Reply) -> str:
    """Return "#12" of the actor whose card it is."""
    return _commands(card)[0].split()[-1]
