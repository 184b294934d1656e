"""Thủ tục thay thế: a page and a posted code lead to the same procedure, the last that is in force."""

from datetime import date
from itertools import pairwise

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import successors
from dossiers.models import PostedKind
from dossiers.posting import hanging
from tests.dossiers.factories import OfficerFactory, ProcedureFactory

pytestmark = pytest.mark.django_db
TODAY, PAST, FUTURE = date(2025, 7, 15), date(2025, 6, 30), date(2025, 8, 1)


def chain(*procedures):
    """Each replaced by the next; the first."""
    for one, following in pairwise(procedures):
        one.replaced_by = following
        one.save()
    return procedures[0]


def test_the_last_in_force_stands_for_all_before_it():
    ended = ProcedureFactory(valid_to=PAST)
    stays = ProcedureFactory(valid_to=FUTURE)
    newest, withdrawn = ProcedureFactory(), ProcedureFactory(is_published=False)
    first = chain(ended, stays, newest, withdrawn)

    assert successors.standing(first, TODAY) == newest
    assert successors.successor(first, TODAY) == newest


def test_one_that_is_still_in_force_stands_for_itself():
    staying, coming = ProcedureFactory(valid_to=FUTURE), ProcedureFactory(valid_from=FUTURE)
    undated = ProcedureFactory()
    chain(staying, coming)
    chain(undated, coming)

    assert [successors.standing(one, TODAY) for one in (staying, undated)] == [staying, undated]
    assert not successors.is_over(undated, TODAY)
    assert successors.is_over(undated, FUTURE)


def test_what_comes_later_stands_only_where_nothing_else_does():
    middle, coming = ProcedureFactory(valid_to=FUTURE), ProcedureFactory(valid_from=FUTURE)
    first = chain(ProcedureFactory(valid_to=PAST), middle, coming)
    bare = chain(ProcedureFactory(valid_to=PAST), ProcedureFactory(valid_from=FUTURE))

    assert successors.standing(first, TODAY) == middle
    assert successors.standing(bare, TODAY) == bare.replaced_by


def test_a_page_and_a_posted_code_lead_to_the_same(client):
    officer, newest = OfficerFactory(), ProcedureFactory(code="9.3")
    old = chain(ProcedureFactory(valid_to=PAST), ProcedureFactory(code="9.2"), newest)
    code = hanging.post(unit=officer.unit, kind=PostedKind.PROCEDURE, procedure=old, place="Cổng", by=officer)

    page, scanned = client.get(f"/thu-tuc/{old.code}/"), client.get(f"/q/{code.short}")

    assertContains(page, 'href="/thu-tuc/9.3/"')
    assert scanned["Location"].startswith("/thu-tuc/9.3/?")


def test_a_page_replaced_from_a_later_day_is_not_said_to_be_over(client):
    old = chain(ProcedureFactory(name="Khai tử"), ProcedureFactory(valid_from=date(2099, 1, 1)))

    page = client.get(f"/thu-tuc/{old.code}/")

    assertContains(page, "Bạn cần mang theo")
    assertNotContains(page, "đã được thay")
