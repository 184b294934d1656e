"""Numbers and days in templates."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone

from portal.templatetags import vn

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("value", "written"),
    [(1710, "1.710"), (0, "0"), (Decimal("7.2"), "7,20"), (None, "–")],
)
def test_numbers_are_grouped_by_dots(value, written):
    assert vn.vn_number(value) == written


@pytest.mark.parametrize(("value", "written"), [(Decimal("56.67"), "56,67%"), (None, "–")])
def test_a_rate_without_denominator_is_a_dash(value, written):
    assert vn.vn_percent(value) == written


def test_money_is_written_in_full():
    assert vn.vn_money(50000) == "50.000 đồng"


def test_moments_are_cut_into_days_in_vietnam():
    late_evening_utc = datetime(2023, 12, 13, 18, 5, tzinfo=UTC)

    assert vn.vn_date(late_evening_utc) == "14/12/2023"
    assert vn.vn_datetime(late_evening_utc) == "01:05 14/12/2023"
    assert vn.vn_date(date(2023, 12, 14)) == "14/12/2023"


@pytest.mark.parametrize(
    ("days", "written"), [(0, "hôm nay"), (2, "còn 2 ngày"), (-3, "trễ 3 ngày"), (1200, "còn 1.200 ngày")]
)
def test_due_days_are_told_from_today(days, written):
    assert vn.vn_daytime_relative(timezone.localdate() + timedelta(days=days)) == written


@pytest.mark.parametrize(
    ("duration", "written"),
    [
        (timedelta(minutes=15), "15 phút"),
        (timedelta(hours=1), "1 giờ"),
        (timedelta(hours=2, minutes=29, seconds=1), "2 giờ 30 phút"),
        (timedelta(0), "0 phút"),
    ],
)
def test_durations_are_in_hours_and_minutes(duration, written):
    assert vn.vn_duration(duration) == written


def test_a_share_bar_draws_with_decimal_points_and_speaks_with_decimal_commas():
    parts = [("Trước hạn", 1200, "good"), ("Đúng hạn", 0, "fair"), ("Trễ hạn", 600, "late")]

    drawn = Template("{% load vn %}{% share_bar parts %}").render(Context({"parts": parts}))

    assert 'aria-label="Trước hạn: 1.200 · Đúng hạn: 0 · Trễ hạn: 600"' in drawn
    assert 'class="bar__part--good" x="0.00" width="66.67"' in drawn
    assert 'class="bar__part--late" x="66.67" width="33.33"' in drawn
    assert "bar__part--fair" not in drawn


def test_a_share_bar_of_nothing_is_an_empty_line():
    drawn = Template("{% load vn %}{% share_bar parts %}").render(
        Context({"parts": [("Trễ hạn", 0, "late")]})
    )

    assert "bar__part" not in drawn
