"""Who is in a text: sentences of our own, one construction each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import ActorType, Gender, KnownActor
from analysis.naming.actors import read_actors
from analysis.text.document import read_document
from tests.analysis.named import actors_of, people_of

PEOPLE = {
    "an age behind a name that is a verb": (
        "سامر الحلاق (34 عاما) ينتظر الدورة منذ سنة.",
        ["سامر الحلاق"],
    ),
    "what she has won is no name": (
        "وأعربت الخطاطة أمل الصقعبي الفائزة بالجائزة عن ذلك.",
        ["أمل الصقعبي"],
    ),
    "two words that are none before 'that'": (
        "توقع نقيب التجار المهندس شنعب كلحوت أن يتحسن السوق.",
        ["شنعب كلحوت"],
    ),
    "adverbs before 'that' are no name": (
        "قال نقيب التجار مساء أمس إن السوق تتحسن.",
        [],
    ),
    "a name that is a province too": (
        "عبر عضو المكتب التنفيذي صلاح الدين السالمي عن ذلك.",
        ["صلاح الدين السالمي"],
    ),
    "a given name with the article": ("وغادر الطيب آدم القرية أمس.", ["الطيب آدم"]),
    "the father of one of the children": (
        "وطالب والد أحد الأطفال سامي الخطيب بذلك.",
        ["سامي الخطيب"],
    ),
    "role before": ("قال وزير المالية سامي الخطيب إن الخطة جاهزة.", ["سامي الخطيب"]),
    "role and comma": ("أعلن نائب المدير، بيتر ستراندل، النتائج.", ["بيتر ستراندل"]),
    "role of a foreign name": (
        "وصل المستشار النمساوي فريدل كرانتسماير إلى بغداد.",
        ["فريدل كرانتسماير"],
    ),
    "apposition": ("قالت ليلى منصور، مديرة المدرسة، إن الباب مغلق.", ["ليلى منصور"]),
    "apposition that begins like 'and'": (
        "قالت سيغريد فالكنشتاين، وكيلة الوزارة، إن الباب مغلق.",
        ["سيغريد فالكنشتاين"],
    ),
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
    "after a nationality": ("سجل الإسباني تيب غوراديلا، ثم خرج.", ["تيب غوراديلا"]),
    "foreign by its shape": (
        "رحيل جيامبرو فنتورينو المدير السابق مؤكد.",
        ["جيامبرو فنتورينو"],
    ),
    "verb too, behind a trade": (
        "حضر السيناريست أشرف الشافعي الحفل.",
        ["أشرف الشافعي"],
    ),
    "verb too, before a role": (
        "وأشار أشرف القلعة المتحدث باسم الوزارة إلى ذلك.",
        ["أشرف القلعة"],
    ),
    "between that and a verb": ("ذكر أن جمال مبارك سيغادر غدا.", ["جمال مبارك"]),
    "family of two parts": (
        "ظهر حسين بدر الدين الحوثي أمس.",
        ["حسين بدر الدين الحوثي"],
    ),
    "two foreign names in a row": (
        "أقنع الرئيس جورج بوش إليوت أبرامز بذلك.",
        ["جورج بوش", "إليوت أبرامز"],
    ),
    "hamza is no article": (
        "شارك اللاعب ديفيد ألابا في المباراة.",
        ["ديفيد ألابا"],
    ),
    "town of his name": ("التقى الرئيس بشار الخطيب الوفد.", ["بشار الخطيب"]),
    "latin behind": ("قال الخبير سامي الخطيب لـCNN ذلك.", ["سامي الخطيب"]),
    "nickname after a title": ("حضر الشيخ «بنداري» إلى المكان.", ["بنداري"]),
    "song in marks": ("غنت فرقتنا «كوكو مارلين» أمس.", []),
    "law firm": ("تعاقد مع شركة محاماة ريك آند مورتنسن أمس.", []),
    "everyday word before a noun": ("اشترى مالك «الفندق» أكبر شركة هناك.", []),
    "hospital": ("نقل إلى مستشفى الملك فهد أمس.", []),
    "verb spelt like a name": ("ورد الخبر في نشرة المساء.", []),
    "source spelt like a name": ("قال مصدر أمني إن الطريق آمن.", []),
    "and his sons": (
        "أحالت المحكمة ملف الشاعر الراحل صالح وأبنائه إلى الأرشيف.",
        ["صالح"],
    ),
    "given like a title": ("وقع الاتفاقية سلطان الغنام أمس.", ["سلطان الغنام"]),
    "family like 'for the prince'": (
        "صافح الوزير برونو لامير، الضيف.",
        ["برونو لامير"],
    ),
    "his club is no woman": ("انتقل اللاعب من ناديه الأهلي إلى فريق المدينة.", []),
    "the winning team": ("سلم الكأس إلى الفريق الفائز بالبطولة.", []),
    "his dismissal": ("رفض المدرب مراد إقالته من الفريق أمس.", ["مراد"]),
    "a wife is not whom she follows": (
        "وصلت زوجة الفنان رانيا منصور أمس.",
        ["رانيا منصور"],
    ),
    "street": ("انفجرت سيارة في شارع محمد محمود أمس.", []),
    "on is not Ali": ("اتفقوا على سالم الحلول.", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_found_with_their_bounds(
    text: str, expected: list[str], lexicons: Lexicons
) -> None:
    assert list(people_of(text, lexicons)) == expected


OWN_ROLES = {
    "a coach from abroad": (
        "قال مدرب النخيل، البرتغالي سامي الخطيب، ذلك.",
        ["مدرب النخيل"],
    ),
    "the lawyer of a prisoner": ("قال محامي الأسير سامي الخطيب ذلك.", []),
    "of another by 'with'": (
        "اجتمع سامي الخطيب رئيس النادي بالمدرب السويسري كارل بيكر أمس.",
        ["رئيس النادي"],
    ),
    "for human rights": (
        "أدان مفوض الأمم المتحدة لحقوق الإنسان، سامي الخطيب، الهجوم.",
        ["مفوض الأمم المتحدة لحقوق الإنسان"],
    ),
    "one of his advisers": ("نفى أحد مستشاري الخطيب ذلك. وصل سامي الخطيب.", []),
    "officials under him": ("أكد مسؤولون في إدارة سامي الخطيب ذلك.", []),
    "his lawyer": ("نفى محامي سامي الخطيب ذلك.", []),
    "his brother": ("حضر وشقيقه سامي الخطيب الحفل.", []),
    "citizen": ("أصيب المواطن سامي الخطيب أمس.", []),
    "what he is": ("إن سامي الخطيب نجم كبير.", []),
    "whom he meets": ("استقبل الملك سامي الخطيب ضيفه أمس.", ["الملك"]),
    "rank with its suffix": (
        "قال الفريق الركن سامي الخطيب ذلك.",
        ["الفريق الركن"],
    ),
    "of the team": (
        "قال الظهير الأيسر للفريق سامي الخطيب ذلك.",
        ["الظهير الأيسر للفريق"],
    ),
    "two nationalities": (
        "قال الملياردير الصيني - الأسترالي سامي الخطيب ذلك.",
        ["الملياردير الصيني - الأسترالي"],
    ),
    "campaign of another": (
        "قال سامي الخطيب، المستشار السابق للحملة الرئاسية لدونالد ترامب، ذلك.",
        ["المستشار السابق للحملة الرئاسية"],
    ),
    "expressing something": (
        "أعرب وزير الخارجية سامي الخطيب عن حرص البلدين.",
        ["وزير الخارجية"],
    ),
}


@pytest.mark.parametrize(("text", "roles"), OWN_ROLES.values(), ids=OWN_ROLES)
def test_a_person_has_his_own_roles_only(
    text: str, roles: list[str], lexicons: Lexicons
) -> None:
    person = people_of(text, lexicons)["سامي الخطيب"]

    assert [role.text for role in person.roles] == roles


def test_a_role_of_two_is_given_to_both(lexicons: Lexicons) -> None:
    people = people_of("التقى الوزيران سامي الخطيب وكريم منصور أمس.", lexicons)

    assert [[r.text for r in p.roles] for p in people.values()] == [["الوزيران"]] * 2


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
    "a role rather than a name": (
        "قالت النائبة سامي الخطيب ذلك.",
        Gender.FEMININE,
    ),
    "given name": ("قال المدير سامي الخطيب ذلك.", Gender.MASCULINE),
    "verb": ("وقالت بيرتون كوتروني إن الأمر انتهى.", Gender.FEMININE),
}


@pytest.mark.parametrize(("text", "gender"), GENDERS.values(), ids=GENDERS)
def test_gender_is_learnt_from_role_name_or_verb(
    text: str, gender: Gender, lexicons: Lexicons
) -> None:
    (person,) = people_of(text, lexicons).values()

    assert person.gender is gender


def test_a_dateline_and_a_byline_name_nobody(lexicons: Lexicons) -> None:
    text = "القدس المحتلة - مصدر الإخبارية:\nقال الوزير سامي الخطيب إن الأمر انتهى."

    assert [actor.name for actor in actors_of(text, lexicons)] == ["سامي الخطيب"]


def test_whom_a_known_minister_attacks_is_no_part_of_the_name() -> None:
    known = [
        KnownActor(key=key, name=name, type=ActorType.PERSON, forms=forms)
        for key, name, forms in (
            ("a", "يوآف غالانت", ("جالانت", "يوآف جالانت")),
            ("b", "إيتمار بن غفير", ("بن جفير",)),
        )
    ]
    body = "هاجم وزير الدفاع يوآف جالانت بن جفير، قائلا إن ذلك خطير."

    people = people_of(body, load_lexicons(known))

    assert list(people) == ["يوآف جالانت", "بن جفير"]


def test_two_known_by_one_word_each_stay_two() -> None:
    known = [
        KnownActor(key=key, name=name, type=ActorType.PERSON, forms=forms)
        for key, name, forms in (
            ("a", "يوآف غالانت", ("غالانت",)),
            ("b", "بنيامين نتنياهو", ("نتنياهو",)),
        )
    ]

    people = people_of("دعا غالانت نتنياهو إلى الحوار.", load_lexicons(known))

    assert list(people) == ["غالانت", "نتنياهو"]


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
