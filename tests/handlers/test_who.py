from dataclasses import replace
from datetime import date

import pytest

from analysis.model import ActorType, Gender, KnownActor, KnownRole, QuoteKind
from handlers.conversation import Item, Quotation, Reply
from handlers.headlines import headlines
from handlers.known_actors import seed_actors
from handlers.who import who
from storage.database import Database
from tests.builders import ago
from tests.handlers.newsroom import (
    MEETING,
    Said,
    Story,
    ask,
    items,
    organisation,
    part,
    person,
    quotations,
    report,
    words_shown,
)

NEWS_PART = "أبرز ما في الأخبار"
OWN_PART = "أحدث التصريحات"
OTHERS_PART = "ما قاله آخرون"
COMPANY_PART = "أسماء في الأخبار نفسها"


async def test_a_card_names_the_actor_with_role_and_counts(news: Database) -> None:
    shown = words_shown(await who(news, ask("who", "غالانت")))

    assert shown.startswith("يوآف غالانت\nوزير الدفاع الإسرائيلي ")
    assert "ورد الاسم ٦ مرات في ٣ مقالات." in shown


async def test_a_role_of_the_news_has_its_newest_source_and_link(
    news: Database,
) -> None:
    [role, *_] = items(await who(news, ask("who", "هيلي")))
    [newest, *_] = items(await headlines(news, ask("latest")))

    assert role.title == "وزير الدفاع البريطاني"
    assert (role.url, role.source) == (newest.url, "صوت الميناء")
    assert role.when == "قبل ساعتين"


async def test_a_card_tells_what_the_actor_did_once_a_story(news: Database) -> None:
    told = part(await who(news, ask("who", "غالانت")), NEWS_PART)

    titles = [item.title for item in told if isinstance(item, Item)]
    assert titles == [
        "التقى وزير الدفاع الإسرائيلي يوآف غالانت نظيره البريطاني جون هيلي في تل أبيب.",
        "انتقد بنيامين نتنياهو تصريحات غالانت عن النصر.",
    ]


async def test_two_sentences_of_one_story_are_too_many(db: Database) -> None:
    first = "زارت ليلى العامري مخيماً للاجئين شرق المدينة."
    second = "دشنت ليلى العامري محطة كهرباء جديدة في الميناء."
    await report(
        db, replace(_speech(), body=f"{first}\n{second}", gist=(first, second))
    )

    told = part(await who(db, ask("who", "ليلى العامري")), NEWS_PART)

    assert len(told) == 1


async def test_a_card_quotes_the_actor_in_marks(news: Database) -> None:
    [quote] = part(await who(news, ask("who", "غالانت")), OWN_PART)

    assert isinstance(quote, Quotation)
    assert (quote.text, quote.direct) == ("نحتاج إلى تحالف واسع في وجه إيران", True)
    assert (quote.speaker, quote.label) == ("يوآف غالانت", "قال")


async def test_a_card_labels_what_others_said_as_reported(news: Database) -> None:
    told = part(await who(news, ask("who", "غالانت")), OTHERS_PART)

    quotes = [quote for quote in told if isinstance(quote, Quotation)]
    assert [(one.speaker, one.direct) for one in quotes] == [
        ("بنيامين نتنياهو", False),
        ("جون هيلي", False),
    ]
    assert all("نقلاً بالمعنى" in one.label for one in quotes)
    assert "يوآف غالانت" not in {one.speaker for one in quotes}


async def test_a_card_counts_who_appears_with_the_actor(news: Database) -> None:
    reply = await who(news, ask("who", "غالانت"))

    assert "جون هيلي (٢)، بنيامين نتنياهو (١)" in words_shown(reply)


async def test_all_that_a_card_states_has_source_link_and_time(news: Database) -> None:
    reply = await who(news, ask("who", "غالانت"))

    stated: list[Item | Quotation] = [*items(reply), *quotations(reply)]
    assert len(stated) >= 5
    for block in stated:
        assert block.source
        assert block.url.startswith("https://news.example/")
        assert block.when.startswith("قبل ")


async def test_the_demonstration_is_labelled_wherever_it_is_shown(
    db: Database,
) -> None:
    await report(db, replace(MEETING, demo=True))

    reply = await who(db, ask("who", "هيلي"))

    stated: list[Item | Quotation] = [*items(reply), *quotations(reply)]
    assert stated
    assert {one.source for one in stated} == {"النهار الجديد (عرض تجريبي)"}


async def test_a_role_known_with_its_dates_is_told_with_them(db: Database) -> None:
    current = KnownRole("وزيرة الخارجية", since=date(2023, 5, 1))
    earlier = KnownRole(
        "سفيرة لدى الأمم المتحدة", since=date(2019, 1, 1), until=date(2023, 4, 30)
    )
    await seed_actors(db, [_minister(current, earlier)])

    shown = words_shown(await who(db, ask("who", "ليلى العامري")))

    assert "وزيرة الخارجية منذ ١ مايو ٢٠٢٣" in shown
    assert "سابقاً: سفيرة لدى الأمم المتحدة (من ١ يناير ٢٠١٩ إلى ٣٠ أبريل" in shown
    assert "لم يرد هذا الاسم في الأخبار" in shown


