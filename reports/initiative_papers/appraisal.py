"""Giấy tờ của hội đồng sáng kiến: minutes, table of points, a member's sheet, the decision with its list.

The minutes and the table name only initiatives whose marks their reader may see.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone

from initiatives.appraisal import board, voting
from initiatives.models import Candidate, Decision, MemberRole, Round, Seat
from portal import formats
from portal.models import Unit
from reports.document import (
    Align,
    Annex,
    Basis,
    Block,
    Cell,
    Column,
    Document,
    DocumentMeta,
    HeadCell,
    Heading,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
)
from reports.letterhead import agency, place_of

_BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025",
    "Căn cứ Luật Thi đua, khen thưởng năm 2022",
    "Căn cứ Nghị định số 13/2012/NĐ-CP ngày 02/3/2012 của Chính phủ ban hành Điều lệ Sáng kiến",
    "Căn cứ Thông tư số 18/2013/TT-BKHCN ngày 01/8/2013 của Bộ trưởng Bộ Khoa học và Công nghệ "
    "hướng dẫn thi hành một số quy định của Điều lệ Sáng kiến",
)


def minutes(held: Round, candidates: Sequence[Candidate]) -> Document:
    """Biên bản họp Hội đồng (BB-HĐSK), signed by its secretary and whoever chaired."""
    council = held.council
    met_on = timezone.localdate(held.met_at) if held.met_at else None
    meta = DocumentMeta(
        title=f"Họp {council.name} xét công nhận sáng kiến, {held.name}",
        agency_lines=("HỘI ĐỒNG SÁNG KIẾN",),
        parent_agency=f"ỦY BAN NHÂN DÂN {council.unit.name.upper()}",
        symbol="BB-HĐSK",
        place=place_of(council.unit),
        signature=Signature(("CHỦ TRÌ",), _name(held, MemberRole.CHAIR)),
        countersign=Signature(("THƯ KÝ",), _name(held, MemberRole.SECRETARY)),
        year=timezone.localdate().year,
        kind_name="BIÊN BẢN",
        issued_on=met_on,
        recipients=(),
    )
    return Document(meta, tuple(_minutes(held, candidates)))


def totals(held: Round, candidates: Sequence[Candidate]) -> Document:
    """Bảng tổng hợp điểm: each member's total, the mean, the vote."""
    council = held.council
    meta = DocumentMeta(
        title=f"Điểm chấm sáng kiến, {held.name}",
        agency_lines=("HỘI ĐỒNG SÁNG KIẾN",),
        parent_agency=f"ỦY BAN NHÂN DÂN {council.unit.name.upper()}",
        symbol="",
        place=place_of(council.unit),
        signature=Signature(("THƯ KÝ HỘI ĐỒNG",), _name(held, MemberRole.SECRETARY)),
        year=timezone.localdate().year,
        kind_name="BẢNG TỔNG HỢP",
        recipients=(),
        ends_marked=False,
    )
    return Document(meta, tuple(_points(one) for one in candidates) or (_plain("Chưa có điểm để tổng hợp."),))


def sheet(seat: Seat, candidate: Candidate) -> Document:
    """Phiếu chấm of one member."""
    held, member = candidate.round, seat.member
    handed_in = timezone.localdate(seat.handed_in_at) if seat.handed_in_at else None
    meta = DocumentMeta(
        title=candidate.initiative.title,
        agency_lines=("HỘI ĐỒNG SÁNG KIẾN",),
        parent_agency=f"ỦY BAN NHÂN DÂN {held.council.unit.name.upper()}",
        symbol="",
        place=place_of(held.council.unit),
        signature=Signature(("NGƯỜI CHẤM",), member.name),
        year=timezone.localdate().year,
        kind_name="PHIẾU CHẤM ĐIỂM SÁNG KIẾN",
        issued_on=handed_in,
        recipients=(),
        ends_marked=False,
    )
    rows = [
        Row((_text(str(number)), _text(one.name), _points_cell(one.most), _mark(seat, one.pk)))
        for number, one in enumerate(held.criteria.items.all(), start=1)
    ]
    rows.append(
        Row((_text(""), _text("TỔNG CỘNG"), _points_cell(Decimal(100)), _points_cell(seat.total)), total=True)
    )
    table = Table(
        (Column(12, Align.CENTRE), Column(98), Column(25, Align.CENTRE), Column(25, Align.CENTRE)),
        (tuple(HeadCell(words) for words in ("TT", "Tiêu chí", "Điểm tối đa", "Điểm chấm")),),
        tuple(rows),
    )
    who = f"{member.name}, {member.post}" if member.post else member.name
    return Document(
        meta,
        (
            _plain(f"Họ tên người chấm: {who}; {member.get_role_display()} Hội đồng."),
            _plain(f"Mã sáng kiến: {candidate.initiative.code}."),
            table,
            _plain(f"Nhận xét: {' '.join(seat.remark.split()) or 'không có.'}"),
        ),
    )


