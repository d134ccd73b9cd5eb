"""What holds for every text that the engine reads."""

from functools import cache
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.engine import analyse
from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import Analysis
from analysis.output import as_json

#: Pieces that the engine reacts to, to be put together at random.
PIECES = (
    "قال", "وأضاف", "مؤكدا", "أن", "إن", "بأن", "وفق", "بحسب", "كما ذكر", "من جانبه",
    "نقلت", "عن", "قوله", "لم", "يذكر أن", "وزير المالية", "سامي الخطيب", "محمد",
    "الوزير", "حركة حماس", "واشنطن", "مصدر أمني", "غزة -", "رويترز", "اتهم", "دعا إلى",
    "«", "»", '"', "“", "”", "'", ":", "،", ".", "؟", "…", "(", ")", "-", "\n", "\r\n",
    "و", "ب", "ال", "ــ", "\N{NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}", "\ud800",
    "ﻻ", "1445هـ", "12", "Reuters", "الأسعار مستقرة في الأسواق", "خفض أسعار الفائدة",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=200),
)
calmly = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@cache
def lexicons() -> Lexicons:
    """Return the lexicons; a fixture would be printed whole when a test fails."""
    return load_lexicons()


def spans_of(analysis: Analysis) -> list[tuple[int, int]]:
    spans = [quote.span for quote in analysis.quotes]
    return spans + [span for actor in analysis.actors for span in actor.mentions]


@calmly
@given(title=texts, body=texts)
def test_offsets_slice_to_the_text_they_claim(title: str, body: str) -> None:
    analysis = analyse(title, body, lexicons())

    assert all(body[slice(*q.span)] == q.text for q in analysis.quotes)
    assert all(0 <= start < end <= len(body) for start, end in spans_of(analysis))
    assert all(sentence in body for sentence in analysis.summary)
    headline = analysis.headline_quote
    assert headline is None or title[slice(*headline.span)] == headline.text


@calmly
@given(title=texts, body=texts)
def test_quotes_stand_in_order_and_apart(title: str, body: str) -> None:
    spans = [quote.span for quote in analyse(title, body, lexicons()).quotes]

    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@calmly
@given(title=texts, body=texts)
def test_references_to_actors_lead_to_actors(title: str, body: str) -> None:
    analysis = analyse(title, body, lexicons())

    for quote in analysis.quotes:
        assert all(0 <= about.actor < len(analysis.actors) for about in quote.about)
        if quote.speaker is not None and quote.speaker.actor is not None:
            assert analysis.actors[quote.speaker.actor].name == quote.speaker.name


@calmly
@given(title=texts, body=texts)
def test_reading_twice_gives_the_same(title: str, body: str) -> None:
    first = analyse(title, body, lexicons())

    assert analyse(title, body, lexicons()) == first
    assert as_json(first, id="1") == as_json(first, id="1")
