"""The query of many counts is written once; each question puts its own days and units into it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import counting
from reports.figures import By, figure_set
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, UnitFactory, at

pytestmark = pytest.mark.django_db
Q1, Q2 = Period.parse("2024-Q1"), Period.parse("2024-Q2")


def test_another_period_and_unit_ask_the_same_text():
    first, second = UnitFactory(), UnitFactory()
    DossierFactory(unit=first, received_at=at("2024-03-10 08:00"))
    DossierFactory(unit=second, received_at=at("2024-03-20 08:00"))
    figure_set(first, Q1, by=By.FIELD)
    written = counting._written.cache_info().currsize

    found = [
        figure_set(unit, period, by=By.FIELD).figures["received"]
        for unit in (first, second)
        for period in (Q1, Q2)
    ]

    assert found == [1, 0, 0, 1]
    assert counting._written.cache_info().currsize == written


def test_no_stand_in_reaches_the_database():
    district = UnitFactory(kind="district")
    DossierFactory(unit=UnitFactory(parent=district))

    with CaptureQueriesContext(connection) as asked:
        assert figure_set(district, Q2, by=By.UNIT).figures["received"] == 1

    assert not [query["sql"] for query in asked if "0001-01-0" in query["sql"] or "(-1" in query["sql"]]


def test_an_empty_office_counts_nothing_but_the_catalogue():
    assert set(figure_set(UnitFactory(), Q2).figures.values()) == {0}
