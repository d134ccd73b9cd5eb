"""Whole articles of our own wording, people and figures invented, against floors.

`articles.jsonl` has one annotated article a line: title, body, quotes (start, end,
kind, speaker, cue) and actors (name, type, forms, roles). The floors are what was
reached when they were written, less 0.02: raise them when the engine improves.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.engine import analyse
from analysis.lexicons import Lexicons
from analysis.model import Analysis
from analysis.text.folding import fold

ARTICLES = Path(__file__).with_name("articles.jsonl")
MIN_OVERLAP_DIRECT = 0.7
MIN_OVERLAP_REPORTED = 0.5
MIN_OVERLAP_UNNAMED = 0.5

FLOORS = {
    "quotes": 0.97,
    "speakers": 0.91,
    "people": 0.935,
    "organisations": 0.875,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An annotated article and what the engine read in it."""

    gold: Mapping[str, Any]
    analysis: Analysis


@pytest.fixture(scope="module")
def readings(lexicons: Lexicons) -> Sequence[Reading]:
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    return [Reading(a, analyse(a["title"], a["body"], lexicons)) for a in articles]


def test_annotations_stand_in_their_articles(readings: Sequence[Reading]) -> None:
    for gold in (reading.gold for reading in readings):
        for quote in gold["quotes"]:
            assert gold["body"][quote["start"] : quote["end"]] == quote["text"]
            assert quote["cue"] in gold["body"]
        for actor in gold["actors"]:
            assert all(text in gold["body"] for text in actor["forms"])
            assert all(text in gold["body"] for text in actor["roles"])


def test_quotes_are_found_in_articles(readings: Sequence[Reading]) -> None:
    hits = sum(len(quote_pairs(reading)) for reading in readings)
    wanted = sum(len(reading.gold["quotes"]) for reading in readings)
    found = sum(len(reading.analysis.quotes) for reading in readings)

    assert f1(hits, wanted, found) >= FLOORS["quotes"]


def test_speakers_of_found_quotes_are_right(readings: Sequence[Reading]) -> None:
    right = [
        is_speaker(reading, gold, found)
        for reading in readings
        for gold, found in quote_pairs(reading).items()
    ]

    assert sum(right) / len(right) >= FLOORS["speakers"]


@pytest.mark.parametrize(
    ("type_", "floor"), [("PER", "people"), ("ORG", "organisations")]
)
def test_actors_are_found_in_articles(
    type_: str, floor: str, readings: Sequence[Reading]
) -> None:
    hits = sum(actors_found(reading, type_) for reading in readings)
    wanted = sum(
        actor["type"] == type_
        for reading in readings
        for actor in reading.gold["actors"]
    )
    found = sum(a.type == type_ for r in readings for a in r.analysis.actors)

    assert f1(hits, wanted, found) >= FLOORS[floor]


def f1(hits: int, wanted: int, found: int) -> float:
    return 2 * hits / (wanted + found)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold(text)).split())


def overlap(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the intersection of two spans over their union."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    whole = max(first[1], second[1]) - min(first[0], second[0])
    return max(shared, 0) / whole


def quote_pairs(reading: Reading) -> dict[int, int]:
    """Match wanted quotes with found ones, best overlap first, each once."""
    scored = []
    for i, gold in enumerate(reading.gold["quotes"]):
        is_direct = gold["kind"] == "direct"
        least = MIN_OVERLAP_DIRECT if is_direct else MIN_OVERLAP_REPORTED
        for j, quote in enumerate(reading.analysis.quotes):
            share = overlap((gold["start"], gold["end"]), quote.span)
            if share >= least:
                scored.append((share, i, j))
    return one_to_one(scored)


def one_to_one(scored: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for _, wanted, found in sorted(scored, reverse=True):
        if wanted not in pairs and found not in pairs.values():
            pairs[wanted] = found
    return pairs


def is_speaker(reading: Reading, wanted: int, found: int) -> bool:
    gold = reading.gold["quotes"][wanted]
    speaker = reading.analysis.quotes[found].speaker
    if speaker is None:
        return False
    if gold["speaker_type"] == "UNNAMED":
        ours, theirs = (
            set(plain(speaker.name).split()),
            set(plain(gold["speaker"]).split()),
        )
        return f1(len(ours & theirs), len(theirs), len(ours)) >= MIN_OVERLAP_UNNAMED
    return plain(speaker.name) in forms_of(reading, gold["speaker"])


def forms_of(reading: Reading, name: str) -> set[str]:
    actors = [a for a in reading.gold["actors"] if a["name"] == name]
    return {plain(form) for actor in actors for form in actor["forms"]} | {plain(name)}


def actors_found(reading: Reading, type_: str) -> int:
    scored = []
    for i, gold in enumerate(reading.gold["actors"]):
        wanted = {plain(form) for form in gold["forms"]}
        for j, actor in enumerate(reading.analysis.actors):
            shared = wanted & {plain(form) for form in (actor.name, *actor.forms)}
            if shared and gold["type"] == actor.type == type_:
                scored.append((float(len(shared)), i, j))
    return len(one_to_one(scored))
