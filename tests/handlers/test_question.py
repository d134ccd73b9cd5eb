"""Messages without a slash: questions in words, names, and the rest is looked up."""

import pytest

from handlers.headlines import headlines
from handlers.question import asked, question
from handlers.quotes import quotes
from handlers.remarks import remarks
from storage.database import Database
from tests.handlers.newsroom import Story, ask, organisation, report, words_shown

QUESTIONS = {
    "the news": ("آخر الأخبار", ("latest", "")),
    "the news, in another spelling": ("اخر الاخبار؟", ("latest", "")),
    "the news of a place": ("آخر أخبار غزة", ("latest", "غزة")),
    "the news in English": ("Latest news", ("latest", "")),
    "who a man is": ("من هو غالانت؟", ("who", "غالانت")),
    "who a woman is": ("من هي كامالا هاريس", ("who", "كامالا هاريس")),
    "what somebody said": ("ماذا قال غالانت؟", ("quotes", "غالانت")),
    "statements of nobody": ("تصريحات", ("", "تصريحات")),
    "with whom somebody appears": ("مع من ظهر غالانت؟", ("with", "غالانت")),
    "with whom something else is done": (
        "مع من تتحالف إيران؟",
        ("", "مع من تتحالف إيران؟"),
    ),
    "a name": ("غالانت", ("", "غالانت")),
    "words": ("مفاوضات غزة", ("", "مفاوضات غزة")),
    "nothing": ("", ("", "")),
}


@pytest.mark.parametrize(("message", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_in_words_is_a_command(
    message: str, expected: tuple[str, str]
) -> None:
    assert asked(message) == expected


async def test_asking_for_the_news_in_words_is_answered_as_the_command(
    news: Database,
) -> None:
    in_words = await question(news, ask("", "آخر الأخبار"))

    assert in_words == await headlines(news, ask("latest"))


async def test_asking_who_somebody_unknown_is_says_so(news: Database) -> None:
    reply = await question(news, ask("", "من هو فلان الفلاني؟"))

    assert "فلان الفلاني" in words_shown(reply)


async def test_an_organisation_with_a_longer_name_is_meant_by_a_part_without_statements(
    news: Database,
) -> None:
    mission = organisation("بعثة إيران للملاحة")
    body = "وصلت بعثة إيران للملاحة إلى الميناء."
    await report(news, Story("وصول بعثة", body, actors=(mission,)))

    country = await question(news, ask("", "ماذا قيل عن إيران؟"))
    part = await question(news, ask("", "ماذا قيل عن بعثة إيران؟"))

    assert country == await quotes(news, ask("quotes", "عن إيران"))
    assert part == await remarks(news, ask("about", "بعثة إيران"))


@pytest.mark.parametrize("name", ["غالانت", "جالانت", "وزير الدفاع البريطاني", "يوآف"])
async def test_what_was_said_about_somebody_is_the_command(
    news: Database, name: str
) -> None:
    reply = await question(news, ask("", f"ماذا قيل عن {name}؟"))

    assert reply == await remarks(news, ask("about", name))


MISSPELT = {
    "who a man is": ("من هو غلانتق؟", "/who يوآف غالانت"),
    "what somebody said": ("ماذا قال غلانتق؟", "/quotes يوآف غالانت"),
    "what was said about somebody": ("ماذا قيل عن غلانتق؟", "/about يوآف غالانت"),
}


@pytest.mark.parametrize(("message", "offered"), MISSPELT.values(), ids=MISSPELT)
async def test_a_name_misspelt_in_a_question_is_offered_as_it_is_known(
    news: Database, message: str, offered: str
) -> None:
    reply = await question(news, ask("", message))

    assert "يوآف غالانت" in words_shown(reply)
    assert offered in [button.command for button in reply.buttons]


@pytest.mark.parametrize("subject", ["إيران", "تحالف واسع", "الملاحة"])
async def test_what_was_said_about_what_is_nobody_is_looked_up_in_the_statements(
    news: Database, subject: str
) -> None:
    reply = await question(news, ask("", f"ماذا قيل عن {subject}؟"))

    assert reply == await quotes(news, ask("quotes", f"عن {subject}"))
    assert f"«{subject}»" in words_shown(reply)
