"""Where the statement of a reporting verb begins, if it has one."""

from typing import Final

from analysis.lexicons.verbs import Tense, VerbClass, VerbForm
from analysis.speech.announcements import (
    LONGEST_ADJUNCT,
    LONGEST_ASIDE,
    Announcement,
    is_verbal_noun,
)
from analysis.speech.frames import Frame, Opening
from analysis.speech.scene import Scene
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import COMMAS, TokenKind

#: A statement begins within so many tokens after its verb; quotations count as one.
REACH: Final = 60
#: ... and of a verb with other meanings, within so many.
STRICT_REACH: Final = 30
PARTICIPLE_REACH: Final = 5
#: ... and after a verbal noun without an owner: "the announcement that".
NOUN_REACH: Final = 15
#: Marked spans of fewer words are names and scare quotes, not statements.
SHORTEST_QUOTATION: Final = 3
#: From so many words on, one is a statement even behind a preposition.
LONG_QUOTATION: Final = 8
#: ... and so many behind the subject of a verb that has other meanings.
LONG_STRICT: Final = 5


#: Verbs of other meanings that still go with quotations.
_TELLING: Final = frozenset(
    {
        VerbClass.NEUTRAL,
        VerbClass.CONTINUATION,
        VerbClass.WRITTEN,
        VerbClass.QUESTION,
        VerbClass.REVEAL,
    }
)
_BEH, _LAM = "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER LAM}"
_TO: Final = "\N{ARABIC LETTER ALEF}" + _LAM + "\N{ARABIC LETTER YEH}"
_IN: Final = "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}"
_SAYING: Final = "\N{ARABIC LETTER QAF}\N{ARABIC LETTER WAW}" + _LAM
_YEH, _WAW = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER WAW}"
_KAF, _FEH = "\N{ARABIC LETTER KAF}", "\N{ARABIC LETTER FEH}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}" + _LAM
_PLURAL: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER TEH}"
_ENDS: Final = frozenset({"\N{ARABIC SEMICOLON}", ";", "\N{ARABIC QUESTION MARK}", "?"})
_PAIRS: Final = {"(": ")", "-": "-", "[": "]"}
_LONGEST_OWNER: Final = 8


def find_opening(scene: Scene, cue: int, end: int) -> Opening | None:
    """Return where the statement of the verb at `cue` begins, before token `end`."""
    form = scene.cues[cue]
    reach = STRICT_REACH if form.verb.strict else REACH
    if form.verb.strict and form.tense is Tense.PARTICIPLE:
        reach = PARTICIPLE_REACH
    if form.tense is Tense.NOUN and not form.has_object:
        reach = NOUN_REACH
    rule = scene.is_kind(cue + 1, "document") and not scene.speaks(
        scene.folded(cue + 1)
    )
    if cue + 1 < end and rule:
        return None
    search = _Search(scene, cue, min(end, cue + reach), end)
    return search.run()


