"""Tờ rơi dịch vụ công trực tuyến: one sheet, two pages, folded in three; the office sets its words.

Outside, from the left: the flap that is folded in, the back, the front. Inside: benefits, submitting, paying.
A text left empty is not printed; one equal to what ships goes back to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from dossiers.models import FormText, Office, PostedKind
from dossiers.models.posting import LEAFLET, LEAFLET_PLACE
from dossiers.offices import PublicOffice
from dossiers.posting import drawings, hanging, pens, ready, sheets
from dossiers.printing import labels
from dossiers.printing.wording import Label
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User
from portal.pdf import html_to_pdf
from portal.text import one_line

SET, KIND = LEAFLET, LEAFLET
PLACE = LEAFLET_PLACE
CODES = (PostedKind.CATALOGUE, PostedKind.TRACKING)
"""What its codes lead to; posted when it is printed, so that their scans count for the leaflet."""
WITH_PICTURE = 400
"""So many signs leave room for a drawing below them."""


@dataclass(frozen=True)
class Panel:
    """Một mặt gấp: its first text is the heading."""

    key: str
    name: str
    room: int
    """How many signs fit on it."""
    texts: tuple[str, ...]
    drawing: str = ""

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(f"{self.key}_{number}", text, "tiêu đề" if number == 0 else f"đoạn {number}")
            for number, text in enumerate(self.texts)
        )


PANELS = (
    Panel(
        "cover",
        "Bìa trước",
        190,
        (
            "Dịch vụ công trực tuyến",
            "Nộp hồ sơ ở nhà, theo dõi trên điện thoại, nhận kết quả tận nơi",
            "Quét mã để xem thủ tục và nộp hồ sơ",
        ),
    ),
    Panel(
        "what",
        "Mặt gấp vào",
        620,
        (
            "Dịch vụ công trực tuyến là gì?",
            "Là dịch vụ hành chính của Nhà nước trên môi trường mạng: bạn nộp hồ sơ bằng điện thoại hoặc máy "
            "tính, không phải đến xếp hàng.",
            "Toàn trình: nộp hồ sơ, nộp phí, theo dõi đều qua mạng; kết quả nhận qua mạng hoặc bưu chính.",
            "Một phần: nộp hồ sơ qua mạng, còn có bước phải đến trực tiếp, ví dụ khi nhận kết quả.",
            "Trang của mỗi thủ tục ghi rõ thủ tục ấy nộp trực tuyến đến mức nào.",
            "Hồ sơ nộp qua mạng có giá trị như hồ sơ giấy.",
        ),
    ),
    Panel(
        "benefit",
        "Trang trong, bên trái",
        600,
        (
            "Lợi ích",
            "Nộp hồ sơ mọi lúc, mọi nơi, cả ngoài giờ hành chính.",
            "Đỡ thời gian và tiền xe đi lại; không phải xếp hàng chờ.",
            "Biết hồ sơ đang ở bước nào, ai giải quyết, bao giờ có kết quả.",
            "Giấy tờ đã số hóa dùng lại được, lần sau không phải nộp lại.",
            "Phí, lệ phí rõ ràng, có biên lai điện tử.",
            "Thông tin của bạn được bảo mật.",
        ),
        drawing="signed-in",
    ),
    Panel(
        "submit",
        "Trang trong, ở giữa",
        600,
        (
            "Cách nộp hồ sơ",
            "Quét mã ở bìa hoặc mở trang dichvucong.gov.vn.",
            "Đăng nhập bằng tài khoản VNeID.",
            "Tìm thủ tục; chọn đúng tỉnh và xã giải quyết.",
            "Điền tờ khai; chụp rõ từng trang giấy tờ rồi tải lên.",
            "Chọn cách nhận kết quả, kiểm tra lại rồi bấm Nộp hồ sơ.",
            "Ghi lại mã hồ sơ để tra cứu.",
        ),
        drawing="send",
    ),
    Panel(
        "pay",
        "Trang trong, bên phải",
        600,
        (
            "Cách nộp phí, lệ phí",
            "Bấm Thanh toán khi nộp hồ sơ, hoặc khi có tin báo nộp phí.",
            "Kiểm tra mã hồ sơ và số tiền.",
            "Chọn ngân hàng hoặc ví điện tử rồi xác nhận.",
            "Lưu biên lai điện tử.",
            "Chỉ nộp trên Cổng Dịch vụ công hoặc vào tài khoản của cơ quan, không chuyển cho cá nhân. Không "
            "đưa mật khẩu, mã OTP cho bất cứ ai.",
        ),
        drawing="receipt",
    ),
    Panel(
        "help",
        "Bìa sau",
        320,
        (
            "Cần giúp?",
            "Mang căn cước, điện thoại và giấy tờ đến Bộ phận Một cửa: cán bộ hướng dẫn bạn tự nộp, "
            "không thu tiền.",
            "Tổ công nghệ số cộng đồng của thôn cũng giúp bạn tại nhà văn hóa.",
        ),
    ),
)
_USUAL = {label.key: label.text for panel in PANELS for label in panel.labels}


class TooLong(DomainError):
    """Words that would run off their panel; `key` says of which text."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def words(unit: Unit) -> dict[str, str]:
    """What stands on the office's leaflet now."""
    found = dict(_USUAL)
    rows = FormText.objects.filter(unit=unit, form_set=SET, kind=KIND).order_by("set_at", "pk")
    for key, text in rows.values_list("key", "text"):
        if key in found:
            found[key] = _USUAL[key] if text is None else text
    return found


