from collections.abc import Sequence

import pytest
from sqlalchemy.exc import IntegrityError

from storage.actors import (
    actor,
    actors_by_keys,
    add_actor,
    add_actors,
    add_alias,
    add_aliases,
    add_mention,
    alias_names,
    aliases_by_keys,
    aliases_of,
    companions,
    update_actor,
)
from storage.database import Database, Transaction
from storage.records import Actor, Alias, NewActor, NewAlias, NewMention
from tests.builders import ago, put_actor, put_article, put_feed, put_mentions


def forms(found: Sequence[Alias]) -> list[str]:
    return [alias.form for alias in found]


async def put_in_the_news(connection: Transaction, actor_ids: Sequence[int]) -> None:
    feed = await put_feed(connection)
    for number, actor_id in enumerate(actor_ids):
        article_id = await put_article(connection, feed, f"{number} {actor_id}")
        await put_mentions(connection, article_id, [actor_id])


async def test_an_actor_comes_back_as_it_was_stored(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await add_actor(
            connection,
            NewActor("ليلى حداد", "PER", "f", key="laila-haddad", country="LB"),
        )

    stored = Actor(actor_id, "laila-haddad", "ليلى حداد", "PER", "f", "LB", 0, 0)
    assert await actor(db, actor_id=actor_id) == stored
    keys = ["laila-haddad", "somebody"]
    assert await actors_by_keys(db, keys=keys) == {"laila-haddad": stored}
    assert await actor(db, actor_id=actor_id + 1) is None


async def test_many_actors_are_stored_at_once(db: Database) -> None:
    names = {f"key-{number}": f"اسم {number}" for number in range(50)}
    async with db.transaction() as connection:
        new = [NewActor(name, "ORG", None, key=key) for key, name in names.items()]
        await add_actors(connection, new)
        await add_actors(connection, [])

    stored = await actors_by_keys(db, keys=names)
    assert {key: actor.name for key, actor in stored.items()} == names


async def test_two_actors_cannot_have_one_key(db: Database) -> None:
    async with db.transaction() as connection:
        await put_actor(connection, "الأولى", key="one")
        with pytest.raises(IntegrityError):
            await add_actor(connection, NewActor("الثانية", "PER", None, key="one"))


async def test_an_actor_can_become_known_better(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "حداد")
        await update_actor(
            connection,
            actor_id=actor_id,
            key="laila",
            name="ليلى حداد",
            gender="f",
            country="LB",
        )

    stored = await actor(db, actor_id=actor_id)
    assert stored == Actor(actor_id, "laila", "ليلى حداد", "PER", "f", "LB", 0, 0)


async def test_a_form_that_folds_alike_is_stored_once(db: Database) -> None:
    async with db.transaction() as connection:
        actor_id = await put_actor(connection, "احمد")
        for form in ("أحمد", "إحمد"):
            await add_alias(
                connection, actor_id=actor_id, form=form, folded="احمد", skeletons=()
            )

    assert forms(await aliases_of(db, actor_id=actor_id)) == ["احمد"]


async def test_forms_of_many_actors_are_stored_at_once(db: Database) -> None:
    async with db.transaction() as connection:
        first = await put_actor(connection, "سامي")
        second = await put_actor(connection, "رامي")
        new = [
            NewAlias(first, "Sami", "sami", ("sm",)),
            NewAlias(first, "SAMI", "sami", ("other",)),
            NewAlias(second, "Rami", "rami", ("rm", "rm")),
            NewAlias(second, "Sami", "sami", ()),
        ]
        await add_aliases(connection, new)
        await add_aliases(connection, new)
        await add_aliases(connection, [])

    assert forms(await aliases_of(db, actor_id=first)) == ["سامي", "Sami"]
    assert forms(await aliases_of(db, actor_id=second)) == ["رامي", "Rami", "Sami"]
    assert await aliases_by_keys(db, folded=[], skeletons=["other"]) == []


KEYS = {
    "by the folded form": (["غالانت"], [], ["غالانت"]),
    "by a skeleton": ([], ["glnt"], ["غالانت", "جالانت"]),
    "by either": (["غانتس"], ["glnt"], ["غالانت", "غانتس", "جالانت"]),
    "one found twice comes once": (["غالانت"], ["klnt"], ["غالانت"]),
    "by a part of a form": (["غالان"], ["gln"], []),
    "by nothing": ([], [], []),
}


@pytest.mark.parametrize(("folded", "skeletons", "found"), KEYS.values(), ids=KEYS)
async def test_forms_are_found_by_their_keys(
    db: Database, folded: list[str], skeletons: list[str], found: list[str]
) -> None:
    async with db.transaction() as connection:
        await put_actor(connection, "غالانت", skeletons=("glnt", "klnt"))
        await put_actor(connection, "غانتس", skeletons=("gnts",))
        await put_actor(connection, "جالانت", skeletons=("glnt",))

    assert forms(
        await aliases_by_keys(db, folded=folded, skeletons=skeletons)
    ) == sorted(found, key=["غالانت", "غانتس", "جالانت"].index)


async def test_the_most_reported_namesake_comes_first(db: Database) -> None:
    async with db.transaction() as connection:
        unknown = await put_actor(connection, "سمير")
        reported = await put_actor(connection, "سمير")
        await put_in_the_news(connection, [reported, reported])

    by_key = await aliases_by_keys(db, folded=["سمير"], skeletons=[])

    assert [alias.actor.id for alias in by_key] == [reported, unknown]
    assert await alias_names(db, limit=9) == [(reported, "سمير"), (unknown, "سمير")]
    assert await alias_names(db, limit=1) == [(reported, "سمير")]
    assert await alias_names(db, limit=1, offset=1) == [(unknown, "سمير")]


async def test_naming_an_actor_twice_joins_the_places(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article_id = await put_article(connection, feed, "1")
        actor_id = await put_actor(connection, "ليلى")
        for positions, in_title in ((((0, 4), (9, 13)), False), (((9, 13),), True)):
            await add_mention(
                connection,
                article_id,
                NewMention(actor_id, positions, in_title=in_title),
            )
        await add_mention(
            connection, article_id, NewMention(actor_id, ((20, 24),), in_title=False)
        )

    stored = await actor(db, actor_id=actor_id)
    assert stored is not None
    assert (stored.articles, stored.mentions) == (1, 3)


async def test_companions_come_by_the_articles_they_share(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        she, often, once, never = [
            await put_actor(connection, name) for name in ("هي", "كثيرا", "مرة", "أبدا")
        ]
        for number, others in enumerate(([often, once], [often], [])):
            article_id = await put_article(
                connection, feed, str(number), published=ago(hours=number)
            )
            await put_mentions(connection, article_id, [she, *others])
        alone = await put_article(connection, feed, "without her")
        await put_mentions(connection, alone, [never, once])

    found = await companions(db, actor_id=she, limit=5)

    assert [(one.actor.id, one.articles) for one in found] == [(often, 2), (once, 1)]
    assert len(await companions(db, actor_id=she, limit=1)) == 1
    assert await companions(db, actor_id=999, limit=5) == []
