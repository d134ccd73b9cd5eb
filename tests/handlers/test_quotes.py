import pytest

from analysis.model import QuoteKind
from handlers.arguments import checked
from handlers.citations import verb
from handlers.commands import parse_message
from handlers.language import language_of
from handlers.pages import Page
from handlers.quotes import Question, quotes, read_question
from storage.database import Database
from tests.builders import ago
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

QUESTIONS = {
    "nothing": ("", Question(Page(6), "", "")),
    "a name": ("هيلي", Question(Page(6), "هيلي", "")),
    "a name and a subject": ("هيلي عن إيران", Question(Page(6), "هيلي", "إيران")),
    "several words": (
        "جون هيلي بشأن هدنة غزة",
        Question(Page(6), "جون هيلي", "هدنة غزة"),
    ),
    "a subject": ("حول إيران", Question(Page(6), "", "إيران")),
    "in English": ("Healey about Iran", Question(Page(6), "Healey", "Iran")),
    "how many": ("٣ هيلي", Question(Page(3), "هيلي", "")),
    "how many alone": ("10", Question(Page(10), "", "")),
    "about within a subject": (
        "هيلي عن الحديث عن إيران",
        Question(Page(6), "هيلي", "الحديث عن إيران"),
    ),
}
VERBS = {
    "and": ("وقال", "قال"),
    "and, feminine": ("وأضافت", "أضافت"),
    "a waw of its own": ("وصف", "وصف"),
    "and before a waw": ("ووصف", "وصف"),
    "so": ("فأكد", "أكد"),
    "a feh of its own": ("فند", "فند"),
    "no and": ("أكد", "أكد"),
    "a preposition": ("وفق", "وفق"),
    "two words": ("وكان قد قال", "كان قد قال"),
}


@pytest.mark.parametrize(("argument", "question"), QUESTIONS.values(), ids=QUESTIONS)
def test_an_argument_is_a_question(argument: str, question: Question) -> None:
    language = language_of(ask("quotes"))

    assert read_question(checked(argument, language), language) == question


@pytest.mark.parametrize(("cue", "shown"), VERBS.values(), ids=VERBS)
def test_a_verb_is_shown_without_the_and_of_its_sentence(cue: str, shown: str) -> None:
    assert verb(cue) == shown


async def test_statements_of_an_actor_come_newest_first(news: Database) -> None:
    reply = await quotes(news, ask("quotes", "هيلي"))

    assert words_shown(reply).startswith("تصريحات جون هيلي")
    assert [quote.text for quote in quotations(reply)] == [
        "المحادثات مع جالانت صريحة",
        "لندن تدعم جهود التهدئة في غزة",
    ]


async def test_statements_are_found_by_their_words(news: Database) -> None:
    reply = await quotes(news, ask("quotes", "هيلي عن التهدئة"))

    [quote] = quotations(reply)
    assert quote.text == "لندن تدعم جهود التهدئة في غزة"


async def test_without_a_name_the_newest_of_all_are_shown(news: Database) -> None:
    reply = await quotes(news, ask("quotes"))

    assert [quote.speaker for quote in quotations(reply)] == [
        "جون هيلي",
        "جون هيلي",
        "يوآف غالانت",
        "بنيامين نتنياهو",
    ]


async def test_a_subject_alone_is_looked_for_everywhere(news: Database) -> None:
    reply = await quotes(news, ask("quotes", "عن إيران"))

    assert [quote.speaker for quote in quotations(reply)] == ["يوآف غالانت"]


async def test_a_government_is_quoted_though_it_is_no_actor(db: Database) -> None:
    said = Said("المعبر سيفتح الأحد", name="القاهرة", kind=QuoteKind.INDIRECT)
    await report(
        db, Story("فتح المعبر", "قالت القاهرة إن المعبر سيفتح الأحد.", (), (said,))
    )

    reply = await quotes(db, ask("quotes", "القاهرة"))

    assert [quote.text for quote in quotations(reply)] == ["المعبر سيفتح الأحد"]


async def test_a_government_is_not_taken_for_a_paper_named_after_its_city(
    db: Database,
) -> None:
    said = Said("المعبر سيفتح الأحد", name="القاهرة", kind=QuoteKind.INDIRECT)
    paper = organisation("صحيفة القاهرة")
    body = "قالت القاهرة إن المعبر سيفتح الأحد، حسب صحيفة القاهرة."
    await report(db, Story("فتح المعبر", body, (paper,), (said,)))

    reply = await quotes(db, ask("quotes", "القاهرة"))

    assert [quote.speaker for quote in quotations(reply)] == ["القاهرة"]


async def test_a_statement_of_nobody_is_not_shown_as_news(db: Database) -> None:
    said = Said("سيكون الغد أفضل")
    await report(db, Story("كلام", "«سيكون الغد أفضل».", (), (said,)))

    assert not quotations(await quotes(db, ask("quotes")))


