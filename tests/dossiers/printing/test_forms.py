"""Các mẫu của hai bộ: every label in its order, codes that read back, one page, the fonts of the project."""

import pytest
from django.test import override_settings

from dossiers import lifecycle, slips
from dossiers.models import FiledAs, SlipKind
from dossiers.printing import rendering
from dossiers.printing.sets import NEW, OLD, REGISTER, set_on
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, UnitFactory, at
from tests.dossiers.printing.reading import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.once]
K = SlipKind
RECEIVED = {OLD.key: "2024-03-15 09:30", NEW.key: "2025-09-15 09:30"}
LISTS = (K.HANDOVER_LIST, K.RESULT_HANDOVER)
FONTS = {
    "Liberation-Serif",
    "Liberation-Serif-Bold",
    "Liberation-Serif-Italic",
    "Liberation-Serif-Bold-Italic",
}
CONTENT = {
    K.SUPPLEMENT: {
        "items": ["Giấy chứng sinh bản chính", "Văn bản ủy quyền"],
        "reason": "Thiếu hai giấy tờ theo quyết định công bố.",
        "contact": "Trần Văn Quầy",
        "contact_phone": "0233 111 222",
    },
    K.REFUSAL: {"reason": "Không thuộc thẩm quyền của xã.\nĐề nghị nộp tại Sở Tư pháp."},
    K.APOLOGY: {"reason": "phải xác minh thêm", "new_due_at": "2025-10-02T16:30:00+07:00"},
    K.STOP: {"reason": "Ông/Bà đề nghị rút hồ sơ."},
    K.CONTROL: {
        "partners": "Phòng Kinh tế",
        "rows": [
            {
                "gives": "Bộ phận Một cửa",
                "takes": "Lê Thị Thụ Lý",
                "at": "2025-09-15T10:05:00+07:00",
                "result": "Trước hạn",
                "note": "đủ giấy tờ",
            }
        ],
    },
    K.RETURN_RECEIPT: {
        "result_kind": "Giấy khai sinh",
        "result_number": "15/2025",
        "result_title": "Đăng ký khai sinh",
        "giver": "Trần Văn Quầy",
        "giver_phone": "0233 111 222",
        "receiver": "Nguyễn Thị Nhận",
        "receiver_phone": "0912345678",
        "returned_at": "2025-09-18T08:05:00+07:00",
    },
    K.HISTORY: {
        "rows": [
            {
                "day": "09:30 15/09/2025",
                "person": "Trần Văn Quầy",
                "step": "Chuyển xử lý",
                "receiver": "Lê Thị Thụ Lý",
                "limit": "17:00 17/09/2025",
            }
        ]
    },
}
PERSON = ["Địa chỉ: Thôn Quảng Xá", "Số điện thoại: 0912345678", "Email:"]
SIGN = "(Ký và ghi rõ họ tên)"
LABELS = {
    K.SUPPLEMENT: [
        "Số: 01/HDHS", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Mã hồ sơ: {code}",
        "Hồ sơ của: Nguyễn Thị Hẹn", "Nội dung yêu cầu giải quyết: Đăng ký khai sinh", *PERSON,
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung như sau:", "1. Giấy chứng sinh bản chính",
        "2. Văn bản ủy quyền", "Lý do: Thiếu hai giấy tờ theo quyết định công bố.",
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Trần Văn Quầy số điện thoại "
        "0233 111 222 để được hướng dẫn./.",
        f"NGƯỜI HƯỚNG DẪN {SIGN} Trần Văn Quầy",
    ],
    K.REFUSAL: [
        "Số: 01", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Mã hồ sơ: {code}", "Tên bộ phận: {one_stop}",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Hẹn", *PERSON, "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Qua xem xét, {one_stop} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        "Không thuộc thẩm quyền của xã. Đề nghị nộp tại Sở Tư pháp.",
        "Xin thông báo cho Ông/Bà được biết và thực hiện./.", f"NGƯỜI NỘP HỒ SƠ {SIGN} Nguyễn Thị Hẹn",
        f"NGƯỜI TIẾP NHẬN HỒ SƠ {SIGN} Trần Văn Quầy",
    ],
    K.APOLOGY: [
        "ỦY BAN NHÂN DÂN XÃ VĨNH LÂM Số: 01/PXL", "{apology}", "Kính gửi: Nguyễn Thị Hẹn",
        "Địa chỉ: Thôn Quảng Xá", "Số điện thoại: 0912345678",
        "{received}, Ủy ban nhân dân xã Vĩnh Lâm tiếp nhận hồ sơ Đăng ký khai sinh của Ông/Bà/Tổ chức;",
        "Mã số hồ sơ: {code}", "Thời gian hẹn trả kết quả giải quyết hồ sơ: 09 giờ 30 phút, ngày ",
        "chưa trả kết quả giải quyết hồ sơ của Ông/Bà/Tổ chức đúng thời hạn ghi trên Giấy tiếp nhận hồ sơ và "
        "hẹn trả kết quả.",
        "Lý do: phải xác minh thêm", "Ủy ban nhân dân xã Vĩnh Lâm xin lỗi Ông/Bà/Tổ chức.",
        "hẹn trả kết quả lại: ngày 02 tháng 10 năm 2025.",
        "Nơi nhận: - Như trên; - {one_stop}; - Lưu: VT.",
        "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký tên, đóng dấu)",
    ],
    K.STOP: [
        "ỦY BAN NHÂN DÂN XÃ VĨNH LÂM Số: 01/TB", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Nguyễn Thị Hẹn", "Mã số hồ sơ: {code}",
        "Ủy ban nhân dân xã Vĩnh Lâm thông báo dừng giải quyết hồ sơ này kể từ ngày ",
        "Lý do: Ông/Bà đề nghị rút hồ sơ.", "Xin thông báo cho Ông/Bà/Tổ chức được biết./.",
        "Nơi nhận: - Như trên;", "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký tên, đóng dấu)",
    ],
    K.CONTROL: [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mã hồ sơ: {code}",
        "Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân xã Vĩnh Lâm",
        "Cơ quan phối hợp giải quyết hồ sơ: Phòng Kinh tế", "Kèm theo hồ sơ của: Nguyễn Thị Hẹn",
        "Ngày nhận: 09 giờ 30 phút, ", "Ngày, giờ hẹn trả kết quả: 09 giờ 30 phút, ",
        "Quyển số: 01 Số thứ tự: 01",
        "TÊN CƠ QUAN THỜI GIAN GIAO, NHẬN HỒ SƠ",
        "KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn) GHI CHÚ",
        "1. Giao: Bộ phận Một cửa 2. Nhận: Lê Thị Thụ Lý",
        "10 giờ 05 phút, ngày 15 tháng 9 năm 2025 Người giao Người nhận", "Trước hạn", "đủ giấy tờ",
        *["1. Giao: 2. Nhận:", "…… giờ …… phút, ngày …… tháng …… năm …… Người giao Người nhận"] * 4,
    ],
    K.RETURN_RECEIPT: [
        "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "Mã hồ sơ: {code}", "Tên TTHC: Đăng ký khai sinh",
        "Chủ hồ sơ: Nguyễn Thị Hẹn", "Người trả kết quả: Trần Văn Quầy", "Điện thoại: 0233 111 222",
        "Người nhận kết quả: Nguyễn Thị Nhận", "Điện thoại: 0912345678", "Loại kết quả: Giấy khai sinh",
        "Số: 15/2025", "Trích yếu: Đăng ký khai sinh",
        "Ngày trả kết quả: 08 giờ 05 phút, ngày 18 tháng 9 năm 2025",
        f"NGƯỜI NHẬN KẾT QUẢ {SIGN} Nguyễn Thị Nhận", f"NGƯỜI TRẢ KẾT QUẢ {SIGN} Trần Văn Quầy",
    ],
    K.HISTORY: [
        "QUÁ TRÌNH XỬ LÝ HỒ SƠ", "Mã hồ sơ: {code}",
        "STT Ngày xử lý Người xử lý Thao tác Người nhận Thời hạn",
        "1 09:30 15/09/2025 Trần Văn Quầy Chuyển xử lý Lê Thị Thụ Lý 17:00 17/09/2025",
    ],
    K.HANDOVER_LIST: [
        "DANH SÁCH BÀN GIAO HỒ SƠ", "Cơ quan chủ trì giải quyết: Ủy ban nhân dân xã Vĩnh Lâm",
        "Thời gian bàn giao: ", "Tổng số hồ sơ bàn giao: 02 hồ sơ.",
        "TT Mã hồ sơ Tên TTHC Tên cá nhân, tổ chức Địa chỉ, số điện thoại Nhận hồ sơ Hẹn trả kết quả Ghi chú",
        "1 {code} Đăng ký khai sinh Nguyễn Thị Hẹn Thôn Quảng Xá, 0912345678 09:30 ", "2 ",
        f"NGƯỜI GIAO {SIGN} Trần Văn Quầy", f"NGƯỜI NHẬN {SIGN} Lê Thị Thụ Lý",
    ],
    K.RESULT_HANDOVER: [
        "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "Thời gian bàn giao: ",
        "TT Mã hồ sơ Nội dung giải quyết TTHC Kết quả giải quyết TTHC Họ tên chủ hồ sơ Địa chỉ chủ hồ sơ "
        "Phí, lệ phí (X là có) Đăng ký trả kết quả qua bưu điện (X là có)",
        "1 {code} Đăng ký khai sinh Nguyễn Thị Hẹn Thôn Quảng Xá X X",
        f"NGƯỜI GIAO {SIGN} Trần Văn Quầy", f"NGƯỜI NHẬN {SIGN} Lê Thị Thụ Lý",
    ],
}  # fmt: skip