def decision(found: Decision) -> Document:
    """Quyết định công nhận: signed by the chairman in his own competence, so without TM."""
    unit = found.unit
    number, _, symbol = found.number.partition("/")
    recognitions = list(found.recognitions.all())
    meta = DocumentMeta(
        title="Về việc công nhận sáng kiến",
        agency_lines=("ỦY BAN NHÂN DÂN", unit.name.upper()),
        symbol=symbol or "QĐ-UBND",
        place=place_of(unit),
        signature=Signature((found.signer_post.upper(),), found.signer_name),
        year=found.decided_on.year,
        kind_name="QUYẾT ĐỊNH",
        number=int(number) if number.isdecimal() else None,
        issued_on=found.decided_on,
        recipients=("Như Điều 3", "Lưu: VT"),
    )
    council = recognitions[0].candidate.round.council if recognitions else None
    proposal = (f"Theo đề nghị của {council.name} {_of(unit)}",) if council else ()
    body: tuple[Block, ...] = (
        Paragraph((Run(f"CHỦ TỊCH {agency(unit).upper()}", bold=True),), align=Align.CENTRE, indent=False),
        Basis((*_BASES, *proposal)),
        Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), align=Align.CENTRE, indent=False),
        _article(
            1,
            f"Công nhận {formats.count_in_prose(len(recognitions))} sáng kiến (có danh sách kèm theo).",
        ),
        _article(2, "Tác giả sáng kiến được hưởng quyền lợi theo quy định của pháp luật về sáng kiến."),
        _article(
            3,
            f"Các bộ phận có liên quan của {agency(unit)} và các tác giả có tên tại Điều 1 chịu trách nhiệm "
            "thi hành Quyết định này.",
        ),
    )
    rows = tuple(
        Row(
            (
                _text(str(one.position)),
                _text(one.title),
                _text("; ".join(one.author_lines)),
                _points_cell(one.mean),
            )
        )
        for one in recognitions
    )
    listed = Table(
        (Column(12, Align.CENTRE), Column(68), Column(65), Column(20, Align.CENTRE)),
        (tuple(HeadCell(words) for words in ("STT", "Tên sáng kiến", "Tác giả, chức vụ, đơn vị", "Điểm")),),
        rows,
    )
    annex = Annex("Danh sách sáng kiến được công nhận", (listed,), note=meta.attached_to(agency(unit)))
    return Document(meta, body, annexes=(annex,))


