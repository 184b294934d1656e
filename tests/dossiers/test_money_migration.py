"""Dossiers from before charges were kept line by line get theirs, and the way back takes them away again."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from dossiers.fees.account import Account
from dossiers.migrations import __path__ as folder
from dossiers.models import Charge, Payment, Source
from reports.integrity import money
from tests.dossiers.factories import DossierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def migration():
    (found,) = Path(folder[0]).glob("*_charges_of_earlier_dossiers.py")
    return import_module(f"dossiers.migrations.{found.stem}")


def test_an_earlier_fee_becomes_a_charge_and_what_was_paid_online_a_payment(migration):
    unpaid, online = DossierFactory(fee=8000), DossierFactory(fee=5000, is_paid_online=True)
    sheet = DossierFactory(fee=30000, source=Source.IMPORT)
    nothing = DossierFactory(is_paid_online=True)

    migration.fill(apps, None)
    migration.fill(apps, None)

    accounts = [Account.of(dossier) for dossier in (unpaid, online, sheet, nothing)]
    assert [(one.due, one.paid, one.is_paid_online) for one in accounts] == [
        (8000, 0, False), (5000, 5000, True), (0, 0, False), (0, 0, False),
    ]  # fmt: skip
    assert list(money.problems(None)) == []

    migration.empty(apps, None)

    assert (Charge.objects.count(), Payment.objects.count()) == (0, 0)
    online.refresh_from_db()
    assert (online.fee, online.is_paid_online) == (5000, True)
