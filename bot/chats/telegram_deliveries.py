"""What nobody asked for goes out to Telegram, through the queue that answers take."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chats.telegram_posting import Place, home_of, markup, new_message, preview_of
from bot.chats.telegram_queue import Outgoing, Queue, State, state_after
from bot.chats.telegram_text import messages
from bot.deliveries import Errand, Outcome, Report, Send
from handlers.conversation import Reply
from handlers.stored_reply import restored
from storage.chat_records import Parcel, Reason

#: Digests whose messages are kept ready: those of one moment in every form.
RENDERED: Final = 128


@dataclass(slots=True)
class _Trip:
    """What is known of a message while it is on its way.

    Attributes:
        has_arrived: its first part has, so the next ones may be sent.
    """

    errand: Errand
    has_arrived: bool = False
    message: str = ""
    error: TelegramError | None = None


@lru_cache(maxsize=RENDERED)
def laid_out(stored: str, *, home: str) -> tuple[Reply, tuple[str, ...]]:
    """Return a stored reply and its messages, made once for all whom it goes to."""
    reply = restored(stored)
    return reply, tuple(messages(reply, rtl=reply.locale == "ar", home=home))


def telegram_send(queue: Queue, bot: Bot) -> Send:
    """Return what sends a message to a chat of Telegram."""

    async def send(errand: Errand) -> Report:
        trip = _Trip(errand)
        reply, texts = laid_out(errand.parcel.reply, home=home_of(bot))
        parts = _parts(bot, reply, texts, errand.parcel)
        sent = [queue.put(_first(parts[0], trip))]
        sent += [queue.put(_next(part, trip)) for part in parts[1:]]
        return _report(trip, await asyncio.gather(*sent))

    return send


def _parts(
    bot: Bot, reply: Reply, texts: Sequence[str], parcel: Parcel
) -> list[Outgoing]:
    chat = parcel.chat
    topic = int(chat.at.thread) if chat.at.thread else None
    to = Place(int(chat.at.address), topic)
    shown = reply if chat.previews else replace(reply, preview="")
    made = []
    for number, text in enumerate(texts, start=1):
        buttons = markup(reply) if number == len(texts) else None
        message = new_message(
            bot,
            text,
            to=to,
            buttons=buttons,
            preview=preview_of(shown, part=number),
            is_silent=chat.silent,
        )
        made.append(replace(message, is_answer=False))
    return made


def _first(part: Outgoing, trip: _Trip) -> Outgoing:
    """Claim the message when its turn comes, not before: who is killed while it waits
    in the row has not sent it, and must not seem to have.
    """

    async def call(chat: int) -> object:
        try:
            message = await part.call(chat)
        except TelegramError as error:
            trip.error = error
            refused = isinstance(error, BadRequest | Forbidden)
            if not refused and state_after(error) == State.FAILED:
                await trip.errand.hold()
            raise
        trip.has_arrived = True
        trip.message = str(message.message_id) if isinstance(message, Message) else ""
        return message

    return replace(part, call=call, claim=trip.errand)


def _next(part: Outgoing, trip: _Trip) -> Outgoing:
    async def call(chat: int) -> object:
        return await part.call(chat) if trip.has_arrived else None

    return replace(part, call=call)


def _report(trip: _Trip, states: list[State]) -> Report:
    first, reason = states[0], str(trip.error or "")
    if first == State.WITHDRAWN:
        return Report(Outcome.WITHDRAWN)
    if first == State.SENT:
        if all(state == State.SENT for state in states):
            return Report(Outcome.SENT, trip.message)
        return Report(Outcome.FAILED, trip.message, Reason.PARTLY)
    if first == State.CLOSED:
        return Report(Outcome.CLOSED)
    if first == State.UNKNOWN:
        return Report(Outcome.UNKNOWN, reason=Reason.INTERRUPTED)
    if isinstance(trip.error, BadRequest):
        return Report(Outcome.FAILED, reason=reason)
    return Report(Outcome.AGAIN)
