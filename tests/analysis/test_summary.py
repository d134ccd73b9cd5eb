"""The sentences that a summary takes."""

from analysis.lexicons.reporting import load_reading
from analysis.summary import MAX_SENTENCES, summarise
from analysis.text.document import read_document

LEAD = "أعلنت الحكومة خفض أسعار الخبز في جميع المحافظات هذا العام."
OTHERS = (
    "ويبدأ خفض أسعار الخبز مطلع الشهر المقبل في كل المخابز.",
    "وقال تجار إن أسعار القمح العالمية تراجعت خلال الشهر الماضي.",
    "وفي شأن آخر تهب رياح خفيفة على السواحل الشمالية مساء.",
    "ومن المنتظر أن تستفيد كل الأسر من أسعار الخبز الجديدة قريبا.",
)


def summary(text: str, title: str = "خفض أسعار الخبز") -> list[str]:
    document = read_document(text, load_reading())
    return summarise(document, title=title, common=frozenset())


def test_a_summary_has_at_most_three_sentences_in_their_order() -> None:
    text = " ".join([LEAD, *OTHERS])

    chosen = summary(text)

    assert len(chosen) == MAX_SENTENCES
    assert chosen == sorted(chosen, key=text.index)


def test_the_lead_comes_first_and_what_is_beside_the_point_is_left_out() -> None:
    chosen = summary(" ".join([LEAD, *OTHERS]))

    assert chosen[0] == LEAD
    assert OTHERS[2] not in chosen


def test_a_sentence_is_not_said_twice() -> None:
    chosen = summary(" ".join([LEAD, LEAD, *OTHERS]))

    assert chosen.count(LEAD) == 1


def test_datelines_captions_and_headings_are_no_summary() -> None:
    text = f"غزة - رويترز - {LEAD}\nصورة أرشيفية لمخبز في وسط العاصمة القديمة اليوم"

    assert summary(text) == [LEAD]


def test_a_short_article_gives_what_it_has() -> None:
    assert summary(LEAD) == [LEAD]
    assert summary("") == []
