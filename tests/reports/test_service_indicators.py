"""Who helped, what was used again, asked twice, apologised for: counted by the day it happened."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from dossiers import lateness, lifecycle
from dossiers.migrations import __path__ as folder
from dossiers.models import Dossier, DossierEvent
from dossiers.papers import counting
from portal.models import Role
from reports import figures
from reports.figures import Scope, figure_set
from reports.periods import Period
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
MARCH, APRIL = (Period(date(2024, month, 1), date(2024, month, 28), "", "") for month in (3, 4))


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def leader(officer):
    return UserFactory(unit=officer.unit, roles=[Role.LEADER])


def counts(officer, period, *codes):
    found = figure_set(officer.unit, period).figures
    return tuple(found[code] for code in codes)


def received(officer, when="2024-03-11 08:00"):
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Lê Văn An", by=officer, at=at(when)
    )
    return lifecycle.start_processing(dossier, by=officer, at=at(when))


def ask(dossier, when, *, by, override=""):
    lifecycle.request_supplement(dossier, reason="Thiếu", by=by, at=at(when), override=override)


def asked_twice(officer, leader):
    dossier = received(officer)
    ask(dossier, "2024-03-12 08:00", by=officer)
    lifecycle.receive_supplement(dossier, by=officer, at=at("2024-03-13 08:00"))
    ask(dossier, "2024-04-02 08:00", by=leader, override="Luật chuyên ngành cho phép")
    return dossier


def test_a_second_request_makes_late_by_the_index_and_not_by_the_days(officer, leader):
    dossier = asked_twice(officer, leader)
    lifecycle.receive_supplement(dossier, by=officer, at=at("2024-04-03 08:00"))
    Dossier.objects.update(due_at=at("2024-04-20 08:00"), due_on=date(2024, 4, 20))

    lifecycle.conclude(dossier, by=officer, at=at("2024-04-10 08:00"))

    codes = ("asked_again", "asked_again_in_time", "late_766", "in_time_766", "resolved_late")
    assert counts(officer, APRIL, *codes) == (1, 1, 1, 0, 0)
    assert figure_set(officer.unit, APRIL).rates["in_time_766"] == 0
    assert figure_set(officer.unit, APRIL).rates["in_time"] == 100


def test_a_period_that_ended_before_the_second_request_does_not_know_it(officer, leader):
    asked_twice(officer, leader)

    assert counts(officer, MARCH, "asked_again", "late_766") == (
        0,
        counts(officer, MARCH, "pending_overdue")[0],
    )
    assert counts(officer, APRIL, "asked_again") == (1,)


def test_a_second_request_taken_back_the_same_day_was_none(officer, leader):
    dossier = asked_twice(officer, leader)

    lifecycle.undo(dossier, reason="Bấm nhầm", by=leader, at=at("2024-04-02 09:00"))

    assert counts(officer, APRIL, "asked_again") == (0,)


def test_late_dossiers_are_those_apologised_for_and_those_not(officer, leader):
    told, silent = received(officer), received(officer)
    Dossier.objects.update(due_at=at("2024-03-20 08:00"), due_on=date(2024, 3, 20))
    sorry = {"reason": "Cần xác minh", "new_due_at": at("2024-04-05 08:00"), "override": "Muộn"}
    lifecycle.apologise(told, by=leader, at=at("2024-04-01 08:00"), **sorry)

    assert counts(officer, MARCH, "overdue_apologised", "overdue_unapologised") == (0, 2)
    assert counts(officer, APRIL, "overdue_apologised", "overdue_unapologised") == (1, 1)
    horizon = lateness.Horizon.at(at("2024-04-28 08:00"))
    unapologised = lateness.unapologised(Dossier.objects.all(), horizon)
    behind = figures.records(Scope.of(officer.unit, APRIL), "overdue_unapologised")
    assert [*unapologised] == [*behind] == [silent]

    for dossier in (told, silent):
        lifecycle.conclude(dossier, by=officer, at=at("2024-04-10 08:00"))

    codes = ("resolved_late", "resolved_late_apologised", "resolved_late_unapologised", "overdue_apologised")
    assert counts(officer, APRIL, *codes) == (2, 1, 1, 0)


def reuse(dossier, day, on_day):
    """What reusing leaves on the dossier's row, on a day."""
    on_day(day)
    dossier.components.update(reused_from=DossierComponentFactory())
    counting.recount(dossier)


