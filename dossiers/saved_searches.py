"""Bộ lọc đã lưu: kept by name for the officer who made it."""

from datetime import date
from typing import Any

from django.db import transaction

from dossiers import listing
from dossiers.models import DossierQuerySet, SavedSearch
from portal.models import User


@transaction.atomic
def keep(
    *, name: str, address: str, text: str, filters: dict[str, Any], tells_daily: bool, by: User
) -> SavedSearch:
    """Lưu bộ lọc. `filters` are the values behind `address`; a name used before now means this one."""
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in filters.items()}
    saved, _ = SavedSearch.objects.update_or_create(
        user=by,
        name=name,
        defaults={"address": address, "text": text, "filters": values, "tells_daily": tells_daily},
    )
    return saved


def found_by(saved: SavedSearch, *, today: date) -> DossierQuerySet:
    """What the search finds today among what its owner may see today."""
    return listing.narrowed(saved.user, saved.filters, today=today)
