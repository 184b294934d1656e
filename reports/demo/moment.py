"""Thời điểm của câu chuyện: the verbs of the desk ask the clock, which for a while stands at a past hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Whoever asks Django for the time is told this moment. For a process that does nothing else."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