@pytest.fixture
def unit():
    return UnitFactory(code="19405", name="Xã Vĩnh Lâm")


@pytest.fixture
def officer(unit):
    return OfficerFactory(unit=unit, full_name="Trần Văn Quầy")


def slip_of(kind, key, unit, officer):
    """A slip of a dossier received while the set was in force; a list of two for the lists."""
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(code="1.001193", name="Đăng ký khai sinh"),
        unit=unit,
        applicant_name="Nguyễn Thị Hẹn",
        personal_number="045190000123",
        phone="0912345678",
        address="Thôn Quảng Xá",
        result_delivery="post",
        fee=8000,
        by=officer,
        at=at(RECEIVED[key]),
        papers=[lifecycle.Paper("Tờ khai", FiledAs.ORIGINAL)],
    )
    if kind in LISTS:
        other = DossierFactory(unit=unit, received_at=at("2024-05-06 08:00"))
        content = {"codes": [dossier.code, other.code], "from": "Trần Văn Quầy", "to": "Lê Thị Thụ Lý"}
        return dossier, slips.issue(kind, unit=unit, by=officer, at=dossier.received_at, content=content)
    return dossier, slips.issue(kind, unit=unit, by=officer, dossier=dossier, content=CONTENT.get(kind))


def of_kind(form_set, kind):
    """How a form is numbered at its foot."""
    return f"{form_set.number(kind)} · {form_set.circular}" if form_set.number(kind) else ""


