"""The demo's report: the reform report of xã Vĩnh Thủy of the last legal quarter, built, to be downloaded."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from portal.models import Unit, User
from reports import building, drafting, kinds
from reports.demo.accounts import ACCOUNTS, REFORM_DAY
from reports.demo.offices import HOME
from reports.letterhead import Letterhead, Signer
from reports.models import Report
from reports.periods import latest_legal_quarter

AUTHOR, SIGNER = "cchc", "lanhdao"


def build(today: date) -> Report | None:
    """Begin, write and build the report; None if its files are there already."""
    unit = Unit.objects.select_related("parent").get(code=HOME, valid_from=REFORM_DAY)
    kind, period = kinds.kind("cchc"), latest_legal_quarter(today)
    if Report.objects.built().filter(unit=unit, created_by__username=AUTHOR).exists():
        return None
    author = User.objects.get(username=AUTHOR)
    report, _ = drafting.begin(kind, unit, period, by=author)
    drafting.write(report, texts(period.last.year), by=author)
    signer = next(one.full_name for one in ACCOUNTS if one.username == SIGNER)
    head = replace(Letterhead.usual(unit, unit.parent), signer=Signer.DEPUTY, signer_name=signer)
    drafting.set_letterhead(report, head, by=author)
    report.refresh_from_db()
    building.build(report, by=author)
    return report


def texts(year: int) -> dict[str, str]:
    """The parts that an officer writes, by section: `@code` and the lines below it."""
    parts = (Path(__file__).parent / "report.txt").read_text("utf-8").replace("{year}", str(year))
    found = (part.partition("\n") for part in parts.split("@") if part)
    return {code: text.strip() for code, _, text in found}
