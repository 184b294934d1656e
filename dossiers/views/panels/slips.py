"""Phiếu đã lập: every legal form of the dossier with its number and prints, and those that can be made."""

from dataclasses import dataclass

from django.db.models import Count

from dossiers.models import Dossier, Slip
from dossiers.printing import rendering, requests
from dossiers.views.panels.model import SIDE, Panel, Viewer


@dataclass(frozen=True)
class SlipRow:
    """One slip; `prints` tells whether the button prints or reprints."""

    slip: Slip
    title: str
    prints: int
    is_latest: bool

    @property
    def number(self) -> str:
        revised = f", sửa lần {self.slip.revision}" if self.slip.revision else ""
        return f"Số {self.slip.number:02d}/{self.slip.year}{revised}"


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """Forms name the person: those who only supervise don't see them."""
    if not viewer.is_clear:
        return None
    issued = list(requests.of_dossier(dossier).annotate(times=Count("prints")).order_by("-issued_at", "-pk"))
    latest: dict[tuple[str, int, int], int] = {}
    for one in issued:
        key = (one.kind, one.year, one.number)
        latest[key] = max(latest.get(key, 0), one.revision)
    rows = [
        SlipRow(
            one,
            rendering.title_of(one),
            one.times,
            latest[(one.kind, one.year, one.number)] == one.revision,
        )
        for one in issued
    ]
    makeable = requests.issuable(dossier) if viewer.may_move else []
    return Panel("dossiers/panels/slips.html", {"dossier": dossier, "slips": rows, "kinds": makeable}, SIDE)
