"""What titles quote."""

import pytest

from analysis.engine import analyse
from analysis.lexicons import Lexicons

BODY = (
    "قال وزير المالية سامي الخطيب إن أسعار الخبز لن ترتفع. "
    "وأكدت وزارة الصحة أن المستشفيات تعمل."
)
TITLES = {
    "a speaker by surname": (
        "الخطيب: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a speaker by role": (
        "وزير المالية: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a body": (
        "وزارة الصحة: المستشفيات تعمل بكامل طاقتها",
        ("وزارة الصحة", "المستشفيات تعمل بكامل طاقتها"),
    ),
    "a medium between": (
        "الخطيب لـ«الجزيرة»: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a medium that the body names": (
        "لوزارة الصحة: شكرا على كل ما فعلتم",
        None,
    ),
    "two speakers": (
        "الخطيب ووزارة الصحة: لن نرفع الأسعار هذا العام",
        ("سامي الخطيب", "لن نرفع الأسعار هذا العام"),
    ),
    "a letter to somebody": (
        "رسالة مفتوحة إلى سامي الخطيب: كيف يعيش الناس بلا خبز؟",
        None,
    ),
    "after what happened to somebody": (
        "بعد استقالة سامي الخطيب: ستة أسئلة عن الموازنة",
        None,
    ),
    "a banner": (
        "عاجل | الخطيب: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "so he answered": (
        "هكذا رد سامي الخطيب: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "somebody's wife": (
        "زوجة سامي الخطيب: لن نرفع أسعار الخبز",
        ("زوجة سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a reply": (
        "الخطيب يرد على منتقديه: لن نرفع أسعار الخبز",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "marks": (
        "الخطيب: «لن نرفع أسعار الخبز»",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a second piece of news": (
        "الخطيب: لن نرفع أسعار الخبز.. والبرلمان يناقش الموازنة",
        ("سامي الخطيب", "لن نرفع أسعار الخبز"),
    ),
    "a place": ("بيروت: إغلاق ثلاثة مطاعم مخالفة", None),
    "a topic": ("كرة القدم: نتائج الجولة الثالثة", None),
    "a programme": ("فيديو: لحظة وصول الوفد إلى المطار", None),
    "what a minister calls for": (
        "الخطيب يدعو لمحاكمة المحتكرين في السوق",
        ("سامي الخطيب", "محاكمة المحتكرين في السوق"),
    ),
    "no colon": ("الخطيب يزور المعرض الدولي", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_only_speakers_speak_in_titles(
    title: str, expected: tuple[str, str] | None, lexicons: Lexicons
) -> None:
    quote = analyse(title, BODY, lexicons).headline_quote

    found = None
    if quote is not None and quote.speaker is not None:
        found = (quote.speaker.name, quote.text)
    assert found == expected
