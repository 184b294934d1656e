"""Thủ tục được hỗ trợ trước khi đến: the land field's as it ships, others as each unit sets them."""

from dossiers.models import OfferedProcedure, Procedure
from portal.models import Unit

LAND_FIELD = "dat-dai"
LAND_CONTRACTS = frozenset({"2.001035", "2.001406", "2.001019", "2.001016"})
"""Chứng thực giao dịch, phân chia di sản, di chúc, từ chối nhận di sản: what land is mostly brought for."""


def helps_as_shipped(procedure: Procedure) -> bool:
    return procedure.field.code == LAND_FIELD or procedure.code in LAND_CONTRACTS


def helps(unit: Unit, procedure: Procedure) -> bool:
    """Whether this unit looks at the papers of this procedure before the citizen comes."""
    own = OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first()
    return says(own, procedure) and Procedure.objects.offered_by(unit).filter(pk=procedure.pk).exists()


def says(own: OfferedProcedure | None, procedure: Procedure) -> bool:
    """The unit's own word on it, else what ships."""
    if own is None or own.helps_before is None:
        return helps_as_shipped(procedure)
    return own.helps_before


def helped_by(unit: Unit) -> list[Procedure]:
    """Every procedure that this unit helps with, by name."""
    rows = OfferedProcedure.objects.filter(unit=unit).exclude(helps_before=None)
    own = {offer.procedure_id: offer for offer in rows}
    offered = Procedure.objects.offered_by(unit).for_lists().order_by("folded_name")
    return [one for one in offered if says(own.get(one.pk), one)]
