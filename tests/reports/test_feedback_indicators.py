"""Chỉ tiêu phản ánh, kiến nghị: each feedback counted once, by days, as bộ chỉ số 766 has it."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from dossiers.models import Feedback, FeedbackCounter
from dossiers.voices import handling, publishing, sending
from dossiers.voices.status import Satisfaction
from portal.errors import DomainError
from portal.models import Role, UnitKind
from reports import figures
from reports.figures import Scope, figure_set
from reports.indicators import FEEDBACK_INDICATORS
from reports.integrity import feedback as integrity
from reports.integrity.model import Span
from reports.periods import Period
from tests.dossiers.factories import UnitFactory, UserFactory, at
from tests.dossiers.voices.making import MONDAY, Home

pytestmark = pytest.mark.django_db
MARCH, APRIL = Period.parse("cal-2026-03"), Period.parse("cal-2026-04")
CODES = [one.code.removeprefix("feedback_") for one in FEEDBACK_INDICATORS]
SPAN = Span(date(2020, 1, 1), date(2027, 1, 1))


@pytest.fixture
def home():
    return Home()


def counts(home, period):
    found = figure_set(home.unit, period).figures
    return {code: found[f"feedback_{code}"] for code in CODES if found[f"feedback_{code}"]}


def answer(feedback, home, when):
    handling.draft_answer(feedback, text="Trả lời", by=home.officer, at=when)
    return handling.approve(feedback, by=home.leader, at=when)


def test_nothing_received_leaves_the_rates_empty(home):
    found = figure_set(home.unit, MARCH)

    assert counts(home, MARCH) == {}
    assert {found.rates[code] for code in ("feedback_in_time", "feedback_content", "feedback_satisfied")} == {
        None
    }


def test_an_answer_on_the_last_day_is_in_time_and_the_day_after_is_late(home):
    answer(home.accepted(), home, at("2026-03-23 16:00"))
    answer(home.accepted(), home, at("2026-03-24 08:00"))

    assert counts(home, MARCH) == {
        "received": 2, "to_answer": 2, "done_in_time": 1, "done_late": 1, "in_time_766": 1,
        "not_content_766": 1, "content_766": 1,
    }  # fmt: skip
    assert figure_set(home.unit, MARCH).rates["feedback_in_time"] == 50


def test_what_is_unfinished_counts_in_time_until_its_day_and_carries_over(home):
    home.accepted(when=at("2026-03-02 09:00"))
    home.accepted(when=at("2026-03-30 09:00"))

    assert counts(home, MARCH) == {
        "received": 2, "to_answer": 2, "pending_in_time": 1, "pending_late": 1, "in_time_766": 1,
        "not_content_766": 1, "content_766": 1,
    }  # fmt: skip
    assert counts(home, APRIL)["carried_over"] == 2


def test_a_past_period_does_not_change_when_the_sender_adds_later(home):
    asked = handling.ask(home.accepted(), question="Ở đâu?", by=home.officer, at=at("2026-03-20 09:00"))
    before = counts(home, MARCH)

    sending.add(asked, text="Ngã ba", at=at("2026-04-20 09:00"))

    assert before["pending_in_time"] == 1
    assert counts(home, MARCH) == before


def test_refusing_in_two_days_is_in_time(home):
    for day in ("2026-03-04 16:00", "2026-03-05 08:00"):
        handling.refuse(home.received(), reason="Khiếu nại", article="Luật", by=home.officer, at=at(day))

    found = counts(home, MARCH)
    assert (found["refused"], found["done_in_time"], found["done_late"]) == (2, 1, 1)


def test_unsatisfied_reopened_and_late_count_once(home):
    answered = answer(home.accepted(), home, at("2026-03-25 09:00"))
    sending.judge(answered, Satisfaction.UNSATISFIED, at=at("2026-03-25 10:00"))
    sending.reopen(answered, reason="Chưa xong", at=at("2026-03-25 11:00"))
    content = answer(home.accepted(), home, MONDAY)
    sending.judge(content, Satisfaction.SATISFIED, at=MONDAY)
    publishing.publish(content, title="T", question="Q", answer="A", by=home.officer, at=MONDAY)

    found = figure_set(home.unit, MARCH)
    assert counts(home, MARCH) == {
        "received": 2, "to_answer": 2, "done_in_time": 1, "done_late": 1, "in_time_766": 1,
        "judged": 2, "satisfied": 1, "unsatisfied": 1, "reopened": 1,
        "not_content_766": 1, "content_766": 1, "published": 1,
    }  # fmt: skip
    assert (found.rates["feedback_content"], found.rates["feedback_satisfied"]) == (50, 50)


ACTS = ["answer", "refuse", "ask", "add", "wait", "reopen"]


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 25)), max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_parts_add_up_whatever_happened(home, walk):
    feedback, when = home.accepted(), MONDAY
    for act, days in walk:
        when += timedelta(days=days)
        _press(act, feedback, home, when)
        feedback = Feedback.objects.get(pk=feedback.pk)
    for period in (MARCH, APRIL, Period.parse("cal-2026-Q1")):
        found = figure_set(home.unit, period).figures
        one = {code: found[f"feedback_{code}"] for code in CODES}
        assert one["to_answer"] == one["carried_over"] + one["received"]
        done = one["done_in_time"] + one["done_late"]
        assert one["to_answer"] == done + one["pending_in_time"] + one["pending_late"]
        assert one["in_time_766"] == one["done_in_time"] + one["pending_in_time"]
        assert one["judged"] == one["satisfied"] + one["unsatisfied"]
        assert one["received"] == one["content_766"] + one["not_content_766"]
        scope = Scope.of(home.unit, period)
        assert {code: figures.records(scope, f"feedback_{code}").count() for code in CODES} == one
    assert list(integrity.problems(SPAN)) == []


def _press(act, feedback, home, when):
    verbs = {
        "answer": lambda: answer(feedback, home, when),
        "refuse": lambda: handling.refuse(feedback, reason="R", article="A", by=home.officer, at=when),
        "ask": lambda: handling.ask(feedback, question="Ở đâu?", by=home.officer, at=when),
        "add": lambda: sending.add(feedback, text="Ở đây", at=when),
        "reopen": lambda: sending.reopen(feedback, reason="Chưa xong", at=when),
        "wait": lambda: None,
    }
    with suppress(DomainError):
        verbs[act]()


def test_a_figure_opens_its_records(client, home):
    feedback = home.accepted()
    client.force_login(home.leader)

    page = client.get(
        f"/bao-cao/so-lieu/ho-so/?don-vi={home.unit.code}&ky=cal-2026-03&chi-tieu=feedback_received"
    )

    assertContains(page, feedback.code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "accepted"}, "feedback.state"),
        ({"next_due_on": date(2026, 1, 1)}, "feedback.state"),
        ({"answered_on": date(2026, 1, 1)}, "feedback.state"),
        ({"reopened_on": date(2026, 5, 1)}, "feedback.state"),
        ({"number": 7}, "feedback.number"),
    ],
)
def test_a_row_that_was_changed_aside_is_found(home, change, code):
    feedback = home.answered()
    assert list(integrity.problems(SPAN)) == []

    Feedback.objects.filter(pk=feedback.pk).update(**change)

    assert code in {problem.code for problem in integrity.problems(SPAN)}


def test_a_counter_ahead_of_its_numbers_is_found(home):
    home.received()
    FeedbackCounter.objects.update(last=3)

    assert [problem.code for problem in integrity.problems(SPAN)] == ["feedback.number"]


def test_the_superior_unit_reads_each_units_feedback_and_opens_its_list(
    client, django_assert_max_num_queries
):
    province = UnitFactory(name="Tỉnh", kind=UnitKind.PROVINCE)
    homes = [Home(UnitFactory(name=f"Xã {number}", parent=province)) for number in (1, 2, 3)]
    mine = [homes[0].received() for _ in range(2)]
    other = homes[1].published()
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    page = client.get(f"/bao-cao/so-lieu/?don-vi={province.code}&ky=cal-2026-03&theo=unit")

    told = {label: [one.value for one in line] for label, line in page.context["voices"]}
    assert told == {"Xã 1": [0, 2, 0, 0, 0, 2, 0, 0], "Xã 2": [0, 1, 1, 0, 0, 0, 0, 0], "Xã 3": [0] * 8}
    listed = client.get(page.context["voices"][0][1][1].url).content.decode()
    assert all(one.code in listed for one in mine)
    assert other.code not in listed
    with django_assert_max_num_queries(1):
        figures.feedback_by_unit(page.context["question"].scope)
