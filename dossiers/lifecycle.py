"""Vòng đời hồ sơ: every move is a verb, one transaction, one event. It raises, or it has happened.

`at` is when the thing happened; it is now unless records are entered later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import calendar, codes, schedule
from dossiers.errors import BeforeReception, IllegalMove
from dossiers.models import (
    Dossier,
    DossierComponent,
    DossierEvent,
    FiledAs,
    Pause,
    Procedure,
    ProcedureComponent,
)
from dossiers.models.component import MUST_DIGITISE
from dossiers.models.dossier import day_of
from dossiers.status import PAUSED, DossierStatus, Outcome
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User


@dataclass(frozen=True)
class Paper:
    """One paper as the applicant hands it in."""

    name: str
    filed_as: FiledAs
    required: ProcedureComponent | None = None
    is_digitised: bool = False


@transaction.atomic
def receive(
    *,
    procedure: Procedure,
    unit: Unit,
    applicant_name: str,
    by: User | None,
    at: datetime | None = None,
    due_at: datetime | None = None,
    resolving_unit: Unit | None = None,
    papers: Sequence[Paper] = (),
    reason: str = "",
    **fields: Any,
) -> Dossier:
    """Tiếp nhận: give the dossier its code and due date, and keep the papers that came with it.

    `fields` are further columns of the dossier (owner_name, personal_number, channel, fee …). A `due_at` of
    the caller's wins over the computed one.
    """
    at = at or timezone.now()
    if at > timezone.now():
        raise DomainError("Thời điểm tiếp nhận không được ở tương lai.")
    day = day_of(at)
    assert day is not None
    if not unit.is_valid_on(day):
        raise DomainError(f"{unit.label} không còn hoạt động ngày {day:%d/%m/%Y}, không thể tiếp nhận hồ sơ.")
    computed = None if due_at else schedule.due(procedure, at)
    due_at = due_at or (computed.at if computed else None)
    owner = fields.pop("owner_name", "") or applicant_name
    dossier = Dossier.objects.create(
        code=codes.allot(unit, day),
        procedure=procedure,
        receiving_unit=unit,
        resolving_unit=resolving_unit or unit,
        applicant_name=applicant_name,
        owner_name=owner,
        submitted_at=fields.pop("submitted_at", None) or at,
        received_at=at,
        original_due_at=due_at,
        due_at=due_at,
        received_by=by,
        officer_name=fields.pop("officer_name", "") or (str(by) if by else ""),
        papers_to_digitise=sum(paper.filed_as in MUST_DIGITISE for paper in papers),
        papers_digitised=sum(paper.filed_as in MUST_DIGITISE and paper.is_digitised for paper in papers),
        **fields,
    )
    DossierComponent.objects.bulk_create(
        DossierComponent(
            dossier=dossier,
            required=paper.required,
            name=paper.name,
            filed_as=paper.filed_as,
            must_digitise=paper.filed_as in MUST_DIGITISE,
            is_digitised=paper.filed_as in MUST_DIGITISE and paper.is_digitised,
        )
        for paper in papers
    )
    _tell(dossier, "receive", "", at=at, by=by, reason=reason)
    return dossier


@transaction.atomic
def start_processing(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> Dossier:
    """Chuyển xử lý: the specialist takes the dossier on."""
    return _move(dossier, DossierStatus.PROCESSING, "start_processing", by=by, at=at)


@transaction.atomic
def request_supplement(
    dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None
) -> Dossier:
    """Yêu cầu bổ sung: the clock stands until the papers are in."""
    return _move(
        dossier, DossierStatus.AWAITING_SUPPLEMENT, "request_supplement", reason=reason, by=by, at=at
    )


@transaction.atomic
def receive_supplement(
    dossier: Dossier,
    *,
    by: User | None,
    at: datetime | None = None,
    rule: calendar.PauseRule = calendar.PauseRule.SHIFT,
) -> Dossier:
    """Nhận giấy tờ bổ sung: the clock runs on, the due date moved by the pause."""
    return _move(dossier, DossierStatus.PROCESSING, "receive_supplement", by=by, at=at, rule=rule)


@transaction.atomic
def withdraw(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Rút hồ sơ theo yêu cầu của công dân."""
    return _finish(
        dossier, DossierStatus.WITHDRAWN, Outcome.WITHDRAWN, "withdraw", reason=reason, by=by, at=at
    )


