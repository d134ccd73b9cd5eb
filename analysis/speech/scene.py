"""What the readers of statements share: an article with its cues, marks and names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from analysis.lexicons import Lexicons
from analysis.lexicons.reporting import ReadingLexicon
from analysis.lexicons.verbs import Tense, VerbClass, VerbForm
from analysis.text.document import Document, Sentence
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import COMMAS, TokenKind


class Named(Protocol):
    """A place that names an actor: token ranges of the name and of its phrase."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def phrase_first(self) -> int: ...
    @property
    def phrase_last(self) -> int: ...
    @property
    def actor(self) -> int: ...
    @property
    def of_other(self) -> bool: ...


_MEEM: Final = "\N{ARABIC LETTER MEEM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
#: "Considers that" has its "that" within so many tokens.
_LONGEST_HOLDER: Final = 6
_FATHATAN: Final = "\N{ARABIC FATHATAN}"
_YEH: Final = "\N{ARABIC LETTER YEH}"
_AND_WHAT: Final = "\N{ARABIC LETTER WAW}\N{ARABIC LETTER MEEM}\N{ARABIC LETTER ALEF}"
#: A vocalised passive whose active has another first vowel: "yuttaham".
_PASSIVE: Final = re.compile(
    "\N{ARABIC LETTER WAW}?[\N{ARABIC LETTER YEH}\N{ARABIC LETTER TEH}]"
    "\N{ARABIC DAMMA}\N{ARABIC LETTER TEH}"
    "|\N{ARABIC LETTER WAW}?[^\N{ARABIC LETTER YEH}\N{ARABIC LETTER TEH}]"
    "\N{ARABIC DAMMA}[^\N{ARABIC LETTER ALEF}\N{ARABIC LETTER WAW}]"
)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """An article with everything that statements are read from.

    Attributes:
        cues: reporting verbs outside quotation marks, by token.
        spans: marked spans by the token of their opening mark.
        names: namings by each token of their speaker phrase.
    """

    document: Document
    lexicons: Lexicons
    cues: Mapping[int, VerbForm]
    spans: Mapping[int, MarkedSpan]
    names: Mapping[int, Named]

    @property
    def reading(self) -> ReadingLexicon:
        """The words of reported speech."""
        return self.lexicons.reading

    def folded(self, index: int) -> str:
        """Return a token at the variant level; empty outside the text."""
        tokens = self.document.tokens
        return tokens[index].folded if 0 <= index < len(tokens) else ""

    def is_word(self, index: int) -> bool:
        """Return whether a token is a word or a number."""
        kind = self.document.tokens[index].kind
        return kind in (TokenKind.WORD, TokenKind.NUMBER)

    def is_kind(self, index: int, kind: str) -> bool:
        """Return whether a token is in a list of `reading_words.tsv`."""
        return self.folded(index) in self.reading.words[kind]

    def is_kind_of(self, folded: str, kind: str) -> bool:
        """Return whether a folded word is in a list of `reading_words.tsv`."""
        return folded in self.reading.words[kind]

    def is_paper(self, head: str) -> bool:
        """Return whether a noun means something written: its owner speaks."""
        return head in self.reading.words["paper"]

    def speaks(self, head: str) -> bool:
        """Return whether a noun means people or bodies that make statements."""
        lexicons = self.lexicons
        return (
            head in lexicons.role_heads
            or head in lexicons.organisation_nouns
            or head in self.reading.words["source_head"]
            or self._is_construct(head)
            # "But a source": behind "but" in the accusative.
            or head.removesuffix(_ALEF) in lexicons.role_heads
        )

    def _is_construct(self, head: str) -> bool:
        """Return whether a noun is a plural that owns what follows: "users of"."""
        if not (head.startswith(_MEEM) and head.endswith(_WAW)):
            return False
        lexicons = self.lexicons
        singular = head.removesuffix(_WAW)
        return singular in lexicons.role_heads or lexicons.vocabulary.has_bare(singular)

    def words_in(self, first: int, last: int) -> int:
        """Return how many words a half-open range of tokens holds."""
        return sum(map(self.is_word, range(first, last)))


