"""Phí, lệ phí: charges, exemptions, payments, refunds and reversals of one dossier."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from dossiers import lifecycle
from dossiers.fees import charging, lines, taking, vietqr, waiting
from dossiers.fees.account import Account
from dossiers.models import Charge, Dossier, EntryKind, FeeKind, Payment, PaymentMethod, Source
from dossiers.status import DossierStatus
from portal.errors import DomainError
from portal.models import AuditEvent
from reports.integrity import money
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory
from tests.dossiers.money import COPY, REGISTRY, charged, paid

pytestmark = pytest.mark.django_db


def columns(dossier):
    dossier.refresh_from_db()
    return dossier.fee, dossier.is_paid_online


class TestReception:
    def test_charges_of_the_reception_are_what_the_dossier_says_is_due(self):
        dossier = charged(REGISTRY, COPY)

        assert columns(dossier) == (21000, False)
        assert [(one.kind, one.amount) for one in dossier.charges.all()] == [("duty", 5000), ("fee", 16000)]

    def test_a_sum_alone_becomes_one_charge_named_by_the_catalogue(self):
        procedure = ProcedureFactory()
        procedure.fees.create(position=1, amount=8000, note="Mỗi bản sao trích lục", kind=FeeKind.FEE)

        dossier = lifecycle.receive(
            procedure=procedure, unit=OfficerFactory().unit, applicant_name="A", by=None, fee=8000
        )

        charge = dossier.charges.get()
        assert (charge.kind, charge.label, charge.amount) == ("fee", "Mỗi bản sao trích lục", 8000)

    def test_a_sum_paid_online_is_in_the_book_as_online(self):
        dossier = lifecycle.receive(
            procedure=ProcedureFactory(), unit=OfficerFactory().unit, applicant_name="A", by=None,
            fee=8000, is_paid_online=True,
        )  # fmt: skip

        payment = dossier.payments.get()
        assert (payment.method, payment.amount, payment.paid_at) == ("online", 8000, dossier.received_at)
        assert columns(dossier) == (8000, True)

    def test_nothing_due_was_not_paid_online(self):
        dossier = lifecycle.receive(
            procedure=ProcedureFactory(), unit=OfficerFactory().unit, applicant_name="A", by=None,
            is_paid_online=True,
        )  # fmt: skip

        assert columns(dossier) == (0, False)
        assert not dossier.payments.exists()


@pytest.mark.parametrize(
    ("note", "field", "kind"),
    [
        ("Lệ phí đăng ký hộ kinh doanh: mức do tỉnh quyết định", "ho-kinh-doanh", "duty"),
        ("Phí thẩm định cấp giấy chứng nhận", "nong-nghiep", "fee"),
        ("Mỗi bản sao trích lục hộ tịch (Thông tư 281/2016/TT-BTC)", "ho-tich", "fee"),
        ("Mỗi trang bản chính cho hai trang đầu", "chung-thuc", "fee"),
        ("Mỗi Giấy chứng nhận đăng ký phương tiện", "duong-thuy", "duty"),
    ],
)
def test_the_catalogue_tells_phi_from_le_phi_by_its_note(note, field, kind):
    assert lines.guessed_kind(note, field) == kind


class TestCharges:
    def test_an_exemption_with_its_reason_lowers_what_is_due(self):
        dossier = charged(REGISTRY, COPY)
        charge = dossier.charges.get(kind=FeeKind.DUTY)

        charging.exempt(charge, exempted=5000, reason="Hộ nghèo", by=dossier.received_by)

        assert columns(dossier) == (16000, False)
        event = dossier.events.get(action="exempt_charge")
        assert event.reason == "“Lệ phí hộ tịch” được miễn, giảm 5.000 đồng: Hộ nghèo"
        assert event.details == {"charge": charge.pk, "exempted": 5000}
        assert AuditEvent.objects.about(dossier).filter(action="dossier.exempt_charge").count() == 1

    def test_an_exemption_above_the_charge_is_refused(self):
        charge = charged(REGISTRY).charges.get()

        with pytest.raises(DomainError, match="không được quá khoản thu"):
            charging.exempt(charge, exempted=5001, reason="Hộ nghèo", by=None)

    def test_a_cancelled_charge_stays_to_be_read_and_counts_no_more(self):
        dossier = charged(REGISTRY, COPY)
        charging.cancel(dossier.charges.get(kind=FeeKind.FEE), reason="Ghi nhầm", by=dossier.received_by)

        assert columns(dossier) == (5000, False)
        assert dossier.charges.count() == 2
        with pytest.raises(DomainError, match="đã bỏ"):
            charging.exempt(dossier.charges.get(kind=FeeKind.FEE), exempted=1, reason="x", by=None)

    def test_charges_and_payments_are_never_deleted(self):
        dossier = charged(REGISTRY)
        payment = paid(dossier, 5000)

        for row in (dossier.charges.get(), payment):
            with pytest.raises(TypeError):
                row.delete()
        with pytest.raises(TypeError):
            payment.save()

    def test_an_imported_dossier_keeps_the_columns_of_its_sheet(self):
        dossier = DossierFactory(source=Source.IMPORT, fee=30000, is_paid_online=True)

        charging.add(dossier, [REGISTRY], by=OfficerFactory())

        assert columns(dossier) == (30000, True)


class TestPayments:
    def test_what_is_paid_is_laid_on_phi_first_then_on_le_phi(self):
        dossier = charged(REGISTRY, COPY)

        parts = [(one.fee_part, one.duty_part) for one in (paid(dossier, 18000), paid(dossier, 3000))]

        assert parts == [(16000, 2000), (0, 3000)]
        account = Account.of(dossier)
        assert (account.due, account.paid, account.owed) == (21000, 21000, 0)

    def test_more_than_is_owed_is_refused(self):
        dossier = charged(REGISTRY)

        with pytest.raises(DomainError, match=r"còn phải thu 5\.000 đồng"):
            paid(dossier, 5001)

    def test_of_two_officers_who_take_the_same_money_the_second_is_told(self):
        dossier = charged(REGISTRY)
        paid(dossier, 5000)

        with pytest.raises(DomainError, match="không còn khoản nào phải thu"):
            paid(Dossier.objects.get(pk=dossier.pk), 5000, by=OfficerFactory())
        assert Payment.objects.count() == 1

    def test_a_form_sent_twice_takes_the_money_once(self):
        dossier, key = charged(REGISTRY), uuid4()

        first, is_new = taking.take(dossier, method="cash", amount=2000, by=None, key=key)
        again, is_new_again = taking.take(dossier, method="cash", amount=2000, by=None, key=key)

        assert (is_new, is_new_again, first) == (True, False, again)
        assert Account.of(dossier).paid == 2000

    @pytest.mark.parametrize("method", [PaymentMethod.TRANSFER, PaymentMethod.ONLINE])
    def test_a_transfer_says_its_reference(self, method):
        with pytest.raises(DomainError, match="mã giao dịch"):
            paid(charged(REGISTRY), 5000, method=method, reference="")

    def test_money_paid_online_marks_the_dossier_as_long_as_it_stays(self):
        dossier = charged(REGISTRY)
        payment = paid(dossier, 5000, method=PaymentMethod.ONLINE)
        assert columns(dossier) == (5000, True)

        taking.reverse(payment, reason="Ghi nhầm hồ sơ", by=dossier.received_by)

        assert columns(dossier) == (5000, False)

    def test_a_reversal_stands_beside_what_it_reverses(self):
        dossier = charged(REGISTRY, COPY)
        payment = paid(dossier, 21000)

        entry = taking.reverse(payment, reason="Ghi nhầm", by=None)
        again = taking.reverse(payment, reason="Ghi nhầm", by=None)

        assert entry == again
        assert (entry.entry, entry.amount, entry.fee_part, entry.duty_part, entry.reverses) == (
            EntryKind.REVERSAL, -21000, -16000, -5000, payment,
        )  # fmt: skip
        assert Account.of(dossier).owed == 21000

    def test_a_refund_goes_first_from_what_is_no_longer_due(self):
        dossier = charged(REGISTRY, COPY)
        payment = paid(dossier, 21000)
        charging.exempt(dossier.charges.get(kind=FeeKind.DUTY), exempted=5000, reason="Hộ nghèo", by=None)

        entry = taking.refund(payment, amount=5000, reason="Được miễn", by=None, key=uuid4())

        assert (entry.fee_part, entry.duty_part) == (0, -5000)
        assert Account.of(dossier).owed == 0

    def test_no_more_is_given_back_than_came_in(self):
        dossier = charged(REGISTRY)
        payment = paid(dossier, 5000)
        taking.refund(payment, amount=3000, reason="Thu thừa", by=None)

        with pytest.raises(DomainError, match=r"còn 2\.000 đồng có thể hoàn trả"):
            taking.refund(payment, amount=3000, reason="Thu thừa", by=None)
        with pytest.raises(DomainError, match="đã hoàn trả một phần"):
            taking.reverse(payment, reason="Ghi nhầm", by=None)


class AccountTest(HypothesisTestCase):
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from("atcxeorf"), st.integers(1, 9000)), max_size=12))
    def test_whatever_is_done_the_columns_are_the_sums_and_the_book_is_in_pairs(self, acts):
        dossier = charged(REGISTRY)
        officer = dossier.received_by
        for act, number in acts:
            payments = list(dossier.payments.filter(entry=EntryKind.PAYMENT))
            charges = list(dossier.charges.all())
            payment = payments[number % len(payments)] if payments else None
            charge = charges[number % len(charges)]
            try:
                match act:
                    case "a":
                        kind = FeeKind.FEE if number % 2 else FeeKind.DUTY
                        charging.add(dossier, [lines.Line(kind, "Khoản", number)], by=officer)
                    case "t" | "o":
                        method = PaymentMethod.ONLINE if act == "o" else PaymentMethod.CASH
                        paid(dossier, number, method=method)
                    case "c":
                        charging.cancel(charge, reason="x", by=officer)
                    case "e" | "x":
                        charging.exempt(charge, exempted=number, reason="x", by=officer)
                    case "r" if payment:
                        taking.reverse(payment, reason="x", by=officer)
                    case "f" if payment:
                        taking.refund(payment, amount=number, reason="x", by=officer)
            except DomainError:
                continue

        dossier.refresh_from_db()
        account = Account.of(dossier)
        assert dossier.fee == account.due == sum(one.due for one in Charge.objects.standing())
        assert account.paid >= 0
        assert account.owed == account.fee_owed + account.duty_owed
        assert list(money.problems(None)) == []


class TestWaitingForPayment:
    def test_the_clock_stands_until_all_is_paid_and_runs_on_by_itself(self):
        officer = OfficerFactory()
        dossier = charged(REGISTRY, officer=officer, at=timezone.now() - timedelta(days=1))
        lifecycle.start_processing(dossier, by=officer)
        waiting.request_payment(dossier, reason="Nộp lệ phí", by=officer)
        dossier.refresh_from_db()
        assert (dossier.status, dossier.paused_since is None) == (DossierStatus.AWAITING_PAYMENT, False)

        paid(dossier, 2000)
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.AWAITING_PAYMENT
        paid(dossier, 3000)

        dossier.refresh_from_db()
        assert (dossier.status, dossier.paused_since) == (DossierStatus.PROCESSING, None)
        assert [one.action for one in dossier.events.order_by("pk")][-3:] == [
            "take_payment", "take_payment", "settle_payment",
        ]  # fmt: skip

    def test_it_cannot_go_on_while_something_is_owed(self):
        officer = OfficerFactory()
        dossier = charged(REGISTRY, officer=officer)
        lifecycle.start_processing(dossier, by=officer)
        waiting.request_payment(dossier, reason="Nộp lệ phí", by=officer)

        with pytest.raises(DomainError, match=r"còn phải thu 5\.000 đồng"):
            waiting.settle_payment(dossier, by=officer)

    def test_a_full_exemption_lets_it_go_on(self):
        officer = OfficerFactory()
        dossier = charged(REGISTRY, officer=officer)
        lifecycle.start_processing(dossier, by=officer)
        waiting.request_payment(dossier, reason="Nộp lệ phí", by=officer)

        charging.exempt(dossier.charges.get(), exempted=5000, reason="Người có công", by=officer)

        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.PROCESSING


class TestVietQr:
    def test_a_code_without_purpose_is_rebuilt_letter_by_letter(self):
        assert vietqr.payload(bank_bin="970436", account="0011001800879", amount=100000) == (
            "00020101021238570010A00000072701270006970436011300110018008790208QRIBFTTA530370454061000005802VN"
            "630488E4"
        )

    def test_a_code_in_the_field_is_rebuilt_letter_by_letter(self):
        """A transfer of 897.000 đồng as a payment service issued it."""
        issued = (
            "00020101021238570010A000000727012700069704220113VQRQAFGHB37900208QRIBFTTA530370454068970005802VN"
            "62200816EXT17629982226606304E403"
        )

        built = vietqr.payload(
            bank_bin="970422", account="VQRQAFGHB3790", amount=897000, purpose="EXT1762998222660"
        )

        assert built == issued

    def test_checksum_is_ccitt_false(self):
        assert vietqr.checksum("123456789") == 0x29B1

    def test_fields_are_read_back_with_amount_and_code_of_the_dossier(self):
        text = vietqr.payload(
            bank_bin="970415", account="113366668888", amount=21000, purpose="H50.25-240823-0001"
        )

        read = dict(vietqr.fields(text))
        assert list(read) == ["00", "01", "38", "53", "54", "58", "62", "63"]
        assert (read["01"], read["53"], read["54"], read["58"]) == ("12", "704", "21000", "VN")
        assert dict(vietqr.fields(read["62"])) == {"08": "H50.25-240823-0001"}
        assert dict(vietqr.fields(dict(vietqr.fields(read["38"]))["01"])) == {
            "00": "970415",
            "01": "113366668888",
        }

    def test_the_purpose_has_what_every_bank_carries_and_keeps_its_end(self):
        assert vietqr.spelt("Lệ phí hồ sơ: đ") == "LE PHI HO SO  D"
        assert vietqr.spelt("000.00.25.H50-240823-00012345") == "00.25.H50-240823-00012345"
