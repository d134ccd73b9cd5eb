"""Consonant skeletons: one alphabet for names written in Arabic, Latin or Hebrew.

Foreign names reach Arabic in many spellings. The skeleton keeps what the spellings
share: the consonants, with those that writers exchange in one class. It is written in
capitals for classes and in Arabic letters for the three that Latin writes with two.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import Final

from analysis.text.folding import fold

#: A token has at most this many alternative keys.
MOST_KEYS: Final = 8


class Script(Enum):
    """What a name is written in."""

    ARABIC = "arabic"
    LATIN = "latin"
    HEBREW = "hebrew"
    OTHER = "other"


def script(text: str) -> Script:
    """Return the script of the first letter of `text` that has one of ours."""
    for character in text:
        name = unicodedata.name(character, "")
        for kind in (Script.ARABIC, Script.LATIN, Script.HEBREW):
            if name.startswith(kind.name):
                return kind
    return Script.OTHER


@lru_cache(maxsize=16384)
def skeleton(token: str) -> str:
    """Return the consonant key of one Arabic token, e.g. "GLNT" for غالانت.

    Folded first; the article goes where three letters remain; letters that stand for
    one foreign sound become one class; vowels go, but the first letter stays. A key
    of less than three consonants is never sufficient alone.
    """
    letters = fold(token)
    if letters.startswith(_ARTICLE) and len(letters) >= len(_ARTICLE) + _AFTER_ARTICLE:
        letters = letters.removeprefix(_ARTICLE)
    letters = _INITIAL_DJ.sub(_JEEM, letters)
    letters = _TS.sub(_SAD, letters)
    letters = letters.replace(_TCH, _SHEEN)
    return _collapse("".join(_class(c, first=not i) for i, c in enumerate(letters)))


@lru_cache(maxsize=4096)
def latin_keys(token: str) -> tuple[str, ...]:
    """Return the keys, the likeliest first, of a token in Latin letters."""
    letters = _plain_latin(token)
    units = _LATIN_UNIT.findall(letters)
    options = [
        _latin_options(units, number, letters=letters) for number in range(len(units))
    ]
    keys = _combine(options)
    article = _LATIN_ARTICLE.match(letters)
    if article:
        keys += latin_keys(letters[article.end() :])
    return tuple(dict.fromkeys(keys))[:MOST_KEYS]


@lru_cache(maxsize=4096)
def hebrew_keys(token: str) -> tuple[str, ...]:
    """Return the keys, the likeliest first, of a token in Hebrew letters."""
    bare = "".join(c for c in fold(token) if not unicodedata.combining(c))
    units = _HEBREW_UNIT.findall(bare.replace("'", _GERESH).replace("\u2019", _GERESH))
    options = []
    for number, unit in enumerate(units):
        if number == 0 and unit in _HEBREW_INITIAL:
            options.append(_HEBREW_INITIAL[unit])
        else:
            options.append(_HEBREW.get(unit, ("",)))
    return _combine(options)


def _combine(options: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the keys of the first alternatives everywhere, then of the others."""
    ways = islice(product(*options), MOST_KEYS * MOST_KEYS)
    keys = dict.fromkeys(_collapse("".join(way)) for way in ways)
    return tuple(keys)[:MOST_KEYS]


def _collapse(key: str) -> str:
    return _REPEATED.sub(r"\1", key)


def _class(letter: str, *, first: bool) -> str:
    if first and letter in _INITIAL_CLASSES:
        return _INITIAL_CLASSES[letter]
    return _CLASSES.get(letter, "")


def _plain_latin(token: str) -> str:
    special = token.casefold().translate(_LATIN_SPECIAL)
    parts = unicodedata.normalize("NFKD", special)
    return "".join(c for c in parts if c.isascii() and c.isalpha())


