"""Times of day as people write them: "07:30", "٧:٣٠", "7 مساءً", "8pm"."""

import re
from typing import Final

from analysis.text.folding import fold, normalise
from handlers.conversation import Button, UserError
from handlers.language import Language
from handlers.vocabulary import vocabulary

#: Times offered where none is named, in minutes after midnight.
OFFERED: Final = tuple(hour * 60 for hour in (6, 7, 8, 12, 18, 21))

_TIME: Final = re.compile(
    r"(\d{1,2})(?:\s*[:.,\N{ARABIC DECIMAL SEPARATOR}]\s*(\d{2}))?(?!\d)\s*([^\W\d]+)?"
)
_NOON: Final = 12


def split_time(argument: str, language: Language) -> tuple[int | None, str]:
    """Return the time that an argument begins with, and what follows it.

    Returns:
        Minutes after midnight; None if it does not begin with a number.

    Raises:
        UserError: there is no such time.
    """
    text = normalise(argument)
    match = _TIME.match(text)
    if not match:
        return None, text
    hour, minute = int(match[1]), int(match[2] or 0)
    end, half = match.end(), _half(match[3] or "")
    if half is None:
        end = match.start(3) if match[3] else end
    elif 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half else 0)
    if hour > 23 or minute > 59:
        raise UserError(
            language.gettext("There is no such time. Write it like this: 07:30")
        )
    return hour * 60 + minute, text[end:].strip()


def written(minute: int) -> str:
    """Return a time of day as commands take it: "07:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def time_buttons(command: str, language: Language) -> tuple[Button, ...]:
    """Return buttons with times; `command` has a field {time}."""
    return tuple(
        Button(language.time(minute), command.format(time=written(minute)).strip())
        for minute in OFFERED
    )


def _half(word: str) -> int | None:
    """Return which half of the day a word means: 0, 1, or None for neither."""
    words = vocabulary()
    folded = fold(word)
    if folded in words.morning:
        return 0
    return 1 if folded in words.evening else None
