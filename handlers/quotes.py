"""`/quotes [NAME] [about WORDS] [page N]`: what somebody said, newest first."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.text.folding import fold
from handlers.actor_search import find_actors, names_actor
from handlers.arguments import checked, echo, words_of
from handlers.citations import quotation
from handlers.conversation import (
    Block,
    Button,
    Heading,
    Reply,
    Request,
    Text,
    UserError,
)
from handlers.language import Language, language_of
from handlers.pages import MAX_COMMAND, Page, page_buttons, split_page
from handlers.selection import distinct_quotes
from handlers.vocabulary import vocabulary
from handlers.who import command_about, not_found, which_one
from storage.database import Reader
from storage.quotes import newest_quotes, quotes_by, quotes_by_name
from storage.records import Actor, Quote

DEFAULT_COUNT: Final = 6
#: Statements read for each that is shown: outlets repeat one another.
SPARE: Final = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Whose statements are wanted, about what, and which page of them.

    Attributes:
        name: "" for anybody.
        subject: the words as typed; "" for anything.
    """

    page: Page
    name: str
    subject: str

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that a statement must hold."""
        return words_of(self.subject)

    @property
    def limit(self) -> int:
        """How many statements to read: one more than is shown, and to spare."""
        return (self.page.end + 1) * SPARE


async def quotes(db: Reader, request: Request) -> Reply:
    """Answer with statements, newest first, each with its source.

    Raises:
        UserError: the argument is no name and no words.
    """
    language = language_of(request)
    question = read_question(checked(request.argument, language), language)
    if not question.name:
        found = await newest_quotes(db, words=question.words, limit=question.limit)
        return await _reply(db, found, question, "", request)
    return await _of_name(db, question, request)


def read_question(argument: str, language: Language) -> Question:
    """Take an argument apart: "٣ هيلي عن إيران" is three, Healey, Iran.

    Raises:
        UserError: a number is out of range, or nothing follows "about".
    """
    page, rest = split_page(argument, language, default=DEFAULT_COUNT)
    words = rest.split()
    about = vocabulary().about
    place = next((i for i, word in enumerate(words) if fold(word) in about), len(words))
    name, subject = " ".join(words[:place]), " ".join(words[place + 1 :])
    if place < len(words) and not words_of(subject):
        raise UserError(
            language.gettext("About what? For example: /quotes Healey about Iran")
        )
    return Question(page, name, subject)


async def _of_name(db: Reader, question: Question, request: Request) -> Reply:
    language = language_of(request)
    limit = question.limit
    search = await find_actors(db, question.name)
    if len(search.actors) != 1 or not await names_actor(db, question.name):
        # A government or a nameless source is nobody's name, or a part of one only.
        found = await quotes_by_name(
            db, folded_name=fold(question.name), words=question.words, limit=limit
        )
        if found:
            return await _reply(db, found, question, found[0].speaker, request)
    if len(search.actors) > 1:
        plain = replace(question, subject=re.sub("[{}]", "", question.subject))
        again = _command(plain, "{name}", language)
        return await which_one(db, search.actors, again, request)
    if not search.actors:
        return not_found(question.name, search, "quotes", language)
    actor = search.actors[0]
    found = await quotes_by(db, speaker_id=actor.id, words=question.words, limit=limit)
    return await _reply(db, found, question, actor.name, request, actor=actor)


async def _reply(
    db: Reader,
    found: Sequence[Quote],
    question: Question,
    name: str,
    request: Request,
    *,
    actor: Actor | None = None,
) -> Reply:
    language = language_of(request)
    if not found:
        return await _nothing(db, question, actor, language)
    page = question.page
    distinct = await asyncio.to_thread(distinct_quotes, found, limit=page.end + 1)
    blocks: list[Block] = [Heading(_heading(question, name, language))]
    blocks += [
        quotation(quote, language, now=request.now, speaker=name)
        for quote in distinct[page.start : page.end]
    ] or [Text(language.gettext("There is nothing on this page."))]
    buttons = page_buttons(
        _first_page(question, actor, language),
        page,
        language,
        more=language.gettext("More statements"),
        found=len(distinct),
    )
    if actor:
        who = language.gettext("Who is {name}?", name=actor.name)
        buttons = (*buttons, Button(who, await command_about(db, "who", actor)))
    return Reply(tuple(blocks), buttons)


def _heading(question: Question, name: str, language: Language) -> str:
    subject = echo(question.subject)
    if name and subject:
        return language.gettext("{name} about “{subject}”", name=name, subject=subject)
    if name:
        return language.gettext("Statements: {name}", name=name)
    if subject:
        return language.gettext("Statements about “{subject}”", subject=subject)
    return language.gettext("Latest statements")


async def _nothing(
    db: Reader, question: Question, actor: Actor | None, language: Language
) -> Reply:
    subject, name = echo(question.subject), actor.name if actor else ""
    buttons: tuple[Button, ...] = ()
    if actor and subject:
        text = language.gettext(
            "I have no statement of {name} about “{subject}”.",
            name=name,
            subject=subject,
        )
        everything = language.gettext("All statements of {name}", name=name)
        again = await command_about(db, "quotes", actor)
        buttons = (Button(everything, again),)
    elif actor:
        text = language.gettext("I have no statement of {name} yet.", name=name)
        who = language.gettext("Who is {name}?", name=name)
        buttons = (Button(who, await command_about(db, "who", actor)),)
    elif subject:
        text = language.gettext(
            "I have no statement about “{subject}”.", subject=subject
        )
    else:
        text = language.gettext("No statements yet. Sources: /sources")
    return Reply((Text(text),), buttons)


def _first_page(question: Question, actor: Actor | None, language: Language) -> str:
    """Return the same question for its first page, short enough for a button."""
    command = _command(question, question.name, language)
    if actor and len(command.encode()) > MAX_COMMAND:
        return _command(question, f"#{actor.id}", language)
    return command


def _command(question: Question, name: str, language: Language) -> str:
    """Return what asks for the statements of `name` on the question's subject."""
    count = "" if question.page.count == DEFAULT_COUNT else question.page.count
    about = language.gettext("about") if question.subject else ""
    return " ".join(f"/quotes {count} {name} {about} {question.subject}".split())
