"""How the program speaks to a person: texts, numbers and times in their language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from gettext import NullTranslations
from importlib import resources
from io import BytesIO
from typing import Final, TypeAlias

from babel.dates import format_date, format_timedelta, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from handlers.conversation import Request

#: The language of the message ids in the code; it needs no catalogue.
SOURCE: Final = "en"
#: Languages that answers come in, the default one first.
LOCALES: Final = ("ar", SOURCE)
#: A thing older than this is shown with its date: nobody counts weeks.
RELATIVE_LIMIT: Final = timedelta(days=7)

#: Inside the class, `date` is a method.
_Day: TypeAlias = date
_NUMBERING: Final = {"ar": "arab", SOURCE: "latn"}
_UNITS: Final = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))
_ARABIC_DIGITS: Final = {
    ord(str(digit)): chr(ord("\N{ARABIC-INDIC DIGIT ZERO}") + digit)
    for digit in range(10)
}
_LATIN_DIGITS: Final = {
    ord(arabic): chr(latin) for latin, arabic in _ARABIC_DIGITS.items()
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language with the time zone of the chat it is spoken in.

    Attributes:
        locale: one of `LOCALES`.
        timezone: in which a moment becomes a date.
        latin_digits: numbers are written with 0-9 whatever the language.
    """

    locale: str
    timezone: tzinfo
    _translations: NullTranslations = field(repr=False)
    latin_digits: bool = False

    def gettext(self, message: str, /, **values: object) -> str:
        """Return `message` translated, its {fields} filled with `values`.

        Numbers among the values are written with the language's digits.
        """
        return self._filled(self._translations.gettext(message), values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the plural form for `count`, which fills the field {count}."""
        form = self._translations.ngettext(one, many, count)
        return self._filled(form, {"count": count, **values})

    def number(self, value: int) -> str:
        """Return `value` with the language's digits and grouping."""
        system = _NUMBERING[SOURCE if self.latin_digits else self.locale]
        return self._digits(
            format_decimal(value, locale=self.locale, numbering_system=system)
        )

    def date(self, day: date) -> str:
        """Return the day in words; a moment is a day in the chat's time zone."""
        if isinstance(day, datetime):
            day = day.astimezone(self.timezone).date()
        return self._digits(format_date(day, format="d MMMM y", locale=self.locale))

    def full_date(self, day: _Day) -> str:
        """Return the weekday with the day in words."""
        form = "EEEE d MMMM y"
        return self._digits(format_date(day, format=form, locale=self.locale))

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week; Monday is 0."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def time(self, minute: int) -> str:
        """Return a time of day, in minutes after midnight, as 07:30."""
        return self._digits(f"{minute // 60:02}:{minute % 60:02}")

    def relative(self, when: datetime, *, now: datetime) -> str:
        """Return how long ago `when` was; a date beyond `RELATIVE_LIMIT`.

        Rounded down to whole minutes, hours or days: what happened 119 minutes ago
        is an hour old, not two.
        """
        age = now - when
        if abs(age) > RELATIVE_LIMIT:
            return self.date(when)
        for unit in _UNITS:
            if abs(age) >= unit:
                whole = unit * (abs(age) // unit)
                return self._digits(
                    format_timedelta(
                        -whole if age > timedelta() else whole,
                        threshold=1,
                        add_direction=True,
                        locale=self.locale,
                    )
                )
        return self.gettext("just now")

    def joined(self, words: Iterable[str]) -> str:
        """Return the words as one enumeration."""
        return self.gettext(", ").join(words)

    def _filled(self, message: str, values: dict[str, object]) -> str:
        words = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        if self.latin_digits:
            message = message.translate(_LATIN_DIGITS)
        return message.format(**words)

    def _digits(self, text: str) -> str:
        is_arabic = self.locale == "ar" and not self.latin_digits
        return text.translate(_ARABIC_DIGITS if is_arabic else _LATIN_DIGITS)


def language(locale: str, timezone: tzinfo, *, latin_digits: bool = False) -> Language:
    """Return the language of `locale`.

    Raises:
        ValueError: there is no such language here.
    """
    if locale not in LOCALES:
        raise ValueError(f"no catalogue for {locale!r}; there are {LOCALES}")
    return Language(locale, timezone, _translations(locale), latin_digits)


def load_languages() -> None:
    """Read what all languages need, which takes too long inside the first answer."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    for locale in LOCALES:
        spoken = language(locale, UTC)
        spoken.relative(long_ago, now=long_ago + _UNITS[0])
        spoken.date(long_ago + RELATIVE_LIMIT)


def language_of(request: Request) -> Language:
    """Return the language that a request wants its answer in."""
    return language(request.locale, request.timezone, latin_digits=request.latin_digits)


def translatable(message: str) -> str:
    """Return `message` as it is, marked for the catalogue; translated where shown."""
    return message


@lru_cache(maxsize=len(LOCALES))
def _translations(locale: str) -> NullTranslations:
    """Compile a catalogue in memory: no .mo file that could be older than its .po."""
    if locale == SOURCE:
        return NullTranslations()
    folder = resources.files("handlers") / "locale" / locale / "LC_MESSAGES"
    catalogue = read_po(
        BytesIO((folder / "mujaz.po").read_bytes()), locale=locale, abort_invalid=True
    )
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
