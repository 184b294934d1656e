"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả: from the dossier's page to the paper and back."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse

from dossiers import lifecycle, slips
from dossiers.fees import vietqr
from dossiers.models import FiledAs, Office, Slip, SlipKind, SlipPrint
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)
from tests.dossiers.money import REGISTRY, paid
from tests.dossiers.printing.reading import Paper

LONG = "bản kê chi tiết " * 8
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def unit():
    return UnitFactory(code="19405", name="Xã Vĩnh Lâm")


@pytest.fixture
def officer(unit):
    return OfficerFactory(unit=unit, full_name="Trần Văn Quầy")


@pytest.fixture
def dossier(unit, officer):
    procedure = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh", time_value=3)
    return lifecycle.receive(
        procedure=procedure,
        unit=unit,
        applicant_name="Nguyễn Thị Hẹn",
        owner_name="Lê Văn Chủ",
        personal_number="045190000123",
        phone="0912345678",
        address="Thôn Quảng Xá, xã Vĩnh Lâm",
        by=officer,
        at=at("2024-03-15 09:30"),
        papers=[
            lifecycle.Paper("Tờ khai đăng ký khai sinh", FiledAs.ORIGINAL),
            lifecycle.Paper("Giấy chứng sinh", FiledAs.CERTIFIED),
            lifecycle.Paper("Thẻ căn cước", FiledAs.SHOWN),
        ],
    )


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def receipt_of(dossier, officer):
    return slips.issue(SlipKind.RECEIPT, unit=dossier.receiving_unit, by=officer, dossier=dossier)


def printed(client, slip, query=""):
    response = client.get(reverse("dossiers:slip", args=[slip.dossier.code, slip.pk]) + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return Paper(response.content)


def test_a_receipt_says_every_label_of_the_form_in_its_order(desk, dossier, officer):
    text = printed(desk, receipt_of(dossier, officer), "?lien=giao").text()

    place = -1
    for label in (
        "UBND XÃ VĨNH LÂM", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "Số: 01/BPTNTKQ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Vĩnh Lâm, ngày ",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", f"Mã hồ sơ: {dossier.code}", "(Liên: Giao khách hàng)",
        "Bộ phận tiếp nhận và trả kết quả: Bộ phận Tiếp nhận và Trả kết quả",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Hẹn", "Số CMND/Thẻ căn cước/Hộ chiếu: 045190000123",
        "Chủ hồ sơ: Lê Văn Chủ", "Địa chỉ: Thôn Quảng Xá, xã Vĩnh Lâm", "Số điện thoại: 0912345678", "Email:",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh", "1. Thành phần hồ sơ nộp gồm:",
        "TT Thành phần hồ sơ Số lượng Bản chính Bản chứng thực Bản photo",
        "1 Tờ khai đăng ký khai sinh 1", "2 Giấy chứng sinh 1", "3 Thẻ căn cước (xuất trình)",
        "2. Số lượng hồ sơ: 01 (bộ)", "3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 15 tháng 3 năm 2024",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 09 giờ 30 phút, ngày 20 tháng 3 năm 2024",
        "6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả",
        "Vào Sổ theo dõi hồ sơ, Quyển số: ", "Số thứ tự: ",
        "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Hẹn",
        "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Quầy",
        "Ghi chú: - Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành 2 liên;",
        "qua dịch vụ bưu chính.",
    ):  # fmt: skip
        found = text.find(label, place + 1)
        assert found > place, f"“{label}” không đứng đúng chỗ trong: {text}"
        place = found
    assert "Mẫu số 01 · Thông tư 01/2018/TT-VPCP" in text


@override_settings(BASE_URL="https://motcua.example.vn")
@pytest.mark.parametrize("size", ["A5", "A4"])
def test_its_codes_read_back_to_the_dossier_the_procedure_and_the_tracking_page(desk, dossier, officer, size):
    paper = printed(desk, receipt_of(dossier, officer), f"?lien=giao&kho={size}")

    assert paper.pages == 1
    codes = {text: (kind, x, y) for kind, text, x, y in paper.codes()}
    of_paper = f"{dossier.code}|1.001193|045190000123|Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert set(codes) == {
        of_paper,
        f"https://motcua.example.vn/tra-cuu/?ma={dossier.code}",
        dossier.code,
    }
    kind, x, y = codes[of_paper]
    assert kind == "QRCode"
    assert x < 0.25
    assert y < 0.2
    assert codes[dossier.code][0] == "Code128"


