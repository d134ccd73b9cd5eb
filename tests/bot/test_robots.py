"""What sites want robots to leave alone."""

from time import perf_counter

import pytest

from bot.errors import FeedError
from bot.feeds.fetching import open_session
from bot.feeds.robots import Robots, allowed, read_robots

from .intakes import Clock
from .sites import HOST, Answer, open_site, page

RULES = """
# ours comes first, whatever stands before it
User-agent: *
Disallow: /

User-Agent: Mujaz
User-agent: otherbot
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /*/print*.html
Disallow: /خاص
Disallow:
"""
PATHS = {
    "/": True,
    "/private": False,
    "/privately": False,
    "/private/open/1": True,
    "/a/b.pdf": False,
    "/a/b.pdf?x": True,
    "/a/print-1.html?x": False,
    "/%D8%AE%D8%A7%D8%B5/1": False,
    "/news": True,
}
STATUSES = {200: False, 403: True, 404: True, 410: True}


@pytest.mark.parametrize(("path", "may"), PATHS.items())
def test_the_rules_for_us_decide_the_longest_first(path: str, may: bool) -> None:  # noqa: FBT001
    assert allowed(read_robots(RULES), path) is may


def test_without_rules_for_us_those_for_all_hold() -> None:
    rules = read_robots(
        "\ufeffUser-agent: other\nAllow: /\n\nuser-agent:*\nDisallow:/x"
    )

    assert not allowed(rules, "/x")
    assert allowed(rules, "/y")
    assert allowed(read_robots("User-agent: other\nDisallow: /"), "/x")
    assert allowed(read_robots("<html>not a list</html>"), "/x")


def test_no_pattern_runs_long() -> None:
    rules = read_robots("User-agent: *\n" + f"Disallow: /{'*a' * 2_000}b$\n" * 100)

    start = perf_counter()
    assert allowed(rules, "/" + "a" * 2_000)
    assert perf_counter() - start < 2


@pytest.mark.parametrize(("status", "may"), STATUSES.items())
async def test_a_site_without_the_file_allows_everything(
    status: int,
    may: bool,  # noqa: FBT001
) -> None:
    answer = page("User-agent: *\nDisallow: /", status=status)
    assert await _may_fetch(answer) is may


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_that_cannot_be_asked_is_left_alone(status: int) -> None:
    with pytest.raises(FeedError, match=f"status {status}"):
        await _may_fetch(page(status=status))


async def test_a_site_is_asked_once_a_day() -> None:
    clock = Clock()
    answer = page("User-agent: *\nDisallow: /x")
    async with (
        open_site({"/robots.txt": answer}) as site,
        open_session(private_hosts=(HOST,)) as session,
    ):
        robots = Robots(session, clock=clock)
        found = [await robots.allow(f"{site.url}/{name}") for name in "xyz"]
        asked = len(site.asked)
        clock.now = clock.now.replace(day=clock.now.day + 1)
        await robots.allow(f"{site.url}/x")

    assert found == [False, True, True]
    assert (asked, len(site.asked)) == (1, 2)


async def _may_fetch(answer: Answer) -> bool:
    async with (
        open_site({"/robots.txt": answer}) as site,
        open_session(private_hosts=(HOST,)) as session,
    ):
        return await Robots(session, clock=Clock()).allow(f"{site.url}/1")
