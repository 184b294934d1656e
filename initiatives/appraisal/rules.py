"""Luật của hội đồng as pure functions: marks within their criterion, the mean, two thirds of ALL members.

TT 18/2013/TT-BKHCN, Điều 8: at least two thirds of the members agree, of the members and not of those
present; whoever may not vote (an author, somebody with a conflict of interest) or did not, counts among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.formats import decimal_in_prose

TWO_THIRDS = Fraction(2, 3)
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Measure:
    """One criterion as the rules need it."""

    key: str
    name: str
    most: Decimal
    least: Decimal | None = None
    is_disqualifying: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the marks and the vote lead to, with the sentences that say why not."""

    mean: Fraction
    means: Mapping[str, Fraction]
    yes: int
    members: int
    needed: int
    obstacles: tuple[str, ...]

    @property
    def is_recognised(self) -> bool:
        return not self.obstacles

    @property
    def shown_mean(self) -> Decimal:
        return rounded(self.mean)


def mistake(value: Decimal, measure: Measure, step: Decimal) -> str:
    """Why a mark cannot stand; empty where it can."""
    if value < 0:
        return "Điểm không nhỏ hơn 0."
    if value > measure.most:
        return f"Điểm tối đa của tiêu chí này là {decimal_in_prose(measure.most)}."
    if value % step:
        return f"Điểm ghi theo bước {decimal_in_prose(step)}."
    return ""


def needed_votes(members: int, share: Fraction = TWO_THIRDS) -> int:
    """The least number of members that is this share of all of them."""
    return -(-members * share.numerator // share.denominator)


def mean(values: Sequence[Decimal]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values) if values else Fraction(0)


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up, for reading; what decides is the exact number."""
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return Decimal(hundredths) / 100


def judge(
    measures: Sequence[Measure], sheets: Sequence[Mapping[str, Decimal]], *,
    threshold: Decimal, yes: int, members: int, share: Fraction = TWO_THIRDS,
) -> Verdict:  # fmt: skip
    """Recognised if the mean reaches the threshold, no disqualifying criterion fails by its mean, and enough
    of all members agree."""
    means = {one.key: mean([sheet[one.key] for sheet in sheets]) for one in measures}
    total = sum(means.values(), Fraction(0))
    needed = needed_votes(members, share)
    obstacles = []
    if not sheets:
        obstacles.append("Chưa có phiếu chấm nào được nộp.")
    elif total < threshold:
        obstacles.append(
            f"Điểm trung bình {decimal_in_prose(rounded(total))} "
            f"chưa đạt mức công nhận {decimal_in_prose(threshold)}."
        )
    for one in measures:
        if sheets and one.is_disqualifying and one.least is not None and means[one.key] < one.least:
            obstacles.append(
                f"Tiêu chí “{one.name}” trung bình {decimal_in_prose(rounded(means[one.key]))}, "
                f"dưới điểm đạt {decimal_in_prose(one.least)}: bị loại."
            )
    if yes < needed:
        obstacles.append(f"{yes}/{members} thành viên đồng ý, cần ít nhất {needed}.")
    return Verdict(total, means, yes, members, needed, tuple(obstacles))


def said_of_votes(members: int, not_voting: int, share: Fraction = TWO_THIRDS) -> str:
    """How those who may not vote count, in words."""
    words = (
        f"Cần ít nhất {needed_votes(members, share)} trong {members} phiếu đồng ý "
        f"({share.numerator}/{share.denominator} tổng số thành viên, không phải số có mặt)."
    )
    if not_voting:
        words += (
            f" {not_voting} thành viên không biểu quyết sáng kiến này vẫn tính trong {members} thành viên, "
            "như không đồng ý."
        )
    return words
