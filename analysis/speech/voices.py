"""Who a phrase without a name speaks for: descriptions, places, anonymous sources."""

from dataclasses import dataclass
from typing import Final

from analysis.lexicons.phrases import Country, Known
from analysis.lexicons.verbs import Number, Tense
from analysis.model import ActorType, Gender, SpeakerType
from analysis.speech.scene import Scene
from analysis.text.clitics import readings
from analysis.text.marks import MarkedSpan
from analysis.text.tokens import TokenKind

#: A phrase that nobody is named in is not longer than this, in tokens.
LONGEST: Final = 12
#: A name in quotation marks has so many words at most.
LONGEST_MARKED: Final = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """A noun phrase in a speaker's place.

    Attributes:
        first, last: half-open range of its tokens.
        start: where its text starts, behind clitics, in code points.
        head: its first noun, folded, without clitics and article.
        definite: one word with the article: it points back to somebody.
        bare: the phrase is nothing but that word.
    """

    first: int
    last: int
    start: int
    type: SpeakerType
    head: str
    gender: Gender | None
    number: Number
    definite: bool
    bare: bool


_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_YEH: Final = "\N{ARABIC LETTER YEH}"
_TEH: Final = "\N{ARABIC LETTER TEH}"
_OWNERS: Final = (
    _HEH + "\N{ARABIC LETTER ALEF}",
    _HEH + "\N{ARABIC LETTER MEEM}",
    _HEH,
)
_PLURALS: Final = (
    "\N{ARABIC LETTER WAW}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER TEH}",
)
#: Words that carry a preposition go on with a phrase: "speaker for", "in his name".
_LAM: Final = "\N{ARABIC LETTER LAM}"
_JOINED: Final = ("\N{ARABIC LETTER BEH}", _LAM)
#: They tie the words of a hashtag.
TAGS: Final = frozenset("#_")
_JOINTS: Final = frozenset(
    {
        "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER NOON}",
    }
)


def voice_at(
    scene: Scene, index: int, end: int, *, clitic: bool = False
) -> Voice | None:
    """Return the noun phrase at a token, or None where none can speak.

    Args:
        clitic: a preposition may be written onto its first word.
    """
    if index >= end or not _may_start(scene, index):
        return None
    token = scene.document.tokens[index]
    start, stem = token.start, token.folded
    addressed = stem.startswith(_LAM + _LAM) or scene.is_kind(index, "to medium")
    if not clitic and addressed:
        return None
    place, words = place_at(scene, index, stem)
    if clitic and place is None:
        cut, stem = _without_clitic(scene, index, stem)
        start += cut
        place, words = place_at(scene, index, stem)
    body = _body_named(scene, stem)
    head = _head(scene, index, stem, end)
    last = _extend(scene, index, end)
    if place is not None:
        last = _after_places(scene, index + words, end)
    if body is not None:
        last = index + 1
    role = scene.lexicons.role_heads.get(head)
    plural = role.plural if role is not None else head.endswith(_PLURALS)
    plural = plural or (place is not None and last > index + words)
    return Voice(
        first=index,
        last=last,
        start=start,
        type=_type(place, body),
        head=head if role is None else role.lemma,
        gender=_gender(scene, head, place, body),
        number=Number.PLURAL if plural else Number.SINGULAR,
        definite=stem.startswith(_ARTICLE) or _is_owned(scene, index, stem),
        bare=last == index + 1,
    )


def _after_places(scene: Scene, last: int, end: int) -> int:
    """Return the end of places joined by "and": "Paris and Riyadh"."""
    while last < end and scene.folded(last).startswith(_WAW):
        place, words = place_at(scene, last, scene.folded(last)[1:])
        if place is None:
            break
        last += words
    return last


def _type(place: Country | None, body: Known | None) -> SpeakerType:
    if body is not None:
        return SpeakerType.ORGANISATION
    return SpeakerType.UNNAMED if place is None else SpeakerType.PLACE


def _gender(
    scene: Scene, head: str, place: Country | None, body: Known | None
) -> Gender | None:
    known = (
        body
        or place
        or scene.lexicons.role_heads.get(head)
        or scene.lexicons.organisation_nouns.get(head)
    )
    if known is not None:
        return known.gender
    if scene.is_kind_of(head, "broken plural"):
        return Gender.FEMININE
    return Gender.FEMININE if head.endswith((_HEH, _PLURALS[1])) else None


def _head(scene: Scene, index: int, stem: str, end: int) -> str:
    """Return the noun that a phrase is about: behind "a number of", without "his"."""
    head = stem.removeprefix(_ARTICLE)
    counted = head in scene.reading.words["quantity"]
    part = scene.lexicons.role_heads.get(head)
    if counted or (part is not None and part.kind == "part"):
        following = index + 1
        if scene.folded(following) in _JOINTS:
            following += 1
        counts = scene.folded(following).removeprefix(_ARTICLE)
        if following < end and scene.speaks(counts):
            return counts
    return _owned(scene, index, stem) or head


