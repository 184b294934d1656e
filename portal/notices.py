"""Báo cho cán bộ: the one way to put something under an officer's bell."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.models import Job, Notice, NoticeKind, User


def tell(user: User, text: str, url: str, key: str, *, kind: NoticeKind = NoticeKind.OTHER) -> None:
    """Báo một điều, once: a key that the user was told before adds nothing.

    `url` is a path of this portal (`/ho-so/?han=tre`) or empty; `text` names no citizen.
    """
    tell_many([(user, text, url, key)], kind=kind)


def tell_many(told: Iterable[tuple[User, str, str, str]], *, kind: NoticeKind = NoticeKind.OTHER) -> None:
    """Several people at once, each with their text, path and key."""
    notices = [
        Notice(user=user, kind=kind, text=text[:400], url=_local(url), key=key)
        for user, text, url, key in told
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def tell_of_job(job: Job) -> None:
    """Việc nền đã xong: whoever started it reads how it ended, wherever they are by then.

    `settings.JOB_NOTICES` names for a kind the function that says it: job → (sentence, path), or None where
    there is nothing to say.
    """
    speaker = settings.JOB_NOTICES.get(job.kind)
    if job.created_by is None or speaker is None:
        return
    if (said := import_string(speaker)(job)) is not None:
        text, url = said
        tell(job.created_by, text, url, f"job-{job.pk}", kind=NoticeKind.JOB)


@transaction.atomic
def read(user: User, pk: int) -> Notice | None:
    """Đã đọc: mark one of the user's notices; None where it is not theirs."""
    notice = Notice.objects.filter(user=user, pk=pk).first()
    if notice is not None and notice.read_at is None:
        Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    return notice


def read_all(user: User) -> int:
    """Đã đọc hết; how many were new."""
    return Notice.objects.filter(user=user).unread().update(read_at=timezone.now())


def _local(url: str) -> str:
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"a notice leads to a page of this portal, not to {url!r}")
    return url
