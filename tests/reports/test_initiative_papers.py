"""In hồ sơ sáng kiến: both papers read back from the files."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from initiatives import filing, sending
from portal.models import AuditEvent, Role
from tests.dossiers.factories import UnitFactory, UserFactory, at
from tests.initiatives import factories
from tests.initiatives.factories import InitiativeFactory, author_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def commune():
    return UnitFactory(name="Xã Vĩnh Lâm", subkind="xã")


@pytest.fixture
def loan(commune):
    return author_of(commune, full_name="Lê Thị Loan", position="Văn phòng - Thống kê")


def written(commune, loan):
    """As an office would hand it in: two authors, a measured effect, a picture, something secret."""
    made = factories.draft(
        unit=commune, by=loan, title="Hỗ trợ nộp hồ sơ trực tuyến", confidential="Số máy của người dân",
        solution_heading="Giải pháp nâng cao chất lượng",
    )  # fmt: skip
    made.authors.update(share="62.5")
    made.authors.create(
        position=2, name="Trần Văn Bình", post="Bí thư thôn", workplace="Thôn Một", share="37.5",
        birth_on=date(1980, 5, 4),
    )  # fmt: skip
    made.effects.create(
        position=1,
        what="Tỷ lệ số hóa",
        measure="%",
        baseline="5.67",
        result="78.5",
        period="2023",
        source="PM",
    )
    made.participants.create(position=1, name="Hồ Thị Ba", work="Thử quét")
    out = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG")
    filing.attach(made, file=SimpleUploadedFile("a.jpg", out.getvalue()), caption="Tại quầy", by=loan)
    return sending.submit(made, by=loan, at=at("2023-05-04 09:00"))


def paper(client, made, name, extension):
    response = client.get(f"/sang-kien/{made.pk}/in/{name}.{extension}")
    assert response.status_code == 200
    return response.content


def words(document):
    """Paragraphs and cells of a Word file, in reading order."""
    return [
        text.strip()
        for element in document.element.body.iter()
        if element.tag.endswith("}p")
        and (text := "".join(run.text or "" for run in element.iter() if run.tag.endswith("}t")))
    ]


def test_description_has_cover_four_parts_both_signatures_and_its_pictures(client, commune, loan):
    made = written(commune, loan)
    client.force_login(loan)

    word = docx.Document(BytesIO(paper(client, made, "bao-cao-mo-ta", "docx")))
    pdf = PdfReader(BytesIO(paper(client, made, "bao-cao-mo-ta", "pdf")))

    lines = words(word)
    assert lines[:5] == [
        "ỦY BAN NHÂN DÂN", "XÃ VĨNH LÂM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "SÁNG KIẾN",
    ]  # fmt: skip
    assert "Năm 2023" in lines
    assert "Vĩnh Lâm, ngày 04 tháng 5 năm 2023" in lines
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 2"]
    assert headings == [
        "1. Lý do chọn đề tài, sáng kiến",
        "2. Thực trạng của vấn đề cần nghiên cứu",
        "3. Giải pháp nâng cao chất lượng",
        "4. Kết luận",
    ]
    assert "- Chi phí về tiền: Giảm chi phí in ấn." in lines
    assert lines[lines.index("Tỷ lệ số hóa") :][:4] == ["Tỷ lệ số hóa", "%", "5,67", "78,5"]
    end = lines.index("XÁC NHẬN CỦA UBND XÃ")
    assert lines[end + 1 :][:2] == ["Người viết đề tài sáng kiến", "Lê Thị Loan, Trần Văn Bình"]
    assert lines[-1] == "Hình 1. Tại quầy"
    assert len(word.inline_shapes) == 1
    assert len(pdf.pages) == 3
    cover, text, annex = (page.extract_text() for page in pdf.pages)
    assert "Nhóm tác giả:" in cover
    assert "1. Lý do chọn" in text
    assert "./." not in text
    assert "Hình 1. Tại quầy" in annex
    assert len(pdf.pages[2].images) == 1


def test_request_has_all_items_of_the_circular(client, commune, loan):
    made = written(commune, loan)
    client.force_login(loan)

    lines = words(docx.Document(BytesIO(paper(client, made, "don-yeu-cau", "docx"))))

    table = lines[lines.index("Số TT") :]
    assert table[:7] == [
        "Số TT", "Họ và tên", "Ngày tháng năm sinh", "Nơi công tác (hoặc nơi thường trú)", "Chức danh",
        "Trình độ chuyên môn", "Tỷ lệ (%) đóng góp vào việc tạo ra sáng kiến",
    ]  # fmt: skip
    assert table[7:11] == ["1", "Lê Thị Loan", "UBND xã Vĩnh Lâm", "Văn phòng - Thống kê"]
    assert "62,5" in table
    text = "\n".join(lines)
    for part in (
        "Kính gửi: Ủy ban nhân dân xã Vĩnh Lâm.",
        "Chúng tôi ghi tên dưới đây:",
        "đề nghị xét công nhận sáng kiến: Hỗ trợ nộp hồ sơ trực tuyến",
        "Chủ đầu tư tạo ra sáng kiến: nhóm tác giả đồng thời là chủ đầu tư.",
        "Lĩnh vực áp dụng sáng kiến: Cải cách hành chính",
        "Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử: 05/01/2026",
        "Mô tả bản chất của sáng kiến:",
        "Về khả năng áp dụng của sáng kiến:",
        "Những thông tin cần được bảo mật (nếu có): Số máy của người dân",
        "Các điều kiện cần thiết để áp dụng sáng kiến: Máy tính, máy quét, đường truyền.",
        "theo ý kiến của tác giả:",
        "cá nhân đã tham gia áp dụng sáng kiến lần đầu, kể cả áp dụng thử (nếu có): không có.",
        "Danh sách những người đã tham gia áp dụng thử",
        "Hồ Thị Ba",
        "Chúng tôi xin cam đoan mọi thông tin nêu trong đơn là trung thực",
        "Vĩnh Lâm, ngày 04 tháng 5 năm 2023\nNGƯỜI NỘP ĐƠN\nLê Thị Loan, Trần Văn Bình",
    ):
        assert part in text, part
    assert AuditEvent.objects.filter(action="initiative.printed", actor=loan).exists()


def test_what_is_to_stay_secret_is_printed_only_for_those_who_handle_the_request(client, commune):
    province = UnitFactory(name="Tỉnh Nhà", kind="province")
    commune.parent = province
    commune.save()
    made = InitiativeFactory(unit=commune, status="recognised", confidential="Công thức riêng")
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    text = "\n".join(words(docx.Document(BytesIO(paper(client, made, "don-yeu-cau", "docx")))))

    assert "Công thức riêng" not in text
    assert "có, không in ở bản này." in text
    assert "Công thức riêng" not in client.get(f"/sang-kien/{made.pk}/").content.decode()


def test_paper_of_another_kind_is_not_found(client, loan):
    made = InitiativeFactory(by=loan)
    client.force_login(loan)

    assert client.get(f"/sang-kien/{made.pk}/in/bao-cao-mo-ta.xlsx").status_code == 404
    assert client.get(f"/sang-kien/{made.pk}/in/khac.pdf").status_code == 404
