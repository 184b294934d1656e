"""Thời hạn xét sáng kiến, in calendar months (NĐ 13/2012/NĐ-CP, Điều lệ Sáng kiến, Điều 5, 6, 7)."""

import calendar
from datetime import date

from initiatives.status import InitiativeStatus

FORM_CHECK, CORRECTION, DECISION = 1, 1, 3
"""Months to check the form of a request, to correct it, and from its acceptance to the decision."""
SUBMISSION_YEARS = 1
"""Đơn nộp trong 01 năm kể từ ngày áp dụng lần đầu."""
_OF_STATUS = {
    InitiativeStatus.CONFIRMED: FORM_CHECK,
    InitiativeStatus.RETURNED: CORRECTION,
    InitiativeStatus.ACCEPTED: DECISION,
}


def months_after(day: date, months: int) -> date:
    """The same day of a later month; where the month has no such day, its last one (BLDS 2015, Điều 147)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_due(status: InitiativeStatus, today: date, standing: date | None) -> date | None:
    """Hạn of the step that begins today. Appraising keeps the day that the acceptance set."""
    if status is InitiativeStatus.APPRAISING:
        return standing
    months = _OF_STATUS.get(status)
    return months_after(today, months) if months else None


def is_submitted_in_time(first_applied_on: date, submitted_on: date) -> bool:
    return submitted_on <= months_after(first_applied_on, 12 * SUBMISSION_YEARS)
