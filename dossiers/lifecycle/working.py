"""Giải quyết: taking a dossier on and bringing it to its end, with a result or without one."""

from datetime import datetime

from django.db import transaction

from dossiers.lifecycle.moving import finish, move
from dossiers.models import Dossier
from dossiers.process import stays
from dossiers.status import DossierStatus, Outcome
from portal.models import User


@transaction.atomic
def start_processing(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> Dossier:
    """Chuyển xử lý: the specialist takes the dossier on."""
    started = move(dossier, DossierStatus.PROCESSING, "start_processing", by=by, at=at)
    return stays.start(started, by=by, at=at)


@transaction.atomic
def withdraw(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Rút hồ sơ theo yêu cầu của công dân."""
    return finish(
        dossier, DossierStatus.WITHDRAWN, Outcome.WITHDRAWN, "withdraw", reason=reason, by=by, at=at
    )


@transaction.atomic
def stop(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP)."""
    return finish(dossier, DossierStatus.STOPPED, Outcome.STOPPED, "stop", reason=reason, by=by, at=at)


@transaction.atomic
def refuse(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Từ chối giải quyết: not eligible; the refusal notice is logged as the result (NĐ 61/2018 Đ.19.8)."""
    return finish(dossier, DossierStatus.CONCLUDED, Outcome.REFUSED, "refuse", reason=reason, by=by, at=at)


@transaction.atomic
def conclude(
    dossier: Dossier, *, by: User | None, at: datetime | None = None, has_electronic_result: bool = False
) -> Dossier:
    """Có kết quả: the result is ready to be returned."""
    return finish(
        dossier, DossierStatus.CONCLUDED, Outcome.APPROVED, "conclude",
        by=by, at=at, has_electronic_result=has_electronic_result,
    )  # fmt: skip
