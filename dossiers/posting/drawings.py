"""Hình vẽ từng bước, by the name under which a guide asks for them. Everything on them is invented."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossiers.posting.pens import (
    ACCENT,
    GREEN,
    GREY,
    INK,
    PALE,
    box,
    bubble,
    button,
    card,
    circle,
    digits,
    entry,
    fingerprint,
    hand,
    join,
    lines,
    lock,
    person,
    phone,
    scan_frame,
    sheet_of_paper,
    text,
    tick,
    top,
)


def _police() -> SafeString:
    return join(
        card(10, 20),
        fingerprint(216, 80),
        person(86, 190, 1.9),
        person(190, 190, 1.9),
        box(14, 246, 232, 12, radius=3, fill=ACCENT, stroke=INK, line=2.5),
        box(26, 258, 10, 36, fill=INK),
        box(224, 258, 10, 36, fill=INK),
    )


def _store() -> SafeString:
    found = join(
        box(62, 112, 116, 44, radius=6, fill="#fff", stroke=GREY, line=1.5),
        box(69, 119, 30, 30, radius=7, fill=ACCENT),
        text(84, 139, "Đ", size=17, fill="#fff", bold=True),
        text(107, 132, "VNeID", size=14, anchor="start", bold=True),
        lines(141, 50, x=107),
    )
    return join(
        phone(top("Ứng dụng"), entry(80, "Tìm ứng dụng", "VNeID"), found, button(170, "Cài đặt")),
        hand(168, 194),
    )


def _activate() -> SafeString:
    return join(
        phone(
            top("Kích hoạt"),
            entry(82, "Số căn cước", "045 1…"),
            entry(134, "Số điện thoại", "09…"),
            button(186, "Tiếp tục"),
        ),
        hand(168, 210),
    )


def _code_by_message() -> SafeString:
    return join(
        phone(
            top("Nhập mã OTP"),
            bubble(72, "Mã OTP của bạn:", "4 7 1 9 0 6"),
            digits(136, "4719"),
            lock(120, 196),
        ),
        hand(152, 158),
    )


def _password() -> SafeString:
    return join(
        phone(
            top("Đặt mật khẩu"),
            entry(82, "Mật khẩu mới", "●●●●●●●●"),
            entry(134, "Gõ lại mật khẩu", "●●●●●●●●"),
            lock(120, 196),
        ),
        tick(190, 60, 17),
    )


def _signed_in() -> SafeString:
    return join(
        phone(top("Đã kích hoạt"), person(120, 104, 1.9), tick(158, 92, 17), button(186, "Đăng nhập")),
        hand(168, 210),
    )


def _scan() -> SafeString:
    return join(phone(top("Quét mã QR"), scan_frame(), lines(220, 90, x=75)))


def _sign_in() -> SafeString:
    return join(
        phone(
            top("Đăng nhập"),
            text(120, 84, "Tài khoản", size=13),
            button(94, "VNeID"),
            entry(150, "Số căn cước", "045 1…"),
            entry(200, "Mật khẩu", "●●●●●●"),
        ),
        hand(168, 118),
    )


def _search() -> SafeString:
    rows = join(
        *(
            join(box(62, y, 116, 30, radius=4, fill=fill, stroke=GREY, line=1.5), lines(y + 8, 84, 60, x=70))
            for y, fill in ((150, PALE), (186, "#fff"), (222, "#fff"))
        )
    )
    return join(
        phone(
            top("Tìm thủ tục"),
            entry(80, "Bạn cần làm gì?", "khai sinh"),
            text(62, 138, "Chọn thủ tục", size=11.5, anchor="start", fill="#444"),
            rows,
        ),
        hand(160, 166),
    )


def _fill_in() -> SafeString:
    return join(
        phone(
            top("Tờ khai"),
            entry(80, "Họ và tên", "Nguyễn Thị A"),
            entry(130, "Ngày sinh", "05/03/1990"),
            entry(180, "Nơi ở hiện nay", ""),
        ),
        tick(176, 97, 10),
        tick(176, 147, 10),
        hand(150, 200),
    )


def _photograph() -> SafeString:
    corners = "M66 88V72h16M174 88V72h-16M66 202v16h16M174 202v16h-16"
    return join(
        phone(
            top("Chụp giấy tờ"),
            sheet_of_paper(78, 82, 84, 126),
            format_html('<path d="{}" fill="none" stroke="{}" stroke-width="5"/>', corners, GREEN),
            circle(120, 239, 14, fill="#fff", stroke=ACCENT, line=5),
        ),
        hand(130, 244),
    )


def _send() -> SafeString:
    return join(
        phone(
            top("Nộp hồ sơ"),
            tick(120, 96, 24),
            text(120, 142, "Mã hồ sơ", size=12.5, fill="#444"),
            text(120, 161, "19405-…-0001", size=15, bold=True),
            button(184, "Nộp hồ sơ"),
        ),
        hand(168, 208),
    )


def _to_pay() -> SafeString:
    return join(
        phone(
            top("Hồ sơ của bạn"),
            bubble(72, "Hồ sơ cần nộp", "lệ phí: 8.000 đồng"),
            lines(134, 116, 96, 104),
            button(184, "Thanh toán"),
        ),
        hand(168, 208),
    )


def _check_amount() -> SafeString:
    rows = (("Mã hồ sơ", "…-0001"), ("Người nộp", "Ng. Thị A"), ("Số tiền", "8.000 đ"))
    return join(
        phone(
            top("Kiểm tra"),
            *(
                join(
                    text(62, 90 + 50 * n, name, size=12, anchor="start", fill="#444"),
                    text(62, 109 + 50 * n, value, size=16, anchor="start", bold=True),
                    tick(166, 98 + 50 * n, 12),
                )
                for n, (name, value) in enumerate(rows)
            ),
            button(222, "Đúng"),
        ),
        hand(176, 244),
    )


def _choose_bank() -> SafeString:
    names = ("Ngân hàng", "Ví điện tử", "Thẻ")
    return join(
        phone(
            top("Chọn cách trả"),
            *(
                join(
                    box(
                        62,
                        72 + 56 * n,
                        116,
                        44,
                        radius=6,
                        fill=PALE if n == 0 else "#fff",
                        stroke=ACCENT if n == 0 else GREY,
                        line=2,
                    ),
                    circle(78, 94 + 56 * n, 7, fill="#fff", stroke=INK, line=2),
                    text(93, 99 + 56 * n, name, size=14, anchor="start"),
                )
                for n, name in enumerate(names)
            ),
            circle(78, 94, 4, fill=ACCENT),
        ),
        hand(160, 108),
    )


def _confirm() -> SafeString:
    return join(
        phone(
            top("Xác nhận"),
            text(120, 84, "8.000 đồng", size=19, bold=True),
            digits(98, "2058"),
            fingerprint(120, 164),
            button(208, "Xác nhận"),
        ),
        hand(170, 230),
    )


def _receipt() -> SafeString:
    return join(
        phone(
            top("Thành công"),
            sheet_of_paper(76, 70, 88, 108),
            tick(158, 172, 17),
            button(204, "Tải biên lai"),
        ),
        hand(172, 226),
    )


def _at_the_desk() -> SafeString:
    return join(
        person(66, 96, 2.4),
        person(196, 96, 2.4),
        box(8, 172, 244, 14, radius=3, fill=ACCENT, stroke=INK, line=2.5),
        box(20, 186, 12, 106, fill=INK),
        box(228, 186, 12, 106, fill=INK),
        box(98, 122, 66, 50, radius=5, fill="#fff", stroke=INK, line=3),
        text(131, 154, "QR", size=22, bold=True),
        text(130, 236, "MỘT CỬA", size=26, bold=True, fill=ACCENT),
    )


DRAWINGS: dict[str, Callable[[], SafeString]] = {
    "police": _police,
    "store": _store,
    "activate": _activate,
    "message": _code_by_message,
    "password": _password,
    "signed-in": _signed_in,
    "scan": _scan,
    "sign-in": _sign_in,
    "search": _search,
    "fill-in": _fill_in,
    "photograph": _photograph,
    "send": _send,
    "to-pay": _to_pay,
    "check": _check_amount,
    "bank": _choose_bank,
    "confirm": _confirm,
    "receipt": _receipt,
    "desk": _at_the_desk,
}
