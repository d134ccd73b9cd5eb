"""Whom a description means: "the minister", "the society", "the American president"."""

from collections.abc import Iterator, Sequence
from typing import Final

from analysis.lexicons.phrases import phrase_of
from analysis.lexicons.verbs import Number
from analysis.model import Actor, ActorType, Role, SpeakerType
from analysis.speech.cast import Cast
from analysis.speech.heard import Heard
from analysis.speech.scene import Named, Scene
from analysis.speech.voices import TAGS, Voice, voice_at
from analysis.text.clitics import readings
from analysis.text.folding import fold
from analysis.text.tokens import COMMAS, TokenKind

#: What introduced somebody stands at most so many tokens before "the society".
BACK: Final = 250
#: Whose relative somebody is stands so near behind the phrase for it, in tokens.
OWNER: Final = 5
#: A body whose kind the text never told has spoken within so many sentences.
RECENT: Final = 2

_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


class Descriptions:
    """Finds who is described, among those who have spoken and those named before.

    Args:
        heard: the sources so far, the last one last; it grows while reading goes on.
    """

    def __init__(self, cast: Cast, heard: Sequence[Heard]) -> None:
        self.cast, self.heard = cast, heard
        self.scene, self.actors = cast.scene, cast.actors
        self.kinds = _kinds(cast.scene, cast.ordered, len(cast.actors))
        self.countries = frozenset(cast.scene.lexicons.nationalities.values()) - {""}
        self.roles = [_known_roles(cast.scene, actor) for actor in cast.actors]

    def holder(self, voice: Voice, sentence: int) -> Heard | None:
        """Return the actor, or the unnamed source, that a description points to."""
        tokens = self.scene.document.tokens
        words = tuple(token.folded for token in tokens[voice.first : voice.last])
        kin = self.kinsman(voice.head, voice.first, voice.last)
        if kin is not None:
            return self.cast.named(kin, sentence)
        if not (voice.definite or self._is_definite(voice)):
            return None
        spoken = self._spoken(voice, words, sentence) or (
            self._named_before(voice, words, sentence)
        )
        if spoken is None and voice.definite:
            spoken = self._man(voice)
        if spoken is not None or not (voice.bare and voice.definite):
            return spoken
        if self.heard and voice.head in self.scene.reading.words["speaking"]:
            return self.heard[-1]
        return self._introduced(voice, sentence)

    def styled(self, index: int, sentence: int) -> Heard | None:
        """Return whom "His Highness" or "our interlocutor" means: the last person."""
        for heard in reversed(self.heard):
            if heard.speaker.type is SpeakerType.PERSON:
                return heard
        for naming in self.cast.names_before(index):
            if self.actors[naming.actor].type is ActorType.PERSON:
                return self.cast.named(naming, sentence)
        return None

    def _man(self, voice: Voice) -> Heard | None:
        """Return who has just spoken, where "the old man" means nobody else."""
        tokens = self.scene.document.tokens[voice.first : voice.last]
        words = [token.folded for token in tokens]
        described = all(word.startswith(_ARTICLE) for word in words)
        # "The second man" is one in a party, not the one who has spoken.
        described = described and not self.scene.lexicons.ordinals & set(words)
        last = self.heard[-1] if self.heard else None
        if last is None or not self.scene.is_kind_of(voice.head, "somebody"):
            return None
        person = last.speaker.type is SpeakerType.PERSON and described
        return last if person and last.gender in (None, voice.gender) else None

    def kinsman(self, head: str, first: int, last: int) -> Named | None:
        """Return who was named before as the relative or lawyer that a phrase means.

        "The father of A" is he whom the text called "B, father of the girl A".
        """
        if last <= first + 1 or not self._is_kin(head):
            return None
        scene = self.scene
        owner = {scene.folded(at) for at in range(first + 1, last)}
        for naming in self.cast.names_before(first):
            called = range(naming.last, naming.phrase_last)
            own = any(self._lemma(at) == head for at in called)
            if own and owner & set(self._owner(naming)):
                return naming
        return None

    def _owner(self, naming: Named) -> Iterator[str]:
        """Yield the words of a relative's phrase, up to the first comma or verb."""
        tokens = self.scene.document.tokens
        for index in range(naming.last, min(naming.phrase_last + OWNER, len(tokens))):
            mark = tokens[index].kind is not TokenKind.WORD
            tied = not mark or tokens[index].text in TAGS or index < naming.phrase_last
            if index in self.scene.cues or not tied:
                return
            yield tokens[index].folded

    def _lemma(self, index: int) -> str:
        """Return the lemma of a role's noun at a token, or ""."""
        head = self.scene.lexicons.role_heads.get(self.scene.folded(index))
        return "" if head is None else head.lemma

    def _is_kin(self, head: str) -> bool:
        noun = self.scene.lexicons.role_heads.get(head)
        return noun is not None and noun.kind in ("kin", "trade")

    def _is_definite(self, voice: Voice) -> bool:
        """Return whether a complement makes a phrase definite: "the army's commander".

        "A security source" is nobody whom the text has named.
        """
        scene = self.scene
        return any(
            scene.folded(index).startswith(_ARTICLE)
            or index in scene.names
            or scene.lexicons.country_named(scene.folded(index)) is not None
            for index in range(voice.first + 1, voice.last)
        )

    def _spoken(
        self, voice: Voice, words: tuple[str, ...], sentence: int
    ) -> Heard | None:
        """Return the last source that a description fits."""
        for heard in reversed(self.heard):
            number = heard.speaker.actor
            if number is not None and self._fits(number, voice, words):
                return heard
            one = voice.number is Number.PLURAL and self._is_of_one(heard)
            if voice.definite and heard.head == voice.head != "" and not one:
                said = self._meanings(fold(heard.speaker.surface).split())
                if voice.bare or self._meanings(words[1:]) <= said:
                    return heard
            body = voice.bare and voice.definite and self._is_nameless(heard, voice)
            if body and sentence - heard.sentence <= RECENT:
                return heard
        return None

    def _is_of_one(self, heard: Heard) -> bool:
        """Return whether a source is one, or "one of the officials"."""
        first = fold(heard.speaker.surface.split()[0])
        head = self.scene.lexicons.role_heads.get(first)
        part = head is not None and head.kind == "part"
        return part or heard.number is not Number.PLURAL

    def _named_before(
        self, voice: Voice, words: tuple[str, ...], sentence: int
    ) -> Heard | None:
        """Return the nearest actor named before whom a description fits."""
        surface = self.scene.document.cut(voice.first, voice.last)
        before = self.cast.names_before(voice.first)
        for naming in before:
            apposed = voice.bare and self._is_apposed(naming, voice)
            if apposed or self._fits(naming.actor, voice, words):
                return self.cast.actor(naming.actor, surface, sentence)
        only_one = self.scene.is_kind(voice.first - 1, "only one")
        for naming in before:
            if self._fits(naming.actor, voice, words[:1]) and (
                only_one or self._is_open(naming.actor, voice)
            ):
                return self.cast.actor(naming.actor, surface, sentence)
        return None

    def _is_apposed(self, naming: Named, voice: Voice) -> bool:
        """Return whether a description stood behind a name: "X, father of the boy"."""
        after = naming.phrase_last
        mark = self.scene.folded(after) in COMMAS
        person = self.actors[naming.actor].type is ActorType.PERSON
        return mark and person and self.scene.folded(after + 1) == voice.head

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
                    return self.cast.unnamed(found, sentence)
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

    def _is_nationality(self, word: str) -> bool:
        return word.removeprefix(_ARTICLE) in self.scene.lexicons.nationalities

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
        rest = self._meanings(words[1:])
        told = actor.roles if not rest else (*actor.roles, *self.roles[number])
        held = [self._meanings(fold(role.text).split()) for role in told]
        named = rest & self.countries
        others = set().union(*held) & self.countries
        if named and others and not named & others:
            return False
        return any(
            self._is_headed(role.head, voice)
            and (
                rest <= has
                or named < rest <= has | named
                or (named == rest and not others and self._is_coach(number, voice))
            )
            for role, has in zip(told, held, strict=True)
        )

    def _is_coach(self, number: int, voice: Voice) -> bool:
        """Return whether "the Croatian coach" means the only coach, who has spoken."""
        if not self.scene.is_kind_of(voice.head, "coach") or not self.heard:
            return False
        coaches = (
            any(role.head == voice.head for role in a.roles) for a in self.actors
        )
        return self.heard[-1].speaker.actor == number and sum(coaches) == 1

    def _is_headed(self, head: str, voice: Voice) -> bool:
        """Return whether a role has the noun of a description; spokesmen are alike."""
        spokesmen = self.scene.reading.words["speaking"]
        return head == voice.head or {head, voice.head} <= spokesmen

    def _meanings(self, words: Sequence[str]) -> set[str]:
        """Return folded words without the article, countries by their names.

        "American", however spelt, and "the United States" come out as one.
        """
        found: set[str] = set()
        index = 0
        while index < len(words):
            place, size = self._place_at(words, index)
            if place:
                found.add(place)
                index += size
                continue
            word = words[index].removeprefix(_ARTICLE)
            found.add(self.scene.lexicons.nationalities.get(word) or word)
            index += 1
        return found

    def _place_at(self, words: Sequence[str], index: int) -> tuple[str, int]:
        for phrase, place in self.scene.lexicons.places.starting(words[index]):
            size = len(phrase)
            if place is not None and tuple(words[index : index + size]) == phrase:
                return place.name, size
        return "", 1


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
