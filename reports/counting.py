"""Đếm: many counts in one grouped query, whose text is written once and asked again and again.

For a commune Django takes longer to write a query of all indicators than the database takes to answer it. The
text follows from what is counted and by what, not from the days and units asked for. So it is written with
stand-ins for these, kept, and each question puts its own days and units in their places. An indicator's
condition may therefore use the period's two days as values only: neither branch on them nor reckon with them.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from functools import lru_cache, reduce
from operator import add
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Count, F, QuerySet, Sum, Value

from reports.indicators import Indicator
from reports.periods import Period

Source = Callable[[Period, Collection[int]], QuerySet[Any]]
"""The records that anything about a period and units can be said of. One function, not one a call."""
_STAND_IN = Period(date(1, 1, 1), date(1, 1, 2), "", "")
Row = tuple[tuple[Hashable, ...], dict[str, int]]


def count(
    source: Source,
    indicators: tuple[Indicator, ...],
    period: Period,
    units: Collection[int],
    *,
    by: tuple[str, ...] = (),
) -> list[Row]:
    """Each combination of the columns `by` with its counts; without columns one row of all."""
    sql, stand_ins = _written(source, indicators, by, len(units), connection.vendor)
    places = _places(period, sorted(units))
    with connection.cursor() as cursor:
        cursor.execute(sql, [places.get(value, value) for value in stand_ins])
        rows = cursor.fetchall()
    codes, keys = [one.code for one in indicators], len(by) or 1
    return [(row[:keys] if by else (), dict(zip(codes, row[keys:], strict=True))) for row in rows]


@lru_cache(maxsize=256)
def _written(
    source: Source, indicators: tuple[Indicator, ...], by: tuple[str, ...], units: int, _vendor: str
) -> tuple[str, tuple[Any, ...]]:
    """The query's text, and its values with stand-ins among them."""
    records = source(_STAND_IN, _stand_in_units(units))
    # Without columns the constant makes one group, where `aggregate` would leave no query to keep.
    grouped = records.values(*by) if by else records.annotate(all=Value(1)).values("all")
    counts = {one.code: _counted(one) for one in indicators}
    return grouped.order_by().annotate(**counts).query.sql_with_params()


def _counted(one: Indicator) -> Aggregate:
    """How many records the indicator picks, or what their columns add up to."""
    picked = one.condition(_STAND_IN)
    if not one.adds:
        return Count("pk", filter=picked)
    return Sum(reduce(add, (F(column) for column in one.adds)), filter=picked, default=0)


def _stand_in_units(count: int) -> list[int]:
    return [-1 - place for place in range(count)]


def _places(period: Period, units: list[int]) -> Mapping[Hashable, Any]:
    """What each stand-in stands for, both as the database wants them."""
    day = connection.ops.adapt_datefield_value
    days = {day(_STAND_IN.first): day(period.first), day(_STAND_IN.last): day(period.last)}
    return days | dict(zip(_stand_in_units(len(units)), units, strict=True))
