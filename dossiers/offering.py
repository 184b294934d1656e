"""Thủ tục đơn vị tiếp nhận: what a unit offers of the catalogue, and its own terms beside the law's."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from dossiers.citizens import keeping, remembered
from dossiers.models import OfferedProcedure, Procedure
from portal import audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import Role, Unit, User


@transaction.atomic
def choose(unit: Unit, *, chosen: Collection[int], dropped: Collection[int], by: User) -> int:
    """Chọn thủ tục: offer these, no longer offer those; the others stay. How many changed.

    A unit that had chosen nothing offered everything: what it does not drop now becomes its choice.
    """
    _check(unit, by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = {offer.procedure_id: offer for offer in OfferedProcedure.objects.filter(unit=unit)}
    wanted = set(chosen)
    if not any(offer.is_offered for offer in rows.values()):
        wanted |= set(Procedure.objects.published().values_list("pk", flat=True))
    wanted -= set(dropped)
    if not wanted and not {pk for pk, offer in rows.items() if offer.is_offered} - set(dropped):
        raise DomainError(
            "Phải tiếp nhận ít nhất một thủ tục; đơn vị không chọn thủ tục nào thì tiếp nhận mọi thủ tục."
        )
    added = [pk for pk in wanted if pk not in rows or not rows[pk].is_offered]
    removed = [pk for pk in dropped if pk in rows and rows[pk].is_offered]
    OfferedProcedure.objects.bulk_create(
        OfferedProcedure(unit=unit, procedure_id=pk) for pk in added if pk not in rows
    )
    OfferedProcedure.objects.filter(unit=unit, procedure__in=added).update(is_offered=True)
    OfferedProcedure.objects.filter(unit=unit, procedure__in=removed).update(is_offered=False)
    if added or removed:
        remembered.begin_anew()
        audit.record(
            "office.offers_changed", by=by, target=unit, unit=unit, added=len(added), removed=len(removed)
        )
    return len(added) + len(removed)


@transaction.atomic
def set_terms(unit: Unit, procedure: Procedure, *, by: User, **terms: Any) -> OfferedProcedure:
    """Ghi riêng của đơn vị: note, place in lists, a shorter time, a fee that is open, an online address."""
    _check(unit, by)
    keeping.check_address(terms.get("online_address", ""))
    value = terms.get("time_value")
    if value is not None and (procedure.time_value is None or value > procedure.time_value):
        raise DomainError(f"Thời hạn riêng không được dài hơn quy định ({procedure.time_limit_label}).")
    if terms.get("fee") is not None and not leaves_fee_open(procedure):
        raise DomainError("Mức thu của thủ tục này đã được quy định, đơn vị không đặt mức riêng.")
    offer = OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first()
    if offer is None:
        others = OfferedProcedure.objects.filter(unit=unit, is_offered=True)
        offer = OfferedProcedure(unit=unit, procedure=procedure, is_offered=False)
        if not others.exists():
            choose(unit, chosen=[], dropped=[], by=by)
            offer = OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first() or offer
    before = {name: getattr(offer, name) for name in terms}
    for name, value in terms.items():
        setattr(offer, name, value)
    offer.save()
    if before != terms:
        audit.record(
            "office.offers_changed", by=by, target=procedure, unit=unit, before=before, after=dict(terms)
        )
    return offer


def terms_of(unit: Unit, procedure: Procedure) -> OfferedProcedure | None:
    """What the unit says of the procedure beside the catalogue."""
    return OfferedProcedure.objects.filter(unit=unit, procedure=procedure).first()


def own_office(user: User) -> Unit | None:
    """The unit that the user administers: their own, else the first by code."""
    held = user.tree.pick(user.roles.get(Role.UNIT_ADMIN, ())) if user.is_active else []
    return min(
        held,
        key=lambda unit: (unit.pk != user.unit_id, unit.valid_to is not None, unit.code),
        default=None,
    )


def leaves_fee_open(procedure: Procedure) -> bool:
    """Mức thu do Hội đồng nhân dân quyết định: the catalogue has no amount."""
    return procedure.fees.filter(amount=None).exists()


def _check(unit: Unit, by: User) -> None:
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
