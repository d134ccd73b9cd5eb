"""Who a phrase in a speaker's place is: a name, a description, a place, a document."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analysis.lexicons.phrases import phrase_of
from analysis.lexicons.verbs import Number
from analysis.model import Actor, ActorType, Role, Speaker, SpeakerType
from analysis.speech.heard import Heard
from analysis.speech.scene import Named, Scene
from analysis.speech.voices import LONGEST_MARKED, Voice, voice_at
from analysis.text.clitics import readings
from analysis.text.folding import fold
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import TokenKind

#: A description is looked for among so many namings before it.
MAX_NAMINGS: Final = 200
#: The owner of a document is named within so many tokens.
REACH: Final = 12
#: What introduced somebody stands at most so many tokens before "the society".
BACK: Final = 250

_COMMAS: Final = frozenset({"\N{ARABIC COMMA}", ",", "-", "(", ")"})
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


class Identities:
    """Reads phrases in the light of the article's names and of who has spoken.

    Args:
        heard: the sources so far, the last one last; it grows while reading goes on.
    """

    def __init__(
        self, scene: Scene, actors: Sequence[Actor], heard: Sequence[Heard]
    ) -> None:
        self.scene, self.actors, self.heard = scene, actors, heard
        self.ordered = sorted(
            {naming.first: naming for naming in scene.names.values()}.values(),
            key=lambda naming: naming.first,
        )
        self.marked = {
            index
            for span in scene.spans.values()
            if span.last - span.first <= REACH
            for index in range(span.first, span.last)
        }
        self.kinds = _kinds(scene, self.ordered, len(actors))
        self.roles = [_known_roles(scene, actor) for actor in actors]

    def at(
        self, index: int, last: int, sentence: int, *, clitic: bool = False
    ) -> tuple[Heard, str] | None:
        """Return who the phrase at a token is: a name, a description, a place."""
        if index >= last:
            return None
        if self.scene.is_kind(index, "same") and index + 1 < last:
            index += 1
        naming = self.scene.names.get(index)
        if naming is not None and self._is_one_of(naming):
            return self._one_of(naming, sentence), "unnamed"
        if naming is not None:
            return self.named(naming, sentence), "subject"
        span = self.scene.spans.get(index)
        if span is not None:
            return self._marked(span, sentence)
        voice = voice_at(self.scene, index, last, clitic=clitic)
        if voice is None:
            return None
        if self.scene.is_paper(voice.head):
            return self.written(voice, sentence, last)
        title = self._title_in(voice)
        if title is not None:
            return self._marked(title, sentence)
        if self.scene.is_kind(voice.first, "office"):
            return self._office(voice, sentence), "unnamed"
        inner = self._named_inside(voice)
        if inner is not None:
            return self.named(inner, sentence), "subject"
        if voice.type is not SpeakerType.PLACE:
            holder = self._described(voice, sentence)
            if holder is not None:
                return holder, "description"
        return self._unnamed(voice, sentence), "unnamed"

    def _is_one_of(self, naming: Named) -> bool:
        """Return whether a phrase means "one of X's advisers", not X."""
        head = self.scene.lexicons.role_heads.get(
            self.scene.folded(naming.phrase_first)
        )
        alone = naming.first > naming.phrase_first + 1
        return head is not None and head.kind == "part" and alone

    def _one_of(self, naming: Named, sentence: int) -> Heard:
        text = self.scene.document.cut(naming.phrase_first, naming.phrase_last)
        speaker = Speaker(text, SpeakerType.UNNAMED, text)
        return Heard(speaker, None, Number.SINGULAR, sentence, known=True)

    def _marked(self, span: MarkedSpan, sentence: int) -> tuple[Heard, str] | None:
        """Return whose name stands in quotation marks where a subject is due."""
        if span.last - span.first > LONGEST_MARKED:
            return None
        for index in range(span.first, span.last):
            naming = self.scene.names.get(index)
            if naming is not None:
                return self.named(naming, sentence), "subject"
        text = self.scene.document.cut(span.first, span.last)
        speaker = Speaker(text, SpeakerType.ORGANISATION, text)
        heard = Heard(speaker, None, Number.SINGULAR, sentence, known=True)
        return heard, "unnamed"

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

    def written(self, voice: Voice, sentence: int, last: int) -> tuple[Heard, str]:
        """Return whose statement, report or post a phrase before `last` means."""
        alone = voice.definite and voice.bare
        if not alone or self.scene.is_kind(voice.last, "issued"):
            owner = self._owner(voice, sentence, last)
            if owner is not None:
                return owner, "subject"
        if alone:
            issued = self._issued(voice, sentence)
            if issued is not None:
                return issued, "document"
        if alone and self.heard:
            same = (h for h in reversed(self.heard) if h.head == voice.head)
            body = SpeakerType.ORGANISATION
            bodies = (h for h in reversed(self.heard) if h.speaker.type is body)
            return next(same, None) or next(bodies, self.heard[-1]), "document"
        return self._publisher(voice, sentence), "unnamed"

    def _issued(self, voice: Voice, sentence: int) -> Heard | None:
        """Return who issued the document that a text has spoken of before."""
        scene = self.scene
        for back in range(voice.first - 1, max(0, voice.first - BACK), -1):
            heads = {
                stem.removesuffix(_ALEF) for _, stem in readings(scene.folded(back))
            }
            if voice.head not in heads or back in scene.names:
                continue
            naming = scene.names.get(back + 1)
            if naming is None:
                start = self.sentence_first(back)
                before = (scene.names.get(at) for at in range(back - 1, start - 1, -1))
                naming = next((n for n in before if n is not None), None)
            if naming is not None:
                return replace(self.named(naming, sentence), head=voice.head)
        return None

    def sentence_first(self, index: int) -> int:
        """Return the first token of the sentence that holds a token."""
        sentences = self.scene.document.sentences
        number = bisect_right(sentences, index, key=lambda s: s.first) - 1
        return sentences[max(0, number)].first

    def _owner(self, voice: Voice, sentence: int, last: int) -> Heard | None:
        """Return who is named as the one who issued a document."""
        scene = self.scene
        tokens = scene.document.tokens
        end = min(voice.first + REACH, max(last, voice.last))
        for index in range(voice.first + 1, end):
            if scene.is_kind(index, "that") or index in scene.cues:
                return None
            naming = scene.names.get(index)
            if naming is not None:
                return replace(self.named(naming, sentence), head=voice.head)
            if tokens[index].text in _COMMAS | {":", "."}:
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
                marked = self._marked(span, sentence)
                if marked is not None:
                    return replace(marked[0], head=voice.head)
            inner = voice_at(scene, index, len(scene.document.tokens), clitic=True)
            if inner is not None and scene.speaks(inner.head):
                return self._described(inner, sentence) or (
                    self._unnamed(inner, sentence)
                )
        return self._unnamed(voice, sentence)

    def _named_inside(self, voice: Voice) -> Named | None:
        """Return the person whose name follows a description in its phrase."""
        body = voice.head in self.scene.lexicons.organisation_nouns
        family = self.scene.is_kind_of(voice.head, "family")
        if voice.number is Number.PLURAL or body or family:
            return None
        index = voice.last
        tokens = self.scene.document.tokens
        if index < len(tokens) - 1 and tokens[index].text in _COMMAS:
            index += 1
        for at in (*range(voice.first, voice.last), index):
            naming = self.scene.names.get(at)
            if naming is None:
                continue
            person = self.actors[naming.actor].type is ActorType.PERSON
            if person and at in self.marked and at < voice.last:
                return naming
            cut = self.is_cut(naming)
            first = at == naming.phrase_first
            if first and person and not (cut and at > voice.first):
                return naming
        return None

    def is_cut(self, naming: Named) -> bool:
        """Return whether a preposition or conjunction is written onto a name."""
        starts = (start for start, _ in self.actors[naming.actor].mentions)
        return self.scene.document.tokens[naming.first].start not in starts

    def named(self, naming: Named, sentence: int) -> Heard:
        surface = self.scene.document.cut(naming.phrase_first, naming.phrase_last)
        return self._actor(naming.actor, surface, sentence)

    def _actor(self, number: int, surface: str, sentence: int) -> Heard:
        actor = self.actors[number]
        person = actor.type is ActorType.PERSON
        kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
        speaker = Speaker(actor.name, kind, surface, number)
        return Heard(speaker, actor.gender, Number.SINGULAR, sentence, known=True)

    def _unnamed(self, voice: Voice, sentence: int) -> Heard:
        tokens = self.scene.document.tokens
        text = self.scene.document.text[voice.start : tokens[voice.last - 1].end]
        speaker = Speaker(text, voice.type, text)
        known = voice.type is not SpeakerType.UNNAMED or self.scene.speaks(voice.head)
        return Heard(
            speaker, voice.gender, voice.number, sentence, voice.head, known=known
        )

    def _described(self, voice: Voice, sentence: int) -> Heard | None:
        """Return the actor, or the unnamed source, that a description points to."""
        tokens = self.scene.document.tokens
        words = tuple(
            token.folded.removeprefix(_ARTICLE)
            for token in tokens[voice.first : voice.last]
        )
        if not (voice.definite or len(words) > 1):
            return None
        for heard in reversed(self.heard):
            number = heard.speaker.actor
            if number is not None and self._fits(number, voice, words):
                return heard
            if voice.definite and heard.head and heard.head == voice.head:
                return heard
            body = voice.bare and voice.definite and self._is_nameless(heard, voice)
            if body and sentence - heard.sentence <= 2:
                return heard
        surface = self.scene.document.cut(voice.first, voice.last)
        for naming in self._names_before(voice.first):
            if self._fits(naming.actor, voice, words):
                return self._actor(naming.actor, surface, sentence)
        only_one = self.scene.is_kind(voice.first - 1, "only one")
        for naming in self._names_before(voice.first):
            if self._fits(naming.actor, voice, words[:1]) and (
                only_one or self._is_open(naming.actor, voice)
            ):
                return self._actor(naming.actor, surface, sentence)
        same = voice.bare and voice.definite
        if same and self.heard and voice.head in self.scene.reading.words["speaking"]:
            return self.heard[-1]
        return self._introduced(voice, sentence) if same else None

    def _introduced(self, voice: Voice, sentence: int) -> Heard | None:
        """Return who a phrase before introduced: "a local society ... the society"."""
        scene = self.scene
        tokens = scene.document.tokens
        for index in range(voice.first - 1, max(-1, voice.first - BACK), -1):
            if index in scene.names or tokens[index].kind is not TokenKind.WORD:
                continue
            for _, stem in readings(tokens[index].folded):
                if stem != voice.head:
                    continue
                found = voice_at(scene, index, len(tokens), clitic=True)
                if found is not None and not found.bare and found.head == voice.head:
                    return self._unnamed(found, sentence)
        return None

    def _is_nameless(self, heard: Heard, voice: Voice) -> bool:
        """Return whether "the agency" may be a body whose kind the text never told."""
        number = heard.speaker.actor
        if number is None or voice.head not in self.scene.lexicons.organisation_nouns:
            return False
        agree = None in (heard.gender, voice.gender) or heard.gender == voice.gender
        body = heard.speaker.type is SpeakerType.ORGANISATION
        return body and agree and not self.kinds[number]

    def _is_open(self, number: int, voice: Voice) -> bool:
        """Return whether a fuller description can mean one of a shorter role.

        "The hard-line minister" can be any minister, and "the foreign minister" one
        who is only called "the minister"; a longer role keeps its country.
        """
        short = any(
            role.head == voice.head and len(role.text.split()) == 1
            for role in self.actors[number].roles
        )
        tokens = self.scene.document.tokens[voice.first + 1 : voice.last]
        countries = self.scene.lexicons.nationalities
        if short or any(token.folded in countries for token in tokens):
            return short
        definite = all(token.folded.startswith(_ARTICLE) for token in tokens)
        return voice.definite and definite

    def _names_before(self, index: int) -> Sequence[Named]:
        """Return the namings before a token, the nearest first."""
        end = bisect_left(self.ordered, index, key=lambda naming: naming.first)
        return self.ordered[max(0, end - MAX_NAMINGS) : end][::-1]

    def _is_nationality(self, word: str) -> bool:
        return word in self.scene.lexicons.nationalities

    def _fits(self, number: int, voice: Voice, words: tuple[str, ...]) -> bool:
        """Return whether a description can mean an actor."""
        actor = self.actors[number]
        if actor.type is ActorType.ORGANISATION:
            alone = voice.bare or all(map(self._is_nationality, words[1:]))
            return voice.definite and alone and voice.head in self.kinds[number]
        if voice.number is not Number.SINGULAR:
            return False
        if None not in (actor.gender, voice.gender) and actor.gender != voice.gender:
            return False
        rest = set(words[1:])
        told = actor.roles if not rest else (*actor.roles, *self.roles[number])
        return any(self._holds(role.head, role.text, voice, rest) for role in told)

    def _holds(self, head: str, text: str, voice: Voice, rest: set[str]) -> bool:
        """Return whether a role is what a description says."""
        spokesmen = self.scene.reading.words["speaking"]
        if head != voice.head and not {head, voice.head} <= spokesmen:
            return False
        held = _bare_words(text)
        # "The government's spokesman" may be given his country elsewhere.
        countries = set(filter(self._is_nationality, rest))
        return rest <= held or countries < rest <= held | countries


def _kinds(scene: Scene, namings: Sequence[Named], count: int) -> list[set[str]]:
    """Return the nouns that stand before or open the names of each actor."""
    kinds: list[set[str]] = [set() for _ in range(count)]
    for naming in namings:
        for index in {naming.phrase_first, naming.first, naming.first - 1}:
            for _, stem in readings(scene.folded(index)):
                head = stem.removeprefix(_ARTICLE)
                if head in scene.lexicons.organisation_nouns:
                    kinds[naming.actor].add(head)
    return kinds


def _known_roles(scene: Scene, actor: Actor) -> list[Role]:
    """Return the roles of several words that the gazetteer has for an actor."""
    if actor.type is not ActorType.PERSON:
        return []
    for form in actor.forms:
        words = phrase_of(form)
        for phrase, known in scene.lexicons.known.starting(words[0] if words else ""):
            if phrase == words and known.roles:
                return [
                    Role(text, _lemma(scene, text))
                    for text in known.roles
                    if len(text.split()) > 1
                ]
    return []


def _lemma(scene: Scene, role: str) -> str:
    head = fold(role.split()[0]).removeprefix(_ARTICLE)
    known = scene.lexicons.role_heads.get(head)
    return head if known is None else known.lemma


def _bare_words(text: str) -> set[str]:
    return {word.removeprefix(_ARTICLE) for word in fold(text).split()}
