"""Statements as the tests of speech expect them."""

from dataclasses import dataclass

from analysis.engine import analyse
from analysis.lexicons import Lexicons
from analysis.model import QuoteKind

DIRECT, INDIRECT, MIXED = QuoteKind.DIRECT, QuoteKind.INDIRECT, QuoteKind.MIXED


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that a case expects."""

    text: str
    speaker: str
    kind: QuoteKind = INDIRECT


def said_in(body: str, lexicons: Lexicons) -> list[Said]:
    """Return what an article says that somebody said."""
    return [
        Said(q.text, "" if q.speaker is None else q.speaker.name, q.kind)
        for q in analyse("", body, lexicons).quotes
    ]
