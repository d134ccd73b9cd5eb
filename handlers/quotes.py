"""`/quotes [NAME] [about WORDS]`: what somebody said, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.folding import fold
from handlers.actor_search import find_actors, names_actor
from handlers.arguments import MAX_COUNT, checked, echo, split_count, words_of
from handlers.citations import quotation
from handlers.conversation import Button, Heading, Reply, Request, Text, UserError
from handlers.language import Language, language_of
from handlers.selection import distinct_quotes
from handlers.vocabulary import vocabulary
from handlers.who import not_found, which_one
from storage.database import Reader
from storage.quotes import newest_quotes, quotes_by, quotes_by_name
from storage.records import Actor, Quote

DEFAULT_COUNT: Final = 6
#: Statements read for each that is shown: outlets repeat one another.
SPARE: Final = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Whose statements are wanted, about what, and how many.

    Attributes:
        name: "" for anybody.
        subject: the words as typed; "" for anything.
    """

    count: int
    name: str
    subject: str

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that a statement must hold."""
        return words_of(self.subject)


async def quotes(db: Reader, request: Request) -> Reply:
    """Answer with statements, newest first, each with its source.

    Raises:
        UserError: the argument is no name and no words.
    """
    language = language_of(request)
    question = read_question(checked(request.argument, language), language)
    if not question.name:
        found = await newest_quotes(
            db, words=question.words, limit=question.count * SPARE
        )
        return _reply(found, question, "", request)
    return await _of_name(db, question, request)


def read_question(argument: str, language: Language) -> Question:
    """Take an argument apart: "٣ هيلي عن إيران" is three, Healey, Iran.

    Raises:
        UserError: the number is out of range, or nothing follows "about".
    """
    count, rest = split_count(argument, language, default=DEFAULT_COUNT)
    words = rest.split()
    about = vocabulary().about
    place = next((i for i, word in enumerate(words) if fold(word) in about), len(words))
    name, subject = " ".join(words[:place]), " ".join(words[place + 1 :])
    if place < len(words) and not words_of(subject):
        raise UserError(
            language.gettext("About what? For example: /quotes Healey about Iran")
        )
    return Question(count, name, subject)


async def _of_name(db: Reader, question: Question, request: Request) -> Reply:
    language = language_of(request)
    limit = question.count * SPARE
    search = await find_actors(db, question.name)
    if len(search.actors) != 1 or not await names_actor(db, question.name):
        # A government or a nameless source is nobody's name, or a part of one only.
        found = await quotes_by_name(
            db, folded_name=fold(question.name), words=question.words, limit=limit
        )
        if found:
            return _reply(found, question, found[0].speaker, request)
    if len(search.actors) > 1:
        return await which_one(db, search.actors, _again(question, language), request)
    if not search.actors:
        return not_found(question.name, search, "quotes", language)
    actor = search.actors[0]
    found = await quotes_by(db, speaker_id=actor.id, words=question.words, limit=limit)
    return _reply(found, question, actor.name, request, actor=actor)


def _again(question: Question, language: Language) -> str:
    """Return the command for the same question about an actor {name}."""
    subject = question.subject.replace("{", "").replace("}", "")
    about = language.gettext("about")
    return "/quotes {name}" + (f" {about} {subject}" if subject else "")


def _reply(
    found: Sequence[Quote],
    question: Question,
    name: str,
    request: Request,
    *,
    actor: Actor | None = None,
) -> Reply:
    language = language_of(request)
    shown = distinct_quotes(found, limit=question.count)
    if not shown:
        return _nothing(question, name, language)
    blocks = [
        quotation(quote, language, now=request.now, speaker=name) for quote in shown
    ]
    heading = Heading(_heading(question, name, language))
    return Reply((heading, *blocks), _buttons(actor, question, len(shown), language))


def _heading(question: Question, name: str, language: Language) -> str:
    subject = echo(question.subject)
    if name and subject:
        return language.gettext("{name} about “{subject}”", name=name, subject=subject)
    if name:
        return language.gettext("Statements: {name}", name=name)
    if subject:
        return language.gettext("Statements about “{subject}”", subject=subject)
    return language.gettext("Latest statements")


def _nothing(question: Question, name: str, language: Language) -> Reply:
    subject = echo(question.subject)
    buttons: tuple[Button, ...] = ()
    if name and subject:
        text = language.gettext(
            "I have no statement of {name} about “{subject}”.",
            name=name,
            subject=subject,
        )
        everything = language.gettext("All statements of {name}", name=name)
        buttons = (Button(everything, f"/quotes {name}"),)
    elif name:
        text = language.gettext("I have no statement of {name} yet.", name=name)
        who = language.gettext("Who is {name}?", name=name)
        buttons = (Button(who, f"/who {name}"),)
    elif subject:
        text = language.gettext(
            "I have no statement about “{subject}”.", subject=subject
        )
    else:
        text = language.gettext("No statements yet. Sources: /sources")
    return Reply((Text(text),), buttons)


def _buttons(
    actor: Actor | None, question: Question, shown: int, language: Language
) -> tuple[Button, ...]:
    if actor is None:
        return ()
    who = Button(
        language.gettext("Who is {name}?", name=actor.name), f"/who {actor.name}"
    )
    if shown < question.count or question.count * 2 > MAX_COUNT:
        return (who,)
    more = f"/quotes {question.count * 2} {actor.name}"
    if question.subject:
        more += f" {language.gettext('about')} {question.subject}"
    return Button(language.gettext("More statements"), more), who
