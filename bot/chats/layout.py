"""How a reply lies in a chat message: passages of paragraphs, cut to a size."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.chats.shown_text import clean, one_line
from handlers.conversation import (
    Block,
    Document,
    Heading,
    Image,
    Item,
    Link,
    Quotation,
    Reply,
    Text,
)

SEPARATOR = " \N{MIDDLE DOT} "
OPENING, CLOSING = (
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style, free of markup.

    Attributes:
        url: where it links to; "" for nowhere.
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of runs; a quoted one is set apart as a statement."""

    runs: tuple[Run, ...]
    quoted: bool = False


#: The paragraphs of one block, kept in one message where they fit.
Passage = tuple[Paragraph, ...]
Fits = Callable[[Sequence[Passage]], bool]


def passages(reply: Reply, *, home: str = "") -> list[Passage]:
    """Return a passage for each block of the reply that has something to show.

    Args:
        home: what the address of a chat with us begins with, for links into it; ""
            where there is none.
    """
    made = (_passage(block, home) for block in reply.blocks)
    return [passage for passage in made if passage]


def cut(whole: Sequence[Passage], *, fits: Fits) -> Iterator[list[Passage]]:
    """Yield messages' worth of passages, in order, each as full as `fits` allows.

    A passage that fits in no message is cut between its paragraphs, a paragraph
    between its words, a word where it must be; nothing is left out.

    Args:
        fits: whether these passages fit in one message; a message of a single short
            word must fit.
    """
    message: list[Passage] = []
    for passage in _pieces(whole, fits=fits):
        if message and not fits([*message, passage]):
            yield message
            message = []
        message.append(passage)
    if message:
        yield message


def _passage(block: Block, home: str) -> Passage:
    match block:
        case Heading(text=text):
            return _paragraphs(_run(text, bold=True))
        case Text(text=text, links=links):
            return _lines(text, urls=[home + one for one in links] if home else ())
        case Item():
            return _item(block, home)
        case Quotation():
            return _quotation(block, home)
        case Image(description=description):
            return _paragraphs(_run(description, italic=True))
        case Document():
            # It goes along as a file; the words beside it say what it is.
            return ()


def _item(item: Item, home: str) -> Passage:
    return (
        *_paragraphs(
            _run(one_line(item.title) or item.url, bold=True, url=item.url),
            _joined(_run(item.source), _run(item.when), _inward(item, home)),
        ),
        *_lines(item.note),
        *_paragraphs(_trimmed([_piece(one) for one in item.also])),
    )


def _piece(piece: Link) -> Run:
    # What stands between two links keeps the space at its end.
    text = clean(piece.text).replace("\n", " ")
    return Run(one_line(text) if piece.url else text, url=piece.url)


def _quotation(quote: Quotation, home: str) -> Passage:
    text = one_line(quote.text)
    shown = f"{OPENING}{text}{CLOSING}" if quote.direct else text
    outlet = one_line(quote.source) or quote.url
    source = _joined(
        _run(outlet, url=quote.url), _run(quote.when), _inward(quote, home)
    )
    return (
        *_paragraphs(_joined(_run(quote.speaker, bold=True), _run(quote.label))),
        *((Paragraph((Run(shown),), quoted=True),) if text else ()),
        *_paragraphs(source),
    )


def _inward(block: Item | Quotation, home: str) -> tuple[Run, ...]:
    """Return the link into a chat with us, if there are such links."""
    is_there = home and block.link
    return _run(block.link_label, url=home + block.link) if is_there else ()


def _lines(text: str, *, urls: Sequence[str] = ()) -> Passage:
    lines = clean(text).split("\n")
    return _paragraphs(
        *(_run(line, url=url) for line, url in zip_longest(lines, urls, fillvalue=""))
    )


def _run(
    text: str, *, bold: bool = False, italic: bool = False, url: str = ""
) -> tuple[Run, ...]:
    line = one_line(text)
    return (Run(line, bold=bold, italic=italic, url=url),) if line else ()


def _joined(*pieces: tuple[Run, ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for piece in filter(None, pieces):
        runs += ([Run(SEPARATOR)] if runs else []) + list(piece)
    return tuple(runs)


def _paragraphs(*lines: tuple[Run, ...]) -> Passage:
    return tuple(Paragraph(line) for line in lines if line)


def _pieces(whole: Sequence[Passage], *, fits: Fits) -> Iterator[Passage]:
    for passage in whole:
        if fits([passage]):
            yield passage
            continue
        for paragraph in passage:
            yield from ((part,) for part in _cut_paragraph(paragraph, fits=fits))


def _cut_paragraph(paragraph: Paragraph, *, fits: Fits) -> Iterator[Paragraph]:
    rest = paragraph
    while (size := _longest(rest, fits=fits)) < len(_text(rest)):
        head, rest = _split(rest, at=_word_end(_text(rest), limit=size))
        yield head
    if rest.runs:
        yield rest


def _longest(paragraph: Paragraph, *, fits: Fits) -> int:
    """Return how many characters of the paragraph fit; at least 1.

    By doubling, then by halving: the cost follows the message's size, not the text's.
    """

    def fit(size: int) -> bool:
        return fits([(_split(paragraph, at=size)[0],)])

    low, length = 1, len(_text(paragraph))
    while low < length and fit(min(2 * low, length)):
        low *= 2
    high = min(2 * low, length)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fit(middle) else (low, middle - 1)
    return min(low, length)


def _word_end(text: str, *, limit: int) -> int:
    space = text.rfind(" ", 1, limit + 1)
    if space > limit // 2:
        return space
    at = limit
    while at > 1 and unicodedata.category(text[at])[0] == "M":
        at -= 1
    return at


def _split(paragraph: Paragraph, *, at: int) -> tuple[Paragraph, Paragraph]:
    """Split at a position of the text; white space around the cut is dropped."""
    head: list[Run] = []
    tail: list[Run] = []
    for run in paragraph.runs:
        if at > 0:
            head.append(replace(run, text=run.text[:at]))
        if at < len(run.text):
            tail.append(replace(run, text=run.text[max(at, 0) :]))
        at -= len(run.text)
    return (
        replace(paragraph, runs=_trimmed(head)),
        replace(paragraph, runs=_trimmed(tail)),
    )


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def _text(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs)
