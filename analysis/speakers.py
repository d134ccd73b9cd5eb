"""Who says a statement: an ordered sieve, the first rule that answers wins.

| rule | where the speaker is | confidence |
| --- | --- | --- |
| subject | named after the verb or before it | 0.92 |
| after | named after the verb that follows a quotation | 0.90 |
| source | named after "according to" | 0.90 |
| name | named before a colon | 0.90 |
| chain | named after "quoted from" | 0.88 |
| participle | the subject of the verb that governs the participle | 0.85 |
| unnamed | described, not named | 0.82 |
| description | a description that one known actor fits | 0.80 |
| hidden | the last source that agrees in gender and number | 0.75 |
| floating | the last source, for a quotation without a cue | 0.60 |

Where none answers, the statement stays unattributed (0.30) rather than wrong.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.clitics import readings
from analysis.folding import fold
from analysis.marks import MarkedSpan
from analysis.model import Actor, ActorType, Gender, Speaker, SpeakerType
from analysis.scene import Named, Scene
from analysis.statements import Statement
from analysis.verbs import Number, Tense, VerbClass, VerbForm
from analysis.voices import Voice, voice_at

CONFIDENCE: Final = {
    "subject": 0.92,
    "after": 0.90,
    "source": 0.90,
    "name": 0.90,
    "chain": 0.88,
    "participle": 0.85,
    "unnamed": 0.82,
    "description": 0.80,
    "hidden": 0.75,
    "floating": 0.60,
    "none": 0.30,
}
#: A hidden subject is looked for among the sources of so many sentences back.
MEMORY: Final = 8
#: ... and among so many sources; a name, among so many namings before.
REMEMBERED: Final = 30
MAX_NAMINGS: Final = 200
#: A subject is looked for so many tokens from its sentence's start, or from its verb.
_WINDOW: Final = 60
#: A name belongs to a relative clause or to a document within so many tokens.
_REACH: Final = 12
#: The subject of a sentence is among its first phrases, so many at most.
_PHRASES: Final = 3

_COMMAS: Final = frozenset({"\N{ARABIC COMMA}", ",", "-", "(", ")"})
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and the rule that found it; `via` is the medium, as written."""

    speaker: Speaker | None
    rule: str
    via: str | None = None

    @property
    def confidence(self) -> float:
        """How sure the rule is, 0.0 to 1.0."""
        return CONFIDENCE[self.rule]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A source that has spoken: who, with gender and number, and where."""

    speaker: Speaker
    gender: Gender | None
    number: Number
    sentence: int
    head: str = ""
    known: bool = False


def attribute(
    scene: Scene, statements: Sequence[Statement], actors: Sequence[Actor]
) -> list[Attribution]:
    """Return who says each statement, in the order of the statements."""
    reader = _Reader(scene, statements, actors)
    return [reader.attribute(statement) for statement in statements]


class _Reader:
    """Reads statements in order and remembers who has spoken."""

    def __init__(
        self,
        scene: Scene,
        statements: Sequence[Statement],
        actors: Sequence[Actor],
    ) -> None:
        self.scene, self.actors = scene, actors
        self.heard: deque[_Heard] = deque(maxlen=REMEMBERED)
        self.told: set[int] = set()
        self.starts = [sentence.first for sentence in scene.document.sentences]
        reported = {statement.cue for statement in statements}
        self.silent = sorted(set(scene.cues) - reported, reverse=True)
        self.ordered = sorted(
            {naming.first: naming for naming in scene.names.values()}.values(),
            key=lambda naming: naming.first,
        )
        self.marked = {
            index
            for span in scene.spans.values()
            if span.last - span.first <= _REACH
            for index in range(span.first, span.last)
        }
        self.kinds = _kinds(scene, self.ordered, len(actors))

    def attribute(self, statement: Statement) -> Attribution:
        """Return who says the next statement."""
        self._hear_until(statement)
        found, rule, via = self._sieve(statement)
        if statement.cue is not None:
            self.told.add(statement.cue)
        if found is None:
            return Attribution(None, "none")
        self.heard.append(replace(found, sentence=statement.sentence))
        return Attribution(found.speaker, rule, via)

    def _hear_until(self, statement: Statement) -> None:
        """Remember who speaks, before a statement, by verbs that report nothing."""
        scene = self.scene
        limit = scene.document.sentences[statement.sentence].first
        while self.silent and self.silent[-1] < limit:
            cue = self.silent.pop()
            naming = scene.names.get(cue + 1)
            form = scene.cues[cue]
            if naming is None or form.tense not in (Tense.PAST, Tense.PRESENT):
                continue
            number = bisect_right(self.starts, cue) - 1
            heard = self._named(naming, number)
            if naming.phrase_first == cue + 1 and _suits(form, heard):
                self.heard.append(heard)

    def _sieve(self, statement: Statement) -> tuple[_Heard | None, str, str | None]:
        scene, cue = self.scene, statement.cue
        if statement.rule == "floating" or cue is None:
            last = self._last(statement, None) or self._topic(statement, None)
            return last, "floating", None
        if statement.rule in ("source", "name"):
            return self._from_source(statement)
        form = scene.cues.get(cue)
        if form is None:
            return None, "none", None
        if form.tense is Tense.NOUN or fold(form.verb.lemma) == _CARRIED:
            chained = self._chained(statement, cue)
            if chained is not None:
                return chained
        if form.tense is Tense.PARTICIPLE:
            return self._governing(statement, cue, form), "participle", None
        if fold(form.verb.lemma) in _APPEARED:
            written = self._appeared(statement)
            if written is not None:
                return written[0], written[1], None
        explicit = self._explicit(statement, cue, form)
        if explicit is not None:
            return explicit[0], explicit[1], None
        earlier = self._earlier_verb(statement, cue)
        if earlier is not None:
            return earlier, "subject", None
        main = self._main_subject(statement, cue, form)
        if main is not None:
            return main, "hidden", None
        last = self._last(statement, form)
        if last is not None:
            return last, "hidden", None
        return self._topic(statement, form), "floating", None

    def _appeared(self, statement: Statement) -> tuple[_Heard, str] | None:
        """Return whose statement it is in which something "came" or "stood"."""
        for index in range(*statement.subject):
            voice = voice_at(self.scene, index, statement.subject[1], clitic=True)
            if voice is not None and self.scene.is_paper(voice.head):
                return self._written(voice, statement.sentence)
        return None

    def _explicit(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> tuple[_Heard, str] | None:
        """Return the subject that the clause itself names, before the verb or after."""
        first = self.scene.document.sentences[statement.sentence].first
        before = self._before(statement, cue, form)
        naming = self.scene.names.get(cue - 1)
        opens = naming is not None and naming.phrase_first <= first + 1
        if before is not None and (opens or cue == first + 1):
            return before
        return self._after(statement, form) or before

    def _from_source(
        self, statement: Statement
    ) -> tuple[_Heard | None, str, str | None]:
        first, last = statement.subject
        found = self._phrase(first, last, statement.sentence, clitic=True)
        if found is None:
            hidden = self._topic_of(statement) or self._last(statement, None)
            return hidden, "hidden", None
        rule = statement.rule if found[1] == "subject" else found[1]
        return found[0], rule, None

    def _chained(
        self, statement: Statement, cue: int
    ) -> tuple[_Heard, str, str | None] | None:
        """Return the speaker of "M quoted X as saying", with M as the medium."""
        scene = self.scene
        sentence = scene.document.sentences[statement.sentence]
        first = max(sentence.first, cue - 25)
        for index in range(statement.first - 1, first, -1):
            if scene.folded(index) == _FROM and index not in scene.names:
                found = self._phrase(
                    index + 1,
                    cue if cue > index else statement.first,
                    statement.sentence,
                )
                if found is not None:
                    return found[0], "chain", self._medium(sentence.first, index)
        return None

    def _medium(self, first: int, last: int) -> str | None:
        for index in range(first, last):
            naming = self.scene.names.get(index)
            if naming is not None:
                return self.actors[naming.actor].name
        return None

    def _governing(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> _Heard | None:
        """Return the subject of the sentence that a participle belongs to."""
        first = self.scene.document.sentences[statement.sentence].first
        for heard in reversed(self.heard):
            if heard.sentence != statement.sentence:
                break
            if _agree(form, heard):
                return heard
        return self._subject_between(first, cue, statement.sentence, form) or (
            self._last(statement, form)
        )

    def _main_subject(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> _Heard | None:
        """Return the subject of the clause that a verb goes on: "X left, and said"."""
        first = self.scene.document.sentences[statement.sentence].first
        spoken = self.heard and self.heard[-1].sentence == statement.sentence
        joined = self.scene.folded(cue)[0] == _WAW
        if spoken or not joined or cue - first < _PHRASES:
            return None
        return self._subject_between(first, cue, statement.sentence, form)

    def _subject_between(
        self, first: int, last: int, sentence: int, form: VerbForm
    ) -> _Heard | None:
        """Return the first phrase of a stretch that can be its subject."""
        scene = self.scene
        index = first
        phrases = 0
        last = min(last, first + _WINDOW)
        while index < last and phrases < _PHRASES:
            span = scene.spans.get(index)
            if span is not None and index not in scene.names:
                index = max(span.outer_last, index + 1)
                continue
            found = self._phrase(index, last, sentence)
            if found is not None:
                heard = found[0]
                if heard.known and _agree(form, heard):
                    return heard
                phrases += 1
            index += 1
        return None

    def _after(self, statement: Statement, form: VerbForm) -> tuple[_Heard, str] | None:
        """Return the subject after the verb."""
        first, last = statement.subject
        index = self._past_adjuncts(first, last)
        if index < last and self._is_addressed(index):
            return None
        found = self._phrase(index, last, statement.sentence)
        if found is None or self._is_target(form, found[0]):
            return None
        sure = index == first and found[1] == "subject"
        sure = sure and form.verb.kind not in _ADDRESSING
        return found if sure or _suits(form, found[0]) else None

    def _is_target(self, form: VerbForm, found: _Heard) -> bool:
        """Return whether what follows the verb is whom it addresses or blames."""
        if form.verb.kind not in _ADDRESSING or found.known:
            return False
        return bool(self.heard) and _agree(form, self.heard[-1])

    def _is_addressed(self, index: int) -> bool:
        """Return whether a name follows "to": "he told the agency"."""
        naming = self.scene.names.get(index)
        token = self.scene.document.tokens[index]
        if naming is None or token.folded[0] != _LAM:
            return False
        if naming.first > index:
            bare = token.folded[1:].removeprefix(_LAM)
            return self.scene.speaks(bare)
        starts = {start for start, _ in self.actors[naming.actor].mentions}
        return token.start not in starts

    def _past_adjuncts(self, index: int, last: int) -> int:
        scene = self.scene
        while (
            index < last
            and index not in scene.names
            and (
                scene.folded(index) in _COMMAS
                or scene.is_kind(index, "adverb")
                or scene.folded(index) in scene.lexicons.weekdays
            )
        ):
            index += 1
        return index

    def _before(
        self, statement: Statement, cue: int, form: VerbForm
    ) -> tuple[_Heard, str] | None:
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
                or scene.folded(index) in _COMMAS
            )
        ):
            relative = relative or scene.is_kind(index, "relative")
            index -= 1
        if index < first:
            return None
        if relative:
            return self._antecedent(statement, first, index, form)
        naming = scene.names.get(index)
        if naming is not None and scene.folded(cue)[0] != _WAW:
            heard = self._named(naming, statement.sentence)
            return (heard, "subject") if _agree(form, heard) else None
        if scene.folded(cue)[0] != _WAW:
            return self._noun_before(statement, first, index, form)
        return None

    def _antecedent(
        self, statement: Statement, first: int, index: int, form: VerbForm
    ) -> tuple[_Heard, str] | None:
        """Return the nearest name that a relative clause can be about."""
        for back in range(index, max(first, index - _REACH) - 1, -1):
            naming = self.scene.names.get(back)
            if naming is not None:
                heard = self._named(naming, statement.sentence)
                if _agree(form, heard):
                    return heard, "subject"
        return None

    def _noun_before(
        self, statement: Statement, first: int, index: int, form: VerbForm
    ) -> tuple[_Heard, str] | None:
        """Return the subject in front of its clause: "the minister ... had said"."""
        scene = self.scene
        start = first
        while start < index and (
            scene.is_kind(start, "auxiliary") or scene.is_kind(start, "connective")
        ):
            start += 1
        if index - start > _REACH:
            return None
        found = self._phrase(start, index + 1, statement.sentence)
        if found is None or not found[0].known or not _agree(form, found[0]):
            return None
        return found

    def _earlier_verb(self, statement: Statement, cue: int) -> _Heard | None:
        """Return the subject of a verb that the cue continues: "X wrote, saying"."""
        scene = self.scene
        first = scene.document.sentences[statement.sentence].first
        for index in range(cue - 1, max(first, cue - _WINDOW) - 1, -1):
            other = scene.cues.get(index)
            written = other is not None and other.verb.kind is VerbClass.WRITTEN
            if other is None or index in self.told:
                continue
            if other.verb.strict and not written:
                continue
            start = self._past_adjuncts(index + 1, cue)
            found = self._phrase(start, cue, statement.sentence)
            if found is not None and found[0].known and _suits(other, found[0]):
                return found[0]
        return None

    def _phrase(
        self, index: int, last: int, sentence: int, *, clitic: bool = False
    ) -> tuple[_Heard, str] | None:
        """Return who the phrase at a token is: a name, a description, a place."""
        if index >= last:
            return None
        naming = self.scene.names.get(index)
        if naming is not None:
            return self._named(naming, sentence), "subject"
        span = self.scene.spans.get(index)
        if span is not None:
            return self._marked(span, sentence)
        voice = voice_at(self.scene, index, last, clitic=clitic)
        if voice is None:
            return None
        if self.scene.is_paper(voice.head):
            return self._written(voice, sentence)
        title = self._title_in(voice)
        if title is not None:
            return self._marked(title, sentence)
        if self.scene.is_kind(voice.first, "office"):
            return self._office(voice, sentence), "unnamed"
        inner = self._named_inside(voice)
        if inner is not None:
            return self._named(inner, sentence), "subject"
        if voice.type is SpeakerType.UNNAMED:
            holder = self._described(voice, sentence)
            if holder is not None:
                return holder, "description"
        return self._unnamed(voice, sentence), "unnamed"

    def _marked(self, span: MarkedSpan, sentence: int) -> tuple[_Heard, str] | None:
        """Return whose name stands in quotation marks where a subject is due."""
        if span.last - span.first > _PHRASES:
            return None
        for index in range(span.first, span.last):
            naming = self.scene.names.get(index)
            if naming is not None:
                return self._named(naming, sentence), "subject"
        text = self.scene.document.cut(span.first, span.last)
        speaker = Speaker(text, SpeakerType.ORGANISATION, text)
        heard = _Heard(speaker, None, Number.SINGULAR, sentence, known=True)
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

    def _office(self, voice: Voice, sentence: int) -> _Heard:
        """Return the office itself: "the prime minister's office", not the man."""
        tokens = self.scene.document.tokens
        last = voice.last
        naming = self.scene.names.get(voice.first + 1)
        if naming is not None:
            alone = naming.first == voice.first + 1
            last = naming.last if alone else naming.first
        text = self.scene.document.text[voice.start : tokens[last - 1].end]
        speaker = Speaker(text, SpeakerType.ORGANISATION, text)
        return _Heard(speaker, None, Number.SINGULAR, sentence, voice.head, known=True)

    def _written(self, voice: Voice, sentence: int) -> tuple[_Heard, str] | None:
        """Return whose statement, report or post a phrase means."""
        scene = self.scene
        reach = min(voice.first + _REACH, len(scene.document.tokens))
        alone = voice.definite and voice.bare
        owned = not alone or scene.is_kind(voice.last, "issued")
        for index in range(voice.first + 1, reach if owned else voice.last):
            if scene.is_kind(index, "that") or index in scene.cues:
                break
            naming = scene.names.get(index)
            if naming is not None:
                heard = self._named(naming, sentence)
                return replace(heard, head=voice.head), "subject"
            if scene.document.tokens[index].text in _COMMAS | {":", "."}:
                break
        if voice.definite and voice.bare:
            for heard in reversed(self.heard):
                if heard.head == voice.head:
                    return heard, "description"
            if self.heard:
                return self.heard[-1], "description"
        for index in range(voice.first + 1, min(voice.last + 3, reach)):
            span = scene.spans.get(index)
            if span is not None and scene.folded(index - 1) in (
                scene.lexicons.organisation_nouns
            ):
                marked = self._marked(span, sentence)
                if marked is not None:
                    return replace(marked[0], head=voice.head), marked[1]
            inner = voice_at(scene, index, reach, clitic=True)
            if inner is not None and scene.speaks(inner.head):
                holder = self._described(inner, sentence)
                return holder or self._unnamed(inner, sentence), "unnamed"
        heard = self._unnamed(voice, sentence)
        return heard, "unnamed"

    def _named_inside(self, voice: Voice) -> Named | None:
        """Return the person whose name follows a description in its phrase."""
        body = voice.head in self.scene.lexicons.organisation_nouns
        if voice.number is Number.PLURAL or body:
            return None
        index = voice.last
        tokens = self.scene.document.tokens
        if index < len(tokens) - 1 and tokens[index].text in _COMMAS:
            index += 1
        for at in (*range(voice.first, voice.last), index):
            naming = self.scene.names.get(at)
            if naming is None:
                continue
            if at in self.marked and at < voice.last:
                return naming
            person = self.actors[naming.actor].type is ActorType.PERSON
            cut = tokens[naming.first].folded[0] in _CLITICS
            first = at == naming.phrase_first
            if first and person and not (cut and at > voice.first):
                return naming
        return None

    def _named(self, naming: Named, sentence: int) -> _Heard:
        surface = self.scene.document.cut(naming.phrase_first, naming.phrase_last)
        return self._actor(naming.actor, surface, sentence)

    def _actor(self, number: int, surface: str, sentence: int) -> _Heard:
        actor = self.actors[number]
        person = actor.type is ActorType.PERSON
        kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
        speaker = Speaker(actor.name, kind, surface, number)
        return _Heard(speaker, actor.gender, Number.SINGULAR, sentence, known=True)

    def _unnamed(self, voice: Voice, sentence: int) -> _Heard:
        tokens = self.scene.document.tokens
        text = self.scene.document.text[voice.start : tokens[voice.last - 1].end]
        speaker = Speaker(text, voice.type, text)
        known = voice.type is not SpeakerType.UNNAMED or self.scene.speaks(voice.head)
        return _Heard(
            speaker, voice.gender, voice.number, sentence, voice.head, known=known
        )

    def _described(self, voice: Voice, sentence: int) -> _Heard | None:
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
            person = heard.speaker.type is SpeakerType.PERSON
            if number is not None and person and self._fits(number, voice, words):
                return heard
            if voice.definite and heard.head and heard.head == voice.head:
                return heard
        surface = self.scene.document.cut(voice.first, voice.last)
        for naming in self._names_before(voice.first):
            if self._fits(naming.actor, voice, words):
                return self._actor(naming.actor, surface, sentence)
        adjectives = tokens[voice.first + 1 : voice.last]
        if voice.definite and all(t.folded.startswith(_ARTICLE) for t in adjectives):
            for naming in self._names_before(voice.first):
                if self._fits(naming.actor, voice, words[:1]):
                    return self._actor(naming.actor, surface, sentence)
        return None

    def _names_before(self, index: int) -> Sequence[Named]:
        """Return the namings before a token, the nearest first."""
        end = bisect_left(self.ordered, index, key=lambda naming: naming.first)
        return self.ordered[max(0, end - MAX_NAMINGS) : end][::-1]

    def _fits(self, number: int, voice: Voice, words: tuple[str, ...]) -> bool:
        """Return whether a description can mean an actor."""
        actor = self.actors[number]
        if actor.type is ActorType.ORGANISATION:
            return voice.definite and voice.bare and voice.head in self.kinds[number]
        if voice.number is not Number.SINGULAR:
            return False
        if None not in (actor.gender, voice.gender) and actor.gender != voice.gender:
            return False
        return any(
            role.head == voice.head and set(words[1:]) <= _bare_words(role.text)
            for role in actor.roles
        )

    def _last(self, statement: Statement, form: VerbForm | None) -> _Heard | None:
        """Return the last source that a verb with a hidden subject agrees with."""
        for heard in reversed(self.heard):
            if statement.sentence - heard.sentence > MEMORY:
                break
            if form is None or _agree(form, heard):
                return heard
        return None

    def _topic_of(self, statement: Statement) -> _Heard | None:
        """Return the first person of a statement's own sentence."""
        first = self.scene.document.sentences[statement.sentence].first
        cue = statement.cue or first
        for index in range(first, min(cue, first + _WINDOW)):
            naming = self.scene.names.get(index)
            if naming is not None:
                heard = self._named(naming, statement.sentence)
                if heard.speaker.type is SpeakerType.PERSON:
                    return heard
        return None

    def _topic(self, statement: Statement, form: VerbForm | None) -> _Heard | None:
        """Return the first person of the sentences before, for want of a source."""
        sentences = self.scene.document.sentences
        for number in range(statement.sentence, max(-1, statement.sentence - 3), -1):
            sentence = sentences[number]
            end = (
                sentence.last
                if statement.cue is None
                else min(sentence.last, statement.cue)
            )
            for index in range(sentence.first, min(end, sentence.first + _WINDOW)):
                naming = self.scene.names.get(index)
                if naming is None or naming.phrase_first != index:
                    continue
                heard = self._named(naming, statement.sentence)
                person = heard.speaker.type is SpeakerType.PERSON
                if person and (form is None or _agree(form, heard)):
                    return heard
        return None