def _latin_options(units: Sequence[str], number: int, *, letters: str) -> Sequence[str]:
    unit = units[number]
    before = units[number - 1] if number else ""
    after = units[number + 1] if number + 1 < len(units) else ""
    if not before and unit in _LATIN_INITIAL:
        return _LATIN_INITIAL[unit]
    if unit == "c":
        return ("S", "K") if after[:1] in _FRONT_VOWELS else ("K", "S", "G")
    if unit == "z" and before in _BEFORE_TS and len(letters) > 1:
        return ("Z", _SAD)
    if unit == "s" and before in _VOWELS and after and after in _VOWELS:
        return ("S", "Z")
    return _LATIN.get(unit, ("",))


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_ARTICLE: Final = _ALEF + "\N{ARABIC LETTER LAM}"
_AFTER_ARTICLE: Final = 3
_JEEM: Final = "\N{ARABIC LETTER JEEM}"
_SAD: Final = "\N{ARABIC LETTER SAD}"
_SHEEN: Final = "\N{ARABIC LETTER SHEEN}"
_KHAH: Final = "\N{ARABIC LETTER KHAH}"
_GERESH: Final = "\N{HEBREW PUNCTUATION GERESH}"
_TCH: Final = "\N{ARABIC LETTER TEH}" + _SHEEN
_INITIAL_DJ: Final = re.compile(
    f"^\N{ARABIC LETTER DAL}[{_JEEM}\N{ARABIC LETTER ZAIN}]"
)
_TS: Final = re.compile(
    "\N{ARABIC LETTER TEH}[\N{ARABIC LETTER SEEN}\N{ARABIC LETTER ZAIN}]"
    "|\N{ARABIC LETTER TAH}\N{ARABIC LETTER SEEN}"
    f"|\N{ARABIC LETTER TEH}{_SAD}"
)
_REPEATED: Final = re.compile(r"(.)\1+")

_CLASSES: Final[Mapping[str, str]] = {
    "\N{ARABIC LETTER JEEM}": "G",
    "\N{ARABIC LETTER GHAIN}": "G",
    "\N{ARABIC LETTER QAF}": "G",
    "\N{ARABIC LETTER GAF}": "G",
    "\N{ARABIC LETTER QAF WITH THREE DOTS ABOVE}": "G",
    "\N{ARABIC LETTER NG}": "G",
    "\N{ARABIC LETTER KEHEH WITH THREE DOTS ABOVE}": "G",
    "\N{ARABIC LETTER BEH}": "B",
    "\N{ARABIC LETTER PEH}": "B",
    "\N{ARABIC LETTER TEH}": "T",
    "\N{ARABIC LETTER TAH}": "T",
    "\N{ARABIC LETTER THEH}": "T",
    "\N{ARABIC LETTER DAL}": "D",
    "\N{ARABIC LETTER DAD}": "D",
    "\N{ARABIC LETTER THAL}": "D",
    "\N{ARABIC LETTER REH}": "R",
    "\N{ARABIC LETTER ZAIN}": "Z",
    "\N{ARABIC LETTER ZAH}": "Z",
    "\N{ARABIC LETTER JEH}": "G",
    "\N{ARABIC LETTER SEEN}": "S",
    "\N{ARABIC LETTER SHEEN}": _SHEEN,
    "\N{ARABIC LETTER TCHEH}": _SHEEN,
    "\N{ARABIC LETTER SAD}": _SAD,
    "\N{ARABIC LETTER KHAH}": _KHAH,
    "\N{ARABIC LETTER FEH}": "F",
    "\N{ARABIC LETTER VEH}": "F",
    "\N{ARABIC LETTER KAF}": "K",
    "\N{ARABIC LETTER LAM}": "L",
    "\N{ARABIC LETTER MEEM}": "M",
    "\N{ARABIC LETTER NOON}": "N",
}
_INITIAL_CLASSES: Final[Mapping[str, str]] = {
    _ALEF: "A",
    "\N{ARABIC LETTER HAMZA}": "A",
    "\N{ARABIC LETTER AIN}": "A",
    "\N{ARABIC LETTER HEH}": "H",
    "\N{ARABIC LETTER HAH}": "H",
    "\N{ARABIC LETTER WAW}": "W",
    "\N{ARABIC LETTER YEH}": "Y",
}

