"""Các bước của sáng kiến."""

from datetime import date
from itertools import pairwise

import pytest

from initiatives import limits, moving
from initiatives.status import TRANSITIONS, InitiativeStatus, Move
from portal.errors import DomainError
from portal.trail import WORDS
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", InitiativeStatus)
def test_history_leads_to_every_state(status):
    made = InitiativeFactory(status=status)

    events = list(made.events.all())
    assert made.status == events[-1].to_status == status
    assert all(before.to_status == after.from_status for before, after in pairwise(events))


@pytest.mark.parametrize("status", InitiativeStatus)
def test_no_step_is_taken_that_the_table_does_not_have(status):
    made = InitiativeFactory(status=status)

    for move in set(Move) - {Move.BEGIN}:
        if status not in TRANSITIONS[move]:
            with pytest.raises(DomainError):
                moving.move(made, move, by=None)
    made.refresh_from_db()
    assert made.status == status


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 10, 30), 3, date(2027, 1, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_limit_ends_on_the_same_day_of_a_later_month_or_its_last_one(day, months, due):
    assert limits.months_after(day, months) == due


def test_three_months_run_from_the_acceptance_through_the_appraisal():
    made = InitiativeFactory(status="accepted")
    due = limits.months_after(made.accepted_on, 3)

    for move in (Move.APPRAISE, Move.PUT_BACK, Move.APPRAISE):
        made = moving.move(made, move, by=None)
        assert made.next_due_on == due


def test_history_is_never_rewritten_nor_taken_away():
    event = InitiativeFactory().events.get()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.once
def test_every_step_has_words_in_the_audit_trail():
    assert {f"initiative.{move}" for move in Move} <= set(WORDS)