def _is_owned(scene: Scene, index: int, stem: str) -> bool:
    return bool(_owned(scene, index, stem))


def _owned(scene: Scene, index: int, stem: str) -> str:
    """Return the relative that a pronoun owns: "his father"; "" for none.

    "His lawyer" folds to the woman lawyer's word, but is written with another letter.
    """
    heads = scene.lexicons.role_heads
    his = scene.document.tokens[index].text.endswith(_HEH)
    if stem in heads and not his:
        return ""
    for pronoun in _OWNERS:
        bare = stem.removesuffix(pronoun)
        for noun in (bare, bare.removesuffix(_TEH) + _HEH):
            head = heads.get(noun) if bare != stem else None
            several = head is not None and head.kind == "post" and head.plural
            if head and head.kind in ("kin", "trade", "post") and not several:
                return noun
    return ""


def place_at(scene: Scene, index: int, stem: str) -> tuple[Country | None, int]:
    """Return the country named from a token on, and in how many words."""
    for phrase, place in scene.lexicons.places.starting(stem):
        rest = tuple(scene.folded(index + at) for at in range(1, len(phrase)))
        if place is not None and rest == phrase[1:]:
            return place, len(phrase)
    return None, 0


def _body_named(scene: Scene, stem: str) -> Known | None:
    """Return the organisation that a word alone names, where nobody noticed it.

    "The statement", "the ambassador" are newspapers too, but only behind the noun.
    """
    bare = stem.removeprefix(_ARTICLE)
    if scene.is_paper(bare) or bare in scene.lexicons.role_heads:
        return None
    for phrase, known in scene.lexicons.known.starting(stem):
        body = known.type is ActorType.ORGANISATION and not known.club
        if len(phrase) == 1 and body:
            return known
    return None


def _without_clitic(scene: Scene, index: int, folded: str) -> tuple[int, str]:
    if _is_owned(scene, index, folded):
        return 0, folded
    for cut, stem in readings(folded):
        bare = stem.removeprefix(_ARTICLE)
        if scene.speaks(bare) or scene.is_paper(bare):
            return cut, stem
    for cut, stem in readings(folded):
        known = scene.lexicons.vocabulary.has_bare(stem)
        if known or scene.lexicons.country_named(stem) is not None:
            return cut, stem
    return 0, folded


def _may_start(scene: Scene, index: int) -> bool:
    token = scene.document.tokens[index]
    if token.kind is not TokenKind.WORD:
        return False
    if index in scene.cues and not (
        token.folded.startswith(_ARTICLE) or scene.speaks(token.folded)
    ):
        noun = scene.cues[index].tense is Tense.NOUN
        return noun and not token.folded.startswith(_JOINED)
    if (
        token.folded.startswith(_WAW)
        and token.folded[1:] in scene.reading.words["particle"]
        and not scene.speaks(token.folded)
    ):
        return False
    if scene.is_kind(index, "particle") or scene.is_kind(index, "adverb"):
        return False
    if scene.is_kind(index, "that") or scene.is_kind(index, "switch"):
        return False
    if scene.speaks(token.folded) or scene.is_paper(token.folded):
        return True
    verb = scene.lexicons.vocabulary.is_verb(token.folded)
    return not verb or token.folded.startswith(_ARTICLE)


def _extend(scene: Scene, index: int, end: int) -> int:
    """Return the end of the noun phrase that begins at a token."""
    tokens = scene.document.tokens
    closed = tokens[index].folded.startswith(_ARTICLE)
    last = index + 1
    end = min(end, index + LONGEST)
    while last < end:
        span = scene.spans.get(last)
        if span is not None:
            if _stands_apart(scene, index, last, span):
                break
            last = max(span.outer_last, last + 1)
            continue
        token = tokens[last]
        if token.text in TAGS and last + 1 < end and not tokens[last + 1].spaced:
            last += 1
            continue
        if not _may_go_on(scene, last):
            break
        goes, closed = _joining(scene, index, last, end, closed=closed)
        if not goes:
            break
        last += 1
    return min(last, end)


def _joining(
    scene: Scene, first: int, index: int, end: int, *, closed: bool
) -> tuple[bool, bool]:
    """Return whether a word goes on a phrase, and whether the phrase is closed then."""
    folded = scene.folded(index)
    if scene.is_kind(index, "particle") or scene.is_kind(index, "that"):
        return not closed and _joins(scene, first, index, end), closed
    if _is_verb_or_adverb(scene, index):
        return False, closed
    if folded.startswith(_JOINED) and _leads_on(scene, folded):
        return True, False
    if folded.startswith(_ARTICLE):
        other = closed and _is_anothers(scene, first, index)
        return not other and _goes_with(scene, first, index), True
    return not closed, closed


