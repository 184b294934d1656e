"""Nhắc hạn yêu cầu hỗ trợ trước: each working morning one notice an officer, in numbers, of what waits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from dossiers import calendar, schedule
from dossiers.advance import inbox, people
from dossiers.models import AdvanceRequest
from portal import formats, notices
from portal.models import NoticeKind, User


@dataclass
class Digest:
    """What one officer is told this morning."""

    late: int = 0
    today: int = 0
    calls: int = 0

    @property
    def sentence(self) -> str:
        parts = (
            (self.late, "yêu cầu hỗ trợ trước trễ hạn"),
            (self.today, "yêu cầu hỗ trợ trước đến hạn hôm nay"),
            (self.calls, "người cần gọi lại về hỗ trợ trước"),
        )
        return f"{'; '.join(f'{formats.integer(count)} {words}' for count, words in parts if count)}."

    @property
    def path(self) -> str:
        """The list that it is most about."""
        shelf = "tre" if self.late else "" if self.today else inbox.TO_CALL
        return f"{reverse('dossiers:advance-list')}?loc={shelf}"


@transaction.atomic
def remind(today: date) -> dict[User, Digest]:
    """Nhắc người làm, on a working day of the office. Twice a day is once."""
    digests: dict[User, Digest] = defaultdict(Digest)
    calendars: dict[int, calendar.WorkingCalendar] = {}
    for request in AdvanceRequest.objects.waiting(today).select_related("unit").iterator():
        if request.unit_id not in calendars:
            calendars[request.unit_id] = schedule.office_calendar(request.unit)
        if not calendar.is_working_day(today, calendars[request.unit_id]):
            continue
        for user in people.in_charge(request):
            _count(digests[user], request, today)
    notices.tell_many(
        (
            (user, digest.sentence, digest.path, f"advance-due-{today.isoformat()}")
            for user, digest in digests.items()
        ),
        kind=NoticeKind.DEADLINE,
    )
    return digests


def _count(digest: Digest, request: AdvanceRequest, today: date) -> None:
    """Each request once: what is due stands before what is to be called."""
    if request.is_late(today):
        digest.late += 1
    elif request.due_on == today:
        digest.today += 1
    else:
        digest.calls += 1
