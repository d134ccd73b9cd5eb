"""An article cut into paragraphs, sentences and marked spans, once for all readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from analysis.lexicons.reporting import ReadingLexicon
from analysis.text.marks import MarkedSpan, is_mark, pair_marks
from analysis.text.tokens import Token, TokenKind, tokenise

#: A byline or a line of dates and agencies is not longer than this, in tokens.
MAX_BYLINE: Final = 14
#: A heading is not longer than this, in tokens.
MAX_HEADING: Final = 10


class ParagraphKind(Enum):
    """What a paragraph is for."""

    BODY = "body"
    HEADING = "heading"
    DATELINE = "dateline"
    BYLINE = "byline"
    CAPTION = "caption"
    RELATED = "related"

    @property
    def is_read(self) -> bool:
        """Whether actors and statements are looked for in it."""
        return self in (ParagraphKind.BODY, ParagraphKind.HEADING)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A half-open range of tokens, line breaks left out, and what it is for."""

    first: int
    last: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range of tokens with its final stop; `paragraph` is an index."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as all readers of the analysis see it.

    Attributes:
        tokens: all tokens, line breaks included.
        paragraphs, sentences: in order; sentences cover every paragraph that is
            read, and never end inside a marked span.
        spans: the outermost stretches in quotation marks, in order.
        body_first: the first token after the dateline.
    """

    text: str
    tokens: tuple[Token, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    spans: tuple[MarkedSpan, ...]
    body_first: int

    def cut(self, first: int, last: int) -> str:
        """Return the text of a non-empty half-open range of tokens."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


_STOPS: Final = frozenset(".!?…\N{ARABIC QUESTION MARK}")
#: After a stop inside a quotation, these go on with its sentence.
_CONTINUATIONS: Final = frozenset(
    {"\N{ARABIC COMMA}", ",", "\N{ARABIC SEMICOLON}", ";", ":", "-"}
)
_DASHES: Final = frozenset("-|")


def read_document(text: str, lexicon: ReadingLexicon) -> Document:
    """Return `text` cut into paragraphs, sentences and marked spans."""
    tokens = tokenise(text)
    ranges = tuple(_lines(tokens))
    spans = pair_marks(tokens, ranges)
    paragraphs = tuple(
        Paragraph(first, last, _kind(tokens, ranges, number, lexicon))
        for number, (first, last) in enumerate(ranges)
    )
    body_first = _body_first(tokens, paragraphs, lexicon)
    sentences = tuple(_sentences(tokens, paragraphs, spans, body_first))
    return Document(text, tokens, paragraphs, sentences, spans, body_first)


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.BREAK:
            if index > first:
                yield first, index
            first = index + 1
    if len(tokens) > first:
        yield first, len(tokens)


def _kind(
    tokens: Sequence[Token],
    ranges: Sequence[tuple[int, int]],
    number: int,
    lexicon: ReadingLexicon,
) -> ParagraphKind:
    first, last = ranges[number]
    length = last - first
    opening = lexicon.boilerplate.at(tokens, first, last)
    if opening is not None:
        kind = ParagraphKind(opening)
        if kind is not ParagraphKind.BYLINE or length <= MAX_BYLINE:
            return kind
    if tokens[last - 1].text in _STOPS or tokens[last - 1].text == ":":
        return ParagraphKind.BODY
    if number in (0, len(ranges) - 1) and len(ranges) > 1 and length <= MAX_BYLINE:
        if _is_credit(tokens, first, last, lexicon):
            return ParagraphKind.DATELINE
        return ParagraphKind.BODY
    if length <= MAX_HEADING and number < len(ranges) - 1:
        return ParagraphKind.HEADING
    return ParagraphKind.BODY


def _is_credit(
    tokens: Sequence[Token], first: int, last: int, lexicon: ReadingLexicon
) -> bool:
    """Return whether a line only says where it was written, when and by whom."""
    words = [t for t in tokens[first:last] if t.kind is TokenKind.WORD]
    if any(lexicon.verbs.forms_of(word) for word in words):
        return False
    joins = any(t.text in "-/|" for t in tokens[first:last] if t.kind is TokenKind.MARK)
    agency = any(lexicon.credits.at(tokens, i, last) for i in range(first, last))
    return agency or (joins and len(words) <= 6)


def _body_first(
    tokens: Sequence[Token], paragraphs: Sequence[Paragraph], lexicon: ReadingLexicon
) -> int:
    for paragraph in paragraphs:
        if paragraph.kind.is_read:
            return _after_dateline(tokens, paragraph, lexicon)
    return len(tokens)


def _after_dateline(
    tokens: Sequence[Token], paragraph: Paragraph, lexicon: ReadingLexicon
) -> int:
    """Return the first token after "غزة - وكالات:" and the like."""
    first = paragraph.first
    end = min(paragraph.last, first + MAX_BYLINE)
    agency = False
    start = words = 0
    start = first
    for index in range(first, end):
        token = tokens[index]
        agency = agency or lexicon.credits.at(tokens, index, end) is not None
        if token.kind is TokenKind.WORD:
            words += 1
            if lexicon.verbs.forms_of(token):
                break
        elif token.kind is TokenKind.MARK:
            if (token.text in _DASHES and (agency or words <= 2) and words) or (
                token.text == ":" and agency
            ):
                start = index + 1
            elif token.text in _STOPS:
                break
    while start < paragraph.last and tokens[start].text in _DASHES:
        start += 1
    return start


def _sentences(
    tokens: Sequence[Token],
    paragraphs: Sequence[Paragraph],
    spans: Sequence[MarkedSpan],
    body_first: int,
) -> Iterator[Sentence]:
    ends = {span.outer_first: span.outer_last for span in spans}
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.kind.is_read:
            continue
        first = index = max(paragraph.first, body_first)
        while index < paragraph.last:
            after = ends.get(index)
            stopped = False
            if after is not None:
                stopped = tokens[after - 2].text in _STOPS and after - 2 > index
                index = max(after, index + 1)
            else:
                stopped = tokens[index].text in _STOPS
                index += 1
            if stopped and _ends_here(tokens, index, first, paragraph.last):
                while index < paragraph.last and tokens[index].text in _STOPS:
                    index += 1
                yield Sentence(first, min(index, paragraph.last), number)
                first = index
        if first < paragraph.last:
            yield Sentence(first, paragraph.last, number)


def _ends_here(tokens: Sequence[Token], index: int, first: int, last: int) -> bool:
    """Return whether the stop before `index` ends a sentence."""
    if index >= last:
        return True
    following = tokens[index]
    if following.text in _STOPS:
        return True
    if following.kind is TokenKind.MARK and not _opens(following):
        return following.text not in _CONTINUATIONS
    before = tokens[index - 2] if index - 2 >= first else None
    if tokens[index - 1].text == "." and before is not None:
        if before.kind is TokenKind.WORD and len(before.text) == 1:
            return False
        if not following.spaced and following.text.isascii() and before.text.isascii():
            return False
    return True


def _opens(token: Token) -> bool:
    """Return whether a mark can begin a sentence."""
    return token.text in ("(", "[") or is_mark(token)
