"""Khoản thu lúc tiếp nhận: what intake knows of fees, made into charges and, if paid online, a payment."""

from collections.abc import Iterable
from datetime import datetime

from dossiers.fees.account import Account
from dossiers.fees.lines import Line
from dossiers.models import Charge, Dossier, FeeKind, Payment, PaymentMethod, Procedure, ProcedureFee
from portal.errors import DomainError
from portal.models import User

UNNAMED = "Phí, lệ phí theo thủ tục"
MOST = 2_000_000_000
DECLARED = "ghi khi tiếp nhận"
"""The reference of an online payment that was only declared at intake."""


def proposed(procedure: Procedure) -> list[ProcedureFee]:
    """What the catalogue has for the procedure, lines without a price aside."""
    return [fee for fee in procedure.fees.all() if fee.amount]


def lines_of(procedure: Procedure, fee: int) -> list[Line]:
    """A sum without its lines, as intake knows it: named by the catalogue's line of that price, if any."""
    if not fee:
        return []
    known = list(procedure.fees.all())
    fitting = next((one for one in known if one.amount == fee), None)
    if fitting is not None:
        return [Line(fitting.kind, fitting.note or UNNAMED, fee)]
    kind = next((one.kind for one in known if one.amount is None or one.amount), FeeKind.DUTY)
    return [Line(kind, UNNAMED, fee)]


def enter(
    dossier: Dossier, lines: Iterable[Line], *, is_paid_online: bool, by: User | None, at: datetime
) -> None:
    """Khoản thu lúc tiếp nhận, inside the reception's transaction, whose event tells of them."""
    charges = [charge_of(dossier, line, by=by, at=at) for line in lines]
    Charge.objects.bulk_create(charges)
    account = Account(charges, [])
    if is_paid_online and account.due:
        fee_part, duty_part = account.parts_of(account.due)
        Payment.objects.create(
            dossier=dossier,
            unit=dossier.receiving_unit,
            method=PaymentMethod.ONLINE,
            amount=account.due,
            fee_part=fee_part,
            duty_part=duty_part,
            paid_at=at,
            reference=DECLARED,
            taken_by=by,
            officer_name=str(by) if by else "",
        )


def charge_of(dossier: Dossier, line: Line, *, by: User | None, at: datetime) -> Charge:
    if not 0 < line.amount <= MOST:
        raise DomainError("Khoản thu phải lớn hơn 0 và không quá 2 tỷ đồng.")
    if line.exempted > line.amount or (line.exempted and not line.exemption_reason):
        raise DomainError("Miễn, giảm thì ghi lý do và không quá mức thu.")
    return Charge(
        dossier=dossier,
        kind=line.kind,
        label=line.label[:300],
        amount=line.amount,
        exempted=line.exempted,
        exemption_reason=line.exemption_reason,
        added_at=at,
        added_by=by,
    )
