"""Which pages a site wants robots to leave alone: its robots.txt, by RFC 9309."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

from yarl import URL

from bot.errors import FeedError, RestError, StatusError
from bot.feeds.fetching import Fetched, Session, fetch

#: The name that rules for us alone are written under.
AGENT: Final = "mujaz"
_LIFE: Final = timedelta(hours=24)
#: A site that could not be asked is asked again sooner; until then its pages wait.
_RETRY: Final = timedelta(minutes=30)
_SITES: Final = 2_000
#: RFC 9309 asks for 500 KiB at least.
_READ: Final = 512_000
_MAX_RULES: Final = 2_000
#: A site that answers so has no rules; asked too often it has not said so.
_NO_FILE: Final = frozenset(range(400, 500)) - {429}


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of robots.txt."""

    allow: bool
    path: str


@dataclass(frozen=True, slots=True)
class _Site:
    """What a site allows, and until when that holds.

    Attributes:
        problem: why it could not be asked; "" where it could.
    """

    until: datetime
    rules: tuple[Rule, ...] = ()
    problem: str = ""


class Robots:
    """The robots.txt of sites, each asked for once a day."""

    def __init__(self, session: Session, *, clock: Callable[[], datetime]) -> None:
        """Know no site yet."""
        self._session = session
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Tell whether a page may be fetched.

        A site without the file allows everything.

        Raises:
            FeedError: it could not be asked, so nothing may be fetched for now.
        """
        try:
            address = URL(url)
            site = str(address.origin())
        except ValueError:
            return False
        known = self._sites.get(site)
        if known is None or known.until <= self._clock():
            known = self._sites[site] = await self._ask(site)
            self._sites.move_to_end(site)
            while len(self._sites) > _SITES:
                self._sites.popitem(last=False)
        if known.problem:
            raise FeedError(known.problem)
        return allowed(known.rules, address.raw_path_qs)

    async def _ask(self, site: str) -> _Site:
        """Return a site's rules, and until when they hold."""
        now = self._clock()
        try:
            answer = await fetch(self._session, f"{site}/robots.txt", accept="*/*")
        except RestError:
            # That ends on its own; nothing was learned of the site.
            raise
        except FeedError as error:
            if isinstance(error, StatusError) and error.status in _NO_FILE:
                return _Site(now + _LIFE)
            return _Site(now + _RETRY, problem=str(error))
        body = answer.body[:_READ] if isinstance(answer, Fetched) else b""
        return _Site(now + _LIFE, read_robots(body.decode("utf-8", "replace")))


def read_robots(text: str) -> tuple[Rule, ...]:
    """Return the rules for us: those under our name, else those for everybody."""
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    has_rules = False
    for key, value in _lines(text):
        if key == "user-agent":
            if has_rules:
                names, has_rules = [], False
            names.append(value.lower())
            groups.setdefault(names[-1], [])
        elif key in ("allow", "disallow"):
            has_rules = True
            for name in names:
                if value and len(groups[name]) < _MAX_RULES:
                    groups[name].append(Rule(key == "allow", value))
    return tuple(groups.get(AGENT, groups.get("*", ())))


def allowed(rules: tuple[Rule, ...], path: str) -> bool:
    """Tell whether rules let a path be fetched: the longest that fits decides.

    Args:
        path: with its query, as it is sent.
    """
    wanted = unquote(path)
    fitting = [rule for rule in rules if _fits(unquote(rule.path), wanted)]
    best = max(fitting, key=lambda rule: (len(rule.path), rule.allow), default=None)
    return best is None or best.allow


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _fits(pattern: str, path: str) -> bool:
    """Match "*" and a last "$" piece by piece: no pattern makes this run long."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    last = rest.pop() if rest and whole else None
    for piece in rest:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if last is not None:
        return len(path) - len(last) >= place and path.endswith(last)
    return place == len(path) if whole else True
