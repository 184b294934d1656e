"""Chỉ tiêu về hỗ trợ trước khi đến: of the requests that came in a period, what became of them by its end."""

from django.db.models import F, Q

from reports.indicators.model import Condition, Indicator, Rate, Records
from reports.periods import Period

SOURCE = "Theo dõi nội bộ: sáng kiến hỗ trợ thủ tục đất đai, đến không quá hai lần"


def touched(period: Period) -> Q:
    """A request counts in the period in which it came."""
    return Q(received_on__range=(period.first, period.last))


def _answered(period: Period) -> Q:
    return Q(answered_on__lte=period.last)


def _to_dossier(period: Period) -> Q:
    return Q(dossier__isnull=False, ended_on__lte=period.last)


def _returned(period: Period) -> Q:
    return _to_dossier(period) & Q(dossier__returned_on__lte=period.last, dossier__visits__isnull=False)


def _counted(code: str, label: str, meaning: str, condition: Condition, heading: str) -> Indicator:
    return Indicator(
        code, label, "yêu cầu", meaning, SOURCE, condition, records=Records.ADVANCE, heading=heading
    )


ADVANCE_INDICATORS = (
    _counted(
        "advance_received",
        "Yêu cầu hỗ trợ trước khi đến",
        "Ngày nhận trong kỳ, từ trang thủ tục hoặc qua điện thoại.",
        touched,
        "Yêu cầu nhận",
    ),
    _counted(
        "advance_answered",
        "Yêu cầu hỗ trợ đã trả lời",
        "Trong số nhận trong kỳ: đến ngày cuối kỳ người dân đã được trả lời lần đầu.",
        _answered,
        "Đã trả lời",
    ),
    _counted(
        "advance_answered_in_time",
        "Yêu cầu hỗ trợ trả lời đúng hạn",
        "Trong số đã trả lời: trả lời lần đầu trong số ngày làm việc đơn vị đặt.",
        lambda period: _answered(period) & Q(answered_on__lte=F("answer_due_on")),
        "Trả lời đúng hạn",
    ),
    _counted(
        "advance_to_dossier",
        "Yêu cầu hỗ trợ đã thành hồ sơ",
        "Trong số nhận trong kỳ: đến ngày cuối kỳ đã tiếp nhận thành hồ sơ.",
        _to_dossier,
        "Thành hồ sơ",
    ),
    _counted(
        "advance_returned",
        "Hồ sơ được hỗ trợ trước đã trả kết quả",
        "Trong số thành hồ sơ: đến ngày cuối kỳ đã trả kết quả.",
        _returned,
        "Đã trả kết quả",
    ),
    _counted(
        "advance_two_visits",
        "Hồ sơ được hỗ trợ trước, người dân đến không quá hai lần",
        "Trong số đã trả kết quả: người dân đến không quá hai lần.",
        lambda period: _returned(period) & Q(dossier__visits__lte=2),
        "Không quá hai lần",
    ),
)
ADVANCE_RATES = (
    Rate(
        "advance_in_time",
        "Yêu cầu hỗ trợ trả lời đúng hạn",
        ("advance_answered_in_time",),
        "advance_answered",
        "Trả lời đúng hạn / đã trả lời.",
    ),
    Rate(
        "advance_two_visits",
        "Hồ sơ được hỗ trợ trước, đến không quá hai lần",
        ("advance_two_visits",),
        "advance_returned",
        "Đến không quá hai lần / hồ sơ được hỗ trợ trước đã trả kết quả.",
    ),
)
