"""What holds for every sheet: nothing is lost or doubled, a second time changes nothing."""

import io
import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.models import Dossier, DossierEvent
from dossiers.status import FINISHED, RUNNING, UNCOUNTED, Channel, DossierStatus, Rating
from tests.dossiers.factories import ProcedureFactory, UnitFactory
from tests.dossiers.sheets import HEADINGS, csv_file, naive, row, workbook

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
DAYS = st.datetimes(naive("2023-01-01"), naive("2024-06-30")).map(
    lambda moment: moment.replace(microsecond=0)
)
AFTER = st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=40))


def written(moment: datetime | None, style: str) -> object:
    if moment is None or style == "excel":
        return moment
    return moment.strftime("%d/%m/%Y" if style == "day" else "%d/%m/%Y %H:%M")


@st.composite
def rows(draw):
    """Rows as they come: most are good, some contradict themselves, some codes stand twice."""
    received = draw(DAYS)
    style = draw(st.sampled_from(["excel", "day", "minute"]))
    ends = {name: draw(AFTER) for name in ("DUE", "FINISHED", "RETURNED")}
    dates = {
        name: written(received + wait if wait is not None else None, style) for name, wait in ends.items()
    }
    return row(
        CODE=draw(st.sampled_from([f"A-{number}" for number in range(12)]) | st.none()),
        RECEIVED=written(received, style),
        STATUS=draw(st.none() | st.sampled_from(DossierStatus.labels)),
        CHANNEL=draw(st.none() | st.sampled_from([*Channel.labels, "Trực tuyến", "Mức độ 3", "Fax"])),
        APPLICANT=draw(NAMES),
        NUMBER=draw(st.sampled_from(["045190001234", "191234567", 45190001234, None])),
        PAPERS=draw(st.integers(0, 3)),
        DIGITISED=draw(st.integers(0, 3)),
        FEE=draw(st.sampled_from([0, 50_000, "50.000", "8.000 đồng", None])),
        RATING=draw(st.none() | st.sampled_from(Rating.labels)),
        **dates,
    ) | {"Ghi chú": draw(NAMES)}


def imported(path: Path) -> dict:
    out = io.StringIO()
    try:
        call_command("import_dossiers", str(path), "--unit", "19405", "--format", "json", stdout=out)
    except CommandError:
        assert out.getvalue()
    return json.loads(out.getvalue())


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheet=st.lists(rows(), max_size=15), as_csv=st.booleans())
def test_every_row_is_accounted_for_and_importing_twice_changes_nothing(sheet, as_csv):
    DossierEvent.objects.all().delete()
    Dossier.objects.all().delete()
    if not Dossier._meta.get_field("procedure").related_model.objects.exists():
        ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
        UnitFactory(code="19405")
    headings = [*HEADINGS, "Ghi chú"]
    with tempfile.TemporaryDirectory() as folder:
        make, name = (csv_file, "ho-so.csv") if as_csv else (workbook, "ho-so.xlsx")
        path = make(Path(folder) / name, as_plain_text(sheet), headings=headings)
        first = imported(path)
        before = list(Dossier.objects.order_by("pk").values())
        second = imported(path)

    assert first["created"] + len(first["rejected"]) == len(sheet)
    assert first["created"] == len(before)
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["created"])
    assert second["rejected"] == first["rejected"]
    assert list(Dossier.objects.order_by("pk").values()) == before
    assert DossierEvent.objects.count() == len(before)
    for dossier in Dossier.objects.all():
        assert_it_makes_sense(dossier)


def as_plain_text(sheet: list[dict]) -> list[dict]:
    """What a cell can hold at all: no control characters, no formulas."""
    kept = str.maketrans(dict.fromkeys([*range(32), 0xFFFE, 0xFFFF]))

    def plain(cell: object) -> object:
        return cell.translate(kept).lstrip("=") if isinstance(cell, str) else cell

    return [{name: plain(cell) for name, cell in cells.items()} for cells in sheet]


def assert_it_makes_sense(dossier: Dossier) -> None:
    status = DossierStatus(dossier.status)
    assert (dossier.received_at is None) == (status in UNCOUNTED)
    assert (dossier.finished_at is None) == (status in RUNNING | UNCOUNTED)
    assert bool(dossier.outcome) == (status in FINISHED)
    if dossier.finished_at:
        assert dossier.finished_at >= dossier.received_at
    if dossier.returned_at:
        assert dossier.returned_at >= dossier.finished_at
    assert dossier.papers_digitised <= dossier.papers_to_digitise
