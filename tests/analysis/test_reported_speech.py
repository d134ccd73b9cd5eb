"""Who said what: the minimal verification set of the linguistic brief, and more."""

import pytest

from analysis.engine import analyse
from analysis.lexicons import Lexicons
from analysis.model import Stance
from tests.analysis.said import DIRECT, MIXED, Said, said_in

STATEMENTS = {
    "direct with a colon": (
        "قال وزير المالية سامي الخطيب: «سنخفض الضرائب في الربع المقبل».",
        [Said("سنخفض الضرائب في الربع المقبل", "سامي الخطيب", DIRECT)],
    ),
    "direct after a complementiser": (
        "وقال سامي الخطيب إن «الحكومة ستخفض الضرائب في العام المقبل».",
        [Said("الحكومة ستخفض الضرائب في العام المقبل", "سامي الخطيب", DIRECT)],
    ),
    "indirect": (
        "أكد وزير المالية سامي الخطيب أن الحكومة لن ترفع الأسعار هذا العام.",
        [Said("الحكومة لن ترفع الأسعار هذا العام", "سامي الخطيب")],
    ),
    "mixed": (
        "أوضح سامي الخطيب أن الخطة «خطوة أولى على طريق طويل» وستبدأ في مارس.",
        [
            Said(
                "الخطة «خطوة أولى على طريق طويل» وستبدأ في مارس",
                "سامي الخطيب",
                MIXED,
            )
        ],
    ),
    "a verb after the quotation": (
        "«لن نرفع أسعار الخبز مهما حدث»، قال سامي الخطيب.",
        [Said("لن نرفع أسعار الخبز مهما حدث", "سامي الخطيب", DIRECT)],
    ),
    "a source after the statement": (
        "سترتفع أسعار الوقود مطلع الشهر المقبل، وفق وزير المالية سامي الخطيب.",
        [Said("سترتفع أسعار الوقود مطلع الشهر المقبل", "سامي الخطيب")],
    ),
    "as he put it": (
        "قال سامي الخطيب إن الأسعار ستنخفض قريبا، على حد تعبيره.",
        [Said("الأسعار ستنخفض قريبا", "سامي الخطيب")],
    ),
    "a source before the statement": (
        "وبحسب وزارة الصحة، فإن المستشفيات تعمل بكامل طاقتها.",
        [Said("المستشفيات تعمل بكامل طاقتها", "وزارة الصحة")],
    ),
    "as somebody said": (
        "سترتفع الحرارة نهاية الأسبوع، كما ذكرت هيئة الأرصاد.",
        [Said("سترتفع الحرارة نهاية الأسبوع", "هيئة الأرصاد")],
    ),
    "the first of a kind is the one named so": (
        "زارت رئيسة بلدية الميناء هالة الصفدي السوق القديم. ودعت أول رئيسة بلدية "
        "في الساحل إلى ترميم الواجهات قبل الشتاء.",
        [Said("ترميم الواجهات قبل الشتاء", "هالة الصفدي")],
    ),
    "a participle after another man's act": (
        "عرض رئيس البلدية سامي الخطيب الخطة على الأعضاء، فاعترض نبيل الخوري "
        "قائلا إن كلفتها أعلى مما تحتمله المدينة.",
        [Said("كلفتها أعلى مما تحتمله المدينة", "نبيل الخوري")],
    ),
    "hidden subjects, three in a row": (
        "قال سامي الخطيب إن الأسعار مستقرة في الأسواق. وأضاف أن المخزون يكفي "
        "ستة أشهر. وتابع: «لا داعي للقلق على الإطلاق».",
        [
            Said("الأسعار مستقرة في الأسواق", "سامي الخطيب"),
            Said("المخزون يكفي ستة أشهر", "سامي الخطيب"),
            Said("لا داعي للقلق على الإطلاق", "سامي الخطيب", DIRECT),
        ],
    ),
    "a switch of gender": (
        "قال سامي الخطيب إن الأسعار مستقرة. وقالت الوزيرة ليلى حداد إن المدارس "
        "ستفتح أبوابها غدا. وأضافت أن الكتب جاهزة للتوزيع. وأضاف أن الرواتب صرفت.",
        [
            Said("الأسعار مستقرة", "سامي الخطيب"),
            Said("المدارس ستفتح أبوابها غدا", "ليلى حداد"),
            Said("الكتب جاهزة للتوزيع", "ليلى حداد"),
            Said("الرواتب صرفت", "سامي الخطيب"),
        ],
    ),
    "a plural chain": (
        "قال شهود عيان إن الحريق اندلع فجرا. وأضافوا أن رجال الإطفاء وصلوا متأخرين.",
        [
            Said("الحريق اندلع فجرا", "شهود عيان"),
            Said("رجال الإطفاء وصلوا متأخرين", "شهود عيان"),
        ],
    ),
    "a definite description": (
        "التقى وزير المالية سامي الخطيب، في مكتبه، عددا من التجار. "
        "وأكد الوزير أن القروض ستصرف خلال أسبوع.",
        [Said("القروض ستصرف خلال أسبوع", "سامي الخطيب")],
    ),
    "the same source": (
        "قال مصدر أمني إن القوات انتشرت. وقال المصدر نفسه إن التحقيق مستمر.",
        [
            Said("القوات انتشرت", "مصدر أمني"),
            Said("التحقيق مستمر", "مصدر أمني"),
        ],
    ),
    "for his part": (
        "قال سامي الخطيب إن الموازنة جاهزة للعرض. من جانبه، أكد النائب كريم "
        "منصور أن البرلمان سيرفض الموازنة. وأضاف أن التصويت سيتم غدا.",
        [
            Said("الموازنة جاهزة للعرض", "سامي الخطيب"),
            Said("البرلمان سيرفض الموازنة", "كريم منصور"),
            Said("التصويت سيتم غدا", "كريم منصور"),
        ],
    ),
    "had said": (
        "وكان سامي الخطيب قد قال إن الموازنة ستعرض في مايو.",
        [Said("الموازنة ستعرض في مايو", "سامي الخطيب")],
    ),
    "a source chain": (
        "نقلت صحيفة الأهرام عن سامي الخطيب قوله إن الموازنة ستعرض في مايو.",
        [Said("الموازنة ستعرض في مايو", "سامي الخطيب")],
    ),
    "an odd mark": (
        "قال سامي الخطيب: «سنخفض الضرائب في العام المقبل.\nوانتهت الجلسة دون تصويت.",
        [Said("سنخفض الضرائب في العام المقبل", "سامي الخطيب", DIRECT)],
    ),
    "reversed marks": (
        "وقال سامي الخطيب: »سنخفض الضرائب في العام المقبل« ثم غادر القاعة.",
        [Said("سنخفض الضرائب في العام المقبل", "سامي الخطيب", DIRECT)],
    ),
    "a quotation over two paragraphs": (
        "قال سامي الخطيب: «سنخفض الضرائب قريبا.\nوسنزيد الرواتب أيضا».\nوانتهى اللقاء.",
        [Said("سنخفض الضرائب قريبا.\nوسنزيد الرواتب أيضا", "سامي الخطيب", DIRECT)],
    ),
    "nested marks": (
        'قال سامي الخطيب: «قرأت كتاب "الثروة" مرتين وأنصح به الجميع».',
        [Said('قرأت كتاب "الثروة" مرتين وأنصح به الجميع', "سامي الخطيب", DIRECT)],
    ),
    "a scare quote": ("وصلت فرق الإنقاذ إلى «المنطقة الخضراء» صباح اليوم.", []),
    "a long title in marks": (
        "شاهد الجمهور فيلم «رحلة طويلة إلى آخر حدود المدينة القديمة» أمس.",
        [],
    ),
    "a name in marks as subject": (
        "وأوضحت «رويترز» أن المصنع سيغلق أبوابه نهاية العام.",
        [Said("المصنع سيغلق أبوابه نهاية العام", "رويترز")],
    ),
    "a clitic before the mark": (
        "قال سامي الخطيب إن الأسعار مستقرة، ووصف التقرير ب«الكاذب».",
        [Said("الأسعار مستقرة، ووصف التقرير ب«الكاذب»", "سامي الخطيب")],
    ),
    "a dateline with a word for source": (
        "غزة - مصدر الإخبارية\nقال سامي الخطيب إن المعابر ستفتح يوم الأحد.",
        [Said("المعابر ستفتح يوم الأحد", "سامي الخطيب")],
    ),
    "an impersonal verb": (
        "يذكر أن المصنع أغلق أبوابه العام الماضي بسبب الخسائر.",
        [],
    ),
    "a negated verb": ("لم يقل سامي الخطيب إن الأسعار سترتفع في رمضان.", []),
    "a question": ("هل قال سامي الخطيب إن الأسعار سترتفع؟", []),
    "a capital speaks for its government": (
        "قالت واشنطن إنها ستعيد فتح سفارتها قبل نهاية العام.",
        [Said("ستعيد فتح سفارتها قبل نهاية العام", "واشنطن")],
    ),
    "and written apart": (
        "قال سامي الخطيب إن الأسعار مستقرة. و أضاف أن المخزون يكفي ستة أشهر.",
        [
            Said("الأسعار مستقرة", "سامي الخطيب"),
            Said("المخزون يكفي ستة أشهر", "سامي الخطيب"),
        ],
    ),
    "tatweel and no-break space": (
        "قـــال\N{NO-BREAK SPACE}سامي الخطيب إن الأسعار مستقرة في الأسواق.",
        [Said("الأسعار مستقرة في الأسواق", "سامي الخطيب")],
    ),
    "a negation stays with its clause": (
        "وشدد سامي الخطيب على أن الحكومة لن ولم تتخلى عن دعم الخبز.",
        [Said("الحكومة لن ولم تتخلى عن دعم الخبز", "سامي الخطيب")],
    ),
    "a participle of the main verb's subject": (
        "زار سامي الخطيب، أمس، المعرض، مؤكدا أن الصناعة المحلية تتقدم.",
        [Said("الصناعة المحلية تتقدم", "سامي الخطيب")],
    ),
    "a participle ends the statement before it": (
        "قال سامي الخطيب إن الأسعار مستقرة، مشيرا إلى أن المخزون يكفي ستة أشهر.",
        [
            Said("الأسعار مستقرة", "سامي الخطيب"),
            Said("المخزون يكفي ستة أشهر", "سامي الخطيب"),
        ],
    ),
    "coordinated clauses are one statement": (
        "قال سامي الخطيب إن الأسعار مستقرة وإن المخزون يكفي وأن القروض ستصرف.",
        [Said("الأسعار مستقرة وإن المخزون يكفي وأن القروض ستصرف", "سامي الخطيب")],
    ),
    "a nominal after its preposition": (
        "دعا سامي الخطيب إلى خفض أسعار الفائدة على القروض الصغيرة.",
        [Said("خفض أسعار الفائدة على القروض الصغيرة", "سامي الخطيب")],
    ),
    "a bare verbal noun": (
        "أكد سامي الخطيب دعم الحكومة الكامل للمزارعين في الجنوب.",
        [Said("دعم الحكومة الكامل للمزارعين في الجنوب", "سامي الخطيب")],
    ),
    "a body that makes a statement": (
        "وقالت وزارة الصحة في بيان إن المستشفيات تعمل بكامل طاقتها.",
        [Said("المستشفيات تعمل بكامل طاقتها", "وزارة الصحة")],
    ),
    "a document of a body": (
        "وجاء في بيان لوزارة الصحة أن المستشفيات تعمل بكامل طاقتها.",
        [Said("المستشفيات تعمل بكامل طاقتها", "وزارة الصحة")],
    ),
    "a kunya": (
        "قال أبو عبيدة إن الهدنة ستبدأ صباح الجمعة.",
        [Said("الهدنة ستبدأ صباح الجمعة", "أبو عبيدة")],
    ),
    "a predicate is no cue": (
        "أكد سامي الخطيب أن الحكومة ملتزمة بدعم صغار المزارعين.",
        [Said("الحكومة ملتزمة بدعم صغار المزارعين", "سامي الخطيب")],
    ),
    "a participle that says little ends a statement too": (
        "قال سامي الخطيب إن الأسعار مستقرة، مطالبا بالهدوء.",
        [Said("الأسعار مستقرة", "سامي الخطيب")],
    ),
    "an office speaks for itself": (
        "وقال مكتب رئيس الوزراء إن الاجتماع تأجل إلى الغد.",
        [Said("الاجتماع تأجل إلى الغد", "مكتب رئيس الوزراء")],
    ),
    "whom one speaks to does not speak": (
        "قال مصدر مطلع لوكالة رويترز إن الاتفاق بات قريبا.",
        [Said("الاتفاق بات قريبا", "مصدر مطلع")],
    ),
    "a platform is where, not what": (
        "وأكد سامي الخطيب على وسائل التواصل الاجتماعي: «لن ترتفع الأسعار أبدا».",
        [Said("لن ترتفع الأسعار أبدا", "سامي الخطيب", DIRECT)],
    ),
    "the subject before had, not the one accused": (
        "وكانت وزارة الصحة قد اتهمت إسرائيل بقصف المستشفى الوحيد في المدينة.",
        [Said("قصف المستشفى الوحيد في المدينة", "وزارة الصحة")],
    ),
    "whom one calls upon does not speak": (
        "قال سامي الخطيب إن الأسعار مستقرة. ودعا صناع السياسات إلى خفض أسعار "
        "الفائدة على القروض.",
        [
            Said("الأسعار مستقرة", "سامي الخطيب"),
            Said("خفض أسعار الفائدة على القروض", "سامي الخطيب"),
        ],
    ),
    "the subject of the main clause goes on": (
        "قالت وزارة الصحة إن الدواء متوفر. واستقبل سامي الخطيب، اليوم، الفائزين، "
        "وقال إن الجوائز مستحقة.",
        [
            Said("الدواء متوفر", "وزارة الصحة"),
            Said("الجوائز مستحقة", "سامي الخطيب"),
        ],
    ),
    "whoever spoke of something goes on, not those it was about": (
        "وتحدث سامي الخطيب أيضا عن التزام إسرائيل بوقف النار، وأكد على أهمية "
        "التوصل إلى اتفاق دائم.",
        # That he spoke of it is an event; what he said of it is not told.
        [Said("أهمية التوصل إلى اتفاق دائم", "سامي الخطيب")],
    ),
    "a time before what is announced": (
        "وأعلنت الشركة، في فبراير الماضي، إغلاق مصنعها القديم قرب المرفأ. وأعلن الوزير "
        "في مؤتمر صحفي إطلاق حملة واسعة لتنظيف الشواطئ.",
        [
            Said("إغلاق مصنعها القديم قرب المرفأ", "الشركة"),
            Said("إطلاق حملة واسعة لتنظيف الشواطئ", "الوزير"),
        ],
    ),
    "reports report": (
        "وجاء القرار بعد تقارير أفادت بأن المصنع أغلق أبوابه.",
        [Said("المصنع أغلق أبوابه", "تقارير")],
    ),
    "a statement issued by a body": (
        "وكشف بيان صادر عن وزارة الصحة بأن المستشفيات تعمل بكامل طاقتها.",
        [Said("المستشفيات تعمل بكامل طاقتها", "وزارة الصحة")],
    ),
    "noted in passing, attributed after all": (
        "يشار إلى أن المصنع أغلق أبوابه أمس، وفق ما أكده سامي الخطيب.",
        [Said("المصنع أغلق أبوابه أمس", "سامي الخطيب")],
    ),
    "until is no complementiser": (
        "وقررت البلدية مواصلة العمل إلى أن تنتهي الأشغال في الشارع.",
        [],
    ),
    "a passive": ("رُفضت الدعوى على خلفية أن القانون لا يسمح بها.", []),
    "a rule is no source": ("تجري الانتخابات وفق القانون الجديد في موعدها.", []),
}


