"""A report as a commune would send it, with every kind of block: what the renderers are tried on."""

from datetime import date

from portal import formats
from reports.document import (
    Align,
    Annex,
    Basis,
    Cell,
    Column,
    Document,
    DocumentMeta,
    FormHead,
    HeadCell,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
)

META = DocumentMeta(
    title="Kết quả công tác cải cách hành chính năm 2022 và phương hướng, nhiệm vụ năm 2023",
    agency_lines=("ỦY BAN NHÂN DÂN", "XÃ VĨNH LÂM"),
    symbol="BC-UBND",
    place="Vĩnh Lâm",
    year=2022,
    number=5,
    issued_on=date(2022, 12, 16),
    addressees=("Ủy ban nhân dân huyện Vĩnh Linh", "Phòng Nội vụ huyện Vĩnh Linh"),
    recipients=("Như trên", "TT Đảng ủy, HĐND xã", "Chủ tịch, PCT UBND xã", "Lưu: VT, CCHC"),
    signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Bình"),
)

# field, received online, direct, carried over, early, on time, late, pending in time, overdue
FIELDS = (
    ("Chứng thực", 402, 211, 3, 598, 12, 2, 4, 0),
    ("Hộ tịch", 311, 96, 2, 401, 5, 0, 3, 0),
    ("Bảo trợ xã hội", 118, 75, 6, 180, 9, 3, 6, 1),
    ("Người có công", 64, 41, 4, 97, 6, 1, 5, 0),
    ("Đất đai", 57, 88, 11, 131, 14, 4, 6, 1),
    ("Nuôi con nuôi", 2, 1, 0, 3, 0, 0, 0, 0),
    ("Thi đua - khen thưởng", 21, 9, 0, 29, 1, 0, 0, 0),
    ("Tôn giáo", 6, 4, 0, 10, 0, 0, 0, 0),
    ("Lâm nghiệp", 31, 8, 1, 38, 1, 0, 1, 0),
    ("Phòng, chống thiên tai", 38, 14, 0, 50, 2, 0, 0, 0),
    ("Thành lập và hoạt động của tổ hợp tác, hợp tác xã", 35, 12, 0, 46, 1, 0, 0, 0),
)


def _text(*pieces: str | Run) -> tuple[Run, ...]:
    return tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces)


def _count(number: int, code: str) -> Run:
    return Run(formats.count_in_prose(number), figure=code)


def _rate(part: int, whole: int, code: str) -> Run:
    return Run(formats.percent_in_prose(formats.percentage(part, whole)), figure=code)


def _channels() -> Table:
    rows = (
        ("1", "Trực tuyến toàn trình", 812, 598),
        ("2", "Trực tuyến một phần", 273, 120),
        ("3", "Trực tiếp", 552, 810),
        ("4", "Dịch vụ bưu chính công ích", 7, 3),
    )
    before = sum(row[3] for row in rows)
    return Table(
        caption="Bảng 1. Hồ sơ tiếp nhận theo kênh",
        columns=(Column(12, Align.CENTRE), Column(69), *(Column(28, Align.RIGHT),) * 3),
        head=(
            (
                HeadCell("STT", rowspan=2),
                HeadCell("Kênh tiếp nhận", rowspan=2),
                HeadCell("Năm 2022", colspan=2),
                HeadCell("Năm 2021", rowspan=2),
            ),
            (HeadCell("Số hồ sơ"), HeadCell("Tỷ lệ")),
        ),
        rows=(
            *(
                Row(
                    (
                        Cell(number),
                        Cell(name),
                        Cell.count(now, figure="received"),
                        Cell.percent(formats.percentage(now, 1644)),
                        Cell.count(then),
                    )
                )
                for number, name, now, then in rows
            ),
            Row(
                (
                    Cell("Tổng cộng", colspan=2),
                    Cell.count(1644, figure="received"),
                    Cell.percent(formats.percentage(1644, 1644)),
                    Cell.count(before),
                ),
                total=True,
            ),
        ),
    )


