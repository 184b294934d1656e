"""The page of fees of a dossier, as an officer and a leader use it."""

import re
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.fees import vietqr
from dossiers.fees.account import Account
from dossiers.models import FeeKind, Office
from dossiers.status import DossierStatus
from portal.models import Role
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UserFactory
from tests.dossiers.money import COPY, REGISTRY, charged, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng")
    client.force_login(officer)
    return officer


def page(dossier):
    return f"/ho-so/{dossier.code}/phi/"


def sent(prefix, **values):
    return {"act": prefix} | {f"{prefix}-{name}": value for name, value in values.items()}


def test_the_dossiers_page_says_what_is_owed_and_leads_to_the_page_of_fees(client, officer):
    dossier = charged(REGISTRY, COPY, officer=officer)

    response = client.get(dossier.get_absolute_url())

    for words in ("Lệ phí hộ tịch", "16.000 đồng", "Còn phải thu 21.000 đồng", page(dossier)):
        assertContains(response, words)


def test_cash_is_taken_and_the_page_says_so(client, officer):
    dossier = charged(REGISTRY, officer=officer)

    response = client.post(
        page(dossier),
        sent("take", amount="5.000", method="cash", receipt_number="0012345", key=uuid4()),
        follow=True,
    )

    assertRedirects(response, page(dossier))
    assertContains(response, "Đã thu 5.000 đồng, tiền mặt.")
    assertContains(response, "Biên lai số 0012345")
    payment = dossier.payments.get()
    assert (payment.amount, payment.taken_by, payment.unit) == (5000, officer, officer.unit)


def test_a_form_sent_twice_is_told_what_it_became(client, officer):
    dossier, form = charged(REGISTRY, officer=officer), sent("take", amount=5000, method="cash", key=uuid4())
    client.post(page(dossier), form)

    response = client.post(page(dossier), form, follow=True)

    assertContains(response, "Phiếu này đã được ghi: 5.000 đồng, tiền mặt.")
    assert dossier.payments.count() == 1


