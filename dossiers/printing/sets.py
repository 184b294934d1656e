"""Bộ mẫu: the forms of TT 01/2018/TT-VPCP and of TT 03/2025/TT-VPCP, chosen by the reception date.

A form is known by its kind; its number differs by set (old 05 = new 06) and is only ever printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dossiers.models import SlipKind

REGISTER = "register"
"""Sổ theo dõi hồ sơ: a form of both sets that is a book, not a slip."""


@dataclass(frozen=True)
class FormSet:
    """Một bộ mẫu: from when it holds, and the number and title of each of its forms."""

    key: str
    circular: str
    valid_from: date
    numbers: Mapping[str, str]
    titles: Mapping[str, str]

    def number(self, kind: str) -> str:
        """`Mẫu số 01`, or nothing for a paper that the circular does not know."""
        return f"Mẫu số {self.numbers[kind]}" if kind in self.numbers else ""

    def title(self, kind: str) -> str:
        return self.titles.get(kind) or OTHER_TITLES[kind]

    @property
    def label(self) -> str:
        return f"{self.circular} (hồ sơ tiếp nhận từ {self.valid_from:%d/%m/%Y})"


_K = SlipKind
_SAME = {
    _K.RECEIPT.value: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    _K.SUPPLEMENT.value: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    _K.REFUSAL.value: "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    _K.CONTROL.value: "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    REGISTER: "SỔ THEO DÕI HỒ SƠ",
}
OTHER_TITLES = {
    _K.STOP.value: "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
    _K.HANDOVER_LIST.value: "DANH SÁCH BÀN GIAO HỒ SƠ",
    _K.RESULT_HANDOVER.value: "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    _K.RETURN_RECEIPT.value: "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ",
    _K.HISTORY.value: "QUÁ TRÌNH XỬ LÝ HỒ SƠ",
}
"""Papers that offices print beside the circulars' forms; before TT 03/2025 the notice of a stop was one."""

OLD = FormSet(
    key="2018",
    circular="Thông tư 01/2018/TT-VPCP",
    valid_from=date(2019, 1, 6),
    numbers={
        _K.RECEIPT.value: "01", _K.SUPPLEMENT.value: "02", _K.REFUSAL.value: "03", _K.APOLOGY.value: "04",
        _K.CONTROL.value: "05", REGISTER: "06",
    },
    titles=_SAME | {_K.APOLOGY.value: "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"},
)  # fmt: skip
NEW = FormSet(
    key="2025",
    circular="Thông tư 03/2025/TT-VPCP",
    valid_from=date(2025, 7, 1),
    numbers={
        _K.RECEIPT.value: "01", _K.SUPPLEMENT.value: "02", _K.REFUSAL.value: "03", _K.APOLOGY.value: "04",
        _K.STOP.value: "05", _K.CONTROL.value: "06", REGISTER: "07",
    },
    titles=_SAME | {_K.APOLOGY.value: "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"},
)  # fmt: skip
SETS = (OLD, NEW)
BY_KEY = {form_set.key: form_set for form_set in SETS}


def set_on(day: date) -> FormSet:
    """The set of a dossier received that day; older ones than any set take the oldest."""
    return next((form_set for form_set in reversed(SETS) if form_set.valid_from <= day), OLD)
