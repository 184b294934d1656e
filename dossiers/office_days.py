"""Lịch làm việc của cơ quan: days off and days worked by decision, and the hours of an office.

Due dates given before stay as they were told, unless the administrator lets the running dossiers follow. Some
hundred follow at once; more follow in the background, part by part, while the office goes on working: each
dossier has its old due date or, with an event that tells, its new one.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import date

from django.db import transaction
from django.urls import reverse

from dossiers import lifecycle, office_settings, rescheduling
from dossiers.appointments import standing
from dossiers.lifecycle import Moved
from dossiers.models import CalendarDay, Office
from dossiers.rescheduling import Change, DayChange, HoursChange
from dossiers.voices import rescheduling as feedback_rescheduling
from portal import audit, formats, jobs
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import Job, JobState, Role, Unit, User

KIND = "move-due-dates"
AT_ONCE = 500
"""So many rows to look at are moved while the administrator waits; more of them by a job."""
PART = 200


@dataclass(frozen=True)
class Followed:
    """What moved with a change, or the job that goes on moving it."""

    moved: Moved = field(default_factory=Moved)
    feedback: int = 0
    job: Job | None = None
    displaced: int = 0
    """Lịch hẹn that now fall on hours when the office is closed."""


@transaction.atomic
def set_day(
    *, day: date, works: bool, reason: str, by: User, unit: Unit | None = None, moves_running: bool = False
) -> tuple[CalendarDay, Followed]:
    """Ghi một ngày nghỉ thêm hoặc làm bù, of one unit or of all; and the due dates that moved with it."""
    check_day(day, unit, by=by)
    why = f"ngày {day:%d/%m/%Y} {'làm việc' if works else 'nghỉ'} ({reason})"
    made = CalendarDay.objects.create(day=day, works=works, reason=reason, unit=unit)
    followed = _follow(DayChange(unit, day, works), why, by, wanted=moves_running)
    audit.record("calendar.day_set", by=by, target=made, unit=unit, works=works, **_told(followed))
    return made, replace(followed, displaced=standing.tell_officers(unit, why))


@transaction.atomic
def remove_day(found: CalendarDay, *, by: User, moves_running: bool = False) -> Followed:
    """Bỏ một ngày: it counts again as the law and the week have it."""
    check(by, found.unit)
    why = f"bỏ ngày {found} khỏi lịch"
    change = DayChange(found.unit, found.day, works=None, was=found.works)
    followed = _follow(change, why, by, wanted=moves_running)
    audit.record(
        "calendar.day_removed", by=by, target=found, unit=found.unit, works=found.works, **_told(followed)
    )
    unit = found.unit
    found.delete()
    return replace(followed, displaced=standing.tell_officers(unit, why))


@transaction.atomic
def set_hours(office: Office, *, by: User, moves_running: bool = False) -> Followed:
    """Giờ làm việc: shifts, Saturday and cut-off hour of an office."""
    check(by, office.unit)
    change = HoursChange(office, Office.of(office.unit))
    followed = _follow(change, "đổi giờ làm việc của đơn vị", by, wanted=moves_running)
    office_settings.change(office, by=by)
    return replace(followed, displaced=standing.tell_officers(office.unit, "đổi giờ làm việc"))


def check(by: User, unit: Unit | None) -> None:
    """A day of all units is the system's to set, that of one unit its administrator's."""
    if unit is None and not by.has_role(Role.SYSTEM_ADMIN):
        raise DomainError("Ngày chung cho mọi đơn vị do quản trị hệ thống ghi. Chọn đơn vị của bạn.")
    if unit is not None and unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")


def check_day(day: date, unit: Unit | None, *, by: User) -> None:
    """A day is set once: to change it, it is taken out first."""
    check(by, unit)
    if CalendarDay.objects.filter(day=day, unit=unit).exists():
        raise DomainError(f"Ngày {day:%d/%m/%Y} đã có trong lịch. Bỏ ngày đó trước khi ghi lại.")


def _follow(change: Change, why: str, by: User, *, wanted: bool) -> Followed:
    _refuse_while_moving(change.unit)
    if not wanted:
        return Followed()
    if rescheduling.size(change) + feedback_rescheduling.concerned(change).count() <= AT_ONCE:
        moved = lifecycle.reschedule(rescheduling.plan(change), reason=why, by=by)
        return Followed(moved, feedback=feedback_rescheduling.follow(change, reason=why, by=by))
    told = change.as_payload() | {"title": f"Tính lại ngày hẹn: {why}", "why": why}
    return Followed(job=jobs.enqueue(KIND, by=by, **told))


def _refuse_while_moving(unit: Unit | None) -> None:
    """Two changes at once would each take the other's due dates for ones set by hand."""
    going = Job.objects.filter(kind=KIND, state__in=[JobState.QUEUED, JobState.RUNNING])
    for job in going.select_for_update():
        other = job.payload["unit"]
        if unit is None or other is None or other == unit.pk:
            raise DomainError(
                f"“{job.payload['title']}” còn đang chạy ({job.percent}%). Đợi xong rồi ghi thay đổi này."
            )


def _told(followed: Followed) -> dict[str, int]:
    if followed.job is not None:
        return {"job": followed.job.pk}
    return {
        "moved": followed.moved.dossiers,
        "steps": followed.moved.steps,
        "feedback": followed.feedback,
    }


# What the worker does


def work_off(job: Job) -> None:
    """Each part is one transaction, with how many moved by then; what is moved already is not found again."""
    job.beat(step="Đang tính lại ngày hẹn")
    change = rescheduling.change_of(job.payload)
    plan = rescheduling.plan(change)
    moved = Moved(**job.payload.get("moved", {}))
    before = moved.dossiers
    total = before + len(plan.moves)
    for part in plan.parts(PART):
        with transaction.atomic():
            moved += lifecycle.reschedule(part, reason=job.payload["why"], by=job.created_by)
            job.payload["moved"] = asdict(moved)
            Job.objects.filter(pk=job.pk).update(payload=job.payload)
        job.beat(done=moved.dossiers, total=total)
    feedback = feedback_rescheduling.follow(change, reason=job.payload["why"], by=job.created_by)
    job.beat(step=moved_words(moved, feedback))


def moved_words(moved: Moved, feedback: int = 0) -> str:
    """“12 hồ sơ đổi ngày hẹn trả; hạn của 5 bước đang xử lý đổi theo.”"""
    words = "Không hồ sơ nào đổi ngày hẹn trả"
    if moved.dossiers:
        words = f"{formats.integer(moved.dossiers)} hồ sơ đổi ngày hẹn trả"
    if moved.steps:
        words += f"; hạn của {formats.integer(moved.steps)} bước đang xử lý đổi theo"
    if feedback:
        words += f"; hạn của {formats.integer(feedback)} phản ánh đổi theo"
    return f"{words}."


def notice(job: Job) -> tuple[str, str]:
    """What the administrator reads under the bell."""
    said = f"chưa tính lại hết. {job.error}" if job.error else job.step
    return f"{job.payload['title']}: {said}", reverse("dossiers:office-work", args=[job.pk])
