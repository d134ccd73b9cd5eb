"""A document as the finders of names read it: every word with what it may be."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Final

from analysis.lexicons import Lexicons
from analysis.lexicons.phrases import Country, Known, Phrase
from analysis.model import ActorType
from analysis.naming.word_classes import Word, is_everyday, word_class
from analysis.text.clitics import readings
from analysis.text.document import Document
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import Token, TokenKind

_Candidate = tuple[int, Phrase, Known | None, Country | None]
_Candidates = tuple[tuple[_Candidate, ...], Mapping[str, tuple[_Candidate, ...]]]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the gazetteer: a half-open token range, and letters cut before it."""

    first: int
    last: int
    cut: int
    known: Known | None
    place: Country | None

    @property
    def is_person(self) -> bool:
        """It names a person."""
        return self.known is not None and self.known.type is ActorType.PERSON

    @property
    def is_organisation(self) -> bool:
        """It names an organisation."""
        return self.known is not None and self.known.type is ActorType.ORGANISATION


@dataclass(frozen=True, slots=True)
class _Sports:
    """Whether a page is one of sports, and the clubs so far that are everyday words."""

    is_page: bool
    named: set[str]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A document, the class of every word, and what the gazetteer finds in it.

    Attributes:
        matches: by the token each begins with.
        inside: the match that holds a token.
        bare_words: the folded words that the text has, as they stand.
        spans: the outermost marked spans, by the token of their opening mark.
    """

    document: Document
    lexicons: Lexicons
    words: tuple[Word, ...]
    matches: Mapping[int, Match]
    inside: Mapping[int, Match]
    bare_words: frozenset[str]
    spans: Mapping[int, MarkedSpan]

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Return the token ranges of the sentences that are read."""
        for sentence in self.document.sentences:
            yield sentence.first, sentence.last

    def sentence_end(self, index: int) -> int:
        """Return the end of the sentence that holds a token."""
        sentences = self.document.sentences
        number = bisect_right(sentences, index, key=_first) - 1
        if number >= 0 and index < sentences[number].last:
            return sentences[number].last
        return index + 1

    def token(self, index: int) -> Token:
        """Return a token of the document."""
        return self.document.tokens[index]

    def is_word(self, index: int) -> bool:
        """Tell whether a token is a word."""
        return self.words[index].text

    def reports(self, index: int) -> bool:
        """Tell whether a token is a form of a reporting verb."""
        verbs = self.lexicons.reading.verbs
        return verbs.forms_of(self.document.tokens[index]) is not None


def read_page(document: Document, lexicons: Lexicons) -> Page:
    """Return `document` with the class of every word."""
    words = tuple(
        _NOTHING
        if token.kind is not TokenKind.WORD or not token.folded
        else word_class(token.text, token.folded, lexicons)
        for token in document.tokens
    )
    tokens = document.tokens
    bare = frozenset(token.folded for token in tokens)
    sports = _Sports(is_page=_is_sports(bare, lexicons), named=set())
    matches: dict[int, Match] = {}
    inside: dict[int, Match] = {}
    for sentence in document.sentences:
        index = sentence.first
        while index < sentence.last:
            alone, longer = _phrases(tokens[index].folded, lexicons)
            match = None
            if alone or longer:
                match = _match_at(
                    document, words, lexicons, index, sentence.last, sports
                )
            if match is None:
                index += 1
                continue
            matches[index] = match
            inside |= dict.fromkeys(range(match.first, match.last), match)
            index = match.last
    spans = {span.outer_first: span for span in document.spans}
    return Page(document, lexicons, words, matches, inside, bare, spans)


def _is_sports(bare: Collection[str], lexicons: Lexicons) -> bool:
    """Tell whether a page is one of sports, by the words around clubs."""
    nouns = {word.removeprefix(_ARTICLE) for word in bare}
    openers, others = nouns & lexicons.club_openers, nouns & lexicons.sports_words
    return len(openers) + len(others) >= _SPORTS


def _match_at(
    document: Document,
    words: tuple[Word, ...],
    lexicons: Lexicons,
    index: int,
    last: int,
    sports: _Sports,
) -> Match | None:
    tokens = document.tokens
    if tokens[index].kind is not TokenKind.WORD:
        return None
    words_alone, longer = _phrases(tokens[index].folded, lexicons)
    second = index + 1
    if second < last and tokens[second].text == _TIE:
        second += 1
    following = tokens[second].folded if second < last else ""
    for cut, phrase, known, place in longer.get(following, words_alone):
        end = index + 1 if len(phrase) == 1 else _phrase_end(tokens, index, phrase)
        if not index < end <= last:
            continue
        single = len(phrase) == 1
        if known is not None and single and known.club:
            if not _is_club(tokens, lexicons, index, (cut, phrase[0]), sports):
                continue
        elif known is not None and single:
            alone = _stands_alone(words[index], known, cut=cut, phrase=phrase[0])
            medium = known.medium and not alone
            if medium and (
                _is_quoted(tokens, index) or _is_told(tokens, lexicons, index)
            ):
                alone = True
            if not alone:
                continue
        elif single and (words[index].organisation or (cut and words[index].verb)):
            continue
        return Match(index, end, cut, known, place)
    return None


