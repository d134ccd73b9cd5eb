"""Quotes as the model has them: statements with speaker, medium and confidence."""

from collections.abc import Sequence
from typing import Final

from analysis.lexicons.verbs import Tense, VerbForm, finite
from analysis.model import About, Actor, Quote, Span, Stance
from analysis.speech.scene import Scene
from analysis.speech.speakers import Attribution, attribute
from analysis.speech.statements import Statement, find_statements
from analysis.text.clitics import letters_end

_PAST: Final = "\N{ARABIC LETTER KAF}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER NOON}"


def read_quotes(scene: Scene, actors: Sequence[Actor]) -> tuple[Quote, ...]:
    """Return the statements of the body in order, each with its speaker."""
    statements = find_statements(scene)
    attributions = attribute(scene, statements, actors)
    return tuple(
        _quote(scene, statement, attribution)
        for statement, attribution in zip(statements, attributions, strict=True)
    )


def _quote(
    scene: Scene,
    statement: Statement,
    attribution: Attribution,
) -> Quote:
    start, end = _span(scene, statement)
    form = None if statement.cue is None else scene.cues.get(statement.cue)
    return Quote(
        text=scene.document.text[start:end],
        span=(start, end),
        kind=statement.kind,
        cue=_cue(scene, statement),
        speaker=attribution.speaker,
        confidence=attribution.confidence,
        via=attribution.via,
        about=_about(scene, statement, attribution),
        stance=Stance.NEUTRAL if form is None else form.verb.stance,
        earlier=_is_earlier(scene, statement),
        verb=_verb(form),
    )


def _span(scene: Scene, statement: Statement) -> Span:
    tokens = scene.document.tokens
    token = tokens[statement.first]
    start = token.start
    if statement.letters:
        raw = scene.document.text[token.start : token.end]
        start += letters_end(raw, statement.letters)
    return start, tokens[statement.last - 1].end


def _cue(scene: Scene, statement: Statement) -> str:
    if statement.cue is None:
        return ""
    last = statement.cue_last or statement.cue + 1
    text = scene.document.cut(statement.cue, max(last, statement.cue + 1))
    return "" if text == ":" else text


def _verb(form: VerbForm | None) -> str:
    """Return the past of a cue that is no verb itself."""
    verbless = form is not None and form.tense in (Tense.PARTICIPLE, Tense.NOUN)
    return finite(form) if form is not None and verbless else ""


def _is_earlier(scene: Scene, statement: Statement) -> bool:
    """Return whether the verb stands behind "had": it was said before."""
    if statement.cue is None or statement.cue not in scene.cues:
        return False
    first = scene.document.sentences[statement.sentence].first
    head = scene.folded(first).removeprefix("\N{ARABIC LETTER WAW}")
    return head in (_PAST, _PAST + "\N{ARABIC LETTER TEH}")


def _about(
    scene: Scene,
    statement: Statement,
    attribution: Attribution,
) -> tuple[About, ...]:
    """Return the actors that a statement is about: its verb's target, then others."""
    speaker = None if attribution.speaker is None else attribution.speaker.actor
    found: dict[int, Stance] = {}
    form = None if statement.cue is None else scene.cues.get(statement.cue)
    if form is not None and form.verb.stance is not Stance.NEUTRAL:
        for index in range(*statement.subject):
            naming = scene.names.get(index)
            if naming is not None and naming.actor != speaker:
                found.setdefault(naming.actor, form.verb.stance)
    for index in range(statement.first, statement.last):
        naming = scene.names.get(index)
        if naming is not None and naming.actor != speaker:
            found.setdefault(naming.actor, Stance.NEUTRAL)
    return tuple(About(actor, stance) for actor, stance in found.items())
