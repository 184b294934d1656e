"""Ghi lần đến: a visit that no step of the dossier tells of."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers import visits
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, VisitNote
from dossiers.moves import may_move
from dossiers.status import DossierStatus
from portal import formats
from portal.errors import DomainError
from portal.models import User

BEFORE = "Đến trước khi nộp, xem giấy tờ"


@transaction.atomic
def note(dossier: Dossier, *, on: date, what: str, by: User) -> VisitNote:
    """Ghi thêm một lần đến. The same day twice is one visit."""
    current = locked(dossier)
    if not may_move(by, current):
        raise DomainError(f"Hồ sơ {current.code} do người của {current.receiving_unit} ghi.")
    if not visits.is_known(current):
        raise DomainError("Hồ sơ nhập từ bảng tính không biết số lần đến, không ghi thêm.")
    if current.status == DossierStatus.RETURNED:
        raise DomainError("Hồ sơ đã trả kết quả, số lần đến đã chốt.")
    if on > timezone.localdate():
        raise DomainError("Ngày đến còn ở tương lai.")
    return _keep(current, on, what, by)


@transaction.atomic
def note_earlier(dossier: Dossier, days: Collection[date], *, by: User) -> None:
    """Những ngày đã đến trước khi có hồ sơ."""
    current = locked(dossier)
    for on in sorted(days):
        _keep(current, on, BEFORE, by)
    dossier.visits = current.visits


def _keep(dossier: Dossier, on: date, what: str, by: User) -> VisitNote:
    kept, is_new = VisitNote.objects.get_or_create(
        dossier=dossier, on=on, defaults={"what": what, "noted_by": by}
    )
    if is_new:
        visits.recount(dossier)
        tell(
            dossier, "note_visit", dossier.status, at=timezone.now(), by=by,
            reason=f"{formats.day_on_screen(on)}: {what}"[:1000], details={"on": on.isoformat()},
        )  # fmt: skip
    return kept
