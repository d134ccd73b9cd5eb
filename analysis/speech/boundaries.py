"""Where reported speech ends; a negation is never cut off its clause."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from analysis.lexicons.verbs import Number, Tense, VerbClass
from analysis.speech.scene import Scene
from analysis.speech.voices import place_at
from analysis.text.folding import fold
from analysis.text.tokens import COMMAS, TokenKind

_LOOSE: Final = frozenset(
    {"\N{ARABIC COMMA}", ",", ".", "-", ":", "\N{ARABIC SEMICOLON}", ";", "!", "…", "|"}
)
#: Verbs of other meanings that, as participles behind a comma, tell of the speaker.
_ACTING: Final = frozenset({VerbClass.TARGET, VerbClass.DEMAND, VerbClass.POSITION})
#: A subject of several before its verb in the plural is not longer, in tokens.
_LONGEST_SUBJECT: Final = 6
#: An active participle in the accusative: "blaming", "stressing".
_STATE: Final = re.compile("\N{ARABIC LETTER MEEM}\\w{3,5}\N{ARABIC LETTER ALEF}")
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_SAW: Final = "\N{ARABIC LETTER REH}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER YEH}"
_PRESENT: Final = (
    "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH}",
    "\N{ARABIC LETTER SEEN}",
)
_IN: Final = "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WAW, _FEH = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}"


def content_end(
    scene: Scene,
    first: int,
    end: int,
    cues: Sequence[int],
    sources: Collection[int],
    quoting: Collection[int],
    *,
    nominal: bool = False,
) -> int:
    """Return where a statement that begins at `first` ends, `end` at the latest.

    It ends before the first of `cues` (tokens of verbs that open a statement, or of
    source phrases, or of `quoting` cues with a quotation) that takes over, before a
    participle, and before a phrase that returns to narration.
    """
    for cue in cues:
        if cue in sources or cue not in scene.cues:
            end = min(end, _clause_start(scene, first, cue))
            break
        start = _takes_over(scene, first, cue, quotes=cue in quoting)
        if start is not None:
            end = min(end, start)
            break
    end = _narration(scene, first, _participle(scene, first, end))
    return _clause_end(scene, first, end) if nominal else end


def _clause_end(scene: Scene, first: int, end: int) -> int:
    """Return where another clause or a consequence follows a verbal noun."""
    for index in range(first + 2, end - 1):
        comma = scene.folded(index) in COMMAS
        if comma and scene.is_kind(index + 1, "meanwhile"):
            return index
        if scene.is_kind(index, "which led"):
            return index
        meaning = scene.reading.attribution.at(scene.document.tokens, index, end)
        if meaning == "boundary" and scene.folded(index) == _IN:
            return index
    return end


def _participle(scene: Scene, first: int, end: int) -> int:
    """Return where, behind a comma, a participle begins to tell of the speaker."""
    for cue in range(first + 2, end):
        form = scene.cues.get(cue)
        if form is None or form.tense is not Tense.PARTICIPLE:
            continue
        state = scene.folded(cue).endswith(_ALEF)
        if form.verb.strict and form.verb.kind not in _ACTING and not state:
            continue
        if scene.folded(cue - 1) in COMMAS:
            return cue - 1
    return end


def _takes_over(scene: Scene, first: int, cue: int, *, quotes: bool) -> int | None:
    """Return where the clause of a new reporting verb starts; None if it is nested."""
    form = scene.cues[cue]
    before = cue - 1
    folded = scene.folded(cue)
    joined = folded.startswith((_WAW, _FEH)) and folded not in scene.reading.verbs.forms
    if form.tense is Tense.PARTICIPLE:
        return cue
    if form.tense is Tense.NOUN:
        closed = scene.folded(before) in COMMAS
        return cue if closed and (joined or (quotes and form.has_object)) else None
    if joined or scene.folded(before) in COMMAS:
        own = not joined and form.number is not Number.SINGULAR
        return None if own and not quotes and cue - first <= _LONGEST_SUBJECT else cue
    thinks = form.verb.kind is VerbClass.OPINION and fold(form.verb.lemma) != _SAW
    if thinks and not quotes:
        return None
    start = _clause_start(scene, first, cue)
    return start if start < cue else None


def _clause_start(scene: Scene, first: int, cue: int) -> int:
    """Return where the words before a cue begin that belong to its clause."""
    start = cue
    while start - 1 > first and scene.is_kind(start - 1, "connective"):
        start -= 1
    if scene.is_kind(start - 1, "that") and scene.is_kind(start - 2, "before"):
        start -= 2
    for back in range(1, 5):
        at = start - back
        if at <= first:
            break
        found = scene.reading.attribution.match(scene.document.tokens, at, start)
        if found is not None and found == ("switch", start):
            start = at
            break
    if start == cue and scene.folded(cue - 1) in COMMAS:
        return cue - 1
    return start


def _narration(scene: Scene, first: int, end: int) -> int:
    """Return where narration starts again after a comma, or `end`."""
    tokens = scene.document.tokens
    # "That he ...": what "but he" goes on with is told of the same person.
    own = scene.is_kind(first - 1, "that he")
    index = first
    while index < end:
        span = scene.spans.get(index)
        if span is not None:
            index = max(span.outer_last, index + 1)
            continue
        if tokens[index].text in COMMAS and index + 1 < end:
            meaning = scene.reading.attribution.at(tokens, index + 1, end)
            turns = _others_tell(scene, index + 1) or _resumes(scene, index)
            turns = turns or (not own and _turns(scene, index + 1))
            if meaning in ("boundary", "switch") or turns:
                return index
        elif index > first + 1 and _others_tell(scene, index) is VerbClass.DENIAL:
            return index
        index += 1
    return end


def _resumes(scene: Scene, comma: int) -> bool:
    """Return whether a comma after a quotation or before a participle ends it all."""
    following = comma + 1
    closed = scene.document.tokens[comma - 1].kind is TokenKind.MARK
    if closed and scene.is_kind(following, "resuming"):
        return True
    adverb = scene.is_kind(following, "adverb")
    return not adverb and bool(_STATE.fullmatch(scene.folded(following)))


def _turns(scene: Scene, index: int) -> bool:
    """Return whether "but he" with a verb in the past turns to narration."""
    if not scene.is_kind(index, "but"):
        return False
    following = scene.folded(index + 1)
    past = not following.startswith(_PRESENT)
    return past and scene.lexicons.vocabulary.is_verb(following)


def _others_tell(scene: Scene, index: int) -> VerbClass | None:
    """Return what somebody else does behind "but": "but Washington denies it"."""
    if not scene.is_kind(index, "but others"):
        return None
    index += 1
    naming = scene.names.get(index)
    place, words = place_at(scene, index, scene.folded(index))
    if naming is not None:
        after = naming.phrase_last
    elif place is not None:
        after = index + words
    elif scene.speaks(scene.folded(index).removeprefix(_ARTICLE)):
        after = index + 1
    else:
        return None
    form = scene.cues.get(after)
    told = form is not None and form.tense in (Tense.PAST, Tense.PRESENT)
    return form.verb.kind if form is not None and told else None


def trim(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """Return a range without punctuation and connectives around it."""
    tokens = scene.document.tokens
    while first < last and (
        tokens[first].text in _LOOSE or tokens[first].kind is TokenKind.BREAK
    ):
        first += 1
    while last > first:
        token = tokens[last - 1]
        loose = token.text in _LOOSE or token.kind is TokenKind.BREAK
        loose = loose or token.folded == _IN
        if not loose and not scene.is_kind(last - 1, "connective"):
            break
        last -= 1
    return first, last


def leads_back(scene: Scene, last: int, at: int) -> bool:
    """Return whether a source phrase follows a statement with nothing between."""
    return all(not scene.is_word(index) for index in range(last, at))


def last_words(scene: Scene, after: int, end: int) -> int | None:
    """Return the reporting verb right after a quotation, or None."""
    index = after
    while index < end and (
        scene.folded(index) in _LOOSE or scene.is_kind(index, "connective")
    ):
        index += 1
    form = scene.cues.get(index) if index < end else None
    if form is None or form.tense not in (Tense.PAST, Tense.PRESENT):
        return None
    return None if scene.folded(index).startswith(_WAW) and form.verb.strict else index
