"""Tiếp nhận hay không: online dossiers that wait at the door, and people refused at the desk (Mẫu 03)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import register, schedule, slips
from dossiers.lifecycle.moving import locked, move, tell
from dossiers.models import Dossier, Procedure, SlipKind
from dossiers.models.dossier import day_of
from dossiers.status import DossierStatus
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def accept(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> Dossier:
    """Tiếp nhận hồ sơ trực tuyến: from now on it has a due date, a line in the register, and counts."""
    at = at or timezone.now()
    current = locked(dossier)
    day = day_of(at)
    assert day is not None
    if current.submitted_at and at < current.submitted_at:
        raise DomainError(f"Thời điểm tiếp nhận trước khi hồ sơ {current.code} được nộp.")
    if not current.receiving_unit.is_valid_on(day):
        raise DomainError(f"{current.receiving_unit.label} không còn hoạt động ngày {day:%d/%m/%Y}.")
    due = schedule.due(current.procedure, at, unit=current.resolving_unit)
    due_at = due.at if due else None
    fields: dict[str, Any] = {
        "received_at": at,
        "original_due_at": due_at,
        "due_at": due_at,
        "received_by": by,
        "officer_name": str(by) if by else current.officer_name,
    }
    if current.can_move_to(DossierStatus.RECEIVED):
        line = register.enter(current.receiving_unit, day)
        fields |= {
            "register_year": line.year, "register_volume": line.volume, "register_number": line.number,
        }  # fmt: skip
    return move(current, DossierStatus.RECEIVED, "accept", by=by, at=at, **fields)


@transaction.atomic
def not_accept(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Không tiếp nhận hồ sơ trực tuyến: refused at the door, with the reason in writing (Mẫu 03)."""
    at = at or timezone.now()
    current = locked(dossier)
    slip = slips.issue(
        SlipKind.REFUSAL, unit=current.receiving_unit, by=by, dossier=current, at=at,
        content={"reason": reason},
    )  # fmt: skip
    return move(
        current, DossierStatus.NOT_ACCEPTED, "not_accept", by=by, at=at, reason=reason,
        details={"slip": slip.pk},
    )  # fmt: skip


@transaction.atomic
def refuse_walk_in(
    *,
    procedure: Procedure,
    unit: Unit,
    applicant_name: str,
    reason: str,
    by: User | None,
    at: datetime | None = None,
    **fields: Any,
) -> Dossier:
    """Từ chối tiếp nhận tại quầy: a record that counts nowhere, and a Mẫu 03 that says why.

    Its code is made of the slip's number, so that the running numbers of received dossiers have no gap.
    """
    at = at or timezone.now()
    day = day_of(at)
    assert day is not None
    slip = slips.issue(SlipKind.REFUSAL, unit=unit, by=by, at=at, content={"reason": reason})
    dossier = Dossier.objects.create(
        code=f"{unit.code_prefix}-{day:%y%m%d}-TC{slip.number:04d}",
        procedure=procedure,
        receiving_unit=unit,
        resolving_unit=unit,
        status=DossierStatus.NOT_ACCEPTED,
        applicant_name=applicant_name,
        owner_name=applicant_name,
        submitted_at=at,
        received_by=by,
        officer_name=str(by) if by else "",
        **fields,
    )
    slip.dossier = dossier
    slip.save(update_fields=["dossier"])
    tell(dossier, "not_accept", "", at=at, by=by, reason=reason, details={"slip": slip.pk})
    return dossier
