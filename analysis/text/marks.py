"""Quotation marks of the Arabic press: paired, reversed, mixed, missing or nested.

A mark opens or closes by its direction, by what stands around it, and by what is
open already. Whatever stays open is repaired inside its paragraph, or joined to a
closing mark in one of the next few paragraphs, never to the document's end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.text.tokens import Token, TokenKind

#: A quotation that stays open is looked for in so many further paragraphs ...
MAX_JOINED_PARAGRAPHS: Final = 5
#: ... and not further than so many code points.
MAX_JOINED_LENGTH: Final = 2000
#: One without a closing mark at all is not longer than this, in tokens.
LONGEST_UNCLOSED: Final = 80
#: Quotations inside quotations are kept to this depth; deeper marks are text.
MAX_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A stretch between two quotation marks.

    Attributes:
        first, last: half-open range of the tokens between the marks.
        outer_first, outer_last: the same with the marks.
        repaired: a mark is missing.
        children: quotations inside this one, in order.
    """

    first: int
    last: int
    outer_first: int
    outer_last: int
    repaired: bool = False
    children: tuple["MarkedSpan", ...] = ()


_STRAIGHT, _GUILLEMET, _CURLY, _SINGLE, _DOUBLED = range(5)
#: Mark -> family, and direction as printed: 1 opens, -1 closes, 0 either.
_MARKS: Final = {
    '"': (_STRAIGHT, 0),
    "\N{FULLWIDTH QUOTATION MARK}": (_STRAIGHT, 0),
    "\N{DOUBLE PRIME}": (_STRAIGHT, 0),
    "\N{DITTO MARK}": (_STRAIGHT, 0),
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": (_GUILLEMET, 1),
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": (_GUILLEMET, -1),
    "\N{LEFT DOUBLE ANGLE BRACKET}": (_GUILLEMET, 1),
    "\N{RIGHT DOUBLE ANGLE BRACKET}": (_GUILLEMET, -1),
    "\N{LEFT DOUBLE QUOTATION MARK}": (_CURLY, 1),
    "\N{RIGHT DOUBLE QUOTATION MARK}": (_CURLY, -1),
    "\N{DOUBLE LOW-9 QUOTATION MARK}": (_CURLY, 1),
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": (_CURLY, 0),
    "\N{REVERSED DOUBLE PRIME QUOTATION MARK}": (_CURLY, 0),
    "\N{DOUBLE PRIME QUOTATION MARK}": (_CURLY, 0),
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": (_SINGLE, 1),
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": (_SINGLE, -1),
    "\N{LEFT SINGLE QUOTATION MARK}": (_SINGLE, 1),
    "\N{RIGHT SINGLE QUOTATION MARK}": (_SINGLE, -1),
    "'": (_SINGLE, 0),
    "`": (_SINGLE, 0),
}
#: Characters that are a quotation mark when they stand twice.
_TWICE: Final = {
    "'": (_STRAIGHT, 0),
    "`": (_STRAIGHT, 0),
    "(": (_DOUBLED, 1),
    ")": (_DOUBLED, -1),
    "<": (_GUILLEMET, 1),
    ">": (_GUILLEMET, -1),
}
_STOPS: Final = frozenset(".!?…\N{ARABIC QUESTION MARK}")
_WAW, _FEH, _BEH = (
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER BEH}",
)
_LAM, _KAF, _ALEF = (
    "\N{ARABIC LETTER LAM}",
    "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER ALEF}",
)
#: What is written right before an opening mark: "ب«...»", "ال«...»".
_CLITICS: Final = frozenset(
    conjunction + preposition
    for conjunction in ("", _WAW, _FEH)
    for preposition in (
        "",
        _BEH,
        _LAM,
        _KAF,
        _ALEF + _LAM,
        _BEH + _ALEF + _LAM,
        _LAM + _LAM,
    )
)


def is_mark(token: Token) -> bool:
    """Return whether a token is a quotation mark of any family."""
    return token.kind is TokenKind.MARK and token.text in _MARKS


