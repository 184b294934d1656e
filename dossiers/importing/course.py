"""Diễn tiến của hồ sơ: what a row's state and dates say together. No database.

The ten states are those of TT 22/2019/TT-BTTTT; a state and a date that contradict each other are
refused, because whichever were taken, a figure would be wrong.
"""

from dataclasses import dataclass
from datetime import datetime

from dossiers.importing.columns import Column
from dossiers.importing.values import Moment
from dossiers.status import FINISHED, RUNNING, UNCOUNTED, DossierStatus, Outcome

_OUTCOMES = {
    DossierStatus.WITHDRAWN: Outcome.WITHDRAWN,
    DossierStatus.STOPPED: Outcome.STOPPED,
    DossierStatus.CONCLUDED: Outcome.APPROVED,
    DossierStatus.RETURNED: Outcome.APPROVED,
}


class Contradiction(Exception):
    """The row cannot be so: the column to look at first, and the sentence."""

    def __init__(self, column: Column, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(frozen=True)
class Dates:
    """What the date columns say; None is a blank cell or a missing column."""

    received: Moment
    due: Moment | None = None
    finished: Moment | None = None
    returned: Moment | None = None


@dataclass(frozen=True)
class Course:
    status: DossierStatus
    outcome: str
    submitted_at: datetime
    received_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    warning: str = ""


def settle(status: DossierStatus | None, dates: Dates, *, now: datetime) -> Course:
    """The course of one dossier. A blank state is derived from the dates."""
    _check_order(dates, now)
    received = dates.received.at
    finished = _at_least(dates.finished, received)
    returned = _at_least(dates.returned, finished or received)
    finished = finished or returned
    warning = ""
    if status is None:
        status = _derived(finished, returned)
    elif status == DossierStatus.CONCLUDED and returned:
        status = DossierStatus.RETURNED
        warning = "Đã có ngày trả kết quả nên ghi là “Đã trả kết quả”."
    if status in UNCOUNTED:
        return _uncounted(status, dates)
    if status in RUNNING and finished:
        raise Contradiction(
            Column.STATUS,
            f"“{status.label}” nhưng đã có ngày có kết quả hoặc ngày trả kết quả. "
            "Sửa trạng thái thành “Đã xử lý xong” hay “Đã trả kết quả”, hoặc xóa ngày.",
        )
    if status in FINISHED and not finished:
        raise Contradiction(
            Column.STATUS,
            f"“{status.label}” nhưng không có ngày có kết quả. "
            "Ghi “Ngày có kết quả” (hoặc “Ngày trả kết quả”), hoặc sửa trạng thái.",
        )
    return Course(status, _OUTCOMES.get(status, ""), received, received, finished, returned, warning)


def _check_order(dates: Dates, now: datetime) -> None:
    for column, moment in (
        (Column.RECEIVED, dates.received),
        (Column.FINISHED, dates.finished),
        (Column.RETURNED, dates.returned),
    ):
        if moment and moment.at > now:
            raise Contradiction(
                column, f"{column} ở tương lai. Kiểm tra lại ngày, tháng (ngày đứng trước tháng)."
            )
    for later, earlier, column, before in (
        (dates.finished, dates.received, Column.FINISHED, Column.RECEIVED),
        (dates.returned, dates.received, Column.RETURNED, Column.RECEIVED),
        (dates.returned, dates.finished, Column.RETURNED, Column.FINISHED),
    ):
        if later and earlier and later.is_before(earlier):
            raise Contradiction(
                column, f"{column} trước {_named(before)} ({_written(earlier)}). Kiểm tra lại hai ngày."
            )


def _at_least(moment: Moment | None, floor: datetime) -> datetime | None:
    """Of two moments in the right order by day, a date without a time moves up to the other's time."""
    return max(moment.at, floor) if moment else None


def _named(column: Column) -> str:
    return column[0].lower() + column[1:]


def _written(moment: Moment) -> str:
    return f"{moment.at:%d/%m/%Y %H:%M}" if moment.has_time else f"{moment.at:%d/%m/%Y}"


def _derived(finished: datetime | None, returned: datetime | None) -> DossierStatus:
    if returned:
        return DossierStatus.RETURNED
    return DossierStatus.CONCLUDED if finished else DossierStatus.RECEIVED


def _uncounted(status: DossierStatus, dates: Dates) -> Course:
    """Registered online or refused at the desk: the sheet's date is its submission, nothing counts it."""
    if status == DossierStatus.REGISTERED and (dates.finished or dates.returned):
        raise Contradiction(
            Column.STATUS,
            "“Mới đăng ký” nhưng đã có ngày có kết quả hoặc ngày trả kết quả. Sửa trạng thái hoặc xóa ngày.",
        )
    return Course(status, "", dates.received.at, None, None, None)
