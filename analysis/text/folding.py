"""Levels of normalisation: what is compared is folded, what is shown never is.

Raw (L0) is the text as published. The lexicon level (L1) takes away what printing
adds to a word: diacritics, tatweel, bidi controls, presentation forms, Persian
letters. The variant level (L2, `fold`) also takes away what writers vary: hamza,
alef maksura, teh marbuta.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

#: Marks on letters, as a character class's body.
DIACRITICS: Final = "\N{ARABIC FATHATAN}-\N{ARABIC WAVY HAMZA BELOW}"
_CONTROLS: Final = (
    "\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{WORD JOINER}-\N{NOMINAL DIGIT SHAPES}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}"
)
#: Characters inside a word that carry nothing to compare, as a character class's body.
INVISIBLE: Final = (
    DIACRITICS
    + _CONTROLS
    + "\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC TATWEEL}"
    + "\N{ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM}-\N{ARABIC SMALL KASRA}"
    + "\N{ARABIC SMALL HIGH LIGATURE SAD WITH LAM WITH ALEF MAKSURA}"
    + "-\N{ARABIC SMALL HIGH SEEN}"
    + "\N{ARABIC SMALL HIGH ROUNDED ZERO}-\N{ARABIC SMALL HIGH MADDA}"
)
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]+")
# Between ghain and feh stand the tatweel and Persian letters.
_PLAIN: Final = re.compile(
    r"[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER GHAIN}"
    r"\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH} -~]*"
)

_DIGITS: Final = {
    zero + value: str(value)
    for zero in (
        ord("\N{ARABIC-INDIC DIGIT ZERO}"),
        ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"),
    )
    for value in range(10)
}
_LEXICON: Final = _DIGITS | {
    ord("\N{ARABIC LETTER FARSI YEH}"): "\N{ARABIC LETTER YEH}",
    ord("\N{ARABIC LETTER KEHEH}"): "\N{ARABIC LETTER KAF}",
    ord("\N{ARABIC LETTER HEH GOAL}"): "\N{ARABIC LETTER HEH}",
    ord("\N{HYPHEN}"): "-",
    ord("\N{NON-BREAKING HYPHEN}"): "-",
    ord("\N{EN DASH}"): "-",
    ord("\N{EM DASH}"): "-",
    ord("\N{MINUS SIGN}"): "-",
}
_VARIANT: Final = {
    ord("\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"): "\N{ARABIC LETTER ALEF}",
    ord("\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"): "\N{ARABIC LETTER ALEF}",
    ord("\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"): "\N{ARABIC LETTER ALEF}",
    ord("\N{ARABIC LETTER ALEF WASLA}"): "\N{ARABIC LETTER ALEF}",
    ord("\N{ARABIC LETTER WAW WITH HAMZA ABOVE}"): "\N{ARABIC LETTER WAW}",
    ord("\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"): "\N{ARABIC LETTER YEH}",
    ord("\N{ARABIC LETTER ALEF MAKSURA}"): "\N{ARABIC LETTER YEH}",
    ord("\N{ARABIC LETTER TEH MARBUTA}"): "\N{ARABIC LETTER HEH}",
}
_HAMZA: Final = "\N{ARABIC LETTER HAMZA}"
_FINAL_HAMZA: Final = re.compile(f"(?<=\\w){_HAMZA}(?!\\w)")


def normalise(text: str) -> str:
    """Return `text` at the lexicon level (L1): as a lexicon would print it.

    Diacritics, tatweel and invisible controls go, presentation forms become
    letters, Persian yeh and kaf become Arabic ones, digits become 0-9, dashes
    become "-", white space becomes single spaces. The length may change: positions
    belong to the text as given, so normalise words, not texts that carry offsets.
    """
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text)
        text = _INVISIBLE.sub("", text).translate(_LEXICON)
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` at the variant level (L2), to compare two spellings by.

    Above the lexicon level, forms of alef become bare alef, waw and yeh lose their
    hamza, alef maksura becomes yeh, teh marbuta becomes heh, a final hamza goes, and
    Latin letters become lower case. Folding a folded text changes nothing.

    Some different words become one: "على" and "علي", "إن" and "أن". Where that
    matters, decide on the raw form or on the context.
    """
    folded = normalise(text).translate(_VARIANT)
    if _HAMZA in folded:
        folded = _FINAL_HAMZA.sub("", folded)
    return folded.casefold().strip()


def fold_all(words: Iterable[str]) -> list[str]:
    """Return each of `words` folded, in one pass over them all."""
    listed = list(words)
    text = _BETWEEN.join(listed)
    if not _PLAIN_LINES.fullmatch(text):
        text = unicodedata.normalize("NFKC", text)
        text = _INVISIBLE.sub("", text).translate(_LEXICON)
    if _ROUGH.search(text) or text.count(_BETWEEN) != len(listed) - 1:
        return [fold(word) for word in listed]
    for letter, plain in _VARIANT.items():
        text = text.replace(chr(letter), plain)
    return _FINAL_HAMZA.sub("", text).casefold().split(_BETWEEN)


_BETWEEN: Final = "\n"
_PLAIN_LINES: Final = re.compile(_PLAIN.pattern[:-2] + "\n]*")
#: White space that folding a word alone would take away.
_ROUGH: Final = re.compile(r"[^\S \n]|  | \n|\n |\n\n|\A\s|\s\Z")