async def test_a_role_that_ended_is_not_told_as_current(db: Database) -> None:
    ended = KnownRole("وزيرة الخارجية", since=date(2020, 1, 1), until=date(2024, 8, 16))
    await seed_actors(db, [_minister(ended)])
    await report(db, _speech(role="وزيرة الخارجية"))

    lines = words_shown(await who(db, ask("who", "ليلى العامري"))).splitlines()

    assert lines[1].startswith("سابقاً: وزيرة الخارجية")


async def test_a_shorter_name_of_a_known_role_is_not_told_twice(db: Database) -> None:
    await seed_actors(db, [_minister(KnownRole("وزيرة الخارجية العُمانية"))])
    await report(db, _speech(role="وزيرة الخارجية"))

    shown = words_shown(await who(db, ask("who", "ليلى العامري")))

    assert shown.count("وزيرة الخارجية") == 1


async def test_outlets_that_repeat_a_statement_are_shown_once(db: Database) -> None:
    await report(db, _speech(outlet="النهار الجديد"))
    direct = _speech(outlet="صوت الميناء", kind=QuoteKind.DIRECT, hours=5)
    await report(db, direct)

    told = part(await who(db, ask("who", "ليلى العامري")), OWN_PART)

    [quote] = told
    assert isinstance(quote, Quotation)
    assert quote.direct


async def test_nobody_of_that_name_suggests_the_nearest(news: Database) -> None:
    reply = await who(news, ask("who", "نتنيهار"))

    assert "لا أعرف أحداً باسم «نتنيهار»" in words_shown(reply)
    assert "أقرب الأسماء: بنيامين نتنياهو" in words_shown(reply)
    assert "/who بنيامين نتنياهو" in [button.command for button in reply.buttons]


async def test_two_of_that_name_are_asked_about(db: Database) -> None:
    await report(db, _namesake("سالم الدوسري", "لاعب المنتخب السعودي"))
    await report(db, _namesake("سالم البلوشي", "محافظ مسقط"))

    reply = await who(db, ask("who", "سالم"))

    shown = words_shown(reply)
    assert shown.startswith("تقصد: ")
    assert " أم " in shown
    assert "سالم الدوسري (لاعب المنتخب السعودي)" in shown
    cards = [await who(db, ask("who", one.command[5:])) for one in reply.buttons]
    assert {_name(card) for card in cards} == {"سالم الدوسري", "سالم البلوشي"}


async def test_people_of_one_name_are_told_apart_by_number(db: Database) -> None:
    for gender in Gender:
        story = _namesake("نور الشامي", "محافظ مسقط")
        actor = person("نور الشامي", gender=gender)
        await report(
            db, replace(story, title=f"{gender} {story.title}", actors=(actor,))
        )

    reply = await who(db, ask("who", "نور الشامي"))

    numbers = [one.command.removeprefix("/who ") for one in reply.buttons]
    assert all(number.startswith("#") for number in numbers)
    cards = [await who(db, ask("who", number)) for number in numbers]
    assert [_name(card) for card in cards] == ["نور الشامي", "نور الشامي"]


async def test_a_card_has_a_button_for_each_thing_to_read_on(news: Database) -> None:
    reply = await who(news, ask("who", "غالانت"))

    assert [(button.label, button.command) for button in reply.buttons] == [
        ("مزيد من التصريحات", "/quotes يوآف غالانت"),
        ("ما قاله آخرون", "/about يوآف غالانت"),
        ("مزيد من الأخبار", "/latest يوآف غالانت"),
        ("مع من؟", "/with يوآف غالانت"),
    ]


async def test_an_organisation_has_a_card_too(db: Database) -> None:
    story = Story(
        title="نقابة الصيادين تعلن الإضراب",
        body="أعلنت نقابة الصيادين الإضراب. وقالت النقابة إن المرفأ سيغلق غداً.",
        actors=(organisation("نقابة الصيادين", "النقابة"),),
        gist=("أعلنت نقابة الصيادين الإضراب.",),
    )
    await report(db, story)

    shown = words_shown(await who(db, ask("who", "نقابة الصيادين")))

    assert shown.startswith("نقابة الصيادين\nجهة\nورد الاسم مرتين في مقال واحد.")


@pytest.mark.parametrize("name", ["#999999", "#0"])
async def test_a_number_of_nobody_is_nobody(news: Database, name: str) -> None:
    assert "لا أعرف أحداً" in words_shown(await who(news, ask("who", name)))


def _minister(*roles: KnownRole) -> KnownActor:
    return KnownActor(
        key="amri", name="ليلى العامري", type=ActorType.PERSON, roles=roles
    )


def _speech(
    *,
    role: str = "وزيرة الخارجية",
    outlet: str = "النهار الجديد",
    kind: QuoteKind = QuoteKind.INDIRECT,
    hours: int = 1,
) -> Story:
    return Story(
        title=f"ليلى العامري تتحدث إلى {outlet}",
        body=f"قالت {role} ليلى العامري إن بلادها ترحب بالحوار بين الجارتين.",
        actors=(person("ليلى العامري", role=role),),
        said=(Said("بلادها ترحب بالحوار بين الجارتين", by=0, kind=kind, cue="قالت"),),
        published=ago(hours=hours),
        outlet=outlet,
    )


def _namesake(name: str, role: str) -> Story:
    return Story(
        title=f"{name} يزور المدرسة",
        body=f"زار {role} {name} المدرسة.",
        actors=(person(name, role=role),),
        gist=(f"زار {role} {name} المدرسة.",),
        outlet=name,
    )


def _name(reply: Reply) -> str:
    return words_shown(reply).splitlines()[0]
