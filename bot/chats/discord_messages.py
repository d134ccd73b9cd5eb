"""Replies as what the library sends: embeds, pictures, buttons and menus."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import discord

from bot.chats.discord_text import (
    ALTERNATIVE_LENGTH,
    Embed,
    choices,
    messages,
)
from bot.chats.shown_text import one_line
from handlers.conversation import Document, Image, Reply

COLOUR: Final = 0x1F6F78
#: More choices than two rows of buttons are a menu.
MAX_SHOWN_AS_BUTTONS: Final = 10
#: The menu's own id; what is chosen in it is a command.
MENU: Final = "menu"

_NOTHING: Final = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a reply; it can be sent once, for files are read to their end.

    Attributes:
        view: its buttons; None for none.
    """

    embeds: list[discord.Embed]
    files: list[discord.File] = field(default_factory=list)
    view: discord.ui.View | None = None

    def new(self) -> dict[str, Any]:
        """Return the arguments that send it as a new message."""
        made: dict[str, Any] = {"embeds": self.embeds}
        if self.files:
            made["files"] = self.files
        if self.view:
            made["view"] = self.view
        return made

    def edited(self) -> dict[str, Any]:
        """Return the arguments that put it in the place of a message."""
        return {
            "content": None,
            "embeds": self.embeds,
            "attachments": self.files,
            "view": self.view,
        }


def parts(reply: Reply, *, rtl: bool, channel: str | None = None) -> list[Part]:
    """Return the messages of a reply, one at least, its buttons below the last.

    Args:
        rtl: the reply's language is written from right to left.
        channel: the number of the channel that its buttons are for, where it is not
            the one they stand in.
    """
    shown = messages(reply, rtl=rtl) or ((Embed("", _NOTHING),),)
    *made, last = [_part(embeds) for embeds in shown]
    view = _view(choices(reply.buttons, channel=channel))
    return [*made, replace(last, view=view, files=[*last.files, *_documents(reply)])]


def _part(embeds: Sequence[Embed]) -> Part:
    files, made = [], []
    for number, one in enumerate(embeds):
        embed = discord.Embed(
            title=one.title or None, description=one.description or None, colour=COLOUR
        )
        if one.image:
            files.append(_file(one.image, f"picture{number}.png"))
            embed.set_image(url=f"attachment://{files[-1].filename}")
        made.append(embed)
    return Part(made, files)


def _documents(reply: Reply) -> list[discord.File]:
    return [
        discord.File(io.BytesIO(block.content), filename=block.name)
        for block in reply.blocks
        if isinstance(block, Document)
    ]


def _file(image: Image, name: str) -> discord.File:
    words = one_line(image.description)[:ALTERNATIVE_LENGTH]
    return discord.File(io.BytesIO(image.png), filename=name, description=words)


def _view(shown: Sequence[tuple[str, str]]) -> discord.ui.View | None:
    """Return buttons or a menu; stopped, so that the library keeps no list of them.

    What is chosen says itself what it asks for, so a choice works for ever.
    """
    if not shown:
        return None
    view = discord.ui.View(timeout=None)
    if len(shown) <= MAX_SHOWN_AS_BUTTONS:
        for label, command in shown:
            view.add_item(discord.ui.Button[Any](label=label, custom_id=command))
    else:
        options = [
            discord.SelectOption(label=label, value=command) for label, command in shown
        ]
        view.add_item(discord.ui.Select[Any](custom_id=MENU, options=options))
    view.stop()
    return view
