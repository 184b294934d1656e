"""Chỉ tiêu về cách phục vụ: who helped with what came online, what was asked for twice or apologised for.

Each is a part of a figure of `reports.indicators.dossiers` and is meant within the same records. Who helped
is written at reception and stays; reuse, apology and a second request each have a day of their own, so that
none of them changes a period that had ended before.
"""

from django.db.models import F, Q

from dossiers.models.choices import HelpedBy
from dossiers.status import ONLINE
from reports.indicators.dossiers import INDEX_766, late, pending, received, resolved
from reports.indicators.model import Condition, Indicator, Rate
from reports.periods import Period

WHO_SENT_IT = "NĐ 61/2018/NĐ-CP Đ.16; theo dõi nội bộ, không thuộc biểu mẫu nào"
DECREE_61_APOLOGY = "NĐ 61/2018/NĐ-CP Đ.19 khoản 9"
VISITS = "Theo dõi nội bộ: sáng kiến hỗ trợ thủ tục đất đai, đến không quá hai lần"
INDEX_IN_TIME = f"{INDEX_766}, chỉ số 2.1"


def _online(*helpers: str) -> Condition:
    return lambda period: received(period) & Q(channel__in=ONLINE, helped_by__in=helpers)


def _resolved_late(period: Period) -> Q:
    return resolved(period) & Q(finished_on__gt=F("due_on"))


def _apologised(period: Period) -> Q:
    """Written first in every condition: hardly any row passes, so the due day is seldom looked up."""
    return Q(apologised_on__lte=period.last)


def _not_apologised(period: Period) -> Q:
    return Q(apologised_on=None) | Q(apologised_on__gt=period.last)


def _asked_again(period: Period) -> Q:
    return Q(asked_again_on__lte=period.last)


def _asked_at_most_once(period: Period) -> Q:
    return Q(asked_again_on=None) | Q(asked_again_on__gt=period.last)


def _is_late(period: Period) -> Q:
    return _resolved_late(period) | (pending(period) & late(period))


def _is_in_time(period: Period) -> Q:
    """The opposite of `_is_late`; told apart, as neither holds of what has no due day in SQL."""
    finished = Q(due_on=None) | Q(finished_on__lte=F("due_on"))
    running = Q(due_as_of=None) | Q(due_as_of__gte=period.last)
    return (resolved(period) & finished) | (pending(period) & running)


def _returned(period: Period) -> Q:
    """Resolved in the period, in the citizen's hands by its last day, and nobody comes for it any more."""
    return resolved(period) & Q(returned_on__lte=period.last, visits__isnull=False)


