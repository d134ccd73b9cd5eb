"""What is said about channels: which one is meant, and one that is new or lost."""

from datetime import UTC

from handlers.conversation import Button, Reply, Text
from handlers.language import language


def channel_option(locale: str) -> str:
    """Return what the option says that names another channel."""
    return language(locale, UTC).gettext(
        "The channel that is meant, if it is not this one"
    )


def file_option(locale: str) -> str:
    """Return what the option says that takes a file."""
    return language(locale, UTC).gettext("An OPML file with many sources at once")


def lost_channel(locale: str, *, name: str, server: str) -> Reply:
    """Return what a server is told, once, when nothing can be sent to its channel.

    Args:
        name: of the channel; "" where not everybody who reads this may know it.
    """
    spoken = language(locale, UTC)
    text = (
        spoken.gettext(
            "I cannot send to the channel “{name}” any more and have stopped.",
            name=name,
        )
        if name
        else spoken.gettext(
            "I cannot send to a channel of the server “{server}” any more and have"
            " stopped.",
            server=server,
        )
    )
    text += " " + spoken.gettext(
        "There I need the permissions View Channel, Send Messages and Embed Links. Once"
        " I have them, give me any command there, and I start again."
    )
    return Reply((Text(text),), locale=locale)


def reopened(locale: str) -> Text:
    """Return what is said where nothing could be sent for some time."""
    text = language(locale, UTC).gettext(
        "I could not send anything here for a while and had stopped. What you set here"
        " holds, and comes again from now on."
    )
    return Text(text)


def gone_channel(locale: str, *, name: str, server: str) -> Reply:
    """Return what a server is told, once, of a channel that was deleted.

    Args:
        name: of the channel; "" where it is not known, or not everybody who reads this
            may know it.
    """
    spoken = language(locale, UTC)
    text = (
        spoken.gettext(
            "The channel “{name}” was deleted, so what I sent there has stopped.",
            name=name,
        )
        if name
        else spoken.gettext(
            "A channel of the server “{server}” was deleted, so what I sent there has"
            " stopped.",
            server=server,
        )
    )
    text += " " + spoken.gettext(
        "It can come to another channel: give me the command /subscribe there."
    )
    return Reply((Text(text),), locale=locale)


def new_channel(locale: str, *, name: str, address: str) -> Reply:
    """Return what somebody is told who made the bot an administrator of a channel.

    Args:
        address: what names the channel in a command.
    """
    spoken = language(locale, UTC)
    text = spoken.gettext(
        "I may post in the channel “{name}” now. Shall a digest come there every day?",
        name=name,
    )
    buttons = (
        Button(spoken.gettext("Subscribe the channel"), f"/subscribe {address}"),
        Button(spoken.gettext("Settings"), f"/settings {address}"),
    )
    return Reply((Text(text),), buttons, locale=locale)


def meant_channel(locale: str, *, name: str, address: str) -> Text:
    """Return the line above an answer that is about a channel."""
    text = language(locale, UTC).gettext(
        "About the channel “{name}”. In a command it is named first: /settings"
        " {address}",
        name=name,
        address=address,
    )
    return Text(text)


def unknown_channel(locale: str, *, address: str) -> Reply:
    """Return what somebody is told who speaks for a channel that is not theirs."""
    text = language(locale, UTC).gettext(
        "I know no channel {address} in which both of us are administrators, and I may"
        " post. Make me one there, then try again.",
        address=address,
    )
    return Reply((Text(text),), locale=locale)
