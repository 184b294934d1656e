"""Giấy tờ như trang hồ sơ hiện: each paper with its pictures, and whether something is on its way."""

import hashlib
from collections.abc import Iterable
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
    def waits_for_original(self) -> bool:
        """Chờ đối chiếu: there is a photo sent beforehand, and nothing else by which it is digitised."""
        return not self.paper.is_digitised and any(scan.waits_for_original for scan in self.standing)

    @property
    def has_photo_to_compare(self) -> bool:
        """The same, and a photo that is still being prepared: the original is on the desk already."""
        return any(scan.waits_for_original for scan in (*self.standing, *self.waiting))

    @property
    def shown(self) -> list[ScanPage]:
        return self.pages[:THUMBNAILS]

    @property
    def more(self) -> int:
        return max(0, len(self.pages) - THUMBNAILS)

    @property
    def face(self) -> tuple[object, ...]:
        """All that the page shows of it and that may change while it is open."""
        pages = [(page.pk, page.rotation) for page in self.pages]
        under_way = [(scan.pk, scan.job.percent if scan.job else 0) for scan in self.waiting]
        marks = (self.paper.is_digitised, self.paper.must_digitise, self.is_captured, self.waits_for_original)
        return (self.paper.pk, *marks, tuple(pages), tuple(under_way), tuple(scan.pk for scan in self.failed))

    @property
    def job(self) -> Job | None:
        return next((scan.job for scan in self.waiting if scan.job), None)


@dataclass(frozen=True)
class Shelves:
    lines: list[Line]

    @property
    def version(self) -> str:
        return version(line.face for line in self.lines)

    @property
    def is_moving(self) -> bool:
        """Something may appear at any moment: a file is being prepared, a phone may send a photo."""
        return any(line.waiting or line.is_captured for line in self.lines)


def version(faces: Iterable[tuple[object, ...]]) -> str:
    """A short word for what is shown: while it stays the same, the page that asks again is left as it is."""
    return hashlib.sha256(repr(list(faces)).encode()).hexdigest()[:12]


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