SERVICE_INDICATORS = (
    Indicator(
        "online_alone",
        "Trực tuyến, công dân tự nộp",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: công dân tự nộp, không ai giúp.",
        WHO_SENT_IT,
        _online(HelpedBy.ALONE),
        heading="Tự nộp",
    ),
    Indicator(
        "online_helped",
        "Trực tuyến, công dân nộp có người giúp",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: công dân nộp, quầy hướng dẫn hoặc tổ công nghệ số cộng đồng giúp.",
        WHO_SENT_IT,
        _online(HelpedBy.DESK, HelpedBy.TEAM),
        terms=((1, "online_helped_desk"), (1, "online_helped_team")),
        heading="Có người giúp",
    ),
    Indicator(
        "online_helped_desk",
        "Trong đó: quầy hướng dẫn",
        "hồ sơ",
        "Công dân nộp trực tuyến, Bộ phận Một cửa hướng dẫn.",
        WHO_SENT_IT,
        _online(HelpedBy.DESK),
    ),
    Indicator(
        "online_helped_team",
        "Trong đó: tổ công nghệ số cộng đồng giúp",
        "hồ sơ",
        "Công dân nộp trực tuyến, tổ công nghệ số cộng đồng giúp.",
        WHO_SENT_IT,
        _online(HelpedBy.TEAM),
    ),
    Indicator(
        "online_entered",
        "Trực tuyến, cán bộ nhập thay",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: cán bộ nhập thay công dân.",
        WHO_SENT_IT,
        _online(HelpedBy.STAFF),
        heading="Nhập thay",
    ),
    Indicator(
        "online_told",
        "Trực tuyến, có ghi ai nộp",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: có ghi công dân tự nộp, có người giúp hay cán bộ nhập thay.",
        WHO_SENT_IT,
        _online(*HelpedBy),
        terms=((1, "online_alone"), (1, "online_helped"), (1, "online_entered")),
        heading="Có ghi",
    ),
    Indicator(
        "online_unknown",
        "Trực tuyến, không ghi ai nộp",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: không ghi ai đã nộp hoặc giúp nộp, như hồ sơ nhập từ bảng tính.",
        WHO_SENT_IT,
        _online(""),
        terms=((1, "received_online"), (-1, "online_told")),
        heading="Không ghi",
    ),
    Indicator(
        "online_digitised",
        "Trực tuyến, có số hóa thành phần",
        "hồ sơ",
        "Trong số tiếp nhận trực tuyến: ít nhất một giấy tờ phải số hóa đã được số hóa.",
        "Theo dõi nội bộ: chỉ tiêu hằng tháng theo lĩnh vực, từng cán bộ",
        lambda period: (
            received(period) & Q(channel__in=ONLINE, papers_to_digitise__gt=0, papers_digitised__gt=0)
        ),
        heading="Trực tuyến, có số hóa",
    ),
    Indicator(
        "papers_reused",
        "Dùng lại giấy tờ, dữ liệu đã số hóa",
        "hồ sơ",
        "Tiếp nhận trong kỳ, đến ngày cuối kỳ có ít nhất một giấy tờ dùng lại bản đã số hóa của lần trước.",
        f"{INDEX_766}, chỉ số 4.3; NĐ 224/2026/NĐ-CP Đ.15",
        lambda period: received(period) & Q(reused_on__lte=period.last),
    ),
    Indicator(
        "visits_known",
        "Đã trả kết quả, biết số lần người dân đến",
        "hồ sơ",
        "Trong số đã giải quyết trong kỳ: đến ngày cuối kỳ đã trả kết quả; không gồm hồ sơ nhập từ bảng "
        "tính, không biết người dân đến mấy lần.",
        VISITS,
        _returned,
        heading="Biết số lần đến",
    ),
    Indicator(
        "two_visits",
        "Trong đó: đến không quá hai lần",
        "hồ sơ",
        "Mỗi ngày đến trực tiếp tính một lần: nộp, bổ sung, nhận kết quả tại quầy, lần đến cán bộ ghi thêm; "
        "nộp trực tuyến, qua bưu chính không tính là đến.",
        VISITS,
        lambda period: _returned(period) & Q(visits__lte=2),
        heading="Không quá hai lần",
    ),
    Indicator(
        "resolved_late_apologised",
        "Giải quyết quá hạn, đã xin lỗi",
        "hồ sơ",
        "Đã giải quyết quá hạn trong kỳ và có văn bản xin lỗi, hẹn lại.",
        DECREE_61_APOLOGY,
        lambda period: _apologised(period) & _resolved_late(period),
    ),
    Indicator(
        "resolved_late_unapologised",
        "Giải quyết quá hạn, không xin lỗi",
        "hồ sơ",
        "Đã giải quyết quá hạn trong kỳ mà không có văn bản xin lỗi, hẹn lại.",
        DECREE_61_APOLOGY,
        lambda period: _not_apologised(period) & _resolved_late(period),
        terms=((1, "resolved_late"), (-1, "resolved_late_apologised")),
    ),
    Indicator(
        "overdue_apologised",
        "Đang quá hạn, đã xin lỗi",
        "hồ sơ",
        "Đang giải quyết quá hạn vào ngày cuối kỳ, đến ngày đó đã có văn bản xin lỗi, hẹn lại.",
        DECREE_61_APOLOGY,
        lambda period: _apologised(period) & pending(period) & late(period),
    ),
    Indicator(
        "overdue_unapologised",
        "Đang quá hạn, chưa xin lỗi",
        "hồ sơ",
        "Đang giải quyết quá hạn vào ngày cuối kỳ, đến ngày đó chưa có văn bản xin lỗi, hẹn lại.",
        DECREE_61_APOLOGY,
        lambda period: _not_apologised(period) & pending(period) & late(period),
        terms=((1, "pending_overdue"), (-1, "overdue_apologised")),
    ),
    Indicator(
        "asked_again",
        "Bị yêu cầu bổ sung từ hai lần",
        "hồ sơ",
        "Trong số phải giải quyết: đến ngày cuối kỳ đã bị yêu cầu bổ sung từ hai lần trở lên.",
        f"NĐ 61/2018/NĐ-CP Đ.15; {INDEX_IN_TIME}",
        _asked_again,
    ),
    Indicator(
        "asked_again_in_time",
        "Chưa trễ hạn nhưng bị yêu cầu bổ sung từ hai lần",
        "hồ sơ",
        "Trong số bị yêu cầu bổ sung từ hai lần: tính theo ngày thì không trễ; bộ chỉ số 766 tính là trễ.",
        INDEX_IN_TIME,
        lambda period: _asked_again(period) & _is_in_time(period),
    ),
    Indicator(
        "late_766",
        "Trễ hạn theo bộ chỉ số 766",
        "hồ sơ",
        "Giải quyết quá hạn, đang quá hạn, hoặc bị yêu cầu bổ sung từ hai lần trở lên dù chưa quá hạn.",
        INDEX_IN_TIME,
        lambda period: _is_late(period) | _asked_again(period),
        terms=((1, "resolved_late"), (1, "pending_overdue"), (1, "asked_again_in_time")),
    ),
    Indicator(
        "in_time_766",
        "Đúng hạn theo bộ chỉ số 766",
        "hồ sơ",
        "Phải giải quyết trừ trễ hạn theo bộ chỉ số 766; hồ sơ đang giải quyết trong hạn là đúng hạn.",
        INDEX_IN_TIME,
        lambda period: _asked_at_most_once(period) & _is_in_time(period),
        terms=((1, "to_resolve"), (-1, "late_766")),
    ),
)

SERVICE_RATES = (
    Rate(
        "two_visits",
        "Người dân đến không quá hai lần",
        ("two_visits",),
        "visits_known",
        "Đến không quá hai lần / đã giải quyết, đã trả kết quả và biết số lần đến.",
    ),
    Rate(
        "online_by_citizens",
        "Công dân nộp trong số hồ sơ trực tuyến",
        ("online_alone", "online_helped"),
        "online_told",
        "Công dân tự nộp hoặc nộp có người giúp / hồ sơ trực tuyến có ghi ai nộp.",
    ),
    Rate(
        "papers_reused",
        "Dùng lại giấy tờ, dữ liệu đã số hóa",
        ("papers_reused",),
        "received",
        "Có dùng lại / tiếp nhận trong kỳ (bộ chỉ số 766, chỉ số 4.3).",
    ),
    Rate(
        "in_time_766",
        "Đúng hạn theo bộ chỉ số 766",
        ("in_time_766",),
        "to_resolve",
        "(Đã giải quyết trước, đúng hạn + đang giải quyết trong hạn, trừ hồ sơ bị yêu cầu bổ sung từ hai "
        "lần) / phải giải quyết (bộ chỉ số 766, chỉ số 2.1).",
    ),
)
