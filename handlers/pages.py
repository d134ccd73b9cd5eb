"""Which part of a long answer is wanted: "5 غزة صفحة 2", as people and buttons say."""

import re
from dataclasses import dataclass
from typing import Final

from analysis.text.folding import fold
from handlers.arguments import split_count
from handlers.conversation import Button, UserError
from handlers.language import Language
from handlers.vocabulary import vocabulary

#: No page shows what comes after so many answers: further back, words find more.
MAX_REACH: Final = 100
#: In bytes: a button of Telegram has room for 64, and the page's number follows.
MAX_COMMAND: Final = 50

_LAST_WORDS: Final = re.compile(r"(?:^|(.*)\s)(\S+)\s+(\d{1,9})$")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of an answer.

    Attributes:
        count: how many a page shows.
        number: from 1.
    """

    count: int
    number: int = 1

    @property
    def start(self) -> int:
        """How many come before it."""
        return self.count * (self.number - 1)

    @property
    def end(self) -> int:
        """How many there are up to its end."""
        return self.count * self.number


def split_page(argument: str, language: Language, *, default: int) -> tuple[Page, str]:
    """Return which page an argument asks for, and its words.

    Args:
        default: how many a page shows if the argument does not say.

    Raises:
        UserError: the count or the page is out of range.
    """
    number, rest = split_number(argument)
    count, words = split_count(rest, language, default=default)
    return checked_page(count, number, language), words


def checked_page(count: int, number: int, language: Language) -> Page:
    """Return the page of this number.

    Raises:
        UserError: it ends beyond `MAX_REACH`, or there is none of this number.
    """
    last = MAX_REACH // count
    if not 1 <= number <= last:
        raise UserError(language.gettext("There are pages 1 to {last}.", last=last))
    return Page(count, number)


def split_number(argument: str) -> tuple[int, str]:
    """Return the page that an argument ends with, 1 if none, and what is before it."""
    match = _LAST_WORDS.match(argument)
    if not match or fold(match[2]) not in vocabulary().page:
        return 1, argument
    return int(match[3]), (match[1] or "").strip()


def page_buttons(
    command: str,
    page: Page,
    language: Language,
    *,
    more: str,
    found: int,
    back: str = "",
) -> tuple[Button, ...]:
    """Offer the pages before and after this one, where there are any.

    Args:
        command: what asks for the first page.
        more: the label of the next one.
        found: how many answers there are, counted to one beyond the page's end.
        back: the label of the one before; "" where that has newer answers.
    """
    buttons = []
    if page.number > 1:
        back = back or language.gettext("Newer ones")
        buttons.append(Button(back, _turned(command, page.number - 1, language)))
    if found > page.end and page.end + page.count <= MAX_REACH:
        buttons.append(Button(more, _turned(command, page.number + 1, language)))
    return tuple(buttons)


def _turned(command: str, number: int, language: Language) -> str:
    if number == 1:
        return command
    word = language.gettext("page")
    return f"{command} {word} {number}"
