"""Where a clause names who speaks: after its verb, before it, or in the main clause."""

from collections.abc import Sequence
from typing import Final

from analysis.lexicons.verbs import Tense, VerbClass, VerbForm
from analysis.model import Actor, SpeakerType
from analysis.speech.documents import REACH
from analysis.speech.heard import Heard, agrees, suits
from analysis.speech.identities import ASIDES, Identities
from analysis.speech.statements import Statement
from analysis.text.clitics import readings

#: A subject is looked for so many tokens from its sentence's start, or from its verb.
WINDOW: Final = 60
#: The subject of a sentence is among its first phrases, so many at most.
PHRASES: Final = 3

#: Verbs whose first noun may be whom they address or blame.
_ADDRESSING: Final = frozenset({VerbClass.DEMAND, VerbClass.TARGET})
#: Verbs of other meanings whose subject speaks even so.
_TELLING: Final = frozenset({VerbClass.WRITTEN, VerbClass.TOPIC})
_WAW: Final = "\N{ARABIC LETTER WAW}"
_FEH: Final = "\N{ARABIC LETTER FEH}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
#: Plurals in a case that no subject has.
_OBLIQUE: Final = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_GOVERNING: Final = ("\N{ARABIC LETTER BEH}", _LAM, "\N{ARABIC LETTER KAF}")
#: A document and its adjectives before its verb are not longer, in tokens.
_LONGEST_PAPER: Final = 5