def test_the_head_stands_left_and_right_as_documents_have_it(desk, dossier, officer):
    paper = printed(desk, receipt_of(dossier, officer), "?lien=giao")

    issuer, country = paper.where("UBND XÃ VĨNH LÂM"), paper.where("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert issuer[0] < 0.5 < country[0]
    assert max(issuer[1], country[1]) < 0.15
    title = paper.where("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    assert title[0] == pytest.approx(0.5, abs=0.03)
    applicant, receiver = paper.where("NGƯỜI NỘP HỒ SƠ"), paper.where("NGƯỜI TIẾP NHẬN HỒ SƠ")
    assert applicant[0] < 0.5 < receiver[0]
    assert applicant[1] == pytest.approx(receiver[1], abs=0.005)


def test_it_comes_in_two_lien_on_the_paper_that_the_office_has_set(desk, dossier, officer, unit):
    slip = receipt_of(dossier, officer)

    paper = printed(desk, slip)

    assert paper.pages == 2
    assert paper.size_mm() == (148, 210)
    assert "(Liên: Giao khách hàng)" in paper.text(0)
    assert "(Liên: Lưu)" in paper.text(1)
    Office.objects.create(unit=unit, slip_paper="A4")
    assert printed(desk, slip).size_mm() == (210, 297)
    assert paper.fonts() <= {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
        "Liberation-Serif-Italic",
        "Liberation-Serif-Bold-Italic",
    }


def test_each_later_print_is_counted_and_says_so(desk, dossier, officer):
    slip = receipt_of(dossier, officer)

    first = printed(desk, slip)
    again_at_once = printed(desk, slip)
    SlipPrint.objects.update(at=at("2024-03-15 09:35"))
    second = printed(desk, slip)
    SlipPrint.objects.update(at=at("2024-03-15 09:40"))
    third = printed(desk, slip)

    assert "IN LẠI" not in first.text() + again_at_once.text()
    assert "IN LẠI LẦN 1" in second.text()
    assert "IN LẠI LẦN 2" in third.text()
    assert slip.prints.count() == 3
    trail = AuditEvent.objects.filter(action="slip.printed")
    assert [line.details["times"] for line in trail.order_by("pk")] == [1, 1, 2, 3]


def test_a_reprint_says_what_the_original_said_and_the_correction_is_a_revision(desk, dossier, officer):
    slip = receipt_of(dossier, officer)
    dossier.applicant_name, dossier.due_at = "Nguyễn Thị Hẹn Mới", dossier.due_at + timedelta(days=1)
    dossier.save()

    reprint = printed(desk, slip, "?lien=giao").text()
    revised = printed(desk, slips.revise(slip, by=officer, content={}), "?lien=giao").text()

    assert "Tiếp nhận hồ sơ của: Nguyễn Thị Hẹn Số" in reprint
    assert "SỬA LẦN" not in reprint
    assert "Tiếp nhận hồ sơ của: Nguyễn Thị Hẹn Mới Số" in revised
    assert "ngày 21 tháng 3 năm 2024" in revised
    assert "SỬA LẦN 1" in revised
    assert "Số: 01/BPTNTKQ" in revised


def test_from_july_2025_the_centre_and_the_new_circular_stand_on_it(desk, officer, unit):
    dossier = DossierFactory(unit=unit, received_at=at("2025-07-01 08:00"))

    text = printed(desk, receipt_of(dossier, officer), "?lien=giao").text()

    assert "UBND XÃ VĨNH LÂM TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG Số: 01/TTPVHCC" in text
    assert "Mẫu số 01 · Thông tư 03/2025/TT-VPCP" in text


def test_an_online_dossier_has_only_the_officers_signature(desk, officer, unit):
    dossier = DossierFactory(unit=unit, channel="online_full", officer_name="Trần Văn Quầy")

    text = printed(desk, receipt_of(dossier, officer), "?lien=giao").text()

    assert "NGƯỜI NỘP HỒ SƠ" not in text
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in text


def test_long_names_thirty_papers_and_no_phone_still_print_with_nothing_lost(desk, officer, unit):
    name = "Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Xây dựng và Phát triển Nông thôn mới"
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(name="Cấp giấy phép " + "hoạt động sản xuất, kinh doanh " * 12),
        unit=unit,
        applicant_name=name,
        by=officer,
        papers=[
            lifecycle.Paper(f"Giấy tờ số {n}, " + "bản kê chi tiết " * 8, FiledAs.COPY) for n in range(30)
        ],
    )

    paper = printed(desk, receipt_of(dossier, officer), "?lien=giao")

    text = paper.text()
    assert paper.pages == 3
    assert name in text
    assert all(f"Giấy tờ số {n}, bản kê" in text for n in range(30))
    assert text.count("TT Thành phần hồ sơ Số lượng") == 3
    assert "Trang 1" in paper.text(0)
    assert "NGƯỜI NỘP HỒ SƠ" in paper.text(paper.pages - 1)
    assert len(paper.codes()) == 2
    assert len(paper.codes(paper.pages - 1)) == 1


def test_five_papers_with_names_of_two_lines_still_fit_on_one_page_of_a5(desk, officer, unit):
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(name="Cấp Giấy xác nhận tình trạng hôn nhân"),
        unit=unit,
        applicant_name="Nguyễn Thị Hẹn",
        by=officer,
        papers=[lifecycle.Paper(f"Giấy tờ số {n}: {LONG[:70]}", FiledAs.COPY) for n in range(5)],
    )

    assert printed(desk, receipt_of(dossier, officer), "?lien=giao").pages == 1


