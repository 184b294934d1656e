"""Giải quyết: taking a dossier on and bringing it to its end, with a result or without one."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers import slips
from dossiers.lifecycle.moving import finish, locked, move
from dossiers.lifecycle.supplementing import open_request
from dossiers.models import Dossier, Slip, SlipKind
from dossiers.process import stays
from dossiers.status import DossierStatus, Outcome
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def start_processing(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> Dossier:
    """Chuyển xử lý: the specialist takes the dossier on."""
    at = at or timezone.now()
    request = open_request(locked(dossier))
    details = {"request": request.pk} if request else {}
    started = move(dossier, DossierStatus.PROCESSING, "start_processing", by=by, at=at, details=details)
    if request is not None:  # taken on with what there is
        request.answered_at = at
        request.save(update_fields=["answered_at"])
    return stays.start(started, by=by, at=at)


@transaction.atomic
def withdraw(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Rút hồ sơ theo yêu cầu của công dân; the notice that it is stopped says so (TT 03/2025/TT-VPCP)."""
    at = at or timezone.now()
    current = locked(dossier)
    slip = _stop_notice(current, reason, by=by, at=at, withdrawn=True)
    return finish(
        current, DossierStatus.WITHDRAWN, Outcome.WITHDRAWN, "withdraw", reason=reason, by=by, at=at,
        details={"slip": slip.pk},
    )  # fmt: skip


@transaction.atomic
def stop(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Dừng giải quyết hồ sơ, with its notice (TT 03/2025/TT-VPCP)."""
    at = at or timezone.now()
    current = locked(dossier)
    slip = _stop_notice(current, reason, by=by, at=at, withdrawn=False)
    return finish(
        current, DossierStatus.STOPPED, Outcome.STOPPED, "stop", reason=reason, by=by, at=at,
        details={"slip": slip.pk},
    )  # fmt: skip


@transaction.atomic
def refuse(
    dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None, override: str = ""
) -> Dossier:
    """Từ chối giải quyết: not eligible; the refusal notice is logged as the result (NĐ 61/2018 Đ.19.8)."""
    at = at or timezone.now()
    current = locked(dossier)
    slip = slips.issue(
        SlipKind.REFUSAL, unit=current.resolving_unit, by=by, dossier=current, at=at,
        content={"reason": reason},
    )  # fmt: skip
    return finish(
        current, DossierStatus.CONCLUDED, Outcome.REFUSED, "refuse", reason=reason, by=by, at=at,
        override=override, details={"slip": slip.pk},
    )  # fmt: skip


@transaction.atomic
def conclude(
    dossier: Dossier, *, by: User | None, at: datetime | None = None, has_electronic_result: bool = False
) -> Dossier:
    """Có kết quả: the result is ready to be returned; a file that was filed before makes it electronic.

    Raises:
        DomainError: it is called electronic, but what was filed is paper only.
    """
    filed = dossier.results.standing()
    has_file = filed.electronic().exists()
    if has_electronic_result and not has_file and filed.exists():
        raise DomainError(
            "Kết quả đã ghi chỉ là bản giấy. Tải tệp đã ký ở mục Kết quả giải quyết, "
            "hoặc bỏ dấu “Có kết quả điện tử”."
        )
    return finish(
        dossier, DossierStatus.CONCLUDED, Outcome.APPROVED, "conclude",
        by=by, at=at, has_electronic_result=has_electronic_result or has_file,
    )  # fmt: skip


def _stop_notice(dossier: Dossier, reason: str, *, by: User | None, at: datetime, withdrawn: bool) -> Slip:
    return slips.issue(
        SlipKind.STOP, unit=dossier.receiving_unit, by=by, dossier=dossier, at=at,
        content={"reason": reason, "withdrawn": withdrawn},
    )  # fmt: skip
