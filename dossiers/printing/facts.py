"""Điều ghi trên phiếu: what a form says of its dossier, kept with the slip when it is issued.

A dossier may be corrected later; what was handed to a person stays as it was handed over, so that a
reprint says the same and both versions of a corrected receipt can be shown.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from django.utils import timezone

from dossiers.models import Dossier, FiledAs, Office
from dossiers.models.choices import ResultDelivery
from dossiers.models.dossier import day_of
from dossiers.printing import letterheads
from dossiers.status import ONLINE
from portal.models import Unit


@dataclass(frozen=True)
class PaperFact:
    """Một giấy tờ: its name, as what it was filed, in how many copies."""

    name: str
    filed_as: str
    count: int = 1


@dataclass(frozen=True)
class Facts:
    """Of the dossier and of the office; a list of many dossiers has the office alone."""

    agency: str
    """Cơ quan giải quyết, as a sentence names it."""
    agency_lines: tuple[str, str]
    counter_lines: tuple[str, str]
    one_stop: str
    place: str
    office_symbol: str
    office_phone: str
    delivery: str
    code: str = ""
    procedure_code: str = ""
    procedure: str = ""
    time_limit: str = ""
    applicant: str = ""
    owner: str = ""
    identifier: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    sets: int = 1
    received_at: datetime | None = None
    due_at: datetime | None = None
    papers: tuple[PaperFact, ...] = ()
    fee: int = 0
    officer: str = ""
    is_posted: bool = False
    result: str = ""
    is_online: bool = False
    volume: int | None = None
    entry: int | None = None
    """Quyển số and Số thứ tự in the register of the year."""

    def as_json(self) -> dict[str, Any]:
        kept = asdict(self)
        for name in ("received_at", "due_at"):
            kept[name] = kept[name].isoformat() if kept[name] else None
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """What `as_json` wrote; columns that a later version of the portal dropped are passed over."""
        known = {name.name for name in fields(cls)}
        values = {name: value for name, value in kept.items() if name in known}
        for name in ("received_at", "due_at"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        values["papers"] = tuple(PaperFact(**paper) for paper in values["papers"])
        for name in ("agency_lines", "counter_lines"):
            values[name] = tuple(values[name])
        return cls(**values)


def of(dossier: Dossier, *, unit: Unit, at: datetime | None = None) -> Facts:
    """What a form of this unit would say of the dossier now."""
    office = of_office(unit, at=dossier.received_at or at or timezone.now())
    return replace(
        office,
        code=dossier.code,
        procedure_code=dossier.procedure.code,
        procedure=dossier.procedure.name,
        time_limit=dossier.procedure.time_limit_label,
        applicant=dossier.applicant_name,
        owner=dossier.owner_name,
        identifier=dossier.personal_number,
        address=dossier.address,
        phone=dossier.phone,
        email=dossier.email,
        sets=dossier.sets,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        papers=tuple(
            PaperFact(paper.name, FiledAs(paper.filed_as).value) for paper in dossier.components.all()
        ),
        fee=dossier.fee,
        officer=dossier.officer_name,
        agency=letterheads.agency(dossier.resolving_unit),
        agency_lines=letterheads.agency_lines(dossier.resolving_unit),
        delivery=delivery_in_words(dossier, office.one_stop),
        is_posted=dossier.result_delivery == ResultDelivery.POST,
        result=dossier.get_outcome_display() if dossier.outcome else "",
        is_online=dossier.channel in ONLINE,
        volume=dossier.register_volume,
        entry=dossier.register_number,
    )


def of_office(unit: Unit, *, at: datetime) -> Facts:
    """What a form says of the office alone: the head of a list of many dossiers."""
    day = day_of(at)
    assert day is not None
    office = Office.of(unit)
    one_stop = letterheads.one_stop_name(unit, office, day)
    return Facts(
        agency=letterheads.agency(unit),
        agency_lines=letterheads.agency_lines(unit),
        counter_lines=letterheads.counter_lines(unit, one_stop),
        one_stop=one_stop,
        place=letterheads.place(unit),
        office_symbol=letterheads.office_symbol(day),
        office_phone=office.phone,
        delivery=one_stop,
    )


def of_person(office: Facts, said: dict[str, Any]) -> Facts:
    """A slip for somebody whose papers were not received: what the desk wrote down of person and case."""
    return replace(
        office,
        applicant=said.get("applicant_name", ""),
        owner=said.get("owner_name", "") or said.get("applicant_name", ""),
        identifier=said.get("personal_number", ""),
        address=said.get("address", ""),
        phone=said.get("phone", ""),
        email=said.get("email", ""),
        procedure=said.get("procedure", ""),
        procedure_code=said.get("procedure_code", ""),
    )


def delivery_in_words(dossier: Dossier, one_stop: str) -> str:
    """Nơi đăng ký nhận kết quả: the office, the applicant's door, or nowhere but online."""
    if dossier.result_delivery == ResultDelivery.POST:
        where = f", {dossier.delivery_address}" if dossier.delivery_address else ""
        return f"qua dịch vụ bưu chính công ích{where}"
    return "trực tuyến" if dossier.result_delivery == ResultDelivery.ONLINE else one_stop


def to_be_listed(codes: Sequence[str]) -> list[Dossier]:
    """The dossiers with these codes, in the order of the list."""
    found = Dossier.objects.select_related("procedure", "receiving_unit", "resolving_unit")
    by_code = {dossier.code: dossier for dossier in found.filter(code__in=codes)}
    return [by_code[code] for code in codes if code in by_code]
