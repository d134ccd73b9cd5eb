from dataclasses import replace

import pytest

from handlers.lexicon import is_medium, lexicons
from handlers.selection import deeds, distinct_quotes, newest_voices, overlap
from storage.records import Article, Quote, Source
from tests.builders import NOW, ago

SOURCE = Source(1, "النهار", "عنوان", "https://news.example/1", NOW, demo=False)
QUOTE = Quote(
    id=1,
    source=SOURCE,
    text="",
    kind="indirect",
    cue="قال",
    speaker_id=1,
    speaker="هدى السالمي",
    via=None,
    stance="neutral",
    headline=False,
    earlier=False,
    confidence=0.9,
)
OVERLAPS = {
    "the same": ("فتح المعبر غداً", "فتح المعبر غداً", 1.0),
    "one within the other": ("فتح المعبر", "أعلن فتح المعبر غداً", 1.0),
    "hamza and marks": ("«إعلان الهدنة»", "اعلان الهدنه", 1.0),
    "half": ("فتح المعبر", "فتح الطريق", 0.5),
    "nothing": ("فتح المعبر", "هطل المطر", 0.0),
    "no words": ("!", "هطل المطر", 0.0),
}


@pytest.mark.parametrize(("first", "second", "share"), OVERLAPS.values(), ids=OVERLAPS)
def test_overlap_is_a_share_of_the_shorter_text(
    first: str, second: str, share: float
) -> None:
    assert overlap(first, second) == overlap(second, first) == share


def test_statements_in_own_words_take_half_of_the_places() -> None:
    quotes = [
        said(1, "الطريق آمن", "indirect"),
        said(2, "الماء كافٍ", "indirect"),
        said(3, "الخبز متوفر", "indirect"),
        said(4, "لن نرحل", "direct"),
        said(5, "سنعود قريباً", "mixed"),
        said(6, "نحن بخير", "direct"),
    ]

    chosen = newest_voices(quotes, limit=4)

    assert [quote.id for quote in chosen] == [1, 2, 4, 5]


def test_without_own_words_the_newest_statements_are_chosen() -> None:
    quotes = [
        said(number, text, "indirect")
        for number, text in enumerate(("الطريق آمن", "الماء كافٍ", "الخبز متوفر"))
    ]

    assert [quote.id for quote in newest_voices(quotes, limit=2)] == [0, 1]


def test_a_headline_gives_way_to_the_statement_it_shortens() -> None:
    headline = replace(said(1, "لن نرحل", "direct"), headline=True)
    full = said(2, "لن نرحل من بيوتنا مهما حدث", "direct")

    assert distinct_quotes([headline, full], limit=5) == [full]


def test_the_opening_sentence_of_the_newest_story_says_most() -> None:
    articles = [
        article(1, 1, "زارت هدى السالمي الميناء.", "ورحبت هدى السالمي بالعمال."),
        article(2, 2, "افتتحت هدى السالمي مدرسة في الجنوب.", days=1),
        article(3, 2, "هدى السالمي تفتتح مدرسة في الجنوب.", days=1),
        article(4, 3, "هطلت أمطار غزيرة."),
    ]

    told = deeds(articles, {"هدي السالمي", "السالمي"}, limit=5)

    assert [deed.sentence for deed in told] == [
        "زارت هدى السالمي الميناء.",
        "افتتحت هدى السالمي مدرسة في الجنوب.",
    ]


async def test_media_are_known_by_their_names() -> None:
    words = await lexicons()

    assert is_medium("موقع أكسيوس", words)
    assert not is_medium("هدى السالمي", words)
    assert not is_medium("", words)


def said(number: int, text: str, kind: str) -> Quote:
    return replace(QUOTE, id=number, text=text, kind=kind)


def article(number: int, story: int, *gist: str, days: int = 0) -> Article:
    source = replace(SOURCE, article_id=number, published=ago(days=days))
    return Article(number, source, story, "", gist)
