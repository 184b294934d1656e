"""Đếm: what a dossier's row says of its papers, taken from the papers themselves."""

from django.db.models import Count, Q
from django.utils import timezone

from dossiers.models import Dossier

_KEPT = ("papers_to_digitise", "papers_digitised", "reuses_papers", "reused_on")


def recount(dossier: Dossier) -> None:
    """Bring the counts of a locked dossier to what its papers say."""
    must = Q(must_digitise=True)
    counted = dossier.components.aggregate(
        due=Count("pk", filter=must),
        done=Count("pk", filter=must & Q(is_digitised=True)),
        reused=Count("pk", filter=Q(reused_from__isnull=False)),
    )
    dossier.papers_to_digitise, dossier.papers_digitised = counted["due"], counted["done"]
    dossier.reuses_papers = counted["reused"] > 0
    _date_reuse(dossier)
    dossier.save(update_fields=_KEPT)


def _date_reuse(dossier: Dossier) -> None:
    """The first day of reuse, by which periods count it; taken back on a later day, it had been one."""
    today = timezone.localdate()
    if dossier.reuses_papers:
        dossier.reused_on = dossier.reused_on or today
    elif dossier.reused_on == today:
        dossier.reused_on = None
