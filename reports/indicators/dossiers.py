"""Chỉ tiêu về hồ sơ: counts over dossiers, by day, from dates alone.

Every condition is meant within the records that a period touches (`touched`): received by its last day and
not finished before its first. So “received before the period” needs no upper bound, “finished” no lower one.
"""

from django.db.models import F, Q

from dossiers.status import ONLINE, Channel, Outcome, Rating
from reports.indicators.model import Condition, Indicator, Rate, Records
from reports.periods import Period

FORM_II_06A = "TT 01/2020/TT-VPCP, biểu II.06a/VPCP/KSTT"
INDEX_766 = "QĐ 766/QĐ-TTg"
DIGITISATION = "TT 01/2023/TT-VPCP; QĐ 766/QĐ-TTg"
DECREE_61 = "NĐ 61/2018/NĐ-CP; NĐ 118/2025/NĐ-CP"


def touched(period: Period) -> Q:
    """The dossiers that anything about the period can be said of."""
    return Q(received_on__lte=period.last) & (Q(finished_on=None) | Q(finished_on__gte=period.first))


def received(period: Period) -> Q:
    return Q(received_on__gte=period.first)


def carried_over(period: Period) -> Q:
    return Q(received_on__lt=period.first)


def resolved(period: Period) -> Q:
    return Q(finished_on__lte=period.last)


def pending(period: Period) -> Q:
    return Q(finished_on=None) | Q(finished_on__gt=period.last)


def late(period: Period) -> Q:
    """Quá hạn: the due day, as the pauses known on the period's last day had moved it, has passed."""
    return Q(due_as_of__lt=period.last)


def _received_by(*channels: Channel) -> Condition:
    return lambda period: received(period) & Q(channel__in=channels)


def _result_due(period: Period) -> Q:
    return resolved(period) & ~Q(outcome__in=[Outcome.REFUSED, Outcome.WITHDRAWN])


