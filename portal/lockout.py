"""Tạm khóa đăng nhập: a name locked after wrong passwords leaves a line that its administrator sees."""

from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from portal import audit
from portal.models import AuditEvent, User

LOCKED = "user.locked_out"


@receiver(user_locked_out)
def tell(sender: object, username: str, **_: Any) -> None:
    """Names that nobody has leave none: somebody may have typed a password there."""
    account = User.objects.filter(username=username).first()
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    if account is None or AuditEvent.objects.about(account).filter(action=LOCKED, at__gt=since).exists():
        return
    audit.record(LOCKED, by=None, target=account, unit=account.unit)
