from datetime import UTC, date, datetime, timedelta
from importlib import resources
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handlers.commands import COMMANDS, description, usage
from handlers.language import LOCALES, Language, language

HOUSE = Path(__file__).parent.parent.parent
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "translatable": None}
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

ARTICLES = {
    0: "لا مقالات",
    1: "مقال واحد",
    2: "مقالان",
    3: "٣ مقالات",
    10: "١٠ مقالات",
    11: "١١ مقالاً",
    99: "٩٩ مقالاً",
    100: "١٠٠ مقال",
    102: "١٠٢ مقال",
    103: "١٠٣ مقالات",
    1234: "١٬٢٣٤ مقالاً",
}
AGES = {
    "now": (timedelta(0), "الآن"),
    "seconds": (timedelta(seconds=59), "الآن"),
    "a minute": (timedelta(minutes=1), "قبل دقيقة واحدة"),
    "two minutes": (timedelta(minutes=2), "قبل دقيقتين"),
    "nearly an hour": (timedelta(minutes=59, seconds=59), "قبل ٥٩ دقيقة"),
    "nearly two hours": (timedelta(minutes=119), "قبل ساعة واحدة"),
    "two hours": (timedelta(hours=2), "قبل ساعتين"),
    "three hours": (timedelta(hours=3), "قبل ٣ ساعات"),
    "eleven hours": (timedelta(hours=11), "قبل ١١ ساعة"),
    "a day": (timedelta(hours=47), "قبل يوم واحد"),
    "three days": (timedelta(days=3), "قبل ٣ أيام"),
    "a week": (timedelta(days=7, seconds=1), "٢٢ فبراير ٢٠٢٦"),
    "two years": (timedelta(days=562), "١٦ أغسطس ٢٠٢٤"),
    "a clock that is a little behind": (-timedelta(seconds=40), "الآن"),
    "the future": (-timedelta(hours=3), "خلال ٣ ساعات"),
}


@pytest.fixture
def arabic() -> Language:
    return language("ar", UTC)


@pytest.fixture
def english() -> Language:
    return language("en", UTC)


@pytest.mark.parametrize(("count", "expected"), ARTICLES.items())
def test_arabic_counts_in_six_forms(
    arabic: Language, count: int, expected: str
) -> None:
    shown = arabic.ngettext("{count} article", "{count} articles", count)

    assert shown == expected


@pytest.mark.parametrize(("age", "expected"), AGES.values(), ids=AGES)
def test_a_time_is_told_as_people_tell_it(
    arabic: Language, age: timedelta, expected: str
) -> None:
    assert arabic.relative(NOW - age, now=NOW) == expected


def test_a_time_is_told_in_english_too(english: Language) -> None:
    assert english.relative(NOW - timedelta(hours=3), now=NOW) == "3 hours ago"
    assert english.relative(NOW - timedelta(days=30), now=NOW) == "30 January 2026"


def test_a_moment_is_a_day_of_the_chats_time_zone() -> None:
    evening = datetime(2024, 8, 16, 22, 30, tzinfo=UTC)

    assert language("en", ZoneInfo("Asia/Riyadh")).date(evening) == "17 August 2024"
    assert language("en", UTC).date(evening) == "16 August 2024"
    assert language("ar", UTC).date(date(2024, 8, 16)) == "١٦ أغسطس ٢٠٢٤"


def test_what_a_person_wrote_is_filled_in_as_it_is(arabic: Language) -> None:
    shown = arabic.gettext("I found no news with “{words}”.", words="{count} %s")

    assert shown == "لم أجد أخباراً فيها «{count} %s»."


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="no catalogue for 'fr'"):
        language("fr", UTC)


def test_every_text_of_the_handlers_is_in_the_arabic_catalogue() -> None:
    catalogue = arabic_catalogue()
    wanted = {found[2] for found in extracted()}

    missing = {message for message in wanted if not is_translated(catalogue, message)}
    stale = {message.id for message in catalogue if message.id} - wanted

    assert not missing
    assert not stale


def test_arabic_keeps_the_fields_of_every_text() -> None:
    for message in arabic_catalogue():
        errors = [str(error) for error in message.check()]
        assert not errors, message.id


@pytest.mark.parametrize("locale", LOCALES)
def test_platforms_get_a_line_on_each_command(locale: str) -> None:
    for command in COMMANDS:
        line = description(command, locale)
        assert 1 <= len(line) <= 100
        assert "\n" not in line + usage(command, locale)


def extracted() -> list[tuple[str, int, str | tuple[str, ...]]]:
    found = extract_from_dir(
        HOUSE / "handlers", method_map=[("**.py", "python")], keywords=KEYWORDS
    )
    return [(name, line, message) for name, line, message, _, _ in found]


def arabic_catalogue() -> Catalog:
    path = resources.files("handlers") / "locale/ar/LC_MESSAGES/mujaz.po"
    return read_po(BytesIO(path.read_bytes()), locale="ar")


def is_translated(catalogue: Catalog, message: str | tuple[str, ...]) -> bool:
    entry = catalogue.get(message if isinstance(message, str) else message[0])
    if entry is None or entry.fuzzy:
        return False
    if isinstance(message, str):
        return bool(entry.string)
    forms = entry.string or ()
    return len(forms) == 6 and all(forms)
