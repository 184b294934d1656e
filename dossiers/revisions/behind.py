"""Đơn vị nào chậm: units that have not said that they follow the latest decision about what they offer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils import timezone

from dossiers import offices
from dossiers.models import OfferConfirmation, OfferedProcedure, PostedCode, Procedure, ProcedureRevision
from dossiers.models.revision import RevisionKind
from portal import audit
from portal.errors import DomainError
from portal.models import Role, Unit, User


@dataclass(frozen=True)
class Behind:
    """A unit, the procedures whose latest decision it has not confirmed, its posted codes that are old."""

    unit: Unit
    procedures: list[Procedure]
    old_codes: int


def table(units: Iterable[Unit]) -> list[Behind]:
    """Those units that are behind, in a fixed number of queries."""
    asked, revised = list(units), _revised()
    chosen: dict[int, set[int]] = {}
    offers = OfferedProcedure.objects.filter(unit__in=asked, is_offered=True)
    for unit_id, procedure_id in offers.values_list("unit_id", "procedure_id"):
        chosen.setdefault(unit_id, set()).add(procedure_id)
    said = OfferConfirmation.objects.filter(unit__in=asked).values_list("unit_id", "procedure_id", "revision")
    confirmed = {(unit_id, procedure_id): revision for unit_id, procedure_id, revision in said}
    codes = PostedCode.objects.to_replace().filter(unit__in=asked).order_by().values_list("unit")
    old_codes = dict(codes.annotate(size=Count("pk")))
    found = []
    for unit in asked:
        offered = chosen.get(unit.pk)
        late = [
            one
            for one in revised
            if (offered is None or one.pk in offered or _is_new(one))
            and confirmed.get((unit.pk, one.pk), 0) < one.revision
        ]
        if late or unit.pk in old_codes:
            found.append(Behind(unit, late, old_codes.get(unit.pk, 0)))
    return found


def of_unit(unit: Unit) -> list[Procedure]:
    """What one unit has to confirm."""
    found = table([unit])
    return found[0].procedures if found else []


def units_under(user: User) -> list[Unit]:
    """Đơn vị có tiếp nhận within the keeper's reach."""
    if user.has_role(Role.SYSTEM_ADMIN):
        return offices.receiving()
    reach = user.unit_ids([Role.SUPERVISOR, Role.REFORM, Role.UNIT_ADMIN])
    return [unit for unit in offices.receiving() if unit.pk in reach]


@transaction.atomic
def confirm(unit: Unit, *, procedures: Collection[int], by: User) -> int:
    """Xác nhận đã cập nhật: the unit has changed its posted list, its forms and its guidance. How many."""
    if unit.pk not in by.unit_ids([Role.UNIT_ADMIN]):
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    due = [one for one in of_unit(unit) if one.pk in procedures]
    for procedure in due:
        OfferConfirmation.objects.update_or_create(
            unit=unit,
            procedure=procedure,
            defaults={"revision": procedure.revision, "confirmed_by": by, "confirmed_at": timezone.now()},
        )
    if due:
        codes = sorted(one.code for one in due)
        audit.record("office.revisions_confirmed", by=by, target=unit, unit=unit, procedures=codes)
    return len(due)


def _revised() -> list[Procedure]:
    """Procedures that a decision was published about, with its kind, number and day."""
    decided = ProcedureRevision.objects.effective().exclude(kind=RevisionKind.FIRST)
    latest = decided.filter(procedure=OuterRef("pk")).order_by("-number")
    found = Procedure.objects.filter(Exists(latest)).annotate(
        last_kind=Subquery(latest.values("kind")[:1]),
        last_revision=Subquery(latest.values("pk")[:1]),
        since=Subquery(latest.values("effective_on")[:1]),
    )
    return list(found.for_lists().order_by("since", "code"))


def _is_new(procedure: Procedure) -> bool:
    """A unit that chose its list has not chosen it yet, and has to say whether it will."""
    return bool(procedure.last_kind == RevisionKind.NEW)  # type: ignore[attr-defined]
