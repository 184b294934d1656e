"""Bộ lọc đã lưu: kept by name for the officer who made it, and told of once a day on demand."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from dossiers import listing
from dossiers.models import DossierQuerySet, SavedSearch
from portal import formats, notices
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


def tell_owners(today: date) -> int:
    """Báo hằng ngày: each search that is to be told and finds something, once a day; how many were told."""
    told = 0
    waiting = SavedSearch.objects.filter(tells_daily=True, user__is_active=True).exclude(told_on=today)
    for saved in waiting.select_related("user").order_by("pk"):
        told += _tell(saved, today)
    return told


@transaction.atomic
def _tell(saved: SavedSearch, today: date) -> bool:
    """The notice and the word that it was given belong together: a run that dies in between tells again."""
    found = found_by(saved, today=today).count()
    if found:
        notices.tell(
            saved.user,
            f"Bộ lọc “{saved.name}”: {formats.integer(found)} hồ sơ khớp hôm nay.",
            reverse("dossiers:search-open", args=[saved.pk]),
            f"search-{saved.pk}-{today:%Y%m%d}",
        )
    SavedSearch.objects.filter(pk=saved.pk).update(told_on=today)
    return bool(found)
