"""Đếm: what a dossier's row says of its papers, taken from the papers themselves."""

from django.db.models import Count, Q

from dossiers.models import Dossier


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
    dossier.save(update_fields=["papers_to_digitise", "papers_digitised", "reuses_papers"])