def _form_06a() -> Table:
    rows = []
    for index, (name, *numbers) in enumerate(FIELDS, 1):
        online, direct, carried, early, on_time, late, in_time, overdue = numbers
        received = (online + direct + carried, online, direct, carried)
        resolved = (early + on_time + late, early, on_time, late)
        pending = (in_time + overdue, in_time, overdue)
        cells = (Cell.count(number, figure="received") for number in (*received, *resolved, *pending))
        rows.append(Row((Cell(str(index)), Cell(name), *cells)))
    totals = [sum(row.cells[column].number for row in rows) for column in range(2, 13)]
    rows.append(Row((Cell("TỔNG CỘNG", colspan=2), *map(Cell.count, totals)), total=True))
    return Table(
        columns=(Column(11, Align.CENTRE), Column(54), *(Column(17, Align.RIGHT),) * 11),
        head=(
            (
                HeadCell("STT", rowspan=3),
                HeadCell("Lĩnh vực, công việc giải quyết theo cấp", rowspan=3),
                HeadCell("Số hồ sơ nhận giải quyết", colspan=4),
                HeadCell("Số hồ sơ đã giải quyết", colspan=4),
                HeadCell("Số hồ sơ đang giải quyết", colspan=3),
            ),
            (
                HeadCell("Tổng số", rowspan=2),
                HeadCell("Trong kỳ", colspan=2),
                HeadCell("Từ kỳ trước", rowspan=2),
                HeadCell("Tổng số", rowspan=2),
                HeadCell("Trước hạn", rowspan=2),
                HeadCell("Đúng hạn", rowspan=2),
                HeadCell("Quá hạn", rowspan=2),
                HeadCell("Tổng số", rowspan=2),
                HeadCell("Trong hạn", rowspan=2),
                HeadCell("Quá hạn", rowspan=2),
            ),
            (HeadCell("Trực tuyến"), HeadCell("Trực tiếp, dịch vụ bưu chính")),
            tuple(HeadCell(f"({column})", bold=False) for column in range(1, 14)),
        ),
        rows=tuple(rows),
        font_size=11,
    )


def _indicators() -> Table:
    rows = [Row((Cell("I"), Cell("Giải quyết thủ tục hành chính", colspan=5)), total=True)]
    counts = ("Hồ sơ tiếp nhận trong kỳ", "Hồ sơ kỳ trước chuyển sang", "Hồ sơ phải giải quyết trong kỳ")
    rate = "Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn trên số đã giải quyết"
    for index in range(1, 37):
        if index % 4:
            name, unit, now, then = counts[index % 3], "hồ sơ", Cell.count(index * 97), Cell.count(index * 61)
        else:
            name, unit, then = rate, "%", Cell.percent(None)
            now = Cell.percent(formats.percentage(997 + index, 1100))
        rows.append(Row((Cell(f"I.{index}"), Cell(name), Cell(unit), now, then, Cell("=cột 4"))))
    return Table(
        columns=(
            Column(14, Align.CENTRE),
            Column(71),
            Column(18, Align.CENTRE),
            Column(22, Align.RIGHT),
            Column(22, Align.RIGHT),
            Column(18),
        ),
        head=(
            (
                HeadCell("STT"),
                HeadCell("Chỉ tiêu thống kê"),
                HeadCell("Đơn vị tính"),
                HeadCell("Kết quả"),
                HeadCell("Cùng kỳ năm trước"),
                HeadCell("Ghi chú"),
            ),
        ),
        rows=tuple(rows),
    )


