"""Một bước: locked, checked against the table and the law, with the clock kept and the event told."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from dossiers import calendar, former_values, limits, schedule, visits
from dossiers.errors import BeforeLastStep, BeforeReception, IllegalMove
from dossiers.messaging import telling
from dossiers.models import Dossier, DossierEvent, Pause
from dossiers.models.dossier import DERIVED, day_of
from dossiers.process import restoring, stays
from dossiers.status import BY_SHEET, PAUSED, DossierStatus, Outcome
from portal import audit
from portal.errors import DomainError
from portal.models import User

_TOLD_ELSEWHERE = frozenset({"id", "status", "created_at", "current_step_id", "assignee_id", *DERIVED})
"""Columns that an event need not keep: they follow from others, or it has them as its own."""


def finish(
    dossier: Dossier, status: DossierStatus, outcome: Outcome, action: str, *,
    by: User | None, at: datetime | None, reason: str = "", override: str = "",
    details: dict[str, Any] | None = None, **fields: Any,
) -> Dossier:  # fmt: skip
    at = at or timezone.now()
    return move(
        dossier, status, action, by=by, at=at, reason=reason, override=override, details=details,
        finished_at=at, outcome=outcome, **fields,
    )  # fmt: skip


def move(
    dossier: Dossier, status: DossierStatus, action: str, *,
    by: User | None, at: datetime | None, reason: str = "", override: str = "",
    rule: calendar.PauseRule | None = None, details: dict[str, Any] | None = None, **fields: Any,
) -> Dossier:  # fmt: skip
    """Every move locks the row (two officers may press at once), checks the table, keeps the clock, tells.

    `rule` says how an ended pause moves the due date; none: as the resolving office has set it. `override` is
    the reason for which the leader who acts lets a legal limit be passed.
    """
    return take_step(
        dossier, status, action, by=by, at=at, reason=reason, override=override, rule=rule, details=details,
        **fields,
    )[0]  # fmt: skip


def take_step(
    dossier: Dossier, status: DossierStatus, action: str, *,
    by: User | None, at: datetime | None, reason: str = "", override: str = "",
    rule: calendar.PauseRule | None = None, details: dict[str, Any] | None = None, **fields: Any,
) -> tuple[Dossier, DossierEvent]:  # fmt: skip
    """`move`, with the event that it told, for those who keep more beside it."""
    at = at or timezone.now()
    current = locked(dossier)
    if not current.can_move_to(status):
        raise IllegalMove(current, status)
    check_order(current, at)
    allowed = limits.hold(action, current, at=at, by=by, override=override)
    before, was = current.status, former_values.values(current, without=_TOLD_ELSEWHERE)
    held = restoring.kept(current)
    if current.paused_since is not None and status not in PAUSED:
        _end_pause(current, at, rule)
    if status in PAUSED:
        _begin_pause(current, at, reason or status.label)
    current.status = status
    for name, value in fields.items():
        setattr(current, name, value)
    stays.follow(current, at)
    current.save()
    event = tell(
        current, action, before, at=at, by=by, reason=reason,
        details={
            **(details or {}),
            **_changes(was, former_values.values(current, without=_TOLD_ELSEWHERE)),
            "held": held,
        },
    )  # fmt: skip
    limits.record(event, allowed, by=by, reason=override)
    return current, event


def locked(dossier: Dossier) -> Dossier:
    """The row as it is now, nobody else's until the transaction ends."""
    return Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)


def check_order(dossier: Dossier, at: datetime) -> None:
    """Steps follow one another in time; a sheet's line says when it was read, not when something happened."""
    if dossier.received_at and at < dossier.received_at:
        raise BeforeReception(dossier, at)
    taken = dossier.events.exclude(from_status=F("to_status")).exclude(action__in=BY_SHEET)
    last = taken.order_by("-at").values_list("at", flat=True).first()
    if last is not None and at < last:
        raise BeforeLastStep(dossier, at, last)


