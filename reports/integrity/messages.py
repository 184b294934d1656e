"""Tin gửi đi, thông báo: what was sent says when and under which reference; nothing waits for ever."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from dossiers.models import Message, MessageState
from dossiers.models.message import LEASE, TOO_OLD, TRIES, WAITING, MessageQuerySet
from portal.models import Notice
from reports.integrity.model import Problem, Span

LONGEST_QUIET = timedelta(days=1)
"""A message that waits for the morning is a little older when its turn comes."""


def problems(_: Span) -> Iterator[Problem]:
    for message in _sent().iterator():
        yield _about(message, "sent", "đã gửi mà không ghi giờ gửi hoặc mã của nhà cung cấp.")
    for message in _overdue().iterator():
        yield _about(message, "waiting", f"còn chờ gửi sau {message.attempts} lần, quá số lần hoặc số ngày.")
    for message in _abandoned().iterator():
        yield _about(message, "sending", "đang gửi dở quá lâu: kiểm tra tiến trình gửi tin.")
    for message in Message.objects.filter(state=MessageState.UNREACHED).exclude(recipient=""):
        yield _about(message, "unreached", "ghi là chưa báo được nhưng có địa chỉ để gửi.")
    doubled = Notice.objects.order_by().values("user", "key").annotate(told=Count("pk")).filter(told__gt=1)
    for row in doubled:
        yield Problem("notice.doubled", f"Thông báo {row['key']}", f"một người được báo {row['told']} lần.")
    for notice in Notice.objects.filter(read_at__lt=F("created_at")).iterator():
        yield Problem("notice.read", f"Thông báo số {notice.pk}", "đọc trước lúc được báo.")


def _about(message: Message, code: str, sentence: str) -> Problem:
    return Problem(f"message.{code}", f"Tin số {message.pk}", sentence)


def _sent() -> MessageQuerySet:
    return Message.objects.filter(state=MessageState.SENT).filter(Q(sent_at=None) | Q(reference=""))


def _overdue() -> MessageQuerySet:
    old = timezone.now() - TOO_OLD - LONGEST_QUIET
    return Message.objects.filter(state__in=WAITING).filter(
        Q(attempts__gte=TRIES, state=MessageState.FAILED) | Q(queued_at__lt=old)
    )


def _abandoned() -> MessageQuerySet:
    """Left by a dead sender and taken up by no other for an hour."""
    return Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=timezone.now() - 30 * LEASE)
