"""Chỉ tiêu về phản ánh, kiến nghị: counts of feedback with the unit that answers it.

Each feedback is counted once, by its first answer; going on (phản ánh tiếp) is a count of its own. Days
decide: a limit that waited for the sender is the one known on the period's last day.
"""

from datetime import date

from django.db.models import F, Q

from dossiers.voices.status import Satisfaction
from reports.indicators.model import Indicator, Rate, Records
from reports.periods import Period

_ON_TIME = "QĐ 766/QĐ-TTg, chỉ số 5.2"
_CONTENT = "QĐ 766/QĐ-TTg, chỉ số 5.3"
_FORM = "TT 01/2020/TT-VPCP, biểu II.05"


def touched(period: Period) -> Q:
    """What anything about the period can be said of."""
    return Q(received_on__lte=period.last) & (
        ~_ended_before(period.first) | Q(published_on__gte=period.first)
    )


def _received(period: Period) -> Q:
    return Q(received_on__range=(period.first, period.last))


def _ended_before(day: date) -> Q:
    return Q(answered_on__lt=day) | Q(refused_on__lt=day)


def _ended_by(day: date) -> Q:
    return Q(answered_on__lte=day) | Q(refused_on__lte=day)


def _carried_over(period: Period) -> Q:
    return Q(received_on__lt=period.first) & ~_ended_before(period.first)


def _to_answer(period: Period) -> Q:
    return Q(received_on__lte=period.last) & ~_ended_before(period.first)


_ANSWERED_IN_TIME = Q(answered_on__lte=F("due_on"))
_REFUSED_IN_TIME = Q(decided_on__lte=F("decide_due_on"), refused_on__lte=F("due_on"))


def _answered(period: Period) -> Q:
    return Q(answered_on__range=(period.first, period.last))


def _refused(period: Period) -> Q:
    return Q(refused_on__range=(period.first, period.last))


def _done_in_time(period: Period) -> Q:
    return _answered(period) & _ANSWERED_IN_TIME | _refused(period) & _REFUSED_IN_TIME


def _done_late(period: Period) -> Q:
    answered_late = _answered(period) & Q(answered_on__gt=F("due_on"))
    refused_late = Q(decided_on__gt=F("decide_due_on")) | Q(refused_on__gt=F("due_on"))
    return answered_late | _refused(period) & refused_late


def _pending(period: Period) -> Q:
    return Q(received_on__lte=period.last) & ~_ended_by(period.last)


def _run_out(day: date) -> Q:
    """The limit, as it was known on a day, had run out by then; it stood while the sender was asked."""
    not_asked = (Q(asked_on=None) | Q(asked_on__gt=day)) & Q(original_due_on__lt=day)
    resumed = Q(resumed_on__lte=day, due_on__lt=day)
    waiting = Q(asked_on__lte=day, original_due_on__lt=F("asked_on")) & (
        Q(resumed_on=None) | Q(resumed_on__gt=day)
    )
    return not_asked | resumed | waiting


def _still_in_time(day: date) -> Q:
    not_asked = (Q(asked_on=None) | Q(asked_on__gt=day)) & Q(original_due_on__gte=day)
    resumed = Q(resumed_on__lte=day, due_on__gte=day)
    waiting = Q(asked_on__lte=day, original_due_on__gte=F("asked_on")) & (
        Q(resumed_on=None) | Q(resumed_on__gt=day)
    )
    return not_asked | resumed | waiting


def _pending_in_time(period: Period) -> Q:
    return _pending(period) & _still_in_time(period.last)


def _pending_late(period: Period) -> Q:
    return _pending(period) & _run_out(period.last)


def _said(period: Period, *levels: Satisfaction) -> Q:
    """Of those received in the period, what the senders said by its last day."""
    return _received(period) & Q(satisfaction__in=levels, satisfied_on__lte=period.last)


def _late(period: Period) -> Q:
    """Of those received in the period: answered or refused late by its last day, or late on it."""
    ended = Q(answered_on__lte=period.last, answered_on__gt=F("due_on")) | Q(refused_on__lte=period.last) & (
        Q(decided_on__gt=F("decide_due_on")) | Q(refused_on__gt=F("due_on"))
    )
    return _received(period) & (ended | _pending_late(period))


def _not_content(period: Period) -> Q:
    went_on = _received(period) & Q(reopened_on__lte=period.last)
    return _said(period, Satisfaction.UNSATISFIED) | went_on | _late(period)


