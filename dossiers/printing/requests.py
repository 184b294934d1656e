"""Lập phiếu theo yêu cầu: forms that no step of the lifecycle makes, and which slips a dossier has."""

from django.db import transaction
from django.db.models import Q, QuerySet

from dossiers import slips
from dossiers.models import Dossier, Slip, SlipKind
from dossiers.printing import courses
from portal import audit
from portal.errors import DomainError
from portal.models import User

ON_REQUEST = (SlipKind.RECEIPT, SlipKind.CONTROL, SlipKind.HISTORY)
"""Forms that say only what the records say: an officer has them made when they are wanted."""


@transaction.atomic
def issue(dossier: Dossier, kind: str, *, by: User) -> Slip:
    """Lập phiếu theo yêu cầu. A receipt is given once; its correction is a revision, a lost one a reprint."""
    if kind not in ON_REQUEST:
        raise DomainError("Phiếu này được lập cùng với bước giải quyết, không lập riêng.")
    current = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if current.received_at is None:
        raise DomainError(f"Hồ sơ {current.code} chưa được tiếp nhận nên chưa lập được phiếu.")
    if kind == SlipKind.RECEIPT and _has_receipt(current):
        raise DomainError(f"Hồ sơ {current.code} đã có giấy tiếp nhận; in lại giấy ấy ở mục Phiếu đã lập.")
    wanted = SlipKind(kind)
    made = slips.issue(
        wanted,
        unit=current.receiving_unit,
        by=by,
        dossier=current,
        content=courses.content(wanted, current),
    )
    audit.record("slip.issued", by=by, target=current, unit=made.unit, slip=kind, number=made.number)
    return made


def issuable(dossier: Dossier) -> list[SlipKind]:
    """What `issue` would make now."""
    if dossier.received_at is None:
        return []
    has_receipt = _has_receipt(dossier)
    return [kind for kind in ON_REQUEST if not (has_receipt and kind == SlipKind.RECEIPT)]


def of_dossier(dossier: Dossier) -> QuerySet[Slip]:
    """Its own slips, and those that it shares with the other dossiers of its bundle."""
    if dossier.bundle_id is None:
        return dossier.slips.all()
    return Slip.objects.filter(Q(dossier=dossier) | Q(bundle=dossier.bundle_id))


def _has_receipt(dossier: Dossier) -> bool:
    return of_dossier(dossier).filter(kind=SlipKind.RECEIPT).exists()
