"""Figures: what is counted in a period, as of its last day, whatever happened later."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dossiers import lifecycle
from dossiers.models import ServiceLevel
from dossiers.status import Channel, DossierStatus, Outcome, Rating
from portal.errors import DomainError
from portal.models import UnitTree
from reports import figures
from reports.figures import By, Scope, figure_set
from reports.indicators import INDICATORS
from reports.periods import Period
from tests.dossiers.factories import (
    CaseTypeFactory,
    DossierFactory,
    FieldFactory,
    ProcedureFactory,
    UnitFactory,
    at,
)

pytestmark = pytest.mark.django_db
Q1 = Period.parse("2024-Q1")  # 15/12/2023–14/3/2024
Q2 = Period.parse("2024-Q2")  # 15/3–14/6/2024


@pytest.fixture
def commune():
    return UnitFactory()


def counts(unit, period, *codes):
    found = figure_set(unit, period).figures
    return tuple(found[code] for code in codes)


def test_a_day_belongs_to_the_period_by_the_clock_of_vietnam(commune):
    DossierFactory(unit=commune, received_at=at("2024-03-14 23:59"))
    DossierFactory(unit=commune, received_at=at("2024-03-15 00:01"))

    assert counts(commune, Q1, "received") == (1,)
    assert counts(commune, Q2, "received", "carried_over", "to_resolve") == (1, 1, 2)


def test_a_dossier_finished_after_the_period_is_pending_in_it(commune):
    DossierFactory(
        unit=commune,
        received_at=at("2024-03-10 08:00"),
        due_at=at("2024-03-20 08:00"),
        concluded=True,
        finished_at=at("2024-03-18 08:00"),
    )

    assert counts(commune, Q1, "received", "resolved", "pending_in_time") == (1, 0, 1)
    assert counts(commune, Q2, "carried_over", "resolved_early", "pending") == (1, 1, 0)


@pytest.mark.parametrize(
    ("finished", "due", "expected"),
    [
        ("2024-03-20 17:00", "2024-03-21 08:00", "resolved_early"),
        ("2024-03-21 17:00", "2024-03-21 08:00", "resolved_on_time"),
        ("2024-03-22 07:30", "2024-03-21 08:00", "resolved_late"),
        ("2024-03-22 07:30", None, "resolved_on_time"),
    ],
)
def test_outcomes_compare_days_not_minutes(commune, finished, due, expected):
    DossierFactory(unit=commune, concluded=True, finished_at=at(finished), due_at=at(due) if due else None)

    classes = ("resolved_early", "resolved_on_time", "resolved_late")
    assert counts(commune, Q2, *classes) == tuple(int(name == expected) for name in classes)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2024-06-13 08:00", "pending_overdue"),
        ("2024-06-14 08:00", "pending_in_time"),
        (None, "pending_in_time"),
    ],
)
def test_what_is_due_on_the_last_day_is_still_in_time(commune, due, expected):
    DossierFactory(unit=commune, due_at=at(due) if due else None)

    assert counts(commune, Q2, expected, "pending") == (1, 1)


def test_a_running_period_is_counted_as_of_today(commune):
    today = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    running = Period.between(today.date() - timedelta(days=40), today.date() + timedelta(days=40))
    for days in (-1, 0, 20):
        DossierFactory(
            unit=commune, received_at=today - timedelta(days=30), due_at=today + timedelta(days=days)
        )

    assert counts(commune, running, "pending_overdue", "pending_in_time") == (1, 2)


def test_a_pause_that_began_in_time_keeps_a_dossier_in_time_while_it_lasts(commune):
    dossier = DossierFactory(
        unit=commune, processing=True, received_at=at("2024-06-03 08:00"), due_at=at("2024-06-10 08:00")
    )
    lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-06-05 09:00"))

    assert counts(commune, Q2, "pending_in_time", "pending_overdue") == (1, 0)


def test_a_pause_after_the_last_day_does_not_move_what_that_day_knew(commune):
    dossier = DossierFactory(
        unit=commune, processing=True, received_at=at("2024-06-03 08:00"), due_at=at("2024-06-10 08:00")
    )
    assert counts(commune, Q2, "pending_overdue") == (1,)

    lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-06-17 09:00"))
    lifecycle.receive_supplement(dossier, by=None, at=at("2024-07-17 09:00"))

    assert counts(commune, Q2, "pending_overdue") == (1,)
    assert counts(commune, Period.parse("2024-07"), "pending_overdue") == (1,)


def test_a_pause_that_ended_moves_the_due_day(commune):
    dossier = DossierFactory(
        unit=commune, processing=True, received_at=at("2024-06-03 08:00"), due_at=at("2024-06-07 08:00")
    )
    lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-06-04 09:00"))
    lifecycle.receive_supplement(dossier, by=None, at=at("2024-06-13 09:00"))

    assert counts(commune, Q2, "pending_in_time", "pending_overdue") == (1, 0)


def test_what_was_never_received_is_counted_nowhere(commune):
    for status in (DossierStatus.REGISTERED, DossierStatus.NOT_ACCEPTED):
        DossierFactory(
            unit=commune,
            code=f"x-{status}",
            status=status,
            received_at=None,
            submitted_at=at("2024-03-20 08:00"),
            due_at=None,
        )

    found = figure_set(commune, Q2).figures

    assert {code for code, value in found.items() if value} <= {"procedures", "procedures_online_partial"}


def test_refused_withdrawn_and_stopped_are_resolved_but_only_the_first_two_owe_no_result(commune):
    for outcome in (Outcome.APPROVED, Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.STOPPED):
        DossierFactory(unit=commune, concluded=True, outcome=outcome, has_electronic_result=True)

    codes = ("resolved", "resolved_refused", "resolved_withdrawn", "results_due", "results_digitised")
    assert counts(commune, Q2, *codes) == (4, 1, 1, 2, 2)


def test_shares_are_taken_of_their_own_base(commune):
    DossierFactory(unit=commune, papers_to_digitise=0)
    DossierFactory(unit=commune, papers_to_digitise=2, papers_digitised=1, channel=Channel.ONLINE_FULL)
    DossierFactory(unit=commune, papers_to_digitise=2, papers_digitised=2, fee=8000, is_paid_online=True)

    found = figure_set(commune, Q2)

    assert [found.figures[code] for code in ("to_digitise", "fully_digitised", "partly_digitised")] == [
        2,
        1,
        2,
    ]
    assert str(found.rates["fully_digitised"]) == "50.00"
    assert str(found.rates["online"]) == "33.33"
    assert str(found.rates["paid_online"]) == "100.00"
    assert found.rates["satisfied"] is None


def test_groups_are_the_parts_of_the_whole(commune):
    district = UnitFactory(code="464", kind="district")
    commune.parent = district
    commune.save()
    other = UnitFactory(parent=district)
    civil = FieldFactory(code="ho-tich", name="Hộ tịch")
    procedure = ProcedureFactory(field=civil)
    kind = CaseTypeFactory(procedure=procedure, name="Tặng cho")
    DossierFactory(unit=commune, procedure=procedure, case_type=kind, officer_name="Lê Thị Hồng")
    DossierFactory(unit=other)
    DossierFactory(unit=district)

    received = {
        by: {group.label: group.figures["received"] for group in figure_set(district, Q2, by=by).groups}
        for by in By
    }

    assert received[By.UNIT] == {commune.name: 1, other.name: 1, f"{district.name} (trực tiếp)": 1}
    assert received[By.FIELD]["Hộ tịch"] == 1
    assert received[By.PROCEDURE][procedure.name] == 1
    assert received[By.OFFICER] == {"Không ghi cán bộ": 2, "Lê Thị Hồng": 1}
    assert received[By.CASE_TYPE] == {"Tặng cho": 1, "Không ghi": 2}
    assert all(sum(groups.values()) == 3 for groups in received.values())


def test_a_successor_carries_over_what_its_predecessors_left(commune):
    commune.valid_to = date(2025, 6, 30)
    commune.successor = UnitFactory(code="19405", name="Xã Vĩnh Thủy", valid_from=date(2025, 7, 1))
    commune.save()
    DossierFactory(unit=commune, received_at=at("2025-06-10 08:00"), due_at=at("2025-07-20 08:00"))
    before, after = Period.parse("2025-Q2"), Period.parse("2025-Q3")

    assert counts(commune, before, "pending") == (1,)
    assert counts(commune.successor, after, "carried_over", "pending_overdue") == (1, 1)
    assert figure_set(commune.successor, before, on=after.last).figures["pending"] == 1
    assert figure_set(commune.successor, before).figures["pending"] == 1


@pytest.mark.parametrize("by", list(By))
def test_one_grouped_query_a_source_whatever_the_number_of_units(commune, by, django_assert_num_queries):
    for _ in range(3):
        DossierFactory(unit=UnitFactory(parent=commune))
    tree = UnitTree.load()
    labels = 0 if by in {By.UNIT, By.OFFICER} else 1

    with django_assert_num_queries(11 + labels):
        figure_set(commune, Q2, by=by, tree=tree)


def test_the_catalogue_is_counted_on_the_last_day_and_with_the_online_dossiers_of_the_period(commune):
    full = ProcedureFactory(service_level=ServiceLevel.FULL)
    ProcedureFactory(service_level=ServiceLevel.FULL, valid_to=date(2024, 6, 13))
    ProcedureFactory(service_level=ServiceLevel.FULL, is_published=False)
    ProcedureFactory(service_level=ServiceLevel.INFORMATION)
    DossierFactory(unit=commune, procedure=full, channel=Channel.ONLINE_FULL)
    DossierFactory(
        unit=commune,
        procedure=ProcedureFactory(),
        received_at=at("2024-01-15 08:00"),
        channel=Channel.ONLINE_PARTIAL,
    )

    codes = [code for code in INDICATORS if code.startswith("procedures")]
    assert counts(commune, Q2, *codes) == (3, 1, 1, 1, 0)


def test_every_figure_lists_exactly_the_records_it_counts(commune):
    DossierFactory(
        unit=commune,
        concluded=True,
        rating=Rating.SATISFIED,
        fee=1,
        is_paid_online=True,
        channel=Channel.ONLINE_FULL,
        is_inter_agency=True,
        papers_to_digitise=1,
        papers_digitised=1,
        has_electronic_result=True,
    )
    DossierFactory(unit=commune, channel=Channel.POSTAL)
    DossierFactory(unit=commune, received_at=at("2024-02-01 08:00"), channel=Channel.ONLINE_PARTIAL)
    scope = Scope.of(commune, Q2)

    found = figure_set(commune, Q2).figures

    assert {code: figures.records(scope, code).count() for code in INDICATORS} == found


def test_an_unknown_indicator_is_refused_by_name(commune):
    with pytest.raises(DomainError, match="Không có chỉ tiêu nào mang mã “sum”"):
        figures.records(Scope.of(commune, Q2), "sum")
