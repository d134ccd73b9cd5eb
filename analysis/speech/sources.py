"""Sources without a verb: "according to", "as somebody said", "quoting"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analysis.lexicons.verbs import Tense
from analysis.speech.openings import find_opening
from analysis.speech.scene import Scene
from analysis.text.clitics import readings
from analysis.text.document import Sentence
from analysis.text.tokens import COMMAS, TokenKind

#: A source phrase is not longer than this, in tokens.
LONGEST: Final = 25


@dataclass(frozen=True, slots=True)
class Source:
    """A source phrase; all positions are tokens.

    Attributes:
        at: where it begins; cue_last: the end of its fixed words.
        phrase_first, phrase_last: the stretch that names the source.
        opens: it stands before its statement, which begins at `content`.
        inner: it stands between commas inside a statement that has hardly begun.
        own: it only points back to a speaker ("as he put it").
        verbal: it has a verb ("according to what he said").
    """

    at: int
    cue_last: int
    phrase_first: int
    phrase_last: int
    opens: bool = False
    content: int = 0
    inner: bool = False
    own: bool = False
    verbal: bool = False


#: A phrase before "according to" that is no statement is not longer, in tokens.
LONGEST_FRAME: Final = 12
#: ... and a statement that its source interrupts has begun with so many words.
MOST_BEFORE: Final = 4
#: ... and goes on for more tokens than these.
SHORTEST_AFTER: Final = 6
_WAW: Final = "\N{ARABIC LETTER WAW}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_FEH: Final = "\N{ARABIC LETTER FEH}"


def find_sources(scene: Scene, sentence: Sentence) -> list[Source]:
    """Return the source phrases of a sentence in order."""
    return list(_sources(scene, sentence))


def _sources(scene: Scene, sentence: Sentence) -> Iterator[Source]:
    openings = scene.reading.source_openings
    tokens = scene.document.tokens
    index = sentence.first
    while index < sentence.last:
        if tokens[index].folded not in openings and index not in scene.spans:
            index += 1
            continue
        span = scene.spans.get(index)
        if span is not None:
            index = max(span.outer_last, index + 1)
            continue
        source = _at(scene, sentence, index)
        if source is None:
            index += 1
            continue
        yield source
        index = max(source.phrase_first, index + 1)


def _at(scene: Scene, sentence: Sentence, index: int) -> Source | None:
    tokens = scene.document.tokens
    if tokens[index].kind is not TokenKind.WORD:
        return None
    fixed = _fixed_end(scene, sentence, index)
    if fixed is None or fixed >= sentence.last:
        return None
    phrase_first = begins = _past_latest(scene, fixed)
    form = scene.reading.verbs.forms_of(tokens[phrase_first])
    if form is not None and form.tense in (Tense.PAST, Tense.PRESENT):
        phrase_first += 1
    own = scene.is_kind(phrase_first, "own") or (
        phrase_first > begins
        and (phrase_first >= sentence.last or not scene.is_word(phrase_first))
    )
    verbal = phrase_first > begins
    rule = scene.is_kind(phrase_first, "document")
    if rule or (not own and not verbal and not _can_say(scene, phrase_first)):
        return None
    phrase_last = _phrase_end(scene, phrase_first, sentence.last)
    if phrase_last == phrase_first and not own:
        return None
    starts = _is_start(scene, sentence, index) or _is_framed(scene, sentence, index)
    content = phrase_last
    if starts and scene.folded(content) in COMMAS:
        content += 1
    if scene.folded(content) and scene.is_kind(content, "so"):
        content += 1
    return Source(
        at=index,
        cue_last=max(fixed, phrase_first) if form is not None else fixed,
        phrase_first=phrase_first,
        phrase_last=phrase_last,
        opens=starts and content < sentence.last,
        content=content,
        inner=not starts and _is_inner(scene, sentence, index, phrase_last),
        own=own,
        verbal=verbal,
    )


def _past_latest(scene: Scene, index: int) -> int:
    """Return the document behind "the latest": "according to the latest figures"."""
    paper = scene.is_paper(scene.folded(index + 1))
    return index + 1 if paper and scene.is_kind(index, "latest") else index


def _fixed_end(scene: Scene, sentence: Sentence, index: int) -> int | None:
    """Return the end of the fixed words of a source phrase, or None."""
    tokens = scene.document.tokens
    found = scene.reading.attribution.match(tokens, index, sentence.last)
    if found is not None and found[0] == "source":
        return found[1]
    if found is None and scene.is_kind(index, "as") and index > sentence.first:
        form = scene.cues.get(index + 1)
        past = form is not None and form.tense in (Tense.PAST, Tense.PRESENT)
        if past and not _has_content(scene, sentence, index + 1):
            return index + 1
    return None


def _has_content(scene: Scene, sentence: Sentence, cue: int) -> bool:
    """Return whether the verb after "as" has a statement of its own."""
    return find_opening(scene, cue, sentence.last) is not None


def _is_start(scene: Scene, sentence: Sentence, index: int) -> bool:
    if index - sentence.first > LONGEST_FRAME:
        return False
    return all(
        scene.is_kind(i, "connective") or not scene.is_word(i)
        for i in range(sentence.first, index)
    )


def _is_framed(scene: Scene, sentence: Sentence, index: int) -> bool:
    """Return whether nothing but a phrase of time or reason stands before a source."""
    first = sentence.first
    frame = scene.folded(first).removeprefix(_WAW)
    opens = scene.is_kind_of(frame, "frame") and scene.folded(index - 1) in COMMAS
    if not opens or index - first > LONGEST_FRAME:
        return False
    verbs = scene.lexicons.vocabulary
    return not any(
        at in scene.cues or verbs.is_verb(scene.folded(at))
        for at in range(first + 1, index - 1)
    )


def _is_inner(scene: Scene, sentence: Sentence, index: int, after: int) -> bool:
    """Return whether a source stands between commas, behind few words."""
    if index - sentence.first > LONGEST_FRAME:
        return False
    closed = scene.folded(after) in COMMAS and scene.folded(index - 1) in COMMAS
    few = scene.words_in(sentence.first, index) <= MOST_BEFORE
    cues = any(at in scene.cues for at in range(sentence.first, index))
    return closed and few and not cues and sentence.last - after > SHORTEST_AFTER


def _phrase_end(scene: Scene, first: int, end: int) -> int:
    """Return the end of the phrase that names a source."""
    index = first
    end = min(end, first + LONGEST)
    tokens = scene.document.tokens
    while index < end:
        naming = scene.names.get(index)
        if naming is not None and naming.phrase_last > index:
            # A name in marks goes on to the mark that closes it.
            inside = range(index, naming.phrase_last)
            ends = (scene.spans[at].outer_last for at in inside if at in scene.spans)
            index = max(naming.phrase_last, *ends, 0)
            continue
        span = scene.spans.get(index)
        if span is not None:
            index = max(span.outer_last, index + 1)
            continue
        token = tokens[index]
        if token.kind is TokenKind.MARK and token.text not in "()":
            break
        if scene.is_kind(index, "so") or scene.is_kind(index, "that"):
            break
        joined = token.folded.startswith(_FEH) and index > first + 1
        if joined and scene.lexicons.vocabulary.is_verb(token.folded[1:]):
            break
        index += 1
    return index


def _can_say(scene: Scene, index: int) -> bool:
    """Return whether a word after "according to" means a source, not a rule."""
    if index in scene.names or index in scene.spans:
        return True
    return any(
        scene.speaks(stem.removeprefix(_ARTICLE))
        or scene.is_paper(stem.removeprefix(_ARTICLE))
        or scene.lexicons.country_named(stem) is not None
        for _, stem in readings(scene.folded(index))
    )