@override_settings(BASE_URL="https://motcua.example.vn")
@pytest.mark.parametrize("size", ["A5", "A4"])
@pytest.mark.parametrize("form_set", [OLD, NEW], ids=["2018", "2025"])
@pytest.mark.parametrize("kind", LABELS, ids=str)
def test_a_form_says_every_label_in_its_order_on_one_page_with_its_codes(unit, officer, kind, form_set, size):
    dossier, slip = slip_of(kind, form_set.key, unit, officer)

    paper = Paper(rendering.pdf(slip, paper=size))

    text, place = paper.text(), -1
    known = {
        "code": dossier.code,
        "one_stop": "Trung tâm Phục vụ hành chính công"
        if form_set is NEW
        else "Bộ phận Tiếp nhận và Trả kết quả",
        "apology": form_set.title(K.APOLOGY),
        "received": "Ngày 15 tháng 9 năm 2025" if form_set is NEW else "Ngày 15 tháng 3 năm 2024",
    }
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    for label in [head, *(words.format(**known) for words in LABELS[kind])]:
        # The issuer stands left of the country and comes first in the text.
        found = text.find(label, 0 if label.startswith(("Số: 01", "ỦY BAN")) else place + 1)
        assert found >= 0, f"“{label}” không đứng đúng chỗ trong: {text}"
        place = max(place, found)
    assert of_kind(form_set, kind) in text
    assert paper.pages == 1
    assert paper.fonts() <= FONTS
    if kind in LISTS:
        assert paper.size_mm() == (297, 210)
        return
    assert paper.size_mm() == ((148, 210) if size == "A5" else (210, 297))
    codes = {text: (name, x, y) for name, text, x, y in paper.codes()}
    of_paper = f"{dossier.code}|1.001193|045190000123|{kind.label}"
    assert codes[of_paper][0] == "QRCode"
    assert codes[of_paper][1] < 0.25
    assert codes[of_paper][2] < 0.2
    assert codes[dossier.code][0] == "Code128"
    inner = kind in (K.CONTROL, K.HISTORY)
    assert (f"https://motcua.example.vn/tra-cuu/?ma={dossier.code}" in codes) is not inner


