"""Luật của hội đồng: what holds for any number of members, marks and votes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.appraisal import rules
from initiatives.appraisal.examples import EXAMPLES
from initiatives.appraisal.rules import Measure, judge, mistake, needed_votes

pytestmark = pytest.mark.once
MEASURES = (
    Measure("a", "Mới", Decimal(30), Decimal(15), is_disqualifying=True),
    Measure("b", "Hiệu quả", Decimal(40)),
    Measure("c", "Áp dụng", Decimal(30), Decimal(15)),
)
SHEETS = st.lists(
    st.fixed_dictionaries(
        {one.key: st.integers(0, int(one.most) * 2).map(lambda half: Decimal(half) / 2) for one in MEASURES}
    ),
    min_size=1,
    max_size=9,
)
SHARES = st.sampled_from([Fraction(2, 3), Fraction(7, 10), Fraction(3, 4), Fraction(1)])


def verdict(marks, yes, members, threshold=70):
    sheets = [dict(zip("abc", map(Decimal, marks), strict=True))] * 5
    return judge(MEASURES, sheets, threshold=Decimal(threshold), yes=yes, members=members)


def test_four_of_five_recognise_and_three_of_five_do_not():
    assert verdict((25, 32, 25), 4, 5).is_recognised
    refused = verdict((25, 32, 25), 3, 5)
    assert refused.obstacles == ("3/5 thành viên đồng ý, cần ít nhất 4.",)
    assert refused.shown_mean == 82


def test_mean_below_the_threshold_or_a_failed_disqualifying_criterion_is_the_end_of_it():
    assert verdict((20, 25, 20), 5, 5).obstacles == ("Điểm trung bình 65 chưa đạt mức công nhận 70.",)
    assert verdict((14, 38, 28), 5, 5).obstacles == (
        "Tiêu chí “Mới” trung bình 14, dưới điểm đạt 15: bị loại.",
    )
    assert verdict((28, 38, 14), 5, 5).is_recognised  # below the pass mark of one that disqualifies nobody


@given(st.integers(1, 60), SHARES)
def test_needed_votes_are_the_least_number_that_is_the_share_of_all_members(members, share):
    needed = needed_votes(members, share)

    assert Fraction(needed, members) >= share > Fraction(needed - 1, members)


@given(SHEETS, st.integers(1, 15), st.data(), SHARES)
def test_recognition_is_exactly_the_three_conditions(sheets, members, data, share):
    yes = data.draw(st.integers(0, members))
    found = judge(MEASURES, sheets, threshold=Decimal(70), yes=yes, members=members, share=share)

    total = sum(sum(sheet.values()) for sheet in sheets)
    assert found.mean == Fraction(total) / len(sheets)
    assert found.is_recognised == (
        total >= 70 * len(sheets)
        and sum(sheet["a"] for sheet in sheets) >= 15 * len(sheets)
        and Fraction(yes, members) >= share
    )


@given(SHEETS, st.integers(1, 15), st.data())
def test_one_more_vote_never_takes_a_recognition_away_and_one_more_member_never_gives_it(
    sheets, members, data
):
    yes = data.draw(st.integers(0, members - 1))

    def recognised(yes, members):
        return judge(MEASURES, sheets, threshold=Decimal(50), yes=yes, members=members).is_recognised

    assert recognised(yes, members) <= recognised(yes + 1, members)
    assert recognised(yes, members + 1) <= recognised(yes, members)


def test_nobody_is_recognised_without_a_sheet():
    assert not judge(MEASURES, [], threshold=Decimal(1), yes=5, members=5).is_recognised


@pytest.mark.parametrize(
    ("value", "step", "words"),
    [
        ("30", "0.5", ""),
        ("30.5", "0.5", "Điểm tối đa của tiêu chí này là 30."),
        ("12.25", "0.5", "Điểm ghi theo bước 0,5."),
        ("12.5", "1", "Điểm ghi theo bước 1."),
        ("-1", "1", "Điểm không nhỏ hơn 0."),
    ],
)
def test_mark_stays_within_its_criterion_and_on_the_step(value, step, words):
    assert mistake(Decimal(value), MEASURES[0], Decimal(step)) == words


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.word)
def test_examples_make_a_hundred(example):
    assert sum(line.most for line in example.lines) == 100


def test_those_who_may_not_vote_are_said_to_count():
    words = rules.said_of_votes(5, 1)

    assert words.startswith("Cần ít nhất 4 trong 5 phiếu đồng ý (2/3 tổng số thành viên")
    assert "1 thành viên không biểu quyết sáng kiến này vẫn tính trong 5 thành viên" in words
