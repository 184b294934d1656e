"""Chỉ tiêu nộp trực tuyến của xã dùng thử: set by the leader on the first morning of a month."""

from datetime import date, datetime, time, timedelta

from dossiers import calendar
from reports import targets
from reports.demo.clock import OfficeClock
from reports.demo.fitting import Staff
from reports.demo.moment import standing_at

BY_FIELD = {"Hộ tịch": 30, "Chứng thực": 20, "Bảo trợ xã hội": 6, "Người có công": 2}
BY_OFFICER = 40


def live(staff: Staff, clock: OfficeClock, today: date) -> None:
    """Of yesterday's month and the one before."""
    this = (today - timedelta(days=1)).replace(day=1)
    for month in ((this - timedelta(days=1)).replace(day=1), this):
        first = clock.later(month, 0)
        if first >= today:
            continue
        with standing_at(datetime.combine(first, time(7, 45), calendar.OFFICE_ZONE)):
            fields = targets.offered_fields(staff.home)
            targets.set_targets(
                staff.home,
                month,
                fields={field.pk: BY_FIELD[field.name] for field in fields if field.name in BY_FIELD},
                officers={str(staff.intake): BY_OFFICER},
                by=staff.leader,
            )