def test_the_set_follows_the_reception_date_and_forms_are_known_by_kind():
    assert set_on(at("2019-01-06").date()) is OLD
    assert set_on(at("2025-06-30").date()) is OLD
    assert set_on(at("2025-07-01").date()) is NEW
    old = [OLD.numbers[key] for key in (K.RECEIPT, K.SUPPLEMENT, K.REFUSAL, K.APOLOGY, K.CONTROL, REGISTER)]
    new = [
        NEW.numbers[key]
        for key in (K.RECEIPT, K.SUPPLEMENT, K.REFUSAL, K.APOLOGY, K.STOP, K.CONTROL, REGISTER)
    ]
    assert old == ["01", "02", "03", "04", "05", "06"]
    assert new == ["01", "02", "03", "04", "05", "06", "07"]
    assert OLD.title(K.APOLOGY) == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    assert NEW.title(K.APOLOGY) == "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"


def test_a_receipt_for_many_dossiers_lists_them_all(unit, officer):
    first = DossierFactory(unit=unit, owner_name="Lê Thị Một")
    others = [DossierFactory(unit=unit, owner_name=f"Lê Thị Số {n}") for n in range(3)]
    codes = [first.code, *(other.code for other in others)]

    slip = slips.issue(K.RECEIPT, unit=unit, by=officer, dossier=first, content={"codes": codes})
    text = Paper(rendering.pdf(slip)).text()

    assert "Số lượng hồ sơ: 04 (kèm theo danh sách)" in text
    places = [text.index(f"{n} {code}") for n, code in enumerate(codes, start=1)]
    assert places == sorted(places)


def test_guidance_for_papers_that_were_not_received_has_a_person_but_no_code(unit, officer):
    said = {
        "applicant_name": "Ngô Văn Thiếu",
        "procedure": "Đăng ký khai sinh",
        "papers": ["Giấy chứng sinh"],
        "reason": "Thiếu giấy tờ bắt buộc.",
    }

    paper = Paper(rendering.pdf(slips.issue(K.SUPPLEMENT, unit=unit, by=officer, content=said)))

    assert "Hồ sơ của: Ngô Văn Thiếu Nội dung yêu cầu giải quyết: Đăng ký khai sinh" in paper.text()
    assert "1. Giấy chứng sinh" in paper.text()
    assert "Mã hồ sơ" not in paper.text()
    assert paper.codes() == []


def test_a_slip_that_was_taken_back_says_so(unit, officer):
    _, slip = slip_of(K.SUPPLEMENT, NEW.key, unit, officer)

    voided = slips.revise(slip, by=officer, content={**slip.content, "voided": "Bấm nhầm"})

    text = Paper(rendering.pdf(voided)).text()
    assert "SỬA LẦN 1" in text
    assert "ĐÃ HỦY" in text


def test_a_code_that_no_barcode_can_hold_is_left_to_the_qr(unit, officer):
    code = "HỒ-SƠ-" + "9" * 50
    dossier = DossierFactory(unit=unit, code=code, personal_number="", procedure__code="1.000001")

    paper = Paper(rendering.pdf(slips.issue(K.STOP, unit=unit, by=officer, dossier=dossier)))

    kinds = sorted(name for name, *_ in paper.codes())
    assert kinds == ["QRCode", "QRCode"]
    assert f"{code}|1.000001||{K.STOP.label}" in {text for _, text, *_ in paper.codes()}