@pytest.mark.parametrize(("body", "expected"), STATEMENTS.values(), ids=STATEMENTS)
def test_an_article_says_who_said_what(
    body: str, expected: list[Said], lexicons: Lexicons
) -> None:
    assert said_in(body, lexicons) == expected


def test_a_statement_before_another_event_is_marked_as_earlier(
    lexicons: Lexicons,
) -> None:
    body = "وكان سامي الخطيب قد قال إن الموازنة ستعرض. وقال اليوم إنها تأخرت كثيرا."

    earlier = [quote.earlier for quote in analyse("", body, lexicons).quotes]

    assert earlier == [True, False]


RELAYED = {
    "quoting a speaker": (
        "نقلت صحيفة الأهرام عن سامي الخطيب قوله إن الموازنة ستعرض في مايو.",
        "الأهرام",
    ),
    "told an agency": (
        "قال سامي الخطيب لوكالة رويترز إن الموازنة ستعرض في مايو.",
        "رويترز",
    ),
    "told an agency in marks": (
        "قال سامي الخطيب لـ«رويترز» إن الموازنة ستعرض في مايو.",
        "رويترز",
    ),
    "in an interview": (
        "قال سامي الخطيب، في مقابلة مع قناة الجزيرة، إن الموازنة ستعرض في مايو.",
        "قناة الجزيرة",
    ),
    "on the authority of": (
        "ذكرت صحيفة الأهرام نقلا عن سامي الخطيب أن الموازنة ستعرض في مايو.",
        "الأهرام",
    ),
    "according to what was quoted": (
        "ستعرض الموازنة مطلع مايو، وفق ما نقلت رويترز عن سامي الخطيب.",
        "رويترز",
    ),
    "on a network": (
        "كتب سامي الخطيب على منصة «إكس»: «ستعرض الموازنة في مايو».",
        "إكس",
    ),
}


