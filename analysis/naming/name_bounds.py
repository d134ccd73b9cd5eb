"""Where a person's name ends."""

from typing import Final

from analysis.naming.page import Page
from analysis.naming.word_classes import Word, is_inflected
from analysis.text.clitics import readings
from analysis.text.tokens import TokenKind

_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
#: "Son of" and "house of": the words on both sides are names.
PATRONYMS: Final = frozenset(
    (
        _BEH + "\N{ARABIC LETTER NOON}",
        _BEH + "\N{ARABIC LETTER NOON}\N{ARABIC LETTER TEH}",
        "\N{ARABIC LETTER WAW}\N{ARABIC LETTER LAM}\N{ARABIC LETTER DAL}",
        _ALEF + "\N{ARABIC LETTER LAM}",
    )
)
#: A name has at most this many words, joiners included.
MOST_WORDS: Final = 7


def name_end(page: Page, first: int, last: int) -> int:
    """Return where a name that starts at a token would end, before `last`."""
    end = first + 1
    while end < min(last, first + MOST_WORDS) and _continues(page, first, end, last):
        end += 1
    while end > first + 2 and page.words[end - 1].joiner:
        if page.words[end - 1].is_strong:
            break
        end -= 1
    return end


def _continues(page: Page, first: int, index: int, last: int) -> bool:
    """Tell whether a token goes on the name that starts at `first`."""
    if not page.is_word(index):
        return _is_hyphen(page, index, last)
    word, before = page.words[index], page.words[index - 1]
    if page.token(index).text[-1].isascii():
        return False
    son = page.token(index).folded in PATRONYMS and before.given is not None
    if word.joiner and is_other_person(page, index) and not son:
        return False
    if before.joiner and word.joiner and index + 1 < last:
        return not page.words[index + 1].boundary
    if before.joiner and not word.boundary:
        return not word.verb or word.is_name
    if _is_compound(page, index):
        return True
    if word.boundary or word.cut or (word.nationality and not _is_family(page, index)):
        return False
    if not page.is_word(index - 1):
        return page.token(index - 1).text == _UNDERSCORE or word.is_name
    if (is_other_person(page, index) and not son) or _is_elsewhere(page, index):
        return False
    if _is_complete(page, first, index):
        return False
    return _goes_on(page, first, index, last)


def _goes_on(page: Page, first: int, index: int, last: int) -> bool:
    word = page.words[index]
    if word.joiner:
        return _joins(page, index, last)
    if word.is_strong:
        return not word.conjunct
    if word.is_name:
        return _weak_continues(page, index, last)
    if word.head is not None and word.head_cut and not word.head.plural:
        # Spelt like "for the prince", as Le Maire is behind Bruno.
        foreign = index == first + 1 and is_foreign_given(page.words[first])
        return foreign and not word.definite and is_last(page, index, last)
    if word.is_unknown and _unknown_continues(page, first, index):
        return True
    return _looks_like_family(page, index, last)


def _is_compound(page: Page, index: int) -> bool:
    """Tell whether a word belongs to the one before it: Abd al-, al-Din, Allah."""
    after_servant = page.token(index - 1).folded == _SERVANT
    return after_servant or page.token(index).folded in page.lexicons.divine_names


def _is_elsewhere(page: Page, index: int) -> bool:
    """Tell whether the gazetteer has a place or body here, and the word is no name."""
    match = page.matches.get(index)
    if match is None or match.is_person:
        return False
    if page.words[index].is_strong:
        return match.known is None and match.last > index + 1
    before = page.words[index - 1]
    if before.is_unknown and before.likeness > 0 and match.last == index + 1:
        return match.known is not None or match.place is not None
    after = page.token(index + 1).folded if index + 1 < len(page.words) else ""
    if match.last == index + 1 and after in page.lexicons.reading.words["that"]:
        return match.known is not None
    before = page.words[index - 1]
    native = before.given is not None and before.given.native
    if before.given is not None and not native and page.words[index].family:
        return False
    town = match.known is None and match.place is None and match.last == index + 1
    return not (native and town and page.words[index].definite)


def is_name(page: Page, bare: str) -> bool:
    return bare in page.lexicons.given or bare in page.lexicons.family


def is_other_person(page: Page, index: int) -> bool:
    """Tell whether the gazetteer has a person's name of several words from here."""
    match = page.matches.get(index)
    return match is not None and match.is_person and match.last > index + 1


def _is_complete(page: Page, first: int, index: int) -> bool:
    """Tell whether a name has its family name before a token of another meaning.

    That is somebody else's well-known short name ("غالانت نتنياهو": subject and
    object), or an everyday word after a family name.
    """
    word, before = page.words[index], page.words[index - 1]
    match = page.matches.get(index)
    if match is not None and match.is_person:
        return is_anothers_name(page, index)
    closed = before.definite or (before.family and before.given is None)
    if index > first + 1 and closed and is_foreign_given(word):
        return not before.definite
    plain = word.weak and word.listed and not (word.definite or word.joiner)
    return closed and plain