def _changes(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What a step changed: `was` for undoing it, the due date as it became for replaying it."""
    changed = {name: former_values.written(value) for name, value in was.items() if value != now[name]}
    told: dict[str, Any] = {"was": changed}
    if "due_at" in changed:
        told["due_at"] = former_values.written(now["due_at"])
    return told


def _begin_pause(dossier: Dossier, at: datetime, reason: str) -> None:
    dossier.paused_since, dossier.was_paused = at, True
    dossier.pauses.create(from_at=at, reason=reason[:500], due_on_before=day_of(dossier.due_at))


def _end_pause(dossier: Dossier, at: datetime, rule: calendar.PauseRule | None) -> None:
    pause: Pause = dossier.pauses.get(to_at=None)
    if at < pause.from_at:
        raise DomainError(f"Thời điểm này trước khi hồ sơ {dossier.code} tạm dừng.")
    dossier.due_at = calendar.due_after_pause(
        dossier.due_at,
        pause.from_at,
        at,
        schedule.office_calendar(dossier.resolving_unit),
        rule=rule or schedule.pause_rule(dossier.resolving_unit, dossier.procedure),
        limit=schedule.limit_of(dossier.procedure, dossier.resolving_unit, on=dossier.received_on),
    )
    stays.postpone(dossier, pause.from_at, at)
    dossier.paused_since = None
    pause.to_at, pause.due_on_after = at, day_of(dossier.due_at)
    pause.save()


def tell(
    dossier: Dossier, action: str, before: str, *,
    at: datetime, by: User | None, reason: str = "", details: dict[str, Any] | None = None,
) -> DossierEvent:  # fmt: skip
    """Ghi diễn biến: the event of the dossier and the line of the audit trail, in one transaction with what
    they tell.

    `details` are codes, numbers and days that the history's sentence is made of. Whatever sets or moves the
    due date says so there, as `due_at` in ISO form, so that the history replays; a first event always does.
    """
    details = dict(details or {})
    if not before and dossier.received_at is not None:
        details.setdefault("due_at", former_values.written(dossier.due_at))
    event = DossierEvent.objects.create(
        dossier=dossier,
        at=at,
        actor=by,
        actor_name=str(by) if by else "",
        action=action,
        from_status=before,
        to_status=dossier.status,
        reason=reason,
        details=details,
    )
    if action in visits.COUNTED_AFTER:
        visits.recount(dossier)
    audit.record(f"dossier.{action}", by=by, target=dossier, unit=dossier.resolving_unit)
    telling.tell_citizen(dossier, event)
    return event


def tell_of_many(
    dossiers: Sequence[Dossier], action: str, *, at: datetime, by: User | None,
    reason: Callable[[Dossier], str], details: Callable[[Dossier], dict[str, Any]],
) -> None:  # fmt: skip
    """`tell` for one act that touched many dossiers and changed the state of none, in a few writes."""
    events = DossierEvent.objects.bulk_create(
        DossierEvent(
            dossier=dossier,
            at=at,
            actor=by,
            actor_name=str(by) if by else "",
            action=action,
            from_status=dossier.status,
            to_status=dossier.status,
            reason=reason(dossier),
            details=details(dossier),
        )
        for dossier in dossiers
    )
    audit.record_many(f"dossier.{action}", by=by, targets=((one, one.resolving_unit_id) for one in dossiers))
    telling.tell_citizens(list(zip(dossiers, events, strict=True)))


ACTION_SENTENCES = {
    "receive": "Tiếp nhận hồ sơ",
    "accept": "Tiếp nhận hồ sơ nộp trực tuyến",
    "not_accept": "Không tiếp nhận hồ sơ",
    "start_processing": "Chuyển xử lý",
    "request_supplement": "Yêu cầu bổ sung giấy tờ",
    "receive_part": "Nhận một phần giấy tờ bổ sung",
    "receive_supplement": "Nhận giấy tờ bổ sung",
    "withdraw": "Công dân rút hồ sơ",
    "stop": "Dừng giải quyết",
    "refuse": "Từ chối giải quyết",
    "conclude": "Có kết quả",
    "return_result": "Trả kết quả",
    "hand_over": "Chuyển bước",
    "send_back": "Trả lại bước trước",
    "assign": "Giao hồ sơ",
    "take": "Nhận hồ sơ để xử lý",
    "take_over": "Nhận thay",
    "break_lock": "Mở khóa sửa",
    "transfer": "Xin ý kiến, phối hợp",
    "transfer_received": "Cơ quan được hỏi đã nhận",
    "transfer_answered": "Cơ quan được hỏi trả lời",
    "transfer_returned": "Cơ quan được hỏi trả lại",
    "add_charge": "Thêm khoản thu",
    "exempt_charge": "Miễn, giảm phí, lệ phí",
    "cancel_charge": "Bỏ khoản thu",
    "take_payment": "Thu phí, lệ phí",
    "refund_payment": "Hoàn trả phí, lệ phí",
    "reverse_payment": "Hủy lần thu ghi nhầm",
    "request_payment": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "settle_payment": "Đã thực hiện nghĩa vụ tài chính",
    "defer_payment": "Lãnh đạo cho trả kết quả khi chưa thu đủ",
    "add_result": "Ghi kết quả giải quyết",
    "withdraw_result": "Thu hồi kết quả đã ghi",
    "result_arrived": "Người dân đã nhận kết quả gửi đến",
    "correct": "Sửa sau khi tiếp nhận",
    "apologise": "Xin lỗi, hẹn lại ngày trả kết quả",
    "undo": "Hoàn tác bước vừa làm",
    "digitise": "Số hóa giấy tờ",
    "bring_photo": "Đưa ảnh gửi trước vào, chờ đối chiếu bản chính",
    "compare_original": "Đối chiếu ảnh gửi trước với bản chính",
    "remove_scan": "Bỏ bản quét",
    "restore_scan": "Lấy lại bản quét",
    "leave_out_page": "Bỏ một trang quét",
    "take_back_page": "Lấy lại một trang quét",
    "describe_paper": "Ghi đặc tả giấy tờ",
    "reuse_paper": "Dùng lại giấy tờ đã số hóa",
    "reschedule": "Tính lại ngày hẹn trả theo lịch làm việc",
    "reschedule_step": "Tính lại hạn của bước theo lịch làm việc",
    "hand_to_unit": "Bàn giao sang đơn vị khác",
    "fill_declaration": "Điền tờ khai",
    "draft_result": "Soạn kết quả từ mẫu",
    "drop_draft": "Bỏ dự thảo kết quả",
    "note_visit": "Ghi một lần người dân đến",
    "import": "Nhập từ bảng tính",
    "update_by_import": "Cập nhật từ bảng tính",
}