@pytest.mark.parametrize(("body", "medium"), RELAYED.values(), ids=RELAYED)
def test_a_medium_that_relays_is_not_the_speaker(
    body: str, medium: str, lexicons: Lexicons
) -> None:
    (quote,) = analyse("", body, lexicons).quotes

    assert quote.speaker is not None
    assert quote.speaker.name == "سامي الخطيب"
    assert quote.via is not None
    assert medium in quote.via


def test_a_medium_that_speaks_for_itself_relays_nothing(lexicons: Lexicons) -> None:
    (quote,) = analyse("", "قالت رويترز إن المصنع أغلق أبوابه.", lexicons).quotes

    assert quote.via is None


def test_the_target_of_an_accusation_is_what_it_is_about(lexicons: Lexicons) -> None:
    body = "اتهم سامي الخطيب حركة حماس بعرقلة إقرار الموازنة في البرلمان."

    analysis = analyse("", body, lexicons)

    (quote,) = analysis.quotes
    about = [(analysis.actors[a.actor].name, a.stance) for a in quote.about]
    assert about == [("حركة حماس", Stance.ACCUSE)]


def test_an_actor_named_in_a_statement_is_what_it_is_about(
    lexicons: Lexicons,
) -> None:
    body = "قال سامي الخطيب إن كريم منصور لن يحضر الجلسة. وتغيب كريم منصور فعلا."

    analysis = analyse("", body, lexicons)

    (quote,) = analysis.quotes
    about = [(analysis.actors[a.actor].name, a.stance) for a in quote.about]
    assert about == [("كريم منصور", Stance.NEUTRAL)]


