"""Giấy tờ như trang hồ sơ hiện: each paper with its pictures, and whether something is on its way."""

from dataclasses import dataclass, field

from django.utils import timezone

from dossiers.models import CaptureToken, Dossier, DossierComponent, Scan, ScanPage, ScanState
from portal.models import Job

THUMBNAILS = 4


@dataclass
class Line:
    """One paper of a dossier with the pages that stand for it."""

    paper: DossierComponent
    pages: list[ScanPage] = field(default_factory=list)
    standing: list[Scan] = field(default_factory=list)
    waiting: list[Scan] = field(default_factory=list)
    failed: list[Scan] = field(default_factory=list)
    is_captured: bool = False

    @property
    def shown(self) -> list[ScanPage]:
        return self.pages[:THUMBNAILS]

    @property
    def more(self) -> int:
        return max(0, len(self.pages) - THUMBNAILS)

    @property
    def job(self) -> Job | None:
        return next((scan.job for scan in self.waiting if scan.job), None)


@dataclass(frozen=True)
class Shelves:
    lines: list[Line]

    @property
    def is_moving(self) -> bool:
        """Something may appear at any moment: a file is being prepared, a phone may send a photo."""
        return any(line.waiting or line.is_captured for line in self.lines)


def of(dossier: Dossier) -> Shelves:
    """All papers of a dossier in a fixed number of queries."""
    lines = {paper.pk: Line(paper) for paper in dossier.components.all()}
    pages = ScanPage.objects.filter(
        scan__component__dossier=dossier, scan__state=ScanState.READY, is_left_out=False
    )
    for page in pages.select_related("scan"):
        lines[page.scan.component_id].pages.append(page)
    present = Scan.objects.filter(
        component__dossier=dossier, state__in=[ScanState.READY, ScanState.WAITING, ScanState.FAILED]
    )
    for scan in present.defer("text", "folded_text").select_related("job", "created_by"):
        line = lines[scan.component_id]
        place = line.waiting if scan.is_waiting else line.failed if scan.has_failed else line.standing
        place.append(scan)
    tokens = CaptureToken.objects.filter(
        component__dossier=dossier, revoked_at=None, expires_at__gt=timezone.now()
    )
    for pk in tokens.values_list("component", flat=True):
        lines[pk].is_captured = True
    return Shelves(list(lines.values()))