def _kinds(scene: Scene, namings: Sequence[Named], count: int) -> list[set[str]]:
    """Return the nouns that stand before or open the names of each actor."""
    kinds: list[set[str]] = [set() for _ in range(count)]
    for naming in namings:
        for index in {naming.phrase_first, naming.first, naming.first - 1}:
            for _, stem in readings(scene.folded(index)):
                kinds[naming.actor].add(stem.removeprefix(_ARTICLE))
    return kinds


def _bare_words(text: str) -> set[str]:
    return {word.removeprefix(_ARTICLE) for word in fold(text).split()}


_CARRIED: Final = "\N{ARABIC LETTER NOON}\N{ARABIC LETTER QAF}\N{ARABIC LETTER LAM}"
#: Verbs whose first noun may be whom they address or blame.
_ADDRESSING: Final = frozenset({VerbClass.DEMAND, VerbClass.TARGET})
_APPEARED: Final = frozenset(
    {
        "\N{ARABIC LETTER JEEM}\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER WAW}\N{ARABIC LETTER REH}\N{ARABIC LETTER DAL}",
    }
)
_FROM: Final = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER NOON}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_CLITICS: Final = (_LAM, "\N{ARABIC LETTER BEH}")


def _agree(form: VerbForm, heard: _Heard) -> bool:
    """Return whether a verb form and a source agree in gender and number."""
    if form.tense is Tense.NOUN:
        return True
    if form.number is Number.PLURAL and heard.number is Number.SINGULAR:
        return heard.speaker.type is SpeakerType.UNNAMED
    if form.number is Number.DUAL and heard.number is Number.SINGULAR:
        return False
    if heard.number is Number.PLURAL and form.number is not Number.PLURAL:
        return form.gender is Gender.FEMININE or heard.gender is Gender.MASCULINE
    return form.gender is None or heard.gender is None or form.gender == heard.gender


def _suits(form: VerbForm, heard: _Heard) -> bool:
    """Return whether what follows a verb agrees with it: in gender only."""
    if form.tense is Tense.NOUN or heard.number is not Number.SINGULAR:
        return True
    if form.number is not Number.SINGULAR:
        return False
    return form.gender is None or heard.gender is None or form.gender == heard.gender
