from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handlers.language import language
from handlers.lexicon import lexicons
from handlers.roles import (
    current_roles,
    distinct_roles,
    is_lasting,
    role_in_short,
    role_items,
    role_lines,
)
from storage.records import Role, Source

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(
    article_id=1,
    name="صوت الميناء",
    title="",
    url="https://news.example/1",
    published=NOON,
    demo=False,
)
ROLE = Role(
    text="",
    former=False,
    since=None,
    until=None,
    first_seen=None,
    last_seen=None,
    articles=0,
)


def known(
    text: str, *, since: date | None = date(2020, 1, 1), until: date | None = None
) -> Role:
    return replace(ROLE, text=text, since=since, until=until)


def told(text: str, *, year: int = 2025, articles: int = 1) -> Role:
    seen = datetime(year, 12, 4, tzinfo=UTC)
    return replace(
        ROLE,
        text=text,
        first_seen=seen,
        last_seen=seen,
        articles=articles,
        source=replace(SOURCE, published=seen),
    )


def former(text: str) -> Role:
    return replace(told(text), former=True)


ENDED = known("وزير المالية", until=date(2024, 6, 1))
CURRENT = {
    "a known one": ([known("وزير المالية")], ["وزير المالية"]),
    "one of the news": ([told("وزير المالية")], ["وزير المالية"]),
    "a known one before the news": (
        [told("عضو اللجنة", articles=9), known("وزير المالية")],
        ["وزير المالية"],
    ),
    "what most articles say": (
        [told("عضو اللجنة"), told("محافظ البنك", articles=4)],
        ["محافظ البنك"],
    ),
    "news from before a known one ended": ([ENDED, told("وزير", year=2023)], []),
    "news from after a known one ended": (
        [ENDED, told("رئيس البنك", year=2025)],
        ["رئيس البنك"],
    ),
    "news of long ago": ([told("وزير المالية", year=2024)], []),
    "a former one": ([former("وزير المالية")], []),
    "none": ([], []),
}


@pytest.mark.parametrize(("roles", "current"), CURRENT.values(), ids=CURRENT)
def test_what_somebody_is_today(roles: list[Role], current: list[str]) -> None:
    assert [role.text for role in current_roles(roles, today=TODAY)] == current


def test_a_role_without_dates_is_told_without_them() -> None:
    lines = list(
        role_lines([known("مخرج", since=None)], language("ar", UTC), today=TODAY)
    )

    assert lines == ["مخرج"]


def test_earlier_roles_are_told_in_one_line() -> None:
    roles = [known("سفير"), ENDED, replace(former("قاضٍ سابق"), articles=2)]

    lines = list(role_lines(roles, language("en", UTC), today=TODAY))

    assert lines == [
        "سفير, since 1 January 2020",
        "Earlier: وزير المالية (1 January 2020 to 1 June 2024)",
    ]


def test_a_role_that_only_the_news_gives_is_told_with_its_source_alone() -> None:
    roles = [known("سفير"), replace(former("قاضٍ سابق"), articles=2)]

    lines = list(role_lines(roles, language("en", UTC), today=TODAY))
    current, earlier = role_items(roles, language("en", UTC), now=NOON)

    assert lines == ["سفير, since 1 January 2020"]
    assert (current, [item.url for item in earlier]) == ([], [SOURCE.url])


def test_a_role_that_only_old_news_gives_is_told_as_that() -> None:
    roles = [told("وزير المالية", year=2024)]

    current, [item] = role_items(roles, language("ar", UTC), now=NOON)

    assert not current
    assert (item.title, item.when) == ("سابقاً: وزير المالية", "٤ ديسمبر ٢٠٢٤")


def test_one_article_does_not_make_an_earlier_role_of_somebody_known() -> None:
    known_one = known("وزير المالية")
    english = language("en", UTC)

    for articles, count in ((1, 0), (2, 1)):
        roles = [known_one, told("الممثل الراحل", year=2024, articles=articles)]
        _, earlier = role_items(roles, english, now=NOON)
        assert len(earlier) == count


def test_wordings_that_are_one_role_have_the_newest_source() -> None:
    [role] = distinct_roles(
        [told("وزير المالية", year=2025), told("وزير المالية اللبناني", year=2024)]
    )

    assert role.source
    assert role.source.published.year == 2025


def test_what_the_news_adds_to_a_known_role_is_not_called_earlier() -> None:
    roles = [known("وزير المالية"), told("رئيس الوفد")]

    lines = list(role_lines(roles, language("en", UTC), today=TODAY))

    assert lines == ["وزير المالية, since 1 January 2020"]


LASTING = {
    "a role": ("وزير الدفاع الإسرائيلي", True),
    "a role of one word": ("الرئيس", True),
    "feminine": ("وزيرة الخارجية", True),
    "his": ("وزير دفاعه", False),
    "hers": ("وزير خارجيتها السابق", False),
    "his counterpart": ("نظيره البريطاني", False),
    "theirs": ("رئيس وفدهم", False),
    "a verb": ("عارضه", False),
    "a word that heads no role": ("أمس", False),
    "a group": ("الرهائن", False),
    "a heh of its own": ("شاه إيران", True),
    "with the article": ("رئيس هيئة الترفيه", True),
}


@pytest.mark.parametrize(("text", "lasting"), LASTING.values(), ids=LASTING)
async def test_only_what_can_last_is_a_role(text: str, *, lasting: bool) -> None:
    assert is_lasting(text, await lexicons()) is lasting


def test_a_role_in_short_says_if_it_is_over() -> None:
    english = language("en", UTC)

    assert role_in_short([ENDED], english, today=TODAY) == "formerly وزير المالية"
    assert role_in_short([known("سفير"), ENDED], english, today=TODAY) == "سفير"
    assert role_in_short([], english, today=TODAY) == ""


def test_two_wordings_of_a_role_are_one_with_the_articles_of_both() -> None:
    roles = [
        told("وزير المالية", articles=3),
        told("وزير المالية اللبناني", articles=2),
        told("وزير مالية"),
    ]

    [role] = distinct_roles(roles)

    assert (role.text, role.articles) == ("وزير المالية اللبناني", 6)


def test_a_role_held_twice_is_told_twice() -> None:
    first = known("رئيس", since=date(2010, 1, 1), until=date(2014, 1, 1))
    again = known("رئيس", since=date(2020, 1, 1))

    assert set(distinct_roles([first, again])) == {first, again}


def test_roles_with_words_of_their_own_stay_apart() -> None:
    roles = [told("وزير المالية"), told("وزير الصحة")]

    assert len(distinct_roles(roles)) == 2
