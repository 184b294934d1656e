"""Sổ theo dõi hồ sơ (Mẫu 06 of TT 01/2018, 07 of TT 03/2025): one volume as it is printed and signed.

Pages are numbered, lines run on from 01 to the end of the year through its volumes, and the last page is
signed by the head of the one-stop office (TT 01/2018/TT-VPCP Đ.10.2). A volume is laid out in stretches, so
that a year of twenty thousand dossiers needs no more memory than one of five hundred.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from dossiers.models import Dossier, DossierQuerySet, Office
from dossiers.models.choices import ResultDelivery
from dossiers.printing import labels, letterheads
from dossiers.printing.facts import Facts
from dossiers.printing.rendering import css
from dossiers.printing.sets import REGISTER, FormSet, set_on
from dossiers.printing.sheets import BLANK_DAY, short_moment
from dossiers.status import UNCOUNTED, DossierStatus, Outcome
from portal import formats
from portal.models import Unit
from portal.pdf import html_to_pdf

if TYPE_CHECKING:
    import pikepdf

STRETCH = 250
"""Lines that are laid out at a time."""
COLUMNS = (
    ("column_tt", 4), ("column_code", 10), ("column_procedure", 14), ("column_sets", 5), ("column_owner", 10),
    ("column_address", 12), ("column_agency", 9), ("column_received", 7), ("column_due", 7),
    ("column_returned", 7), ("column_delivery", 6), ("column_signed", 5), ("column_note", 6),
)  # fmt: skip
"""Each column's label and width in parts of the page; those of days stand under one head."""
BEFORE_DAYS, AFTER_DAYS = 7, 10
NOTED = frozenset({Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.STOPPED})
"""Outcomes other than a result: the last column tells them."""


@dataclass(frozen=True)
class Volume:
    """Một quyển: its unit and year, and whether it is closed at the end of the year."""

    unit: Unit
    year: int
    volume: int
    is_closed: bool = True

    @property
    def day(self) -> date:
        """The last day of its year: its form set and the office's name then."""
        return date(self.year, 12, 31)


Line = Sequence[str]
"""As many cells as the book has columns."""


def lines(volume: Volume, *, with_refused: bool) -> Iterator[Line]:
    """One line a dossier in the order of the book; after the last one those that were not received."""
    entered = Dossier.objects.filter(
        receiving_unit=volume.unit, register_year=volume.year, register_volume=volume.volume
    )
    full = entered.select_related("procedure", "resolving_unit__parent").order_by("register_number")
    yield from (line(dossier) for dossier in _read(full))
    if with_refused:
        yield from (line(dossier) for dossier in refused(volume.unit, volume.year))


def refused(unit: Unit, year: int) -> Iterator[Dossier]:
    """Không tiếp nhận: they take no number of the book, and are told all the same."""
    found = Dossier.objects.filter(
        receiving_unit=unit, status=DossierStatus.NOT_ACCEPTED, submitted_at__year=year
    )
    full = found.select_related("procedure", "resolving_unit__parent").order_by("submitted_at", "pk")
    return _read(full)


def _read(dossiers: DossierQuerySet) -> Iterator[Dossier]:
    """Stretch by stretch, each read to its end: while a reading stands open, SQLite refuses this connection's
    own writing (the job's progress) as soon as any other has written.
    """
    pks = list(dossiers.values_list("pk", flat=True))
    for start in range(0, len(pks), STRETCH):
        yield from dossiers.filter(pk__in=pks[start : start + STRETCH])


def line(dossier: Dossier) -> Line:
    """The dossier as it stands now."""
    note = ""
    if dossier.status in UNCOUNTED:
        note = "Không tiếp nhận"
    elif dossier.outcome in NOTED:
        note = dossier.get_outcome_display()
    return (
        "–" if dossier.register_number is None else f"{dossier.register_number:02d}",
        dossier.code,
        dossier.procedure.name,
        str(dossier.sets),
        dossier.owner_name,
        ", ".join(filter(None, (dossier.address, dossier.phone))),
        letterheads.agency(dossier.resolving_unit),
        short_moment(dossier.received_at or dossier.submitted_at),
        short_moment(dossier.due_at),
        short_moment(dossier.returned_at),
        ResultDelivery(dossier.result_delivery).label,
        "",
        note,
    )