def pair_marks(
    tokens: Sequence[Token], paragraphs: Sequence[tuple[int, int]]
) -> tuple[MarkedSpan, ...]:
    """Return the outermost marked spans of a text, in order, children inside.

    Args:
        paragraphs: half-open token ranges, in order.
    """
    read = [_read_paragraph(tokens, first, last) for first, last in paragraphs]
    joined: list[_Open] = []
    taken = 0
    for number, paragraph in enumerate(read):
        if number < taken:
            continue
        joined += paragraph.spans
        if paragraph.unclosed is None:
            continue
        taken = _join(tokens, paragraphs, read, number) or number
        spans = [span for part in read[number + 1 : taken + 1] for span in part.spans]
        if taken > number:
            stray = read[taken].strays[0]
            inside = [span for span in spans if span.last <= stray.first]
            joined.append(paragraph.unclosed.closed(stray.first, stray.last, inside))
            joined += [span for span in spans if span.first > stray.first]
            taken += 1
        else:
            joined += _repair(tokens, paragraph.unclosed, paragraphs[number][1])
    return tuple(_freeze(joined))


@dataclass(slots=True)
class _Mark:
    """A mark of one or two tokens: half-open range, family, direction."""

    first: int
    last: int
    family: int
    direction: int


@dataclass(slots=True)
class _Open:
    """A span while it is read; `last` is the start of its closing mark."""

    mark: _Mark
    first: int
    last: int = -1
    outer_last: int = -1
    repaired: bool = False
    children: list["_Open"] = field(default_factory=list)

    def closed(self, last: int, outer_last: int, more: Sequence["_Open"]) -> "_Open":
        self.last, self.outer_last = last, outer_last
        self.children = [*self.children, *more]
        return self


@dataclass(slots=True)
class _Paragraph:
    spans: list[_Open]
    unclosed: _Open | None
    strays: list[_Mark]


def _read_paragraph(tokens: Sequence[Token], first: int, last: int) -> _Paragraph:
    marks = list(_marks(tokens, first, last))
    if not marks:
        return _Paragraph([], None, [])
    scores = [_evidence(tokens, mark, first, last) for mark in marks]
    reversed_families = _reversed(marks, scores)
    spans: list[_Open] = []
    strays: list[_Mark] = []
    stack: list[_Open] = []
    for mark, score in zip(marks, scores, strict=True):
        direction = -1 if mark.family in reversed_families else 1
        score += 1.5 * direction * mark.direction
        depth = _open_depth(stack, mark)
        opens = score > 0 or (score == 0 and depth is None)
        if mark.family == _SINGLE and abs(score) < 2 and (opens or depth is None):
            continue
        if opens and len(stack) < MAX_DEPTH:
            stack.append(_Open(mark, mark.last))
        elif not opens and depth is not None:
            _close(spans, stack, depth, mark)
        elif not opens:
            strays.append(mark)
    stack = [span for span in stack if span.mark.family != _SINGLE]
    unclosed = _fold_unclosed(stack)
    return _Paragraph(spans, unclosed, strays)


def _marks(tokens: Sequence[Token], first: int, last: int) -> Iterator[_Mark]:
    index = first
    while index < last:
        token = tokens[index]
        if token.kind is not TokenKind.MARK:
            index += 1
            continue
        twice = _TWICE.get(token.text)
        following = tokens[index + 1] if index + 1 < last else None
        if (
            twice
            and following
            and following.text == token.text
            and following.start == token.end
        ):
            yield _Mark(index, index + 2, *twice)
            index += 2
            continue
        if token.text in _MARKS and not _is_inner(tokens, index, first, last):
            yield _Mark(index, index + 1, *_MARKS[token.text])
        index += 1


def _is_inner(tokens: Sequence[Token], index: int, first: int, last: int) -> bool:
    """Return whether a mark is part of a word: an acronym, an apostrophe, inches."""
    if not first < index < last:
        return False
    before = tokens[index - 1]
    after = tokens[index + 1] if index + 1 < last else None
    if tokens[index].spaced or before.kind is TokenKind.MARK:
        return False
    glued = after is not None and not after.spaced and after.kind is TokenKind.WORD
    if glued and after is not None:
        if before.text.isascii() and after.text.isascii():
            return before.kind is TokenKind.WORD
        return len(after.text) == 1 and before.folded not in _CLITICS
    return False


def _evidence(tokens: Sequence[Token], mark: _Mark, first: int, last: int) -> float:
    """Return what stands around a mark: positive where it opens, negative where not."""
    before = tokens[mark.first - 1] if mark.first > first else None
    after = tokens[mark.last] if mark.last < last else None
    spaced_after = after is None or after.spaced
    score = 0.0
    if before is None or tokens[mark.first].spaced:
        score += 1
    elif before.kind is TokenKind.MARK and before.text not in _STOPS:
        score += 0 if before.text in ")]%" or before.text in _MARKS else 1
    elif before.folded in _CLITICS and not spaced_after:
        score += 1.5
    else:
        score -= 1
    if after is None or (after.kind is TokenKind.MARK and after.text not in _MARKS):
        score -= 0 if after is not None and after.text in "([#@" else 1
    elif spaced_after:
        score -= 1
    elif after.kind is not TokenKind.MARK:
        score += 1
    return score


