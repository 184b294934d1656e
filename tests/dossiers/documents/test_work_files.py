"""Hồ sơ công việc: filled while open, closed at the end of the year, handed to the archive with its lists."""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.documents import work_files
from dossiers.documents.work_files import Paper, Words
from dossiers.models import WorkFile, WorkFileState
from portal.errors import DomainError
from tests.dossiers.documents.making import FRIDAY, TODAY, Home
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db
CODE = Words("05/VP", "Kiểm soát thủ tục hành chính năm 2026", "10 năm")


@pytest.fixture
def home():
    return Home()


def opened(home, words=CODE, **kwargs):
    return work_files.open_file(home.unit, words, by=home.officer, on=kwargs.get("on", TODAY))


def filled(home, **kwargs):
    made = opened(home, **kwargs)
    work_files.add_document(made, home.registered(pages=3), by=home.officer)
    work_files.add_paper(made, Paper("Biên bản họp", sheets=1), by=home.officer)
    return made


def excel_rows(answer):
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]


def test_a_file_takes_documents_once_and_a_closed_one_takes_nothing_more(home):
    made = opened(home)
    document = home.issued()
    with pytest.raises(DomainError, match="chưa có văn bản nào"):
        work_files.close(made, by=home.officer)
    first = work_files.add_document(made, document, by=home.officer)
    assert work_files.add_document(made, document, by=home.officer) == first

    work_files.close(made, by=home.officer, on=FRIDAY)

    for refused in (
        lambda: work_files.add_document(made, home.registered(), by=home.officer),
        lambda: work_files.add_paper(made, Paper("Biên bản"), by=home.officer),
        lambda: work_files.take_out(first, by=home.officer),
        lambda: work_files.edit(made, Words("06/VP", "Khác", "10 năm"), by=home.officer),
    ):
        with pytest.raises(DomainError, match="đang “Đã đóng”"):
            refused()
    assert made.papers.count() == 1


def test_a_closed_file_is_opened_again_with_a_reason_and_an_archived_one_by_the_clerk_alone(home):
    made = filled(home)
    work_files.close(made, by=home.officer)
    made = work_files.reopen(made, reason="Bổ sung báo cáo", by=home.officer)
    assert (made.state, made.closed_on) == (WorkFileState.OPEN, None)
    work_files.close(made, by=home.officer)
    with pytest.raises(DomainError, match="nộp lưu do văn thư"):
        work_files.hand_over(made, fonds="UBND", box="01", cover="02", by=home.officer)
    work_files.hand_over(made, fonds="UBND xã", box="01", cover="02", by=home.keeper)

    with pytest.raises(DomainError, match="đã nộp lưu; văn thư"):
        work_files.reopen(made, reason="Xem lại", by=home.officer)
    work_files.reopen(made, reason="Xem lại", by=home.keeper)

    actions = [event.action for event in made.events.all()]
    assert actions == ["open", "add", "add", "close", "reopen", "close", "hand_over", "reopen"]


def test_what_is_a_draft_void_or_not_theirs_is_not_filed(home):
    made = opened(home)
    with pytest.raises(DomainError, match="chưa đưa vào hồ sơ được"):
        work_files.add_document(made, home.draft(), by=home.officer)
    with pytest.raises(DomainError, match="do Hồ Thị Hoa hoặc văn thư"):
        work_files.add_document(made, home.issued(), by=home.helper)
    with pytest.raises(DomainError, match="đã có hồ sơ ký hiệu “05/VP”"):
        opened(home)


def test_at_the_end_of_the_year_the_clerk_closes_every_file_that_holds_something(home, client):
    full, empty = filled(home), opened(home, Words("06/VP", "Hồ sơ trống", "10 năm"))
    client.force_login(home.keeper)
    assertContains(client.get("/van-ban/ho-so-cong-viec/"), "Đóng 2 hồ sơ đang mở của năm 2026")

    page = client.post("/van-ban/ho-so-cong-viec/dong-nam/2026/", follow=True)

    assertContains(page, "Đã đóng 1 hồ sơ năm 2026")
    full.refresh_from_db()
    empty.refresh_from_db()
    assert (full.state, empty.state) == (WorkFileState.CLOSED, WorkFileState.OPEN)


def test_the_list_of_papers_numbers_the_sheets_through(home, client):
    made = filled(home)
    client.force_login(home.officer)

    head, *rows = excel_rows(client.get(f"/van-ban/ho-so-cong-viec/{made.pk}/muc-luc/xlsx/"))

    assert head[5] == "Tờ số"
    assert rows == [
        [
            "1", "1508/UBND-NC", "27/02/2026", "Công văn: Tăng cường cải cách hành chính năm 2026",
            "UBND tỉnh Quảng Trị", "01-02", "",
        ],
        ["2", "", "", "Biên bản họp", "", "03", ""],
    ]  # fmt: skip


def test_the_list_for_the_archive_names_fonds_box_cover_and_sheets(home, client):
    made = filled(home)
    work_files.close(made, by=home.officer, on=at("2026-12-31").date())
    work_files.hand_over(made, fonds="UBND xã Vĩnh Lâm", box="07", cover="12", by=home.keeper)
    client.force_login(home.keeper)

    _, row = excel_rows(client.get("/van-ban/ho-so-cong-viec/muc-luc/2026/xlsx/"))
    assert row == [
        "1", "07", "12", "05/VP", "Kiểm soát thủ tục hành chính năm 2026", "02/03/2026 - 31/12/2026",
        "10 năm", "3", "",
    ]  # fmt: skip
    shown = pypdfium2.PdfDocument(client.get("/van-ban/ho-so-cong-viec/muc-luc/2026/pdf/").content)
    said = " ".join(shown[0].get_textpage().get_text_range().split())
    shown.close()
    assert "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU" in said
    assert "Phông UBND xã Vĩnh Lâm" in said


def test_a_file_is_opened_filled_from_the_documents_page_and_closed(home, client):
    document = home.issued()
    client.force_login(home.officer)
    words = {"code": "07/VP", "title": "Báo cáo quý I", "retention": "05 năm", "fonds": ""}
    client.post("/van-ban/ho-so-cong-viec/mo/", words)
    made = WorkFile.objects.get()

    assertContains(client.get(f"/van-ban/{document.pk}/"), "Đưa vào hồ sơ công việc")
    page = client.post(f"/van-ban/{document.pk}/dua-vao-ho-so/", {"work_file": made.pk}, follow=True)
    assertContains(page, "01/BC-UBND")
    page = client.post(f"/van-ban/ho-so-cong-viec/{made.pk}/dong/", follow=True)

    assertContains(page, "Đã đóng")
    assertNotContains(page, "Lấy ra")


def test_a_report_goes_in_under_its_own_name_if_whoever_adds_it_may_read_it(home, client, settings):
    settings.DOCUMENT_LINKS = {"report": "tests.dossiers.documents.test_outgoing.report_named"}
    made = opened(home)
    client.force_login(home.officer)
    address = f"/van-ban/ho-so-cong-viec/{made.pk}/bao-cao/"

    assertContains(client.post(address, {"address": "/khac/"}), "không phải đường dẫn")
    client.post(address, {"address": "https://motcua.example/bao-cao/12/"})

    assert made.papers.get().record_key == "12"