BODY = (
    Basis(
        (
            "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một "
            "cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
            "Thực hiện Kế hoạch số 04/KH-UBND ngày 12/01/2022 của Ủy ban nhân dân huyện Vĩnh Linh",
        )
    ),
    Paragraph(
        _text(
            "Ủy ban nhân dân xã Vĩnh Lâm báo cáo kết quả công tác cải cách hành chính (CCHC) "
            "từ ngày 15/12/2021 đến ngày 14/12/2022 như sau:"
        )
    ),
    Heading(1, "I", "Công tác chỉ đạo, điều hành cải cách hành chính"),
    Heading(2, "1", "Về tổ chức chỉ đạo, điều hành"),
    Paragraph(
        _text(
            "Ủy ban nhân dân xã đã ban hành ",
            _count(5, "documents"),
            " văn bản chỉ đạo, điều hành, trong đó có Kế hoạch số 04/KH-UBND ngày 12/01/2022 về "
            "thực hiện nhiệm vụ công tác CCHC nhà nước năm 2022; Quyết định số 22/QĐ-UBND ngày "
            "14/02/2022 quy định quy trình tiếp nhận, xử lý, phát hành, quản lý và lưu trữ văn bản, "
            "hồ sơ điện tử; Quyết định số 81/QĐ-UBND ngày 24/5/2022 về việc kiện toàn Bộ phận Tiếp "
            "nhận và Trả kết quả.",
        )
    ),
    Heading(2, "2", "Về công tác tuyên truyền"),
    ListItem(
        _text("Đăng 14 tin, bài trên trang thông tin điện tử của xã; đài truyền thanh xã phát 48 lượt.")
    ),
    ListItem(
        _text(
            "Tổ công nghệ số cộng đồng của 08/08 thôn hướng dẫn người dân nộp hồ sơ trực tuyến, "
            "thanh toán phí, lệ phí không dùng tiền mặt tại nhà văn hóa thôn vào sáng thứ Bảy hằng tuần."
        )
    ),
    Heading(1, "II", "Kết quả thực hiện các nhiệm vụ cải cách hành chính"),
    Heading(2, "1", "Cải cách thủ tục hành chính và thực hiện cơ chế một cửa, một cửa liên thông"),
    Heading(3, "a", "Tình hình tiếp nhận, giải quyết hồ sơ"),
    Paragraph(
        _text(
            "Trong kỳ, Bộ phận Tiếp nhận và Trả kết quả tiếp nhận ",
            _count(1644, "received"),
            " hồ sơ, trong đó ",
            _count(1085, "received_online"),
            " hồ sơ trực tuyến, chiếm ",
            _rate(1085, 1644, "online"),
            "; kỳ trước chuyển sang ",
            _count(27, "carried_over"),
            " hồ sơ. Đã giải quyết 1.644 hồ sơ, trong đó 10 hồ sơ quá hạn; ",
            Run("không có khiếu nại, tố cáo", bold=True),
            " về thái độ phục vụ (",
            Run("theo sổ tiếp công dân", italic=True),
            "). Kết quả cụ thể:",
        )
    ),
    _channels(),
    Heading(3, "b", "Số hóa hồ sơ, kết quả giải quyết"),
    Paragraph(
        _text(
            "Hồ sơ được số hóa đầy đủ thành phần đạt ",
            _rate(567, 10000, "fully_digitised"),
            "; kết quả giải quyết được số hóa đạt ",
            _rate(1884, 10000, "results_digitised"),
            ", tăng 4,07 điểm phần trăm so với năm 2021; chưa phát sinh thanh toán trực tuyến.",
        )
    ),
    Heading(2, "2", "Cải cách chế độ công vụ"),
    Paragraph(_text("Toàn xã có 18/18 cán bộ, công chức đạt trình độ đại học trở lên.")),
    Heading(1, "III", "Đánh giá chung"),
    Paragraph(
        _text(
            "Công tác CCHC được Đảng ủy, chính quyền xã quan tâm lãnh đạo, chỉ đạo; tỷ lệ hồ sơ nộp "
            "trực tuyến tăng so với năm trước. Tuy vậy, tỷ lệ số hóa thành phần hồ sơ khi tiếp nhận "
            "còn thấp do máy quét đã cũ, người lớn tuổi còn ngại giao dịch trên môi trường mạng."
        )
    ),
    Heading(1, "IV", "Phương hướng, nhiệm vụ năm 2023"),
    ListItem(_text("Nâng tỷ lệ hồ sơ số hóa thành phần lên trên 50%.")),
    ListItem(_text("Hướng dẫn thanh toán trực tuyến ngay tại quầy.")),
    Paragraph(
        _text(
            "Trên đây là báo cáo kết quả công tác cải cách hành chính năm 2022 của Ủy ban nhân dân "
            "xã Vĩnh Lâm."
        )
    ),
)

NOTE = META.attached_to("Ủy ban nhân dân xã Vĩnh Lâm")

DOCUMENT = Document(
    meta=META,
    body=BODY,
    annexes=(
        Annex(
            number="I",
            title="Tình hình, kết quả giải quyết thủ tục hành chính",
            note=NOTE,
            landscape=True,
            blocks=(
                FormHead(
                    left=(
                        "Biểu số II.06a/VPCP/KSTT",
                        "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020",
                    ),
                    title="TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
                    subtitle=("Kỳ báo cáo: Năm 2022", "(Từ ngày 15/12/2021 đến ngày 14/12/2022)"),
                    right=(
                        "- Đơn vị báo cáo: UBND xã Vĩnh Lâm",
                        "- Đơn vị nhận báo cáo: Ủy ban nhân dân huyện Vĩnh Linh",
                    ),
                ),
                Paragraph((Run("Đơn vị tính: Số hồ sơ TTHC", italic=True),), align=Align.RIGHT, indent=False),
                _form_06a(),
            ),
        ),
        Annex(number="II", title="Danh mục chỉ tiêu thống kê", note=NOTE, blocks=(_indicators(),)),
    ),
)
