"""Nhắc hạn phản ánh: each working morning one notice an officer, in numbers, of what is late or soon due."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from dossiers import calendar, schedule
from dossiers.models import Feedback
from dossiers.voices import people
from portal import formats, notices
from portal.models import NoticeKind, User


@dataclass
class Digest:
    """What one officer is told this morning."""

    late: int = 0
    today: int = 0
    tomorrow: int = 0

    @property
    def sentence(self) -> str:
        parts = (
            (self.late, "trễ hạn"),
            (self.today, "đến hạn hôm nay"),
            (self.tomorrow, "đến hạn ngày làm việc tới"),
        )
        told = (f"{formats.integer(count)} phản ánh {words}" for count, words in parts if count)
        return f"{'; '.join(told)}."

    @property
    def path(self) -> str:
        shelf = "tre" if self.late else "den-han"
        return f"{reverse('dossiers:feedback-list')}?loc={shelf}"


@transaction.atomic
def remind(today: date) -> dict[User, Digest]:
    """Nhắc người xử lý; leaders hear of what is late and of what waits for them. Twice a day is once."""
    digests: dict[User, Digest] = defaultdict(Digest)
    calendars: dict[int, calendar.WorkingCalendar] = {}
    waiting = Feedback.objects.exclude(next_due_on=None).select_related("unit", "assignee")
    for feedback in waiting.iterator():
        if feedback.unit_id not in calendars:
            calendars[feedback.unit_id] = schedule.office_calendar(feedback.unit)
        days = calendars[feedback.unit_id]
        due = feedback.next_due_on
        assert due is not None, "those without a day were left out"
        if not calendar.is_working_day(today, days) or due > calendar.next_working_day(today, days):
            continue
        told = {*people.in_charge(feedback), *(people.leaders(feedback) if due < today else ())}
        for user in told:
            _count(digests[user], due, today)
    notices.tell_many(
        (
            (user, digest.sentence, digest.path, f"feedback-{today.isoformat()}")
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
