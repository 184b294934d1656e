"""Dữ liệu cá nhân: who sees a person's name, number, phone and address in clear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import cached_property

from dossiers.models import DataExport, Dossier, Purpose, Transfer
from dossiers.status import DossierStatus
from portal import audit
from portal.formats import masked_mailbox
from portal.models import AuditEvent, User
from portal.models.user import DESK_ROLES, WORKING_ROLES
from portal.trail import words

HIDDEN = "đã che"


class Veil:
    """What an officer sees of people: clear where a desk role reaches, masked where they only supervise."""

    def __init__(self, user: User) -> None:
        self._clear_in = user.unit_ids(DESK_ROLES)
        self._working_in = user.unit_ids(WORKING_ROLES)

    def is_lifted_for(self, dossier: Dossier) -> bool:
        if not self._clear_in.isdisjoint({dossier.resolving_unit_id, dossier.receiving_unit_id}):
            return True
        return bool(self._working_in) and dossier.pk in self._opened

    @cached_property
    def _opened(self) -> set[int]:
        """Dossiers that other units opened to the user's with a question."""
        shared = Transfer.objects.sent_to(self._working_in).filter(shows_person=True)
        return set(shared.values_list("dossier_id", flat=True))

    def owner(self, dossier: Dossier) -> str:
        return dossier.owner_name if self.is_lifted_for(dossier) else dossier.masked_name

    def over(self, dossiers: Iterable[Dossier]) -> list[tuple[Dossier, str]]:
        """Each dossier with its owner, as lists show them."""
        return [(dossier, self.owner(dossier)) for dossier in dossiers]

    def summary(self, dossier: Dossier, *, in_full: bool = True) -> list[tuple[str, str]]:
        """The person as pairs of label and value; not `in_full`: number, phone and e-mail by their ends."""
        if not self.is_lifted_for(dossier):
            hidden = ("Số định danh", "Điện thoại", "Thư điện tử", "Địa chỉ")
            return [("Chủ hồ sơ", dossier.masked_name), *((label, HIDDEN) for label in hidden)]
        rows = [("Chủ hồ sơ", dossier.owner_name)]
        if dossier.applicant_name != dossier.owner_name:
            rows.append(("Người nộp", dossier.applicant_name))
        return [
            *rows,
            ("Số định danh", _number(dossier.personal_number, in_full=in_full)),
            ("Điện thoại", _number(dossier.phone, in_full=in_full)),
            ("Thư điện tử", _mailbox(dossier.email, in_full=in_full)),
            ("Địa chỉ", dossier.address or "chưa ghi"),
        ]


def needs_numbers(dossier: Dossier) -> bool:
    """Whether the work asks for the person's number and phone: while the dossier is with the office."""
    return dossier.is_running or dossier.status == DossierStatus.CONCLUDED


def _number(number: str, *, in_full: bool) -> str:
    if not number:
        return "chưa ghi"
    return number if in_full else f"{number[:3]}•••{number[-3:]}"


def _mailbox(address: str, *, in_full: bool) -> str:
    if not address:
        return "chưa ghi"
    return address if in_full else masked_mailbox(address)


@transaction.atomic
def record_opening(dossier: Dossier, *, by: User, purpose: str = "") -> None:
    """Ghi lần mở xem. Whose desk the dossier is on opens it to work on it; others say why."""
    why = purpose or (Purpose.HANDLING.value if needs_numbers(dossier) else "")
    audit.record("dossier.opened", by=by, target=dossier, unit=dossier.resolving_unit, purpose=why)


@transaction.atomic
def record_numbers_shown(dossier: Dossier, *, by: User, purpose: str) -> None:
    """Ghi lần hiện số định danh và điện thoại, với mục đích."""
    audit.record("dossier.numbers_shown", by=by, target=dossier, unit=dossier.resolving_unit, purpose=purpose)


@dataclass(frozen=True)
class Disclosure:
    """Một lần xem hoặc lấy ra: when, who, what, of which dossier, what for."""

    at: datetime
    actor: str
    what: str
    code: str
    purpose: str


def disclosures(personal_number: str, *, units: set[int]) -> list[Disclosure]:
    """Ai đã xem dữ liệu của một người: every opening, and every file with the person in it, newest first.

    The person may ask for it (NĐ 13/2023/NĐ-CP Đ.9 khoản 3).
    """
    codes = dict(
        Dossier.objects.of_units(units).filter(personal_number=personal_number).values_list("pk", "code")
    )
    openings = AuditEvent.objects.filter(
        target_type=Dossier._meta.label, target_id__in=[str(pk) for pk in codes], action__in=_OPENINGS
    )
    exports = DataExport.dossiers.through.objects.filter(
        dossier_id__in=codes, dataexport__has_personal_data=True
    ).select_related("dataexport__by")
    found = [
        Disclosure(
            line.at,
            line.actor_name,
            words(line.action),
            line.target_label,
            _purpose(line.details.get("purpose", "")),
        )
        for line in openings
    ]
    found += [
        Disclosure(
            row.dataexport.at,
            str(row.dataexport.by),
            "Xuất danh sách có tên người này",
            codes[row.dossier_id],
            _purpose(row.dataexport.purpose),
        )
        for row in exports
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _purpose(value: str) -> str:
    return str(Purpose(value).label) if value in Purpose else "không ghi"


_OPENINGS = ("dossier.opened", "dossier.numbers_shown")
