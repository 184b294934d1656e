"""Đường dây nóng: set by the unit's administrator, posted on the site and as a poster."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dossiers.models import Hotline, Office
from dossiers.printing.letterheads import head_lines
from portal import audit, barcodes, pdf
from portal.errors import DomainError
from portal.models import Unit, User

NOTHING_TO_PRINT = (
    "Chưa có số nào để in lên áp phích: quản trị đơn vị ghi đường dây nóng ở trang Đường dây nóng, "
    "hoặc ghi điện thoại ở Thiết lập đơn vị."
)
_RULES = Path(settings.BASE_DIR) / "static" / "css" / "print-hotlines.css"


class Line(NamedTuple):
    """What is posted of one line."""

    name: str
    number: str
    hours: str = ""


@transaction.atomic
def put_up(unit: Unit, lines: Sequence[Line], *, by: User) -> None:
    """Niêm yết: these lines stand instead of those before."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    Hotline.objects.filter(unit=unit).delete()
    Hotline.objects.bulk_create(
        Hotline(unit=unit, position=place, name=line.name, number=line.number, hours=line.hours)
        for place, line in enumerate(lines, start=1)
    )
    audit.record("hotline.set", by=by, target=unit, unit=unit, lines=len(lines))


def address(unit: Unit) -> str:
    """Where the code on the poster leads: the form of this unit."""
    return f"{settings.BASE_URL}{reverse('dossiers:public-feedback')}?don-vi={unit.code}"


def posted(unit: Unit) -> list[Line]:
    """What the poster shows."""
    lines = [Line(one.name, one.number, one.hours) for one in unit.hotlines.all()]
    office = Office.of(unit)
    if not lines and office.phone:
        lines = [Line(office.one_stop_name or unit.name, office.phone)]
    return lines


def poster(unit: Unit) -> bytes:
    """Áp phích A4: the numbers large enough to be read across a room, and the code of the form.

    Of an office that has set no line its own telephone; without that there is nothing to print.
    """
    lines = posted(unit)
    if not lines:
        raise DomainError(NOTHING_TO_PRINT)
    leads_to = address(unit)
    context = {
        "office_lines": head_lines(unit, timezone.localdate()),
        "unit": unit,
        "lines": lines,
        "address": leads_to,
        "code": barcodes.qr(leads_to, label=f"Gửi phản ánh, kiến nghị đến {unit.name}"),
    }
    rules = _RULES.read_text(encoding="utf-8")
    return pdf.html_to_pdf(render_to_string("print/hotlines.html", context), css=[rules])
