"""Lập khoản thu: what is due for a dossier, exempted or cancelled with a reason, never deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.fees.account import post
from dossiers.fees.entering import charge_of
from dossiers.fees.lines import Line
from dossiers.fees.waiting import settle_if_paid
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Charge, Dossier, FeeKind
from portal import formats
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def add(dossier: Dossier, lines: Sequence[Line], *, by: User | None, at: datetime | None = None) -> None:
    """Thêm khoản thu."""
    at = at or timezone.now()
    current = locked(dossier)
    Charge.objects.bulk_create(charge_of(current, line, by=by, at=at) for line in lines)
    post(current)
    for line in lines:
        words = f"{FeeKind(line.kind).label} “{line.label}”, {formats.money(line.due)}"
        _tell(current, "add_charge", by=by, reason=words, amount=line.amount, exempted=line.exempted)


@transaction.atomic
def exempt(charge: Charge, *, exempted: int, reason: str, by: User | None) -> None:
    """Miễn, giảm: so much of the charge need not be paid; 0 takes an exemption back."""
    current = locked(charge.dossier)
    charge = _standing(charge)
    if exempted > charge.amount:
        raise DomainError(f"Mức miễn, giảm không được quá khoản thu ({formats.money(charge.amount)}).")
    if exempted == charge.exempted and reason == charge.exemption_reason:
        return
    charge.exempted, charge.exemption_reason = exempted, reason
    charge.save(update_fields=["exempted", "exemption_reason"])
    account = post(current)
    words = f"“{charge.label}” được miễn, giảm {formats.money(exempted)}: {reason}"
    _tell(current, "exempt_charge", by=by, reason=words, charge=charge.pk, exempted=exempted)
    settle_if_paid(current, account, by=by)


@transaction.atomic
def cancel(charge: Charge, *, reason: str, by: User | None) -> None:
    """Bỏ khoản thu lập nhầm: it stays to be read, and counts no more."""
    current = locked(charge.dossier)
    if Charge.objects.get(pk=charge.pk).cancelled_at is not None:
        return
    charge.cancelled_at, charge.cancelled_by, charge.cancel_reason = timezone.now(), by, reason
    charge.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    account = post(current)
    words = f"“{charge.label}”, {formats.money(charge.amount)}: {reason}"
    _tell(current, "cancel_charge", by=by, reason=words, charge=charge.pk, amount=charge.amount)
    settle_if_paid(current, account, by=by)


def _standing(charge: Charge) -> Charge:
    """The row as it is now, the dossier being locked."""
    fresh = Charge.objects.get(pk=charge.pk)
    if fresh.cancelled_at is not None:
        raise DomainError(f"Khoản thu “{fresh.label}” đã bỏ; lập khoản khác nếu phải thu.")
    return fresh


def _tell(dossier: Dossier, action: str, *, by: User | None, reason: str, **details: Any) -> None:
    tell(dossier, action, dossier.status, at=timezone.now(), by=by, reason=reason[:1000], details=details)
