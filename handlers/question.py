"""A message without a command: a name, or words to look up."""

from handlers.actor_search import names_actor
from handlers.arguments import checked
from handlers.conversation import Reply, Request
from handlers.language import language_of
from handlers.search import search
from handlers.who import who
from storage.database import Reader


async def question(db: Reader, request: Request) -> Reply:
    """Answer with the actor of that name, else with articles that have the words.

    Raises:
        UserError: the message is too long, or it holds no words.
    """
    words = checked(request.argument, language_of(request))
    if await names_actor(db, words):
        return await who(db, request)
    return await search(db, request)
