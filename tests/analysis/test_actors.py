"""Who is in a text: sentences of our own, one construction each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import Actor, ActorType, Gender, KnownActor
from analysis.naming.actors import read_actors
from analysis.text.document import read_document


def actors_of(text: str, lexicons: Lexicons) -> list[Actor]:
    return list(read_actors(read_document(text, lexicons.reading), lexicons).actors)


def people_of(text: str, lexicons: Lexicons) -> dict[str, Actor]:
    return {
        actor.name: actor
        for actor in actors_of(text, lexicons)
        if actor.type is ActorType.PERSON
    }


def bodies_of(text: str, lexicons: Lexicons) -> list[str]:
    return [
        actor.name
        for actor in actors_of(text, lexicons)
        if actor.type is ActorType.ORGANISATION
    ]


PEOPLE = {
    "role before": ("قال وزير المالية سامي الخطيب إن الخطة جاهزة.", ["سامي الخطيب"]),
    "role and comma": ("أعلن نائب المدير، بيتر ستراندل، النتائج.", ["بيتر ستراندل"]),
    "role of a foreign name": (
        "وصل المستشار النمساوي فريدل كرانتسماير إلى بغداد.",
        ["فريدل كرانتسماير"],
    ),
    "apposition": ("قالت ليلى منصور، مديرة المدرسة، إن الباب مغلق.", ["ليلى منصور"]),
    "only a verb": ("وأكدت نجلاء الأسواني أن الحفل ألغي.", ["نجلاء الأسواني"]),
    "patronymics": ("زار الأمير خالد بن فهد بن تركي المعرض.", ["خالد بن فهد بن تركي"]),
    "servant compound apart": ("قال المدرب نبيل عبد الغفار ذلك.", ["نبيل عبد الغفار"]),
    "kunya": ("قال المتحدث أبو عبيدة إن الهدنة انتهت.", ["أبو عبيدة"]),
    "clitic before the name": ("سلم الجائزة لسامي الخطيب أمس.", ["سامي الخطيب"]),
    "particle after the name": ("وقال سامي الخطيب في تصريح ذلك.", ["سامي الخطيب"]),
    "weekday after the name": ("قال نادر صالح الأحد إن الأمر انتهى.", ["نادر صالح"]),
    "hashtag": ("دعا الرئيس #سامي_الخطيب إلى الحوار.", ["سامي_الخطيب"]),
    "two nationalities": (
        "اتفق الرئيسان الفرنسي جان مورو والألماني كارل بيكر على ذلك.",
        ["جان مورو", "كارل بيكر"],
    ),
    "joined by and": (
        "التقى سامي الخطيب وكريم منصور في بيروت.",
        ["سامي الخطيب", "كريم منصور"],
    ),
    "unlisted family after a role": (
        "وقال عضو اللجنة ثائر مخيف الجبوري إن الأمر انتهى.",
        ["ثائر مخيف الجبوري"],
    ),
    "everyday family after a title": (
        "أصيب المواطن بدر القلعة، ثم نقل.",
        ["بدر القلعة"],
    ),
    "two nisbas": (
        "اتهم وكيل المحافظة وليد القديمي الشميري البلدية.",
        ["وليد القديمي الشميري"],
    ),
    "particles of a foreign name": (
        "تعاقد النادي مع المدرب ماتياس أغيري دي لا كروث أمس.",
        ["ماتياس أغيري دي لا كروث"],
    ),
    "object after the subject": (
        "انتقد المدير سامي الخطيب القرار.",
        ["سامي الخطيب"],
    ),
    "known as": (
        "وصل سامي الخطيب المعروف بأبي نجمة إلى بغداد.",
        ["سامي الخطيب"],
    ),
    "hospital": ("نقل إلى مستشفى الملك فهد أمس.", []),
    "verb spelt like a name": ("ورد الخبر في نشرة المساء.", []),
    "source spelt like a name": ("قال مصدر أمني إن الطريق آمن.", []),
    "street": ("انفجرت سيارة في شارع محمد محمود أمس.", []),
    "on is not Ali": ("اتفقوا على سالم الحلول.", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_found_with_their_bounds(
    text: str, expected: list[str], lexicons: Lexicons
) -> None:
    assert list(people_of(text, lexicons)) == expected


BODIES = {
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
    "medium in marks": ("وقال الخبير لـ«الراي الجديد» ذلك.", "الراي الجديد"),
    "acronym": ("وقالت CNN إن الخبر صحيح.", "CNN"),
}
COMMON = {
    "the company": "غادرت الشركة السوق أمس.",
    "security forces": "انتشرت قوات الأمن في المدينة.",
    "on a platform": "كتب ذلك على فيسبوك أمس.",
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


def test_short_forms_and_spellings_join_the_full_name(lexicons: Lexicons) -> None:
    text = (
        "وصل الوزير يوآف جالانت إلى لندن. وقال غالانت إن اللقاء مهم. "
        "ورافق الوفد جالانت أمس، ثم عاد لغالانت."
    )

    people = people_of(text, lexicons)

    assert list(people) == ["يوآف جالانت"]
    assert people["يوآف جالانت"].forms == ("يوآف جالانت", "غالانت", "جالانت")
    assert len(people["يوآف جالانت"].mentions) == 4


TWO_PEOPLE = {
    "one surname": "قال سامي الخطيب ذلك، ورد عليه هاني الخطيب.",
    "near native names": "التقى الوزير محمد سلام بالمدير محمود سلام.",
    "near foreign names": "قال الوزير يوآف غالانت ذلك، ورد بيني غانتس عليه.",
}


@pytest.mark.parametrize("text", TWO_PEOPLE.values(), ids=TWO_PEOPLE)
def test_two_people_stay_two(text: str, lexicons: Lexicons) -> None:
    assert len(people_of(text, lexicons)) == 2


def test_roles_are_kept_as_written_with_those_that_ended(lexicons: Lexicons) -> None:
    text = (
        "قال رئيس البلدية السابق سامي الخطيب إن الجسر آمن. "
        "وأضاف الخطيب، عضو لجنة الطرق، أن الصيانة تمت."
    )

    (person,) = people_of(text, lexicons).values()

    assert [(role.text, role.head, role.former) for role in person.roles] == [
        ("رئيس البلدية السابق", "رييس", True),
        ("عضو لجنة الطرق", "عضو", False),
    ]


GENDERS = {
    "role": ("قالت وزيرة الصحة ماري كروغر ذلك.", Gender.FEMININE),
    "given name": ("قال المدير سامي الخطيب ذلك.", Gender.MASCULINE),
    "verb": ("وقالت بيرتون كوتروني إن الأمر انتهى.", Gender.FEMININE),
}


@pytest.mark.parametrize(("text", "gender"), GENDERS.values(), ids=GENDERS)
def test_gender_is_learnt_from_role_name_or_verb(
    text: str, gender: Gender, lexicons: Lexicons
) -> None:
    (person,) = people_of(text, lexicons).values()

    assert person.gender is gender


def test_a_class_noun_may_be_left_out(lexicons: Lexicons) -> None:
    text = "أعلنت حركة طالبان الهدنة. وقالت طالبان إن القتال توقف."

    assert bodies_of(text, lexicons) == ["حركة طالبان"]


def test_a_dateline_and_a_byline_name_nobody(lexicons: Lexicons) -> None:
    text = "القدس المحتلة - مصدر الإخبارية:\nقال الوزير سامي الخطيب إن الأمر انتهى."

    assert [actor.name for actor in actors_of(text, lexicons)] == ["سامي الخطيب"]


def test_a_known_actor_is_found_by_its_short_form_and_nickname() -> None:
    known = KnownActor(
        key="x",
        name="فاضل الكرخاني",
        type=ActorType.PERSON,
        forms=("أبو نجمة",),
    )
    lexicons = load_lexicons([known])

    people = people_of("التقى فاضل الكرخاني الوفد. وغادر أبو نجمة.", lexicons)

    assert list(people) == ["فاضل الكرخاني"]
    assert people["فاضل الكرخاني"].forms == ("فاضل الكرخاني", "أبو نجمة")


def test_a_naming_covers_the_role_and_the_apposition(lexicons: Lexicons) -> None:
    text = "قال وزير المالية سامي الخطيب، عضو المجلس، ذلك."
    document = read_document(text, lexicons.reading)

    (naming,) = read_actors(document, lexicons).namings

    assert document.cut(naming.first, naming.last) == "سامي الخطيب"
    phrase = document.cut(naming.phrase_first, naming.phrase_last)
    assert phrase == "وزير المالية سامي الخطيب، عضو المجلس"


PIECES = (
    "قال وزير الدفاع سامي الخطيب بن آل أبو عبد الله، إن غالانت ولغالانت للجيش حركة",
    "«حماس» # _ - . الرئيس السابق في على علي باسم CNN 12 الـ و ،",
)
WORDS = st.sampled_from([word for piece in PIECES for word in piece.split()])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_any_text_gives_ordered_mentions_inside_it(
    lexicons: Lexicons, words: list[str]
) -> None:
    text = " ".join(words)

    reading = read_actors(read_document(text, lexicons.reading), lexicons)

    assert reading == read_actors(read_document(text, lexicons.reading), lexicons)
    for actor in reading.actors:
        assert actor.name == actor.forms[0]
        assert len(set(actor.forms)) == len(actor.forms)
        for start, end in actor.mentions:
            assert 0 <= start < end <= len(text)
    firsts = [naming.first for naming in reading.namings]
    assert firsts == sorted(firsts)
