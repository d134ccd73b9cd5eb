"""Which organisations are in a text: sentences of our own, one construction each."""

import pytest

from analysis.lexicons import Lexicons
from tests.analysis.named import bodies_of

BODIES = {
    "whom it cares for": ("حذر مركز سلامة الطفل من ذلك.", "مركز سلامة الطفل"),
    "an adjective that lasts": (
        "قضت محكمة التحكيم الدائمة بذلك.",
        "محكمة التحكيم الدائمة",
    ),
    "prevention of something": (
        "نفت اللجنة الوطنية للوقاية من حوادث الطرق ذلك.",
        "اللجنة الوطنية للوقاية من حوادث الطرق",
    ),
    "what is done with it": (
        "وقع الاتفاق مع بنك التنمية الاجتماعية لإقراض المزارعين.",
        "بنك التنمية الاجتماعية",
    ),
    "a ministry without its place": (
        "أغلق فرع وزارة التجارة بالأحساء أمس.",
        "وزارة التجارة",
    ),
    "teachers and employees": (
        "أعلن اتحاد أساتذة وموظفي الجامعات الأردنية ذلك.",
        "اتحاد أساتذة وموظفي الجامعات الأردنية",
    ),
    "adjectives of institutions": (
        "يعمل في المركز الطبي الجامعي منذ سنة.",
        "المركز الطبي الجامعي",
    ),
    "ministry": (
        "أعلنت وزارة التعليم العالي والبحث العلمي ذلك.",
        "وزارة التعليم العالي والبحث العلمي",
    ),
    "army": ("نفى الجيش الأردني الخبر.", "الجيش الأردني"),
    "authority for": ("قالت الهيئة العامة للطيران ذلك.", "الهيئة العامة للطيران"),
    "movement in marks": ("أصدرت حركة «فجر جديد» بيانا.", "فجر جديد"),
    "court in a town": (
        "قضت المحكمة الابتدائية بقابس بذلك.",
        "المحكمة الابتدائية بقابس",
    ),
    "football": (
        "عاقب الاتحاد السعودي لكرة القدم اللاعب.",
        "الاتحاد السعودي لكرة القدم",
    ),
    "hospital": (
        "نقل إلى مستشفى الملك فهد التخصصي أمس.",
        "مستشفى الملك فهد التخصصي",
    ),
    "named for its purpose": (
        "نفت مؤسسة نبض للتنمية المستدامة ذلك.",
        "مؤسسة نبض للتنمية المستدامة",
    ),
    "ministry of anything": ("نفت وزارة النقل ذلك.", "وزارة النقل"),
    "faculty of anything": ("أعلنت كلية التجارة ذلك.", "كلية التجارة"),
    "coordinated purpose": (
        "نفت مؤسسة نبض للإبداع وريادة الأعمال ذلك.",
        "مؤسسة نبض للإبداع وريادة الأعمال",
    ),
    "patron and purpose": (
        "أعلن مركز الأمير سلطان لعلاج أمراض القلب ذلك.",
        "مركز الأمير سلطان لعلاج أمراض القلب",
    ),
    "office with its place": (
        "أعلنت إدارة التعليم بمحافظة الطائف ذلك.",
        "إدارة التعليم بمحافظة الطائف",
    ),
    "branch of a movement": (
        "نفى المكتب الإعلامي لحكومة دبي ذلك.",
        "المكتب الإعلامي لحكومة دبي",
    ),
    "brigade by number": ("انسحب اللواء الخامس عشر أمس.", "اللواء الخامس عشر"),
    "first word, and a stray mark": ("حركة حماس «", "حركة حماس"),
    "channel by number": (
        "بثت القناة التاسعة الأردنية الخبر.",
        "القناة التاسعة الأردنية",
    ),
    "agency of a country": (
        "قالت وكالة الأنباء الكرواتية ذلك.",
        "وكالة الأنباء الكرواتية",
    ),
    "agency for news": (
        "قالت وكالة نوفوستي للأنباء ذلك.",
        "وكالة نوفوستي للأنباء",
    ),
    "unlisted paper": ("كتبت صحيفة لوريانت ذلك.", "صحيفة لوريانت"),
    "firm of a family": ("نفت مجموعة الحكيرو ذلك.", "مجموعة الحكيرو"),
    "firm by its trade": (
        "نفت شركة محاماة ريك مورتنسن ذلك.",
        "شركة محاماة ريك مورتنسن",
    ),
    "name in marks far behind": (
        "جمعت المجموعة الأمريكية «ريبيو أوس» الوثائق.",
        "ريبيو أوس",
    ),
    "name in brackets": ("قال الباحث في مركز (بلانتيك) ذلك.", "بلانتيك"),
    "hashtag of the known": (
        "قصفت #قوات_التحالف_العربي المكان.",
        "قوات_التحالف_العربي",
    ),
    "hashtag by its noun": ("أعلنت #هيئة_الترفيه ذلك.", "هيئة_الترفيه"),
    "known with an adjective": (
        "قضت المحكمة الدستورية العليا بذلك.",
        "المحكمة الدستورية العليا",
    ),
    "station for news": ("قالت شبكة إيه بي سي نيوز ذلك.", "إيه بي سي نيوز"),
    "latin name": ("نشر موقع Fact Finder ذلك.", "موقع Fact Finder"),
    "known with a nationality": (
        "أعلن سلاح الجو التركي ذلك.",
        "سلاح الجو التركي",
    ),
    "known behind its troops": ("انسحبت قوات الدفاع المدني.", "الدفاع المدني"),
    "network that somebody runs": ("اعتذر مؤسس فيسبوك أمس.", "فيسبوك"),
    "network that had announced": ("وكان فيسبوك قد أعلن أن الخدمة توقفت.", "فيسبوك"),
    "medium in marks": ("وقال الخبير لـ«الراي الجديد» ذلك.", "الراي الجديد"),
    "acronym": ("وقالت CNN إن الخبر صحيح.", "CNN"),
    "for the defence of something": (
        "كرمت الجمعية المحلية للدفاع عن الأنهار الأطفال.",
        "الجمعية المحلية للدفاع عن الأنهار",
    ),
    "of an island state": (
        "وافق اتحاد الرأس الأخضر على الموعد.",
        "اتحاد الرأس الأخضر",
    ),
    "of people with an adjective": (
        "وقع الاتفاق اتحاد الموظفين البلديين أمس.",
        "اتحاد الموظفين البلديين",
    ),
}
COMMON = {
    "front of a town": "تقدم الجنود في جبهة الفلوجة أمس.",
    "world, not the channel": "حملت الرسالة تحية للعالم كله.",
    "day, not the channel": "استخدمت روسيا اليوم الخميس حقها في الرد.",
    "under whose lead": "وصل الوفد بقيادة عمان إلى الميناء.",
    "network one writes on": "كتب ذلك على تويتر وعلى موقع «فيسبوك».",
    "building one is in": "التقاه في البيت الأبيض أمس.",
    "credit in brackets": "انتهى اللقاء أمس. (رويترز)",
    "acronym of no body": "ارتفع مؤشر الأسعار (CPI) أمس.",
    "army of a man": "انسحبت قوات الخطيب أمس.",
    "words in marks after to": "كرر إدانة بلاده لـ«الهجوم الكبير» أمس.",
    "fleet and museum": "زار متحف تشيرنوبيل وأسطول «ترايد».",
    "club's name without sports": "دعا إلى التعاون وتوفير فرص للشباب.",
    "the company": "غادرت الشركة السوق أمس.",
    "security forces": "انتشرت قوات الأمن في المدينة.",
    "on a platform": "كتب ذلك على فيسبوك أمس.",
    "saying on a platform": "وكتب على فيسبوك يقول إن الجو جميل.",
    "government": "قالت الحكومة اللبنانية ذلك.",
}


