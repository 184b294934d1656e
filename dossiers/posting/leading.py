"""Mã dẫn tới đâu: the page behind a posted code, whatever has become of its procedure and of its office.

A replaced procedure leads to its successor, a repealed one to a page that says so; a unit that was merged or
closed to the one that took its place. So a sheet on a wall is never a dead end.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from dossiers import successors
from dossiers.models import PostedCode, PostedKind, Procedure
from portal.models import Unit

MARK = "qr"
"""`?qr=k7m2p9x`: which code led here; it stays in the links of the public pages, and in no cookie."""
_PAGES = {
    PostedKind.FIELD: "dossiers:public-catalogue",
    PostedKind.CATALOGUE: "dossiers:public-catalogue",
    PostedKind.RATING: "dossiers:tracking",
    PostedKind.FEEDBACK: "dossiers:public-feedback",
    PostedKind.TRACKING: "dossiers:tracking",
}


@dataclass(frozen=True)
class Lead:
    """Where a code leads: an address, or nothing where its procedure has ended without a successor."""

    url: str = ""
    ended: Procedure | None = None
    office: Unit | None = None


def lead(code: PostedCode) -> Lead:
    """Nơi mã dẫn tới hôm nay."""
    today = timezone.localdate()
    office = living(code.unit, today)
    query = {"don-vi": office.code} if office else {}
    query[MARK] = code.short
    if code.procedure is None:
        if code.field is not None:
            query["linh-vuc"] = code.field.code
        return Lead(f"{reverse(_PAGES[PostedKind(code.kind)])}?{urlencode(query)}")
    current = successors.standing(code.procedure, today)
    if current is None:
        return Lead(ended=code.procedure, office=office)
    return Lead(f"{reverse('dossiers:public-procedure', args=[current.code])}?{urlencode(query)}")


def living(unit: Unit, day: date) -> Unit | None:
    """The unit, or whoever took its place by the day; none for a unit that ended and handed nothing on."""
    seen: set[int] = set()
    current: Unit | None = unit
    while current is not None and current.pk not in seen:
        if current.is_valid_on(day):
            return current
        seen.add(current.pk)
        current = current.successor or current.handed_to
    return None
