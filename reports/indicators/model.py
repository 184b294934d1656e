"""What an indicator is: defined once, it counts, lists the records behind it, and explains itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from portal.formats import percentage
from reports.periods import Period

Condition = Callable[[Period], Q]


class Records(StrEnum):
    """What stands behind a figure, and so how it opens."""

    DOSSIERS = "dossiers"
    RATINGS = "ratings"  # anonymous rows, and none at all under RATINGS_SHOWN_FROM
    PROCEDURES = "procedures"
    FEEDBACK = "feedback"
    ADVANCE = "advance"
    DOCUMENTS = "documents"
    DOCUMENT_TASKS = "document_tasks"
    HAMLETS = "hamlets"
    TEAMS = "teams"
    TEAM_MEMBERS = "team_members"
    TEAM_SESSIONS = "team_sessions"
    HELPED_DOSSIERS = "helped_dossiers"  # dossiers that a team wrote down


RATINGS_SHOWN_FROM = 5
"""Fewer ratings than this could be traced to their raters (NĐ 61/2018 Đ.27.3)."""


@dataclass(frozen=True)
class Indicator:
    """Chỉ tiêu: a count of records.

    `condition` picks the records within those that the period touches; an indicator with `terms` is the
    signed sum of others (`(+1, "received")`), counted by adding, listed by its condition: both must agree.
    One that `adds` columns is their sum over the records picked, not how many these are.
    """

    code: str
    label: str
    measure: str
    meaning: str
    source: str
    condition: Condition
    terms: tuple[tuple[int, str], ...] = ()
    records: Records = Records.DOSSIERS
    heading: str = ""
    adds: tuple[str, ...] = ()

    @property
    def short_label(self) -> str:
        """What stands above a narrow column."""
        return self.heading or self.label


@dataclass(frozen=True)
class Rate:
    """Tỷ lệ: a percentage of two indicators, to two decimals, half up from the counts; None of nothing."""

    code: str
    label: str
    part: tuple[str, ...]
    whole: str
    meaning: str
    higher_is_better: bool = True

    def of(self, figures: Mapping[str, int]) -> Decimal | None:
        return percentage(sum(figures[code] for code in self.part), figures[self.whole])
