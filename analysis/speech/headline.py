"""What a title quotes: "speaker: statement", or a reporting verb with its statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analysis.lexicons import Lexicons
from analysis.model import (
    Actor,
    ActorType,
    Quote,
    QuoteKind,
    Speaker,
    SpeakerType,
)
from analysis.speech.boundaries import trim
from analysis.speech.quotes import read_quotes
from analysis.speech.scene import Scene, build_scene
from analysis.text.clitics import readings
from analysis.text.document import Document, read_document
from analysis.text.folding import fold
from analysis.text.tokens import TokenKind, tokenise

CONFIDENCE: Final = 0.85
#: Who speaks before a colon is not longer than this, in words.
LONGEST_SPEAKER: Final = 9
#: A statement in a title is not shorter than this, in words.
SHORTEST: Final = 3
#: ... and of a person: "no comment".
SHORTEST_SAID: Final = 2

#: Kinds of role heads that, without an article, belong to whom they stand before.
_OWNED: Final = frozenset({"kin", "trade", "post", "part"})
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_LAM: Final = "\N{ARABIC LETTER LAM}"


@dataclass(frozen=True, slots=True)
class _TitleName:
    first: int
    last: int
    phrase_first: int
    phrase_last: int
    actor: int
    of_other: bool = False


def read_headline(
    title: str, actors: Sequence[Actor], lexicons: Lexicons
) -> Quote | None:
    """Return the statement that a title reports, or None.

    Who stands before a colon speaks only if the body names or describes them, or if
    it is a medium: titles put places and topics there as well. Offsets count code
    points of the title.
    """
    document = read_document(title, lexicons.reading)
    if not document.sentences:
        return None
    names = list(_names(document, actors))
    scene = build_scene(document, lexicons, names)
    return _after_colon(scene, names, actors) or _reported(scene, actors)


def _after_colon(
    scene: Scene, names: Sequence[_TitleName], actors: Sequence[Actor]
) -> Quote | None:
    document = scene.document
    tokens = document.tokens
    colon = next((i for i, t in enumerate(tokens) if t.text == ":"), None)
    if colon is None:
        return None
    start = _speaker_start(scene, colon)
    if not 1 <= scene.words_in(start, colon) <= LONGEST_SPEAKER:
        return None
    speaker = _speaker(scene, start, colon, names, actors)
    if speaker is None:
        return None
    first, last = trim(scene, colon + 1, _statement_end(scene, colon + 1))
    kind = QuoteKind.INDIRECT
    span = scene.spans.get(first)
    if span is not None and span.outer_last >= last:
        first, last, kind = span.first, span.last, QuoteKind.DIRECT
    person = speaker.type is SpeakerType.PERSON
    if scene.words_in(first, last) < (SHORTEST_SAID if person else SHORTEST):
        return None
    place = tokens[first].start, tokens[last - 1].end
    return Quote(
        text=document.text[place[0] : place[1]],
        span=place,
        kind=kind,
        cue="",
        speaker=speaker,
        confidence=CONFIDENCE,
    )


def _statement_end(scene: Scene, first: int) -> int:
    """Return the end of the statement: ".." or "and X does" starts another one."""
    tokens = scene.document.tokens
    for index in range(first, len(tokens) - 1):
        if tokens[index].text == "|":
            return index
        dots = tokens[index].text == "." and tokens[index + 1].text == "."
        if dots and index >= first + SHORTEST:
            return index
        if index >= first + SHORTEST and _starts_clause(scene, index):
            return index
    return len(tokens)


def _is_medium(scene: Scene, name: _TitleName, actors: Sequence[Actor]) -> bool:
    """Return whether a name follows "to": the medium, not the speaker."""
    own = fold(actors[name.actor].name).startswith(_LAM)
    if scene.folded(name.first).startswith(_LAM) and not own:
        return True
    before = scene.folded(name.first - 1) == _LAM
    marked = scene.folded(name.first - 2) == _LAM and name.first - 1 in scene.spans
    return before or marked


def _starts_clause(scene: Scene, index: int) -> bool:
    """Return whether "and" with a subject and its verb begins here."""
    folded = scene.folded(index)
    if not folded.startswith(_WAW):
        return False
    naming = scene.names.get(index)
    subject = (
        naming is not None
        or folded[1:].startswith(_ARTICLE)
        or scene.lexicons.country_named(folded[1:]) is not None
    )
    verb = scene.folded(index + 1 if naming is None else naming.last)
    return subject and scene.lexicons.vocabulary.is_verb(verb)


def _speaker_start(scene: Scene, colon: int) -> int:
    """Return where who speaks begins: behind "exclusive .." and the like."""
    tokens = scene.document.tokens
    start = 0
    for index in range(colon - 1):
        if tokens[index].text == tokens[index + 1].text == ".":
            start = index + 2
    return start


def _speaker(
    scene: Scene,
    start: int,
    colon: int,
    names: Sequence[_TitleName],
    actors: Sequence[Actor],
) -> Speaker | None:
    document = scene.document
    surface = document.cut(start, colon)
    for name in names:
        inside = start <= name.first and name.last <= colon
        inside = inside and _may_speak(scene, start, name)
        if inside and not _is_medium(scene, name, actors):
            return _actor_speaker(actors, name.actor, surface)
    words = [t.folded for t in document.tokens[start:colon] if t.kind is TokenKind.WORD]
    if not words:
        return None
    return _described(scene, words, surface, actors)


def _may_speak(scene: Scene, start: int, name: _TitleName) -> bool:
    """Return whether a name before a colon may be who speaks.

    "A letter to X: ...", "after the victory of X: ..." and "the wife of X: ..." are
    no statements of X.
    """
    before = name.first - 1
    if before < start:
        return True
    if scene.is_kind(start, "frame") or scene.is_kind(before, "toward"):
        return False
    head = scene.lexicons.role_heads.get(scene.folded(before))
    return head is None or head.kind not in _OWNED


def _described(
    scene: Scene, words: Sequence[str], surface: str, actors: Sequence[Actor]
) -> Speaker | None:
    """Return who stands before a colon without a name of the body."""
    head = words[0].removeprefix(_ARTICLE)
    role = scene.lexicons.role_heads.get(head)
    if role is not None:
        for number, actor in enumerate(actors):
            if any(known.head == role.lemma for known in actor.roles):
                return _actor_speaker(actors, number, surface)
        return Speaker(surface, SpeakerType.UNNAMED, surface)
    for phrase, known in scene.lexicons.known.starting(words[0]):
        if tuple(words[: len(phrase)]) == phrase and (
            known.type is ActorType.ORGANISATION
        ):
            return Speaker(surface, SpeakerType.ORGANISATION, surface)
    place = any(
        len(phrase) == 1 for phrase, _ in scene.lexicons.places.starting(words[0])
    )
    if len(words) == 1 and words[0].startswith(_ARTICLE) and not place:
        for number, actor in enumerate(actors):
            body = actor.type is ActorType.ORGANISATION
            if body and words[0] in map(fold, actor.name.split()[1:]):
                return _actor_speaker(actors, number, surface)
    if head in scene.reading.words["source_head"] and not scene.is_paper(head):
        return Speaker(surface, SpeakerType.UNNAMED, surface)
    return None


def _actor_speaker(actors: Sequence[Actor], number: int, surface: str) -> Speaker:
    actor = actors[number]
    person = actor.type is ActorType.PERSON
    kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
    return Speaker(actor.name, kind, surface, number)


def _reported(scene: Scene, actors: Sequence[Actor]) -> Quote | None:
    """Return the first statement that a verb in the title reports."""
    for quote in read_quotes(scene, actors):
        if quote.speaker is not None and quote.cue:
            end = _statement_end(scene, 0)
            limit = scene.document.tokens[end - 1].end
            if quote.span[0] < limit < quote.span[1]:
                return None
            return quote
    return None


def _names(document: Document, actors: Sequence[Actor]) -> Iterator[_TitleName]:
    """Yield where the title names actors of the body, also by surname alone."""
    forms: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, actor in enumerate(actors):
        spellings = {_spelling(form) for form in actor.forms}
        if actor.type is ActorType.PERSON:
            spellings |= {tuple(fold(actor.name).split()[-1:])}
        for spelling in spellings:
            if spelling and len("".join(spelling)) > 2:
                forms.setdefault(spelling[0], []).append((spelling, number))
    for found in forms.values():
        found.sort(key=lambda form: (-len(form[0]), form[1]))
    index = 0
    while index < len(document.tokens):
        name = _name_at(document, forms, index)
        if name is not None:
            yield name
            index = name.last
        else:
            index += 1


@lru_cache(maxsize=4096)
def _spelling(form: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokenise(form))


def _name_at(
    document: Document,
    forms: dict[str, list[tuple[tuple[str, ...], int]]],
    index: int,
) -> _TitleName | None:
    tokens = document.tokens
    if tokens[index].kind is not TokenKind.WORD:
        return None
    for _, stem in readings(tokens[index].folded):
        for spelling, number in forms.get(stem, ()):
            last = index + len(spelling)
            rest = tuple(t.folded for t in tokens[index + 1 : last])
            if rest == spelling[1:]:
                return _TitleName(index, last, index, last, number)
    return None
