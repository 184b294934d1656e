"""Sổ đăng ký văn bản on paper and as Excel, read back."""

import io

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from dossiers.documents import books, outgoing
from dossiers.documents import registers as printing
from tests.dossiers.documents.making import TODAY, Home

WORDS = "Báo cáo: Kết quả cải cách hành chính quý I năm 2026"
pytestmark = pytest.mark.django_db


def sheet_rows(answer):
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]


def words_of(content):
    shown = pypdfium2.PdfDocument(content)
    said = shown[0].get_textpage().get_text_range()
    width, height = shown[0].get_size()
    shown.close()
    return " ".join(said.split()), (round(width), round(height))


def test_the_register_of_what_went_out_has_a_line_for_every_number(client):
    home = Home()
    book = home.issued().book
    books.reserve(book, count=1, reason="Giữ cho báo cáo năm", by=home.keeper, on=TODAY)
    outgoing.make_void(home.numbered(), reason="Trùng nội dung", by=home.keeper)
    client.force_login(home.keeper)

    head, *rows = sheet_rows(client.get(f"/van-ban/so/{book.pk}/2026/excel/"))

    assert head[:3] == ["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản"]
    assert rows == [
        [
            "01/BC-UBND", "02/03/2026", WORDS, "Trần Văn Bình", "UBND huyện\nLưu: VT", "VT", "", "",
        ],
        ["02", "", "", "", "", "", "", "Giữ: Giữ cho báo cáo năm"],
        [
            "03/BC-UBND", "02/03/2026", WORDS, "Trần Văn Bình", "UBND huyện\nLưu: VT", "VT", "",
            "Hủy: Trùng nội dung",
        ],
    ]  # fmt: skip


def test_the_register_of_what_came_in_says_who_received_it_and_lies_across_the_sheet(client):
    home = Home()
    book = home.task().document.book
    client.force_login(home.keeper)

    answer = client.get(f"/van-ban/so/{book.pk}/2026/in/1/")

    words, size = words_of(answer.content)
    assert size == (842, 595)
    for said in (
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm 2026", "Quyển số 01", "Đơn vị hoặc người nhận", "1508/UBND-NC",
        "Hồ Thị Hoa", "Phụ lục IV",
    ):  # fmt: skip
        assert said in words


def test_a_year_is_printed_in_volumes_of_so_many_numbers(client, monkeypatch):
    monkeypatch.setattr(printing, "VOLUME", 2)
    home = Home()
    book = home.registered().book
    home.registered()
    home.registered()
    client.force_login(home.keeper)

    page = client.get(f"/van-ban/so/{book.pk}/")
    assertContains(page, "In quyển 02")
    assertContains(page, "Sổ văn bản đến năm 2026</h1>")
    made = printing.sheet(book, 2026, volume=2, by=home.keeper)

    assert [row[1] for row in made.rows] == ["03"]
    assert "Từ số 03 đến số 03" in made.notes
    gone = client.get(f"/van-ban/so/{book.pk}/2026/in/3/", follow=True)
    assertContains(gone, "chưa có số nào để in")


def test_a_long_register_needs_no_more_queries():
    home = Home()
    book = home.registered().book

    def counted():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            printing.sheet(book, 2026, by=home.keeper)
        return len(queries)

    few = counted()
    for _ in range(3):
        home.registered()
    assert counted() == few
