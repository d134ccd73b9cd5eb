"""Which stretches of an article are statements, and by which cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.lexicons.verbs import Tense, VerbClass
from analysis.model import QuoteKind
from analysis.speech.boundaries import (
    content_end,
    last_words,
    leads_back,
    trim,
)
from analysis.speech.frames import Frame, Opening
from analysis.speech.openings import find_opening
from analysis.speech.scene import Scene
from analysis.speech.sources import Source, find_sources
from analysis.text.document import Sentence
from analysis.text.tokens import COMMAS


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement before its speaker is known; all positions are tokens.

    Attributes:
        first, last: half-open range of what is stated.
        letters: how many letters of the first token are a preposition.
        cue: the reporting word; None for a bare colon or for a quotation alone.
        subject: half-open range of the stretch that may name the speaker.
        rule: how it was found; the sieve of speakers starts from it.
        sentence: index of its sentence.
    """

    first: int
    last: int
    kind: QuoteKind
    rule: str
    sentence: int
    cue: int | None = None
    cue_last: int | None = None
    subject: tuple[int, int] = (0, 0)
    letters: int = 0


_WAW: Final = "\N{ARABIC LETTER WAW}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
#: A quotation without any cue is a statement from so many words on.
SHORTEST_FLOATING: Final = 6
#: ... and wherever it stands in its sentence from so many on.
LONG_FLOATING: Final = 12
#: Tokens before a quotation in which a verb of saying makes it a statement.
FARTHEST_CUE: Final = 200
#: A statement before "according to" is not shorter than this, in words.
SHORTEST_BEFORE: Final = 4
#: A statement after a colon without marks goes on for so many sentences.
MAX_COLON_SENTENCES: Final = 3
#: Who renews a call is named so near before it, in tokens.
RENEWED: Final = 6
#: The end of a statement is looked for at so many further cues of its sentence.
LOOKAHEAD: Final = 12


def find_statements(scene: Scene) -> list[Statement]:
    """Return all statements of the body in order; none overlaps another."""
    found: list[Statement] = []
    for number, sentence in enumerate(scene.document.sentences):
        found += _in_sentence(scene, number, sentence)
    return found


@dataclass(frozen=True, slots=True)
class _Cue:
    """A verb with its opening, or a source phrase."""

    at: int
    opening: Opening | None = None
    source: Source | None = None


def _in_sentence(scene: Scene, number: int, sentence: Sentence) -> list[Statement]:
    cues = _cues(scene, sentence)
    found: list[Statement] = []
    reached = sentence.first
    for place, cue in enumerate(cues):
        if cue.opening is not None and cue.at >= reached:
            statement = _reported(scene, number, sentence, cues, place)
        elif cue.source is not None and cue.at >= reached:
            if not cue.source.opens:
                reached = _past_nested(scene, sentence, found, reached)
            following = cues[place + 1 : place + 1 + LOOKAHEAD]
            later = [other.at for other in following]
            statement = _sourced(scene, number, sentence, cue, reached, found, later)
        else:
            continue
        if statement is not None:
            found.append(statement)
            reached = max(reached, statement.last)
    found += _titled(scene, number, sentence) if not found else []
    found += list(_quotations(scene, number, sentence, found))
    return sorted(found, key=lambda statement: statement.first)


def _past_nested(
    scene: Scene, sentence: Sentence, found: list[Statement], reached: int
) -> int:
    """Drop what is only said in passing, before the source of a whole sentence.

    "The fall, which analysts called historic, came after ..., according to X".
    """
    while found and found[-1].cue is not None:
        if not scene.is_kind(found[-1].cue - 1, "relative"):
            return reached
        found.pop()
        reached = found[-1].last if found else sentence.first
    return reached


def _cues(scene: Scene, sentence: Sentence) -> list[_Cue]:
    sources = find_sources(scene, sentence)
    taken = {
        index for source in sources for index in range(source.at, source.phrase_first)
    }
    cues = [_Cue(source.at, source=source) for source in sources]
    for index in range(sentence.first, sentence.last):
        if index in scene.cues and index not in taken:
            opening = find_opening(scene, index, sentence.last)
            form = scene.cues[index]
            if opening is None or (
                form.tense is Tense.NOUN and not _noun_reports(scene, index, opening)
            ):
                continue
            cues.append(_Cue(index, opening=opening))
    cues.sort(key=lambda cue: cue.at)
    return cues


