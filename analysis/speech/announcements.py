"""What a verb announces by a bare verbal noun: "announced the opening of ..."."""

import re
from typing import Final

from analysis.lexicons.verbs import Tense, VerbClass
from analysis.model import SpeakerType
from analysis.speech.frames import Frame, Opening
from analysis.speech.scene import Scene
from analysis.speech.voices import Voice, voice_at
from analysis.text.folding import fold
from analysis.text.tokens import COMMAS, TokenKind

#: A verbal noun without a complementiser is a statement from so many words on.
SHORTEST_NOMINAL: Final = 4
#: What stands between a subject and what it announces is not longer, in tokens.
LONGEST_ADJUNCT: Final = 12
#: An aside in brackets is not longer than this, in tokens.
LONGEST_ASIDE: Final = 40

#: The comma that opens an aside stands so near before a word of it.
_NEAR_COMMA: Final = 3
_BEH, _LAM = "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER LAM}"
#: Patterns of verbal nouns: "takhsis", "ta'awun", "irsal", "istikhdam", "intishar",
#: "muhakama".
_VERBAL_NOUN: Final = re.compile(
    "(?:\N{ARABIC LETTER TEH}..\N{ARABIC LETTER YEH}."
    "|\N{ARABIC LETTER TEH}.\N{ARABIC LETTER ALEF}.."
    "|\N{ARABIC LETTER ALEF}..\N{ARABIC LETTER ALEF}."
    "|\N{ARABIC LETTER ALEF}.{3}\N{ARABIC LETTER ALEF}."
    "|\N{ARABIC LETTER ALEF}\N{ARABIC LETTER SEEN}\N{ARABIC LETTER TEH}"
    "..\N{ARABIC LETTER ALEF}."
    "|\N{ARABIC LETTER MEEM}.\N{ARABIC LETTER ALEF}..(?=\N{ARABIC LETTER HEH}))"
    "(?:\N{ARABIC LETTER HEH}[\N{ARABIC LETTER ALEF}\N{ARABIC LETTER MEEM}]?)?"
)
#: "Denied what was said about ...".
_WHAT: Final = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER ALEF}"
_TEH: Final = "\N{ARABIC LETTER TEH}"
_YEH, _WAW = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER WAW}"
_KAF, _FEH = "\N{ARABIC LETTER KAF}", "\N{ARABIC LETTER FEH}"
_IN: Final = _FEH + _YEH
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}" + _LAM
_OWNERS: Final = (
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
)


def is_verbal_noun(folded: str) -> bool:
    """Return whether a folded word has the pattern of a verbal noun."""
    return _VERBAL_NOUN.fullmatch(folded) is not None


