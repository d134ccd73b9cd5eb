"""`/digest`: what would be sent to this chat now."""

from dataclasses import replace

from handlers.conversation import Button, Reply, Request
from handlers.digest_text import Voice, digest_reply, empty_reply
from handlers.editions import Editions, Profile, goes_on, reach
from handlers.language import language_of
from handlers.muting_rules import muted_by
from handlers.subscribing import DEFAULT_LENGTH
from storage.chats import chat_at
from storage.database import Reader
from storage.subscriptions import last_covered, subscriptions_of, told_chats
from storage.wishes import follows_of, mutes_of


async def digest(db: Reader, request: Request) -> Reply:
    """Answer with the digest of what came in since the last one; nothing is settled."""
    profile, since_last, is_subscribed = await _profile(db, request)
    edition = await Editions(db).edition(profile)
    today = request.now.astimezone(request.timezone).date()
    voice = Voice(request.locale, request.latin_digits, today, goes_on=since_last)
    if edition.is_empty:
        reply = empty_reply(edition, voice)
    else:
        reply = digest_reply(edition, voice)
    if is_subscribed or request.chat is None:
        return reply
    every_day = language_of(request).gettext("Every day, by itself")
    return replace(reply, buttons=(Button(every_day, "/subscribe"), *reply.buttons))


async def _profile(db: Reader, request: Request) -> tuple[Profile, bool, bool]:
    """Return what the chat's digest would hold, whether it had one that this one goes
    on from, and whether it gets any.
    """
    chat = await chat_at(db, request.chat) if request.chat else None
    if chat is None:
        since = reach(None, until=request.now)
        return Profile(since, request.now, DEFAULT_LENGTH), False, False
    own = await subscriptions_of(db, chat_id=chat.id)
    covered = (await last_covered(db, [chat.id])).get(chat.id)
    profile = Profile(
        since=reach(covered, until=request.now),
        until=request.now,
        length=own[0].length if own else DEFAULT_LENGTH,
        follows=frozenset(one.actor_id for one in await follows_of(db, [chat.id])),
        muted=muted_by(await mutes_of(db, [chat.id])),
    )
    is_first = not await told_chats(db, [chat.id])
    return profile, goes_on(covered, until=request.now, is_first=is_first), bool(own)
