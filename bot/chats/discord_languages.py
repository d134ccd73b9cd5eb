"""Which of our languages a person's app and a server speak on Discord."""

from typing import Any, Final

import discord

Interaction = discord.Interaction[Any]

#: Discord's names of the languages that we have words in; Arabic is one of them in its
#: API, though not yet in its apps, and unknown to the library.
DISCORD_LOCALES: Final = {"ar": ("ar",), "en": ("en-US", "en-GB")}
#: What a server has that never chose a language.
_UNCHOSEN: Final = "en-US"

_OURS: Final = {
    theirs: ours for ours, names in DISCORD_LOCALES.items() for theirs in names
}


def language_of_app(interaction: Interaction, *, default: str) -> str:
    """Return the language for what only the person sees, beside their app's own words.

    That of the app, if it is one of ours; else the server's; else the default.
    """
    ours = _OURS.get(str(interaction.locale.value))
    return ours or language_of_place(interaction, default=default)


def language_of_place(interaction: Interaction, *, default: str) -> str:
    """Return the language for what is said in a place that has not set one.

    That of the server, if it chose one of ours; else the default.
    """
    chosen = interaction.guild_locale
    if chosen is None or chosen.value == _UNCHOSEN:
        return default
    return _OURS.get(str(chosen.value), default)
