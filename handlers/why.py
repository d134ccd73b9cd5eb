"""`/why`: why the last digest or an expected alert was or was not sent."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from handlers.chat_settings import place_of
from handlers.citations import shortened
from handlers.conversation import Block, Button, Heading, Reply, Request, Text
from handlers.following import alerts_in_words
from handlers.language import Language, language_of, translatable
from handlers.subscribing import moment_in_words, next_due
from storage.chat_records import NAMES_APART, Chat, Delivery, Reason
from storage.chats import chat_at
from storage.database import Reader
from storage.deliveries import deliveries_of
from storage.wishes import follows_of, mutes_of

#: Deliveries looked at, and lines of each kind shown.
LOOKED_AT: Final = 40
SHOWN: Final = 5
#: So much of a statement tells which one it is, in characters.
STATEMENT: Final = 80

_SKIPPED: Final[dict[str, str]] = {
    Reason.LATE: translatable(
        "not sent: Mujaz or the platform was out of reach then, and more than six"
        " hours late nothing is sent"
    ),
    Reason.BLOCKED: translatable("not sent: this chat was closed to Mujaz then"),
    Reason.EMPTY: translatable("not sent: nothing new had come in"),
    Reason.MUTED: translatable("not sent: all that had come in is muted here (/muted)"),
    Reason.DUPLICATE: translatable("not sent: the same had been sent before"),
    Reason.LIMIT: translatable("not sent: the day's limit of alerts was reached"),
}
_OTHERWISE: Final = translatable("not sent")
_WAITING: Final[dict[str, str]] = {
    Reason.HELD: translatable("waits: the platform's limit does not let it out yet"),
    Reason.UNREACHABLE: translatable(
        "waits: the platform could not be reached, it is tried again at {time}"
    ),
}
_FAILED: Final[dict[str, str]] = {
    Reason.BLOCKED: translatable("not sent: this chat was closed to Mujaz then"),
    Reason.PARTLY: translatable("only the first part of it could be sent"),
    Reason.OUR_FAULT: translatable("not sent: an error in Mujaz; its log has it"),
}


async def why(db: Reader, request: Request) -> Reply:
    """Answer with what became of the chat's last digests and alerts.

    Raises:
        UserError: nothing is sent here by itself.
    """
    language = language_of(request)
    chat = await chat_at(db, place_of(request))
    if chat is None:
        text = language.gettext(
            "No digest is subscribed here and nobody is followed, so nothing is sent."
        )
        subscribe = Button(language.gettext("Subscribe"), "/subscribe")
        return Reply((Text(text),), (subscribe,))
    past = await deliveries_of(db, chat_id=chat.id, limit=LOOKED_AT)
    digests = [one for one in past if one.kind == "digest"][:SHOWN]
    alerts = [one for one in past if one.kind == "alert"][:SHOWN]
    mutes = await mutes_of(db, [chat.id])
    words = {one.folded: one.word for one in mutes if one.word}
    blocks: list[Block] = [
        Heading(language.gettext("Digests")),
        *_lines(digests, words, request),
        Text(await _next(db, chat, request)),
        Heading(language.gettext("Alerts")),
        *_lines(alerts, words, request),
        Text(await _alerts(db, chat, language)),
    ]
    return Reply(tuple(blocks))


async def _next(db: Reader, chat: Chat, request: Request) -> str:
    language = language_of(request)
    due = await next_due(db, chat)
    if due is None:
        return language.gettext("No digest is subscribed here: /subscribe")
    if due <= request.now:
        return language.gettext("A digest is being prepared now.")
    moment = moment_in_words(due, request)
    return language.gettext("The next one is not due before {moment}.", moment=moment)


async def _alerts(db: Reader, chat: Chat, language: Language) -> str:
    own = await follows_of(db, [chat.id])
    if not own:
        return language.gettext("Nobody is followed here, so no alert is due: /follow")
    return alerts_in_words(own, chat, language)


def _lines(
    deliveries: Iterable[Delivery], words: Mapping[str, str], request: Request
) -> Iterable[Block]:
    """Return a line for each delivery.

    Args:
        words: muted ones as they were given, by their folded form.
    """
    lines = [_line(one, words, request) for one in deliveries]
    return [Text("\n".join(lines))] if lines else []


def _line(one: Delivery, words: Mapping[str, str], request: Request) -> str:
    language = language_of(request)
    moment = moment_in_words(one.owed, request)
    return language.gettext(
        "{moment}: {outcome}", moment=moment, outcome=_outcome(one, words, request)
    )


def _outcome(one: Delivery, words: Mapping[str, str], request: Request) -> str:
    """Return in plain words what became of a delivery, and why."""
    language = language_of(request)
    match one.state:
        case "sent":
            return _sent(one, language)
        case "sending":
            return language.gettext("is being sent now")
        case "unknown":
            return language.gettext(
                "may have been sent: the connection broke off in the middle, and Mujaz"
                " sends nothing twice"
            )
        case "pending":
            return _pending(one, request)
        case "skipped":
            return _skipped(one, words, language)
    if one.reason in _FAILED:
        return language.gettext(_FAILED[one.reason])
    return language.gettext(
        "not sent: the platform refused it ({reason})", reason=one.reason
    )


def _skipped(one: Delivery, words: Mapping[str, str], language: Language) -> str:
    code, _, detail = one.reason.partition(" ")
    if code == Reason.MUTED and detail:
        names = [words.get(name, name) for name in detail.split(NAMES_APART)]
        word = language.joined(names)
        return language.gettext("not sent: “{word}” is muted here", word=word)
    if code == Reason.DUPLICATE and detail:
        statement = shortened(detail, limit=STATEMENT)
        return language.gettext(
            "not sent: the same had been sent before: “{words}”", words=statement
        )
    return language.gettext(_SKIPPED.get(code, _OTHERWISE))


def _sent(one: Delivery, language: Language) -> str:
    late = (one.settled or one.owed) - one.owed
    if late < timedelta(minutes=10):
        return language.gettext("sent")
    minutes = int(late.total_seconds() // 60)
    hours = minutes // 60
    if hours:
        how = language.ngettext("{count} hour", "{count} hours", hours)
    else:
        how = language.ngettext("{count} minute", "{count} minutes", minutes)
    return language.gettext("sent {how} late", how=how)


def _pending(one: Delivery, request: Request) -> str:
    language = language_of(request)
    local = one.after.astimezone(request.timezone)
    time = language.time(local.hour * 60 + local.minute)
    if one.reason in _WAITING:
        return language.gettext(_WAITING[one.reason], time=time)
    if one.after > request.now:
        return language.gettext("waits for the end of the quiet hours")
    return language.gettext("waits to be sent")