def test_the_second_officer_reads_why_the_money_is_not_taken_again(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    paid(dossier, 5000)

    response = client.post(page(dossier), sent("take", amount=5000, method="cash", key=uuid4()))

    assertContains(response, f"Hồ sơ {dossier.code} không còn khoản nào phải thu.")
    assert dossier.payments.count() == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (sent("take", amount="năm nghìn", method="cash", key=uuid4()), "Gõ số tiền bằng đồng, ví dụ 8.000."),
        (sent("take", amount="5000", method="transfer", key=uuid4()), "ghi mã giao dịch"),
        (sent("take", amount="9.000", method="cash", key=uuid4()), "còn phải thu 5.000 đồng"),
        (sent("charge", kind="fee", label="", amount="1"), "Trường này là bắt buộc"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_stays_typed(client, officer, form, words):
    dossier = charged(REGISTRY, officer=officer)

    response = client.post(page(dossier), form)

    assertContains(response, words)
    if "take-amount" in form:
        assertContains(response, f'value="{form["take-amount"]}"')
    assert not dossier.payments.exists()


def test_a_line_of_the_catalogue_is_laid_on_so_many_times(client, officer):
    procedure = ProcedureFactory()
    listed = procedure.fees.create(position=1, amount=8000, note="Mỗi bản sao trích lục", kind=FeeKind.FEE)
    procedure.fees.create(position=2, amount=None, note="Theo nghị quyết của tỉnh")
    dossier = charged(officer=officer, procedure=procedure)

    client.post(page(dossier), sent(f"listed-{listed.pk}", quantity=3))

    charge = dossier.charges.get()
    assert (charge.kind, charge.label, charge.amount) == ("fee", "Mỗi bản sao trích lục × 3", 24000)
    dossier.refresh_from_db()
    assert dossier.fee == 24000


def test_exempting_cancelling_refunding_and_reversing_all_ask_why(client, officer):
    dossier = charged(REGISTRY, COPY, officer=officer)
    duty, fee = dossier.charges.get(kind="duty"), dossier.charges.get(kind="fee")
    client.post(page(dossier), sent(f"exempt-{duty.pk}", exempted=5000, reason="Hộ nghèo"))
    first = paid(dossier, 10000)
    client.post(page(dossier), sent(f"reverse-{first.pk}", reason="Ghi nhầm hồ sơ"))
    second = paid(dossier, 16000)
    client.post(page(dossier), sent(f"cancel-{fee.pk}", reason="Không lấy bản sao"))
    client.post(page(dossier), sent(f"refund-{second.pk}", amount=16000, reason="Không lấy", key=uuid4()))

    response = client.get(page(dossier))

    for words in ("Hộ nghèo", "Ghi nhầm hồ sơ", "Không lấy bản sao", "Hoàn trả", "Hủy ghi nhầm"):
        assertContains(response, words)
    account = Account.of(dossier)
    assert (account.due, account.paid, account.owed) == (0, 0, 0)
    assert [one.amount for one in account.payments] == [10000, -10000, 16000, -16000]


def test_an_act_without_a_reason_is_refused(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    payment = paid(dossier, 5000)

    response = client.post(page(dossier), sent(f"reverse-{payment.pk}", reason=" "))

    assertContains(response, "Trường này là bắt buộc")
    assert dossier.payments.count() == 1


def test_a_vietqr_code_stands_there_when_the_unit_has_an_account(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    assertContains(client.get(page(dossier)), "Chưa có mã VietQR")
    Office.objects.create(
        unit=officer.unit, bank_bin="970415", bank_account="113366668888", bank_holder="UBND XÃ SỐ 1"
    )

    response = client.get(page(dossier))

    assertContains(response, "Mã VietQR chuyển 5.000 đồng, nội dung")
    assertContains(response, "113366668888")


def test_the_slip_to_take_home_carries_a_code_that_a_bank_reads(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    slip = f"{page(dossier)}chuyen-khoan.pdf"
    assertRedirects(client.get(slip), page(dossier))
    Office.objects.create(
        unit=officer.unit, bank_bin="970415", bank_account="113366668888", bank_holder="UBND XÃ SỐ 1"
    )

    picture = pypdfium2.PdfDocument(client.get(slip).content)[0].render(scale=2).to_pil()

    (code,) = zxingcpp.read_barcodes(picture)
    read = dict(vietqr.fields(code.text))
    assert (read["54"], dict(vietqr.fields(read["62"]))["08"]) == ("5000", dossier.code)


def test_a_leader_lets_a_result_go_unpaid_but_takes_no_money(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.LEADER]))

    refused = client.post(page(dossier), sent("take", amount=5000, method="cash", key=uuid4()))
    response = client.post(page(dossier), sent("defer", reason="Bà cụ neo đơn"), follow=True)

    assert refused.status_code == 403
    assertContains(response, "Lãnh đạo đã cho trả kết quả khi chưa thu đủ.")
    assert dossier.events.get(action="defer_payment").details == {"owed": 5000}
    assert not dossier.payments.exists()


def test_an_officer_does_not_let_it_go_unpaid(client, officer):
    dossier = charged(REGISTRY, officer=officer)

    assert client.post(page(dossier), sent("defer", reason="Quen")).status_code == 403
    assertNotContains(client.get(page(dossier)), "Cho trả kết quả khi chưa thu đủ")


def test_waiting_for_payment_is_asked_for_on_the_dossiers_page_and_ends_with_the_money(client, officer):
    dossier = charged(REGISTRY, officer=officer)
    client.post(f"/ho-so/{dossier.code}/chuyen-xu-ly/")

    client.post(f"/ho-so/{dossier.code}/yeu-cau-nop-phi/", {"reason": "Lệ phí hộ tịch, nộp tại quầy"})
    dossier.refresh_from_db()
    asked = dossier.status
    refused = client.post(f"/ho-so/{dossier.code}/da-nop-phi/")
    client.post(page(dossier), sent("take", amount=5000, method="cash", key=uuid4()))

    dossier.refresh_from_db()
    assert (asked, dossier.status) == (DossierStatus.AWAITING_PAYMENT, DossierStatus.PROCESSING)
    assertContains(refused, "còn phải thu 5.000 đồng")


def test_the_page_costs_the_same_whatever_it_holds(client, officer):
    bare, full = charged(REGISTRY, officer=officer), charged(REGISTRY, COPY, officer=officer)
    for amount in (1000, 2000, 3000):
        paid(full, amount)
    paid(bare, 1000)

    counts = []
    for dossier in (bare, full):
        with CaptureQueriesContext(connection) as asked:
            client.get(page(dossier))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_form_of_the_page_has_its_own_names(client, officer):
    dossier = charged(REGISTRY, COPY, officer=officer)
    paid(dossier, 1000)

    names = re.findall(
        r'name="([a-z]+-?\d*-(?:reason|amount|exempted|key))"', client.get(page(dossier)).content.decode()
    )

    assert len(names) == len(set(names)) > 6