def _is_club(
    tokens: tuple[Token, ...],
    lexicons: Lexicons,
    index: int,
    reading: tuple[int, str],
    sports: _Sports,
) -> bool:
    """Tell whether a name of one word is a club's here.

    An everyday word is a club on a page of sports only, and with the noun of one or
    "against" before it there; a place is one on such a page, but for "in".
    """
    cut, name = reading
    before = tokens[index - 1].folded if index else ""
    opened = before in lexicons.club_openers and not cut
    if is_everyday(name, lexicons) or len(name) < _SHORTEST_BEHIND_CLITICS:
        if sports.is_page and opened:
            sports.named.add(name)
        return sports.is_page and name in sports.named
    if opened or all(phrase != (name,) for phrase, _ in lexicons.places.starting(name)):
        return True
    located = lexicons.role_prepositions.get(before) == "place"
    located = located or tokens[index].folded[:cut] in _IN
    return sports.is_page and not located


@lru_cache(maxsize=65536)
def _phrases(folded: str, lexicons: Lexicons) -> _Candidates:
    """Return what the gazetteer has that may start with a token, by preference.

    First what is one word, then by the second word what this may be with it.
    """
    found: list[_Candidate] = []
    for cut, rest in readings(folded):
        for phrase, known in lexicons.known.starting(rest):
            found.append((cut, phrase, known, None))
        for phrase, place in lexicons.places.starting(rest):
            found.append((cut, phrase, None, place))
    alone = tuple(candidate for candidate in found if len(candidate[1]) == 1)
    seconds = {candidate[1][1] for candidate in found if len(candidate[1]) > 1}
    longer = {
        second: tuple(c for c in found if len(c[1]) == 1 or c[1][1] == second)
        for second in seconds
    }
    return alone, longer


def _phrase_end(tokens: tuple[Token, ...], index: int, phrase: tuple[str, ...]) -> int:
    """Return where a phrase that begins at a token ends, in a hashtag too; or 0."""
    end = index + 1
    for word in phrase[1:]:
        if end < len(tokens) and tokens[end].text == _TIE:
            end += 1
        if end >= len(tokens) or tokens[end].folded != word:
            return 0
        end += 1
    return end


def _is_quoted(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token alone stands in quotation marks."""
    around = tokens[index - 1 : index] + tokens[index + 1 : index + 2]
    return len(around) == 2 and all(token.text in _QUOTES for token in around)


def _is_told(tokens: tuple[Token, ...], lexicons: Lexicons, index: int) -> bool:
    """Tell whether "to" is written onto a medium that somebody told something."""
    if not tokens[index].folded.startswith(_LAM + _LAM):
        return False
    verbs = lexicons.reading.verbs
    before = tokens[max(0, index - _TELLING) : index]
    return any(verbs.forms_of(token) is not None for token in before)


def _stands_alone(word: Word, known: Known, *, cut: int, phrase: str) -> bool:
    """Tell whether a form of one word means the actor without more evidence."""
    if known.type is ActorType.PERSON:
        return not word.weak and not (cut and word.everyday)
    if cut and len(phrase) < _SHORTEST_BEHIND_CLITICS:
        return False
    return not word.listed and not (cut and (word.is_name or word.everyday))


_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
#: What ties the words of a hashtag.
_TIE: Final = "_"
_LAM: Final = "\N{ARABIC LETTER LAM}"
#: A verb of saying stands so near before the medium told.
_TELLING: Final = 8
_BEH: Final = "\N{ARABIC LETTER BEH}"
_IN: Final = frozenset((_BEH, "\N{ARABIC LETTER WAW}" + _BEH))
_first = attrgetter("first")


#: A shorter name behind a clitic is likelier another word.
_SHORTEST_BEHIND_CLITICS: Final = 4
#: A page of sports has so many of the words around clubs.
_SPORTS: Final = 3
_NOTHING: Final = Word(bare="", boundary=True, text=False)
_QUOTES: Final = frozenset('"«»“”')