OWED_IN = [("2024-03-15 09:30", 5), ("2026-03-13 09:30", 5), ("2026-03-13 09:30", 2)]


def owing(unit, officer, moment, papers=2):
    """A dossier received then that owes 5.000 đồng to a unit with an account."""
    Office.objects.create(
        unit=unit, bank_bin="970405", bank_account="3902205123456", bank_holder="UBND XÃ VĨNH LÂM"
    )
    return lifecycle.receive(
        procedure=ProcedureFactory(name="Cấp Giấy xác nhận tình trạng hôn nhân"),
        unit=unit,
        applicant_name="Nguyễn Thị Hẹn",
        personal_number="045190000123",
        by=officer,
        at=at(moment),
        charges=[REGISTRY],
        papers=[lifecycle.Paper(f"Giấy tờ số {n}: {LONG[:50]}", FiledAs.COPY) for n in range(papers)],
    )


@pytest.mark.parametrize(("moment", "papers"), OWED_IN)
def test_what_is_owed_stands_on_it_as_vietqr_and_in_words_without_a_second_page(
    desk, officer, unit, moment, papers
):
    dossier = owing(unit, officer, moment, papers)

    paper = printed(desk, receipt_of(dossier, officer), "?lien=giao")

    assert paper.pages == 1
    account = "tài khoản 3902205123456, Agribank, UBND XÃ VĨNH LÂM"
    assert f"Chuyển khoản 5.000 đồng đến {account}; nội dung: {dossier.code}" in paper.text()
    (payload,) = [text for _, text, _, _ in paper.codes() if text.startswith("000201")]
    read = dict(vietqr.fields(payload))
    assert (read["54"], dict(vietqr.fields(read["62"]))["08"]) == ("5000", dossier.code)
    assert len(paper.codes()) == 4


def test_a_print_after_the_payment_asks_for_no_money(desk, officer, unit):
    dossier = owing(unit, officer, "2026-03-13 09:30")
    slip = receipt_of(dossier, officer)
    paid(dossier, 5000)

    paper = printed(desk, slip)

    assert "Chuyển khoản" not in paper.text()
    assert not [text for _, text, _, _ in paper.codes() if text.startswith("000201")]


def test_the_page_of_a_dossier_lists_its_slips_and_issues_a_receipt_that_is_missing(desk, dossier):
    page = desk.get(dossier.get_absolute_url())
    assert "Chưa lập phiếu nào" in page.content.decode()

    answer = desk.post(reverse("dossiers:issue-slip", args=[dossier.code]), {"kind": "receipt"}, follow=True)

    slip = Slip.objects.get()
    shown = answer.content.decode()
    assert (slip.kind, slip.number, slip.dossier) == ("receipt", 1, dossier)
    assert "Đã lập Giấy tiếp nhận hồ sơ và hẹn trả kết quả, số 01/" in shown
    assert reverse("dossiers:slip", args=[dossier.code, slip.pk]) in shown
    assert "chưa in" in shown
    printed(desk, slip)
    assert "đã in 1 lần" in desk.get(dossier.get_absolute_url()).content.decode()


def test_a_second_receipt_is_refused_with_what_to_do_instead(desk, dossier):
    address = reverse("dossiers:issue-slip", args=[dossier.code])
    desk.post(address, {"kind": "receipt"})

    answer = desk.post(address, {"kind": "receipt"}, follow=True)

    assert "in lại giấy ấy ở mục Phiếu đã lập" in answer.content.decode()
    assert Slip.objects.count() == 1


def test_a_form_of_a_move_is_not_issued_by_itself(desk, dossier):
    desk.post(reverse("dossiers:issue-slip", args=[dossier.code]), {"kind": "refusal"})

    assert not Slip.objects.exists()


def test_a_slip_opens_under_its_own_dossier_alone_and_for_those_who_see_people(client, dossier, officer):
    slip = receipt_of(dossier, officer)
    other = DossierFactory(unit=dossier.receiving_unit, received_at=at("2024-04-01 08:00"))
    supervisor = UserFactory(unit=dossier.receiving_unit, roles=[Role.SUPERVISOR])

    client.force_login(officer)
    assert client.get(reverse("dossiers:slip", args=[other.code, slip.pk])).status_code == 404
    client.force_login(supervisor)
    assert client.get(reverse("dossiers:slip", args=[dossier.code, slip.pk])).status_code == 403
    assert not slip.prints.exists()
