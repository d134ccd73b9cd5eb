"""An analysis as the JSON object that `mujaz analyze` prints."""

from collections.abc import Sequence

from analysis.model import Actor, Analysis, Quote, Speaker


def as_json(analysis: Analysis, *, id: str) -> dict[str, object]:  # noqa: A002
    """Return an analysis as JSON values.

    `truncated` is there only where the body was cut.
    """
    headline = analysis.headline_quote
    value: dict[str, object] = {
        "id": id,
        "language": analysis.language,
        "headline_quote": None if headline is None else _headline(headline),
        "quotes": [_quote(quote, analysis.actors) for quote in analysis.quotes],
        "actors": [_actor(actor) for actor in analysis.actors],
        "summary": list(analysis.summary),
    }
    if analysis.truncated:
        value["truncated"] = True
    return value


def _headline(quote: Quote) -> dict[str, object]:
    speaker = quote.speaker
    return {"speaker": None if speaker is None else speaker.name, "text": quote.text}


def _quote(quote: Quote, actors: Sequence[Actor]) -> dict[str, object]:
    return {
        "text": quote.text,
        "start": quote.span[0],
        "end": quote.span[1],
        "kind": quote.kind.value,
        "cue": quote.cue,
        "speaker": None if quote.speaker is None else _speaker(quote.speaker),
        "via": quote.via,
        "about": [actors[about.actor].name for about in quote.about],
        "confidence": quote.confidence,
    }


def _speaker(speaker: Speaker) -> dict[str, object]:
    return {
        "name": speaker.name,
        "type": speaker.type.value,
        "surface": speaker.surface,
    }


def _actor(actor: Actor) -> dict[str, object]:
    return {
        "name": actor.name,
        "type": actor.type.value,
        "forms": list(actor.forms),
        "roles": [role.text for role in actor.roles],
        "mentions": [list(mention) for mention in actor.mentions],
    }
