"""What nobody asked for goes out to Discord, through the connection there is."""

from typing import Final

from bot.chats.discord_sender import DiscordSender, State
from bot.deliveries import Errand, Outcome, Report, Send
from handlers.stored_reply import restored
from storage.chat_records import Reason

_OUTCOMES: Final = {
    State.SENT: Outcome.SENT,
    State.RETRY: Outcome.AGAIN,
    State.FAILED: Outcome.FAILED,
    State.CLOSED: Outcome.CLOSED,
    State.GONE: Outcome.CLOSED,
}


def discord_send(sender: DiscordSender) -> Send:
    """Return what sends a message to a channel or a person of Discord."""

    async def send(errand: Errand) -> Report:
        if not sender.is_connected:
            return Report(Outcome.AGAIN)
        if not await errand.begin():
            return Report(Outcome.WITHDRAWN)
        parcel = errand.parcel
        reply = restored(parcel.reply)
        fate = await sender.send(
            parcel.chat.at,
            reply,
            rtl=reply.locale == "ar",
            key=str(parcel.id),
            is_silent=parcel.chat.silent,
        )
        if fate.state is State.UNKNOWN and fate.message:
            return Report(Outcome.FAILED, fate.message, Reason.PARTLY)
        if fate.state is State.UNKNOWN:
            return Report(Outcome.UNKNOWN, reason=Reason.INTERRUPTED)
        return Report(_OUTCOMES[fate.state], fate.message, fate.reason)

    return send