def _is_anothers(scene: Scene, first: int, index: int) -> bool:
    """Return whether an object begins behind a whole phrase: "the minister the army".

    That is another's name, or one person's post behind several people.
    """
    named = scene.names.get(index)
    if named is not None and named.phrase_first == index:
        return True
    nouns = (scene.folded(at).removeprefix(_ARTICLE) for at in (first, index))
    several, post = map(scene.lexicons.role_heads.get, nouns)
    one = post is not None and post.kind == "post" and not post.plural
    return one and several is not None and several.plural


def _stands_apart(scene: Scene, first: int, mark: int, span: MarkedSpan) -> bool:
    """Return whether marks hold no name of a phrase: a quotation, or one spoken to."""
    if scene.words_in(span.first, span.last) > LONGEST_MARKED:
        return True
    before = scene.folded(mark - 1)
    described = before.endswith(_YEH) and not before.startswith(_ARTICLE)
    return described and mark - 1 > first


def _may_go_on(scene: Scene, index: int) -> bool:
    """Return whether a token is a word that neither reports nor is spoken to."""
    token = scene.document.tokens[index]
    apart = _is_cue(scene, index) or scene.is_kind(index, "aged")
    if token.kind is not TokenKind.WORD or apart:
        return False
    return not (token.folded.startswith(_LAM) and _is_medium(scene, index))


def _goes_with(scene: Scene, first: int, index: int) -> bool:
    """Return whether a definite word belongs to the phrase, not to the object.

    An adjective agrees with a definite head in gender, and a phrase with an
    indefinite adjective takes no definite word any more.
    """
    folded, before = scene.folded(index), scene.folded(index - 1)
    head = scene.folded(first)
    if scene.is_paper(head.removeprefix(_ARTICLE)) and index == first + 1:
        # "The statement called on the community": an object, but for an adjective.
        return folded.endswith((_YEH, _YEH + _HEH))
    if head.startswith(_ARTICLE):
        feminine = head.endswith((_HEH, _PLURALS[1]))
        agrees = feminine == folded.endswith(_HEH) or index - first > 1
        return agrees or folded in scene.lexicons.nationalities
    if before not in scene.lexicons.nationalities:
        return True
    return before.startswith(_ARTICLE) and not scene.lexicons.places.starting(folded)


def _leads_on(scene: Scene, folded: str) -> bool:
    """Return whether "in", "for" goes on with a post: "speaker for", "dean at"."""
    lexicons = scene.lexicons
    for cut, stem in readings(folded):
        bare = stem.removeprefix(_ARTICLE)
        if cut and (
            bare in lexicons.organisation_nouns
            or bare in lexicons.place_nouns
            or scene.is_kind_of(bare, "post")
        ):
            return True
    return False


def _joins(scene: Scene, first: int, index: int, end: int) -> bool:
    """Return whether "in" or "from" goes on with the phrase: "a source in the army"."""
    joint = scene.folded(index) in _JOINTS and index + 1 < end and index - first <= 3
    if not joint or not scene.is_word(index + 1):
        return False
    return not (
        scene.is_paper(scene.folded(index + 1)) or scene.is_kind(index + 1, "occasion")
    )


def _is_cue(scene: Scene, index: int) -> bool:
    form = scene.cues.get(index)
    return form is not None and (form.tense is not Tense.NOUN or form.has_object)


def _is_medium(scene: Scene, index: int) -> bool:
    """Return whether somebody speaks to a medium here: "to the newspaper"."""
    naming = scene.names.get(index)
    if naming is not None and naming.phrase_first == index:
        return True
    return scene.is_kind(index, "to medium")


def _is_verb_or_adverb(scene: Scene, index: int) -> bool:
    folded = scene.folded(index)
    bare = folded.removeprefix(_ARTICLE)
    noun = bare != folded and (
        scene.lexicons.vocabulary.has_bare(bare) or bare in scene.lexicons.nationalities
    )
    noun = noun or scene.lexicons.country_named(folded) is not None
    verb = scene.lexicons.vocabulary.is_verb(folded) and not noun
    adverb = scene.is_kind(index, "adverb") and not _is_adjective(scene, index)
    return verb or adverb


def _is_adjective(scene: Scene, index: int) -> bool:
    """Return whether a word of time describes a post: "the general", "the present"."""
    adjective = scene.is_kind(index, "dated adjective")
    before = scene.folded(index - 1)
    owned = index > 0 and _is_owned(scene, index - 1, before)
    described = (before.startswith(_ARTICLE) or owned) and not (
        scene.is_kind(index - 1, "adverb") and not _is_adjective(scene, index - 1)
    )
    return adjective and described and not scene.is_kind(index + 1, "dated adjective")
