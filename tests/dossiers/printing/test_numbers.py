"""Số phiếu: per form, unit and year, without gaps and without reuse, whoever presses when."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers import slips
from dossiers.models import Slip, SlipKind, SlipPrint
from tests.dossiers.factories import OfficerFactory, UnitFactory, at

KINDS = [SlipKind.RECEIPT, SlipKind.SUPPLEMENT, SlipKind.HANDOVER_LIST]


def issued(unit, kind, moment=None):
    return slips.issue(kind, unit=unit, by=None, at=moment or at("2025-05-05 08:00"))


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(KINDS), st.sampled_from([2024, 2025]), st.booleans()),
        max_size=25,
    )
)
def test_numbers_have_no_gap_and_no_double_whatever_is_rolled_back(acts):
    """Each act issues a slip of a unit, form and year; some are rolled back with the move they belong to."""
    with transaction.atomic():
        units = [UnitFactory(), UnitFactory()]
        wanted = defaultdict(int)
        for place, kind, year, fails in acts:
            with transaction.atomic():
                made = issued(units[place], kind, at(f"{year}-05-05 08:00"))
                if fails:
                    transaction.set_rollback(True)
                    continue
            wanted[place, kind, year] += 1
            assert made.number == wanted[place, kind, year]
        for (place, kind, year), count in wanted.items():
            given_out = Slip.objects.filter(unit=units[place], kind=kind, year=year)
            assert sorted(given_out.values_list("number", flat=True)) == [*range(1, count + 1)]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_numbers_of_a_new_year_begin_at_one_by_the_clock_of_viet_nam():
    unit = UnitFactory()
    eve = datetime.fromisoformat("2025-12-31T16:59:00+00:00")

    last = issued(unit, SlipKind.RECEIPT, eve)
    first = issued(unit, SlipKind.RECEIPT, eve + timedelta(minutes=2))

    assert (last.year, last.number) == (2025, 1)
    assert (first.year, first.number) == (2026, 1)


@pytest.mark.django_db
def test_a_correction_keeps_its_number_and_takes_none():
    unit = UnitFactory()
    first = issued(unit, SlipKind.RECEIPT)

    revised = slips.revise(first, by=None, content={})

    assert (revised.number, revised.revision) == (1, 1)
    assert issued(unit, SlipKind.RECEIPT).number == 2


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_eight_desks_at_once_draw_every_number_once_and_leave_no_gap():
    """Every third intake fails after its slip was issued: its number goes to the next one."""
    unit = UnitFactory()

    def work(desk):
        try:
            for turn in range(12):
                with transaction.atomic():
                    slips.issue(SlipKind.RECEIPT, unit=unit, by=None, at=timezone.now())
                    if (desk + turn) % 3 == 0:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as desks:
        list(desks.map(work, range(8)))

    numbers = sorted(Slip.objects.filter(unit=unit).values_list("number", flat=True))
    assert numbers == [*range(1, 65)]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_are_two_prints_and_one_who_presses_twice_is_one():
    unit = UnitFactory()
    people = [OfficerFactory(unit=unit) for _ in range(4)]
    slip = issued(unit, SlipKind.HANDOVER_LIST)

    def work(person):
        try:
            return slips.record_print(slip, by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as desks:
        times = sorted(desks.map(work, people))

    assert times == [1, 2, 3, 4]
    last = SlipPrint.objects.order_by("-pk").first().by
    with ThreadPoolExecutor(4) as desks:
        assert set(desks.map(work, [last] * 4)) == {4}
