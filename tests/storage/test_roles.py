from dataclasses import replace
from datetime import date

import pytest

from storage.database import Database, Transaction
from storage.records import NewKnownRole, Role
from storage.roles import (
    record_role,
    replace_known_roles,
    roles_of,
)
from storage.search import actors_in_role
from tests.builders import ago, put_actor, put_article, put_feed


async def report(
    connection: Transaction,
    actor_id: int,
    text: str,
    *,
    hours: float,
    former: bool = False,
) -> int:
    """Store an article of so many hours ago that gives the actor a role."""
    feed = await put_feed(connection)
    seen = ago(hours=hours)
    article_id = await put_article(connection, feed, f"{text} {hours}", published=seen)
    for _ in range(2):
        await record_role(
            connection,
            actor_id=actor_id,
            article_id=article_id,
            text=text,
            folded=text.replace("ة", "ه"),
            former=former,
            seen=seen,
        )
    return article_id


async def test_a_role_is_dated_by_the_articles_that_report_it(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "ليلى حداد")
        await report(connection, actor_id, "وزيرة الصحة", hours=5)
        await report(connection, actor_id, "وزيره الصحه", hours=9)
        newest = await report(connection, actor_id, "وزيرة الصحه", hours=2)

    [role] = await roles_of(db, actor_id=actor_id)

    assert role.source
    assert role.source.article_id == newest
    assert role.source.published == ago(hours=2)
    assert replace(role, source=None) == Role(
        text="وزيرة الصحة",
        former=False,
        since=None,
        until=None,
        first_seen=ago(hours=9),
        last_seen=ago(hours=2),
        articles=3,
    )


async def test_the_newest_article_tells_whether_a_role_has_ended(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "ليلى حداد")
        await report(connection, actor_id, "وزيرة", hours=2, former=True)
        await report(connection, actor_id, "وزيرة", hours=5)
        await report(connection, actor_id, "نائبة", hours=5, former=True)
        await report(connection, actor_id, "نائبة", hours=2)

    found = await roles_of(db, actor_id=actor_id)

    assert [(role.text, role.former) for role in found] == [
        ("نائبة", False),
        ("وزيرة", True),
    ]


async def test_roles_that_have_not_ended_come_first_then_the_newest(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "ليلى حداد")
        known = [
            ("سفيرة", date(2010, 1, 1), date(2014, 1, 1)),
            ("نائبة", date(2014, 1, 1), date(2020, 1, 1)),
            ("رئيسة الحزب", date(2021, 1, 1), None),
            ("كاتبة", None, None),
        ]
        await replace_known_roles(
            connection,
            [NewKnownRole(actor_id, *facts) for facts in known],
            actor_ids=[actor_id],
        )
        await report(connection, actor_id, "وزيرة", hours=1)
        await report(connection, actor_id, "مستشارة", hours=1, former=True)

    assert [role.text for role in await roles_of(db, actor_id=actor_id)] == [
        "وزيرة",
        "رئيسة الحزب",
        "كاتبة",
        "مستشارة",
        "نائبة",
        "سفيرة",
    ]


async def test_one_office_can_be_held_twice(db: Database) -> None:
    terms = [(date(year, 1, 1), date(year + 4, 1, 1)) for year in (2000, 2020)]
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "ليلى حداد")
        held = [NewKnownRole(actor_id, "وزيرة", *term) for term in terms]
        await replace_known_roles(connection, held * 2, actor_ids=[actor_id])

    found = await roles_of(db, actor_id=actor_id)
    assert [(role.since, role.until) for role in found] == terms[::-1]


async def test_known_roles_can_be_put_right(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "ليلى حداد")
        other_id = await put_actor(connection, "كريم")
        wrong = [NewKnownRole(one, "خطأ", None, None) for one in (actor_id, other_id)]
        await replace_known_roles(connection, wrong, actor_ids=[actor_id, other_id])
        await report(connection, actor_id, "كاتبة", hours=1)
        right = NewKnownRole(actor_id, "صواب", None, None)
        await replace_known_roles(connection, [right], actor_ids=[actor_id])

    found = [role.text for role in await roles_of(db, actor_id=actor_id)]
    others = [role.text for role in await roles_of(db, actor_id=other_id)]
    assert (found, others) == (["كاتبة", "صواب"], ["خطأ"])


HOLDERS = {
    "the one in office before the former": (
        ["وزير", "الدفاع"],
        ["الجديد", "السابق", "المعروف"],
    ),
    "in any order": (["الدفاع", "وزير"], ["الجديد", "السابق", "المعروف"]),
    "whole words only": (["وزي"], []),
    "all of the words": (["وزير", "الصحه"], []),
    "syntax is harmless": (['"وزير', "OR*"], []),
    "no words": ([], []),
}


@pytest.mark.parametrize(("words", "names"), HOLDERS.values(), ids=HOLDERS)
async def test_a_role_finds_who_holds_it(
    db: Database, words: list[str], names: list[str]
) -> None:
    async with db.transaction() as connection:
        former = await put_actor(connection, "السابق")
        await report(connection, former, "وزير الدفاع", hours=1, former=True)
        known = await put_actor(connection, "المعروف")
        term = date(2000, 1, 1), date(2004, 1, 1)
        office = NewKnownRole(known, "وزيرُ الدفاع", *term, folded="وزير الدفاع")
        await replace_known_roles(connection, [office], actor_ids=[known])
        holder = await put_actor(connection, "الجديد")
        await report(connection, holder, "وزير الدفاع الجديد", hours=9)

    found = await actors_in_role(db, words=words, limit=9)

    assert [actor.name for actor, _ in found] == names
    first = await actors_in_role(db, words=words, limit=1)
    assert list(first) == list(found)[:1]
