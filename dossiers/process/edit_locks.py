"""Khóa sửa: while somebody fills in a form about a dossier, others are told and may break in, with a trace.

A lock never holds up reading, and ends by itself a few minutes after the form was last seen open. What is
sent is settled by the row's own lock anyway: this one only spares two people the same work.
"""

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, EditLock
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def hold(dossier: Dossier, *, by: User) -> EditLock:
    """The lock as it is now: one's own, fresh, or that of somebody who still edits."""
    now = timezone.now()
    current = locked(dossier)
    lock = EditLock.objects.select_related("by").filter(dossier=current).first()
    if lock is None:
        return EditLock.objects.create(dossier=current, by=by, since=now, seen_at=now)
    if lock.by_id != by.pk and lock.holds(now):
        return lock
    if lock.by_id != by.pk or not lock.holds(now):
        lock.by, lock.since = by, now
    lock.seen_at = now
    lock.save()
    return lock


@transaction.atomic
def release(dossier: Dossier, *, by: User) -> None:
    """Xong việc: one's own lock goes; another's stays."""
    EditLock.objects.filter(dossier=dossier, by=by).delete()


@transaction.atomic
def break_in(dossier: Dossier, *, by: User) -> EditLock:
    """Mở khóa của người khác: the history says who did."""
    now = timezone.now()
    current = locked(dossier)
    lock = EditLock.objects.select_related("by").filter(dossier=current).first()
    if lock is None or lock.by_id == by.pk or not lock.holds(now):
        return hold(dossier, by=by)
    tell(current, "break_lock", current.status, at=now, by=by, reason=lock.words)
    lock.by, lock.since, lock.seen_at = by, now, now
    lock.save()
    return lock


def check(dossier: Dossier, *, by: User) -> None:
    """Before what was typed is sent: not over somebody who edits."""
    lock = other(dossier, by=by)
    if lock is not None:
        raise DomainError(f"{lock.words} Đợi người đó xong, hoặc mở khóa ở đầu trang.")


def other(dossier: Dossier, *, by: User) -> EditLock | None:
    """Somebody else's lock that holds now."""
    lock = EditLock.objects.select_related("by").filter(dossier=dossier).exclude(by=by).first()
    return lock if lock is not None and lock.holds(timezone.now()) else None
