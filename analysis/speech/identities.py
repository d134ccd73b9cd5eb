"""Who a phrase in a speaker's place is: a name, a description, a place, a document."""

from collections.abc import Sequence
from typing import Final

from analysis.lexicons.verbs import Number, VerbForm
from analysis.model import Actor, ActorType, Speaker, SpeakerType
from analysis.speech.cast import Cast
from analysis.speech.descriptions import Descriptions
from analysis.speech.documents import Documents
from analysis.speech.heard import Heard, agrees
from analysis.speech.scene import Named, Scene
from analysis.speech.voices import Voice, place_at, voice_at
from analysis.text.clitics import readings
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import COMMAS

#: A name in marks is not farther from them than this, in tokens.
LONGEST_TITLE: Final = 12
#: What a verb without "and" follows and is about is not longer, in tokens.
LONGEST_RELATED: Final = 3

#: A post with its bodies and places before the name is not longer, in tokens.
LONGEST_POST: Final = 25
#: Kinds of nouns for what somebody is, not for whose somebody is.
_POSTS: Final = frozenset({"post", "trade", "title", "rank"})

_BEH: Final = "\N{ARABIC LETTER BEH}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
#: What stands around an aside or an apposition.
ASIDES: Final = frozenset({"\N{ARABIC COMMA}", ",", "-", "(", ")"})