class Subjects:
    """Finds the subjects of reporting verbs.

    Args:
        heard: the sources so far; told: the cues whose statements are attributed.
    """

    def __init__(
        self,
        identities: Identities,
        actors: Sequence[Actor],
        heard: Sequence[Heard],
        told: set[int],
    ) -> None:
        self.identities, self.scene = identities, identities.scene
        self.cast = identities.cast
        self.actors, self.heard, self.told = actors, heard, told

    def explicit(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the subject that the clause itself names, before the verb or after."""
        first = self.scene.document.sentences[statement.sentence].first
        before = self._before(statement, cue, form)
        naming = self.scene.names.get(cue - 1)
        opens = naming is not None and naming.phrase_first <= first + 1
        opens = opens or self.scene.is_kind(cue - 1, "had")
        place = before is not None and before[0].speaker.type is SpeakerType.PLACE
        if before is not None and (opens or place or cue == first + 1):
            return before
        return self._after(statement, form) or before

    def _after_verb(
        self, first: int, last: int, sentence: int, form: VerbForm
    ) -> Heard | None:
        """Return whose name follows a verb, where a noun that names nobody led."""
        scene = self.scene
        if first in scene.names:
            return None
        for index in range(first + 1, last):
            naming = scene.names.get(index)
            if naming is None or naming.phrase_first != index:
                continue
            if scene.lexicons.vocabulary.is_verb(scene.folded(index - 1)):
                heard = self.cast.named(naming, sentence)
                if agrees(form, heard):
                    return heard
        return None

    def _after(self, statement: Statement, form: VerbForm) -> tuple[Heard, str] | None:
        """Return the subject after the verb."""
        first, last = statement.subject
        index = self.past_adjuncts(first, last)
        index = self._past_addressee(index, last)
        found = self.identities.at(index, last, statement.sentence)
        if found is None or self._is_target(statement, form, found):
            return None
        sure = index == first and found[1] in ("subject", "document", "description")
        sure = sure and form.verb.kind not in _ADDRESSING
        return found if sure or suits(form, found[0]) else None

    def _is_target(
        self, statement: Statement, form: VerbForm, found: tuple[Heard, str]
    ) -> bool:
        """Return whether what follows the verb is whom it addresses or blames."""
        heard, rule = found
        if form.verb.kind not in _ADDRESSING or rule == "subject":
            return False
        if heard.speaker.name.endswith(_OBLIQUE):
            return True
        if not self.heard or not agrees(form, self.heard[-1]):
            return False
        same = self.heard[-1].sentence == statement.sentence
        return same or not heard.known

    def _past_addressee(self, index: int, last: int) -> int:
        """Return where the subject begins behind "to the agency"."""
        scene = self.scene
        if index < last and self._is_addressed(index):
            return scene.names[index].phrase_last
        span = scene.spans.get(index + 1)
        if index < last and scene.folded(index) == _LAM and span is not None:
            return span.outer_last
        return index

    def _is_addressed(self, index: int) -> bool:
        """Return whether a name follows "to": "he told the agency"."""
        naming = self.scene.names.get(index)
        token = self.scene.document.tokens[index]
        if naming is None or not token.folded.startswith(_LAM):
            return False
        if self.scene.is_kind(index - 1, "occasion"):
            return False
        if naming.first > index:
            bare = token.folded[1:].removeprefix(_LAM)
            return self.scene.speaks(bare)
        return self.cast.is_cut(naming)

    def _is_governed(self, index: int) -> bool:
        """Return whether a preposition is written onto a name: "on Twitter"."""
        naming = self.scene.names.get(index)
        if naming is None or naming.first != index:
            return False
        text = self.scene.folded(index).removeprefix(_WAW)
        if text.startswith(_LAM) and self.scene.is_kind(index - 1, "occasion"):
            return False
        return text.startswith(_GOVERNING) and self.cast.is_cut(naming)

    def past_adjuncts(self, index: int, last: int) -> int:
        """Return the first token that is no comma, day, adverb or "to it"."""
        scene = self.scene
        while (
            index < last
            and index not in scene.names
            and (
                scene.folded(index) in ASIDES
                or scene.is_kind(index, "adverb")
                or scene.is_kind(index, "to it")
                or scene.folded(index) in scene.lexicons.weekdays
            )
        ):
            index += 1
        return index

    def _before(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the subject before the verb."""
        scene = self.scene
        first = scene.document.sentences[statement.sentence].first
        index = cue - 1
        relative = False
        while (
            index >= first
            and index not in scene.names
            and (
                scene.is_kind(index, "auxiliary")
                or scene.is_kind(index, "relative")
                or scene.folded(index) in ASIDES
            )
        ):
            relative = relative or scene.is_kind(index, "relative")
            index -= 1
        if index < first:
            return None
        if relative:
            return self._antecedent(statement, first, index, form)
        if index < cue - 1 and scene.is_kind(first, "concerning"):
            return None
        naming = scene.names.get(index)
        if naming is not None and not scene.folded(cue).startswith(_WAW):
            heard = self.cast.named(naming, statement.sentence)
            return (heard, "subject") if agrees(form, heard) else None
        alone = index == first or not scene.is_word(index - 1)
        country = scene.lexicons.country_named(scene.folded(index))
        if index == cue - 1 and alone and country is not None:
            found = self.identities.at(index, cue, statement.sentence)
            return found if found is not None and agrees(form, found[0]) else None
        if index == cue - 1 and self._stands_alone(index):
            found = self.identities.at(index, cue, statement.sentence)
            return found if found is not None and agrees(form, found[0]) else None
        if scene.folded(cue).startswith(_WAW):
            return None
        return self._paper_before(statement, first, cue, form) or (
            self._noun_before(statement, first, index, form)
        )

    def _paper_before(
        self, statement: Statement, first: int, cue: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the document or source right before: "unofficial estimates say"."""
        scene = self.scene
        for index in range(cue - 2, max(first, cue - _LONGEST_PAPER) - 1, -1):
            folded = scene.folded(index)
            if index in scene.names or index in scene.cues:
                return None
            if scene.is_kind(index, "particle") or not scene.is_word(index):
                return None
            if scene.is_paper(folded) or scene.is_kind_of(folded, "source_head"):
                found = self.identities.at(index, cue, statement.sentence)
                return found if found and agrees(form, found[0]) else None
        return None

    def _stands_alone(self, index: int) -> bool:
        """Return whether a noun for a source makes a phrase by itself."""
        scene = self.scene
        bare = scene.folded(index).removeprefix(_ARTICLE)
        before = [stem for _, stem in readings(scene.folded(index - 1))]
        nouns = [stem.removeprefix(_ARTICLE) for stem in before]
        return (scene.speaks(bare) or scene.is_paper(bare)) and not any(
            scene.speaks(noun) or scene.is_paper(noun) for noun in nouns
        )

    def _antecedent(
        self, statement: Statement, first: int, index: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the nearest name that a relative clause can be about."""
        near = self.identities.at(index, index + 1, statement.sentence)
        if near is not None and near[0].speaker.type is SpeakerType.PLACE:
            return near if agrees(form, near[0]) else None
        for back in range(index, max(first, index - REACH) - 1, -1):
            naming = self.scene.names.get(back)
            if naming is not None:
                heard = self.cast.named(naming, statement.sentence)
                if agrees(form, heard):
                    return heard, "subject"
        return None

    def _noun_before(
        self, statement: Statement, first: int, index: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the subject in front of its clause: "the minister ... had said"."""
        scene = self.scene
        start = first
        while start < index and (
            scene.is_kind(start, "auxiliary") or scene.is_kind(start, "connective")
        ):
            start += 1
        if index - start > REACH:
            return None
        found = self.identities.at(start, index + 1, statement.sentence)
        if found is None or not agrees(form, found[0]):
            return None
        return found if found[0].known or self._is_somebody(start) else None

    def _is_somebody(self, index: int) -> bool:
        """Return whether somebody unnamed follows "but": "but a source"."""
        scene = self.scene
        head = scene.lexicons.role_heads.get(scene.folded(index).removesuffix(_ALEF))
        person = head is not None and head.kind in ("anon", "post", "trade")
        return person and scene.is_kind(index - 1, "but others")

    def earlier_verb(self, statement: Statement, cue: int) -> Heard | None:
        """Return the subject of a verb that the cue continues: "X wrote, saying"."""
        scene = self.scene
        first = scene.document.sentences[statement.sentence].first
        for index in range(cue - 1, max(first, cue - WINDOW) - 1, -1):
            other = scene.cues.get(index)
            written = other is not None and other.verb.kind in _TELLING
            if other is None or index in self.told or other.tense is Tense.NOUN:
                continue
            if other.verb.strict and not written:
                continue
            start = self.past_adjuncts(index + 1, cue)
            found = self.identities.at(start, cue, statement.sentence)
            if found is not None and found[0].known and suits(other, found[0]):
                return found[0]
        return None

    def governing(self, statement: Statement, cue: int, form: VerbForm) -> Heard | None:
        """Return the subject of the sentence that a participle belongs to."""
        first = self.scene.document.sentences[statement.sentence].first
        acting = self._acting_before(statement, cue, form) or (
            self._acting_since(statement, cue, form)
        )
        if acting is not None:
            return acting
        for heard in reversed(self.heard):
            if heard.sentence != statement.sentence:
                break
            if agrees(form, heard):
                return heard
        return self._subject_between(first, cue, statement.sentence, form)

    def _acting_before(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> Heard | None:
        """Return whom a verb and a participle stand around: "so X objected, saying"."""
        scene = self.scene
        naming = scene.names.get(cue - 1)
        if naming is None or naming.phrase_first == 0 or naming.phrase_last != cue:
            return None
        before = naming.phrase_first - 1
        other = scene.cues.get(before)
        addressing = other is not None and other.verb.kind in _ADDRESSING
        verb = scene.folded(before)
        noun = scene.lexicons.vocabulary.has_bare(verb.lstrip(_WAW + _FEH))
        noun = noun or scene.is_kind(before, "particle")
        if addressing or (noun and not self.is_verb(before)):
            return None
        heard = self.cast.named(naming, statement.sentence)
        return heard if suits(form, heard) else None

    def is_verb(self, index: int) -> bool:
        """Return whether a token is a verb, also behind "and" or "so"."""
        verb = self.scene.folded(index)
        bare = verb[1:] if verb.startswith((_WAW, _FEH)) else verb
        vocabulary = self.scene.lexicons.vocabulary
        return vocabulary.is_verb(verb) or vocabulary.is_verb(bare)

    def _nearest_person(
        self, first: int, cue: int, sentence: int, form: VerbForm
    ) -> Heard | None:
        """Return who is named last before "he said in it"."""
        for index in range(cue - 1, max(first, cue - WINDOW) - 1, -1):
            naming = self.scene.names.get(index)
            if naming is None or self._is_governed(naming.first):
                continue
            heard = self.cast.named(naming, sentence)
            if heard.speaker.type is SpeakerType.PERSON and agrees(form, heard):
                return heard
        return self._subject_between(first, cue, sentence, form)

    def _acting_since(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> Heard | None:
        """Return the nearest verb's subject, since somebody spoke if somebody did."""
        scene = self.scene
        first = scene.document.sentences[statement.sentence].first
        since = max(first, cue - WINDOW)
        spoken = next((at for at in range(cue, since - 1, -1) if at in self.told), None)
        spoken = since if spoken is None else spoken
        for index in range(cue - 1, spoken + 1, -1):
            naming = scene.names.get(index)
            if naming is None or naming.phrase_first != index or index < 1:
                continue
            if self._is_governed(index):
                continue
            other = scene.cues.get(index - 1)
            denied = other is not None and other.has_object and index - 1 > since
            if denied or scene.lexicons.vocabulary.is_verb(scene.folded(index - 1)):
                heard = self.cast.named(naming, statement.sentence)
                return heard if suits(form, heard) else None
        return None

    def main_subject(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> Heard | None:
        """Return the subject of the clause that a verb goes on: "X left, and said"."""
        first = self.scene.document.sentences[statement.sentence].first
        spoken = self.heard and self.heard[-1].sentence == statement.sentence
        if self.scene.is_kind(cue + 1, "in it"):
            return self._nearest_person(first, cue, statement.sentence, form)
        closing = statement.rule == "after"
        if spoken or closing or cue - first < PHRASES:
            return None
        return self._subject_between(first, cue, statement.sentence, form)

    def _subject_between(
        self, first: int, last: int, sentence: int, form: VerbForm
    ) -> Heard | None:
        """Return the first phrase of a stretch that can be its subject."""
        scene = self.scene
        index = first
        phrases = 0
        last = min(last, first + WINDOW)
        while index < last and phrases < PHRASES:
            span = scene.spans.get(index)
            if span is not None and index not in scene.names:
                index = max(span.outer_last, index + 1)
                continue
            if (
                self._is_addressed(index)
                or self._is_governed(index)
                or (index > first and self.scene.is_kind(index - 1, "preposition"))
            ):
                index += 1
                continue
            found = self.identities.at(index, last, sentence)
            if found is not None:
                heard = found[0]
                if heard.known and agrees(form, heard):
                    return self._after_verb(index, last, sentence, form) or heard
                phrases += 1
            index += 1
        return None
