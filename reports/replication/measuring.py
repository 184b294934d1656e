"""Hiệu quả đo được: an indicator counted now over two periods, with its pace, or a fact entered by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from initiatives.models import Adoption, Measure
from portal import formats
from portal.models import Unit, UnitTree
from reports.figures import FigureSet, figure_set
from reports.indicators import INDICATORS, RATES
from reports.periods import Period

BY_HAND = "số liệu nhập tay"
FROM_RECORDS = "từ hồ sơ"
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True)
class Shown:
    """One measure as it is read: the numbers with the days that they are of."""

    label: str
    measure: str
    is_share: bool
    before: Decimal | None
    after: Decimal | None
    before_period: Period | None
    after_period: Period | None
    pace: Decimal | None
    """Of a count, how many a month in the later period; of a share, by how many points a month it moved."""
    source: str
    is_by_hand: bool
    counts: tuple[Decimal, Decimal] | None = None
    """The part and the whole of a share entered by hand."""

    @property
    def sentence(self) -> str:
        """`Hồ sơ trực tuyến: 56,67% (từ ngày … đến ngày …), trước đó 45% …, tăng 11,67 điểm phần trăm.`"""
        said = f"{self.label}: {self.written(self.after)}"
        if self.counts:
            part, whole = (formats.decimal_in_prose(one) for one in self.counts)
            said += f" ({part}/{whole}{f' {self.measure}' if self.measure else ''})"
        if self.after_period:
            said += f" ({_days(self.after_period)})"
        if self.before is not None:
            said += f", trước đó {self.written(self.before)}"
            if self.before_period:
                said += f" ({_days(self.before_period)})"
            if self.is_share and self.after is not None:
                said += f", {formats.point_change_in_prose(self.before, self.after)}"
        if self.pace is not None:
            said += f", bình quân {formats.decimal_in_prose(self.pace)} {self.pace_measure}"
        return f"{said} ({BY_HAND}, nguồn: {self.source})" if self.is_by_hand else said

    @property
    def pace_measure(self) -> str:
        return "điểm phần trăm mỗi tháng" if self.is_share else f"{self.measure} mỗi tháng"

    def written(self, value: Decimal | None) -> str:
        if value is None:
            return "không phát sinh"
        if self.is_share:
            return formats.percent_in_prose(value)
        number = (
            formats.count_in_prose(int(value))
            if value == value.to_integral()
            else formats.decimal_in_prose(value)
        )
        return f"{number} {self.measure}".rstrip()


class Counter:
    """Figures of units and periods, each counted once."""

    def __init__(self, tree: UnitTree) -> None:
        self.tree = tree
        self.known: dict[tuple[int, date, date], FigureSet] = {}

    def shown(self, adoption: Adoption, unit: Unit) -> list[Shown]:
        return [self.of(one, unit) for one in adoption.measures.all()]

    def of(self, one: Measure, unit: Unit) -> Shown:
        if not one.code:
            return _by_hand(one)
        after = Period.between(_day(one.after_first), _day(one.after_last))
        before = Period.between(_day(one.before_first), _day(one.before_last)) if one.before_last else None
        now = self.value(one, unit, after)
        then = self.value(one, unit, before) if before else None
        known = RATES[one.code] if one.is_rate else INDICATORS[one.code]
        return Shown(
            label=f"Tỷ lệ: {known.label}" if one.is_rate else known.label,
            measure="" if one.is_rate else INDICATORS[one.code].measure,
            is_share=one.is_rate,
            before=then,
            after=now,
            before_period=before,
            after_period=after,
            pace=_pace(now, then, before, after, is_rate=one.is_rate),
            source=FROM_RECORDS,
            is_by_hand=False,
        )

    def value(self, one: Measure, unit: Unit, period: Period) -> Decimal | None:
        key = (unit.pk, period.first, period.last)
        if key not in self.known:
            self.known[key] = figure_set(unit, period, tree=self.tree)
        figures = self.known[key]
        return figures.rates[one.code] if one.is_rate else Decimal(figures.figures[one.code])


def months(period: Period) -> Decimal:
    """Whole months, and the days left over as thirtieths: 15/12/2022–30/10/2023 is 10,53."""
    end = period.last + timedelta(days=1)
    whole = 12 * (end.year - period.first.year) + end.month - period.first.month
    if end.day < period.first.day:
        whole -= 1
        left = end.day + max(0, _DAYS_OF_A_MONTH - period.first.day)
    else:
        left = end.day - period.first.day
    return Decimal(whole) + Decimal(left) / _DAYS_OF_A_MONTH


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen as an effect: rates (`online%`) and counts."""
    return [
        ("Tỷ lệ", [(f"{code}%", one.label) for code, one in RATES.items()]),
        ("Số lượng", [(code, one.label) for code, one in INDICATORS.items()]),
    ]


def as_json(shown: Iterable[Shown]) -> list[dict[str, object]]:
    return [
        {
            "label": one.label,
            "before": None if one.before is None else float(one.before),
            "after": None if one.after is None else float(one.after),
            "is_share": one.is_share,
            "by_hand": one.is_by_hand,
            "source": one.source,
        }
        for one in shown
    ]


def _pace(
    now: Decimal | None, then: Decimal | None, before: Period | None, after: Period, *, is_rate: bool
) -> Decimal | None:
    if now is None or (is_rate and (then is None or before is None)):
        return None
    if is_rate and then is not None and before is not None:
        between = (
            Period.between(before.last + timedelta(days=1), after.last) if after.last > before.last else None
        )
        return _rounded((now - then) / months(between)) if between else None
    return _rounded(now / months(after))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _by_hand(one: Measure) -> Shown:
    after = one.after if one.after is not None else Decimal(0)
    counts = (after, one.whole) if one.whole is not None else None
    share = formats.percentage(int(after * 100), int(one.whole * 100)) if one.whole is not None else None
    return Shown(
        label=one.what,
        measure=one.unit_of,
        is_share=counts is not None,
        before=None if counts else one.before,
        after=share if counts else after,
        before_period=None,
        after_period=None,
        pace=None,
        source=one.source,
        is_by_hand=True,
        counts=counts,
    )


def _day(day: date | None) -> date:
    if day is None:
        raise TypeError("a measure of an indicator has its days")
    return day


def _days(period: Period) -> str:
    return f"từ ngày {formats.day_in_text(period.first)} đến ngày {formats.day_in_text(period.last)}"
