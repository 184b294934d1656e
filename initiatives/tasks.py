"""Celery tasks of initiatives and community teams: leaves that delegate."""

from celery import shared_task
from django.utils import timezone


@shared_task
def remind_of_silent_teams() -> None:
    """Nhắc về tổ công nghệ số lâu không có buổi trực; told once a week."""
    from initiatives.teams import silence

    silence.remind(timezone.localdate())


@shared_task
def remind_of_replication() -> None:
    """Nhắc hạn trả lời về sáng kiến được nhân rộng; told twice in a day it is one notice."""
    from initiatives.replication import reminding

    reminding.remind(timezone.localdate())
