"""Mẫu bộ tiêu chí có sẵn: there is no national scale, so each is an example of somebody's practice."""

from dataclasses import dataclass
from decimal import Decimal

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Line:
    """A criterion as it is typed."""

    name: str
    most: Decimal
    group: str = ""
    least: Decimal | None = None
    is_disqualifying: bool = False
    bands: str = ""


@dataclass(frozen=True)
class Example:
    word: str
    name: str
    source: str
    threshold: Decimal
    lines: tuple[Line, ...]
    step: Decimal = HALF


_NEW = (
    "Hoàn toàn mới: 27 - 30\nCải tiến mức độ khá: 21 - 26\nCải tiến mức độ trung bình: 16 - 20\n"
    "Cải tiến ít: 1 - 15\nKhông mới hoặc sao chép: 0"
)


def _line(name: str, most: int, least: int | None = None, *, group: str = "", bands: str = "") -> Line:
    """A pass mark that is told is one whose miss is the end of it."""
    needed = None if least is None else Decimal(least)
    return Line(name, Decimal(most), group, needed, needed is not None, bands)


EXAMPLES = (
    Example(
        "thong-dung",
        "Tính mới 30, hiệu quả 40, áp dụng 30",
        "Cách chấm thường gặp: mỗi phần đạt ít nhất một nửa số điểm",
        Decimal(70),
        (
            _line("Tính mới, tính sáng tạo", 30, 15, bands=_NEW),
            _line("Hiệu quả kinh tế, xã hội", 40, 20),
            _line("Khả năng áp dụng, nhân rộng", 30, 15),
        ),
    ),
    Example(
        "van-mon",
        "Bốn nhóm 40, 25, 15, 20",
        "Theo cách chấm của xã Văn Môn (Bắc Ninh), 2026; điểm công nhận do đơn vị đặt",
        Decimal(70),
        (
            _line("Tính mới so với giải pháp đã biết", 20, 10, group="A. Tính mới"),
            _line("Tính sáng tạo", 20, 10, group="A. Tính mới"),
            _line("Đã được áp dụng", 15, group="B. Khả năng áp dụng"),
            _line("Khả năng nhân rộng", 10, group="B. Khả năng áp dụng"),
            _line("Hiệu quả kinh tế", 15, group="C. Hiệu quả kinh tế"),
            _line("Cải cách hành chính, chuyển đổi số", 10, group="D. Hiệu quả xã hội"),
            _line("Môi trường, an sinh xã hội", 10, group="D. Hiệu quả xã hội"),
        ),
    ),
)


def named(word: str) -> Example | None:
    return next((one for one in EXAMPLES if one.word == word), None)
