"""Công khai: recognised initiatives of units that turned it on, and whether a certificate is genuine."""

from django.db import transaction
from django.db.models import QuerySet

from initiatives.appraisal import seats
from initiatives.models import PublicListing, Recognition
from portal import audit
from portal.models import Unit, User


@transaction.atomic
def show(unit: Unit, *, is_on: bool, by: User) -> None:
    """Bật, tắt danh sách công khai."""
    seats.check_keeper(by, unit)
    PublicListing.objects.update_or_create(unit=unit, defaults={"is_on": is_on})
    audit.record("listing.set", by=by, target=unit, unit=unit, is_on=is_on)


def listed() -> QuerySet[Recognition]:
    """What stands and whose unit shows it: title, authors with post and unit, as in the decision."""
    return (
        Recognition.objects.filter(
            revoked_on=None, decision__unit__in=PublicListing.objects.filter(is_on=True).values("unit")
        )
        .select_related("decision__unit")
        .order_by("-decision__decided_on", "decision", "position")
    )


def by_code(code: str) -> Recognition | None:
    """As typed from a paper: small letters and dashes do not matter."""
    found = Recognition.objects.select_related("decision__unit")
    return found.filter(check_code=code.replace("-", "").upper()).first()