def _reversed(marks: Sequence[_Mark], scores: Sequence[float]) -> frozenset[int]:
    """Return the families that a paragraph prints the wrong way round."""
    balance: dict[int, float] = {}
    for mark, score in zip(marks, scores, strict=True):
        if mark.direction:
            agreement = mark.direction * score
            balance[mark.family] = balance.get(mark.family, 0.0) + agreement
    one_way = {
        family
        for family in balance
        if len({m.direction for m in marks if m.family == family}) == 1
    }
    return frozenset(
        family
        for family, total in balance.items()
        if total < 0 and family not in one_way
    )


def _open_depth(stack: Sequence[_Open], mark: _Mark) -> int | None:
    """Return where in the stack the span is that a mark would close."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].mark.family == mark.family:
            return depth
    if stack and mark.family != _SINGLE and stack[-1].mark.family != _SINGLE:
        return len(stack) - 1
    return None


def _close(spans: list[_Open], stack: list[_Open], depth: int, mark: _Mark) -> None:
    span = stack[depth]
    inner = [child for lost in stack[depth + 1 :] for child in lost.children]
    del stack[depth:]
    span.closed(mark.first, mark.last, inner)
    if stack:
        stack[-1].children.append(span)
    else:
        spans.append(span)


def _fold_unclosed(stack: Sequence[_Open]) -> _Open | None:
    if not stack:
        return None
    outer = stack[0]
    outer.children += [child for lost in stack[1:] for child in lost.children]
    return outer


def _join(
    tokens: Sequence[Token],
    paragraphs: Sequence[tuple[int, int]],
    read: Sequence[_Paragraph],
    number: int,
) -> int | None:
    """Return the later paragraph that closes what paragraph `number` left open."""
    unclosed = read[number].unclosed
    assert unclosed is not None  # noqa: S101 - the caller has looked
    start = tokens[unclosed.mark.first].start
    for later in range(number + 1, min(number + 1 + MAX_JOINED_PARAGRAPHS, len(read))):
        first, last = paragraphs[later]
        if first == last or is_mark(tokens[first]):
            return None
        strays = read[later].strays
        if strays:
            near = tokens[strays[0].first].end - start <= MAX_JOINED_LENGTH
            same = strays[0].family == unclosed.mark.family
            return later if near and same else None
        if read[later].unclosed is not None:
            return None
    return None


def _repair(tokens: Sequence[Token], span: _Open, end: int) -> list[_Open]:
    """Close a span at its paragraph's end, or before the next one of its family."""
    twin = next((c for c in span.children if c.mark.family == span.mark.family), None)
    if twin is None:
        last = _missing_end(tokens, span, end)
        span.repaired = True
        return [span.closed(last, last, ())]
    stop = next(
        (
            i
            for i in range(twin.mark.first - 1, span.first, -1)
            if tokens[i].text in _STOPS
        ),
        None,
    )
    after = [c for c in span.children if c.mark.first >= twin.mark.first]
    if stop is None:
        return span.children
    span.children = [c for c in span.children if c.outer_last <= stop]
    span.repaired = True
    return [span.closed(stop, stop, ()), *after]


def _missing_end(tokens: Sequence[Token], span: _Open, end: int) -> int:
    """Return where a span without its closing mark ends: with its paragraph.

    In a paragraph that goes on for long, it is the first sentence that ends.
    """
    if end - span.first > LONGEST_UNCLOSED:
        stops = (i for i in range(span.first, end) if tokens[i].text in _STOPS)
        return next(stops, end)
    closed = end > span.first and tokens[end - 1].text == "."
    return end - 1 if closed else end


def _freeze(spans: Sequence[_Open]) -> Iterator[MarkedSpan]:
    for span in sorted(spans, key=lambda span: span.first):
        if span.last > span.first:
            yield MarkedSpan(
                first=span.first,
                last=span.last,
                outer_first=span.mark.first,
                outer_last=span.outer_last,
                repaired=span.repaired,
                children=tuple(_freeze(span.children)),
            )
