import pytest

from storage.database import Database
from storage.quotes import (
    add_quotes,
    newest_quotes,
    quotes_about,
    quotes_by,
    quotes_by_name,
)
from storage.records import NewQuote, Quote, Source
from tests.builders import NOW, Told, ago, put_actor, put_article, put_feed, put_quotes


async def test_a_quote_comes_back_with_its_source(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, title="موجز", demo=True)
        article_id = await put_article(connection, feed, "7", title="تصريح")
        speaker_id = await put_actor(connection, "ليلى حداد")
        quote = NewQuote(
            text="لن نتراجع",
            start=4,
            end=13,
            kind="mixed",
            cue="وأكدت",
            speaker_id=speaker_id,
            speaker="ليلى حداد",
            speaker_type="PER",
            via="الوكالة",
            stance="deny",
            headline=True,
            earlier=True,
            confidence=0.75,
            folded="لن نتراجع",
            speaker_folded="ليلي حداد",
        )
        await add_quotes(connection, article_id, [quote])

    [stored] = await quotes_by(db, speaker_id=speaker_id, limit=5)
    assert stored == Quote(
        id=stored.id,
        source=Source(
            article_id, "موجز", "تصريح", "https://news.example/7", NOW, demo=True
        ),
        text="لن نتراجع",
        kind="mixed",
        cue="وأكدت",
        speaker_id=speaker_id,
        speaker="ليلى حداد",
        via="الوكالة",
        stance="deny",
        headline=True,
        earlier=True,
        confidence=0.75,
    )


async def test_an_article_without_quotes_stores_none(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await add_quotes(connection, await put_article(connection, feed, "1"), [])

    assert await newest_quotes(db, limit=5) == []


async def test_quotes_of_no_article_are_refused(db: Database) -> None:
    async with db.transaction() as connection:
        with pytest.raises(LookupError, match="404"):
            await put_quotes(connection, 404, [Told("قول", speaker="الحكومة")])


async def test_quotes_come_newest_first_whatever_order_they_came_in(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        speaker_id = await put_actor(connection, "ليلى")
        for hours in (3, 1, 2):
            article_id = await put_article(
                connection, feed, str(hours), published=ago(hours=hours)
            )
            told = [Told(f"{hours} {place}", speaker_id) for place in ("أولا", "ثانيا")]
            await put_quotes(connection, article_id, told)

    ordered = ["1 ثانيا", "1 أولا", "2 ثانيا", "2 أولا", "3 ثانيا", "3 أولا"]
    own = await quotes_by(db, speaker_id=speaker_id, limit=9)
    page = await quotes_by(db, speaker_id=speaker_id, limit=2, offset=1)
    assert [quote.text for quote in own] == ordered
    assert [quote.text for quote in page] == ordered[1:3]
    assert await newest_quotes(db, limit=9) == own


WORDS = {
    "one word": (["النفط"], ["اسعار النفط ترتفع", "النفط في هبوط"]),
    "all of several": (["النفط", "ترتفع"], ["اسعار النفط ترتفع"]),
    "with an attached particle": (["ذهب"], ["والذهب كذلك 100%"]),
    "a pattern sign is a sign": (["100%"], ["والذهب كذلك 100%"]),
    "another pattern sign": (["_"], []),
    "none": (["الغاز"], []),
}


@pytest.mark.parametrize(("words", "found"), WORDS.values(), ids=WORDS)
async def test_quotes_are_narrowed_by_their_words(
    db: Database, words: list[str], found: list[str]
) -> None:
    texts = ["والذهب كذلك 100%", "النفط في هبوط", "اسعار النفط ترتفع"]
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article_id = await put_article(
            connection, feed, "1", terms="ذهب كذلك 100 النفط في هبوط اسعار ترتفع"
        )
        speaker_id = await put_actor(connection, "ليلى")
        await put_quotes(
            connection,
            article_id,
            [Told(text, speaker_id) for text in texts]
            + [Told(text, speaker="الحكومه") for text in texts],
        )

    own = await quotes_by(db, speaker_id=speaker_id, words=words, limit=9)
    by_name = await quotes_by_name(db, folded_name="الحكومه", words=words, limit=9)
    newest = await newest_quotes(db, words=words, limit=9)
    assert [quote.text for quote in own] == found
    assert [quote.text for quote in by_name] == found
    assert [quote.text for quote in newest] == found * 2


async def test_a_name_finds_only_speakers_that_are_no_actors(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article_id = await put_article(connection, feed, "1")
        actor_id = await put_actor(connection, "الحكومه")
        await put_quotes(
            connection,
            article_id,
            [
                Told("قول الحكومة", speaker="الحكومه"),
                Told("قول الاسم", actor_id, speaker="الحكومه"),
            ],
        )

    found = await quotes_by_name(db, folded_name="الحكومه", limit=9)
    assert [quote.text for quote in found] == ["قول الحكومة"]


async def test_a_statement_without_a_speaker_is_nobodys(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article_id = await put_article(connection, feed, "1")
        await put_quotes(
            connection, article_id, [Told("بلا صاحب"), Told("له صاحب", speaker="مصدر")]
        )

    assert [quote.text for quote in await newest_quotes(db, limit=9)] == ["له صاحب"]


async def test_statements_aimed_at_an_actor_come_before_those_that_name_it(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        she = await put_actor(connection, "ليلى")
        he = await put_actor(connection, "كريم")
        for hours in (2, 1):
            article_id = await put_article(
                connection, feed, str(hours), published=ago(hours=hours)
            )
            told = [
                Told(f"يذكرها {hours}", he, about=((she, "neutral"),)),
                Told(f"يتهمها {hours}", he, about=((she, "neutral"), (she, "accuse"))),
                Told(f"تمدحها {hours}", speaker="الحكومة", about=((she, "praise"),)),
                Told(f"عن نفسها {hours}", she, about=((she, "praise"),)),
                Told(f"بلا صاحب {hours}", about=((she, "accuse"),)),
                Told(f"عن غيرها {hours}", he, about=((he, "accuse"),)),
            ]
            await put_quotes(connection, article_id, told)

    ordered = [
        "تمدحها 1",
        "يتهمها 1",
        "تمدحها 2",
        "يتهمها 2",
        "يذكرها 1",
        "يذكرها 2",
    ]
    found = await quotes_about(db, actor_id=she, limit=9)
    page = await quotes_about(db, actor_id=she, limit=3, offset=2)
    assert [quote.text for quote in found] == ordered
    assert [quote.text for quote in page] == ordered[2:5]