class _Search:
    """One walk from a verb to the right; state: what was passed on the way."""

    def __init__(self, scene: Scene, cue: int, end: int, sentence_end: int) -> None:
        self.scene, self.cue, self.end = scene, cue, end
        self.sentence_end = sentence_end
        self.form = scene.cues[cue]
        self.frames = self.form.verb.frames
        self.tokens = scene.document.tokens
        self.announced = Announcement(scene, cue, end, sentence_end)
        self.relative = False
        #: "For" with a noun was passed: what is called for, or it is not told so.
        self.called = False
        self.nominal: Opening | None = None
        #: Spelt like a preposition, as "between" is.
        self.ambiguous = scene.is_kind(cue, "preposition")

    def run(self) -> Opening | None:
        index = self.cue + 1
        self.nominal = self.announced.opening(index)
        while index < self.end:
            found, index = self._step(index)
            if found is not None:
                return self.nominal if self._is_inside(found) else found
        return self.nominal

    def _is_inside(self, found: Opening) -> bool:
        """Return whether an opening is only a part of what is announced."""
        if self.nominal is None:
            return False
        if found.frame is Frame.NOMINAL:
            return self.nominal.content < found.content
        if found.frame is not Frame.MARKS:
            return False
        span = self.scene.spans.get(found.content - 1)
        first = self.nominal.content
        before = self.tokens[found.content - 2].text
        told = before == ":" or before in COMMAS
        if span is None or first >= found.content or told:
            return False
        return self.scene.words_in(span.first, span.last) < LONG_QUOTATION

    def _step(self, index: int) -> tuple[Opening | None, int]:
        """Return an opening at `index`, or None and where to look next."""
        span = self.scene.spans.get(index)
        if span is not None:
            if self._is_quotation(span, index):
                return Opening(Frame.MARKS, span.first, index), index
            return None, max(span.outer_last, index + 1)
        token = self.tokens[index]
        if token.kind is TokenKind.MARK:
            return self._mark(index)
        if token.kind is not TokenKind.WORD:
            return None, index + 1
        return self._word(index)

    def _mark(self, index: int) -> tuple[Opening | None, int]:
        text = self.tokens[index].text
        if text == ":":
            return self._colon(index), index + 1
        if text in _ENDS:
            return None, self.end
        closing = _PAIRS.get(text)
        if closing is not None:
            for later in range(index + 1, min(index + LONGEST_ASIDE, self.end)):
                if self.tokens[later].text == closing:
                    return None, later + 1
        return None, index + 1

    def _colon(self, index: int) -> Opening | None:
        if "colon" not in self.frames or index + 1 >= self.end:
            return None
        following = self.tokens[index + 1]
        number = self.tokens[index - 1].kind is TokenKind.NUMBER
        if number and following.kind is TokenKind.NUMBER and not following.spaced:
            return None
        content = index + 1
        if self.scene.is_kind(content, "that") and content + 1 < self.end:
            content += 1
        span = self.scene.spans.get(content)
        if span is not None:
            words = self.scene.words_in(span.first, span.last)
            if words < SHORTEST_QUOTATION:
                return None
            return Opening(Frame.MARKS, span.first, index)
        return Opening(Frame.COLON, content, index)

    def _word(self, index: int) -> tuple[Opening | None, int]:
        scene = self.scene
        if scene.is_kind(index, "that"):
            opens = "that" in self.frames and not self._is_subordinate(index - 1)
            if opens and index + 1 < self.end:
                return self._after_that(index, index), index
            return None, index + 1
        if self.form.verb.kind is VerbClass.QUESTION and scene.is_kind(index, "asking"):
            return Opening(Frame.THAT, index, index), index
        if scene.is_kind(index, "relative"):
            self.relative = True
        other = scene.cues.get(index)
        if other is not None and self._stops(index, other):
            return None, self.end
        if index not in scene.names:
            return self._preposition(index), index + 1
        return None, index + 1

    def _is_subordinate(self, before: int) -> bool:
        """Return whether "that" belongs to "although" or "for the sake of"."""
        if before in self.scene.names:
            # A name that is spelt like a particle: Ali is written like "on".
            return False
        folded, words = self.scene.folded(before), self.scene.reading.words
        bare = folded.removeprefix(_WAW)
        within = words["subordinator"]
        return bare in within or folded in within or folded in words["before that"]

    def _after_that(self, index: int, subject_end: int) -> Opening:
        span = self.scene.spans.get(index + 1)
        if span is not None and _fills(self.scene, span):
            return Opening(Frame.MARKS, span.first, subject_end)
        return Opening(Frame.THAT, index + 1, subject_end)

    def _stops(self, index: int, other: VerbForm) -> bool:
        """Return whether another reporting verb takes over."""
        if self.ambiguous and index > self.cue + 1:
            return True
        if other.tense is Tense.NOUN:
            if self.tokens[index].folded == _SAYING:
                return True
            following = self.scene.is_kind(index + 1, "that")
            return other.has_object and following
        finite = other.tense in (Tense.PAST, Tense.PRESENT)
        joined = finite and self.scene.folded(index).startswith(_WAW)
        if not other.verb.strict or (joined and self.tokens[index - 1].text in COMMAS):
            return True
        return self.scene.folded(index + 1) == ":" or self.scene.is_kind(
            index + 1, "that"
        )

    def _preposition(self, index: int) -> Opening | None:
        folded = self.tokens[index].folded
        if folded in self.frames and index + 2 < self.end:
            if self.scene.is_kind(index + 1, "that"):
                return self._after_that(index + 1, index)
            quotation = self._announced(index + 1)
            if quotation is not None:
                return quotation
            aside = self.scene.is_kind(index + 1, "platform")
            aside = aside or (
                folded == _IN and self.scene.is_kind(index + 1, "occasion")
            )
            aside = aside or not self._tells(index + 1) or self._issued(index)
            if self.relative or aside or not self.announced.is_content(index + 1):
                self.relative = False
                return None
            return Opening(Frame.NOMINAL, index + 1, index)
        by = _BEH in self.frames and folded.startswith(_BEH) and len(folded) > 2
        # "Figures that point to a fall": what has no name of its own only means so.
        means = self.form.tense is Tense.PRESENT and not self.form.verb.strict
        by = by and not (means and self.form.verb.kind is VerbClass.NEUTRAL)
        if by and self._opens_with(index, folded):
            return Opening(Frame.NOMINAL, index, index, letters=1)
        to = self.form.verb.kind is VerbClass.DEMAND and _TO in self.frames
        if not to or self.relative or self.called or not folded.startswith(_LAM):
            return None
        swallowed = folded.startswith(_LAM + _LAM)
        noun = folded[1 + swallowed :]
        self.called = self.scene.lexicons.vocabulary.has_bare(noun) and not (
            self.scene.speaks(noun)
        )
        if not self._calls_for(index, folded):
            return None
        return Opening(Frame.NOMINAL, index, index, letters=0 if swallowed else 1)

    def _calls_for(self, index: int, folded: str) -> bool:
        """Return whether a word is "for" with the verbal noun that is called for."""
        rest = folded[2:] if folded.startswith(_LAM + _LAM) else folded[1:]
        noun = is_verbal_noun(rest) or self.scene.is_kind_of(rest, "plain verbal noun")
        return noun and self.announced.is_content(index)

    def _tells(self, index: int) -> bool:
        """Return whether a noun can tell what happened: not "about X", "of who did"."""
        if self.form.verb.kind is VerbClass.TOPIC:
            article = self.tokens[index].text.startswith(_ARTICLE)
            told = index not in self.scene.names and not article
            return told and self._is_spoken(index - 1)
        verbs = self.scene.lexicons.vocabulary
        present = self.tokens[index].folded.startswith(_YEH)
        return not (present and verbs.is_verb(self.tokens[index].folded))

    def _is_spoken(self, end: int) -> bool:
        """Return whether the subject before `end` can speak: no film or book."""
        scene = self.scene
        if end == self.cue + 1:
            return True
        return any(
            at in scene.names
            or scene.speaks(scene.folded(at).removeprefix(_ARTICLE))
            or scene.lexicons.country_named(scene.folded(at)) is not None
            for at in range(self.cue + 1, min(end, self.cue + _LONGEST_OWNER))
        )

    def _issued(self, index: int) -> bool:
        """Return whether a preposition belongs to "issued by X", before "that"."""
        if self.scene.is_kind(index - 1, "issued"):
            return True
        later = range(index + 2, min(index + _LONGEST_OWNER, self.end))
        return any(self.scene.is_kind(at, "by that") for at in later)

    def _announced(self, index: int) -> Opening | None:
        """Return the quotation after a colon that follows an adjunct of the verb."""
        for later in range(index, min(index + LONGEST_ADJUNCT, self.end)):
            if later in self.scene.cues or self.scene.is_kind(later, "that"):
                return None
            if self.tokens[later].text == ":" and later + 1 in self.scene.spans:
                return self._colon(later)
        return None

    def _opens_with(self, index: int, folded: str) -> bool:
        """Return whether a word is "by" with what is demanded or promised."""
        rest = folded[1:]
        lexicons = self.scene.lexicons
        if self.scene.is_kind(index, "to it"):
            return False
        if folded in self.scene.reading.words["by"]:
            return False
        bare = rest.removeprefix(_ARTICLE)
        if bare in lexicons.place_nouns or lexicons.country_named(rest) is not None:
            return False
        if bare in lexicons.organisation_nouns or bare in lexicons.role_heads:
            return False
        known = (
            rest.startswith(_ARTICLE)
            or rest.endswith(_PLURAL)
            or lexicons.vocabulary.has_bare(rest)
        )
        return known and self.announced.is_content(index)

    def _leads(self, index: int) -> bool:
        """Return whether a word before a mark takes what follows as its object."""
        scene = self.scene
        bare = scene.folded(index).removeprefix(_WAW)
        return bare in (_BEH, _LAM, _KAF) or scene.is_kind(index, "particle")

    def _closes(self, index: int) -> bool:
        """Return whether nothing but a mark follows in the sentence."""
        return index >= self.sentence_end or not self.scene.is_word(index)

    def _is_quotation(self, span: MarkedSpan, index: int) -> bool:
        """Return whether a marked span is what the verb reports."""
        scene = self.scene
        if self.ambiguous or not self.frames & {"colon", "that"}:
            return False
        words = scene.words_in(span.first, span.last)
        titled = scene.is_kind(index - 1, "title") and words < LONG_QUOTATION
        if words < SHORTEST_QUOTATION or titled:
            return False
        naming = scene.names.get(span.first)
        if naming is not None and naming.first <= span.first < span.last <= naming.last:
            return False
        cited = scene.is_kind(self.cue - 1, "as") and index - 1 == self.cue
        if cited and words < LONG_QUOTATION and self._closes(span.outer_last):
            return False
        if words < LONG_QUOTATION and index - 1 > self.cue and self._leads(index - 1):
            return False
        after = span.outer_last
        if words <= 5 and after < self.end:
            if scene.is_kind(after, "that") or scene.folded(after) == ":":
                return False
            near = index - 1 == self.cue or self.tokens[index - 1].text in COMMAS
            if not near and scene.folded(index - 1) in (
                scene.lexicons.organisation_nouns
            ):
                return False
        if self.form.verb.strict:
            tells = self.form.verb.kind in _TELLING
            return index - 1 == self.cue or (tells and words >= LONG_STRICT)
        return True


def _fills(scene: Scene, span: MarkedSpan) -> bool:
    """Return whether a quotation after "that" is all that is reported."""
    words = scene.words_in(span.first, span.last)
    if words < SHORTEST_QUOTATION:
        return False
    if span.outer_last >= len(scene.document.tokens):
        return True
    following = scene.document.tokens[span.outer_last]
    if following.folded == _WAW and span.outer_last + 1 in scene.spans:
        return True
    if following.text in COMMAS and scene.is_kind(span.outer_last + 1, "and that"):
        return False
    verb = scene.cues.get(span.outer_last)
    if following.kind is not TokenKind.WORD or (verb and not verb.has_object):
        return following.text != "(" or words >= 8
    return words >= 8 and not following.folded.startswith(
        "\N{ARABIC LETTER WAW}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    )