@transaction.atomic
def stop(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP)."""
    return _finish(dossier, DossierStatus.STOPPED, Outcome.STOPPED, "stop", reason=reason, by=by, at=at)


@transaction.atomic
def refuse(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Từ chối giải quyết: not eligible; the refusal notice is logged as the result (NĐ 61/2018 Đ.19.8)."""
    return _finish(dossier, DossierStatus.CONCLUDED, Outcome.REFUSED, "refuse", reason=reason, by=by, at=at)


@transaction.atomic
def conclude(
    dossier: Dossier, *, by: User | None, at: datetime | None = None, has_electronic_result: bool = False
) -> Dossier:
    """Có kết quả: the result is ready to be returned."""
    return _finish(
        dossier, DossierStatus.CONCLUDED, Outcome.APPROVED, "conclude",
        by=by, at=at, has_electronic_result=has_electronic_result,
    )  # fmt: skip


@transaction.atomic
def return_result(
    dossier: Dossier, *, by: User | None, at: datetime | None = None, rating: int | None = None
) -> Dossier:
    """Trả kết quả (NĐ 61/2018 Đ.20)."""
    at = at or timezone.now()
    return _move(
        dossier, DossierStatus.RETURNED, "return_result", by=by, at=at, returned_at=at, rating=rating
    )


def _finish(
    dossier: Dossier, status: DossierStatus, outcome: Outcome, action: str, *,
    by: User | None, at: datetime | None, reason: str = "", **fields: Any,
) -> Dossier:  # fmt: skip
    at = at or timezone.now()
    return _move(
        dossier, status, action, by=by, at=at, reason=reason, finished_at=at, outcome=outcome, **fields
    )


def _move(
    dossier: Dossier, status: DossierStatus, action: str, *,
    by: User | None, at: datetime | None, reason: str = "",
    rule: calendar.PauseRule = calendar.PauseRule.SHIFT, **fields: Any,
) -> Dossier:  # fmt: skip
    """Every move locks the row (two officers may press at once), checks the table, keeps the clock, tells."""
    at = at or timezone.now()
    current = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if not current.can_move_to(status):
        raise IllegalMove(current, status)
    if current.received_at and at < current.received_at:
        raise BeforeReception(current, at)
    before = current.status
    if current.paused_since is not None and status not in PAUSED:
        _end_pause(current, at, rule)
    if status in PAUSED:
        _begin_pause(current, at, reason or status.label)
    current.status = status
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    _tell(current, action, before, at=at, by=by, reason=reason)
    return current


def _begin_pause(dossier: Dossier, at: datetime, reason: str) -> None:
    dossier.paused_since, dossier.was_paused = at, True
    dossier.pauses.create(from_at=at, reason=reason, due_on_before=day_of(dossier.due_at))


def _end_pause(dossier: Dossier, at: datetime, rule: calendar.PauseRule) -> None:
    pause: Pause = dossier.pauses.get(to_at=None)
    if at < pause.from_at:
        raise DomainError(f"Thời điểm này trước khi hồ sơ {dossier.code} tạm dừng.")
    dossier.due_at = calendar.due_after_pause(
        dossier.due_at,
        pause.from_at,
        at,
        schedule.office_calendar(),
        rule=rule,
        limit=schedule.limit_of(dossier.procedure),
    )
    dossier.paused_since = None
    pause.to_at, pause.due_on_after = at, day_of(dossier.due_at)
    pause.save()


def _tell(
    dossier: Dossier, action: str, before: str, *, at: datetime, by: User | None, reason: str = ""
) -> None:
    DossierEvent.objects.create(
        dossier=dossier,
        at=at,
        actor=by,
        actor_name=str(by) if by else "",
        action=action,
        from_status=before,
        to_status=dossier.status,
        reason=reason,
    )
    audit.record(f"dossier.{action}", by=by, target=dossier, unit=dossier.resolving_unit)


ACTION_SENTENCES = {
    "receive": "Tiếp nhận hồ sơ",
    "start_processing": "Chuyển xử lý",
    "request_supplement": "Yêu cầu bổ sung giấy tờ",
    "receive_supplement": "Nhận giấy tờ bổ sung",
    "withdraw": "Công dân rút hồ sơ",
    "stop": "Dừng giải quyết",
    "refuse": "Từ chối giải quyết",
    "conclude": "Có kết quả",
    "return_result": "Trả kết quả",
    "import": "Nhập từ bảng tính",
    "update_by_import": "Cập nhật từ bảng tính",
}
