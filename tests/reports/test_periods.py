from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import DomainError
from reports.periods import Period, PeriodError, latest_legal_quarter

pytestmark = pytest.mark.once

DAY = timedelta(days=1)
PARTS = ["", "-H1", "-H2", "-9M", *(f"-Q{n}" for n in range(1, 5)), *(f"-{n:02d}" for n in range(1, 13))]
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2023", "2022-12-15", "2023-12-14", "Năm 2023"),
        ("2023-H1", "2022-12-15", "2023-06-14", "6 tháng đầu năm 2023"),
        ("2023-H2", "2023-06-15", "2023-12-14", "6 tháng cuối năm 2023"),
        ("2023-9M", "2022-12-15", "2023-09-14", "9 tháng đầu năm 2023"),
        ("2023-Q1", "2022-12-15", "2023-03-14", "Quý I năm 2023"),
        ("2023-Q2", "2023-03-15", "2023-06-14", "Quý II năm 2023"),
        ("2023-Q3", "2023-06-15", "2023-09-14", "Quý III năm 2023"),
        ("2023-Q4", "2023-09-15", "2023-12-14", "Quý IV năm 2023"),
        ("2023-01", "2022-12-15", "2023-01-14", "Tháng 01 năm 2023"),
        ("2023-02", "2023-01-15", "2023-02-14", "Tháng 02 năm 2023"),
        ("2023-03", "2023-02-15", "2023-03-14", "Tháng 3 năm 2023"),
        ("2023-11", "2023-10-15", "2023-11-14", "Tháng 11 năm 2023"),
        ("2023-12", "2023-11-15", "2023-12-14", "Tháng 12 năm 2023"),
        ("cal-2023", "2023-01-01", "2023-12-31", "Năm 2023 (dương lịch)"),
        ("cal-2023-H1", "2023-01-01", "2023-06-30", "6 tháng đầu năm 2023 (dương lịch)"),
        ("cal-2023-H2", "2023-07-01", "2023-12-31", "6 tháng cuối năm 2023 (dương lịch)"),
        ("cal-2023-9M", "2023-01-01", "2023-09-30", "9 tháng đầu năm 2023 (dương lịch)"),
        ("cal-2023-Q4", "2023-10-01", "2023-12-31", "Quý IV năm 2023 (dương lịch)"),
        ("cal-2023-11", "2023-11-01", "2023-11-30", "Tháng 11 năm 2023 (dương lịch)"),
        ("cal-2024-02", "2024-02-01", "2024-02-29", "Tháng 02 năm 2024 (dương lịch)"),
        (
            "2022-12-15..2023-10-30",
            "2022-12-15",
            "2023-10-30",
            "từ ngày 15/12/2022 đến ngày 30/10/2023",
        ),
        ("2024-01-01..2024-01-01", "2024-01-01", "2024-01-01", "từ ngày 01/01/2024 đến ngày 01/01/2024"),
    ],
)
def test_a_code_names_its_days_and_its_words(text, first, last, label):
    period = Period.parse(text)

    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period.label == label
    assert period.code == text


def test_codes_are_read_in_small_letters_and_with_spaces_around():
    assert Period.parse(" 2023-q4 ") == Period.parse("2023-Q4")
    assert Period.parse("CAL-2023-h1") == Period.parse("cal-2023-H1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "không phải là kỳ báo cáo"),
        ("2023-Q5", "không phải là kỳ báo cáo"),
        ("2023-13", "không phải là kỳ báo cáo"),
        ("2023-00", "không phải là kỳ báo cáo"),
        ("2023-1", "không phải là kỳ báo cáo"),
        ("2023-6M", "không phải là kỳ báo cáo"),
        ("20231", "không phải là kỳ báo cáo"),
        ("２０２３", "không phải là kỳ báo cáo"),
        ("2023-Q4\n..", "không phải là kỳ báo cáo"),
        ("2023-02-30..2023-03-01", "Không có ngày 2023-02-30"),
        ("2023-01-01..2023-02-29", "Không có ngày 2023-02-29"),
        ("2023-10-30..2022-12-15", "Ngày cuối kỳ 15/12/2022 trước ngày đầu kỳ 30/10/2023"),
        ("1999", "Năm 1999 nằm ngoài khoảng 2000–2100"),
        ("0000-Q1", "nằm ngoài khoảng"),
        ("2101-Q1", "nằm ngoài khoảng"),
        ("1999-12-31..2000-01-01", "nằm ngoài khoảng"),
        ("2100-12-31..2101-01-01", "nằm ngoài khoảng"),
    ],
)
def test_what_names_no_period_is_refused_in_words_an_officer_understands(text, message):
    with pytest.raises(PeriodError, match=message) as refusal:
        Period.parse(text)

    assert isinstance(refusal.value, DomainError)
    assert isinstance(refusal.value, ValueError)
    assert message in refusal.value.message


@pytest.mark.parametrize("prefix", ["", "cal-"])
@pytest.mark.parametrize("part", PARTS)
def test_before_and_after_every_preset_comes_the_next_without_a_gap(prefix, part):
    for year in range(2001, 2100):
        period = Period.parse(f"{prefix}{year}{part}")

        assert period.previous().last + DAY == period.first
        assert period.last + DAY == period.next().first
        assert Period.parse(period.code) == period