async def test_what_is_known_of_a_statement_stands_beside_it(db: Database) -> None:
    said = Said(
        "الطريق سيفتح غداً",
        by=0,
        kind=QuoteKind.MIXED,
        cue="وأوضحت",
        via="إذاعة الساحل",
        earlier=True,
    )
    body = "وأوضحت هدى السالمي لإذاعة الساحل أن «الطريق سيفتح غداً»."
    await report(db, Story("الطريق", body, (person("هدى السالمي"),), (said,)))

    [quote] = quotations(await quotes(db, ask("quotes", "هدى السالمي")))

    assert quote.label == "أوضحت · بعضه بالنص · قيل في وقت سابق · عبر إذاعة الساحل"


async def test_silence_on_a_subject_offers_all_statements(news: Database) -> None:
    reply = await quotes(news, ask("quotes", "هيلي عن السباحة"))

    assert "لا أجد عندي تصريحاً من جون هيلي عن «السباحة»" in words_shown(reply)
    assert [button.command for button in reply.buttons] == ["/quotes جون هيلي"]


async def test_more_statements_are_a_button_away(db: Database) -> None:
    for number, word in enumerate(("الخبز", "الماء", "الدواء"), start=1):
        said = Said(f"سنوفر {word} للجميع", by=0)
        body = f"قالت هدى السالمي: «سنوفر {word} للجميع»."
        story = Story(
            f"خبر عن {word}",
            body,
            (person("هدى السالمي"),),
            (said,),
            published=ago(hours=number),
        )
        await report(db, story)

    reply = await quotes(db, ask("quotes", "2 هدى السالمي"))

    assert len(quotations(reply)) == 2
    assert reply.buttons[0].command == "/quotes 2 هدى السالمي صفحة 2"


async def test_a_page_shows_what_the_one_before_had_no_room_for(
    news: Database,
) -> None:
    seen = []
    for number in (1, 2, 3):
        reply = await quotes(news, ask("quotes", f"2 صفحة {number}"))
        seen += [quote.text for quote in quotations(reply)]

    everything = await quotes(news, ask("quotes"))
    assert seen == [quote.text for quote in quotations(everything)]
    assert "لا شيء في هذه الصفحة" in words_shown(reply)


async def test_a_button_names_an_actor_with_a_long_name_by_number(
    db: Database,
) -> None:
    name = "عبد الرحمن بن عبد الوهاب القحطاني"
    said = tuple(Said(f"سنوفر {word}", by=0) for word in ("الخبز", "الماء"))
    body = f"قال {name}: «سنوفر الخبز» و«سنوفر الماء»."
    await report(db, Story("خبر", body, (person(name),), said))

    reply = await quotes(db, ask("quotes", f"1 {name}"))
    command, argument = parse_message(reply.buttons[0].command)
    [following] = quotations(await quotes(db, ask(command, argument)))

    assert len(reply.buttons[0].command.encode()) <= 64
    assert following.speaker == name
    assert following.text != quotations(reply)[0].text


async def test_nobody_of_that_name_suggests_the_nearest(news: Database) -> None:
    reply = await quotes(news, ask("quotes", "نتنيهار"))

    assert "/quotes بنيامين نتنياهو" in [button.command for button in reply.buttons]


async def test_two_of_that_name_are_asked_about_with_the_subject_kept(
    db: Database,
) -> None:
    for name in ("سالم الدوسري", "سالم البلوشي"):
        said = Said(f"الملعب جاهز كما يرى {name}", by=0)
        body = f"قال {name}: «الملعب جاهز كما يرى {name}»."
        await report(db, Story(name, body, (person(name),), (said,), outlet=name))

    reply = await quotes(db, ask("quotes", "سالم عن الملعب"))

    assert words_shown(reply).startswith("تقصد: ")
    assert {button.command for button in reply.buttons} == {
        "/quotes سالم الدوسري عن الملعب",
        "/quotes سالم البلوشي عن الملعب",
    }


SILENCE = {
    "of a name": ("غانتس", "لا تصريح عندي من بيني غانتس بعد.", ["/who بيني غانتس"]),
    "on a subject": ("عن السباحة", "لا أجد عندي تصريحاً عن «السباحة».", []),
}


@pytest.mark.parametrize(
    ("argument", "said", "commands"), SILENCE.values(), ids=SILENCE
)
async def test_silence_is_said(
    news: Database, argument: str, said: str, commands: list[str]
) -> None:
    reply = await quotes(news, ask("quotes", argument))

    assert words_shown(reply) == said
    assert [button.command for button in reply.buttons] == commands


async def test_a_statement_of_the_headline_says_so(db: Database) -> None:
    said = Said("سنفتح الطريق", by=0, kind=QuoteKind.INDIRECT, cue="")
    story = Story(
        "هدى السالمي: سنفتح الطريق",
        "تحدثت هدى السالمي إلى الصحفيين.",
        (person("هدى السالمي"),),
        headline=said,
        outlet="Files",
    )
    await report(db, story)

    [quote] = quotations(await quotes(db, ask("quotes", "هدى السالمي")))

    assert quote.label == "نقلاً بالمعنى · من العنوان"
    assert quote.source == "ملفات محلية"
