"""Whom a description means: the one named, somebody of theirs, or nobody named."""

import pytest

from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import ActorType, KnownActor, KnownRole
from tests.analysis.said import Said, said_in

DESCRIBED = {
    "another country's minister": (
        "قال وزير النقل الأردني سامي الخطيب إن الطريق جاهز. وقال وزير النقل اللبناني "
        "إن المرفأ مغلق.",
        [
            Said("الطريق جاهز", "سامي الخطيب"),
            Said("المرفأ مغلق", "وزير النقل اللبناني"),
        ],
    ),
    "an expert is not the expert": (
        "قال الخبير الزراعي سامي الخطيب إن الموسم جيد. وقال خبير زراعي إن الأمطار "
        "تأخرت.",
        [Said("الموسم جيد", "سامي الخطيب"), Said("الأمطار تأخرت", "خبير زراعي")],
    ),
    "the other source": (
        "قال مصدر طبي إن المصابين ثلاثة. وقال المصدر الأمني إن الطريق أغلق.",
        [
            Said("المصابين ثلاثة", "مصدر طبي"),
            Said("الطريق أغلق", "المصدر الأمني"),
        ],
    ),
    "a brother": (
        "وقال شقيق سامي الخطيب إن العائلة تنتظر الحكم.",
        [Said("العائلة تنتظر الحكم", "شقيق سامي الخطيب")],
    ),
    "a prisoner's wife": (
        "قالت زوجة الأسير سامي الخطيب إن الزيارة منعت أمس.",
        [Said("الزيارة منعت أمس", "زوجة الأسير سامي الخطيب")],
    ),
    "a player's brother": (
        "قال شقيق اللاعب سامي الخطيب إن العملية نجحت تماما.",
        [Said("العملية نجحت تماما", "شقيق اللاعب سامي الخطيب")],
    ),
    "a president's son is named": (
        "قال نجل الرئيس السابق سامي الخطيب إن البيت بيع.",
        [Said("البيت بيع", "سامي الخطيب")],
    ),
    "a lawyer": (
        "وأكد محامي سامي الخطيب أن موكله سيطعن في الحكم.",
        [Said("موكله سيطعن في الحكم", "محامي سامي الخطيب")],
    ),
    "his lawyer": (
        "قال سامي الخطيب إن الحكم ظالم. وقال محاميه إن الطعن جاهز.",
        [Said("الحكم ظالم", "سامي الخطيب"), Said("الطعن جاهز", "محاميه")],
    ),
    "a source close to somebody": (
        "وقال مصدر مقرب من سامي الخطيب إن الاستقالة قريبة.",
        [Said("الاستقالة قريبة", "مصدر مقرب من سامي الخطيب")],
    ),
    "a spokesman": (
        "وقال المتحدث باسم سامي الخطيب إن الزيارة ألغيت.",
        [Said("الزيارة ألغيت", "المتحدث باسم سامي الخطيب")],
    ),
    "a brother with his name": (
        "وقال شقيق سامي الخطيب، نبيل حداد، إن العائلة تنتظر الحكم.",
        [Said("العائلة تنتظر الحكم", "نبيل حداد")],
    ),
    "the latter": (
        "التقى سامي الخطيب نظيره كريم منصور، وقال الأخير إن الاتفاق جاهز.",
        [Said("الاتفاق جاهز", "كريم منصور")],
    ),
    "who considers that": (
        "وتعتبر الحكومة أن الاتفاق ملزم للجميع. وتعتبر المدينة من أقدم المدن بعد أن "
        "عثر فيها على آثار.",
        [Said("الاتفاق ملزم للجميع", "الحكومة")],
    ),
    "His Excellency the president": (
        "وقال فخامة الرئيس سامي الخطيب إن البلاد آمنة.",
        [Said("البلاد آمنة", "سامي الخطيب")],
    ),
    "a father with a name beside it that goes on": (
        "وقال والد سامي الخطيب، نبيل حداد حاضر معه، إن القرار صدر.",
        [Said("القرار صدر", "والد سامي الخطيب")],
    ),
    "the latter is a body": (
        "هاجم سامي الخطيب وزارة الصحة، وقالت الأخيرة في بيان إن الاتهامات باطلة.",
        [Said("الاتهامات باطلة", "وزارة الصحة")],
    ),
    "considered a proof": ("ويعتبر الفوز دليلا أن الفريق قوي.", []),
    "in the middle of the capital": (
        "قال سامي الخطيب إن الحريق وقع قرب السوق، وسط العاصمة بغداد، وأسفر عن إصابات.",
        [
            Said(
                "الحريق وقع قرب السوق، وسط العاصمة بغداد، وأسفر عن إصابات",
                "سامي الخطيب",
            )
        ],
    ),
    "the director general": (
        "وقال المدير العام للشركة إن المصنع سيعمل.",
        [Said("المصنع سيعمل", "المدير العام للشركة")],
    ),
    "last year is no adjective": (
        "وقال الوزير العام الماضي إن المصنع سيعمل.",
        [Said("المصنع سيعمل", "الوزير")],
    ),
    "press reports": (
        "وذكرت تقارير صحفية أن اللاعب سيرحل.",
        [Said("اللاعب سيرحل", "تقارير صحفية")],
    ),
    "whom it was told before who tells": (
        "وأكد لنا أحد المهندسين أن الجسر آمن.",
        [Said("الجسر آمن", "أحد المهندسين")],
    ),
    "what it disclosed": (
        "وفق ما كشفت عنه الوزارة، فإن الأسعار سترتفع بعد العيد.",
        [Said("الأسعار سترتفع بعد العيد", "الوزارة")],
    ),
    "what stood in its statement": (
        "وبحسب ما جاء في بيان الوزارة، ستفتح المدارس أبوابها غدا.",
        [Said("ستفتح المدارس أبوابها غدا", "الوزارة")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), DESCRIBED.values(), ids=DESCRIBED)
def test_a_description_means_nobody_else(
    body: str, expected: list[Said], lexicons: Lexicons
) -> None:
    assert said_in(body, lexicons) == expected


@pytest.mark.parametrize("office", ["الرئيس السوداني", "رئيس الجمهورية"])
def test_the_adviser_of_a_known_president_is_not_the_president(office: str) -> None:
    president = KnownActor(
        key="khatib",
        name="سامي الخطيب",
        type=ActorType.PERSON,
        roles=(KnownRole(office),),
    )
    lexicons = load_lexicons([president])

    adviser = said_in("وقال مستشار الرئيس سامي الخطيب إن الزيارة ألغيت.", lexicons)
    himself = said_in("وقال فخامة الرئيس سامي الخطيب إن الزيارة ألغيت.", lexicons)

    assert adviser == [Said("الزيارة ألغيت", "مستشار الرئيس سامي الخطيب")]
    assert himself == [Said("الزيارة ألغيت", "سامي الخطيب")]
