"""Who asks too fast is told once, politely, and then waits."""

from datetime import timedelta

from bot.chats.visitors import BURST, REFILL_SECONDS, Visitors, Welcome
from tests.builders import NOW

REFILL = timedelta(seconds=REFILL_SECONDS)


def test_a_burst_is_answered_then_a_notice_comes_once_then_silence() -> None:
    visitors = Visitors()

    met = [visitors.meet(1, now=NOW) for _ in range(BURST + 3)]

    assert met == [
        *[Welcome.ANSWER] * BURST,
        Welcome.NOTICE,
        Welcome.SILENCE,
        Welcome.SILENCE,
    ]


def test_nobody_pays_for_another() -> None:
    visitors = Visitors()
    for _ in range(BURST + 1):
        visitors.meet(1, now=NOW)

    assert visitors.meet(2, now=NOW) == Welcome.ANSWER


def test_waiting_brings_answers_back_but_no_second_notice() -> None:
    visitors = Visitors()
    for _ in range(BURST + 1):
        visitors.meet(1, now=NOW)

    later = [visitors.meet(1, now=NOW + REFILL) for _ in range(2)]

    assert later == [Welcome.ANSWER, Welcome.SILENCE]


def test_after_a_rest_all_is_forgotten() -> None:
    visitors = Visitors()
    for _ in range(BURST + 1):
        visitors.meet(1, now=NOW)

    rested = NOW + BURST * REFILL
    met = [visitors.meet(1, now=rested) for _ in range(BURST + 1)]

    assert met == [*[Welcome.ANSWER] * BURST, Welcome.NOTICE]


def test_many_people_leave_nothing_behind_that_changes_an_answer() -> None:
    visitors = Visitors()
    for _ in range(BURST):
        visitors.meet(0, now=NOW)
    for person in range(1, 3000):
        assert visitors.meet(person, now=NOW) == Welcome.ANSWER

    assert visitors.meet(0, now=NOW) == Welcome.NOTICE


def test_a_clock_that_runs_back_takes_nothing() -> None:
    visitors = Visitors()
    visitors.meet(1, now=NOW)

    assert visitors.meet(1, now=NOW - 9 * REFILL) == Welcome.ANSWER
