"""Chỉ tiêu về văn bản đi, văn bản đến and the work given from them, by the days that stand on them."""

from django.db.models import F, Q

from dossiers.documents.status import Direction, DocumentState, Medium, SigningState, TaskState
from reports.indicators.model import Condition, Indicator, Rate, Records
from reports.periods import Period

_REGISTER = "NĐ 30/2020/NĐ-CP, Điều 15, Điều 22: sổ đăng ký văn bản đi, văn bản đến"
_SIGNING = "NĐ 30/2020/NĐ-CP, Điều 5: văn bản điện tử đã ký số"
_TASKS = "NĐ 30/2020/NĐ-CP, Điều 24: theo dõi, đôn đốc giải quyết văn bản đến"
_ELECTRONIC = Q(medium__in=(Medium.ELECTRONIC, Medium.BOTH))


def documents_touched(period: Period) -> Q:
    """What came or went out in the period."""
    return _came(period) | _went_out(period)


def tasks_touched(period: Period) -> Q:
    """What was given or ran out in the period, and was not taken back."""
    days = (period.first, period.last)
    return (Q(due_on__range=days) | Q(assigned_on__range=days)) & ~Q(state=TaskState.CANCELLED)


def _came(period: Period) -> Q:
    in_period = Q(direction=Direction.IN, received_on__range=(period.first, period.last))
    return in_period & ~Q(state=DocumentState.VOID)


def _went_out(period: Period) -> Q:
    return Q(
        direction=Direction.OUT,
        state__in=(DocumentState.ISSUED, DocumentState.REVOKED),
        issued_on__range=(period.first, period.last),
    )


def _due(period: Period) -> Q:
    return Q(due_on__range=(period.first, period.last))


def _task(code: str, label: str, meaning: str, condition: Condition, head: str) -> Indicator:
    return Indicator(
        code, label, "việc", meaning, _TASKS, condition, records=Records.DOCUMENT_TASKS, heading=head
    )


DOCUMENT_INDICATORS = tuple(
    Indicator(code, label, "văn bản", meaning, source, condition, records=Records.DOCUMENTS, heading=heading)
    for code, label, meaning, source, condition, heading in (
        (
            "documents_in",
            "Văn bản đến",
            "Ngày đến trong kỳ, trừ số đã hủy vì vào sổ nhầm.",
            _REGISTER,
            _came,
            "Văn bản đến",
        ),
        (
            "documents_in_electronic",
            "Văn bản đến dạng điện tử",
            "Trong số văn bản đến: nhận dạng điện tử.",
            _REGISTER,
            lambda period: _came(period) & _ELECTRONIC,
            "Đến, điện tử",
        ),
        (
            "documents_in_done",
            "Văn bản đến đã giải quyết",
            "Trong số văn bản đến: đến ngày cuối kỳ đã giải quyết xong.",
            _TASKS,
            lambda period: _came(period) & Q(done_on__lte=period.last),
            "Đến, đã giải quyết",
        ),
        (
            "documents_out",
            "Văn bản đi đã phát hành",
            "Ngày ban hành trong kỳ, đã phát hành.",
            _REGISTER,
            _went_out,
            "Văn bản đi",
        ),
        (
            "documents_out_electronic",
            "Văn bản đi dạng điện tử",
            "Trong số văn bản đi: phát hành dạng điện tử.",
            _REGISTER,
            lambda period: _went_out(period) & _ELECTRONIC,
            "Đi, điện tử",
        ),
        (
            "documents_out_signed",
            "Văn bản đi đủ chữ ký số",
            "Trong số văn bản đi: có chữ ký số hợp lệ của người có thẩm quyền và của cơ quan.",
            _SIGNING,
            lambda period: _went_out(period) & Q(signature_state=SigningState.FULL),
            "Đi, đủ chữ ký số",
        ),
    )
)
DOCUMENT_TASK_INDICATORS = (
    _task(
        "document_tasks_given",
        "Việc giao từ văn bản",
        "Giao trong kỳ, trừ việc thôi giao.",
        lambda period: Q(assigned_on__range=(period.first, period.last)),
        "Việc giao",
    ),
    _task(
        "document_tasks_due",
        "Việc giao đến hạn trong kỳ",
        "Hạn (đã tính gia hạn) trong kỳ, trừ việc thôi giao.",
        _due,
        "Việc đến hạn",
    ),
    _task(
        "document_tasks_in_time",
        "Việc giao hoàn thành đúng hạn",
        "Trong số đến hạn trong kỳ: ngày báo kết quả được duyệt không sau hạn.",
        lambda period: _due(period) & Q(done_on__lte=F("due_on")),
        "Đúng hạn",
    ),
    _task(
        "document_tasks_late",
        "Việc giao hoàn thành quá hạn",
        "Trong số đến hạn trong kỳ: đến ngày cuối kỳ đã xong, sau hạn.",
        lambda period: _due(period) & Q(done_on__gt=F("due_on"), done_on__lte=period.last),
        "Xong, quá hạn",
    ),
    _task(
        "document_tasks_undone",
        "Việc giao đến hạn chưa hoàn thành",
        "Trong số đến hạn trong kỳ: cuối ngày cuối kỳ chưa xong.",
        lambda period: _due(period) & (Q(done_on=None) | Q(done_on__gt=period.last)),
        "Chưa xong",
    ),
)
OFFICIAL_RATES = (
    Rate(
        "documents_signed",
        "Văn bản đi được ký số",
        ("documents_out_signed",),
        "documents_out",
        "Văn bản đi đủ chữ ký số của người ký và cơ quan / văn bản đi đã phát hành.",
    ),
    Rate(
        "documents_electronic",
        "Văn bản đi phát hành dạng điện tử",
        ("documents_out_electronic",),
        "documents_out",
        "Văn bản đi dạng điện tử / văn bản đi đã phát hành.",
    ),
    Rate(
        "document_tasks_in_time",
        "Việc giao từ văn bản hoàn thành đúng hạn",
        ("document_tasks_in_time",),
        "document_tasks_due",
        "Hoàn thành đúng hạn / đến hạn trong kỳ.",
    ),
)
