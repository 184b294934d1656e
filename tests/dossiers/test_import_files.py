"""Files as they come: each that cannot be read is refused as a whole with what to do about it."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dossiers.importing import sheet, sniffing
from dossiers.importing.sniffing import UnreadableFile
from tests.dossiers.sheets import HEADINGS, as_excel_saves, csv_file, replace_part, row, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path) -> list[tuple[int, tuple]]:
    with path.open("rb") as file, sheet.opened(file, path.name) as opened:
        return list(opened.rows)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    return refused.value.message


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# Encodings


@pytest.mark.parametrize("encoding", ["windows-1258", "cp1252"])
def test_csv_in_an_older_encoding_is_refused_with_how_to_save_it(tmp_path, encoding):
    headings = ["Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận"]
    content = ",".join(headings).encode(encoding, errors="replace").replace(b"?", b"\xea")

    message = refusal(made(tmp_path / "cu.csv", content))

    assert message.startswith("Tệp CSV không ở bảng mã UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI)")
    assert "CSV UTF-8 (Comma delimited)" in message


def test_csv_in_utf_16_is_refused_by_name(tmp_path):
    path = csv_file(tmp_path / "unicode.csv", [row()], encoding="utf-16")

    assert "UTF-16" in refusal(path)


def test_letters_of_a_font_before_unicode_are_recognised(tmp_path):
    path = csv_file(tmp_path / "tcvn3.csv", [], headings=["M· hå s¬", "Tªn TTHC", "Ngµy tiÕp nhËn"])

    assert "TCVN3" in refusal(path)


def test_a_quote_that_never_closes_is_told_with_its_line(tmp_path):
    path = csv_file(tmp_path / "ngoac.csv", [row()])
    with path.open("a", encoding="utf-8") as file:
        file.write('"' + "x" * 200_000)

    assert "thiếu dấu ngoặc kép" in refusal(path)


# What is no sheet at all


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("rong.xlsx", b"", "Tệp rỗng"),
        ("cu.xls", OLE, "Excel cũ (.xls)"),
        ("doi-ten.xlsx", OLE, "Excel cũ (.xls)"),
        ("mat-khau.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        ("van-ban.csv", b"%PDF-1.7\n", "tệp PDF"),
        ("xuat-ra.xls", b"\xef\xbb\xbf<html><table>", "trang web hoặc XML"),
        ("van-ban.xlsx", b"Xin chao", "bị hỏng"),
        ("nhi-phan.csv", b"abc\0def", "bị hỏng"),
        ("hong.xlsx", b"PK\x03\x04" + b"x" * 500, "bị hỏng"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path, name, content, says):
    assert says in refusal(made(tmp_path / name, content))


def test_another_zip_is_no_workbook(tmp_path):
    path = tmp_path / "bao-cao.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    assert "không có trang tính nào" in refusal(path)


def test_a_binary_workbook_is_refused_by_name(tmp_path):
    path = replace_part(workbook(tmp_path / "ho-so.xlsx", [row()]), "xl/workbook.bin", lambda old: b"x")

    assert ".xlsb" in refusal(path)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_damage_inside_a_workbook_is_told_in_words(tmp_path, part):
    path = replace_part(workbook(tmp_path / "ho-so.xlsx", [row()]), part, lambda old: old[: len(old) // 2])

    assert refusal(path).startswith("Tệp bị hỏng")


def test_a_file_over_the_limit_is_told_its_size(tmp_path):
    path = made(tmp_path / "lon.csv", b"x" * (sniffing.MAX_UPLOAD + 1))

    assert refusal(path).startswith("Tệp lớn 20 MB, chỉ nhận đến 20 MB.")


# Bombs


def bomb(tmp_path: Path, part: str, content: bytes) -> str:
    return refusal(replace_part(workbook(tmp_path / "bom.xlsx", [row()]), part, lambda old: content))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/media/picture.png"])
def test_a_part_that_unpacks_to_much_more_than_its_size_is_not_unpacked(tmp_path, part):
    message = bomb(tmp_path, part, b"<x>" + b" " * 50_000_000)

    assert message.startswith("Tệp bung ra lớn bất thường")


def test_one_row_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sniffing, "MAX_RATIO", 10_000)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'

    message = bomb(tmp_path, SHEET, head + b"<c/>" * 5_000_000 + b"</row></sheetData></worksheet>")

    assert message.startswith("Tệp bung ra lớn bất thường")


def test_too_many_parts_are_not_opened(tmp_path):
    path = tmp_path / "nhieu.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(sniffing.MAX_PARTS):
            archive.writestr(f"xl/{number}.xml", "")

    assert refusal(path).startswith("Tệp bung ra lớn bất thường")


def test_entities_are_not_expanded(tmp_path):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{lines}]>'

    path = replace_part(
        workbook(tmp_path / "ho-so.xlsx", [row(APPLICANT="LAUGH")]),
        SHEET,
        lambda old: laughs.encode() + old.replace(b"LAUGH", b"&e11;"),
    )

    assert refusal(path).startswith("Tệp bị hỏng")


def test_texts_that_excel_keeps_aside_are_read(tmp_path):
    path = as_excel_saves(workbook(tmp_path / "ho-so.xlsx", [row(), row(CODE="A-2")]))

    assert [cells[0] for _, cells in read(path)] == ["H50.25-240315-0001", "A-2"]


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(tmp_path):
    path = replace_part(
        workbook(tmp_path / "ho-so.xlsx", [row(), row(CODE="A-2")]),
        SHEET,
        lambda old: old.replace(b'<dimension ref="A1:W3"', b'<dimension ref="A1:B1048576"'),
    )

    assert [number for number, _ in read(path)] == [2, 3]


def test_a_row_number_beyond_what_excel_has_is_damage(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "LAST_SHEET_ROW", 5_000)
    path = replace_part(
        workbook(tmp_path / "ho-so.xlsx", [row()]),
        SHEET,
        lambda old: old.replace(b'<row r="2"', b'<row r="99999999"').replace(b'2" t=', b'99999999" t='),
    )

    assert refusal(path).startswith("Tệp bị hỏng")


def test_more_rows_than_allowed_are_refused_as_a_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    path = workbook(tmp_path / "dai.xlsx", [row(CODE=f"A-{number}") for number in range(4)])

    assert refusal(path).startswith("Bảng có hơn 3 dòng hồ sơ. Chia thành nhiều tệp")


def test_more_columns_than_allowed_are_refused(tmp_path):
    headings = [*HEADINGS, *(f"Cột {number}" for number in range(200))]

    assert refusal(workbook(tmp_path / "rong.xlsx", [], headings=headings)).startswith("Bảng có hơn 200 cột.")


# Headings and pages


def test_without_a_heading_row_the_nearest_one_is_shown(tmp_path):
    path = workbook(tmp_path / "thieu.xlsx", [], headings=["Mã hồ sơ", "Người nộp"], above=["DANH SÁCH"])

    message = refusal(path)

    assert "Không thấy dòng tiêu đề" in message
    assert "dòng 2 còn thiếu cột “Mã TTHC” hoặc “Tên TTHC” và “Ngày tiếp nhận”" in message


def test_a_hidden_sheet_is_not_taken(tmp_path):
    path = workbook(tmp_path / "an.xlsx", [row()])
    book = load_workbook(path)
    book.active.sheet_state = "hidden"
    book.create_sheet("Trang 2")
    book.active = 1
    book.save(path)

    assert "Không thấy dòng tiêu đề" in refusal(path)


def test_of_formulas_the_last_value_is_read(tmp_path):
    path = tmp_path / "cong-thuc.xlsx"
    book = Workbook()
    book.active.append(["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận"])
    book.active.append(['="A-"&1', "1.001193", "15/03/2024"])
    book.save(path)
    formula = b'<c r="A2" t="str"><f>"A-"&amp;1</f><v>A-1</v></c>'
    replace_part(path, SHEET, lambda old: re.sub(rb'<c r="A2"><f>.*?</f>.*?</c>', formula, old))

    [(_, cells)] = read(path)

    assert cells[0] == "A-1"


def test_the_file_is_left_at_hand_for_whoever_opened_it(tmp_path):
    file = io.BytesIO(csv_file(tmp_path / "ho-so.csv", [row()]).read_bytes())

    with sheet.opened(file, "ho-so.csv") as opened:
        list(opened.rows)

    assert not file.closed
