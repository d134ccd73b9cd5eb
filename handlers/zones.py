"""Time zones by the names that people give them."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from analysis.text.folding import fold
from analysis.text.terms import light
from handlers.language import LOCALES, Language

#: More zones of one country than this are no choice with buttons.
MAX_CHOICES: Final = 24


@lru_cache(maxsize=1)
def offered_zones() -> tuple[str, ...]:
    """Return the zones to choose from where nobody named one, by their IANA names."""
    return tuple(_places()["offered"])


def zones_named(text: str) -> tuple[str, ...]:
    """Return the IANA names that "Asia/Riyadh", "الرياض" or "مصر" can mean.

    A country of several zones means each of them; nothing known means none.
    """
    exact = {name.casefold(): name for name in _known()}
    canonical = exact.get(text.strip().replace(" ", "_").casefold())
    if canonical and _is_place(canonical):
        return (canonical,)
    return _index().get(_key(text), ())[:MAX_CHOICES]


def city(zone: str, language: Language) -> str:
    """Return what a zone is called: its city."""
    if zone == "UTC":
        return language.gettext("Greenwich")
    return _city(zone, language.locale)


@lru_cache(maxsize=1024)
def zone_or_none(name: str | None) -> ZoneInfo | None:
    """Return the zone of this name, if there is one (any more).

    Kept: the library itself keeps eight, and reads the others again and again.
    """
    return ZoneInfo(name) if name in _known() else None


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    """Return folded names with the zones they mean; our own list counts most."""
    found: dict[str, tuple[str, ...]] = {}
    for zone, names in _places()["places"].items():
        for key in map(_key, names):
            found[key] = (*found.get(key, ()), zone)
    for name, zones in (*_cities(), *_countries()):
        found.setdefault(_key(name), zones)
    return found


def _cities() -> Iterator[tuple[str, tuple[str, ...]]]:
    for locale in LOCALES:
        for zone in sorted(_zone_territories()):
            yield _city(zone, locale), (zone,)


def _countries() -> Iterator[tuple[str, tuple[str, ...]]]:
    zones: dict[str, list[str]] = {}
    for zone, territory in sorted(_zone_territories().items()):
        zones.setdefault(territory, []).append(zone)
    for locale in LOCALES:
        names = Locale(locale).territories
        for territory, its_zones in zones.items():
            if territory in names:
                yield names[territory], tuple(its_zones)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return the names of all zones; finding them walks over hundreds of files."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _zone_territories() -> dict[str, str]:
    known: dict[str, str] = dict(get_global("zone_territories"))
    return {
        zone: territory
        for zone, territory in known.items()
        if zone in _known() and territory != "001"
    }


def _city(zone: str, locale: str) -> str:
    return get_timezone_location(zone, locale=locale, return_city=True)


def _key(name: str) -> str:
    return " ".join(light(word) for word in fold(name).replace("_", " ").split())


def _is_place(zone: str) -> bool:
    """Tell zones of a region or UTC from names of offsets such as EST5EDT."""
    return zone == "UTC" or ("/" in zone and not zone.startswith("Etc/"))


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, list[str]]]:
    path = resources.files("handlers") / "places.toml"
    return tomllib.loads(path.read_text("utf-8"))
