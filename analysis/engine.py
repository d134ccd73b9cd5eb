"""Reading an article: who is who, who said what, and what it comes to."""

from typing import Final

from analysis.lexicons import Lexicons
from analysis.model import Analysis
from analysis.naming.actors import read_actors
from analysis.speech.headline import read_headline
from analysis.speech.quotes import read_quotes
from analysis.speech.scene import build_scene
from analysis.summary import summarise
from analysis.text.document import Document, read_document
from analysis.text.terms import common_words
from analysis.text.tokens import TokenKind

#: Raised whenever the same article would be read differently; stored with articles.
ANALYSIS_VERSION: Final = 5
#: Bodies are read up to here, in code points; what is longer is cut and marked so.
MAX_LENGTH: Final = 200_000
#: Titles are read up to here.
MAX_TITLE: Final = 1_000
#: From this share of Arabic words on, a text is Arabic.
ARABIC_SHARE: Final = 0.2

_ARABIC: Final = range(0x0600, 0x0780)


def analyse(title: str, body: str, lexicons: Lexicons) -> Analysis:
    """Return who an article names, who says what, and up to three sentences of it.

    The same article always gives the same analysis. No text makes it fail: an empty
    one, or one without Arabic, has language "und" and nothing in it. Offsets count
    code points of `body` as given.
    """
    truncated = len(body) > MAX_LENGTH
    document = read_document(body[:MAX_LENGTH], lexicons.reading)
    language = _language(document)
    if language != "ar":
        return Analysis(language=language, truncated=truncated)
    reading = read_actors(document, lexicons)
    scene = build_scene(document, lexicons, reading.namings)
    title = title[:MAX_TITLE]
    return Analysis(
        language=language,
        actors=reading.actors,
        quotes=read_quotes(scene, reading.actors),
        headline_quote=read_headline(title, reading.actors, lexicons),
        summary=summarise(document, title=title, common=common_words()),
        truncated=truncated,
    )


def _language(document: Document) -> str:
    words = [t.text for t in document.tokens if t.kind is TokenKind.WORD]
    arabic = sum(ord(word[0]) in _ARABIC for word in words if word)
    return "ar" if words and arabic >= ARABIC_SHARE * len(words) else "und"
