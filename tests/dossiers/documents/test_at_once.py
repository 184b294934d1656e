"""Clerks at the same moment, on PostgreSQL: no number twice, no number left out."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from dossiers.documents import outgoing
from dossiers.models import DocumentNumber
from tests.dossiers.documents.making import MONDAY, Home

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
CLERKS = 20


def test_twenty_clerks_at_once_leave_no_gap_and_give_no_number_twice():
    home = Home()
    drafts = [home.approved() for _ in range(CLERKS // 2)]
    acts = [lambda draft=draft: outgoing.number(draft, by=home.keeper, at=MONDAY).number for draft in drafts]
    acts += [lambda: home.registered().number for _ in range(CLERKS // 2)]
    told, start = [], Barrier(CLERKS)

    def press(act):
        start.wait()
        try:
            told.append(act())
        finally:
            connection.close()

    threads = [Thread(target=press, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == sorted([*range(1, 11), *range(1, 11)])
    for name in ("Báo cáo", "Sổ văn bản đến"):
        lines = DocumentNumber.objects.filter(book__name=name).order_by("number")
        assert [line.number for line in lines] == list(range(1, CLERKS // 2 + 1))
