from dataclasses import replace
from datetime import date

import pytest

from analysis.model import ActorType, KnownActor, KnownRole
from handlers.actor_search import find_actors, name_readings
from handlers.known_actors import seed_actors
from storage.database import Database
from tests.handlers.newsroom import GALLANT, GANTZ, Story, person, report

GALLANTS = {
    "the full name": "يوآف غالانت",
    "the surname": "غالانت",
    "with the article": "الغالانت",
    "another spelling with the article": "الجالانت",
    "Egyptian spelling": "جالانت",
    "without the alef": "غالنت",
    "both": "جالنت",
    "Sudanese spelling": "قالانت",
    "another given name's spelling": "يؤاف جالانت",
    "diacritics and tatweel": "غَالـــانت",
    "Latin": "Gallant",
    "Latin in full": "yoav gallant",
    "Latin, another spelling": "Galant",
    "Hebrew": "גלנט",
    "Hebrew in full": "יואב גלנט",
    "a question": "من هو غالانت؟",
    "an English question": "who is Gallant?",
    "a title": "الوزير غالانت",
    "a role": "وزير الدفاع الإسرائيلي يوآف غالانت",
    "a role and another spelling": "وزير الدفاع جالنت",
    "direction marks": "\N{RIGHT-TO-LEFT MARK}غالانت\N{LEFT-TO-RIGHT MARK}",
    "given name": "يوآف",
}
NOT_GALLANT = {
    "Gantz": ("غانتس", ["بيني غانتس"]),
    "Gantz in another spelling": ("جانتز", ["بيني غانتس"]),
    "a substring": ("غالانتين", []),
    "nobody": ("زقزوق", []),
    "a role that nobody has": ("وزير الثقافة", []),
    "an empty name": ("؟", []),
}
READINGS = {
    "a name": ("يوآف غالانت", ("يواف غالانت",)),
    "a title": ("السيد غالانت", ("السيد غالانت", "غالانت")),
    "a question": ("من هي ليلى العامري؟", ("ليلي العامري",)),
    "a title alone": ("الرئيس", ("الرييس",)),
    "a question alone": ("من", ("من",)),
    "a kunya": ("أبي مازن", ("ابومازن",)),
}


@pytest.mark.parametrize("query", GALLANTS.values(), ids=GALLANTS)
async def test_one_man_is_found_by_every_spelling(news: Database, query: str) -> None:
    found = await find_actors(news, query)

    assert [actor.name for actor in found.actors] == ["يوآف غالانت"]


@pytest.mark.parametrize(("query", "names"), NOT_GALLANT.values(), ids=NOT_GALLANT)
async def test_another_name_is_not_taken_for_his(
    news: Database, query: str, names: list[str]
) -> None:
    found = await find_actors(news, query)

    assert [actor.name for actor in found.actors] == names


@pytest.mark.parametrize(("query", "readings"), READINGS.values(), ids=READINGS)
def test_a_question_holds_a_name(query: str, readings: tuple[str, ...]) -> None:
    assert name_readings(query) == readings


async def test_native_names_that_sound_alike_are_two(db: Database) -> None:
    await report(db, _visit("محمد العطار"))
    await report(db, _visit("حسن العطار"))

    for query in ("محمود العطار", "حسين العطار"):
        assert not (await find_actors(db, query)).actors


async def test_the_one_in_the_news_is_meant_and_the_other_offered(
    db: Database,
) -> None:
    unheard = KnownActor("haley", "نيكي هيلي", ActorType.PERSON, forms=("هيلي",))
    await seed_actors(db, [unheard])
    await report(db, _visit("جون هيلي"))

    found = await find_actors(db, "هيلي")

    assert [actor.name for actor in found.actors] == ["جون هيلي"]
    assert [actor.name for actor in found.others] == ["نيكي هيلي"]


async def test_a_role_means_who_holds_it(news: Database) -> None:
    found = await find_actors(news, "وزير الدفاع البريطاني")

    assert [actor.name for actor in found.actors] == ["جون هيلي"]


async def test_somebody_may_hold_a_role_again(db: Database) -> None:
    terms = (
        KnownRole("أمين المتحف", since=date(2010, 1, 1), until=date(2014, 1, 1)),
        KnownRole("أمين المتحف", since=date(2020, 1, 1)),
    )
    between = KnownRole("أمين المتحف", since=date(2014, 1, 1), until=date(2020, 1, 1))
    again = KnownActor("a", "هدى السالمي", ActorType.PERSON, roles=terms)
    once = KnownActor("b", "سعاد العطار", ActorType.PERSON, roles=(between,))
    await seed_actors(db, [once, again])

    found = await find_actors(db, "أمين المتحف")

    assert [actor.name for actor in found.actors] == ["هدى السالمي"]


async def test_a_deputy_does_not_hold_the_role_itself(db: Database) -> None:
    deputy = person("هدى السالمي", role="نائبة رئيس البلدية")
    await report(db, replace(_visit("هدى السالمي"), actors=(deputy,)))

    assert not (await find_actors(db, "رئيس البلدية")).actors
    assert (await find_actors(db, "نائبة رئيس البلدية")).actors


async def test_a_role_that_several_hold_is_asked_about(news: Database) -> None:
    found = await find_actors(news, "وزير الدفاع")

    assert {actor.name for actor in found.actors} == {"جون هيلي", "يوآف غالانت"}


async def test_a_role_that_ended_means_who_holds_it_now(db: Database) -> None:
    ended = KnownRole("أمين المتحف", since=date(2020, 1, 1), until=date(2023, 1, 1))
    held = KnownRole("أمين المتحف", since=date(2023, 1, 1))
    first = KnownActor("a", "هدى السالمي", ActorType.PERSON, roles=(ended,))
    second = KnownActor("b", "سعاد العطار", ActorType.PERSON, roles=(held,))
    await seed_actors(db, [first, second])
    old_news = person("هدى السالمي", role="أمين المتحف")
    await report(db, replace(_visit("هدى السالمي"), actors=(old_news,)))

    found = await find_actors(db, "أمين المتحف")

    assert [actor.name for actor in found.actors] == ["سعاد العطار"]


async def test_known_actors_are_found_before_any_news(db: Database) -> None:
    await seed_actors(db, [GALLANT, GANTZ])

    found = await find_actors(db, "Gallant")

    assert [actor.name for actor in found.actors] == ["يوآف غالانت"]


async def test_the_nearest_names_are_those_of_actors_not_their_spellings(
    news: Database,
) -> None:
    found = await find_actors(news, "غالانتوف")

    assert not found.actors
    assert found.near == ("يوآف غالانت",)


def _visit(name: str) -> Story:
    return Story(f"{name} في المدرسة", f"زار {name} المدرسة.", (person(name),))
