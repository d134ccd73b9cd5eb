"""Replies as Discord embeds and buttons, within Discord's limits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from bot.chats.layout import Paragraph, Passage, Run, cut, passages
from bot.chats.shown_text import isolate, one_line, utf16_length
from handlers.conversation import Block, Button, Heading, Image, Reply

#: Replies that are kept as they look: digests of one moment in every form.
RENDERED: Final = 128
TITLE_UNITS = 256
DESCRIPTION_UNITS = 4096
#: Of all embeds of a message together, and how many it has at most.
MESSAGE_UNITS = 6000
MAX_EMBEDS = 10
CONTENT_UNITS = 2000
URL_LENGTH = 1024
LABEL_LENGTH = 80
CUSTOM_ID_LENGTH = 100
#: Five rows of five, and a menu has as many options.
MAX_BUTTONS = 25
#: Of a suggestion, what is shown of it and what it stands for.
CHOICE_LENGTH = 100
#: Of a picture: what is read out for it.
ALTERNATIVE_LENGTH = 1024

_MARKDOWN = re.compile(r"([\\*_~`|\[\]<>#@])")
_LIST_ITEM = re.compile(r"^(\d*)([-+.)])(?=\s)")


@dataclass(frozen=True, slots=True)
class Embed:
    """A title, which may be empty, Markdown below it, and a picture or none."""

    title: str
    description: str
    image: Image | None = field(default=None, repr=False)

    @property
    def units(self) -> int:
        """How much of a message's `MESSAGE_UNITS` it takes."""
        return utf16_length(self.title) + utf16_length(self.description)


@lru_cache(maxsize=RENDERED)
def messages(reply: Reply, *, rtl: bool) -> tuple[tuple[Embed, ...], ...]:
    """Return the reply as messages of embeds, in order, each within the limits.

    Done once for a reply that goes out to many, as a digest does.

    Args:
        rtl: the reply's language is written from right to left.
    """
    whole = [*embeds(reply, rtl=rtl), *_pictures(reply, rtl=rtl)]
    return tuple(tuple(one) for one in _packed(whole))


def embeds(reply: Reply, *, rtl: bool) -> list[Embed]:
    """Return the words of the reply as embeds, in order.

    Args:
        rtl: the reply's language is written from right to left.
    """
    title, blocks = _title(reply.blocks, rtl=rtl)

    def fits(whole: Sequence[Passage]) -> bool:
        return utf16_length(_markdown(whole, rtl=rtl)) <= DESCRIPTION_UNITS

    parts = [
        _markdown(part, rtl=rtl)
        for part in cut(passages(Reply(_written(blocks))), fits=fits)
    ]
    if not parts:
        return [Embed(title, "")] if title else []
    return [Embed(title, parts[0]), *(Embed("", part) for part in parts[1:])]


def choices(
    buttons: Sequence[Button], *, channel: str | None = None
) -> list[tuple[str, str]]:
    """Return (label, custom id) of the buttons that Discord can carry.

    The command itself is the id, so a button works for ever; one whose command is
    over 100 characters is left out. Discord wants the ids distinct.

    Args:
        channel: the number of the channel that the commands are for, where it is not
            the one they stand in; it goes before them: "#12 /forgetme".
    """
    before = f"#{channel} " if channel else ""
    shown = {
        before + button.command: one_line(button.label)[:LABEL_LENGTH]
        for button in buttons
        if button.command.startswith("/")
        and utf16_length(before + button.command) <= CUSTOM_ID_LENGTH
        and one_line(button.command) == button.command
        and one_line(button.label)
    }
    return [(label, command) for command, label in shown.items()][:MAX_BUTTONS]


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it is: no markup, no mention."""
    return _LIST_ITEM.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def content(text: str) -> str:
    """Return plain words as a message's content, as many as fit."""
    text = one_line(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = utf16_length(escape(text[:middle])) <= CONTENT_UNITS
        low, high = (middle, high) if fits else (low, middle - 1)
    return escape(text[:low])


def _packed(whole: Iterable[Embed]) -> Iterable[list[Embed]]:
    """Yield messages' worth of embeds, each as full as the limits allow."""
    message: list[Embed] = []
    for embed in whole:
        units = sum(one.units for one in message) + embed.units
        if message and (units > MESSAGE_UNITS or len(message) == MAX_EMBEDS):
            yield message
            message = []
        message.append(embed)
    if message:
        yield message


def _written(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks without the pictures that are shown as pictures."""
    return tuple(
        block for block in blocks if not isinstance(block, Image) or not block.png
    )


def _pictures(reply: Reply, *, rtl: bool) -> Iterator[Embed]:
    for block in reply.blocks:
        if isinstance(block, Image) and block.png:
            words = one_line(block.description)[:ALTERNATIVE_LENGTH]
            yield Embed("", escape(isolate(words, rtl=rtl)), block)


def _title(blocks: tuple[Block, ...], *, rtl: bool) -> tuple[str, tuple[Block, ...]]:
    """Take a heading that opens the reply as the embed's title, if it fits there."""
    match blocks:
        case (Heading(text=text), *rest):
            title = escape(isolate(one_line(text), rtl=rtl))
            if utf16_length(title) <= TITLE_UNITS:
                return title, tuple(rest)
    return "", blocks


def _markdown(whole: Sequence[Passage], *, rtl: bool) -> str:
    return "\n\n".join(
        "\n".join(_paragraph_markdown(line, rtl=rtl) for line in part) for part in whole
    )


def _paragraph_markdown(paragraph: Paragraph, *, rtl: bool) -> str:
    line = "".join(_run_markdown(run, rtl=rtl) for run in paragraph.runs)
    return f"> {line}" if paragraph.quoted else line


def _run_markdown(run: Run, *, rtl: bool) -> str:
    text = escape(isolate(run.text, rtl=rtl))
    if url := _link(run.url):
        text = f"[{text}]({url})"
    if run.italic:
        text = f"*{text}*"
    return f"**{text}**" if run.bold else text


def _link(url: str) -> str:
    """Return the address as it can stand in a Markdown link, or "" if it cannot."""
    url = url.replace("(", "%28").replace(")", "%29")
    fits = url.startswith(("http://", "https://")) and len(url) <= URL_LENGTH
    return url if fits and not re.search(r"[\s<>\\]", url) else ""
