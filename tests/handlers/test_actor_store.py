from collections.abc import Sequence

import pytest

from analysis.model import Actor, ActorType, Gender, KnownActor
from handlers.actor_store import store_actors
from handlers.known_actors import seed_actors
from handlers.lexicon import lexicons
from storage.actors import actor, aliases_of
from storage.database import Database
from tests.handlers.newsroom import GALLANT, GANTZ, organisation, person

ONE = {
    "the same name": (person("هدى السالمي"), person("هدى السالمي")),
    "hamza and alef maksura": (person("أحمد مصطفى"), person("احمد مصطفي")),
    "Abd written together": (person("عبد الرحمن سعد"), person("عبدالرحمن سعد")),
    "a foreign name, two spellings": (person("جون بولتون"), person("جون بولتن")),
    "a surname first, then in full": (
        person("بوليتيفسكي"),
        person("سيرغي بوليتيفسكي", "بوليتيفسكي"),
    ),
    "in full first, then the surname": (
        person("سيرغي بوليتيفسكي", "بوليتيفسكي"),
        person("بوليتيفسكي"),
    ),
    "a native surname that one has": (person("هدى الشنقيطي"), person("الشنقيطي")),
    "an organisation": (organisation("نقابة الصيادين"), organisation("نقابة الصيادين")),
}
TWO = {
    "native given names": (person("محمد العطار"), person("محمود العطار")),
    "native names, one letter": (person("حسن العطار"), person("حسين العطار")),
    "foreign given names": (person("جون بولتون"), person("مايكل بولتون")),
    "Gallant and Gantz": (person("يوآف غالانت"), person("بيني غانتس")),
    "a person and an organisation": (person("أمل سعد"), organisation("أمل سعد")),
    "a man and a woman": (
        person("نور سعد", gender=Gender.MASCULINE),
        person("نور سعد", gender=Gender.FEMININE),
    ),
    "Livni and Levin": (person("تسيبي ليفني"), person("ياريف ليفين")),
}
NOBODY = {
    "a given name": [person("محمد")],
    "a given name of a stored person": [person("محمد العطار"), person("محمد")],
    "a surname of two": [
        person("هدى الشنقيطي"),
        person("سعاد الشنقيطي"),
        person("الشنقيطي"),
    ],
}


@pytest.mark.parametrize(("first", "second"), ONE.values(), ids=ONE)
async def test_two_names_of_one_actor(
    db: Database, first: Actor, second: Actor
) -> None:
    assert len(set(await stored(db, [first, second]))) == 1


@pytest.mark.parametrize(("first", "second"), TWO.values(), ids=TWO)
async def test_names_of_two_actors(db: Database, first: Actor, second: Actor) -> None:
    numbers = await stored(db, [first, second])

    assert None not in numbers
    assert len(set(numbers)) == 2


@pytest.mark.parametrize("actors", NOBODY.values(), ids=NOBODY)
async def test_a_name_that_tells_nobody_is_no_actor(
    db: Database, actors: list[Actor]
) -> None:
    assert (await stored(db, actors))[-1] is None


async def test_a_known_actor_is_recognised_by_any_of_its_forms(db: Database) -> None:
    await seed_actors(db, [GALLANT, GANTZ])

    names = ("غالانت", "جالنت", "يوآف جالانت", "غالنت")
    numbers = await stored(db, [person(name) for name in names])

    assert len(set(numbers)) == 1
    known = await actor(db, actor_id=numbers[0] or 0)
    assert known is not None
    assert known.key == "gallant"


async def test_a_full_name_of_the_seeds_outweighs_a_gender(db: Database) -> None:
    await seed_actors(db, [GALLANT])

    misread = person("يوآف غالانت", "غالانت", gender=Gender.FEMININE)
    numbers = await stored(db, [person("غالانت"), misread])

    assert len(set(numbers)) == 1


async def test_an_actor_of_the_news_gets_its_full_name(db: Database) -> None:
    short = person("بوليتيفسكي")
    full = person("سيرغي بوليتيفسكي", "بوليتيفسكي", gender=Gender.MASCULINE)

    [number, _] = await stored(db, [short, full])

    known = await actor(db, actor_id=number or 0)
    assert known is not None
    assert (known.name, known.gender) == ("سيرغي بوليتيفسكي", "m")


async def test_a_surname_that_is_somebodys_stays_theirs(db: Database) -> None:
    famous = KnownActor("trump", "دونالد ترامب", ActorType.PERSON, forms=("ترامب",))
    await seed_actors(db, [famous])

    daughter = person("إيفانكا ترامب", "ترامب")
    [hers, his] = await stored(db, [daughter, person("ترامب")])

    assert hers != his
    known = await actor(db, actor_id=his or 0)
    assert known is not None
    assert known.key == "trump"


async def test_a_given_name_alone_is_not_kept_as_a_form(db: Database) -> None:
    [number] = await stored(db, [person("محمد العطار", "محمد")])

    forms = [alias.form for alias in await aliases_of(db, actor_id=number or 0)]
    assert forms == ["محمد العطار"]


async def test_seeds_take_over_an_actor_that_the_news_brought(db: Database) -> None:
    [number] = await stored(db, [person("بيني غانتس")])

    assert await seed_actors(db, [GANTZ]) == 0

    known = await actor(db, actor_id=number or 0)
    assert known is not None
    assert (known.key, known.country) == ("gantz", "IL")


async def test_seeding_again_changes_nothing(db: Database) -> None:
    assert await seed_actors(db, [GALLANT, GANTZ]) == 2
    assert await seed_actors(db, [GALLANT, GANTZ]) == 0
    assert await seed_actors(db, [GALLANT]) == 0

    [number] = await stored(db, [person("غالانت")])
    forms = [alias.form for alias in await aliases_of(db, actor_id=number or 0)]
    assert len(forms) == len(set(forms)) == 8


async def stored(db: Database, actors: Sequence[Actor]) -> tuple[int | None, ...]:
    """Store actors as if each stood in an article of its own."""
    words = await lexicons()
    numbers: list[int | None] = []
    for one in actors:
        async with db.transaction() as connection:
            numbers += await store_actors(connection, [one], words)
    return tuple(numbers)
