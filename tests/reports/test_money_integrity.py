"""`check_integrity` on money and results: what was edited behind the portal's back is told."""

import pytest
from django.db import connection

from dossiers.fees import taking
from dossiers.models import PaymentMethod
from reports.integrity import money
from tests.dossiers.factories import DossierFactory
from tests.dossiers.money import COPY, REGISTRY, charged, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    """One dossier paid online, one whose payment was reversed, one refunded in part."""
    online = charged(REGISTRY, COPY)
    paid(online, 21000, method=PaymentMethod.ONLINE)
    taking.reverse(paid(charged(REGISTRY), 5000), reason="Ghi nhầm", by=None)
    taking.refund(paid(charged(REGISTRY), 5000), amount=1000, reason="Thu thừa", by=None)
    DossierFactory()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount


def codes():
    found = list(money.problems(None))
    assert all(problem.record and problem.message.endswith(".") for problem in found)
    return {problem.code for problem in found}


def test_books_that_the_portal_wrote_hold_together(books):
    assert codes() == set()


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("money.fee", "UPDATE dossiers_dossier SET fee = 1 WHERE fee = 21000"),
        ("money.fee", "UPDATE dossiers_charge SET amount = 6000 WHERE amount = 5000"),
        ("money.online", "UPDATE dossiers_dossier SET is_paid_online = (1 = 0)"),
        ("money.online", "UPDATE dossiers_payment SET method = 'cash' WHERE method = 'online'"),
        ("money.day", "UPDATE dossiers_payment SET paid_on = '2020-01-01'"),
        ("money.pair", "UPDATE dossiers_payment SET dossier_id = (SELECT MAX(id) FROM dossiers_dossier) "
                       "WHERE entry = 'reversal'"),
        ("money.pair", "UPDATE dossiers_payment SET amount = -9000, fee_part = 0, duty_part = -9000 "
                       "WHERE entry = 'refund'"),
        ("money.pair", "UPDATE dossiers_payment SET amount = -100, fee_part = 0, duty_part = -100 "
                       "WHERE entry = 'reversal'"),
    ],
)  # fmt: skip
def test_an_edited_line_is_reported(books, code, sql):
    run(sql)

    assert code in codes()
