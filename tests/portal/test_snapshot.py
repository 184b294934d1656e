"""One moment: what another connection writes meanwhile is not seen inside."""

import threading

import pytest
from django.db import connection

from portal.models import Unit
from portal.snapshot import one_moment
from tests.dossiers.factories import UnitFactory


def add_unit_elsewhere():
    def work():
        UnitFactory()
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.servers
def test_queries_inside_agree_whatever_others_write():
    with one_moment():
        before = Unit.objects.count()
        add_unit_elsewhere()
        assert Unit.objects.count() == before

    assert Unit.objects.count() == before + 1


@pytest.mark.django_db
def test_it_nests_in_a_running_transaction():
    with one_moment():
        UnitFactory()

    assert Unit.objects.count() == 1
