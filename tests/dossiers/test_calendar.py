from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import calendar
from dossiers.calendar import (
    OFFICE_ZONE,
    PauseRule,
    Shift,
    TimeLimit,
    TimeUnit,
    WorkingCalendar,
    due,
    due_after_pause,
    hand_over_by,
    is_working_day,
    next_working_day,
    working_days_between,
)

OFFICE = WorkingCalendar()
SATURDAY_OFFICE = WorkingCalendar(saturday_works=True)
THREE_PM = time(15)
DAY = timedelta(days=1)


def at(text):
    """`2026-11-23 09:00` on the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def working_days(value):
    return TimeLimit(value, TimeUnit.WORKING_DAY)


def working_hours(value):
    return TimeLimit(value, TimeUnit.WORKING_HOUR)


def days(value):
    return TimeLimit(value, TimeUnit.DAY)


def hours(value):
    return TimeLimit(value, TimeUnit.HOUR)


SAME_DAY = TimeLimit(1, TimeUnit.WORKING_DAY, same_day_if_before=THREE_PM)


# Days


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2020-01-23", "2020-01-29"),
        ("2021-02-10", "2021-02-16"),
        ("2022-01-31", "2022-02-04"),
        ("2023-01-20", "2023-01-26"),
        ("2024-02-08", "2024-02-14"),
        ("2025-01-27", "2025-01-31"),
        ("2026-02-16", "2026-02-20"),
    ],
)
def test_tet_is_off_from_its_first_day_to_its_last(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)

    stretch = [first + n * DAY for n in range((last - first).days + 1)]

    assert {OFFICE.day_kind(day).reason for day in stretch} == {"nghỉ Tết Nguyên đán"}
    assert not any(is_working_day(day, OFFICE) for day in stretch)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-11-21", "Thứ Bảy"),
        ("2026-11-22", "Chủ nhật"),
        ("2026-11-24", "nghỉ Ngày Văn hóa Việt Nam"),
        ("2026-01-01", "nghỉ Tết Dương lịch"),
        ("2023-01-02", "nghỉ bù Tết Dương lịch"),
        ("2024-04-18", "nghỉ Ngày Giỗ Tổ Hùng Vương"),
        ("2026-04-27", "nghỉ bù Ngày Giỗ Tổ Hùng Vương"),
        ("2024-04-30", "nghỉ Ngày Chiến thắng"),
        ("2024-05-01", "nghỉ Ngày Quốc tế Lao động"),
        ("2023-05-03", "nghỉ bù Ngày Chiến thắng"),
        ("2020-09-02", "nghỉ Quốc khánh"),
        ("2022-09-01", "nghỉ Quốc khánh"),
        ("2023-09-01", "nghỉ Quốc khánh"),
        ("2023-09-04", "nghỉ bù Quốc khánh"),
        ("2024-09-03", "nghỉ Quốc khánh"),
        ("2025-09-01", "nghỉ Quốc khánh"),
        ("2026-09-01", "nghỉ Quốc khánh"),
        ("2024-04-29", "nghỉ hoán đổi, làm bù ngày 04/05/2024"),
        ("2025-05-02", "nghỉ hoán đổi, làm bù ngày 26/04/2025"),
        ("2026-01-02", "nghỉ hoán đổi, làm bù ngày 10/01/2026"),
        ("2026-08-31", "nghỉ hoán đổi, làm bù ngày 22/08/2026"),
    ],
)
def test_a_day_off_says_why(day, reason):
    assert OFFICE.day_kind(date.fromisoformat(day))[:2] == (False, reason)


@pytest.mark.parametrize("day", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_make_up_saturday_is_worked_all_day(day):
    kind = OFFICE.day_kind(date.fromisoformat(day))

    assert kind == (True, "làm bù", OFFICE.shifts)


@pytest.mark.parametrize("day", ["2026-11-23", "2025-11-24", "2020-09-03", "2025-02-03", "2026-02-23"])
def test_an_ordinary_day_is_worked(day):
    assert OFFICE.day_kind(date.fromisoformat(day))[:2] == (True, "ngày làm việc")


def test_forecasts_beyond_the_lunar_tables_read_like_any_holiday():
    reasons = {OFFICE.day_kind(date(2100, 1, 1) + n * DAY).reason for n in range(365)}

    assert not any("dự kiến" in reason for reason in reasons)
    assert "nghỉ Tết Nguyên đán" in reasons


def test_decisions_come_before_the_library_and_a_day_off_before_a_working_day():
    make_up, tet, monday, sunday = date(2024, 5, 4), date(2026, 2, 17), date(2026, 11, 23), date(2026, 11, 22)
    office = WorkingCalendar(
        extra_days_off=frozenset({make_up, monday}), extra_working_days=frozenset({tet, monday, sunday})
    )

    assert office.day_kind(make_up)[:2] == (False, "nghỉ theo quyết định")
    assert office.day_kind(monday)[:2] == (False, "nghỉ theo quyết định")
    assert office.day_kind(tet)[:2] == (True, "làm bù")
    assert office.day_kind(sunday)[:2] == (True, "làm bù")


def test_where_saturday_counts_only_its_morning_does():
    kind = SATURDAY_OFFICE.day_kind(date(2026, 11, 21))

    assert kind == (True, "làm việc sáng Thứ Bảy", (Shift(time(7), time(11, 30)),))
    assert SATURDAY_OFFICE.day_kind(date(2026, 8, 22)).shifts == OFFICE.shifts
    assert not SATURDAY_OFFICE.day_kind(date(2026, 11, 22)).working


def test_the_next_working_day_steps_over_tet():
    assert next_working_day(date(2026, 2, 13), OFFICE) == date(2026, 2, 23)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-23", "2026-11-25", 1),
        ("2026-02-13", "2026-02-27", 5),
        ("2026-11-25", "2026-11-23", -1),
    ],
)
def test_working_days_between_leave_out_the_first_day(first, last, count):
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last), OFFICE) == count


@pytest.mark.parametrize(
    "shifts",
    [
        (),
        (Shift(time(11), time(7)),),
        (Shift(time(13), time(17)), Shift(time(7), time(11))),
        (Shift(time(7), time(12)), Shift(time(12), time(17))),
    ],
)
def test_shifts_must_follow_one_another(shifts):
    with pytest.raises(ValueError, match="shifts"):
        WorkingCalendar(shifts=shifts)


# Due dates


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        # the first day is not counted, the time of day is kept
        ("2026-07-03 10:00", working_days(3), "2026-07-08 10:00"),
        ("2026-11-23 09:00", working_days(1), "2026-11-25 09:00"),
        ("2025-11-24 09:00", working_days(1), "2025-11-25 09:00"),
        # Tết
        ("2024-02-07 10:00", working_days(1), "2024-02-15 10:00"),
        ("2025-01-24 10:00", working_days(1), "2025-02-03 10:00"),
        ("2026-02-13 10:00", working_days(5), "2026-02-27 10:00"),
        # 30/4 and 01/5 with the swaps of 2024 and 2025, 02/9 with that of 2026, New Year 2026
        ("2024-04-26 10:00", working_days(1), "2024-05-02 10:00"),
        ("2024-05-03 10:00", working_days(1), "2024-05-04 10:00"),
        ("2024-05-03 10:00", working_days(2), "2024-05-06 10:00"),
        ("2025-04-25 10:00", working_days(1), "2025-04-26 10:00"),
        ("2025-04-29 10:00", working_days(1), "2025-05-05 10:00"),
        ("2026-08-21 10:00", working_days(2), "2026-08-24 10:00"),
        ("2026-08-28 10:00", working_days(1), "2026-09-03 10:00"),
        ("2025-12-31 10:00", working_days(1), "2026-01-05 10:00"),
        ("2026-01-09 10:00", working_days(1), "2026-01-10 10:00"),
        # outside office hours
        ("2026-07-06 06:15", working_days(1), "2026-07-07 07:00"),
        ("2026-07-06 11:30", working_days(1), "2026-07-07 11:30"),
        ("2026-07-06 11:31", working_days(1), "2026-07-07 13:30"),
        ("2026-07-06 12:15", working_days(1), "2026-07-07 13:30"),
        ("2026-07-06 17:00", working_days(1), "2026-07-07 17:00"),
        ("2026-07-06 17:01", working_days(1), "2026-07-08 07:00"),
        ("2026-07-03 18:00", working_days(3), "2026-07-09 07:00"),
        ("2026-07-04 09:00", working_days(1), "2026-07-07 07:00"),
        ("2026-07-05 23:59", working_days(1), "2026-07-07 07:00"),
        ("2024-05-04 09:00", working_days(1), "2024-05-06 09:00"),
        # calendar days
        ("2026-07-02 10:00", days(10), "2026-07-13 10:00"),
        ("2026-07-02 10:00", days(8), "2026-07-10 10:00"),
        ("2026-07-02 12:00", days(10), "2026-07-13 13:30"),
        ("2026-07-02 18:00", days(10), "2026-07-13 07:00"),
        ("2026-07-04 09:00", days(1), "2026-07-07 07:00"),
        ("2026-02-06 10:00", days(10), "2026-02-23 10:00"),
        ("2024-04-24 10:00", days(10), "2024-05-04 10:00"),
        # working hours
        ("2026-07-06 09:00", working_hours(2), "2026-07-06 11:00"),
        ("2026-07-06 09:30", working_hours(2), "2026-07-06 11:30"),
        ("2026-07-06 10:30", working_hours(2), "2026-07-06 14:30"),
        ("2026-07-06 16:00", working_hours(2), "2026-07-07 08:00"),
        ("2026-07-03 16:00", working_hours(2), "2026-07-06 08:00"),
        ("2026-07-06 09:00", working_hours(8), "2026-07-07 09:00"),
        ("2026-11-23 16:00", working_hours(12), "2026-11-26 10:00"),
        ("2026-07-06 17:00", working_hours(1), "2026-07-07 08:00"),
        # hours around the clock
        ("2026-07-03 18:20", hours(12), "2026-07-04 06:20"),
        ("2026-02-16 09:00", hours(12), "2026-02-16 21:00"),
        # within the day
        ("2026-07-06 07:00", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-06 14:59", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-06 15:00", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-06 15:00:01", SAME_DAY, "2026-07-07 17:00"),
        ("2026-07-03 15:01", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-03 18:00", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-04 09:00", SAME_DAY, "2026-07-06 17:00"),
        ("2026-07-06 05:00", SAME_DAY, "2026-07-06 17:00"),
        ("2026-11-23 15:01", SAME_DAY, "2026-11-25 17:00"),
    ],
)
def test_due_dates_of_the_law_and_the_practice(received, limit, expected):
    assert due(at(received), limit, OFFICE).at == at(expected)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        ("2026-07-03 10:00", working_days(1), "2026-07-04 10:00"),
        ("2026-07-03 16:00", working_days(1), "2026-07-04 11:30"),
        ("2026-07-04 12:00", working_days(1), "2026-07-07 07:00"),
        ("2026-07-03 16:00", working_hours(2), "2026-07-04 08:00"),
        ("2026-07-03 15:01", SAME_DAY, "2026-07-04 11:30"),
    ],
)
def test_due_dates_of_an_office_that_works_on_saturday_morning(received, limit, expected):
    assert due(at(received), limit, SATURDAY_OFFICE).at == at(expected)


def test_a_procedure_without_a_limit_has_no_due_date():
    assert due(at("2026-07-06 09:00"), None, OFFICE) is None


def test_a_procedure_without_a_limit_may_still_be_one_of_the_same_day():
    promised = due(at("2026-07-06 15:01"), None, OFFICE, same_day_if_before=THREE_PM)

    assert promised.at == at("2026-07-07 17:00")


def test_the_caller_s_same_day_rule_wins_over_the_limit_s():
    promised = due(at("2026-07-06 10:00"), SAME_DAY, OFFICE, same_day_if_before=time(9))

    assert promised.at == at("2026-07-07 17:00")


def test_a_moment_in_another_zone_is_reckoned_on_the_office_s_clock():
    promised = due(datetime(2026, 7, 3, 3, tzinfo=UTC), working_days(3), OFFICE)

    assert promised.at == at("2026-07-08 10:00")
    assert promised.at.tzinfo is OFFICE_ZONE


def test_a_moment_without_a_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 7, 3, 10), working_days(3), OFFICE)  # noqa: DTZ001


@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_is_at_least_one(value):
    with pytest.raises(ValueError, match="time limit"):
        working_days(value)


# The reckoning that is shown


def test_the_strip_counts_and_skips_each_day_with_its_reason():
    promised = due(at("2026-11-20 18:00"), working_days(2), OFFICE)

    assert [(f"{day:%d/%m}", counted, reason) for day, counted, reason in promised.days] == [
        ("20/11", False, "nhận sau giờ làm việc"),
        ("21/11", False, "Thứ Bảy"),
        ("22/11", False, "Chủ nhật"),
        ("23/11", False, "tính như ngày nhận"),
        ("24/11", False, "nghỉ Ngày Văn hóa Việt Nam"),
        ("25/11", True, "ngày thứ 1"),
        ("26/11", True, "ngày thứ 2"),
    ]


def test_the_strip_of_calendar_days_counts_the_weekend_and_shows_the_roll():
    promised = due(at("2026-07-09 10:00"), days(3), OFFICE)

    assert [(f"{day:%d/%m}", counted, reason) for day, counted, reason in promised.days] == [
        ("09/07", False, "ngày nhận"),
        ("10/07", True, "ngày thứ 1"),
        ("11/07", True, "ngày thứ 2"),
        ("12/07", True, "ngày thứ 3"),
        ("13/07", False, "ngày làm việc tiếp theo"),
    ]


def test_the_strip_of_working_hours_shows_the_hours_of_each_day():
    promised = due(at("2026-07-03 16:30"), working_hours(5), OFFICE)

    assert [(f"{day:%d/%m}", counted, reason) for day, counted, reason in promised.days] == [
        ("03/07", True, "30 phút"),
        ("04/07", False, "Thứ Bảy"),
        ("05/07", False, "Chủ nhật"),
        ("06/07", True, "4 giờ 30 phút"),
    ]


@pytest.mark.parametrize(
    ("received", "limit", "sentence"),
    [
        (
            "2026-11-23 09:00",
            working_days(1),
            "1 ngày làm việc kể từ ngày sau ngày nhận; 24/11 nghỉ Ngày Văn hóa Việt Nam",
        ),
        (
            "2026-02-13 10:00",
            working_days(5),
            "5 ngày làm việc kể từ ngày sau ngày nhận; 16/02–20/02 nghỉ Tết Nguyên đán",
        ),
        ("2026-07-03 10:00", working_days(3), "3 ngày làm việc kể từ ngày sau ngày nhận"),
        (
            "2026-07-03 18:00",
            working_days(1),
            "nhận ngoài giờ làm việc, tính như nhận lúc 07:00 ngày 06/07; "
            "1 ngày làm việc kể từ ngày sau ngày nhận",
        ),
        (
            "2026-08-21 10:00",
            working_days(2),
            "2 ngày làm việc kể từ ngày sau ngày nhận; 22/08 làm bù",
        ),
        (
            "2026-07-02 10:00",
            days(10),
            "10 ngày kể từ ngày sau ngày nhận; "
            "ngày cuối 12/07 là ngày nghỉ (Chủ nhật), trả vào ngày làm việc tiếp theo",
        ),
        ("2026-07-02 10:00", days(8), "8 ngày kể từ ngày sau ngày nhận"),
        ("2026-07-06 09:00", working_hours(2), "2 giờ làm việc kể từ lúc nhận"),
        ("2026-07-03 18:20", hours(12), "12 giờ liên tục kể từ lúc nhận"),
        ("2026-07-06 15:00", SAME_DAY, "trả trong ngày"),
        ("2026-07-06 15:01", SAME_DAY, "nhận sau 15 giờ, trả vào ngày làm việc tiếp theo"),
        (
            "2026-07-06 15:31",
            TimeLimit(1, TimeUnit.WORKING_DAY, time(15, 30)),
            "nhận sau 15 giờ 30, trả vào ngày làm việc tiếp theo",
        ),
    ],
)
def test_the_reckoning_is_said_in_a_sentence(received, limit, sentence):
    assert due(at(received), limit, OFFICE).explanation == sentence


# Handing over


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-07-03 15:00", "2026-07-03 17:00"),
        ("2026-07-03 15:01", "2026-07-06 07:00"),
        ("2026-07-04 09:00", "2026-07-06 17:00"),
    ],
)
def test_paper_is_handed_over_the_same_day_or_as_the_next_one_starts(received, expected):
    assert hand_over_by(at(received), OFFICE) == at(expected)


# Pauses


@pytest.mark.parametrize(
    ("paused_from", "paused_to", "expected"),
    [
        ("2026-07-06 10:00", "2026-07-06 16:00", "2026-07-10 10:00"),
        ("2026-07-06 16:00", "2026-07-07 08:00", "2026-07-13 10:00"),
        ("2026-07-06 10:00", "2026-07-08 10:00", "2026-07-14 10:00"),
        ("2026-07-03 18:00", "2026-07-06 08:00", "2026-07-10 10:00"),
        ("2026-07-03 10:00", "2026-07-05 10:00", "2026-07-13 10:00"),
        ("2026-11-23 10:00", "2026-11-25 10:00", "2026-07-13 10:00"),
    ],
)
def test_shift_moves_by_the_whole_working_days_the_clock_stood(paused_from, paused_to, expected):
    assert calendar.shift(at("2026-07-10 10:00"), at(paused_from), at(paused_to), OFFICE) == at(expected)


@pytest.mark.parametrize(
    ("limit", "paused_from", "paused_to", "expected"),
    [
        (working_days(5), "2026-07-06 10:00", "2026-07-06 16:00", "2026-07-10 16:00"),
        (working_days(5), "2026-07-06 10:00", "2026-07-08 11:00", "2026-07-14 11:00"),
        (None, "2026-07-03 16:00", "2026-07-06 08:00", "2026-07-10 14:00"),
        (working_hours(30), "2026-07-06 10:00", "2026-07-06 11:00", "2026-07-10 11:00"),
        (days(10), "2026-07-03 10:00", "2026-07-06 10:00", "2026-07-13 10:00"),
        (days(10), "2026-07-06 10:00", "2026-07-07 10:00", "2026-07-13 07:00"),
        (hours(12), "2026-07-09 22:00", "2026-07-10 04:30", "2026-07-10 16:30"),
    ],
)
def test_subtract_moves_by_exactly_the_time_on_the_limit_s_own_clock(limit, paused_from, paused_to, expected):
    moved = calendar.subtract(at("2026-07-10 10:00"), at(paused_from), at(paused_to), OFFICE, limit=limit)

    assert moved == at(expected)


def test_restart_reckons_from_the_day_of_the_supplement():
    moved = due_after_pause(
        at("2026-07-10 10:00"),
        at("2026-07-07 10:00"),
        at("2026-07-08 14:00"),
        OFFICE,
        rule=PauseRule.RESTART,
        limit=working_days(5),
    )

    assert moved == at("2026-07-15 14:00")


def test_without_its_limit_a_due_date_is_shifted_where_the_rule_is_to_restart():
    pause = at("2026-07-07 10:00"), at("2026-07-08 14:00")

    moved = due_after_pause(at("2026-07-10 10:00"), *pause, OFFICE, rule=PauseRule.RESTART)

    assert moved == at("2026-07-13 10:00")


def test_a_limit_in_hours_is_moved_by_the_hours_even_where_the_rule_shifts_days():
    pause = at("2026-07-06 08:00"), at("2026-07-06 09:00")

    moved = due_after_pause(
        at("2026-07-06 10:00"), *pause, OFFICE, rule=PauseRule.SHIFT, limit=working_hours(2)
    )

    assert moved == at("2026-07-06 11:00")


@pytest.mark.parametrize("rule", PauseRule)
def test_a_dossier_without_a_due_date_keeps_none(rule):
    pause = at("2026-07-07 10:00"), at("2026-07-08 14:00")

    assert due_after_pause(None, *pause, OFFICE, rule=rule) is None


def test_a_pause_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="pause"):
        calendar.shift(at("2026-07-10 10:00"), at("2026-07-08 10:00"), at("2026-07-07 10:00"), OFFICE)


def test_units_and_rules_are_said_in_the_office_s_words():
    assert str(working_days(3)) == "3 ngày làm việc"
    assert [unit.label for unit in TimeUnit] == ["giờ làm việc", "ngày làm việc", "ngày", "giờ liên tục"]
    assert [rule.label for rule in PauseRule] == [
        "Tính lại từ đầu khi nhận đủ hồ sơ",
        "Trừ thời gian chờ bổ sung",
        "Lùi hạn theo số ngày làm việc tạm dừng",
    ]


# Whatever the day

DATES = st.dates(date(2022, 1, 1), date(2028, 12, 1))
MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2028, 12, 1), timezones=st.just(OFFICE_ZONE))  # noqa: DTZ001
CALENDARS = st.builds(
    WorkingCalendar,
    extra_days_off=st.frozensets(DATES, max_size=5),
    extra_working_days=st.frozensets(DATES, max_size=5),
    saturday_works=st.booleans(),
)
VALUES = st.integers(1, 60)
OFFICE_UNITS = st.sampled_from([TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY, TimeUnit.DAY])
LIMITS = st.builds(
    TimeLimit, VALUES, st.sampled_from(TimeUnit), same_day_if_before=st.sampled_from([None, None, THREE_PM])
)
OFFICE_LIMITS = st.builds(
    TimeLimit, VALUES, OFFICE_UNITS, same_day_if_before=st.sampled_from([None, None, THREE_PM])
)


def is_office_moment(moment, office):
    return any(
        shift.opens <= moment.time() <= shift.closes for shift in office.day_kind(moment.date()).shifts
    )


@given(MOMENTS, OFFICE_LIMITS, CALENDARS)
def test_due_is_a_moment_the_office_works(received, limit, office):
    assert is_office_moment(due(received, limit, office).at, office)


@given(MOMENTS, LIMITS, CALENDARS)
def test_due_is_never_before_the_reception(received, limit, office):
    assert due(received, limit, office).at >= received


@given(MOMENTS, VALUES, st.sampled_from(TimeUnit), CALENDARS)
def test_a_longer_limit_is_never_due_earlier(received, value, unit, office):
    shorter, longer = (due(received, TimeLimit(n, unit), office).at for n in (value, value + 1))

    assert shorter <= longer


@given(st.tuples(MOMENTS, MOMENTS).map(sorted), LIMITS, CALENDARS)
def test_a_later_reception_is_never_due_earlier(receptions, limit, office):
    earlier, later = (due(received, limit, office).at for received in receptions)

    assert earlier.date() <= later.date()
    if limit.unit is not TimeUnit.DAY or limit.same_day_if_before:
        assert earlier <= later


@given(MOMENTS, st.timedeltas(timedelta(), 3 * DAY), LIMITS, CALENDARS)
def test_nor_is_a_reception_shortly_after(received, wait, limit, office):
    earlier, later = due(received, limit, office).at, due(received + wait, limit, office).at

    assert earlier.date() <= later.date()


@given(MOMENTS, LIMITS, CALENDARS)
def test_the_strip_runs_from_reception_to_due_without_a_gap(received, limit, office):
    promised = due(received, limit, office)
    strip = [day for day, _, _ in promised.days]

    assert strip[0] == received.date()
    assert strip[-1] == promised.at.date()
    assert all(later - earlier == DAY for earlier, later in pairwise(strip))
    assert all(reason for _, _, reason in promised.days)


@given(MOMENTS, VALUES, CALENDARS)
def test_as_many_days_are_counted_as_the_limit_has(received, value, office):
    of_work, of_calendar = (due(received, limit(value), office) for limit in (working_days, days))

    assert sum(counted for _, counted, _ in of_work.days) == value
    assert sum(counted for _, counted, _ in of_calendar.days) == value
    assert all(office.day_kind(day).working for day, counted, _ in of_work.days if counted)


@given(DATES, VALUES, CALENDARS)
def test_counting_working_days_undoes_stepping_over_them(day, count, office):
    last = next_working_day(day, office, count)

    assert working_days_between(day, last, office) == count
    assert working_days_between(last, day, office) == -count


@given(MOMENTS, st.none() | LIMITS, st.sampled_from(PauseRule), CALENDARS, st.data())
def test_a_pause_never_brings_the_due_date_forward(received, limit, rule, office, data):
    original = due(received, limit or working_days(7), office).at
    paused_from = received + data.draw(st.timedeltas(timedelta(), 40 * DAY))
    paused_to = paused_from + data.draw(st.timedeltas(timedelta(), 40 * DAY))

    assert due_after_pause(original, paused_from, paused_to, office, rule=rule, limit=limit) >= original


@given(MOMENTS, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted), CALENDARS)
def test_adjacent_pauses_move_the_due_date_as_far_as_one_over_both(received, moments, office):
    original = due(received, working_days(7), office).at
    first, middle, last = moments

    for move in (calendar.shift, calendar.subtract):
        once = move(original, first, last, office)
        twice = move(move(original, first, middle, office), middle, last, office)
        assert once.date() == twice.date()
