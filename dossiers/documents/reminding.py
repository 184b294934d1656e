"""Nhắc hạn việc giao từ văn bản: each working morning one notice an officer, in numbers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from dossiers import calendar, schedule
from dossiers.documents import people
from dossiers.documents.status import TaskState
from dossiers.models import Task
from portal import formats, notices
from portal.models import NoticeKind, Unit, User


@dataclass
class Digest:
    """What one officer is told this morning."""

    late: int = 0
    today: int = 0
    tomorrow: int = 0
    to_accept: int = 0

    @property
    def sentence(self) -> str:
        parts = (
            (self.late, "quá hạn"),
            (self.today, "đến hạn hôm nay"),
            (self.tomorrow, "đến hạn ngày làm việc tới"),
            (self.to_accept, "chờ duyệt kết quả"),
        )
        told = (f"{formats.integer(count)} việc giao từ văn bản {words}" for count, words in parts if count)
        return f"{'; '.join(told)}."

    @property
    def path(self) -> str:
        shelf = "qua-han" if self.late else "cua-toi"
        if self.to_accept and not (self.late or self.today or self.tomorrow):
            shelf = "cho-duyet"
        return f"{reverse('dossiers:document-tasks')}?loc={shelf}"


@transaction.atomic
def remind(today: date) -> dict[User, Digest]:
    """Nhắc người làm; leaders hear of what is late and of results that wait. Twice a day is once."""
    digests: dict[User, Digest] = defaultdict(Digest)
    calendars: dict[Unit, calendar.WorkingCalendar] = {}
    unfinished = Task.objects.unfinished().select_related("document__unit", "lead", "assigned_by")
    for task in unfinished.prefetch_related("co_workers"):
        unit = task.document.unit
        if unit not in calendars:
            calendars[unit] = schedule.office_calendar(unit)
        days = calendars[unit]
        if not calendar.is_working_day(today, days):
            continue
        if task.state == TaskState.REPORTED:
            digests[task.assigned_by].to_accept += 1
        elif task.due_on <= calendar.next_working_day(today, days):
            leaders = people.leaders(unit.pk) if task.due_on < today else []
            for user in {*people.doers(task), *leaders}:
                _count(digests[user], task.due_on, today)
    notices.tell_many(
        (
            (user, digest.sentence, digest.path, f"documents-{today.isoformat()}")
            for user, digest in digests.items()
        ),
        kind=NoticeKind.DEADLINE,
    )
    return dict(digests)


def _count(digest: Digest, due: date, today: date) -> None:
    if due < today:
        digest.late += 1
    elif due == today:
        digest.today += 1
    else:
        digest.tomorrow += 1