class Identities:
    """Reads phrases in the light of the article's names and of who has spoken.

    Args:
        heard: the sources so far, the last one last; it grows while reading goes on.
    """

    def __init__(
        self, scene: Scene, actors: Sequence[Actor], heard: Sequence[Heard]
    ) -> None:
        self.scene, self.actors = scene, actors
        self.cast = Cast(scene, actors)
        self.descriptions = Descriptions(self.cast, heard)
        self.documents = Documents(self.cast, self.descriptions, heard)
        self.marked = {
            index
            for span in scene.spans.values()
            if span.last - span.first <= LONGEST_TITLE
            for index in range(span.first, span.last)
        }

    def at(
        self, index: int, last: int, sentence: int, *, clitic: bool = False
    ) -> tuple[Heard, str] | None:
        """Return who the phrase at a token is: a name, a description, a place."""
        if index >= last:
            return None
        if self.scene.is_kind(index, "same") and index + 1 < last:
            index += 1
        naming = self.scene.names.get(index)
        owned = naming is not None and naming.of_other and index < naming.first
        if naming is not None and (owned or self._is_one_of(naming)):
            told = self._apposed(naming) or self._kinsman(naming)
            if told is not None:
                return self.cast.named(told, sentence), "subject"
            return self._one_of(naming, sentence), "unnamed"
        if naming is not None:
            return self.cast.named(naming, sentence), "subject"
        span = self.scene.spans.get(index)
        if span is not None:
            return self.documents.marked(span, sentence)
        if self.scene.is_kind(index, "his highness"):
            styled = self.descriptions.styled(index, sentence)
            return None if styled is None else (styled, "description")
        voice = voice_at(self.scene, index, last, clitic=clitic)
        return None if voice is None else self._voiced(voice, sentence, last)

    def related(
        self, cue: int, sentence: int, form: VerbForm
    ) -> tuple[Heard, str] | None:
        """Return the indefinite phrase that a verb is about: "an actress claims"."""
        scene = self.scene
        related: Voice | None = None
        for index in range(cue - 1, max(-1, cue - 1 - LONGEST_RELATED), -1):
            if index in scene.names or index in scene.cues or not scene.is_word(index):
                break
            voice = voice_at(scene, index, cue, clitic=True)
            if voice is None or voice.definite or voice.last != cue:
                continue
            if scene.speaks(voice.head) or scene.is_kind_of(voice.head, "voice"):
                related = voice
        if related is None or scene.folded(cue).startswith(_WAW):
            return None
        found = self._voiced(related, sentence, cue)
        fits = found is not None and found[0].number is form.number
        return found if fits and found and agrees(form, found[0]) else None

    def _voiced(
        self, voice: Voice, sentence: int, last: int
    ) -> tuple[Heard, str] | None:
        """Return who a phrase without a name is."""
        if self.scene.is_paper(voice.head):
            return self.documents.issuer(voice, sentence, last)
        title = self._title_in(voice)
        if title is not None:
            return self.documents.marked(title, sentence)
        if self.scene.is_kind(voice.first, "office"):
            return self._office(voice, sentence), "unnamed"
        inner = self._named_inside(voice) or self._named_behind(voice, last)
        if inner is not None:
            return self.cast.named(inner, sentence), "subject"
        if voice.bare and self.scene.is_kind(voice.first, "the latter"):
            latter = self._latter(voice)
            if latter is not None:
                return self.cast.named(latter, sentence), "description"
        if voice.type is not SpeakerType.PLACE:
            holder = self.descriptions.holder(voice, sentence)
            if holder is not None:
                return holder, "description"
        return self.cast.unnamed(voice, sentence), "unnamed"

    def _named_behind(self, voice: Voice, last: int) -> Named | None:
        """Return whose name ends a long post: "the coordinator for aid in Sudan, X,".

        Bodies, places and adjectives may stand between, and one comma; the name ends
        what it stands in, so that it is nobody's but the one described.
        """
        head = self.scene.lexicons.role_heads.get(voice.head)
        if head is None or head.kind not in _POSTS or voice.number is Number.PLURAL:
            return None
        at, commas = voice.last, 0
        last = min(last, voice.first + LONGEST_POST)
        while at < last:
            naming = self.scene.names.get(at)
            if naming is None:
                comma = self.scene.folded(at) in COMMAS
                commas += comma
                if commas > 1 or not (comma or self._describes(at)):
                    return None
                at += 1
            elif self.actors[naming.actor].type is ActorType.ORGANISATION:
                at = naming.phrase_last
            else:
                return naming if self._closes(naming, at, voice) else None
        return None

    def _describes(self, index: int) -> bool:
        """Return whether a word goes on a post: "for security", "in Sudan", "Mr"."""
        scene = self.scene
        folded = scene.folded(index)
        if index in scene.cues or scene.is_kind(index, "that"):
            return False
        if scene.is_kind(index, "preposition"):
            place, _ = place_at(scene, index + 1, scene.folded(index + 1))
            return place is not None
        place, _ = place_at(scene, index, folded.removeprefix(_BEH))
        stems = (stem for _, stem in readings(folded))
        definite = any(stem.startswith(_ARTICLE) for stem in stems)
        return definite or place is not None or folded in scene.lexicons.honorifics

    def _closes(self, naming: Named, at: int, voice: Voice) -> bool:
        """Return whether a name is the described one's and ends the phrase."""
        scene, after = self.scene, naming.phrase_last
        gender = self.actors[naming.actor].gender
        disagrees = None not in (gender, voice.gender) and gender != voice.gender
        cut = self.cast.is_cut(naming) or self._is_addressed(naming)
        own = naming.phrase_first == at and not cut
        ends = after in scene.cues or scene.is_kind(after, "that")
        ends = ends or not scene.is_word(after)
        return own and ends and not naming.of_other and not disagrees

    def _is_addressed(self, naming: Named) -> bool:
        """Return whether "to" is written onto a title: "told his counterpart X"."""
        title = self.scene.folded(naming.phrase_first)
        cut = title.startswith(_LAM) and title not in self.scene.lexicons.role_heads
        return naming.first > naming.phrase_first and cut

    def _is_one_of(self, naming: Named) -> bool:
        """Return whether a phrase means "one of X's advisers", not X."""
        first = self.scene.folded(naming.phrase_first)
        head = self.scene.lexicons.role_heads.get(first)
        alone = naming.first > naming.phrase_first + 1
        return head is not None and head.kind == "part" and alone

    def _apposed(self, naming: Named) -> Named | None:
        """Return whose own name follows between commas: "X's adviser, Y, said"."""
        tokens = self.scene.document.tokens
        index = naming.phrase_last
        if index >= len(tokens) or tokens[index].text not in ASIDES:
            return None
        name = self.scene.names.get(index + 1)
        if name is None or self.actors[name.actor].type is not ActorType.PERSON:
            return None
        closed = self.scene.folded(name.phrase_last) in ASIDES
        return name if closed or self.scene.is_kind(name.phrase_last, "that") else None

    def _kinsman(self, naming: Named) -> Named | None:
        """Return whom the text named before as "the father of X"."""
        first, last = naming.phrase_first, naming.phrase_last
        head = self.scene.lexicons.role_heads.get(self.scene.folded(first))
        if head is None:
            return None
        return self.descriptions.kinsman(head.lemma, first, last)

    def _one_of(self, naming: Named, sentence: int) -> Heard:
        text = self.scene.document.cut(naming.phrase_first, naming.phrase_last)
        speaker = Speaker(text, SpeakerType.UNNAMED, text)
        return Heard(speaker, None, Number.SINGULAR, sentence, known=True)

    def _title_in(self, voice: Voice) -> MarkedSpan | None:
        """Return the name in marks of a body: "the newspaper «...»"."""
        if voice.head not in self.scene.lexicons.organisation_nouns:
            return None
        for index in range(voice.first + 1, voice.last):
            span = self.scene.spans.get(index)
            if span is not None:
                return span
        return None

    def _office(self, voice: Voice, sentence: int) -> Heard:
        """Return the office itself: "the prime minister's office", not the man."""
        tokens = self.scene.document.tokens
        last = voice.last
        naming = self.scene.names.get(voice.first + 1)
        if naming is not None:
            alone = naming.first == voice.first + 1
            last = naming.last if alone else naming.first
        text = self.scene.document.text[voice.start : tokens[last - 1].end]
        speaker = Speaker(text, SpeakerType.ORGANISATION, text)
        return Heard(speaker, None, Number.SINGULAR, sentence, voice.head, known=True)

    def _latter(self, voice: Voice) -> Named | None:
        """Return who was named last before "the latter", here or a sentence before.

        A body whose gender nobody knows may be meant: then nobody else is.
        """
        here = self.cast.sentence_first(voice.first)
        since = self.cast.sentence_first(max(0, here - 1))
        for naming in self.cast.names_before(voice.first):
            if naming.first < since:
                return None
            actor = self.actors[naming.actor]
            if voice.gender == actor.gender:
                return naming
            if None in (voice.gender, actor.gender):
                return naming if actor.type is ActorType.PERSON else None
        return None

    def _is_governed(self, index: int, voice: Voice) -> bool:
        """Return whether a name belongs to a source's description: "close to X"."""
        prepositions = self.scene.lexicons.role_prepositions
        courtesy = self.scene.folded(voice.first) in self.scene.lexicons.honorifics
        owned = index == voice.first + 1 and not (voice.definite or courtesy)
        return owned or self.scene.folded(index - 1) in prepositions

    def _named_inside(self, voice: Voice) -> Named | None:
        """Return the person whose name follows a description in its phrase."""
        body = voice.head in self.scene.lexicons.organisation_nouns
        family = self.scene.is_kind_of(voice.head, "family")
        if voice.number is Number.PLURAL or body or family:
            return None
        index = voice.last
        tokens = self.scene.document.tokens
        if index < len(tokens) - 1 and tokens[index].text in ASIDES:
            index += 1
        for at in (*range(voice.first, voice.last), index):
            naming = self.scene.names.get(at)
            if naming is None:
                continue
            person = self.actors[naming.actor].type is ActorType.PERSON
            if person and at in self.marked and at < voice.last:
                return naming
            cut = self.cast.is_cut(naming) or self._is_addressed(naming)
            first = at == naming.phrase_first
            governed = at > voice.first and self._is_governed(at, voice)
            if first and person and not (cut and at > voice.first) and not governed:
                return naming
        return None
