"""Áp phích hướng dẫn treo tường: opening an account, submitting online, paying, in six steps each."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from dossiers.models import Office
from dossiers.offices import PublicOffice
from dossiers.posting import drawings, pens, ready, sheets
from portal.models import Unit
from portal.pdf import html_to_pdf

PLACE = "Áp phích hướng dẫn"


@dataclass(frozen=True)
class Step:
    drawing: str
    heading: str
    words: str

    @property
    def picture(self) -> SafeString:
        return pens.svg(drawings.DRAWINGS[self.drawing](), label=self.heading)


@dataclass(frozen=True)
class Guide:
    key: str
    title: str
    about: str
    warning: str
    steps: tuple[Step, ...]


GUIDES = {
    guide.key: guide
    for guide in (
        Guide(
            "tai-khoan",
            "Mở tài khoản VNeID",
            "Tài khoản định danh điện tử: làm một lần, dùng cho mọi dịch vụ công",
            "Không đọc mật khẩu, mã OTP cho bất cứ ai, kể cả người xưng là cán bộ.",
            (
                Step(
                    "police",
                    "Đến công an xã",
                    "Mang thẻ căn cước. Cán bộ chụp ảnh, lấy vân tay và ghi số điện thoại của bạn.",
                ),
                Step(
                    "store",
                    "Tải ứng dụng VNeID",
                    "Mở cửa hàng ứng dụng trên điện thoại, tìm VNeID, bấm Cài đặt.",
                ),
                Step(
                    "activate",
                    "Kích hoạt",
                    "Khi có tin nhắn báo được cấp tài khoản: mở ứng dụng, nhập số căn cước và số điện thoại.",
                ),
                Step(
                    "message",
                    "Nhập mã OTP",
                    "Mã 6 số gửi về điện thoại của bạn. Gõ mã vào các ô.",
                ),
                Step(
                    "password",
                    "Đặt mật khẩu",
                    "Dễ nhớ với bạn, khó đoán với người khác. Gõ hai lần cho đúng.",
                ),
                Step(
                    "signed-in",
                    "Xong: đăng nhập",
                    "Từ nay dùng số căn cước và mật khẩu này để vào Cổng Dịch vụ công.",
                ),
            ),
        ),
        Guide(
            "nop-ho-so",
            "Nộp hồ sơ trực tuyến",
            "Sáu bước, làm ở nhà, không phải xếp hàng",
            "Chưa quen? Đến Bộ phận Một cửa: cán bộ hướng dẫn bạn tự làm, không thu tiền.",
            (
                Step(
                    "scan",
                    "Mở trang thủ tục",
                    "Quét mã QR ở cuối tờ này, hoặc mở trang dichvucong.gov.vn.",
                ),
                Step(
                    "sign-in",
                    "Đăng nhập",
                    "Chọn tài khoản VNeID, nhập số căn cước và mật khẩu.",
                ),
                Step(
                    "search",
                    "Tìm thủ tục",
                    "Gõ việc cần làm, ví dụ khai sinh. Chọn đúng tỉnh và xã giải quyết.",
                ),
                Step(
                    "fill-in",
                    "Điền tờ khai",
                    "Thông tin của bạn hiện sẵn. Điền ô còn trống, đọc lại một lượt.",
                ),
                Step(
                    "photograph",
                    "Chụp giấy tờ",
                    "Đặt giấy phẳng, đủ sáng, thấy cả bốn góc. Chụp từng trang rồi tải lên.",
                ),
                Step(
                    "send",
                    "Bấm Nộp hồ sơ",
                    "Ghi lại mã hồ sơ để tra cứu. Nhận kết quả như bạn đã chọn.",
                ),
            ),
        ),
        Guide(
            "nop-phi",
            "Nộp phí, lệ phí trực tuyến",
            "Trả bằng ngân hàng hoặc ví điện tử, có biên lai ngay",
            "Chỉ nộp trên Cổng Dịch vụ công hoặc vào tài khoản của cơ quan, không chuyển cho cá nhân.",
            (
                Step(
                    "to-pay",
                    "Bấm Thanh toán",
                    "Ngay sau khi nộp hồ sơ, hoặc khi có tin báo nộp phí.",
                ),
                Step(
                    "check",
                    "Kiểm tra",
                    "Đúng mã hồ sơ, đúng tên bạn, đúng số tiền của thủ tục.",
                ),
                Step(
                    "bank",
                    "Chọn cách trả",
                    "Chọn ngân hàng hoặc ví điện tử mà bạn đang dùng.",
                ),
                Step(
                    "confirm",
                    "Xác nhận",
                    "Nhập mã OTP hoặc vân tay trong ứng dụng ngân hàng của bạn.",
                ),
                Step(
                    "receipt",
                    "Lưu biên lai",
                    "Màn hình báo thành công. Tải biên lai điện tử về điện thoại.",
                ),
                Step(
                    "desk",
                    "Không dùng được?",
                    "Nộp tại Bộ phận Một cửa: tiền mặt hoặc quét mã chuyển khoản của cơ quan.",
                ),
            ),
        ),
    )
}


def pdf(guide: Guide, *, unit: Unit) -> bytes:
    """One A3 sheet."""
    context = {
        "guide": guide,
        "office": PublicOffice(unit, Office.of(unit), is_chosen=False),
        "code": ready.code(unit, PLACE),
        "on": timezone.localdate(),
    }
    return html_to_pdf(render_to_string("print/guide.html", context), css=[sheets.css()])
