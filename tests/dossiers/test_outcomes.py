from datetime import date

import pytest

from dossiers.outcomes import OutcomeClass, PendingClass, outcome_class, pending_class

DUE = date(2023, 12, 14)


@pytest.mark.parametrize(
    ("finished_on", "due_on", "expected"),
    [
        (date(2023, 12, 13), DUE, OutcomeClass.EARLY),
        (date(2023, 12, 14), DUE, OutcomeClass.ON_TIME),
        (date(2023, 12, 15), DUE, OutcomeClass.LATE),
        (date(2023, 12, 15), None, OutcomeClass.ON_TIME),
    ],
)
def test_a_finished_dossier_is_early_on_time_or_late_by_the_day(finished_on, due_on, expected):
    assert outcome_class(finished_on, due_on) is expected


@pytest.mark.parametrize(
    ("due_on", "last_day", "expected"),
    [
        (date(2023, 12, 15), DUE, PendingClass.IN_TIME),
        (date(2023, 12, 14), DUE, PendingClass.IN_TIME),
        (date(2023, 12, 13), DUE, PendingClass.OVERDUE),
        (None, DUE, PendingClass.IN_TIME),
    ],
)
def test_an_open_dossier_is_overdue_once_its_day_is_past(due_on, last_day, expected):
    assert pending_class(due_on, last_day) is expected


def test_classes_are_said_as_reports_say_them():
    assert [one.label for one in OutcomeClass] == ["trước hạn", "đúng hạn", "quá hạn"]
    assert [one.label for one in PendingClass] == ["trong hạn", "quá hạn"]
