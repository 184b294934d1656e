"""Số liệu công khai of an office: this month so far, live from the indicators, kept for some minutes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from dossiers.models import Dossier
from portal import formats
from portal.models import Unit, UnitTree
from reports.figures import Scope, figure_set
from reports.indicators import INDICATORS, RATES, RATINGS_SHOWN_FROM
from reports.periods import Period

KEPT = 300
"""Seconds that the figures of an office are remembered."""
LATE_SHOWN = 50
_RATES = ("in_time", "online", "satisfied")


@dataclass(frozen=True)
class PublicFigure:
    """One number as a citizen reads it, with what it counts folded below."""

    label: str
    value: str
    detail: str
    meaning: str


@dataclass(frozen=True)
class LateDossier:
    """Hồ sơ trễ hẹn đã có văn bản xin lỗi: its code and the new day, nothing of the person."""

    code: str
    new_due_on: date


@dataclass(frozen=True)
class Month:
    label: str
    at: datetime
    is_empty: bool
    figures: list[PublicFigure]
    late: list[LateDossier]


def of(unit: Unit, today: date) -> Month:
    """This month's figures of an office, as old as `KEPT` at most."""
    key = f"public-figures-{unit.pk}-{today}"
    found: Month | None = cache.get(key)
    if found is None:
        found = _count(unit, today)
        cache.set(key, found, KEPT)
    return found


def _count(unit: Unit, today: date) -> Month:
    period = Period.parse(f"cal-{today:%Y-%m}")
    tree = UnitTree.load()
    found = figure_set(unit, period, tree=tree)
    counts, rates = found.figures, found.rates
    received = INDICATORS["received"]
    shown = [PublicFigure("Hồ sơ đã nhận", formats.integer(counts["received"]), "", received.meaning)]
    shown += [_rate(code, counts, rates[code]) for code in _RATES]
    return Month(
        label=f"tháng {today.month} năm {today.year}",
        at=timezone.now(),
        is_empty=not (counts["received"] or counts["resolved"]),
        figures=shown,
        late=_late(Scope.of(unit, period, tree).unit_ids, today),
    )


_WORDS = {"in_time": "Giải quyết đúng hạn", "online": "Nộp trực tuyến", "satisfied": "Người dân hài lòng"}
_NONE = {
    "in_time": "chưa có hồ sơ nào giải quyết xong",
    "online": "chưa có hồ sơ nào",
    "satisfied": "chưa đủ lượt đánh giá để công bố",
}


def _rate(code: str, counts: dict[str, int], value: Decimal | None) -> PublicFigure:
    rate = RATES[code]
    part, whole = sum(counts[one] for one in rate.part), counts[rate.whole]
    too_few = code == "satisfied" and whole < RATINGS_SHOWN_FROM
    if value is None or too_few:
        return PublicFigure(_WORDS[code], "–", _NONE[code], rate.meaning)
    detail = f"{formats.integer(part)} trong {formats.integer(whole)}"
    return PublicFigure(_WORDS[code], formats.percent(value), detail, rate.meaning)


def _late(unit_ids: set[int], today: date) -> list[LateDossier]:
    found = Dossier.objects.filter(resolving_unit__in=unit_ids, apology__issued_at__isnull=False)
    rows = found.overdue(today).order_by("apology__new_due_at", "pk")
    moments = rows.values_list("code", F("apology__new_due_at"))[:LATE_SHOWN]
    return [LateDossier(code, timezone.localdate(moment)) for code, moment in moments]