def is_anothers_name(page: Page, index: int) -> bool:
    """Tell whether a known person's name begins behind another's family name."""
    match, before = page.matches.get(index), page.words[index - 1]
    known = match is not None and match.is_person
    return known and before.family and before.given is None


def is_foreign_given(word: Word) -> bool:
    """Tell whether a word is a foreign given name only, so that it begins a name."""
    given = word.given
    return given is not None and not given.native and word.is_strong


def _weak_continues(page: Page, index: int, last: int) -> bool:
    """Tell whether an everyday word goes on a name, by what follows it."""
    word = page.words[index]
    if word.modifier or (page.reports(index) and index + 1 < last):
        return False
    if word.conjunct:
        return False
    if index + 1 >= last or not page.is_word(index + 1):
        return True
    after = page.words[index + 1]
    family = after.definite and not after.listed and not after.nationality
    follows = after.boundary or after.verb or after.joiner or family
    if word.verb and word.given is None and not follows:
        return False
    if word.head is not None or word.organisation is not None:
        return word.family or (word.is_name and (after.boundary or after.is_name))
    return True


def _looks_like_family(page: Page, index: int, last: int) -> bool:
    """Tell whether a word that only its endings make everyday goes on a given name."""
    word, before = page.words[index], page.words[index - 1]
    folded = page.token(index).folded
    if word.head or word.organisation or folded[0] == _WAW:
        return False
    if folded.endswith(_OWNED):
        return False
    if before.given is None and _is_compound(page, index - 1):
        plain = not (word.definite or word.verb or word.nationality or word.conjunct)
        return plain and not word.listed and _is_native_family(page, index, last)
    if before.given is None:
        return _is_second_nisba(page, index)
    if word.listed:
        return _ends_name(page, index, last) or _is_middle(page, index, last)
    if word.verb or word.modifier or word.conjunct or word.honorific:
        return False
    if word.definite and folded.endswith(_WAW) and before.given.native:
        return folded.startswith(_ARTICLE)
    if folded.endswith(_YEH) and (word.definite or before.given.native):
        return folded[0] not in _PREFIXES
    if before.given.native and not word.definite:
        return _is_native_family(page, index, last)
    return word.likeness >= _LIKELY and not is_inflected(folded, page.lexicons)


def _is_native_family(page: Page, index: int, last: int) -> bool:
    """Tell whether an unlisted word after a native given name is the family's."""
    word, folded = page.words[index], page.token(index).folded
    vocabulary = page.lexicons.vocabulary
    if any(cut and rest in vocabulary.words for cut, rest in readings(folded)):
        return False
    if is_last(page, index, last):
        return True
    earlier = page.token(index - 2).folded if index > 1 else ""
    compound = earlier == _SERVANT or page.token(index - 1).folded in (
        page.lexicons.divine_names
    )
    second = index < 2 or not (page.words[index - 2].is_name or compound)
    second = second and earlier not in page.lexicons.divine_names
    return second and folded[0] not in _PREFIXES and word.likeness >= _NATIVE


def is_last(page: Page, index: int, last: int) -> bool:
    """Tell whether a name can end here: a mark, a particle or a role follows."""
    if index + 1 >= last:
        return True
    if not page.is_word(index + 1):
        return page.token(index + 1).kind is not TokenKind.NUMBER
    after = page.words[index + 1]
    latin = page.token(index + 1).text[-1].isascii()
    return after.boundary or after.head is not None or latin


def is_unlisted_nisba(page: Page, index: int) -> bool:
    """Tell whether a word is a family name by its article, ending and place."""
    word, folded = page.words[index], page.token(index).folded
    if word.listed or word.nationality or word.modifier or word.head:
        return False
    nisba = folded.startswith(_ARTICLE) and folded.endswith(_YEH)
    after = index + 1
    ends = after >= len(page.words) or not page.is_word(after)
    return nisba and (ends or page.words[after].boundary)


def _is_second_nisba(page: Page, index: int) -> bool:
    """Tell whether a family name of two parts goes on: "al-Qadimi al-Shumayri"."""
    word, before = page.words[index], page.words[index - 1]
    folded = page.token(index).folded
    if word.listed or word.nationality or word.modifier or word.verb:
        return False
    both = page.token(index - 1).folded.startswith(_ARTICLE)
    return (
        both
        and folded.startswith(_ARTICLE)
        and folded.endswith(_YEH)
        and (not before.listed)
    )


