"""Việc giao từ văn bản: given, taken, reported, accepted or sent back, extended once with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.documents import moving, people
from dossiers.documents.status import Direction, DocumentState, Move, TaskState
from dossiers.models import Instruction, OfficialDocument, Task
from portal import formats
from portal.errors import DomainError
from portal.models import Unit, User

MOST_DAYS = 250


@dataclass(frozen=True)
class Assignment:
    """Who leads, who helps, what is to be done and by when."""

    content: str
    due_on: date
    lead: User | None = None
    division: Unit | None = None
    co_workers: Sequence[User] = ()


def day_after(unit: Unit, working_days: int, *, today: date) -> date:
    """The day so many working days of the office from today."""
    return calendar.next_working_day(today, schedule.office_calendar(unit), working_days)


@transaction.atomic
def assign(
    document: OfficialDocument, assignment: Assignment, *, by: User, at: datetime | None = None
) -> Task:
    """Giao thêm một việc from a document that is being dealt with."""
    if not people.may_lead(by, document.unit_id):
        raise DomainError(f"Việc từ văn bản do lãnh đạo {document.unit} giao.")
    current = moving.locked(document)
    if not current.allows(Move.ASSIGN):
        raise DomainError(f"{current.label} đang “{current.get_state_display()}”, chưa giao việc được.")
    return give(current, assignment, instruction=current.instructions.last(), by=by, at=at or timezone.now())


def give(
    document: OfficialDocument, assignment: Assignment, *,
    instruction: Instruction | None, by: User, at: datetime,
) -> Task:  # fmt: skip
    """Write a task down; in the transaction of the instruction that gives it."""
    today = timezone.localdate(at)
    _check_people(document, assignment, by)
    _check_due(document.unit, assignment.due_on, today)
    task = Task.objects.create(
        document=document, instruction=instruction, content=assignment.content, lead=assignment.lead,
        division=assignment.division, assigned_by=by, assigned_on=today, due_on=assignment.due_on,
        first_due_on=assignment.due_on,
    )  # fmt: skip
    task.co_workers.set(one for one in assignment.co_workers if one != assignment.lead)
    details = {"who": task.who, "due_on": assignment.due_on.isoformat()}
    moving.tell_task(
        document, task, Move.ASSIGN, "", by=by, at=at, reason=assignment.content, details=details
    )
    return task


@transaction.atomic
def take(task: Task, *, by: User, at: datetime | None = None) -> Task:
    """Nhận việc that was given to a division: now there is one who leads it."""
    _check_doer(task, by)
    if task.lead_id:
        raise DomainError("Việc này đã có người chủ trì.")
    return moving.move_task(task, Move.TAKE, by=by, at=at, lead=by)


@transaction.atomic
def report(
    task: Task, *, result: str, reply: OfficialDocument | None = None, by: User, at: datetime | None = None
) -> Task:
    """Báo kết quả; the day counts as the day of doing, if the leader accepts."""
    _check_doer(task, by)
    if reply is not None and (reply.unit_id != task.document.unit_id or reply.direction != Direction.OUT):
        raise DomainError("Văn bản trả lời là văn bản đi của đơn vị.")
    at = at or timezone.now()
    return moving.move_task(
        task, Move.REPORT, by=by, at=at, reason=result,
        result=result, reply=reply, reported_on=timezone.localdate(at), lead=task.lead or by,
    )  # fmt: skip


@transaction.atomic
def accept(task: Task, *, by: User, at: datetime | None = None) -> Task:
    """Duyệt kết quả; with the last one the document is done."""
    _check_giver(task, by)
    at = at or timezone.now()
    reported = Task.objects.get(pk=task.pk).reported_on
    done = moving.move_task(task, Move.ACCEPT, by=by, at=at, done_on=reported, closed_by=by)
    _finish_document(done, by=by, at=at)
    return done


@transaction.atomic
def redo(task: Task, *, reason: str, by: User, at: datetime | None = None) -> Task:
    """Yêu cầu làm lại: the due day stays."""
    _check_giver(task, by)
    return moving.move_task(task, Move.REDO, by=by, at=at, reason=reason, reported_on=None)


@transaction.atomic
def extend(task: Task, *, due_on: date, reason: str, by: User, at: datetime | None = None) -> Task:
    """Gia hạn, once, with the reason; the day it was given with is kept."""
    _check_giver(task, by)
    today = timezone.localdate(at)
    if due_on <= task.due_on:
        raise DomainError(f"Hạn mới phải sau hạn đang có, {formats.day_on_screen(task.due_on)}.")
    _check_due(task.document.unit, due_on, today)
    details = {"from": task.due_on.isoformat(), "due_on": due_on.isoformat()}
    return moving.move_task(
        task, Move.EXTEND, by=by, at=at, reason=reason, details=details, due_on=due_on, extended_on=today
    )


@transaction.atomic
def cancel(task: Task, *, reason: str, by: User, at: datetime | None = None) -> Task:
    """Thôi giao: nobody is to do it any more; it counts nowhere."""
    _check_giver(task, by)
    at = at or timezone.now()
    ended = moving.move_task(task, Move.CANCEL_TASK, by=by, at=at, reason=reason, closed_by=by)
    _finish_document(ended, by=by, at=at)
    return ended


def _finish_document(task: Task, *, by: User, at: datetime) -> None:
    document = moving.locked(task.document)
    done = document.tasks.filter(state=TaskState.DONE).exists()
    if document.state == DocumentState.IN_WORK and done and not document.tasks.unfinished().exists():
        moving.move(
            document, Move.FINISH, by=by, at=at, reason="Mọi việc giao đã xong.",
            done_on=timezone.localdate(at),
        )  # fmt: skip


def _check_people(document: OfficialDocument, assignment: Assignment, by: User) -> None:
    if assignment.lead is None and assignment.division is None:
        raise DomainError("Chọn người chủ trì hoặc bộ phận chủ trì.")
    officers = set(people.officers(document.unit, by))
    for one in (*([assignment.lead] if assignment.lead else []), *assignment.co_workers):
        if one not in officers:
            raise DomainError(f"{one} không làm việc ở {document.unit}; chọn người khác.")
    if assignment.division is not None and assignment.division not in people.divisions(document.unit, by):
        raise DomainError(f"{assignment.division} không thuộc {document.unit}; chọn bộ phận khác.")


def _check_due(unit: Unit, due_on: date, today: date) -> None:
    if due_on < today:
        raise DomainError("Hạn ở trong quá khứ. Chọn từ hôm nay trở đi.")
    days = schedule.office_calendar(unit)
    if not calendar.is_working_day(due_on, days):
        following = calendar.next_working_day(due_on, days)
        raise DomainError(
            f"{formats.day_on_screen(due_on)} là ngày nghỉ. Ngày làm việc tiếp theo là "
            f"{formats.day_on_screen(following)}."
        )


def _check_doer(task: Task, by: User) -> None:
    if not people.may_work_on(by, task):
        raise DomainError(f"Việc này do {task.who} làm.")


def _check_giver(task: Task, by: User) -> None:
    if not people.may_lead(by, task.document.unit_id):
        raise DomainError(f"Việc này do lãnh đạo {task.document.unit} giao và duyệt.")
