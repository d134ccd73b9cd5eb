"""What a command's argument says: how many, and which words."""

import re
from typing import Final

from analysis.text.folding import normalise
from analysis.text.terms import terms
from handlers.conversation import UserError
from handlers.language import Language

#: Longer arguments are a paste, not a question; in characters.
MAX_ARGUMENT: Final = 200
#: More answers than this are a book, not an answer.
MAX_COUNT: Final = 20

_COUNT: Final = re.compile(r"([+-]?\d{1,9})(?:\s+|$)")


def checked(argument: str, language: Language) -> str:
    """Return an argument that can be looked up, without invisible characters.

    Raises:
        UserError: it is too long, or it holds neither letters nor digits.
    """
    text = " ".join(normalise(argument).split())
    if len(text) > MAX_ARGUMENT:
        raise UserError(
            language.gettext(
                "That is {length} characters long; I can look up {limit} at most."
                " Send a name or a few words.",
                length=len(text),
                limit=MAX_ARGUMENT,
            )
        )
    if text and not any(map(str.isalnum, text)):
        raise UserError(
            language.gettext("I see no words in that. Send a name or a few words.")
        )
    return text


def split_count(argument: str, language: Language, *, default: int) -> tuple[int, str]:
    """Return how many an argument asks for, and the words after the number.

    Raises:
        UserError: the number is not between 1 and `MAX_COUNT`.
    """
    match = _COUNT.match(argument)
    if not match:
        return default, argument
    count = int(match[1])
    if not 1 <= count <= MAX_COUNT:
        raise UserError(
            language.gettext("Ask for 1 to {limit} at a time.", limit=MAX_COUNT)
        )
    return count, argument[match.end() :]


def begins_with_count(argument: str) -> bool:
    """Tell whether a number stands in front, which a command takes for a count."""
    return bool(_COUNT.match(argument))


def words_of(argument: str) -> tuple[str, ...]:
    """Return the words of an argument as articles are searched by them."""
    return terms(argument)


def echo(argument: str) -> str:
    """Return an argument short enough to be repeated in an answer."""
    return argument if len(argument) <= 60 else argument[:59] + "…"