@pytest.mark.parametrize("prefix", ["", "cal-"])
@pytest.mark.parametrize("part", [part for part in PARTS if part != "-9M"])
def test_stepping_on_keeps_the_kind_and_stepping_back_returns(prefix, part):
    period = start = Period.parse(f"{prefix}2001{part}")

    for _ in range(60):
        assert period.next().previous() == period
        period = period.next()

    assert len(period.code.split("-")) == len(start.code.split("-"))
    assert period.label.split()[0] == start.label.split()[0]


@pytest.mark.parametrize(
    ("code", "previous"),
    [
        ("2023", "2022"),
        ("2023-H1", "2022-H2"),
        ("2023-H2", "2023-H1"),
        ("2023-Q1", "2022-Q4"),
        ("2023-Q4", "2023-Q3"),
        ("2023-01", "2022-12"),
        ("cal-2023-Q1", "cal-2022-Q4"),
        ("2023-9M", "2022-03-15..2022-12-14"),
        ("cal-2023-9M", "2022-04-01..2022-12-31"),
        ("2024-01-01..2024-01-31", "2023-12-01..2023-12-31"),
        ("2024-03-01..2024-03-10", "2024-02-20..2024-02-29"),
    ],
)
def test_the_previous_period_ends_the_day_before(code, previous):
    assert Period.parse(code).previous() == Period.parse(previous)


def test_nine_months_are_followed_by_nine_months_of_days():
    assert Period.parse("2023-9M").next() == Period.parse("2023-09-15..2024-06-14")


@pytest.mark.parametrize(
    ("code", "year_before"),
    [
        ("2023", "2022"),
        ("2023-9M", "2022-9M"),
        ("2023-Q4", "2022-Q4"),
        ("cal-2024-02", "cal-2023-02"),
        ("2022-12-15..2023-10-30", "2021-12-15..2022-10-30"),
        ("2024-02-29..2024-02-29", "2023-02-28..2023-02-28"),
        ("2023-01-01..2024-02-29", "2022-01-01..2023-02-28"),
    ],
)
def test_the_same_period_of_the_year_before(code, year_before):
    assert Period.parse(code).year_before() == Period.parse(year_before)


def test_there_is_nothing_before_the_first_year():
    with pytest.raises(PeriodError):
        Period.parse("2000-Q1").previous()
    with pytest.raises(PeriodError):
        Period.parse("2000").year_before()


@pytest.mark.parametrize("prefix", ["", "cal-"])
@pytest.mark.parametrize("year", [2000, 2022, 2023, 2024, 2026, 2100])
def test_months_quarters_and_halves_tile_their_year(prefix, year):
    whole = Period.parse(f"{prefix}{year}")

    for parts in (PARTS[1:3], PARTS[4:8], PARTS[8:]):
        periods = [Period.parse(f"{prefix}{year}{part}") for part in parts]
        assert periods[0].first == whole.first
        assert periods[-1].last == whole.last
        assert all(one.last + DAY == other.first for one, other in pairwise(periods))


def test_bounds_are_the_office_s_midnights_half_open():
    assert Period.parse("2023-Q1").bounds() == (
        datetime(2022, 12, 14, 17, tzinfo=UTC),
        datetime(2023, 3, 14, 17, tzinfo=UTC),
    )


def test_a_period_contains_its_first_and_last_day():
    period = Period.parse("2023-Q1")

    assert period.contains(date(2022, 12, 15))
    assert period.contains(date(2023, 3, 14))
    assert not period.contains(date(2022, 12, 14))
    assert not period.contains(date(2023, 3, 15))


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 9, 14), "2026-Q2"),
        (date(2026, 9, 15), "2026-Q3"),
        (date(2026, 11, 22), "2026-Q3"),
        (date(2026, 12, 14), "2026-Q3"),
        (date(2026, 12, 15), "2026-Q4"),
        (date(2027, 1, 1), "2026-Q4"),
        (date(2027, 3, 14), "2026-Q4"),
        (date(2027, 3, 15), "2027-Q1"),
    ],
)
def test_the_latest_legal_quarter_is_over(today, code):
    assert latest_legal_quarter(today).code == code


@given(DAYS)
def test_the_latest_legal_quarter_is_never_more_than_a_quarter_away(today):
    quarter = latest_legal_quarter(today)

    assert quarter.last < today
    assert quarter.next().contains(today)


def test_presets_offer_what_runs_and_what_ended_last():
    assert [period.code for period in Period.presets(date(2026, 11, 22))] == [
        *("2026-12", "2026-Q4", "2026-H2", "2026"),
        *("2026-11", "2026-Q3", "2026-H1", "2025"),
        "2026-9M",
    ]


def test_presets_of_late_december_belong_to_the_new_year():
    assert [period.code for period in Period.presets(date(2026, 12, 15))] == [
        *("2027-01", "2027-Q1", "2027-H1", "2027"),
        *("2026-12", "2026-Q4", "2026-H2", "2026"),
        "2026-9M",
    ]


@given(DAYS)
def test_presets_are_distinct_and_hold_today(today):
    presets = Period.presets(today)

    assert len({period.code for period in presets}) == len(presets)
    assert all(period.contains(today) for period in presets[:4])
    assert all(period.last < today for period in presets[4:8])


@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_a_free_range_is_gapless_with_its_neighbours(days):
    period = Period.between(*days)
    if period.first.year - (period.last - period.first).days // 365 > 2002:
        previous = period.previous()

        assert previous.last + DAY == period.first
        assert previous.last - previous.first == period.last - period.first
        assert previous.next() == period
