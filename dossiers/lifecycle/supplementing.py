"""Bổ sung hồ sơ: the clock stands while the applicant brings what is missing (NĐ 61/2018/NĐ-CP Đ.11, 19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers import calendar, limits, slips
from dossiers.lifecycle.moving import check_order, locked, move, take_step, tell
from dossiers.models import (
    Dossier,
    DossierComponent,
    FiledAs,
    Office,
    ProcedureComponent,
    SlipKind,
    SupplementItem,
    SupplementRequest,
)
from dossiers.models.component import MUST_DIGITISE
from dossiers.models.dossier import day_of
from dossiers.status import DossierStatus
from portal.errors import DomainError
from portal.models import User


@dataclass(frozen=True)
class Asked:
    """One thing asked for: a paper of the procedure's, or what else is missing or wrong, in words."""

    name: str
    required: ProcedureComponent | None = None


@transaction.atomic
def request_supplement(
    dossier: Dossier,
    *,
    reason: str,
    by: User | None,
    at: datetime | None = None,
    items: Sequence[Asked] = (),
    override: str = "",
) -> Dossier:
    """Yêu cầu bổ sung: everything at once, in writing (Mẫu 02); the clock stands until the papers are in."""
    at = at or timezone.now()
    current = locked(dossier)
    ordinal = limits.supplements_asked(current) + 1
    names = [item.name for item in items]
    slip = slips.issue(
        SlipKind.SUPPLEMENT, unit=current.receiving_unit, by=by, dossier=current, at=at,
        content={"items": names, "reason": reason, **_contact(current, by)},
    )  # fmt: skip
    current, event = take_step(
        current, DossierStatus.AWAITING_SUPPLEMENT, "request_supplement",
        reason=reason, by=by, at=at, override=override,
        details={"slip": slip.pk, "ordinal": ordinal, "asked": len(names)},
        asked_again_on=current.asked_again_on or (day_of(at) if ordinal > 1 else None),
    )  # fmt: skip
    request = SupplementRequest.objects.create(
        dossier=current, ordinal=ordinal, reason=reason, requested_at=at, requested_by=by, slip=slip,
        override=event.overrides.first(),
    )  # fmt: skip
    SupplementItem.objects.bulk_create(
        SupplementItem(request=request, name=item.name, required=item.required) for item in items
    )
    return current


def _contact(dossier: Dossier, by: User | None) -> dict[str, str]:
    """Whom the applicant asks: the officer who wrote the slip, else the office."""
    office = Office.of(dossier.receiving_unit)
    name = str(by) if by else office.one_stop_name or dossier.receiving_unit.label
    return {"contact": name, "contact_phone": (by.phone if by else "") or office.phone}


@transaction.atomic
def receive_supplement(
    dossier: Dossier,
    *,
    by: User | None,
    at: datetime | None = None,
    rule: calendar.PauseRule | None = None,
    came: Mapping[int, FiledAs | None] | None = None,
    despite_missing: bool = False,
) -> Dossier:
    """Nhận giấy tờ bổ sung: the clock runs on, the due date moved by the pause.

    `came` tells which of the items asked for came in, and as what; None for what was put right without a
    paper, and for no mapping: everything did. While something is missing the dossier goes on waiting, unless
    the officer goes on with what there is.
    """
    at = at or timezone.now()
    current = locked(dossier)
    request = open_request(current)
    if request is None or current.status != DossierStatus.AWAITING_SUPPLEMENT:
        return move(current, DossierStatus.PROCESSING, "receive_supplement", by=by, at=at, rule=rule)
    check_order(current, at)
    waiting = list(request.items.filter(came_at=None))
    arrived = [item for item in waiting if came is None or item.pk in came]
    missing = [item for item in waiting if item not in arrived]
    papers = [
        paper.pk for item in arrived if (paper := _take_in(current, item, (came or {}).get(item.pk), at))
    ]
    details = {"request": request.pk, "items": [item.pk for item in arrived], "papers": papers}
    counts = _counted(current)
    if missing and not despite_missing:
        if not arrived:
            raise DomainError(f"Chưa chọn giấy tờ nào đã nộp. Còn thiếu: {_listed(missing)}.")
        for name, value in counts.items():
            setattr(current, name, value)
        current.save(update_fields=counts)
        tell(current, "receive_part", current.status, at=at, by=by, details={**details, "left": len(missing)})
        return current
    request.answered_at = at
    request.save(update_fields=["answered_at"])
    return move(
        current, DossierStatus.PROCESSING, "receive_supplement", by=by, at=at, rule=rule,
        details={**details, "left": len(missing)}, **counts,
    )  # fmt: skip


def open_request(dossier: Dossier) -> SupplementRequest | None:
    """The request that the applicant has not answered in full."""
    return dossier.supplement_requests.filter(answered_at=None, undone_at=None).last()


def _take_in(
    dossier: Dossier, item: SupplementItem, filed_as: FiledAs | None, at: datetime
) -> DossierComponent | None:
    """The item came in; filed as something it becomes a paper of the dossier."""
    item.came_at = at
    if filed_as is not None:
        item.component = dossier.components.create(
            required=item.required, name=item.name, filed_as=filed_as, must_digitise=filed_as in MUST_DIGITISE
        )
    item.save(update_fields=["came_at", "component"])
    return item.component


def _counted(dossier: Dossier) -> dict[str, Any]:
    """The dossier's counts of papers; one that a sheet brought with counts alone keeps them."""
    marks = list(dossier.components.values_list("must_digitise", "is_digitised"))
    if not marks:
        return {}
    return {
        "papers_to_digitise": sum(must for must, _ in marks),
        "papers_digitised": sum(must and done for must, done in marks),
    }


def _listed(items: Sequence[SupplementItem]) -> str:
    return "; ".join(item.name for item in items)


def take_back_request(dossier: Dossier, details: dict[str, Any], *, at: datetime) -> None:
    """Hoàn tác yêu cầu bổ sung: the request stays on record as undone."""
    request = dossier.supplement_requests.get(slip=details["slip"])
    if request.items.exclude(came_at=None).exists():
        raise DomainError("Đã nhận giấy tờ bổ sung theo phiếu này, không hoàn tác được.")
    request.undone_at = at
    request.save(update_fields=["undone_at"])


def take_back_reception(dossier: Dossier, details: dict[str, Any], *, at: datetime) -> None:
    """Hoàn tác nhận bổ sung: what came in with it is asked for again; a paper already scanned stays."""
    if "request" not in details:
        return
    request = dossier.supplement_requests.get(pk=details["request"])
    papers = dossier.components.filter(pk__in=details.get("papers", []))
    if papers.filter(Q(is_digitised=True) | Q(scans__isnull=False)).exists():
        raise DomainError("Giấy tờ bổ sung đã được số hóa, không hoàn tác được việc nhận.")
    request.items.filter(pk__in=details.get("items", [])).update(came_at=None, component=None)
    papers.delete()
    request.answered_at = None
    request.save(update_fields=["answered_at"])
