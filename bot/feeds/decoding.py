"""Bytes from outside as text: never mojibake, whatever their sender declares."""

import codecs
import re
from collections.abc import Sequence
from typing import Final

#: UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How a document without a mark begins, whose letters take two or four bytes.
_WIDE_STARTS: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ARABIC: Final = ("cp1256", "iso8859-6")
#: Declared by servers that were never told what they serve.
_DEFAULTS: Final = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-8"})
#: Text codecs of Python that no publisher uses and that can be made to run long.
_REFUSED: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
)
#: How much is read to tell one encoding from another, in bytes.
_SAMPLE: Final = 100_000

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META: Final = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
#: Where a page declares its encoding, in bytes.
_START: Final = 4_000

_ARABIC_LETTER: Final = "\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}"
_ARABIC_WORD: Final = re.compile(f"[{_ARABIC_LETTER}]{{2,}}")
_ARTICLE: Final = re.compile(
    rf"\b\N{{ARABIC LETTER ALEF}}\N{{ARABIC LETTER LAM}}[{_ARABIC_LETTER}]"
)
_MIXED_WORD: Final = re.compile(
    rf"[A-Za-z\xc0-\xff][{_ARABIC_LETTER}]|[{_ARABIC_LETTER}][A-Za-z\xc0-\xff]"
)
#: How Arabic letters of UTF-8 look, read as windows-1252, once or twice.
_AS_LATIN: Final = re.compile("[\xd8\xd9]|\xc3[\x98\x99\u02dc\u2122]")
#: How the letters of the article look, of UTF-8 read as windows-1256 ...
_AS_ARABIC: Final = re.compile(
    "\N{ARABIC LETTER TAH}\xa7|\N{ARABIC LETTER ZAH}\N{DOUBLE LOW-9 QUOTATION MARK}"
)
#: ... and the article itself, of windows-1256 read as windows-1252.
_ARTICLE_AS_LATIN: Final = re.compile("\xc7\xe1[\xc0-\xff]")
_WINDOWS_TO_LATIN: Final = {
    ord(letter): byte
    for byte in range(0x80, 0xA0)
    if (letter := bytes([byte]).decode("cp1252", "ignore"))
}
_ILLEGAL: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def declared_encodings(body: bytes, content_type: str) -> list[str]:
    """Return the encodings that a web page's header and its own head declare."""
    in_header = _CHARSET.search(content_type)
    in_page = _META.search(body[:_START])
    return [
        *([in_header[1]] if in_header else []),
        *([in_page[1].decode("ascii")] if in_page else []),
    ]


def decode(data: bytes, *, declared: Sequence[str] = ()) -> str:
    """Return the text of `data`; characters that no text holds are left out.

    A byte order mark decides; then bytes that are valid UTF-8 are UTF-8, whatever was
    declared; then what was declared, unless it is a server's default or fits the
    bytes worse than an Arabic encoding; then windows-1256 or ISO-8859-6, where the
    result reads as Arabic; then damaged UTF-8; windows-1252 at last. Text that was
    scrambled before it was sent is put right.

    Args:
        data: as received.
        declared: names of encodings, the most trusted first; unknown ones are passed
            over.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(encoding, "replace"))
    for start, encoding in _WIDE_STARTS:
        if data.startswith(start):
            return _clean(data.decode(encoding, "replace"))
    known = [name for name in map(_codec, declared) if name]
    text = data.decode(_encoding(data, known), "replace")
    return _clean(unscrambled(text))


def _encoding(data: bytes, declared: Sequence[str]) -> str:
    """Return the encoding of bytes without a mark."""
    stateful = [name for name in declared if name.startswith("iso2022")]
    if stateful and b"\x1b" in data:
        return stateful[0]
    if _is_valid(data, "utf-8"):
        return "utf-8"
    trusted = [
        name
        for name in declared
        if name not in _DEFAULTS and name not in _ARABIC and _is_valid(data, name)
    ]
    if trusted:
        return trusted[0]
    sample = data[:_SAMPLE]
    if _is_nearly_utf8(sample):
        return "utf-8"
    # Of two that read equally well the declared one wins: `max` keeps the first.
    candidates = sorted(_ARABIC, key=lambda name: name not in declared)
    best = max(candidates, key=lambda name: _arabic_score(sample, name))
    if best in declared or _arabic_score(sample, best) > 0:
        return best
    return next((name for name in declared if _is_valid(data, name)), "cp1252")


def _codec(name: str) -> str:
    """Return Python's name of an encoding, "" for one that is unknown or refused."""
    # "-E" and "-I" say how the text runs, not what its bytes mean.
    wanted = re.sub(r"(?i)^(iso-8859-[68])-[ei]$", r"\1", name.strip().strip("\"'"))
    try:
        found = codecs.lookup(wanted)
        b"".decode(wanted)
    except (LookupError, ValueError):
        return ""
    return "" if found.name in _REFUSED else found.name


def _is_valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _is_nearly_utf8(data: bytes) -> bool:
    """Say whether `data` is UTF-8 in which a few letters were damaged or cut."""
    text = data.decode("utf-8", "ignore")
    read = sum(len(letter.encode()) for letter in text if letter > "\x7f")
    return read > 0.9 * sum(byte > 0x7F for byte in data)


def _arabic_score(data: bytes, encoding: str) -> int:
    """Return how much the bytes read as Arabic in an encoding; over 0: they do.

    Letters in Arabic words and definite articles speak for it; against it speak words
    of both scripts.
    """
    text = data.decode(encoding, "replace")
    letters = sum(len(word) for word in _ARABIC_WORD.findall(text))
    return (
        letters + 5 * len(_ARTICLE.findall(text)) - 5 * len(_MIXED_WORD.findall(text))
    )


def unscrambled(text: str) -> str:
    """Undo that somebody read text in another encoding than it was written in.

    That is UTF-8 read as windows-1252, twice too, or as windows-1256, and windows-1256
    read as windows-1252.
    """
    once = _unscrambled_once(text)
    return text if once is text else _unscrambled_once(once)


def _unscrambled_once(text: str) -> str:
    try:
        if _AS_ARABIC.search(text):
            return text.encode("cp1256").decode("utf-8")
        if _ARABIC_WORD.search(text):
            return text
        if _AS_LATIN.search(text):
            return _as_read(text).decode("utf-8")
        if _ARTICLE_AS_LATIN.search(text):
            found = _as_read(text).decode("cp1256")
            return text if _MIXED_WORD.search(found) else found
    except UnicodeError:
        pass
    return text


def _as_read(text: str) -> bytes:
    """Return the bytes that were read as windows-1252 or ISO-8859-1."""
    return text.translate(_WINDOWS_TO_LATIN).encode("latin-1")


def _clean(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
