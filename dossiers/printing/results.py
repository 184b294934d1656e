"""Bàn giao kết quả: one list of the results of a day, carried from the resolving agency to the counter."""

from datetime import date

from django.db import transaction

from dossiers import slips
from dossiers.models import Dossier, Slip, SlipKind
from dossiers.status import DossierStatus
from portal import audit, formats
from portal.errors import DomainError
from portal.models import Unit, User

MOST = 500


@transaction.atomic
def hand_over_results(unit: Unit, *, day: date, by: User) -> list[Slip]:
    """Phiếu bàn giao kết quả of everything that the unit finished that day and nobody has fetched yet; of
    very many several slips."""
    finished = Dossier.objects.filter(
        resolving_unit=unit, status=DossierStatus.CONCLUDED, finished_on=day
    ).order_by("finished_at", "pk")
    codes = list(finished.values_list("code", flat=True))
    if not codes:
        raise DomainError(
            f"Ngày {formats.day_on_screen(day)}, {unit.name} không có kết quả nào chờ trả. Chọn ngày khác."
        )
    parts = [codes[start : start + MOST] for start in range(0, len(codes), MOST)]
    return [_issue(unit, some, by) for some in parts]


def _issue(unit: Unit, codes: list[str], by: User) -> Slip:
    content = {"codes": codes, "from": str(by), "to": ""}
    made = slips.issue(SlipKind.RESULT_HANDOVER, unit=unit, by=by, content=content)
    audit.record("slip.issued", by=by, target=made, unit=unit, slip=made.kind, number=made.number)
    return made
