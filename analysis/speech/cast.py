"""The named of an article as sources: who a naming is, and which names came before."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from analysis.lexicons.verbs import Number
from analysis.model import Actor, ActorType, Speaker, SpeakerType
from analysis.speech.heard import Heard
from analysis.speech.scene import Named, Scene
from analysis.speech.voices import Voice

#: So many namings before a place are looked at.
MAX_NAMINGS: Final = 200

_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_LAM: Final = "\N{ARABIC LETTER LAM}"


class Cast:
    """The actors of an article where the text names them."""

    def __init__(self, scene: Scene, actors: Sequence[Actor]) -> None:
        self.scene, self.actors = scene, actors
        self.ordered = sorted(
            {naming.first: naming for naming in scene.names.values()}.values(),
            key=lambda naming: naming.first,
        )

    def named(self, naming: Named, sentence: int) -> Heard:
        """Return the source that a naming means."""
        surface = self.scene.document.cut(naming.phrase_first, naming.phrase_last)
        return self.actor(naming.actor, surface, sentence)

    def actor(self, number: int, surface: str, sentence: int) -> Heard:
        """Return an actor as a source, called by `surface` where it speaks."""
        actor = self.actors[number]
        person = actor.type is ActorType.PERSON
        kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
        speaker = Speaker(actor.name, kind, surface, number)
        return Heard(speaker, actor.gender, Number.SINGULAR, sentence, known=True)

    def unnamed(self, voice: Voice, sentence: int) -> Heard:
        """Return the source that a phrase describes, by its own words."""
        tokens = self.scene.document.tokens
        text = self.scene.document.text[voice.start : tokens[voice.last - 1].end]
        # "For the union": the preposition has swallowed the article's first letter.
        swallowed = tokens[voice.first].folded.startswith(_LAM + _LAM)
        name = _ALEF + text if swallowed and text.startswith(_LAM) else text
        speaker = Speaker(name, voice.type, text)
        known = voice.type is not SpeakerType.UNNAMED or self.scene.speaks(voice.head)
        return Heard(
            speaker, voice.gender, voice.number, sentence, voice.head, known=known
        )

    def is_cut(self, naming: Named) -> bool:
        """Return whether a preposition or conjunction is written onto a name."""
        starts = (start for start, _ in self.actors[naming.actor].mentions)
        return self.scene.document.tokens[naming.first].start not in starts

    def names_before(self, index: int) -> Sequence[Named]:
        """Return the namings before a token, the nearest first."""
        end = bisect_left(self.ordered, index, key=lambda naming: naming.first)
        return self.ordered[max(0, end - MAX_NAMINGS) : end][::-1]

    def sentence_first(self, index: int) -> int:
        """Return the first token of the sentence that holds a token."""
        sentences = self.scene.document.sentences
        number = bisect_right(sentences, index, key=lambda s: s.first) - 1
        return sentences[max(0, number)].first
