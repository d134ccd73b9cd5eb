"""An article as a plain-text file: its encoding, its headline and its body."""

import codecs
import re

from bot.feeds.decoding import decode

WIDE_MARKS = (
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
)
#: How much is looked at to tell a picture from a text, in bytes.
SAMPLE = 65_536

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")


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
    """Return the bytes as text, whatever their encoding.

    Raises:
        ArticleTextError: the bytes are binary.
    """
    if not data.startswith(WIDE_MARKS) and _BINARY.search(data[:SAMPLE]):
        raise ArticleTextError("the file is not a text")
    return decode(data)
