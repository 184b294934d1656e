"""Bổ sung hồ sơ: the clock stands while the applicant brings what is missing (NĐ 61/2018/NĐ-CP Đ.11, 19)."""

from datetime import datetime

from django.db import transaction

from dossiers import calendar
from dossiers.lifecycle.moving import move
from dossiers.models import Dossier
from dossiers.status import DossierStatus
from portal.models import User


@transaction.atomic
def request_supplement(
    dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None
) -> Dossier:
    """Yêu cầu bổ sung: the clock stands until the papers are in."""
    return move(dossier, DossierStatus.AWAITING_SUPPLEMENT, "request_supplement", reason=reason, by=by, at=at)


@transaction.atomic
def receive_supplement(
    dossier: Dossier,
    *,
    by: User | None,
    at: datetime | None = None,
    rule: calendar.PauseRule | None = None,
) -> Dossier:
    """Nhận giấy tờ bổ sung: the clock runs on, the due date moved by the pause."""
    return move(dossier, DossierStatus.PROCESSING, "receive_supplement", by=by, at=at, rule=rule)