def _noun_reports(scene: Scene, cue: int, opening: Opening) -> bool:
    """Return whether a verbal noun ("his saying that") reports."""
    near = opening.content - cue <= 3 or opening.subject_end - cue <= 2
    form = scene.cues[cue]
    if opening.frame is Frame.NOMINAL and cue + 1 in scene.names:
        return form.verb.kind is VerbClass.NEUTRAL and not form.has_object
    if opening.frame is Frame.NOMINAL:
        folded = scene.folded(cue)
        bare = folded.removeprefix(_ARTICLE)
        definite = bare != folded and bare in scene.reading.verbs.forms
        definite = definite and form.verb.kind in (VerbClass.NEUTRAL, VerbClass.DEMAND)
        definite = definite and opening.content - cue == 2
        return definite and _is_renewed(scene, cue)
    if form.has_object:
        return near or scene.folded(cue + 1) in COMMAS
    if form.verb.kind not in (VerbClass.NEUTRAL, VerbClass.CLAIM):
        return False
    return opening.frame is not Frame.MARKS or near


def _is_renewed(scene: Scene, noun: int) -> bool:
    """Return whether somebody named does it: "X renewed the call for".

    "After the call for" and "the call was made" are nobody's.
    """
    if noun - 1 in scene.names:
        return True
    before = scene.folded(noun - 1)
    governed = scene.is_kind(noun - 1, "preposition")
    if governed or scene.lexicons.vocabulary.is_verb(before):
        return False
    return any(at in scene.names for at in range(noun - RENEWED, noun))


def _reported(
    scene: Scene, number: int, sentence: Sentence, cues: Sequence[_Cue], place: int
) -> Statement | None:
    cue = cues[place]
    opening = cue.opening
    assert opening is not None  # noqa: S101 - the caller has looked
    first = opening.content
    subject = (cue.at + 1, opening.subject_end)
    if opening.frame is Frame.MARKS:
        span = scene.spans[_mark_of(scene, first)]
        statement = Statement(
            span.first, span.last, QuoteKind.DIRECT, "marks", number, cue.at
        )
        return replace(statement, subject=subject)
    following = cues[place + 1 : place + 1 + LOOKAHEAD]
    later = [other.at for other in following if other.at > first]
    sources = {other.at for other in following if other.source is not None}
    quoting = {
        other.at
        for other in following
        if other.opening is not None and other.opening.frame is Frame.MARKS
    }
    nominal = opening.frame is Frame.NOMINAL
    last = content_end(
        scene, first, sentence.last, later, sources, quoting, nominal=nominal
    )
    if opening.frame is Frame.COLON and last >= sentence.last - 1:
        last = _further(scene, number, last)
    first, last = trim(scene, first, last)
    described = scene.cues[cue.at].verb.kind is VerbClass.TARGET
    shortest = 2 if opening.frame is Frame.THAT and not described else 3
    if scene.words_in(first, last) < shortest:
        return None
    return Statement(
        first=first,
        last=last,
        kind=_kind(scene, first, last),
        rule=opening.frame.value,
        sentence=number,
        cue=cue.at,
        subject=subject,
        letters=opening.letters,
    )


def _mark_of(scene: Scene, first: int) -> int:
    """Return the opening mark of the span whose text begins at `first`."""
    for back in (1, 2):
        span = scene.spans.get(first - back)
        if span is not None and span.first == first:
            return first - back
    raise LookupError(first)


def _further(scene: Scene, number: int, last: int) -> int:
    """Return the end of a statement that goes on over further sentences."""
    sentences = scene.document.sentences
    paragraph = sentences[number].paragraph
    for later in sentences[number + 1 : number + MAX_COLON_SENTENCES]:
        if later.paragraph != paragraph:
            break
        if any(
            index in scene.cues or index in scene.spans
            for index in range(later.first, later.last)
        ):
            return last
        last = later.last
    return last


def _kind(scene: Scene, first: int, last: int) -> QuoteKind:
    for index in range(first, last):
        span = scene.spans.get(index)
        if span is not None and scene.words_in(span.first, span.last) > 2:
            return QuoteKind.MIXED
    return QuoteKind.INDIRECT


