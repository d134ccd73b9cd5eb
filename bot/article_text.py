"""An article as a plain-text file: its encoding, its headline and its body."""

import codecs
import re

#: Tried in this order; the last can read any bytes that Arabic files are made of.
ENCODINGS = ("utf-8-sig", "windows-1256")
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class ArticleTextError(Exception):
    """The bytes are no text of an article; the text says why."""


def split_article(data: bytes) -> tuple[str, str]:
    """Return headline and body of a plain text.

    The headline is the first line that is not blank, stripped; the body is what
    follows it, with the blank lines between the two left out and nothing else
    changed.

    Raises:
        ArticleTextError: the file is empty, or no text.
    """
    text = read_text(data).lstrip()
    if not text:
        raise ArticleTextError("the file is empty")
    title, _, body = text.partition("\n")
    return title.strip(), body.lstrip("\r\n")


def read_text(data: bytes) -> str:
    """Return the bytes as text: UTF-16 with a mark, UTF-8, or windows-1256.

    Raises:
        ArticleTextError: the bytes are binary.
    """
    encodings = ("utf-16",) if data.startswith(UTF_16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise ArticleTextError("the file is not a text")
