"""What nobody asked for goes out to Discord."""

from typing import Final

from bot.chats.discord_sender import DiscordSender, State
from bot.deliveries import Errand, Outcome, Report, Send
from handlers.stored_reply import restored
from storage.chat_records import Reason

_OUTCOMES: Final = {
    State.SENT: Outcome.SENT,
    State.FAILED: Outcome.FAILED,
    State.CLOSED: Outcome.CLOSED,
    State.RETRY: Outcome.AGAIN,
}


def discord_send(sender: DiscordSender) -> Send:
    """Return what sends a message to a chat of Discord."""

    async def send(errand: Errand) -> Report:
        if not await errand.begin():
            return Report(Outcome.WITHDRAWN)
        chat = errand.parcel.chat
        reply = restored(errand.parcel.reply)
        fate = await sender.send(
            chat.at,
            reply,
            rtl=reply.locale == "ar",
            key=str(errand.parcel.id),
            is_silent=chat.silent,
        )
        if fate.state is State.UNKNOWN and fate.message:
            return Report(Outcome.FAILED, fate.message, Reason.PARTLY)
        if fate.state is State.UNKNOWN:
            return Report(Outcome.UNKNOWN, reason=Reason.INTERRUPTED)
        return Report(_OUTCOMES[fate.state], fate.message, fate.reason)

    return send
