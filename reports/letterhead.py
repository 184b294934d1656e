"""Thể thức: what stands around the text of a report, as usual for a unit or as its officer set it.

NĐ 30/2020/NĐ-CP, Phụ lục I and III: name of the body, place, number and date, signature, Kính gửi, Nơi nhận.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from django.db import models

from portal.models import Unit, UnitKind
from reports.document import DocumentMeta, Signature
from reports.periods import Period

TWO_LEVELS_SINCE = date(2025, 7, 1)
"""No districts any more, and a Trung tâm Phục vụ hành chính công in every commune (NĐ 118/2025/NĐ-CP)."""

REPORTING_KINDS = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
"""The bodies that report: those with an Ủy ban nhân dân."""


class Signer(models.TextChoices):
    """Thẩm quyền ký: a People's Committee is a collective body, so it is signed for (NĐ 30/2020 Đ.13)."""

    CHAIRMAN = "chairman", "Chủ tịch"
    DEPUTY = "deputy", "Phó Chủ tịch ký thay"
    ACTING = "acting", "Quyền Chủ tịch"


_AUTHORITY = {
    Signer.CHAIRMAN: ("CHỦ TỊCH",),
    Signer.DEPUTY: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    Signer.ACTING: ("Q. CHỦ TỊCH",),
}


@dataclass(frozen=True)
class Letterhead:
    place: str
    symbol: str = "BC-UBND"
    number: int | None = None
    issued_on: date | None = None
    signer: Signer = Signer.CHAIRMAN
    signer_name: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("Lưu: VT",)

    @classmethod
    def usual(cls, unit: Unit, superior: Unit | None) -> Self:
        """Sent to the superior body, draft without number and date."""
        short = agency_short(unit)
        return cls(
            place=place_of(unit),
            addressees=addressees(superior),
            recipients=("Như trên", f"Chủ tịch, các Phó Chủ tịch {short}", "Lưu: VT"),
        )

    def changed_by(self, stored: dict[str, Any]) -> Self:
        """This letterhead with what the officer set, as `as_json` wrote it."""
        fields: dict[str, Any] = dict(stored)
        if fields.get("issued_on"):
            fields["issued_on"] = date.fromisoformat(fields["issued_on"])
        if "signer" in fields:
            fields["signer"] = Signer(fields["signer"])
        for name in ("addressees", "recipients"):
            if name in fields:
                fields[name] = tuple(fields[name])
        return replace(self, **fields)

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "symbol": self.symbol,
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "signer": self.signer.value,
            "signer_name": self.signer_name,
            "addressees": list(self.addressees),
            "recipients": list(self.recipients),
        }

    def meta(self, unit: Unit, period: Period, title: str) -> DocumentMeta:
        return DocumentMeta(
            title=title,
            agency_lines=("ỦY BAN NHÂN DÂN", unit.name.upper()),
            symbol=self.symbol,
            place=self.place,
            signature=Signature(("TM. ỦY BAN NHÂN DÂN", *_AUTHORITY[self.signer]), self.signer_name),
            year=(period.last + timedelta(days=1)).year,
            number=self.number,
            issued_on=self.issued_on,
            addressees=self.addressees,
            recipients=self.recipients,
        )


# Names


def name_in_text(unit: Unit) -> str:
    """`xã Vĩnh Lâm`, but `Phường 1` (NĐ 30/2020, Phụ lục II, Mục III)."""
    return unit.name if _is_numbered(unit) else unit.name[:1].lower() + unit.name[1:]


def agency(unit: Unit) -> str:
    return f"Ủy ban nhân dân {name_in_text(unit)}"


def agency_short(unit: Unit) -> str:
    return f"UBND {name_in_text(unit)}"


def place_of(unit: Unit) -> str:
    """Địa danh: the unit's own name without its kind; a number needs the kind beside it."""
    return unit.name if _is_numbered(unit) else unit.short_name or unit.name


def one_stop(unit: Unit, period: Period) -> str:
    """What the one-stop office was called at the end of the period."""
    if period.last >= TWO_LEVELS_SINCE or unit.kind == UnitKind.PROVINCE:
        return "Trung tâm Phục vụ hành chính công"
    return "Bộ phận Tiếp nhận và Trả kết quả"


def addressees(superior: Unit | None) -> tuple[str, ...]:
    """Nơi nhận báo cáo: the superior committee and its home-affairs body; of a province the ministry."""
    if superior is None:
        return ("Bộ Nội vụ",)
    body = "Sở Nội vụ" if superior.kind == UnitKind.PROVINCE else "Phòng Nội vụ"
    return (agency(superior), f"{body} {name_in_text(superior)}")


def _is_numbered(unit: Unit) -> bool:
    return any(letter.isdigit() for letter in unit.short_name or unit.name)
