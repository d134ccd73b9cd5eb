import pytest

from storage.articles import latest_stories
from storage.database import Database
from storage.search import aliases_matching, stories_matching
from tests.builders import (
    ago,
    put_actor,
    put_article,
    put_feed,
    put_mentions,
)

SEARCHES = {
    "one word": (["ميناء"], ["port fire", "port"]),
    "all words": (["ميناء", "حريق"], ["port fire"]),
    "in any order": (["حريق", "ميناء"], ["port fire"]),
    "a beginning": (["مين"], ["port fire", "port"]),
    "not an end": (["يناء"], []),
    "a number": (["2024"], ["budget"]),
    "an unknown word": (["قطار"], []),
    "a repeated word": (["ميناء", "ميناء"], ["port fire", "port"]),
    "no words": ([], []),
    "operators are words": (["ميناء", "OR", "موازنه"], []),
    "NOT is a word": (["NOT", "حريق"], []),
    "near is a word": (["NEAR(ميناء"], []),
    "a column filter is no filter": (["terms:ميناء"], []),
    "a quotation mark": (['ميناء"'], ["port fire", "port"]),
    "an unbalanced quotation mark": (['"ميناء'], ["port fire", "port"]),
    "only a quotation mark": (['"'], []),
    "a star": (["ميناء*"], ["port fire", "port"]),
    "brackets": (["(ميناء)"], ["port fire", "port"]),
    "a caret and a plus": (["^+ميناء"], ["port fire", "port"]),
    "only signs": (["!!!", "؟"], []),
    "signs beside a word": (["!!!", "موازنه"], ["budget"]),
    "only emoji": (["😀"], []),
    "NUL": (["ميناء\0"], ["port fire", "port"]),
    "a lone surrogate": (["ميناء\udc00"], ["port fire", "port"]),
    "several words in one": (["حريق في"], ["port fire"]),
    "the wrong order in one": (["ميناء في حريق"], []),
    "a very long word": (["م" * 5000], []),
    "a word very often": (["ميناء"] * 2000, ["port fire", "port"]),
    "very many words": ([f"كلمه{number}" for number in range(2000)], []),
}


@pytest.mark.parametrize(("words", "found"), SEARCHES.values(), ids=SEARCHES)
async def test_words_find_stories(
    db: Database, words: list[str], found: list[str]
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for hours, title, terms in (
            (3, "budget", "موازنه 2024 جديده"),
            (2, "port", "توسعه ميناء المدينه"),
            (1, "port fire", "حريق في ميناء المدينه"),
        ):
            await put_article(
                connection,
                feed,
                title,
                title=title,
                terms=terms,
                published=ago(hours=hours),
            )

    stories = await stories_matching(db, words=words, limit=9)

    assert [story.articles[0].source.title for story in stories] == found


async def test_a_found_story_shows_the_articles_that_have_the_words(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "1", terms="حريق", published=ago(hours=9))
    [story] = await latest_stories(db, limit=1)
    async with db.transaction() as connection:
        for hours, terms in ((8, "حريق كبير"), (1, "هدوء")):
            await put_article(
                connection,
                feed,
                terms,
                story_id=story.id,
                terms=terms,
                published=ago(hours=hours),
            )
        await put_article(connection, feed, "2", terms="حريق", published=ago(hours=5))

    found = await stories_matching(db, words=["حريق"], limit=9)

    assert [
        [article.source.published for article in story.articles] for story in found
    ] == [[ago(hours=5)], [ago(hours=8), ago(hours=9)]]
    first = await stories_matching(db, words=["حريق"], limit=1)
    second = await stories_matching(db, words=["حريق"], limit=1, offset=1)
    assert [*first, *second] == found


NAMES = {
    "a family name": (["حداد"], ["سامي حداد", "ليلى حداد"]),
    "two beginnings in any order": (["حد", "لي"], ["ليلى حداد"]),
    "nobody": (["منصور"], []),
    "only a sign": (["؟"], []),
    "no words": ([], []),
}


@pytest.mark.parametrize(("words", "found"), NAMES.values(), ids=NAMES)
async def test_words_find_names(
    db: Database, words: list[str], found: list[str]
) -> None:
    async with db.transaction() as connection:
        for name in ("ليلى حداد", "سامي حداد", "ليلى الصالح"):
            actor_id = await put_actor(connection, name)
        feed = await put_feed(connection)
        article_id = await put_article(connection, feed, "1")
        await put_mentions(connection, article_id, [actor_id - 1])

    aliases = await aliases_matching(db, words=words, limit=9)

    assert [alias.form for alias in aliases] == found
