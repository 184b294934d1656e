"""Officers at the same moment, on PostgreSQL: money is taken once, a result is handed over once."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from dossiers import returning
from dossiers.fees import taking
from dossiers.fees.account import Account
from dossiers.models import Dossier, Payment, ReturnRecord, Slip
from portal.errors import DomainError
from tests.dossiers.money import REGISTRY, charged, concluded

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
OFFICERS = 8


def at_once(act):
    """What each officer was told, all of them pressing together."""
    told, start = [], Barrier(OFFICERS)

    def press():
        start.wait()
        try:
            told.append(act())
        except DomainError as refused:
            told.append(refused.message)
        finally:
            connection.close()

    officers = [Thread(target=press) for _ in range(OFFICERS)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    return told


def test_the_same_money_is_taken_once_whoever_presses():
    dossier = charged(REGISTRY)

    told = at_once(
        lambda: taking.take(
            Dossier.objects.get(pk=dossier.pk), method="cash", amount=5000, by=None, key=uuid4()
        )
    )

    assert Payment.objects.count() == 1
    assert sorted(isinstance(one, str) for one in told) == [False] + [True] * (OFFICERS - 1)
    assert Account.of(dossier).owed == 0


def test_one_form_sent_many_times_at_once_takes_the_money_once():
    dossier, key = charged(REGISTRY), uuid4()

    told = at_once(
        lambda: taking.take(Dossier.objects.get(pk=dossier.pk), method="cash", amount=1000, by=None, key=key)
    )

    assert Payment.objects.get().amount == 1000
    assert sorted(is_new for _, is_new in told) == [False] * (OFFICERS - 1) + [True]


@pytest.mark.parametrize("same_form", [True, False])
def test_a_result_is_handed_over_once(same_form):
    dossier, batch = concluded(charged()), uuid4()
    receiver = returning.Receiver("owner", "Trần Thị Bích Ngọc", "", "card")

    told = at_once(
        lambda: returning.hand_over(
            [Dossier.objects.get(pk=dossier.pk)],
            batch=batch if same_form else uuid4(),
            receiver=receiver,
            way="counter",
            by=None,
        )
    )

    assert (ReturnRecord.objects.count(), Slip.objects.filter(kind="return_receipt").count()) == (1, 1)
    assert sum(isinstance(one, str) for one in told) == (0 if same_form else OFFICERS - 1)
