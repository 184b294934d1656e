"""Chỉ tiêu về danh mục thủ tục: counts over the published procedures of the period's last day."""

from django.db.models import Q

from dossiers.models import ServiceLevel
from reports.indicators.model import Condition, Indicator, Records

_SOURCE = "QĐ 766/QĐ-TTg, chỉ số 3.1 và 3.2; NĐ 42/2022/NĐ-CP, NĐ 224/2026/NĐ-CP"


def _level(*levels: ServiceLevel, used: bool = False) -> Condition:
    """`used`: with a dossier received online in the period (the annotation `online_dossiers`)."""
    return lambda _: Q(service_level__in=levels) & (Q(online_dossiers=True) if used else Q())


CATALOGUE_INDICATORS = (
    Indicator(
        "procedures",
        "Thủ tục hành chính đang áp dụng",
        "thủ tục",
        "Thủ tục đã công khai và còn hiệu lực vào ngày cuối kỳ.",
        _SOURCE,
        lambda _: Q(),
        records=Records.PROCEDURES,
    ),
    Indicator(
        "procedures_online_full",
        "Cung cấp dịch vụ công toàn trình",
        "thủ tục",
        "Trong số đó, ở mức toàn trình.",
        _SOURCE,
        _level(ServiceLevel.FULL),
        records=Records.PROCEDURES,
    ),
    Indicator(
        "procedures_online_partial",
        "Cung cấp dịch vụ công một phần",
        "thủ tục",
        "Trong số đó, ở mức một phần.",
        _SOURCE,
        _level(ServiceLevel.PARTIAL),
        records=Records.PROCEDURES,
    ),
    Indicator(
        "procedures_online_full_used",
        "Toàn trình có phát sinh hồ sơ trực tuyến",
        "thủ tục",
        "Thủ tục toàn trình có hồ sơ tiếp nhận trực tuyến trong kỳ.",
        _SOURCE,
        _level(ServiceLevel.FULL, used=True),
        records=Records.PROCEDURES,
    ),
    Indicator(
        "procedures_online_partial_used",
        "Một phần có phát sinh hồ sơ trực tuyến",
        "thủ tục",
        "Thủ tục một phần có hồ sơ tiếp nhận trực tuyến trong kỳ.",
        _SOURCE,
        _level(ServiceLevel.PARTIAL, used=True),
        records=Records.PROCEDURES,
    ),
)