FLOW_INDICATORS = (
    Indicator(
        "carried_over",
        "Từ kỳ trước chuyển sang",
        "hồ sơ",
        "Tiếp nhận trước kỳ và chưa giải quyết xong trước ngày đầu kỳ.",
        f"{FORM_II_06A}, cột 6",
        carried_over,
        heading="Kỳ trước chuyển sang",
    ),
    Indicator(
        "received",
        "Tiếp nhận trong kỳ",
        "hồ sơ",
        "Ngày tiếp nhận trong kỳ, mọi kênh; không gồm hồ sơ không được tiếp nhận hoặc mới đăng ký.",
        f"{FORM_II_06A}, cột 4 và 5",
        received,
        terms=((1, "received_direct"), (1, "received_online"), (1, "received_postal")),
        heading="Tiếp nhận",
    ),
    Indicator(
        "received_direct",
        "Tiếp nhận trực tiếp",
        "hồ sơ",
        "Nộp trực tiếp tại Bộ phận Một cửa.",
        DECREE_61,
        _received_by(Channel.DIRECT),
    ),
    Indicator(
        "received_online",
        "Tiếp nhận trực tuyến",
        "hồ sơ",
        "Nộp trực tuyến, toàn trình hoặc một phần.",
        f"{FORM_II_06A}, cột 4; {INDEX_766}",
        _received_by(*ONLINE),
        terms=((1, "received_online_full"), (1, "received_online_partial")),
        heading="Trực tuyến",
    ),
    Indicator(
        "received_online_full",
        "Trực tuyến toàn trình",
        "hồ sơ",
        "Nộp trực tuyến theo dịch vụ công toàn trình (trước 2022: mức độ 4).",
        "NĐ 42/2022/NĐ-CP; NĐ 224/2026/NĐ-CP",
        _received_by(Channel.ONLINE_FULL),
    ),
    Indicator(
        "received_online_partial",
        "Trực tuyến một phần",
        "hồ sơ",
        "Nộp trực tuyến theo dịch vụ công một phần (trước 2022: mức độ 3).",
        "NĐ 42/2022/NĐ-CP; NĐ 224/2026/NĐ-CP",
        _received_by(Channel.ONLINE_PARTIAL),
    ),
    Indicator(
        "received_postal",
        "Tiếp nhận qua bưu chính công ích",
        "hồ sơ",
        "Nộp qua dịch vụ bưu chính công ích.",
        DECREE_61,
        _received_by(Channel.POSTAL),
    ),
    Indicator(
        "received_inter_agency",
        "Hồ sơ liên thông",
        "hồ sơ",
        "Tiếp nhận trong kỳ, giải quyết liên thông nhiều cơ quan.",
        DECREE_61,
        lambda period: received(period) & Q(is_inter_agency=True),
    ),
    Indicator(
        "to_resolve",
        "Phải giải quyết",
        "hồ sơ",
        "Từ kỳ trước chuyển sang và tiếp nhận trong kỳ.",
        f"{FORM_II_06A}, cột 3",
        lambda period: Q(received_on__lte=period.last),
        terms=((1, "carried_over"), (1, "received")),
    ),
    Indicator(
        "resolved",
        "Đã giải quyết",
        "hồ sơ",
        "Có kết quả, từ chối, dừng hoặc rút trong kỳ.",
        f"{FORM_II_06A}, cột 7",
        resolved,
        terms=((1, "resolved_early"), (1, "resolved_on_time"), (1, "resolved_late")),
    ),
    Indicator(
        "resolved_early",
        "Giải quyết trước hạn",
        "hồ sơ",
        "Ngày có kết quả trước ngày hẹn trả.",
        f"{FORM_II_06A}, cột 8",
        lambda period: resolved(period) & Q(finished_on__lt=F("due_on")),
        heading="Trước hạn",
    ),
    Indicator(
        "resolved_on_time",
        "Giải quyết đúng hạn",
        "hồ sơ",
        "Ngày có kết quả đúng ngày hẹn trả, hoặc thủ tục không có ngày hẹn trả.",
        f"{FORM_II_06A}, cột 9",
        lambda period: resolved(period) & (Q(due_on=None) | Q(finished_on=F("due_on"))),
        heading="Đúng hạn",
    ),
    Indicator(
        "resolved_late",
        "Giải quyết quá hạn",
        "hồ sơ",
        "Ngày có kết quả sau ngày hẹn trả.",
        f"{FORM_II_06A}, cột 10",
        lambda period: resolved(period) & Q(finished_on__gt=F("due_on")),
        heading="Trễ hạn",
    ),
    Indicator(
        "resolved_refused",
        "Trong đó: từ chối giải quyết",
        "hồ sơ",
        "Đã giải quyết bằng văn bản từ chối.",
        "NĐ 61/2018/NĐ-CP Đ.19.8",
        lambda period: resolved(period) & Q(outcome=Outcome.REFUSED),
    ),
    Indicator(
        "resolved_withdrawn",
        "Trong đó: công dân rút",
        "hồ sơ",
        "Công dân rút hồ sơ sau khi đã tiếp nhận.",
        DECREE_61,
        lambda period: resolved(period) & Q(outcome=Outcome.WITHDRAWN),
    ),
    Indicator(
        "pending",
        "Đang giải quyết",
        "hồ sơ",
        "Chưa giải quyết xong vào cuối ngày cuối kỳ.",
        f"{FORM_II_06A}, cột 11",
        pending,
        terms=((1, "pending_in_time"), (1, "pending_overdue")),
    ),
    Indicator(
        "pending_in_time",
        "Đang giải quyết, trong hạn",
        "hồ sơ",
        "Ngày hẹn trả từ ngày cuối kỳ trở đi, không có ngày hẹn trả, hoặc đồng hồ đang dừng khi còn hạn.",
        f"{FORM_II_06A}, cột 12",
        lambda period: pending(period) & (Q(due_as_of=None) | Q(due_as_of__gte=period.last)),
        heading="Đang trong hạn",
    ),
    Indicator(
        "pending_overdue",
        "Đang giải quyết, quá hạn",
        "hồ sơ",
        "Ngày hẹn trả trước ngày cuối kỳ, tính cả các lần tạm dừng đến ngày đó; thư xin lỗi không dời hẹn.",
        f"{FORM_II_06A}, cột 13",
        lambda period: pending(period) & late(period),
        heading="Đang quá hạn",
    ),
    Indicator(
        "to_digitise",
        "Hồ sơ phải số hóa thành phần",
        "hồ sơ",
        "Tiếp nhận trong kỳ, có ít nhất một giấy tờ phải số hóa.",
        DIGITISATION,
        lambda period: received(period) & Q(papers_to_digitise__gt=0),
    ),
    Indicator(
        "fully_digitised",
        "Số hóa đầy đủ thành phần",
        "hồ sơ",
        "Trong số đó, mọi giấy tờ phải số hóa đã được số hóa.",
        DIGITISATION,
        lambda period: (
            received(period) & Q(papers_to_digitise__gt=0, papers_digitised__gte=F("papers_to_digitise"))
        ),
    ),
    Indicator(
        "partly_digitised",
        "Có số hóa thành phần",
        "hồ sơ",
        "Trong số đó, ít nhất một giấy tờ đã được số hóa (gồm cả số hóa đầy đủ).",
        DIGITISATION,
        lambda period: received(period) & Q(papers_to_digitise__gt=0, papers_digitised__gt=0),
    ),
    Indicator(
        "with_fee",
        "Hồ sơ phải nộp phí, lệ phí",
        "hồ sơ",
        "Tiếp nhận trong kỳ, có khoản phải thu lớn hơn 0.",
        f"{INDEX_766}, chỉ số 3.6",
        lambda period: received(period) & Q(fee__gt=0),
    ),
    Indicator(
        "paid_online",
        "Thanh toán trực tuyến",
        "hồ sơ",
        "Trong số phải nộp phí, lệ phí: đã thanh toán trực tuyến.",
        f"{INDEX_766}, chỉ số 3.6",
        lambda period: received(period) & Q(fee__gt=0, is_paid_online=True),
    ),
    Indicator(
        "results_due",
        "Hồ sơ phải có kết quả",
        "hồ sơ",
        "Đã giải quyết trong kỳ, trừ hồ sơ từ chối và hồ sơ công dân rút.",
        f"{INDEX_766}, chỉ số 4.1",
        _result_due,
        terms=((1, "resolved"), (-1, "resolved_refused"), (-1, "resolved_withdrawn")),
    ),
    Indicator(
        "results_digitised",
        "Kết quả điện tử",
        "hồ sơ",
        "Trong số phải có kết quả: đã có kết quả điện tử.",
        f"{INDEX_766}, chỉ số 4.1",
        lambda period: _result_due(period) & Q(has_electronic_result=True),
    ),
    Indicator(
        "rated",
        "Có đánh giá",
        "hồ sơ",
        "Đã giải quyết trong kỳ và được người dân đánh giá.",
        "TT 01/2018/TT-VPCP Đ.13",
        lambda period: resolved(period) & Q(rating__isnull=False),
        records=Records.RATINGS,
    ),
    Indicator(
        "satisfied",
        "Hài lòng",
        "hồ sơ",
        "Trong số có đánh giá: hài lòng hoặc rất hài lòng.",
        "TT 01/2018/TT-VPCP Đ.13",
        lambda period: resolved(period) & Q(rating__gte=Rating.SATISFIED),
        records=Records.RATINGS,
    ),
)

