"""Replies as Discord embeds and buttons, within Discord's limits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chats.layout import Paragraph, Passage, Run, cut, passages
from bot.chats.shown_text import isolate, one_line, utf16_length
from handlers.conversation import Block, Button, Heading, Reply

TITLE_UNITS = 256
DESCRIPTION_UNITS = 4096
URL_LENGTH = 1024
LABEL_LENGTH = 80
CUSTOM_ID_LENGTH = 100
#: Five rows of five.
MAX_BUTTONS = 25

_MARKDOWN = re.compile(r"([\\*_~`|\[\]<>#@])")
_LIST_ITEM = re.compile(r"^(\d*)([-+.)])(?=\s)")


@dataclass(frozen=True, slots=True)
class Embed:
    """One message's embed: a title, which may be empty, and Markdown below it."""

    title: str
    description: str


def embeds(reply: Reply, *, rtl: bool) -> list[Embed]:
    """Return the reply as embeds, one a message, in order.

    Title and description of one stay under the 6000 of a message together.

    Args:
        rtl: the reply's language is written from right to left.
    """
    title, blocks = _title(reply.blocks, rtl=rtl)

    def fits(whole: Sequence[Passage]) -> bool:
        return utf16_length(_markdown(whole, rtl=rtl)) <= DESCRIPTION_UNITS

    parts = [
        _markdown(part, rtl=rtl) for part in cut(passages(Reply(blocks)), fits=fits)
    ]
    if not parts:
        return [Embed(title, "")] if title else []
    return [Embed(title, parts[0]), *(Embed("", part) for part in parts[1:])]


def choices(buttons: Sequence[Button]) -> list[tuple[str, str]]:
    """Return (label, custom id) of the buttons that Discord can carry.

    The command itself is the id, so a button works for ever; one whose command is
    over 100 characters is left out. Discord wants the ids distinct.
    """
    shown = {
        button.command: one_line(button.label)[:LABEL_LENGTH]
        for button in buttons
        if 0 < utf16_length(button.command) <= CUSTOM_ID_LENGTH
        and one_line(button.command) == button.command
        and one_line(button.label)
    }
    return [(label, command) for command, label in shown.items()][:MAX_BUTTONS]


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it is: no markup, no mention."""
    return _LIST_ITEM.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


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
