"""Thời hạn, lệ phí của một thủ tục tại một đơn vị: the law's, or the unit's own where it promises more."""

from dataclasses import dataclass
from datetime import timedelta

from dossiers.models import OfferedProcedure, Procedure, TimeUnit
from portal import formats

_WORKING_HOURS = 8
UNSET = "Theo quy định của tỉnh"


@dataclass(frozen=True)
class Price:
    """Một khoản: how much in words, and for what."""

    amount: str
    note: str


def time_limit(procedure: Procedure, offer: OfferedProcedure | None) -> tuple[str, str]:
    """Bao lâu: in words, and beside it the law's limit where the unit's own is shorter."""
    own = offer.time_value if offer else None
    if own is None or procedure.time_value is None or own >= procedure.time_value:
        return procedure.time_limit_label, ""
    label = f"{own:02d} {TimeUnit(procedure.time_unit).label}"
    return label, f"Quy định là {procedure.time_limit_label.lower()}."


def days(procedure: Procedure, offer: OfferedProcedure | None) -> float | None:
    """How long in days; none where no time is set. Received before the hour of the day, it is 0."""
    if procedure.same_day_if_before:
        return 0
    value = (offer.time_value if offer else None) or procedure.time_value
    if value is None:
        return None
    match procedure.time_unit:
        case TimeUnit.WORKING_HOUR:
            return 0 if value <= _WORKING_HOURS else value / _WORKING_HOURS
        case TimeUnit.HOUR:
            return timedelta(hours=value) / timedelta(days=1)
    return value


def prices(procedure: Procedure, offer: OfferedProcedure | None) -> list[Price]:
    """Bao nhiêu tiền; where the council sets the amount, the unit's own if it has written it."""
    found = []
    for fee in procedure.fees.all():
        amount = fee.amount if fee.amount is not None or offer is None else offer.fee
        words = UNSET if amount is None else formats.money(amount) if amount else "Không thu"
        found.append(Price(words, fee.note))
    return found


def is_free(procedure: Procedure, offer: OfferedProcedure | None) -> bool:
    """Không thu: every amount is known and none is more than nothing."""
    fees = list(procedure.fees.all())
    own = offer.fee if offer else None
    return bool(fees) and all((own if fee.amount is None else fee.amount) == 0 for fee in fees)