def sample_line(number: int, facts: Facts) -> Line:
    """A line of an invented dossier, for the preview of the labels."""
    return (
        f"{number:02d}", facts.code, facts.procedure, str(facts.sets), facts.owner, facts.address,
        facts.agency, short_moment(facts.received_at), short_moment(facts.due_at), "",
        ResultDelivery.COUNTER.label, "", "",
    )  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """The volume as a file, and how long it became."""

    pdf: bytes
    pages: int
    lines: int


def pdf(
    volume: Volume,
    rows: Iterator[Line],
    *,
    texts: labels.Texts | None = None,
    form_set: FormSet | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Printed:
    """Stretch by stretch, each numbered on from the one before; then the page on which the book is closed."""
    import pikepdf  # a slow library

    form_set = form_set or set_on(volume.day)
    page = _Page(volume, form_set, texts or labels.texts(form_set, REGISTER, unit=volume.unit))
    book, count, numbers = pikepdf.new(), 0, []
    while stretch := list(islice(rows, STRETCH)):
        _append(book, page.of_lines(stretch, is_first=not count), after=len(book.pages))
        count += len(stretch)
        numbers += [row[0] for row in stretch if row[0] != "–"]
        progress(count)
    if not count:
        _append(book, page.of_lines([], is_first=True), after=0)
    if volume.is_closed:
        closing = page.closing(pages=len(book.pages) + 1, count=count, numbers=numbers)
        _append(book, closing, after=len(book.pages))
    written = BytesIO()
    book.save(written, deterministic_id=True)
    return Printed(written.getvalue(), len(book.pages), count)


def _append(book: "pikepdf.Pdf", html: str, *, after: int) -> None:
    import pikepdf

    numbered = f"@page :first {{ counter-reset: page {after + 1}; }}"
    with pikepdf.open(BytesIO(html_to_pdf(html, css=[css(), numbered]))) as part:
        book.pages.extend(part.pages)


@dataclass(frozen=True)
class _Page:
    """What every part of the book needs to be written out."""

    volume: Volume
    form_set: FormSet
    texts: labels.Texts

    def of_lines(self, rows: Sequence[Line], *, is_first: bool) -> str:
        return self._written(rows=rows, is_first=is_first, closing="")

    def closing(self, *, pages: int, count: int, numbers: Sequence[str]) -> str:
        first, last = (numbers[0], numbers[-1]) if numbers else ("00", "00")
        sentence = self.texts.say(
            "closing",
            pages=formats.integer(pages),
            count=formats.integer(count),
            first=first,
            last=last,
            day=BLANK_DAY,
        )
        return self._written(rows=(), is_first=False, closing=sentence)

    def _written(self, *, rows: Sequence[Line], is_first: bool, closing: str) -> str:
        texts, volume = self.texts, self.volume
        one_stop = letterheads.one_stop_name(volume.unit, Office.of(volume.unit), volume.day)
        heads = [texts[key] for key, _ in COLUMNS]
        context = {
            "title": texts[labels.TITLE],
            "issuer": letterheads.counter_lines(volume.unit, one_stop),
            "year": texts.say("year", year=volume.year),
            "volume": texts.say("volume", volume=f"{volume.volume:02d}"),
            "form_number": f"{self.form_set.number(REGISTER)} · {self.form_set.circular}",
            "widths": [str(width) for _, width in COLUMNS],
            "before": heads[:BEFORE_DAYS],
            "days_head": texts["column_days"],
            "days": heads[BEFORE_DAYS:AFTER_DAYS],
            "after": heads[AFTER_DAYS:],
            "places": [str(place) for place in range(1, len(COLUMNS) + 1)],
            "rows": rows,
            "is_first": is_first,
            "closing": closing,
            "signs": texts["right"],
            "signs_how": texts["right_note"],
        }
        return render_to_string("print/register.html", context)
