"""Các bước của sáng kiến."""

from itertools import pairwise

import pytest

from initiatives.status import InitiativeStatus
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", InitiativeStatus)
def test_history_leads_to_every_state(status):
    made = InitiativeFactory(status=status)

    events = list(made.events.all())
    assert made.status == events[-1].to_status == status
    assert all(before.to_status == after.from_status for before, after in pairwise(events))