def test_a_claim_keeps_its_verbs_stance(lexicons: Lexicons) -> None:
    body = "زعم سامي الخطيب أن البيانات سليمة تماما."

    (quote,) = analyse("", body, lexicons).quotes

    assert quote.stance is Stance.CLAIM


def test_a_quotation_that_nobody_says_stays_unattributed(lexicons: Lexicons) -> None:
    body = "«من يزرع الريح يحصد العاصفة في آخر النهار».\nهكذا بدأ العرض."

    (quote,) = analyse("", body, lexicons).quotes

    assert quote.speaker is None
    assert quote.confidence < 0.5


TOLD = {
    "a verb says itself": ("قال سامي الخطيب إن الطريق آمن تماما.", ""),
    "a participle": ("زار سامي الخطيب السوق مؤكدا أن الطريق آمن تماما.", "أكد"),
    "of a woman": ("زارت ليلى حداد السوق مؤكدة أن الطريق آمن تماما.", "أكدت"),
    "a noun": ("نقلت صحيفة الأهرام عن سامي الخطيب قوله إن الطريق آمن.", "قال"),
}


@pytest.mark.parametrize(("body", "verb"), TOLD.values(), ids=TOLD)
def test_what_is_no_verb_is_told_by_one(
    body: str, verb: str, lexicons: Lexicons
) -> None:
    (quote,) = analyse("", body, lexicons).quotes

    assert quote.verb == verb