@pytest.mark.parametrize(("text", "expected"), BODIES.values(), ids=BODIES)
def test_organisations_are_found_with_their_bounds(
    text: str, expected: str, lexicons: Lexicons
) -> None:
    assert bodies_of(text, lexicons) == [expected]


@pytest.mark.parametrize("text", COMMON.values(), ids=COMMON)
def test_common_nouns_are_no_organisations(text: str, lexicons: Lexicons) -> None:
    assert bodies_of(text, lexicons) == []


def test_the_swallowed_article_is_given_back(lexicons: Lexicons) -> None:
    assert bodies_of("سلمت الوثائق للجيش الأردني أمس.", lexicons) == ["الجيش الأردني"]


CLUBS = {
    "everyday word behind its noun": (
        "خسر فريق الرائد المباراة أمام ضيفه.",
        ["الرائد"],
    ),
    "town on a page of sports": (
        "حقق ليون الفوز في المباراة على فريق نانت، وقال لاعب منهم ذلك.",
        ["ليون", "نانت"],
    ),
    "town in the news": ("انفجرت قنبلة في ليون أمس.", []),
    "in the town": ("تعادل الفريق في مباراة أمام ضيفه في ليون.", []),
}


@pytest.mark.parametrize(("text", "expected"), CLUBS.values(), ids=CLUBS)
def test_a_club_is_told_from_the_town_and_the_word(
    text: str, expected: list[str], lexicons: Lexicons
) -> None:
    assert bodies_of(text, lexicons) == expected