@pytest.fixture
def on_day(monkeypatch):
    return lambda day: monkeypatch.setattr(counting.timezone, "localdate", lambda: day)


def test_reuse_counts_from_its_day_and_a_later_change_leaves_the_past_as_it_was(officer, on_day):
    dossier = DossierComponentFactory(
        dossier=DossierFactory(unit=officer.unit, received_at=at("2024-03-11 08:00"))
    ).dossier
    reuse(dossier, date(2024, 3, 27), on_day)
    before = counts(officer, MARCH, "received", "papers_reused")

    on_day(date(2024, 4, 9))
    dossier.components.update(reused_from=None)
    counting.recount(dossier)

    assert before == counts(officer, MARCH, "received", "papers_reused") == (1, 1)
    assert counts(officer, Period(date(2024, 3, 1), date(2024, 3, 26), "", ""), "papers_reused") == (0,)
    assert figure_set(officer.unit, MARCH).rates["papers_reused"] == 100


def test_reuse_taken_back_the_same_day_was_none(officer, on_day):
    dossier = DossierComponentFactory(
        dossier=DossierFactory(unit=officer.unit, received_at=at("2024-03-11 08:00"))
    ).dossier
    reuse(dossier, date(2024, 3, 27), on_day)

    dossier.components.update(reused_from=None)
    counting.recount(dossier)

    assert counts(officer, MARCH, "papers_reused") == (0,)


def test_who_sent_what_came_online_is_told_of_those_where_it_is_known(officer):
    for helped in ("alone", "desk", "staff", ""):
        DossierFactory(unit=officer.unit, channel="online_full", helped_by=helped)
    year = Period.parse("2024")

    found = figure_set(officer.unit, year)

    assert (found.rates["online"], found.rates["online_by_citizens"]) == (100, Decimal("66.67"))
    assert figure_set(officer.unit, Period.parse("2023")).rates["online_by_citizens"] is None


def test_earlier_dossiers_get_the_days_of_what_happened_to_them(officer, leader):
    (found,) = Path(folder[0]).glob("*_days_of_what_happened_earlier.py")
    migration = import_module(f"dossiers.migrations.{found.stem}")
    twice = asked_twice(officer, leader)
    once = received(officer)
    ask(once, "2024-03-12 08:00", by=officer)
    lifecycle.undo(once, reason="Nhầm", by=officer, at=at("2024-03-12 09:00"))
    ask(once, "2024-03-12 10:00", by=officer)
    sorry = received(officer)
    lifecycle.apologise(
        sorry, reason="Cần xác minh", new_due_at=at("2024-04-05 08:00"), by=leader,
        at=at("2024-03-12 08:00"), override="Muộn",
    )  # fmt: skip
    reusing = DossierFactory(unit=officer.unit, reuses_papers=True)
    for day in ("2024-03-20 08:00", "2024-03-22 08:00"):
        DossierEvent.objects.create(
            dossier=reusing, at=at(day), action="reuse_paper", from_status="", to_status=reusing.status
        )
    Dossier.objects.update(asked_again_on=None, apologised_on=None, reused_on=None)

    migration.fill(apps, None)

    rows = {row.pk: row for row in Dossier.objects.all()}
    assert rows[twice.pk].asked_again_on == date(2024, 4, 2)
    assert rows[once.pk].asked_again_on is None
    assert rows[sorry.pk].apologised_on == date(2024, 3, 12)
    assert rows[reusing.pk].reused_on == date(2024, 3, 20)
