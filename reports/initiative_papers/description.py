"""Báo cáo mô tả sáng kiến: cover, the four parts, confirmation and signature, pictures as an annex."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.utils import timezone

from initiatives import sight
from initiatives.models import Attachment, AttachmentKind, Author, Initiative
from portal.files import storing
from portal.models import Unit
from portal.models.unit import UnitTree
from reports.document import (
    Annex,
    Block,
    Document,
    DocumentMeta,
    Heading,
    ListItem,
    Paragraph,
    Run,
    Signature,
)
from reports.document_parts import Cover, Picture
from reports.initiative_papers import writing
from reports.letterhead import place_of

KIND = "SÁNG KIẾN"
_WIDEST, _HIGHEST = 150.0, 95.0  # mm: two pictures a page


def describe(initiative: Initiative, tree: UnitTree) -> Document:
    unit = sight.government_of(initiative.unit, tree)
    authors = list(initiative.authors.all())
    submitted = timezone.localdate(initiative.submitted_at) if initiative.submitted_at else None
    agency = ("ỦY BAN NHÂN DÂN", unit.name.upper())
    confirmer = initiative.confirmed_by.full_name if initiative.confirmed_by else ""
    meta = DocumentMeta(
        title=initiative.label,
        agency_lines=agency,
        symbol="",
        place=place_of(unit),
        signature=Signature(("Người viết đề tài sáng kiến",), ", ".join(one.name for one in authors)),
        year=initiative.year,
        kind_name=KIND,
        issued_on=submitted,
        recipients=(),
        countersign=Signature((f"XÁC NHẬN CỦA UBND {_kind_of(unit)}",), confirmer),
        ends_marked=False,
    )
    return Document(
        meta,
        tuple(_body(initiative)),
        annexes=tuple(_annexes(list(initiative.attachments.all()))),
        cover=Cover(agency, KIND, initiative.label, tuple(_who(authors)), f"Năm {initiative.year}"),
    )


def _body(initiative: Initiative) -> Iterator[Block]:
    yield Heading(2, "1", "Lý do chọn đề tài, sáng kiến")
    yield from writing.text(initiative.reason)
    yield Heading(2, "2", "Thực trạng của vấn đề cần nghiên cứu")
    yield from writing.text(initiative.situation)
    yield Heading(2, "3", initiative.solution_heading or "Giải pháp")
    yield from writing.text(initiative.solution)
    if initiative.applicability.strip():
        yield Paragraph((Run("Khả năng áp dụng:", bold=True, italic=True),))
        yield from writing.text(initiative.applicability)
    if effects := list(writing.effects(initiative)):
        yield Paragraph((Run("Hiệu quả mang lại:", bold=True, italic=True),))
        yield from effects
    yield Heading(2, "4", "Kết luận")
    yield from writing.text(initiative.conclusion)


def _who(authors: Sequence[Author]) -> Iterator[str]:
    """Họ tên, chức danh, đơn vị of one author; of several a line each."""
    if len(authors) == 1:
        (one,) = authors
        yield f"Họ tên: {one.name}"
        yield f"Chức danh: {one.post}"
        yield f"Đơn vị công tác: {one.workplace}"
        return
    yield "Nhóm tác giả:"
    for number, one in enumerate(authors, start=1):
        yield f"{number}. {one.line}"


def _kind_of(unit: Unit) -> str:
    """`XÃ`, `PHƯỜNG`, `HUYỆN`, `TỈNH`."""
    return (unit.subkind or unit.get_kind_display().partition(",")[0]).upper()


def _annexes(attachments: Sequence[Attachment]) -> Iterator[Annex]:
    pictures = [one for one in attachments if one.kind == AttachmentKind.PICTURE]
    others = [one for one in attachments if one.kind != AttachmentKind.PICTURE]
    blocks: list[Block] = [_picture(one, number) for number, one in enumerate(pictures, start=1)]
    if others:
        blocks.append(Paragraph((Run("Tài liệu kèm theo:", bold=True),)))
        blocks += [ListItem((Run(f"{one.caption} ({one.pages} trang)"),)) for one in others]
    if blocks:
        yield Annex("Hình ảnh, tài liệu minh họa", tuple(blocks))


def _picture(attachment: Attachment, number: int) -> Picture:
    from PIL import Image  # a slow library

    content = storing.read(attachment.file)
    with Image.open(BytesIO(content)) as picture:
        wide, high = picture.size
    scale = min(_WIDEST / wide, _HIGHEST / high)
    return Picture(content, wide * scale, high * scale, f"Hình {number}. {attachment.caption}")
