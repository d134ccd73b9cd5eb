"""What is said about channels of a server: which one is meant, and one that is lost."""

from datetime import UTC

from handlers.conversation import Reply, Text
from handlers.language import language


def channel_option(locale: str) -> str:
    """Return what the option says that names another channel."""
    return language(locale, UTC).gettext(
        "The channel that is meant, if it is not this one"
    )


def lost_channel(locale: str, *, name: str) -> Reply:
    """Return what a server is told, once, when nothing can be sent to its channel."""
    text = language(locale, UTC).gettext(
        "I cannot send to the channel “{name}” any more and have stopped. There I need"
        " the permissions View Channel, Send Messages and Embed Links. Once I have"
        " them, give me any command there, and I start again.",
        name=name,
    )
    return Reply((Text(text),))
