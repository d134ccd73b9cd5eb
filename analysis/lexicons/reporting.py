"""The words by which a text says that somebody said something."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from analysis.lexicons.verbs import VerbTable, read_verbs
from analysis.text.folding import fold
from analysis.text.phrases import PhraseBook, phrase_book


@dataclass(frozen=True, slots=True)
class ReadingLexicon:
    """What the readers of paragraphs, statements and speakers look up.

    Attributes:
        verbs: forms of the reporting verbs.
        boilerplate: openings of paragraphs that are no part of the report.
        credits: agencies and formulas of datelines.
        source_openings: first words of "according to" and "as", folded.
        attribution: phrases that attribute without a verb, or that turn a verb into
            none; their meanings are the first column of `attribution.tsv`.
        words: single folded words by kind, the first column of `reading_words.tsv`.
    """

    verbs: VerbTable
    boilerplate: PhraseBook
    credits: PhraseBook
    attribution: PhraseBook
    source_openings: frozenset[str]
    words: dict[str, frozenset[str]]


def load_reading() -> ReadingLexicon:
    """Return the lexicons of reported speech, read from their files."""
    attribution = phrase_book(_pair(line) for line in _lines("attribution.tsv"))
    words = _words()
    sources = {
        first
        for first, phrases in attribution.by_first.items()
        if any(meaning == "source" for _, meaning in phrases)
    }
    return ReadingLexicon(
        verbs=read_verbs(_lines("reporting_verbs.tsv")),
        boilerplate=phrase_book(_pair(line) for line in _lines("boilerplate.tsv")),
        credits=phrase_book((line, line) for line in _lines("credits.txt")),
        attribution=attribution,
        source_openings=frozenset(sources | words["as"]),
        words=words,
    )


def _words() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for line in _lines("reading_words.tsv"):
        word, kind = _pair(line)
        words.setdefault(kind, set()).add(fold(word))
    return {kind: frozenset(members) for kind, members in words.items()}


def _pair(line: str) -> tuple[str, str]:
    meaning, phrase = line.split("\t")
    return phrase, meaning


def _lines(name: str) -> Iterator[str]:
    text = (resources.files("analysis") / "lexicons" / name).read_text("utf-8")
    return (line for line in text.splitlines() if line and line[0] != "#")
