"""Đơn yêu cầu công nhận sáng kiến (TT 18/2013/TT-BKHCN, Điều 5, Phụ lục I)."""

from collections.abc import Iterator

from django.utils import timezone

from initiatives import sight
from initiatives.models import Initiative
from portal import formats
from portal.models.unit import UnitTree
from reports.document import Block, Document, DocumentMeta, Paragraph, Run, Signature
from reports.initiative_papers import writing
from reports.letterhead import agency, place_of

KIND = "ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN"
_OATH = (
    "{we} xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu trách nhiệm "
    "trước pháp luật."
)


def request(initiative: Initiative, tree: UnitTree, *, with_secrets: bool) -> Document:
    """The authors' own paper: no body issues it. What is to stay secret is for those who handle it."""
    unit = sight.government_of(initiative.unit, tree)
    names = [one.name for one in initiative.authors.all()]
    meta = DocumentMeta(
        title="",
        agency_lines=(),
        symbol="",
        place=place_of(unit),
        signature=Signature(("NGƯỜI NỘP ĐƠN",), ", ".join(names)),
        year=initiative.year,
        kind_name=KIND,
        issued_on=timezone.localdate(initiative.submitted_at) if initiative.submitted_at else None,
        addressees=(agency(initiative.deciding_unit or unit),),
        recipients=(),
        ends_marked=False,
    )
    return Document(meta, tuple(_body(initiative, many=len(names) > 1, with_secrets=with_secrets)))


def _body(initiative: Initiative, *, many: bool, with_secrets: bool) -> Iterator[Block]:
    we = "Chúng tôi" if many else "Tôi"
    participants = list(initiative.participants.all())
    applied = formats.day_in_text(initiative.first_applied_on) if initiative.first_applied_on else ""
    secrets = (
        initiative.confidential if with_secrets or not initiative.confidential else "có, không in ở bản này."
    )
    yield Paragraph((Run(f"{we} ghi tên dưới đây:"),))
    yield writing.author_table(list(initiative.authors.all()))
    whose = "nhóm tác giả" if many else "tác giả"
    yield from writing.labelled(f"Là {whose} đề nghị xét công nhận sáng kiến", initiative.label)
    yield from writing.labelled(
        "Chủ đầu tư tạo ra sáng kiến", initiative.investor, empty=f"{whose} đồng thời là chủ đầu tư."
    )
    yield from writing.labelled("Lĩnh vực áp dụng sáng kiến", initiative.get_field_display())
    yield from writing.labelled("Vấn đề mà sáng kiến giải quyết", initiative.problem, empty="")
    yield from writing.labelled(
        "Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử", applied, empty="chưa ghi."
    )
    yield Paragraph((Run("Mô tả bản chất của sáng kiến:", bold=True),))
    yield Paragraph((Run("Về nội dung của sáng kiến:", italic=True),))
    yield from writing.text(f"{initiative.situation}\n{initiative.solution}")
    yield Paragraph((Run("Về khả năng áp dụng của sáng kiến:", italic=True),))
    yield from writing.text(initiative.applicability)
    yield from writing.labelled("Những thông tin cần được bảo mật (nếu có)", secrets)
    yield from writing.labelled("Các điều kiện cần thiết để áp dụng sáng kiến", initiative.conditions)
    yield Paragraph(
        (
            Run(
                "Đánh giá lợi ích thu được hoặc dự kiến có thể thu được do áp dụng sáng kiến theo ý kiến của "
                "tác giả:",
                bold=True,
            ),
        )
    )
    yield from writing.effects(initiative)
    yield from writing.labelled(
        "Đánh giá lợi ích thu được hoặc dự kiến có thể thu được do áp dụng sáng kiến theo ý kiến của tổ "
        "chức, cá nhân đã tham gia áp dụng sáng kiến lần đầu, kể cả áp dụng thử (nếu có)",
        initiative.opinions,
    )
    people = "Danh sách những người đã tham gia áp dụng thử hoặc áp dụng sáng kiến lần đầu (nếu có)"
    if participants:
        yield Paragraph((Run(f"{people}:", bold=True),))
        yield writing.participant_table(participants)
    else:
        yield from writing.labelled(people, "")
    yield Paragraph((Run(_OATH.format(we=we)),))
