"""Loại báo cáo: the reports that the portal can build; a new one is a line in KINDS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from initiatives.replication.answering import typed_shares
from portal.errors import DomainError
from portal.models import Unit, UnitKind
from reports import annexes, composer, letterhead, material, outlines
from reports.document import Document
from reports.letterhead import Letterhead
from reports.material import Material
from reports.outlines import Outline
from reports.periods import Period
from reports.replication import material as replication
from reports.replication import measured, parts


@dataclass(frozen=True)
class ReportKind:
    """What tells one kind of report from another: its name, its outline, its figures, and who writes it."""

    code: str
    label: str
    outline_name: str
    gather: Callable[[Unit, Period], Material] = material.gather
    written_by: tuple[UnitKind, ...] = letterhead.REPORTING_KINDS
    require: Callable[[Unit, Period], object] = lambda unit, period: None
    """Raises DomainError where there is nothing to report on."""
    parts: composer.Parts = field(default_factory=dict)
    attach: composer.Annexes = annexes.annexes
    refuses_typed_shares: bool = False

    @cached_property
    def outline(self) -> Outline:
        return outlines.shipped(self.outline_name)

    def compose(self, of: Material, texts: Mapping[str, str], head: Letterhead) -> Document:
        return composer.compose(self.outline, of, texts, head, parts=self.parts, attach=self.attach)

    def check_text(self, text: str) -> None:
        """A share typed by hand could contradict its counts: this kind takes none."""
        if self.refuses_typed_shares and (found := typed_shares(text)):
            raise DomainError(
                f"Tỷ lệ “{found[0]}” gõ tay. Viết mã chỉ tiêu trong ngoặc vuông, ví dụ [online%], "
                "để tỷ lệ luôn đúng với hồ sơ."
            )

    def check(self, unit: Unit, period: Period) -> None:
        """Whether a unit has such a report of a period to write; DomainError tells why not."""
        if unit.kind not in self.written_by:
            raise DomainError(f"{unit.name} không lập {self.label[:1].lower()}{self.label[1:]}.")
        if not unit.is_valid_on(period.last):
            raise DomainError(
                f"{unit.label} không hoạt động vào ngày cuối kỳ {period.last:%d/%m/%Y}. "
                "Chọn đơn vị có hiệu lực vào ngày đó, hoặc chọn kỳ khác."
            )
        self.require(unit, period)


KINDS = {
    kind.code: kind
    for kind in (
        ReportKind("cchc", "Báo cáo kết quả công tác cải cách hành chính", outline_name="cchc"),
        ReportKind(
            "initiatives",
            "Báo cáo kết quả áp dụng sáng kiến được nhân rộng",
            outline_name="initiatives",
            gather=replication.gather_answers,
            require=replication.reply_of,
            parts=parts.PARTS,
            attach=measured.attach_answers,
            refuses_typed_shares=True,
        ),
        ReportKind(
            "initiatives-consolidated",
            "Báo cáo tổng hợp kết quả áp dụng sáng kiến được nhân rộng",
            outline_name="initiatives-consolidated",
            gather=replication.gather_round,
            require=replication.round_of,
            parts=parts.PARTS,
            attach=measured.attach_round,
            refuses_typed_shares=True,
        ),
    )
}


def kind(code: str) -> ReportKind:
    if code not in KINDS:
        known = ", ".join(KINDS)
        raise DomainError(f"Không có loại báo cáo “{code}”. Các loại hiện có: {known}.")
    return KINDS[code]
