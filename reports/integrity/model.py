"""What a check says, and over which years it looks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a code for machines, the record it stands in, a sentence for people."""

    code: str
    record: str
    message: str

    def __str__(self) -> str:
        return f"{self.record}: {self.message}"


@dataclass(frozen=True)
class Span:
    """Figures are recomputed for the periods of these days; rows are looked at whatever their age."""

    first: date
    last: date

    @classmethod
    def of_years(cls, years: int, today: date) -> "Span":
        return cls(date(today.year - years, 12, 15), today)