DOSSIER_RATES = (
    Rate(
        "online",
        "Hồ sơ trực tuyến",
        ("received_online",),
        "received",
        "Tiếp nhận trực tuyến / tiếp nhận trong kỳ.",
    ),
    Rate(
        "in_time",
        "Trước hạn và đúng hạn",
        ("resolved_early", "resolved_on_time"),
        "resolved",
        "(Trước hạn + đúng hạn) / đã giải quyết.",
    ),
    Rate("early", "Trước hạn", ("resolved_early",), "resolved", "Trước hạn / đã giải quyết."),
    Rate(
        "late", "Quá hạn", ("resolved_late",), "resolved", "Quá hạn / đã giải quyết.", higher_is_better=False
    ),
    Rate(
        "fully_digitised",
        "Số hóa đầy đủ thành phần",
        ("fully_digitised",),
        "to_digitise",
        "Số hóa đầy đủ / hồ sơ phải số hóa thành phần.",
    ),
    Rate(
        "partly_digitised",
        "Có số hóa thành phần",
        ("partly_digitised",),
        "to_digitise",
        "Có số hóa ít nhất một giấy tờ / hồ sơ phải số hóa thành phần.",
    ),
    Rate(
        "results_digitised",
        "Kết quả điện tử",
        ("results_digitised",),
        "results_due",
        "Kết quả điện tử / hồ sơ phải có kết quả.",
    ),
    Rate(
        "paid_online",
        "Thanh toán trực tuyến",
        ("paid_online",),
        "with_fee",
        "Thanh toán trực tuyến / hồ sơ phải nộp phí, lệ phí.",
    ),
    Rate("satisfied", "Hài lòng", ("satisfied",), "rated", "Hài lòng và rất hài lòng / có đánh giá."),
)