def build_scene(
    document: Document, lexicons: Lexicons, namings: Iterable[Named]
) -> Scene:
    """Return the scene of a document whose actors are known."""
    spans = {span.outer_first: span for span in document.spans}
    names: dict[int, Named] = {}
    for naming in namings:
        for index in range(naming.phrase_first, naming.phrase_last):
            names.setdefault(index, naming)
    cues: dict[int, VerbForm] = {}
    for sentence in document.sentences:
        cues.update(_cues(document, lexicons.reading, sentence, spans))
    return Scene(document, lexicons, cues, spans, names)


def _cues(
    document: Document,
    reading: ReadingLexicon,
    sentence: Sentence,
    spans: Mapping[int, MarkedSpan],
) -> Iterable[tuple[int, VerbForm]]:
    index = sentence.first
    while index < sentence.last:
        span = spans.get(index)
        if span is not None:
            index = max(span.outer_last, index + 1)
            continue
        token = document.tokens[index]
        if token.kind is TokenKind.WORD:
            form = reading.verbs.forms_of(token)
            if (
                form is not None
                and not (form.has_object and form.verb.strict and _is_verb(form))
                and not _is_no_report(document, reading, index)
                and not (_is_verb(form) and _is_no_verb(document, reading, form, index))
                and not _is_predicate(document, reading, form, index)
            ):
                yield index, form
        index += 1


def _is_verb(form: VerbForm) -> bool:
    return form.tense in (Tense.PAST, Tense.PRESENT)


def _is_no_verb(
    document: Document, reading: ReadingLexicon, form: VerbForm, index: int
) -> bool:
    """Return whether a word only looks like a verb: "in hope of", "those who say"."""
    tokens = document.tokens
    raw = document.text[tokens[index].start : tokens[index].end]
    if _FATHATAN in raw or not index:
        return _FATHATAN in raw
    before = tokens[index - 1]
    # "What adds to it is that" says nothing; "what he said" does.
    if form.verb.kind is VerbClass.CONTINUATION and before.folded == _AND_WHAT:
        return True
    if before.folded not in reading.words["before noun"]:
        return False
    # The name Ali folds to "on"; "it was he who said" reports.
    named = before.text.endswith(_YEH)
    pronoun = index > 1 and tokens[index - 2].folded in reading.words["pronoun"]
    return not (named or pronoun)


def _is_predicate(
    document: Document, reading: ReadingLexicon, form: VerbForm, index: int
) -> bool:
    """Return whether a participle only says how something is: "that X is sure"."""
    if form.tense is not Tense.PARTICIPLE or index < 2:
        return False
    before = document.tokens[index - 1].folded
    if before in reading.words["copula"]:
        return True
    if form.verb.kind is VerbClass.POSITION and before not in COMMAS:
        return document.tokens[index].folded in reading.verbs.forms
    return document.tokens[index - 2].folded in reading.words["that"]


def _holds_that(document: Document, reading: ReadingLexicon, index: int) -> bool:
    """Return whether a subject and "that" follow: "the ministry considers that"."""
    words, tokens = reading.words, document.tokens
    for at in range(index + 1, min(index + _LONGEST_HOLDER, len(tokens))):
        token = tokens[at]
        if token.folded in words["that"]:
            return at > index + 1
        if token.kind is not TokenKind.WORD or token.folded in words["particle"]:
            return False
        # "Is considered a proof that": nobody considers anything.
        if at > index + 1 and token.folded.endswith(_ALEF):
            return False
    return False


def _is_no_report(document: Document, reading: ReadingLexicon, index: int) -> bool:
    """Return whether a verb is negated, asked for, or has no subject at all."""
    tokens = document.tokens
    meaning = reading.attribution.at(tokens, index, len(tokens))
    if meaning in ("source", "boundary"):
        return True
    if meaning == "impersonal" and not _holds_that(document, reading, index):
        return True
    if index and tokens[index - 1].folded in reading.words["what"]:
        return True
    if reading.attribution.at(tokens, index + 1, len(tokens)) == "withheld":
        return True
    raw = document.text[tokens[index].start : tokens[index].end]
    if _PASSIVE.match(raw):
        return True
    for back in (1, 2):
        start = index - back
        if start >= 0:
            found = reading.attribution.match(tokens, start, index)
            if found is not None and found[0] == "negation" and found[1] == index:
                return True
    return False
