"""Phí, lệ phí of the demo: a charge for each dossier with a fee, most of them paid on reception."""

from datetime import datetime
from itertools import cycle

from dossiers.fees import entering
from dossiers.models import Charge, Dossier, Payment, PaymentMethod
from dossiers.status import RUNNING

_AT_THE_DESK = cycle((PaymentMethod.CASH,) * 5 + (PaymentMethod.TRANSFER,))
_UNPAID = cycle((True, False, False))


def of(dossier: Dossier) -> tuple[list[Charge], list[Payment]]:
    """Rows to be written in bulk; of those still worked on every third has not paid yet."""
    assert dossier.received_at is not None
    charges = [
        Charge(
            dossier=dossier, kind=line.kind, label=line.label, amount=line.amount,
            added_at=dossier.received_at, added_by=dossier.received_by,
        )
        for line in entering.lines_of(dossier.procedure, dossier.fee)
    ]  # fmt: skip
    if not charges:
        return [], []
    if dossier.is_paid_online:
        return charges, [_payment(dossier, charges[0], PaymentMethod.ONLINE, dossier.received_at)]
    if dossier.status in RUNNING and next(_UNPAID):
        return charges, []
    return charges, [_payment(dossier, charges[0], next(_AT_THE_DESK), dossier.received_at)]


def _payment(dossier: Dossier, charge: Charge, method: PaymentMethod, at: datetime) -> Payment:
    is_fee = charge.kind == "fee"
    payment = Payment(
        dossier=dossier,
        unit=dossier.receiving_unit,
        method=method,
        amount=charge.amount,
        fee_part=charge.amount if is_fee else 0,
        duty_part=0 if is_fee else charge.amount,
        paid_at=at,
        reference="" if method == PaymentMethod.CASH else f"GD{dossier.code[-11:].replace('-', '')}",
        taken_by=dossier.received_by,
        officer_name=dossier.officer_name,
    )
    payment.derive()
    return payment