class Announcement:
    """What follows a verb, read for a verbal noun that is its statement.

    Args:
        end: the end of what the verb reaches; sentence_end: of its sentence.
    """

    def __init__(self, scene: Scene, cue: int, end: int, sentence_end: int) -> None:
        self.scene, self.cue, self.end = scene, cue, end
        self.sentence_end = sentence_end
        self.form = scene.cues[cue]
        self.tokens = scene.document.tokens

    def opening(self, index: int) -> Opening | None:
        """Return the opening at a verbal noun without any particle before it."""
        if "noun" not in self.form.verb.frames or self.form.has_object:
            return None
        start, definite = self._after_subject(index)
        bare = start < self.end and self._is_bare(start, definite=definite)
        if start < self.end and not (bare and self._is_verbal(start)):
            aside = self._after_aside(start)
            apart = aside < self.end and self._is_bare(aside, definite=definite)
            if apart and (not bare or self._is_verbal(aside)):
                start = aside
            elif not bare:
                start = self._after_day(index)
        if start >= self.end or not self._is_bare(start, definite=definite):
            return None
        finite = self.form.tense is not Tense.PARTICIPLE
        if finite and start == index and self.scene.speaks(self.tokens[start].folded):
            return None
        return Opening(Frame.NOMINAL, start, start)

    def is_content(self, first: int) -> bool:
        """Return whether enough words follow for a statement."""
        last = first
        end = min(self.sentence_end, first + 2 * SHORTEST_NOMINAL)
        while last < end and (
            self.tokens[last].text not in COMMAS
            or last - 1 in self.scene.names
            or (
                self.scene.is_kind(last + 1, "relative") and self._is_definite(last + 1)
            )
        ):
            last += 1
        return self.scene.words_in(first, last) >= SHORTEST_NOMINAL

    def _after_subject(self, index: int) -> tuple[int, bool]:
        """Return where the subject ends, and whether a name told so.

        Only then can a word with the article be told: it is none of the subject's.
        """
        if self.form.tense is Tense.PARTICIPLE:
            return index, True
        index = self._after_adjuncts(index)
        if index >= self.end:
            return index, False
        naming = self.scene.names.get(index)
        before = self.scene.names.get(self.cue - 1)
        named = naming is not None or before is not None
        if naming is not None:
            index = naming.phrase_last
            index += self._is_definite(index) and self._is_adjective(index)
        elif (voice := self._subject_voice(index)) is not None:
            index = voice.last
            seat = self.scene.lexicons.country_named(self.scene.folded(index))
            index += seat is not None
        else:
            while index < self.end and self._is_definite(index):
                index += 1
        return self._after_adjuncts(index), named

    def _after_day(self, index: int) -> int:
        """Return what follows ", Tuesday," after a subject; the end for nothing."""
        for comma in range(index, min(index + LONGEST_ADJUNCT, self.end)):
            if comma in self.scene.cues:
                break
            after = self._after_adjuncts(comma)
            if self.tokens[comma].text in COMMAS and after > comma + 2:
                return after
        return self.end

    def _is_verbal(self, index: int) -> bool:
        return is_verbal_noun(self.tokens[index].folded)

    def _after_aside(self, index: int) -> int:
        """Return what follows ", its largest ally," or "in Riyadh", or the end."""
        scene = self.scene
        place = scene.lexicons.country_named(scene.folded(index + 1))
        if scene.folded(index) == _IN and place is not None:
            return self._after_adjuncts(index + 2)
        opened = range(max(self.cue, index - _NEAR_COMMA), index)
        if all(self.tokens[at].text not in COMMAS for at in opened):
            return self.end
        for comma in range(index + 1, min(index + LONGEST_ADJUNCT, self.end)):
            if comma in scene.cues or scene.is_kind(comma, "that"):
                break
            if self.tokens[comma].text in COMMAS:
                return self._after_adjuncts(comma)
        return self.end

    def _subject_voice(self, index: int) -> Voice | None:
        """Return the phrase of a subject that ends before what it announces."""
        voice = voice_at(self.scene, index, self.end)
        if voice is None or voice.type is SpeakerType.PLACE:
            return voice
        closed = self.tokens[voice.last - 1].text.startswith(_ARTICLE)
        return voice if closed and self.scene.speaks(voice.head) else None

    def _is_definite(self, index: int) -> bool:
        return index not in self.scene.names and self._has_article(index)

    def _is_adjective(self, index: int) -> bool:
        """Return whether a word behind a name describes it: "the terrorist"."""
        return self.scene.folded(index).endswith((_YEH, _YEH + _OWNERS[0]))

    def _has_article(self, index: int) -> bool:
        """Return whether a word has the article, not just its letters: "iltizam"."""
        token = self.tokens[index]
        if not token.text.startswith(_ARTICLE):
            return False
        words = self.scene.lexicons.vocabulary.words
        own = token.folded in words and token.folded.removeprefix(_ARTICLE) not in words
        return not own

    def _after_adjuncts(self, index: int) -> int:
        """Return the next token that is no comma, day, aside or adverb."""
        scene = self.scene
        while index < self.end:
            text = self.tokens[index].text
            if text == "(":
                closing = (
                    later
                    for later in range(index, min(index + LONGEST_ASIDE, self.end))
                    if self.tokens[later].text == ")"
                )
                index = next(closing, index) + 1
            elif scene.is_kind(index, "during"):
                index += 1
                while index < self.end and self._is_definite(index):
                    index += 1
            elif (end := self._adjunct_end(index)) > index:
                index = end
            elif (
                text in COMMAS
                or scene.is_kind(index, "adverb")
                or scene.is_kind(index, "to it")
                or scene.folded(index) in scene.lexicons.weekdays
            ):
                index += 1
            else:
                break
        return index

    def _adjunct_end(self, index: int) -> int:
        """Return the end of a phrase of turn, time or medium, or `index`."""
        ends = (self._turn_end, self._time_end, self._medium_end)
        return max(end(index) for end in ends)

    def _medium_end(self, index: int) -> int:
        """Return the end of "to «the paper»", or `index`."""
        span = self.scene.spans.get(index + 1)
        told = self.scene.folded(index) == _LAM and span is not None
        return span.outer_last if span is not None and told else index

    def _time_end(self, index: int) -> int:
        """Return the end of "at an earlier time", "in last February", or `index`."""
        scene = self.scene
        after = scene.folded(index + 1)
        timed = after in scene.lexicons.months or scene.is_kind(index + 1, "occasion")
        if scene.folded(index) == _IN and timed:
            index += 2
            # "A press conference": an adjective of it, not what is announced.
            index += scene.folded(index).endswith((_YEH, _YEH + _OWNERS[0]))
        elif scene.is_kind(index, "day"):
            index += 1
        else:
            return index
        while index < self.end and (
            (self._is_definite(index) and not self._governs(index))
            or scene.is_kind(index, "adverb")
            or scene.is_kind(index, "dated adjective")
        ):
            index += 1
        return index

    def _turn_end(self, index: int) -> int:
        """Return the end of "for her part", or `index`."""
        found = self.scene.reading.attribution.match(self.tokens, index, self.end)
        return found[1] if found is not None and found[0] == "switch" else index

    def _is_bare(self, index: int, *, definite: bool) -> bool:
        """Return whether a token is a noun that can open a statement by itself."""
        token = self.tokens[index]
        scene = self.scene
        if token.kind is not TokenKind.WORD or index in scene.names:
            return False
        if token.folded == _WHAT and self.form.verb.kind is VerbClass.DENIAL:
            verb = scene.lexicons.vocabulary.is_verb(scene.folded(index + 1))
            return verb and self.is_content(index)
        if any(scene.is_kind(index, k) for k in ("particle", "that", "quantity")):
            return False
        article = self._has_article(index) or token.text.startswith(_LAM + _LAM)
        if article and not (definite and self._takes_article(index)):
            return False
        cue = scene.cues.get(index)
        verbal = cue is not None and cue.tense is not Tense.NOUN
        if verbal and not (cue and cue.verb.strict) and not self._is_owned(index):
            return False
        if token.folded.startswith((_YEH, _WAW, _LAM, _BEH, _KAF, _FEH)) and (
            token.folded.startswith(_YEH)
            or not scene.lexicons.vocabulary.has_bare(token.folded)
        ):
            return False
        inflected = token.folded.endswith(_TEH)
        if inflected and scene.lexicons.vocabulary.is_verb(token.folded):
            return False
        known = (
            self.form.tense is Tense.PARTICIPLE
            or is_verbal_noun(token.folded)
            or scene.lexicons.vocabulary.has(token.folded)
        )
        return known and self.is_content(index)

    def _takes_article(self, index: int) -> bool:
        """Return whether a definite noun can be told: "announced the control of".

        With its object's particle behind it, it is a verbal noun and no adjective.
        """
        kind = self.form.verb.kind
        if self.form.tense is Tense.PARTICIPLE or kind is VerbClass.DENIAL:
            return True
        return self._governs(index) and kind is VerbClass.NEUTRAL

    def _governs(self, index: int) -> bool:
        """Return whether a verbal noun has the particle of its object behind it."""
        noun = self.scene.folded(index).removeprefix(_ARTICLE)
        particle = self.scene.lexicons.governed_nouns.get(noun)
        return particle == self.scene.folded(index + 1)

    def _is_owned(self, index: int) -> bool:
        """Return whether "his country" or the like follows: a word spelt as a verb."""
        following = self.tokens[index + 1].text if index + 1 < self.end else ""
        owned = following.endswith(_OWNERS) and index > self.cue + 1
        return owned and self.scene.lexicons.vocabulary.has(fold(following))
