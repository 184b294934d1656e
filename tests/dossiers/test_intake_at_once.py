"""Many desks at once on PostgreSQL: no code, line or receipt is given twice, none is left out."""

import pytest

from tests.bench import intakes
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
OFFICERS, EACH = 10, 8


@pytest.mark.parametrize("times_sent", [1, 2])
def test_desks_taking_in_at_once_leave_no_gap_and_no_double(times_sent, capsys):
    unit = UnitFactory()
    officers = OfficerFactory.create_batch(OFFICERS, unit=unit)

    run = intakes.take_in(officers, ProcedureFactory.create_batch(3), each=EACH, times_sent=times_sent)

    with capsys.disabled():
        print(f"\n{run}")
    assert intakes.wrong_with(unit, OFFICERS * EACH) == []
    assert run.new == OFFICERS * EACH
    assert len(run.seconds) == OFFICERS * EACH * times_sent
