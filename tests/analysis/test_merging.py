"""Which names mean one actor."""

import pytest

from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import ActorType, KnownActor
from tests.analysis.named import actors_of, bodies_of, people_of


def test_short_forms_and_spellings_join_the_full_name(lexicons: Lexicons) -> None:
    text = (
        "وصل الوزير يوآف جالانت إلى لندن. وقال غالانت إن اللقاء مهم. "
        "ورافق الوفد جالانت أمس، ثم عاد لغالانت."
    )

    people = people_of(text, lexicons)

    assert list(people) == ["يوآف جالانت"]
    assert people["يوآف جالانت"].forms == ("يوآف جالانت", "غالانت", "جالانت")
    assert len(people["يوآف جالانت"].mentions) == 4


ONE_BODY = {
    "acronym": (
        "قالت المفوضية السامية لشؤون اللاجئين (UNHCR) ذلك.",
        ("المفوضية السامية لشؤون اللاجئين", "UNHCR"),
    ),
    "by-name in marks": (
        "أعلنت وزارة الدفاع «البنتاغون» ذلك.",
        ("وزارة الدفاع", "البنتاغون"),
    ),
    "country and its adjective": (
        "فاز منتخب فنزويلا أمس. وغادر المنتخب الفنزويلي اليوم.",
        ("منتخب فنزويلا", "المنتخب الفنزويلي"),
    ),
}


@pytest.mark.parametrize(("text", "forms"), ONE_BODY.values(), ids=ONE_BODY)
def test_names_of_one_body_are_one_actor(
    text: str, forms: tuple[str, ...], lexicons: Lexicons
) -> None:
    (body,) = actors_of(text, lexicons)

    assert body.forms == forms


ALIASES = {
    "known as": "ظهر سامي الخطيب المعروف باسم «شوكران» أمس.",
    "known by": "ظهر سامي الخطيب المعروف بشوكران أمس. وغادر شوكران.",
    "marks": "ظهر سامي الخطيب «شوكران» أمس.",
}


@pytest.mark.parametrize("text", ALIASES.values(), ids=ALIASES)
def test_a_name_in_marks_or_after_known_as_is_one_more(
    text: str, lexicons: Lexicons
) -> None:
    (person,) = people_of(text, lexicons).values()

    assert set(person.forms) == {"سامي الخطيب", "شوكران"}


def test_a_foreign_given_name_may_vary_too(lexicons: Lexicons) -> None:
    text = "وصلت أنغيلا ميركل أمس. وقالت أنجيلا ميركل إن اللقاء مهم."

    assert len(people_of(text, lexicons)) == 1


def test_of_god_is_written_apart_or_not(lexicons: Lexicons) -> None:
    text = "قال الفريق عبدالأمير يار الله ذلك. وأضاف يارالله أن القتال انتهى."

    assert len(people_of(text, lexicons)) == 1


TWO_PEOPLE = {
    "one surname": "قال سامي الخطيب ذلك، ورد عليه هاني الخطيب.",
    "near native names": "التقى الوزير محمد سلام بالمدير محمود سلام.",
    "near foreign names": "قال الوزير يوآف غالانت ذلك، ورد بيني غانتس عليه.",
    "family names of one letter's difference": (
        "قال الوزير سعيد الزهراوي إن الخطة جاهزة. وقال النائب سعيد الزهراني إنها فاشلة."
    ),
    "given names of one letter's difference": (
        "قالت الضحية مريم الزبيدي ذلك. وقال المتهم مريد الزبيدي غيره."
    ),
}


@pytest.mark.parametrize("text", TWO_PEOPLE.values(), ids=TWO_PEOPLE)
def test_two_people_stay_two(text: str, lexicons: Lexicons) -> None:
    assert len(people_of(text, lexicons)) == 2


def test_a_class_noun_may_be_left_out(lexicons: Lexicons) -> None:
    text = "أعلنت حركة طالبان الهدنة. وقالت طالبان إن القتال توقف."

    assert bodies_of(text, lexicons) == ["حركة طالبان"]


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


#: Names of which the first is meant by the second too.
ONE_PERSON = {
    "known as, with a name behind": (
        "وصل سامي منصور البدراني المعروف بأبو كريم إلى بغداد.",
        ("سامي منصور البدراني", "أبو كريم"),
    ),
    "a misprint": (
        "غنت المغنية هند فاروق أمس. وقالت هند فاروف إن الحفل نجح.",
        ("هند فاروق", "هند فاروف"),
    ),
    "without the middle part": (
        "رفع جون كيه ميلر دعوى. وقالت المحكمة إن جون ميلر كسب القضية.",
        ("جون كيه ميلر", "جون ميلر"),
    ),
}


@pytest.mark.parametrize(("text", "forms"), ONE_PERSON.values(), ids=ONE_PERSON)
def test_names_of_one_person_are_one_actor(
    text: str, forms: tuple[str, ...], lexicons: Lexicons
) -> None:
    people = people_of(text, lexicons)

    assert list(people) == [forms[0]]
    assert set(forms) <= set(people[forms[0]].forms)


def test_the_commoner_of_two_spellings_is_the_name(lexicons: Lexicons) -> None:
    text = "غنت هند فاروف أمس. وقالت هند فاروق إن الحفل نجح، وشكرت هند فاروق الجميع."

    assert list(people_of(text, lexicons)) == ["هند فاروق"]