FEEDBACK_INDICATORS = tuple(
    Indicator(code, label, "phản ánh", meaning, source, condition, records=Records.FEEDBACK)
    for code, label, meaning, source, condition in (
        (
            "feedback_carried_over",
            "Phản ánh, kiến nghị từ kỳ trước chuyển sang",
            "Nhận trước kỳ, chưa trả lời và chưa từ chối trước ngày đầu kỳ.",
            _FORM,
            _carried_over,
        ),
        (
            "feedback_received",
            "Phản ánh, kiến nghị tiếp nhận trong kỳ",
            "Ngày nhận lần đầu trong kỳ; phản ánh tiếp không tính thêm.",
            _FORM,
            _received,
        ),
        (
            "feedback_to_answer",
            "Phản ánh, kiến nghị phải xử lý",
            "Từ kỳ trước chuyển sang và tiếp nhận trong kỳ.",
            _ON_TIME,
            _to_answer,
        ),
        (
            "feedback_done_in_time",
            "Đã xử lý đúng hạn",
            "Trả lời lần đầu trong kỳ, không quá 15 ngày làm việc, không kể thời gian chờ bổ sung; "
            "hoặc từ chối trong kỳ, đã xem xét không quá 2 ngày làm việc.",
            _ON_TIME,
            _done_in_time,
        ),
        (
            "feedback_done_late",
            "Đã xử lý quá hạn",
            "Trả lời lần đầu hoặc từ chối trong kỳ, sau thời hạn.",
            _ON_TIME,
            _done_late,
        ),
        (
            "feedback_refused",
            "Trong đó: không tiếp nhận",
            "Từ chối tiếp nhận trong kỳ.",
            _FORM,
            _refused,
        ),
        (
            "feedback_pending_in_time",
            "Đang xử lý, trong hạn",
            "Cuối ngày cuối kỳ chưa trả lời, hạn từ ngày đó trở đi, hoặc đang chờ bổ sung khi còn hạn.",
            _ON_TIME,
            _pending_in_time,
        ),
        (
            "feedback_pending_late",
            "Đang xử lý, quá hạn",
            "Cuối ngày cuối kỳ chưa trả lời, hạn trước ngày đó.",
            _ON_TIME,
            _pending_late,
        ),
        (
            "feedback_in_time_766",
            "Phản ánh, kiến nghị đúng hạn theo bộ chỉ số 766",
            "Đã xử lý đúng hạn và đang xử lý trong hạn.",
            _ON_TIME,
            lambda period: _done_in_time(period) | _pending_in_time(period),
        ),
        (
            "feedback_judged",
            "Người gửi có đánh giá câu trả lời",
            "Trong số tiếp nhận trong kỳ: đến ngày cuối kỳ người gửi đã đánh giá.",
            _CONTENT,
            lambda period: _said(period, *Satisfaction),
        ),
        (
            "feedback_satisfied",
            "Người gửi hài lòng",
            "Trong số có đánh giá: hài lòng.",
            _CONTENT,
            lambda period: _said(period, Satisfaction.SATISFIED),
        ),
        (
            "feedback_unsatisfied",
            "Người gửi không hài lòng",
            "Trong số có đánh giá: không hài lòng.",
            _CONTENT,
            lambda period: _said(period, Satisfaction.UNSATISFIED),
        ),
        (
            "feedback_reopened",
            "Người gửi phản ánh tiếp",
            "Trong số tiếp nhận trong kỳ: đến ngày cuối kỳ người gửi đã phản ánh tiếp.",
            _CONTENT,
            lambda period: _received(period) & Q(reopened_on__lte=period.last),
        ),
        (
            "feedback_not_content_766",
            "Không hài lòng, phản ánh tiếp hoặc quá hạn",
            "Trong số tiếp nhận trong kỳ: không hài lòng, phản ánh tiếp, hoặc quá hạn; mỗi cái tính một lần.",
            _CONTENT,
            _not_content,
        ),
        (
            "feedback_content_766",
            "Phản ánh, kiến nghị hài lòng theo bộ chỉ số 766",
            "Tiếp nhận trong kỳ, trừ không hài lòng, phản ánh tiếp hoặc quá hạn.",
            _CONTENT,
            lambda period: _received(period) & ~_not_content(period),
        ),
        (
            "feedback_published",
            "Câu trả lời được công khai",
            "Công khai trong kỳ và còn công khai.",
            _FORM,
            lambda period: Q(published_on__range=(period.first, period.last)),
        ),
    )
)
FEEDBACK_RATES = (
    Rate(
        "feedback_in_time",
        "Phản ánh, kiến nghị xử lý đúng hạn",
        ("feedback_in_time_766",),
        "feedback_to_answer",
        "(Đã xử lý đúng hạn + đang xử lý trong hạn) / phải xử lý (bộ chỉ số 766, chỉ số 5.2).",
    ),
    Rate(
        "feedback_content",
        "Hài lòng trong xử lý phản ánh, kiến nghị",
        ("feedback_content_766",),
        "feedback_received",
        "(Tiếp nhận trong kỳ − không hài lòng, phản ánh tiếp hoặc quá hạn) / tiếp nhận trong kỳ (bộ chỉ số "
        "766, chỉ số 5.3).",
    ),
    Rate(
        "feedback_satisfied",
        "Người gửi hài lòng với câu trả lời",
        ("feedback_satisfied",),
        "feedback_judged",
        "Hài lòng / có đánh giá.",
    ),
)
