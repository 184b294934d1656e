"""Celery tasks of initiatives and community teams: leaves that delegate."""

from celery import shared_task
from django.utils import timezone


@shared_task
def remind_of_silent_teams() -> None:
    """Nhắc về tổ công nghệ số lâu không có buổi trực; told once a week."""
    from initiatives.teams import silence

    silence.remind(timezone.localdate())