def _is_middle(page: Page, index: int, last: int) -> bool:
    """Tell whether a family name follows a definite word that begins one."""
    word = page.words[index]
    if index + 1 >= last or word.nationality or word.modifier or word.verb:
        return False
    after = page.words[index + 1]
    return after.definite and after.family and after.is_strong


def _ends_name(page: Page, index: int, last: int) -> bool:
    """Tell whether an adjective is a family name: nothing that it describes follows."""
    word, before = page.words[index], page.words[index - 1]
    folded = page.token(index).folded
    native = before.given is not None and before.given.native and before.is_strong
    if not native or word.definite or not folded.endswith(_YEH) or word.verb:
        return False
    return is_last(page, index, last)


def _unknown_continues(page: Page, first: int, index: int) -> bool:
    """Tell whether a word that no lexicon has goes on a name, by its shape."""
    word, folded = page.words[index], page.token(index).folded
    nisba = folded.endswith(_FEMININE_NISBA) and len(folded) > _SHORT
    if nisba or (folded[0] == _WAW and not _begins_with_waw(page, first, index)):
        return False
    before = page.words[index - 1]
    if word.definite:
        native = before.given is None or before.given.native
        # "Amal al-Saqabi the winner": a family name has an article before it.
        described = before.definite and folded.endswith(_FEMININE)
        if described and page.token(index - 1).folded.startswith(_ARTICLE):
            return False
        return folded.startswith(_ARTICLE) and (native or folded.endswith(_YEH))
    words = sum(page.is_word(i) for i in range(first, index))
    if words > 1 and folded[0] in _PREFIXES and folded.endswith(_PRONOUNS):
        return False
    given = page.words[first].given if words == 1 else None
    needed = _LIKELY
    if given is not None:
        needed = _NATIVE if given.native else _POSSIBLE
    if folded[0] in _PREFIXES:
        needed += _LIKELY / 2
    return word.likeness >= needed


def _begins_with_waw(page: Page, first: int, index: int) -> bool:
    """Tell whether a foreign family name begins with the letter of "and"."""
    word, given = page.words[index], page.words[first].given
    foreign = given is not None and not given.native and page.words[first].is_strong
    owned = page.token(index).folded.endswith(_PRONOUNS)
    return foreign and index == first + 1 and word.likeness > 0 and not owned


def _is_family(page: Page, index: int) -> bool:
    word = page.words[index]
    before = page.words[index - 1]
    named = before.given is not None or before.is_strong
    return word.family and (named or _is_compound(page, index - 1))


def _joins(page: Page, index: int, last: int) -> bool:
    following = index + 1
    if following >= last or not page.is_word(following):
        given = page.words[index - 1].given is not None
        return given and page.token(index).folded not in PATRONYMS | {_SERVANT}
    word = page.words[index]
    after = page.words[following]
    if page.token(index).folded == _SERVANT and after.definite:
        return True
    if after.joiner and following + 1 < last:
        return not page.words[following + 1].boundary
    if after.boundary or page.token(index).folded in PATRONYMS:
        return not after.boundary
    return not word.everyday or after.is_name or after.is_unknown


def _is_hyphen(page: Page, index: int, last: int) -> bool:
    """Tell whether a hyphen ties two parts of a name: جان-بول."""
    token = page.token(index)
    if token.text == _HASH:
        tag = index + 1 < last and not page.token(index + 1).spaced
        return tag and page.words[index + 1].is_name and page.words[index - 1].is_name
    return (
        token.text in _HYPHENS
        and not token.spaced
        and index + 1 < last
        and page.is_word(index + 1)
        and not page.token(index + 1).spaced
        and not page.words[index + 1].boundary
    )


_WAW: Final = "\N{ARABIC LETTER WAW}"
_SERVANT: Final = "\N{ARABIC LETTER AIN}" + _BEH + "\N{ARABIC LETTER DAL}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_YEH: Final = "\N{ARABIC LETTER YEH}"
_FEMININE: Final = "\N{ARABIC LETTER HEH}"
_FEMININE_NISBA: Final = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}"
_PREFIXES: Final = frozenset((_BEH, "\N{ARABIC LETTER LAM}"))
#: How much an unlisted second word, or a further one, looks like a name.
_POSSIBLE: Final = -0.3
_LIKELY: Final = 0.3
_SHORT: Final = 4
_UNDERSCORE: Final = "_"
_HASH: Final = "#"
#: "His trial" and its like: the ending of a noun that somebody owns.
_OWNED: Final = (
    "\N{ARABIC LETTER TEH}\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER TEH}\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
)
_PRONOUNS: Final = (
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}",
)
#: How much an unlisted family name may look like an everyday word.
_NATIVE: Final = -1.0
_HYPHENS: Final = frozenset("-_")
