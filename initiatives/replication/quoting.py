"""Trích dẫn: how every paper and page names an initiative, always from the registry."""

from collections.abc import Iterable

from initiatives.models import Decision, EarlierRecognition, Initiative
from portal import formats


def authors_of(initiative: Initiative) -> str:
    """`tác giả Lê Thị Loan - Công chức Văn phòng - Thống kê, UBND xã Vĩnh Lâm`."""
    lines = []
    for author in initiative.authors.all():
        place = ", ".join(part for part in (author.post, author.workplace) if part)
        lines.append(" - ".join(part for part in (author.name, place) if part))
    return f"{'tác giả' if len(lines) < 2 else 'nhóm tác giả'} {'; '.join(lines)}"


def quote(initiative: Initiative) -> str:
    """`Sáng kiến “…” của tác giả X - chức danh, đơn vị`."""
    return f"Sáng kiến “{initiative.title}” của {authors_of(initiative)}"


def decisions_of(initiatives: Iterable[Initiative]) -> list[str]:
    """`Quyết định số 4029/QĐ-UBND ngày 18/11/2022`, each once: made here, or before the portal."""
    ids = [one.pk for one in initiatives]
    earlier = EarlierRecognition.objects.filter(initiative__in=ids)
    here = Decision.objects.filter(recognitions__initiative__in=ids)
    known = set(earlier.values_list("decided_on", "number")) | set(here.values_list("decided_on", "number"))
    return [f"Quyết định số {number} ngày {formats.day_in_text(day)}" for day, number in sorted(known)]
