"""Người đã đến trước: what earlier dossiers know of a person, and what of it is said otherwise now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dossiers.models import Dossier, DossierComponent, DossierQuerySet, Scan, Sex
from portal import formats
from portal.models import User
from portal.models.user import DESK_ROLES
from portal.text import fold, one_line, sought

MOST_PEOPLE = 9
"""One key each."""
_ROWS_READ = 200
"""Enough to find some different people among the dossiers of one name."""
KNOWN = ("applicant_name", "personal_number", "born_on", "sex", "phone", "email", "address")
_COMPARED = {
    "applicant_name": "Họ và tên",
    "born_on": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ",
}


@dataclass(frozen=True)
class Difference:
    """One field of the person that was another at the last visit."""

    name: str
    label: str
    before: str
    typed: str
    """The former value as a form field takes it."""


def in_clear(user: User) -> DossierQuerySet:
    """The dossiers whose people this officer works with by name."""
    return Dossier.objects.of_units(user.unit_ids(DESK_ROLES))


def last_of(user: User, number: str) -> Dossier | None:
    """The newest dossier handed in under this personal number."""
    if len(number) < 6:
        return None
    return in_clear(user).filter(personal_number=number).order_by("-received_at", "-pk").first()


def search(user: User, text: str) -> list[Dossier]:
    """People by number, phone or name without accents: of each the newest dossier, newest visitor first."""
    text = sought(text)
    if len(text) < 2:
        return []
    found = in_clear(user).matching(text).order_by("-received_at", "-pk").select_related("procedure")
    wanted, is_name = fold(text), not re.search(r"\d", text)
    people: dict[tuple[str, str], Dossier] = {}
    for dossier in found.defer("notes", "procedure__steps")[:_ROWS_READ]:
        if is_name and wanted not in fold(dossier.applicant_name):
            continue  # the owner's name: somebody else brought it
        name = fold(dossier.applicant_name)
        who = (dossier.personal_number, "" if dossier.personal_number else f"{name} {dossier.phone}")
        people.setdefault(who, dossier)
    return list(people.values())[:MOST_PEOPLE]


def known(dossier: Dossier) -> dict[str, Any]:
    """What the dossier says of its applicant, as the fields of the intake take it."""
    return {name: value for name in KNOWN if (value := getattr(dossier, name)) not in ("", None)}


def differences(last: Dossier, said: Mapping[str, Any]) -> list[Difference]:
    """Field by field, what is said now and what the last dossier had; where one is silent nothing differs."""
    found = []
    for name, label in _COMPARED.items():
        before, now = _as_typed(getattr(last, name)), _as_typed(said.get(name))
        if before and now and fold(before) != fold(now):
            shown = Sex(before).label if name == "sex" else before
            found.append(Difference(name, label, shown, before))
    return found


def running(user: User, number: str) -> list[Dossier]:
    """Đang có ở đây: what the person has running."""
    theirs = in_clear(user).in_hand().filter(personal_number=number)
    return list(theirs.select_related("procedure").order_by("due_on", "pk")[:MOST_PEOPLE])


def papers_on_file(user: User, number: str) -> list[DossierComponent]:
    """Giấy tờ đã số hóa của người này còn giá trị: the newest of each name; no office asks for a paper twice.

    `may_stand_in` where its scan is there, so that it can be used again (`papers.reusing`).
    """
    if len(number) < 6:
        return []
    theirs = (
        DossierComponent.objects.filter(
            Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()),
            dossier__in=in_clear(user).filter(personal_number=number),
            is_digitised=True,
            reused_from=None,
        )
        .annotate(may_stand_in=Exists(Scan.objects.counting().filter(component=OuterRef("pk"))))
        .select_related("dossier")
        .order_by("-dossier__received_at", "-pk")
    )
    newest: dict[str, DossierComponent] = {}
    for paper in theirs[:_ROWS_READ]:
        newest.setdefault(fold(paper.name), paper)
    return list(newest.values())


def _as_typed(value: Any) -> str:
    if isinstance(value, date):
        return formats.day_on_screen(value)
    return one_line(str(value)) if value else ""
