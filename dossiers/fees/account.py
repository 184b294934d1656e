"""Phải thu, đã thu, còn thiếu: one dossier's money, reckoned from its charges and payments."""

from dataclasses import dataclass
from datetime import date

from dossiers.models import Charge, Dossier, FeeKind, Payment, PaymentMethod, Source
from portal.models import Unit


@dataclass(frozen=True)
class Account:
    """All sums in đồng; `fee` is phí, `duty` lệ phí. What was paid too much is owed below zero."""

    charges: list[Charge]
    payments: list[Payment]

    @classmethod
    def of(cls, dossier: Dossier) -> "Account":
        charges = dossier.charges.all()
        payments = dossier.payments.select_related("reverses").prefetch_related("reversals")
        return cls(list(charges), list(payments))

    @property
    def standing(self) -> list[Charge]:
        return [charge for charge in self.charges if charge.cancelled_at is None]

    @property
    def due(self) -> int:
        return sum(charge.due for charge in self.standing)

    @property
    def fee_due(self) -> int:
        return sum(charge.due for charge in self.standing if charge.kind == FeeKind.FEE)

    @property
    def exempted(self) -> int:
        return sum(charge.exempted for charge in self.standing)

    @property
    def paid(self) -> int:
        return sum(payment.amount for payment in self.payments)

    @property
    def fee_owed(self) -> int:
        return self.fee_due - sum(payment.fee_part for payment in self.payments)

    @property
    def duty_owed(self) -> int:
        return self.owed - self.fee_owed

    @property
    def owed(self) -> int:
        return self.due - self.paid

    @property
    def is_settled(self) -> bool:
        return self.owed <= 0

    @property
    def is_paid_online(self) -> bool:
        """Something is due, and money for it came by an online gateway and stayed (QĐ 766/QĐ-TTg, 3.6)."""
        online = sum(one.amount for one in self.payments if one.method == PaymentMethod.ONLINE)
        return self.due > 0 and online > 0

    def parts_of(self, amount: int) -> tuple[int, int]:
        """How money that comes in is laid on phí and lệ phí: on what is owed of phí first."""
        fee = max(0, min(amount, self.fee_owed))
        return fee, amount - fee


def collecting_unit(dossier: Dossier, day: date) -> Unit:
    """Đơn vị thu: the desk that received the dossier, or after a reorganisation who stands in its place."""
    unit = dossier.receiving_unit
    while not unit.is_valid_on(day) and unit.successor is not None:
        unit = unit.successor
    return unit if unit.is_valid_on(day) else dossier.resolving_unit


def left_of(payment: Payment) -> tuple[int, int]:
    """Phí and lệ phí of a payment that were neither given back nor reversed."""
    gone = payment.reversals.all()
    return (
        payment.fee_part + sum(one.fee_part for one in gone),
        payment.duty_part + sum(one.duty_part for one in gone),
    )


def post(dossier: Dossier) -> Account:
    """Ghi lại số phải thu: the dossier's own columns follow its charges and payments; the row is locked.

    What a sheet brought keeps the sheet's columns: the provincial software has the account there.
    """
    account = Account.of(dossier)
    if dossier.source == Source.DESK:
        dossier.fee, dossier.is_paid_online = account.due, account.is_paid_online
        dossier.save(update_fields=["fee", "is_paid_online"])
    return account
