"""`/forgetme`: delete all that is kept about a chat, once that is confirmed."""

from analysis.text.folding import fold
from handlers.conversation import Button, Reply, Request, Text
from handlers.language import language_of
from handlers.vocabulary import vocabulary
from storage.chats import forget_chat
from storage.database import Database


async def forget(db: Database, request: Request) -> Reply:
    """Ask whether all is to be deleted; with a "yes" behind the command, delete it.

    A second "yes" finds nothing left and says the same.
    """
    language = language_of(request)
    word = fold(request.argument)
    if request.chat is None:
        return _told(language.gettext("Nothing is kept about you here."))
    if word in vocabulary().no:
        return _told(language.gettext("Nothing was deleted."))
    if word not in vocabulary().yes:
        return _question(request)
    async with db.transaction() as connection:
        await forget_chat(
            connection, platform=request.chat.platform, address=request.chat.address
        )
    text = language.gettext(
        "Deleted. Nothing about this chat is kept any more, and nothing will be sent"
        " here by itself."
    )
    if request.chat.is_private:
        text += " " + language.gettext("Send /start to begin again.")
    return _told(text)


def _question(request: Request) -> Reply:
    language = language_of(request)
    text = language.gettext(
        "This deletes all that Mujaz keeps about this chat: its number and settings,"
        " its subscriptions and names to follow, and what was sent to it. It cannot be"
        " undone. Delete it all?"
    )
    yes, no = language.gettext("yes"), language.gettext("no")
    return Reply(
        (Text(text),),
        (
            Button(language.gettext("Yes, delete it"), f"/forgetme {yes}"),
            Button(language.gettext("No, keep it"), f"/forgetme {no}"),
        ),
    )


def _told(text: str) -> Reply:
    return Reply((Text(text),))