def _sourced(
    scene: Scene,
    number: int,
    sentence: Sentence,
    cue: _Cue,
    reached: int,
    found: Sequence[Statement],
    later: Sequence[int],
) -> Statement | None:
    """Return the statement before or after "according to" and its source."""
    source = cue.source
    assert source is not None  # noqa: S101 - the caller has looked
    if source.inner:
        first, last = _around(scene, sentence, source)
    elif source.opens:
        after = [at for at in later if at > source.content]
        last = content_end(scene, source.content, sentence.last, after, (), ())
        first, last = trim(scene, source.content, last)
    else:
        if source.own and not source.verbal:
            return None
        if found and leads_back(scene, found[-1].last, source.at):
            return None
        first, last = trim(scene, max(reached, sentence.first), source.at)
    first = _after_impersonal(scene, first, last)
    if scene.words_in(first, last) < SHORTEST_BEFORE:
        return None
    statement = Statement(
        first=first,
        last=last,
        kind=_kind(scene, first, last),
        rule="source",
        sentence=number,
        cue=source.at,
        cue_last=source.cue_last,
        subject=(source.phrase_first, source.phrase_last),
    )
    return _as_quotation(scene, statement)


def _around(scene: Scene, sentence: Sentence, source: Source) -> tuple[int, int]:
    """Return the clause that a source between commas interrupts."""
    ends = range(source.content + 1, sentence.last)
    last = next((at for at in ends if scene.folded(at) in COMMAS), sentence.last)
    first = sentence.first
    while first < source.at and (
        scene.is_kind(first, "connective") or scene.is_kind(first, "but others")
    ):
        first += 1
    if scene.is_kind(first + 1, "that") and not scene.is_word(source.at - 1):
        first += 2
    return trim(scene, first, last)


def _after_impersonal(scene: Scene, first: int, last: int) -> int:
    """Return where a statement begins behind "it is noted that"."""
    tokens = scene.document.tokens
    if scene.reading.attribution.at(tokens, first, last) != "impersonal":
        return first
    for index in range(first, min(first + SHORTEST_BEFORE, last)):
        if scene.is_kind(index, "that"):
            return index + 1
    return first


def _as_quotation(scene: Scene, statement: Statement) -> Statement:
    span = scene.spans.get(statement.first)
    if span is not None and span.outer_last >= statement.last - 1:
        return replace(
            statement, first=span.first, last=span.last, kind=QuoteKind.DIRECT
        )
    return statement


def _titled(scene: Scene, number: int, sentence: Sentence) -> Iterator[Statement]:
    """Yield the statement after a name and a colon."""
    naming = scene.names.get(sentence.first)
    if naming is None or naming.phrase_first != sentence.first:
        return
    colon = naming.phrase_last
    if scene.folded(colon) != ":" or colon + 1 >= sentence.last:
        return
    first, last = trim(scene, colon + 1, sentence.last)
    if scene.words_in(first, last) >= SHORTEST_BEFORE:
        statement = Statement(
            first=first,
            last=last,
            kind=_kind(scene, first, last),
            rule="name",
            sentence=number,
            cue=colon,
            subject=(sentence.first, colon),
        )
        yield _as_quotation(scene, statement)


def _quotations(
    scene: Scene,
    number: int,
    sentence: Sentence,
    found: Sequence[Statement],
) -> Iterator[Statement]:
    """Yield quotations that no verb before them has taken."""
    taken = {index for s in found for index in range(s.first, s.last)}
    closed = {s.last for s in found if s.kind is QuoteKind.DIRECT}
    cues = {s.cue for s in found}
    for index in range(sentence.first, sentence.last):
        span = scene.spans.get(index)
        if span is None or span.first in taken or index in taken:
            continue
        words = scene.words_in(span.first, span.last)
        if words < 3 or scene.is_kind(index - 1, "title"):
            continue
        joined = index >= 2 and index - 2 in closed and scene.folded(index - 1) == _WAW
        cue = last_words(scene, span.outer_last, sentence.last)
        if cue in cues:
            cue = None
        if joined:
            closed.add(span.outer_last - 1)
        elif cue is None and not _floats(scene, sentence, index, words):
            continue
        cues.add(cue)
        yield Statement(
            first=span.first,
            last=span.last,
            kind=QuoteKind.DIRECT,
            rule="floating" if cue is None else "after",
            sentence=number,
            cue=cue,
            subject=(0, 0) if cue is None else (cue + 1, min(cue + 12, sentence.last)),
        )


def _floats(scene: Scene, sentence: Sentence, mark: int, words: int) -> bool:
    """Return whether a quotation without a cue of its own is a statement."""
    if words >= LONG_FLOATING:
        return True
    if words < SHORTEST_FLOATING:
        return False
    alone = mark == sentence.first or not scene.is_word(mark - 1)
    return alone or any(
        index in scene.cues and not scene.cues[index].verb.strict
        for index in range(max(sentence.first, mark - FARTHEST_CUE), mark)
    )
