"""Loại báo cáo: the reports that the portal can build; a new one is a line in KINDS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.errors import DomainError
from portal.models import Unit, UnitKind
from reports import composer, letterhead, material, outlines
from reports.document import Document
from reports.letterhead import Letterhead
from reports.material import Material
from reports.outlines import Outline
from reports.periods import Period


@dataclass(frozen=True)
class ReportKind:
    """What tells one kind of report from another: its name, its outline, its figures, and who writes it."""

    code: str
    label: str
    outline_name: str
    gather: Callable[[Unit, Period], Material] = material.gather
    written_by: tuple[UnitKind, ...] = letterhead.REPORTING_KINDS

    @cached_property
    def outline(self) -> Outline:
        return outlines.shipped(self.outline_name)

    def compose(self, of: Material, texts: Mapping[str, str], head: Letterhead) -> Document:
        return composer.compose(self.outline, of, texts, head)

    def check(self, unit: Unit, period: Period) -> None:
        """Whether a unit has such a report of a period to write; DomainError tells why not."""
        if unit.kind not in self.written_by:
            raise DomainError(f"{unit.name} không lập {self.label[:1].lower()}{self.label[1:]}.")
        if not unit.is_valid_on(period.last):
            raise DomainError(
                f"{unit.label} không hoạt động vào ngày cuối kỳ {period.last:%d/%m/%Y}. "
                "Chọn đơn vị có hiệu lực vào ngày đó, hoặc chọn kỳ khác."
            )


KINDS = {
    kind.code: kind
    for kind in (ReportKind("cchc", "Báo cáo kết quả công tác cải cách hành chính", outline_name="cchc"),)
}


def kind(code: str) -> ReportKind:
    if code not in KINDS:
        known = ", ".join(KINDS)
        raise DomainError(f"Không có loại báo cáo “{code}”. Các loại hiện có: {known}.")
    return KINDS[code]
