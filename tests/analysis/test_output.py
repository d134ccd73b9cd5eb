"""The JSON object of an analysis."""

import json

from analysis.model import (
    About,
    Actor,
    ActorType,
    Analysis,
    Quote,
    QuoteKind,
    Role,
    Speaker,
    SpeakerType,
)
from analysis.output import as_json

MINISTER = Actor(
    name="سامي الخطيب",
    type=ActorType.PERSON,
    forms=("سامي الخطيب", "الخطيب"),
    roles=(Role("وزير المالية", "وزير"),),
    mentions=((3, 14),),
)
QUOTE = Quote(
    text="نعم",
    span=(20, 23),
    kind=QuoteKind.DIRECT,
    cue="قال",
    speaker=Speaker("سامي الخطيب", SpeakerType.PERSON, "الوزير الخطيب", 0),
    confidence=0.92,
    via="رويترز",
    about=(About(0),),
)


def test_an_analysis_is_written_as_the_contract_says() -> None:
    analysis = Analysis("ar", (MINISTER,), (QUOTE,), QUOTE, ("جملة.",))

    assert as_json(analysis, id="7") == {
        "id": "7",
        "language": "ar",
        "headline_quote": {"speaker": "سامي الخطيب", "text": "نعم"},
        "quotes": [
            {
                "text": "نعم",
                "start": 20,
                "end": 23,
                "kind": "direct",
                "cue": "قال",
                "speaker": {
                    "name": "سامي الخطيب",
                    "type": "PER",
                    "surface": "الوزير الخطيب",
                },
                "via": "رويترز",
                "about": ["سامي الخطيب"],
                "confidence": 0.92,
            }
        ],
        "actors": [
            {
                "name": "سامي الخطيب",
                "type": "PER",
                "forms": ["سامي الخطيب", "الخطيب"],
                "roles": ["وزير المالية"],
                "mentions": [[3, 14]],
            }
        ],
        "summary": ["جملة."],
    }


def test_a_cut_body_is_marked() -> None:
    assert as_json(Analysis("ar", truncated=True), id="7")["truncated"] is True
    assert "truncated" not in as_json(Analysis("ar"), id="7")


def test_what_is_missing_is_null_and_json_can_write_it() -> None:
    value = as_json(Analysis("und"), id="7")

    assert value["headline_quote"] is None
    assert json.loads(json.dumps(value)) == value
