"""Bàn giao sang đơn vị khác: a closed unit's dossiers go to the one that was named, each with an event.

Who received a dossier stays as it was; the resolving unit changes, and `UnitTransfer` keeps from which day.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import tell_of_many
from dossiers.models import Dossier, DossierQuerySet, UnitTransfer
from portal import formats
from portal.models import Unit, User

BATCH = 500


def hand_to_unit(dossiers: DossierQuerySet, *, to: Unit, on: date, by: User | None) -> Iterator[int]:
    """Hand these dossiers over from a day on, some hundred in each transaction: how many, after each.

    Between two parts every dossier is with one unit or the other, with its event. A caller who wants all or
    nothing asks within a transaction.
    """
    ids = list(dossiers.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield _hand_on(dossiers.filter(pk__in=ids[start : start + BATCH]), to, on, by)


@transaction.atomic
def _hand_on(dossiers: DossierQuerySet, to: Unit, on: date, by: User | None) -> int:
    rows = dossiers.select_for_update(of=("self",)).select_related("resolving_unit")
    found = list(rows.order_by("pk"))
    before = {dossier.pk: dossier.resolving_unit for dossier in found}
    for dossier in found:
        dossier.resolving_unit, dossier.was_handed_over = to, True
    Dossier.objects.bulk_update(found, ["resolving_unit", "was_handed_over"])
    UnitTransfer.objects.bulk_create(
        UnitTransfer(dossier=dossier, from_unit=before[dossier.pk], to_unit=to, on=on) for dossier in found
    )
    day = formats.day_on_screen(on)
    tell_of_many(
        found,
        "hand_to_unit",
        at=timezone.now(),
        by=by,
        reason=lambda dossier: f"Từ {before[dossier.pk].name} sang {to.name}, từ ngày {day}.",
        details=lambda dossier: {
            "from": before[dossier.pk].code,
            "from_name": before[dossier.pk].name,
            "to": to.code,
            "to_name": to.name,
            "on": on.isoformat(),
        },
    )
    return len(found)
