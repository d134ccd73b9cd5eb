"""Whose statement, report or post a document is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analysis.lexicons.verbs import Number
from analysis.model import Speaker, SpeakerType
from analysis.speech.cast import Cast
from analysis.speech.descriptions import BACK, Descriptions
from analysis.speech.heard import Heard
from analysis.speech.scene import Named
from analysis.speech.voices import LONGEST_MARKED, Voice, voice_at
from analysis.text.clitics import readings
from analysis.text.marks import MarkedSpan

#: The owner of a document is named within so many tokens.
REACH: Final = 12

_STOPS: Final = frozenset({"\N{ARABIC COMMA}", ",", "-", "(", ")", ":", "."})
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_ARTICLE: Final = _ALEF + "\N{ARABIC LETTER LAM}"
_NISBA: Final = ("\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}")


class Documents:
    """Finds who issued a document, in the light of who has spoken."""

    def __init__(
        self, cast: Cast, descriptions: Descriptions, heard: Sequence[Heard]
    ) -> None:
        self.cast, self.descriptions, self.heard = cast, descriptions, heard
        self.scene = cast.scene

    def issuer(self, voice: Voice, sentence: int, last: int) -> tuple[Heard, str]:
        """Return whose statement, report or post a phrase before `last` means."""
        alone = voice.definite and voice.bare
        if not alone or self.scene.is_kind(voice.last, "issued"):
            owner = self._owner(voice, sentence, last)
            if owner is not None:
                return owner, "subject"
        if alone or self._is_same(voice):
            issued = self._issuer(voice, sentence)
            if issued is not None:
                return issued, "document"
        if alone and self.heard:
            same = (h for h in reversed(self.heard) if h.head == voice.head)
            body = SpeakerType.ORGANISATION
            bodies = (h for h in reversed(self.heard) if h.speaker.type is body)
            return next(same, None) or next(bodies, self.heard[-1]), "document"
        nation = self._nation(voice, sentence)
        if nation is not None:
            return nation, "subject"
        return self._publisher(voice, sentence), "unnamed"

    def _is_same(self, voice: Voice) -> bool:
        """Return whether a phrase means the paper spoken of: "the same statement"."""
        rest = range(voice.first + 1, voice.last)
        return voice.definite and all(self.scene.is_kind(i, "itself") for i in rest)

    def _nation(self, voice: Voice, sentence: int) -> Heard | None:
        """Return the country that an official paper speaks for: "Turkish statement"."""
        scene = self.scene
        if not scene.is_kind_of(voice.head, "official paper"):
            return None
        adjective = scene.folded(voice.first + 1).removeprefix(_ARTICLE)
        country = scene.lexicons.nationalities.get(adjective)
        second = scene.folded(voice.first + 2).removeprefix(_ARTICLE)
        joint = second in scene.lexicons.nationalities
        if not country or joint or voice.last <= voice.first + 1:
            return None
        surface = scene.document.cut(voice.first, voice.last)
        speaker = Speaker(country, SpeakerType.PLACE, surface)
        return Heard(speaker, None, Number.SINGULAR, sentence, voice.head, known=True)

    def _issuer(self, voice: Voice, sentence: int) -> Heard | None:
        """Return who issued the document that a text has spoken of before."""
        scene = self.scene
        for back in range(voice.first - 1, max(0, voice.first - BACK), -1):
            heads = {
                stem.removesuffix(_ALEF) for _, stem in readings(scene.folded(back))
            }
            if voice.head not in heads or back in scene.names:
                continue
            naming = scene.names.get(back + 1)
            said = self._said_in(back) if naming is None else None
            if said is not None:
                return replace(said, sentence=sentence, head=voice.head, gender=None)
            if naming is None:
                start = self.cast.sentence_first(back)
                before = (scene.names.get(at) for at in range(back - 1, start - 1, -1))
                naming = next((n for n in before if n is not None), None)
            if naming is not None:
                return self._speaking(naming, voice, sentence)
        return None

    def _said_in(self, index: int) -> Heard | None:
        """Return the body that spoke in the sentence of a token."""
        sentences = self.scene.document.sentences
        first = self.cast.sentence_first(index)
        body = SpeakerType.ORGANISATION
        for heard in reversed(self.heard):
            if sentences[heard.sentence].first == first:
                return heard if heard.speaker.type is body else None
        return None

    def _speaking(self, naming: Named, voice: Voice, sentence: int) -> Heard:
        """Return who speaks through a document; verbs agree with either of the two."""
        issuer = self.cast.named(naming, sentence)
        return replace(issuer, head=voice.head, gender=None)

    def _owner(self, voice: Voice, sentence: int, last: int) -> Heard | None:
        """Return who is named as the one who issued a document."""
        scene = self.scene
        tokens = scene.document.tokens
        end = min(voice.first + REACH, max(last, voice.last))
        for index in range(voice.first + 1, end):
            if scene.is_kind(index, "that") or index in scene.cues:
                return None
            if scene.is_kind(index, "relative"):
                return None
            naming = scene.names.get(index)
            if naming is not None:
                return self._speaking(naming, voice, sentence)
            if tokens[index].text in _STOPS:
                return None
        return None

    def _publisher(self, voice: Voice, sentence: int) -> Heard:
        """Return who a document without a named owner comes from, or itself."""
        scene = self.scene
        end = min(voice.last + 3, len(scene.document.tokens))
        for index in range(voice.first + 1, end):
            form = scene.cues.get(index)
            reports = form is not None and not form.has_object
            if reports or scene.is_kind(index, "that"):
                break
            span = scene.spans.get(index)
            bodies = scene.lexicons.organisation_nouns
            if span is not None and scene.folded(index - 1) in bodies:
                marked = self.marked(span, sentence)
                if marked is not None:
                    return replace(marked[0], head=voice.head)
            if index == voice.first + 1 and self._is_adjective(index):
                continue
            inner = voice_at(scene, index, len(scene.document.tokens), clitic=True)
            if inner is not None and scene.speaks(inner.head):
                holder = self.descriptions.holder(inner, sentence)
                if holder is not None:
                    return replace(holder, head=voice.head, gender=None)
                return self.cast.unnamed(inner, sentence)
        return self.cast.unnamed(voice, sentence)

    def _is_adjective(self, index: int) -> bool:
        """Return whether a word describes the noun before it: "press reports"."""
        folded, before = self.scene.folded(index), self.scene.folded(index - 1)
        agrees = folded.startswith(_ARTICLE) == before.startswith(_ARTICLE)
        return agrees and folded.endswith(_NISBA)

    def marked(self, span: MarkedSpan, sentence: int) -> tuple[Heard, str] | None:
        """Return whose name stands in quotation marks where a subject is due."""
        if span.last - span.first > LONGEST_MARKED:
            return None
        for index in range(span.first, span.last):
            naming = self.scene.names.get(index)
            if naming is not None:
                return self.cast.named(naming, sentence), "subject"
        text = self.scene.document.cut(span.first, span.last)
        speaker = Speaker(text, SpeakerType.ORGANISATION, text)
        heard = Heard(speaker, None, Number.SINGULAR, sentence, known=True)
        return heard, "unnamed"
