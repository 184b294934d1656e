"""Câu trả lời công khai, đường dây nóng: what everybody may read, by words without accents or by month."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from dossiers.models import Hotline, PublishedAnswer
from dossiers.voices.status import FeedbackStatus
from portal.models import Unit
from portal.text import fold, sought


class Month(NamedTuple):
    """Tháng có câu trả lời được công khai."""

    first: date
    answers: int

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        return f"Tháng {self.first.month}/{self.first.year}"


def answers(unit: Unit | None) -> QuerySet[PublishedAnswer]:
    """Those of one unit or of all, the newest first."""
    found = PublishedAnswer.objects.filter(feedback__status=FeedbackStatus.PUBLISHED)
    if unit is not None:
        found = found.filter(feedback__unit=unit)
    return found.select_related("feedback__unit").order_by("-feedback__published_on", "-pk")


def matching(found: QuerySet[PublishedAnswer], text: str) -> QuerySet[PublishedAnswer]:
    """Every word somewhere in the text, with accents or without."""
    for word in fold(sought(text)).split():
        found = found.filter(folded__contains=word)
    return found


def months(unit: Unit | None) -> list[Month]:
    rows = answers(unit).order_by().values_list(TruncMonth("feedback__published_on")).annotate(Count("pk"))
    return [Month(*row) for row in sorted(rows, reverse=True)]


def of_month(found: QuerySet[PublishedAnswer], code: str) -> QuerySet[PublishedAnswer]:
    """`2026-11`; what is no month narrows nothing."""
    try:
        first = date.fromisoformat(f"{code}-01")
    except ValueError:
        return found
    return found.filter(feedback__published_on__year=first.year, feedback__published_on__month=first.month)


def hotlines(unit: Unit | None) -> QuerySet[Hotline]:
    found = Hotline.objects.select_related("unit").order_by("unit__folded_name", "unit", "position")
    return found.filter(unit=unit) if unit is not None else found
