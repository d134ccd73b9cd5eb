"""A message without a command: a question, a name, or words to look up."""

from dataclasses import replace
from typing import Final

from analysis.model import ActorType
from analysis.text.folding import fold
from handlers.actor_search import find_actors, names_actor
from handlers.arguments import checked, words_of
from handlers.company import company
from handlers.conversation import Reply, Request
from handlers.headlines import headlines
from handlers.language import language_of
from handlers.quotes import quotes
from handlers.remarks import remarks
from handlers.search import search
from handlers.vocabulary import vocabulary
from handlers.who import not_found, who
from storage.database import Database
from storage.quotes import newest_quotes

_ANSWERS: Final = {
    "latest": headlines,
    "who": who,
    "quotes": quotes,
    "about": remarks,
    "with": company,
}
#: The longest beginning of a question, in words.
_LONGEST: Final = 4
_MARKS: Final = "?!.\N{ARABIC QUESTION MARK} "


async def question(db: Database, request: Request) -> Reply:
    """Answer what is asked in words, else with the actor of that name, else a search.

    Raises:
        UserError: the message is too long, or it holds no words.
    """
    words = checked(request.argument, language_of(request))
    command, argument = asked(words)
    if command == "about":
        return await _about(db, request, argument)
    if command:
        return await _ANSWERS[command](db, replace(request, argument=argument))
    if await names_actor(db, words):
        return await who(db, request)
    return await search(db, request)


async def _about(db: Database, request: Request, words: str) -> Reply:
    """Answer what was said about somebody, or about a country, a war or the like.

    An organisation that only has the words in a longer name is not meant as long as
    statements have them; words that no statement has may be a name misspelt.
    """
    search = await find_actors(db, words)
    is_person = any(one.type == ActorType.PERSON for one in search.actors)
    if search.actors and (is_person or await names_actor(db, words)):
        return await remarks(db, replace(request, argument=words))
    language = language_of(request)
    if not await newest_quotes(db, words=words_of(words), limit=1):
        if search.actors:
            return await remarks(db, replace(request, argument=words))
        if search.near:
            return not_found(words, search, "about", language)
    argument = f"{language.gettext('about')} {words}"
    return await quotes(db, replace(request, argument=argument))


def asked(message: str) -> tuple[str, str]:
    """Return the command that a message asks for in words, and its argument.

    The longest known beginning counts; ("", message) where there is none. A name
    must follow where the command needs one.
    """
    words = message.split()
    folded = [fold(word).strip(_MARKS) for word in words]
    questions = vocabulary().questions
    for length in range(min(len(words), _LONGEST), 0, -1):
        command = questions.get(" ".join(folded[:length]))
        argument = " ".join(words[length:]).strip(_MARKS)
        if command and (argument or command == "latest"):
            return command, argument
    return "", message
