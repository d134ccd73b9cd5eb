"""Replies as lines for a terminal."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from bot.chats.layout import Paragraph, passages
from handlers.conversation import Button, Document, Reply

QUOTE_MARGIN = "  \N{BOX DRAWINGS LIGHT VERTICAL} "
BUTTON_MARK = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"


def lines(reply: Reply) -> Iterator[Text]:
    """Yield the reply's lines in logical order, styled, blocks apart by empty ones.

    A link stands on a line of its own, so that it can be opened and does not turn
    the direction of an Arabic line. Terminals order mixed directions themselves, line
    by line, and few know isolates: none are put in.
    """
    for number, passage in enumerate(passages(reply)):
        if number:
            yield Text()
        for paragraph in passage:
            yield _line(paragraph)
            yield from (Text(url, style="blue dim") for url in _urls(paragraph))
    for block in reply.blocks:
        if isinstance(block, Document):
            yield Text()
            yield from map(Text, block.content.decode(errors="replace").splitlines())
    yield from _button_lines(reply.buttons)


def _line(paragraph: Paragraph) -> Text:
    text = Text(QUOTE_MARGIN if paragraph.quoted else "")
    for run in paragraph.runs:
        style = " ".join(
            name for name, on in (("bold", run.bold), ("italic", run.italic)) if on
        )
        text.append(run.text, style=style or None)
    return text


def _urls(paragraph: Paragraph) -> Iterable[str]:
    return (run.url for run in paragraph.runs if run.url)


def _button_lines(buttons: tuple[Button, ...]) -> Iterator[Text]:
    if buttons:
        yield Text()
    for button in buttons:
        line = Text(f"{BUTTON_MARK} {button.label}: ")
        yield line.append(button.command, style="cyan")
