"""Trả kết quả (NĐ 61/2018/NĐ-CP Đ.20)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import move
from dossiers.models import Dossier
from dossiers.status import DossierStatus
from portal.models import User


@transaction.atomic
def return_result(
    dossier: Dossier, *, by: User | None, at: datetime | None = None, rating: int | None = None
) -> Dossier:
    """Trả kết quả (NĐ 61/2018 Đ.20)."""
    at = at or timezone.now()
    return move(dossier, DossierStatus.RETURNED, "return_result", by=by, at=at, returned_at=at, rating=rating)
