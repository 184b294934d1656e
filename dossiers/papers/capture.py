"""Chụp bằng điện thoại: a short-lived code opens a page on a phone that adds photos to one paper."""

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from dossiers.models import CaptureToken, DossierComponent, Scan, ScanSource
from dossiers.papers import scanning
from portal import audit
from portal.errors import DomainError
from portal.files.uploads import Upload
from portal.models import User

OVER = "Mã chụp này đã hết hạn hoặc đã bị thu hồi. Nhờ cán bộ mở lại mã mới trên màn hình."


@transaction.atomic
def begin(component: DossierComponent, *, by: User) -> str:
    """Mở mã chụp: the code itself is told once, here; an earlier one for the paper ends."""
    _end(component)
    text = secrets.token_urlsafe(24)
    CaptureToken.objects.create(
        component=component, hash=_hash(text), created_by=by,
        expires_at=CaptureToken.lasts_until(timezone.now()),
    )  # fmt: skip
    _note("scan.capture_opened", component, by)
    return text


@transaction.atomic
def end(component: DossierComponent, *, by: User) -> None:
    """Thu hồi mã chụp."""
    if _end(component):
        _note("scan.capture_closed", component, by)


def find(text: str) -> CaptureToken | None:
    """The token while it is open."""
    token = CaptureToken.objects.select_related("component__dossier").filter(hash=_hash(text)).first()
    return token if token is not None and token.is_open else None


def standing(component: DossierComponent, text: str) -> CaptureToken | None:
    """The open token of a paper if this is its code."""
    token = find(text) if text else None
    return token if token is not None and token.component_id == component.pk else None


@transaction.atomic
def take(token: CaptureToken, photos: Sequence[Upload]) -> list[Scan]:
    """Nhận ảnh: counted under the token's lock, so that it never takes more than it may."""
    current = CaptureToken.objects.select_for_update().get(pk=token.pk)
    if not current.is_open:
        raise DomainError(OVER)
    if len(photos) > current.room:
        raise DomainError(f"Mã này chỉ còn nhận {current.room} ảnh. Nhờ cán bộ mở mã mới để chụp tiếp.")
    current.photos += len(photos)
    current.save(update_fields=["photos"])
    return scanning.attach(token.component, photos, by=current.created_by, source=ScanSource.PHONE)


def _end(component: DossierComponent) -> int:
    now = timezone.now()
    open_ones = component.captures.filter(revoked_at=None, expires_at__gt=now)
    return open_ones.update(revoked_at=now)


def _note(action: str, component: DossierComponent, by: User) -> None:
    dossier = component.dossier
    audit.record(action, by=by, target=dossier, unit=dossier.resolving_unit, paper=component.pk)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