@transaction.atomic
def change(unit: Unit, *, wanted: Mapping[str, str], by: User) -> list[str]:
    """Sửa lời tờ rơi: set what differs from now; keys changed."""
    if unit.pk not in by.unit_ids(hanging.ROLES):
        raise DomainError(f"{unit.name} ngoài phạm vi của bạn.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    now = words(unit)
    cleaned = {key: one_line(text) for key, text in wanted.items() if key in _USUAL}
    if refused := refusals({**now, **cleaned}):
        key, message = next(iter(refused.items()))
        raise TooLong(key, message)
    changed = [key for key, text in cleaned.items() if text != now[key]]
    for key in changed:
        text = None if cleaned[key] == _USUAL[key] else cleaned[key]
        FormText.objects.create(unit=unit, form_set=SET, kind=KIND, key=key, text=text, set_by=by)
    if changed:
        audit.record("form.worded", by=by, unit=unit, form=KIND, set=SET, labels=len(changed))
    return changed


def refusals(texts: Mapping[str, str]) -> dict[str, str]:
    """Key → why its text can't be printed: too long for its kind, or its panel is full."""
    refused = {}
    for panel in PANELS:
        full = sum(len(texts[label.key]) for label in panel.labels)
        longest = max(panel.labels, key=lambda label: len(texts[label.key]))
        if full > panel.room:
            refused[longest.key] = f"{panel.name} có {full} chữ, chỉ vừa {panel.room} chữ: rút gọn lại."
        if len(texts[longest.key]) > labels.LONGEST:
            refused[longest.key] = f"Đoạn này dài quá {labels.LONGEST} chữ."
    return refused


def pdf(unit: Unit, *, texts: Mapping[str, str] | None = None) -> bytes:
    """Two pages of A4; the preview is this very print."""
    said = texts or words(unit)
    panels = {
        panel.key: {
            "heading": said[f"{panel.key}_0"],
            "lines": [said[label.key] for label in panel.labels[1:] if said[label.key]],
            "picture": _picture(panel, said),
        }
        for panel in PANELS
    }
    settings = Office.of(unit)
    context = {
        "panels": panels,
        "office": PublicOffice(unit, settings, is_chosen=False),
        "hours": hours(settings),
        "code": ready.code(unit, PLACE),
        "tracking": ready.code(unit, PLACE, PostedKind.TRACKING),
        "on": timezone.localdate(),
    }
    return html_to_pdf(render_to_string("print/leaflet.html", context), css=[sheets.css()])


def _picture(panel: Panel, said: Mapping[str, str]) -> SafeString | str:
    """The panel's drawing, where the words leave room for it."""
    if not panel.drawing or sum(len(said[label.key]) for label in panel.labels) > WITH_PICTURE:
        return ""
    return pens.svg(drawings.DRAWINGS[panel.drawing](), label=said[f"{panel.key}_0"])


def hours(office: Office) -> list[str]:
    """`07:00–11:30`, `13:30–17:00`, `Thứ Hai đến Thứ Sáu`: pieces that no line is broken in."""
    days = "Thứ Hai đến Thứ Sáu"
    if office.saturday_works or office.saturday_receives:
        days += " và sáng Thứ Bảy"
    return [*(f"{opens}–{closes}" for opens, closes in office.shifts), days]
