"""Trang của một thủ tục: all that a citizen reads about it at one office, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Q

from dossiers import offices
from dossiers.advance import offering as advance
from dossiers.appointments import times
from dossiers.citizens import terms
from dossiers.models import (
    Competence,
    FormFile,
    FormKind,
    ListedOfficer,
    OfferedProcedure,
    Office,
    Procedure,
    ProcedureComponent,
    ServiceLevel,
)
from portal.models import Unit, UnitKind


@dataclass(frozen=True)
class Paper:
    """Một giấy tờ phải mang theo: how many, and the forms that can be downloaded."""

    component: ProcedureComponent
    blank: FormFile | None
    sample: FormFile | None

    @property
    def counts(self) -> str:
        """`Bản chính 01 · bản sao 01`; nothing where the catalogue counts none."""
        parts = [
            (self.component.originals, "bản chính"),
            (self.component.copies, "bản sao"),
        ]
        words = " · ".join(f"{label} {count:02d}" for count, label in parts if count)
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Contact:
    """Gọi ai: the officer in charge, or the office itself."""

    name: str
    post: str
    phone: str


@dataclass(frozen=True)
class Page:
    """One procedure as citizens meet it; `office` is none where several could be meant."""

    procedure: Procedure
    office: offices.PublicOffice | None
    offer: OfferedProcedure | None
    papers: list[Paper]
    contact: Contact | None
    is_offered: bool

    @property
    def time_limit(self) -> tuple[str, str]:
        return terms.time_limit(self.procedure, self.offer)

    @property
    def prices(self) -> list[terms.Price]:
        return terms.prices(self.procedure, self.offer)

    @property
    def hours(self) -> list[str]:
        return opening_hours(self.office.settings) if self.office else []

    @property
    def online_address(self) -> str:
        """Nơi nộp trực tuyến: the office's own, else that for all; only where it can be done online."""
        if self.procedure.service_level == ServiceLevel.INFORMATION:
            return ""
        own = self.offer.online_address if self.offer else ""
        return own or self.procedure.online_address

    @property
    def takes_appointments(self) -> bool:
        """Đặt lịch hẹn được: at this office, for this procedure."""
        return self.office is not None and self.is_offered and times.takes(self.office.settings, self.offer)

    @property
    def online_words(self) -> str:
        """What the level means to whoever submits (NĐ 42/2022/NĐ-CP Đ.3)."""
        return {
            ServiceLevel.FULL: "Toàn trình: nộp và nhận kết quả qua mạng, không phải đến trụ sở.",
            ServiceLevel.PARTIAL: "Một phần: nộp qua mạng, có lúc vẫn phải đến trụ sở.",
            ServiceLevel.INFORMATION: "Chưa nộp qua mạng được: mang giấy tờ đến quầy.",
        }[ServiceLevel(self.procedure.service_level)]

    @property
    def helps_before(self) -> bool:
        """Nhờ xem giấy tờ trước khi đến được."""
        return self.office is not None and self.is_offered and advance.says(self.offer, self.procedure)

    @property
    def in_short(self) -> str:
        """One sentence for a preview of the page: what it is for, else how long and how much."""
        if self.procedure.purpose:
            return self.procedure.purpose
        price = self.prices[0].amount.lower() if self.prices else "hỏi tại quầy"
        return f"Giấy tờ cần mang, nơi nộp. Thời hạn: {self.time_limit[0].lower()}. Lệ phí: {price}."

    @property
    def decision(self) -> str:
        number, day = self.procedure.decision_number, self.procedure.decision_on
        return f"{number} ngày {day:%d/%m/%Y}" if number and day else number


def of(procedure: Procedure, office: offices.PublicOffice | None) -> Page:
    """The page; `procedure` comes from `for_pages`."""
    unit = office.unit if office else None
    offer = OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first() if unit else None
    offered = Procedure.objects.offered_by(unit).filter(pk=procedure.pk).exists() if unit else True
    return Page(
        procedure=procedure,
        office=office,
        offer=offer,
        papers=_papers(procedure, unit),
        contact=_contact(procedure, office) if office else None,
        is_offered=offered,
    )


def places(procedure: Procedure) -> list[Unit]:
    """Nơi làm được thủ tục này: the receiving offices that offer it; one that chose none offers all."""
    choosing = OfferedProcedure.objects.filter(is_offered=True)
    chose = set(choosing.values_list("unit_id", flat=True).distinct())
    offering = set(choosing.filter(procedure=procedure).values_list("unit_id", flat=True))
    found = []
    for unit in offices.receiving():
        place = unit.parent_id if unit.kind == UnitKind.DIVISION and unit.parent_id else unit.pk
        if place in offering or place not in chose:
            found.append(unit)
    return found


def opening_hours(office: Office) -> list[str]:
    """Giờ tiếp nhận, a line for the week and one for Saturday."""
    shifts = [f"{_clock(opens)}–{_clock(closes)}" for opens, closes in office.shifts]
    week = "sáng Thứ Bảy " + next(iter(shifts), "")
    lines = [f"Thứ Hai đến Thứ Sáu: {' và '.join(shifts)}"]
    if office.saturday_works:
        lines.append(week[:1].upper() + week[1:])
    elif office.saturday_receives:
        lines.append(f"{week[:1].upper()}{week[1:]}, chỉ nhận hồ sơ")
    return lines


def _clock(text: str) -> str:
    """`07:00` → `7:00`."""
    return text.removeprefix("0")


def _papers(procedure: Procedure, unit: Unit | None) -> list[Paper]:
    """The office's own form before the one for all."""
    mine = Q(unit=None) | Q(unit=unit) if unit else Q(unit=None)
    files: dict[tuple[int, str], FormFile] = {}
    for file in FormFile.objects.filter(mine, component__procedure=procedure):
        key = (file.component_id, file.kind)
        if file.unit_id is not None or key not in files:
            files[key] = file
    return [
        Paper(
            component, files.get((component.pk, FormKind.BLANK)), files.get((component.pk, FormKind.SAMPLE))
        )
        for component in procedure.components.all()
    ]


def _contact(procedure: Procedure, office: offices.PublicOffice) -> Contact | None:
    """Who is in charge of the procedure, else of its field, if the unit names them and they have a phone.

    Else the office: nobody's own number is told to everybody whom the unit has not listed.
    """
    charged = Competence.objects.filter(
        Q(procedure=procedure) | Q(field=procedure.field_id), unit=office.unit, user__is_active=True
    ).exclude(user__phone="")
    charged = charged.filter(user__in=ListedOfficer.objects.filter(unit=office.unit).values("user"))
    nearest = charged.select_related("user").order_by("pk")
    chosen = min(nearest, key=lambda one: one.procedure_id is None, default=None)
    if chosen is not None:
        return Contact(chosen.user.full_name, chosen.user.position, chosen.user.phone)
    phone = office.settings.phone
    return Contact(office.name, "", phone) if phone else None
