"""Phí, lệ phí của một hồ sơ: one page on which charges are laid, exempted, paid, given back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.fees import charging, entering, paper, taking, transfer, waiting
from dossiers.fees.account import Account, left_of
from dossiers.forms.fees import (
    ChargeForm,
    DeferForm,
    ExemptForm,
    FeeForm,
    ListedChargeForm,
    ReasonForm,
    RefundForm,
    TakeForm,
)
from dossiers.models import Charge, Dossier, EntryKind, Payment
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.privacy import Veil
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, User


@dataclass(frozen=True)
class ChargeRow:
    """One charge with what may be done to it; no forms where nothing may."""

    charge: Charge
    exempt: ExemptForm | None = None
    cancel: ReasonForm | None = None

    @property
    def is_open(self) -> bool:
        return bool((self.exempt and self.exempt.is_bound) or (self.cancel and self.cancel.is_bound))


@dataclass(frozen=True)
class PaymentRow:
    """One line of the book with what is left of it."""

    payment: Payment
    refund: RefundForm | None = None
    reverse: ReasonForm | None = None

    @property
    def is_open(self) -> bool:
        return bool((self.refund and self.refund.is_bound) or (self.reverse and self.reverse.is_bound))


@role_required(*MOVING_ROLES, Role.LEADER)
@require_http_methods(["GET", "POST"])
def fees(request: OfficerRequest, code: str) -> HttpResponse:
    """Phí, lệ phí. Each small form says by its button what it is; the others stay as they were."""
    visible = Dossier.objects.visible_to(request.user).select_related(
        "procedure", "receiving_unit__successor", "resolving_unit"
    )
    dossier = get_object_or_404(visible, code=code)
    desk = _Desk(request, dossier)
    if request.method == "POST":
        desk.check()
        if desk.done():
            return redirect("dossiers:fees", dossier.code)
    return render(request, "dossiers/fees.html", desk.shown())


@role_required(*MOVING_ROLES)
@require_GET
def transfer_slip(request: OfficerRequest, code: str) -> HttpResponse:
    """Hướng dẫn chuyển khoản, to be given along with the receipt."""
    visible = Dossier.objects.visible_to(request.user).select_related("receiving_unit__successor")
    dossier = get_object_or_404(visible, code=code)
    found = transfer.owed_by(dossier)
    if found is None:
        messages.error(request, "Không có khoản phải thu, hoặc đơn vị chưa ghi tài khoản.")
        return redirect("dossiers:fees", dossier.code)
    answer = HttpResponse(paper.transfer_pdf(found, dossier), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="chuyen-khoan-{dossier.code}.pdf"'
    return answer


class _Desk:
    """The page's forms, the one that was sent bound to what was typed."""

    def __init__(self, request: OfficerRequest, dossier: Dossier) -> None:
        self.request, self.dossier, self.user = request, dossier, request.user
        self.account = Account.of(dossier)
        self.act = request.POST.get("act", "")
        self.may_take = may_move(self.user, dossier)
        self.may_defer = is_leader_of(self.user, dossier)
        self.listed = [
            ListedChargeForm(self._sent(f"listed-{fee.pk}"), fee=fee)
            for fee in entering.proposed(dossier.procedure)
        ]
        self.charge = ChargeForm(self._sent("charge"))
        self.take = TakeForm(self._sent("take"), owed=self.account.owed)
        self.defer = DeferForm(self._sent("defer"))
        self.charges = [self._charge_row(charge) for charge in self.account.charges]
        self.payments = [self._payment_row(payment) for payment in self.account.payments]

    def check(self) -> None:
        if not (self.may_defer if self.act == "defer" else self.may_take):
            raise PermissionDenied

    def done(self) -> bool:
        """Whether the act that was sent has happened; a refusal stands at its form."""
        found = next(((form, act) for form, act in self._acts() if form is not None and form.is_bound), None)
        if found is None or not found[0].is_valid():
            return False
        form, act = found
        try:
            messages.success(self.request, act())
        except DomainError as error:
            form.add_error(None, error.message)
            return False
        return True

    def shown(self) -> dict[str, object]:
        return {
            "dossier": self.dossier,
            "owner": Veil(self.user).owner(self.dossier),
            "account": self.account,
            "overpaid": max(-self.account.owed, 0),
            "desk": self,
            "transfer": transfer.owed_by(self.dossier, self.account),
            "deferred": waiting.is_deferred(self.dossier),
        }

    def _sent(self, act: str) -> object:
        return self.request.POST if self.act == act else None

    def _charge_row(self, charge: Charge) -> ChargeRow:
        if charge.cancelled_at or not self.may_take:
            return ChargeRow(charge)
        return ChargeRow(
            charge,
            ExemptForm(self._sent(f"exempt-{charge.pk}"), charge=charge),
            ReasonForm(self._sent(f"cancel-{charge.pk}"), act="cancel", record=charge),
        )

    def _payment_row(self, payment: Payment) -> PaymentRow:
        if payment.entry != EntryKind.PAYMENT or not sum(left_of(payment)) or not self.may_take:
            return PaymentRow(payment)
        untouched = not payment.reversals.all()
        reverse = ReasonForm(self._sent(f"reverse-{payment.pk}"), act="reverse", record=payment)
        return PaymentRow(
            payment,
            RefundForm(self._sent(f"refund-{payment.pk}"), payment=payment),
            reverse if untouched or reverse.is_bound else None,
        )

    def _acts(self) -> list[tuple[FeeForm | None, Callable[[], str]]]:
        return [
            (self.take, self._take),
            (self.charge, lambda: self._add(self.charge)),
            (self.defer, self._defer),
            *((form, lambda form=form: self._add(form)) for form in self.listed),
            *((row.exempt, lambda form=row.exempt: self._exempt(form)) for row in self.charges),
            *((row.cancel, lambda form=row.cancel: self._cancel(form)) for row in self.charges),
            *((row.refund, lambda form=row.refund: self._refund(form)) for row in self.payments),
            *((row.reverse, lambda form=row.reverse: self._reverse(form)) for row in self.payments),
        ]

    def _take(self) -> str:
        payment, is_new = taking.take(self.dossier, by=self.user, **self.take.cleaned_data)
        said = f"{formats.money(payment.amount)}, {payment.get_method_display().lower()}"
        return f"Đã thu {said}." if is_new else f"Phiếu này đã được ghi: {said}."

    def _add(self, form: ChargeForm | ListedChargeForm) -> str:
        line = form.line()
        charging.add(self.dossier, [line], by=self.user)
        return f"Đã thêm khoản thu {formats.money(line.amount)}."

    def _exempt(self, form: ExemptForm) -> str:
        charging.exempt(form.record, by=self.user, **form.cleaned_data)
        return "Đã ghi miễn, giảm."

    def _cancel(self, form: ReasonForm) -> str:
        assert isinstance(form.record, Charge)
        charging.cancel(form.record, by=self.user, **form.cleaned_data)
        return "Đã bỏ khoản thu."

    def _refund(self, form: RefundForm) -> str:
        entry = taking.refund(form.record, by=self.user, **form.cleaned_data)
        return f"Đã ghi hoàn trả {formats.money(-entry.amount)}."

    def _reverse(self, form: ReasonForm) -> str:
        assert isinstance(form.record, Payment)
        taking.reverse(form.record, by=self.user, **form.cleaned_data)
        return "Đã hủy lần thu ghi nhầm; cả hai dòng còn trong sổ."

    def _defer(self) -> str:
        waiting.defer_payment(self.dossier, by=self.user, **self.defer.cleaned_data)
        return "Đã cho trả kết quả khi chưa thu đủ; khoản còn thiếu vẫn phải thu."


def is_leader_of(user: User, dossier: Dossier) -> bool:
    units = user.unit_ids([Role.LEADER])
    return dossier.resolving_unit_id in units or dossier.receiving_unit_id in units