_LATIN_SPECIAL: Final = str.maketrans(
    {
        "\N{LATIN SMALL LETTER C WITH CEDILLA}": "ch",
        "\N{LATIN SMALL LETTER C WITH CARON}": "ch",
        "\N{LATIN SMALL LETTER C WITH ACUTE}": "ch",
        "\N{LATIN SMALL LETTER S WITH CEDILLA}": "sh",
        "\N{LATIN SMALL LETTER S WITH CARON}": "sh",
        "\N{LATIN SMALL LETTER Z WITH CARON}": "j",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    }
)
_LATIN_UNIT: Final = re.compile(
    "tsch|tch|sch|sh|ch|kh|ph|th|tz|ts|gh|dj|ck|zh|[a-z]", re.IGNORECASE
)
_LATIN_ARTICLE: Final = re.compile("[ae]l(?=[a-z]{3})")
_VOWELS: Final = frozenset("aeiouy")
_FRONT_VOWELS: Final = frozenset("eiy")
_BEFORE_TS: Final = frozenset("lnrt")
_LATIN_INITIAL: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys("aeiou", ("A",)),
    "u": ("A", "Y"),
    "h": ("H",),
    "y": ("Y", "A"),
    "j": ("G", _KHAH, "Y"),
    "w": ("W", "F"),
    "v": ("F", "W"),
    "x": ("KS", _SHEEN, "Z"),
    "kh": (_KHAH, "K"),
    "ts": (_SAD,),
    "k": ("K", "G", _KHAH),
}
_LATIN: Final[Mapping[str, Sequence[str]]] = {
    "b": ("B",),
    "p": ("B",),
    "d": ("D",),
    "f": ("F",),
    "ph": ("F",),
    "v": ("F", ""),
    "w": ("", "F"),
    "g": ("G",),
    "gh": ("G", ""),
    "j": ("G",),
    "dj": ("G",),
    "zh": ("G",),
    "q": ("G", "K"),
    "k": ("K", "G"),
    "ck": ("K",),
    "kh": (_KHAH, "K"),
    "l": ("L",),
    "m": ("M",),
    "n": ("N",),
    "r": ("R",),
    "s": ("S",),
    "sh": (_SHEEN,),
    "ch": (_SHEEN, "K", _KHAH),
    "sch": (_SHEEN, "SK"),
    "tch": (_SHEEN,),
    "tsch": (_SHEEN,),
    "t": ("T",),
    "th": ("T",),
    "tz": (_SAD,),
    "ts": (_SAD,),
    "x": ("KS",),
    "z": ("Z",),
}

_HEBREW_UNIT: Final = re.compile(f"\\w{_GERESH}|\\w")
_HEBREW_INITIAL: Final[Mapping[str, Sequence[str]]] = {
    "\N{HEBREW LETTER ALEF}": ("A",),
    "\N{HEBREW LETTER AYIN}": ("A",),
    "\N{HEBREW LETTER HE}": ("H",),
    "\N{HEBREW LETTER HET}": ("H", _KHAH),
    "\N{HEBREW LETTER VAV}": ("W", "F"),
    "\N{HEBREW LETTER YOD}": ("Y", "A"),
    "\N{HEBREW LETTER BET}": ("B",),
    "\N{HEBREW LETTER PE}": ("B", "F"),
    "\N{HEBREW LETTER KAF}": ("K",),
}
_HEBREW: Final[Mapping[str, Sequence[str]]] = {
    "\N{HEBREW LETTER BET}": ("B", "F"),
    "\N{HEBREW LETTER GIMEL}": ("G",),
    f"\N{HEBREW LETTER GIMEL}{_GERESH}": ("G",),
    "\N{HEBREW LETTER DALET}": ("D",),
    "\N{HEBREW LETTER VAV}": ("", "F"),
    "\N{HEBREW LETTER ZAYIN}": ("Z",),
    f"\N{HEBREW LETTER ZAYIN}{_GERESH}": ("G",),
    "\N{HEBREW LETTER HET}": ("", _KHAH),
    "\N{HEBREW LETTER TET}": ("T",),
    "\N{HEBREW LETTER KAF}": ("K", _KHAH),
    "\N{HEBREW LETTER FINAL KAF}": ("K", _KHAH),
    "\N{HEBREW LETTER LAMED}": ("L",),
    "\N{HEBREW LETTER MEM}": ("M",),
    "\N{HEBREW LETTER FINAL MEM}": ("M",),
    "\N{HEBREW LETTER NUN}": ("N",),
    "\N{HEBREW LETTER FINAL NUN}": ("N",),
    "\N{HEBREW LETTER SAMEKH}": ("S",),
    "\N{HEBREW LETTER PE}": ("F", "B"),
    "\N{HEBREW LETTER FINAL PE}": ("F", "B"),
    "\N{HEBREW LETTER TSADI}": (_SAD,),
    "\N{HEBREW LETTER FINAL TSADI}": (_SAD,),
    f"\N{HEBREW LETTER TSADI}{_GERESH}": (_SHEEN,),
    f"\N{HEBREW LETTER FINAL TSADI}{_GERESH}": (_SHEEN,),
    "\N{HEBREW LETTER QOF}": ("K", "G"),
    "\N{HEBREW LETTER RESH}": ("R",),
    "\N{HEBREW LETTER SHIN}": (_SHEEN, "S"),
    "\N{HEBREW LETTER TAV}": ("T",),
}
