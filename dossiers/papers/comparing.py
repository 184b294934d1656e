"""Đối chiếu bản chính: a photo sent beforehand counts once an officer has seen the original beside it.

TT 01/2023/TT-VPCP Đ.4.1: what is digitised of an electronic photo is one "có bản chính để đối chiếu".
"""

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, DossierComponent, Scan, ScanSource
from dossiers.moves import may_move
from dossiers.papers import coding
from dossiers.papers.counting import recount
from portal.errors import DomainError
from portal.models import User


def waiting(dossier: Dossier) -> list[DossierComponent]:
    """Giấy tờ chờ đối chiếu, in their order; also those whose photo is still being prepared."""
    photos = Scan.objects.on_their_way().filter(source=ScanSource.ADVANCE, compared_at=None)
    return list(dossier.components.filter(scans__in=photos).distinct())


@transaction.atomic
def compare(dossier: Dossier, *, by: User, paper: int | None = None) -> list[DossierComponent]:
    """Đã đối chiếu bản chính of one paper, or of all that wait; which they were. Pressed again: none."""
    current = locked(dossier)
    if not may_move(by, current):
        raise DomainError(f"Hồ sơ {current.code} do người của {current.receiving_unit} đối chiếu.")
    papers = [one for one in waiting(current) if paper in {None, one.pk}]
    if not papers:
        return []
    photos = Scan.objects.on_their_way().filter(source=ScanSource.ADVANCE, compared_at=None)
    photos.filter(component__in=papers).update(compared_by=by, compared_at=timezone.now())
    for one in papers:
        if one.has_counting_scan:
            one.is_digitised = True
            one.save(update_fields=["is_digitised"])
            coding.give(one)
    recount(current)
    tell(
        current, "compare_original", current.status, at=timezone.now(), by=by,
        reason="; ".join(one.name for one in papers)[:1000], details={"papers": [one.pk for one in papers]},
    )  # fmt: skip
    return papers