def _minutes(held: Round, candidates: Sequence[Candidate]) -> Iterator[Block]:
    members = list(held.council.members.all())
    present = {one.pk for one in held.present.all()}
    met = timezone.localtime(held.met_at) if held.met_at else None
    yield Heading(1, "I", "Thời gian, địa điểm, thành phần")
    yield _plain(
        f"Thời gian: {f'{met:%H} giờ {met:%M} phút, ' if met else ''}"
        f"{formats.day_in_words(met.date()) if met else 'chưa ghi'}. Địa điểm: {held.place or 'chưa ghi'}."
    )
    yield _plain(f"Thành viên có mặt: {len(present)}/{len(members)}.")
    yield Table(
        (Column(12, Align.CENTRE), Column(55), Column(45), Column(33), Column(20, Align.CENTRE)),
        (tuple(HeadCell(words) for words in ("TT", "Họ và tên", "Chức vụ", "Trong Hội đồng", "Có mặt")),),
        tuple(
            Row(
                (
                    _text(str(number)),
                    _text(one.name),
                    _text(one.post),
                    _text(one.get_role_display()),
                    _text("có" if one.pk in present else "vắng"),
                )
            )
            for number, one in enumerate(members, start=1)
        ),
    )
    yield Heading(1, "II", "Kết quả chấm điểm, biểu quyết")
    way = "bỏ phiếu kín" if held.is_secret else "biểu quyết công khai"
    yield _plain(
        f"Hội đồng chấm theo {held.criteria}, công nhận từ "
        f"{formats.decimal_in_prose(held.criteria.threshold)} điểm; {way}."
    )
    for number, one in enumerate(candidates, start=1):
        yield from _result(number, one)
    yield Heading(1, "III", "Kết luận")
    for line in filter(str.strip, held.conclusion.splitlines() or [""]):
        yield _plain(line)
    if not held.conclusion.strip():
        yield _plain("Hội đồng thống nhất kết quả nêu trên.")


def _result(number: int, candidate: Candidate) -> Iterator[Block]:
    verdict = voting.verdict(candidate)
    aside = [one for one in candidate.seats.all() if not one.takes_part]
    yield Heading(2, str(number), f"{candidate.initiative.code}: {candidate.initiative.title}")
    yield _plain(
        f"Điểm trung bình: {formats.decimal_in_prose(verdict.shown_mean)}. Biểu quyết: {verdict.yes} đồng ý, "
        f"{candidate.no} không đồng ý, trên tổng số {verdict.members} thành viên (cần {verdict.needed})."
    )
    if aside:
        names = "; ".join(f"{one.member.name} ({one.get_standing_display().lower()})" for one in aside)
        yield _plain(f"Không chấm, không biểu quyết, vẫn tính trong tổng số thành viên: {names}.")
    if verdict.is_recognised:
        yield _plain("Kết quả: đề nghị công nhận.")
    else:
        yield _plain(f"Kết quả: không đề nghị công nhận. {' '.join(verdict.obstacles)}")


def _points(candidate: Candidate) -> Table:
    items = list(candidate.round.criteria.items.all())
    width = 95 / (len(items) + 1)
    rows = [
        Row(
            (
                _text(line.seat.member.name),
                *(_points_cell(mark) for mark in line.marks),
                _points_cell(line.seat.total),
                _text("" if line.seat.takes_part else line.state),
            )
        )
        for line in board.sheets(candidate, with_marks=True)
    ]
    means = (_points_cell(value) for value in board.means(candidate))
    rows.append(Row((_text("Trung bình"), *means, _text("")), total=True))
    head = ("Thành viên", *(one.name for one in items), "Tổng", "Ghi chú")
    return Table(
        (Column(40), *(Column(width, Align.CENTRE) for _ in range(len(items) + 1)), Column(30)),
        (tuple(HeadCell(words) for words in head),),
        tuple(rows),
        caption=f"{candidate.initiative.code}: {candidate.initiative.title}",
        font_size=10,
    )


def _mark(seat: Seat, criterion: int) -> Cell:
    value = seat.marks.get(str(criterion))
    return _points_cell(Decimal(value) if value is not None else None)


def _points_cell(value: Decimal | None) -> Cell:
    return _text("" if value is None else formats.decimal_in_prose(value))


def _text(words: str) -> Cell:
    return Cell(words)


def _plain(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _article(number: int, words: str) -> Paragraph:
    return Paragraph((Run(f"Điều {number}. ", bold=True), Run(words)))


def _name(held: Round, role: MemberRole) -> str:
    return next((one.name for one in held.council.members.all() if one.role == role), "")


def _of(unit: Unit) -> str:
    return f"{unit.name[:1].lower()}{unit.name[1:]}"
