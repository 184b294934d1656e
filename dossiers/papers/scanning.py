"""Số hóa giấy tờ: scans come in, replace each other, are put in order, taken out and brought back.

The counts of the dossier change in the transaction of the scan; what was taken out stays with its trace
(TT 01/2023/TT-VPCP Đ.7, 8).
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, DossierComponent, Scan, ScanPage, ScanSource, ScanState
from dossiers.papers import processing
from dossiers.papers.counting import recount
from portal import audit, jobs
from portal.errors import DomainError
from portal.files.storing import shelf
from portal.files.uploads import Upload
from portal.models import User

MOST_SCANS = 60
"""Files of one paper that stand or wait at once."""


def attach(
    component: DossierComponent,
    uploads: Sequence[Upload],
    *,
    by: User | None,
    source: ScanSource = ScanSource.UPLOAD,
    replace: bool = False,
) -> list[Scan]:
    """Đưa bản quét vào: keep the files and have them prepared in the background.

    A file that stands for the paper already is not kept twice. With `replace`, what stands now is replaced
    once the first new file is ready.
    """
    scans = [
        Scan(
            component=component, source=source, received_name=upload.name, created_by=by,
            received_sha256=upload.sha256, is_signed=upload.is_signed, page_count=upload.pages,
        )
        for upload in uploads
    ]  # fmt: skip
    with shelf() as files, transaction.atomic():
        locked(component.dossier)
        new = []
        standing = _give_up_on_failed(component)
        for scan, upload in zip(scans, uploads, strict=True):
            if scan.received_sha256 in standing:
                continue
            standing.add(scan.received_sha256)
            scan.received_file.name = files.put(scan.folder, upload.content, upload.extension)
            new.append(scan)
        if len(standing) > MOST_SCANS:
            raise DomainError(f"Một giấy tờ chỉ giữ đến {MOST_SCANS} tệp. Gộp thành một tệp PDF rồi tải lên.")
        _queue(component, new, by=by, replace=replace)
        return new


def _give_up_on_failed(component: DossierComponent) -> set[str]:
    """Hashes of the files that stand or wait; those whose job broke off make room for another try."""
    standing = set()
    for scan in component.scans.on_their_way().select_related("job"):
        if scan.has_failed:
            scan.state, scan.end_reason = ScanState.FAILED, scan.job.error[:300] if scan.job else ""
            scan.save(update_fields=["state", "end_reason"])
        else:
            standing.add(scan.received_sha256)
    return standing


def _queue(component: DossierComponent, new: list[Scan], *, by: User | None, replace: bool) -> None:
    if not new:
        return
    old = list(component.scans.standing().values_list("pk", flat=True)) if replace else []
    for scan in new:
        scan.save()
    job = jobs.enqueue(processing.KIND, by=by, scans=[scan.pk for scan in new])
    Scan.objects.filter(pk__in=[scan.pk for scan in new]).update(job=job)
    Scan.objects.filter(pk__in=old).update(replaced_by=new[0])
    audit.record(
        "scan.received", by=by, target=component.dossier, unit=component.dossier.resolving_unit,
        paper=component.pk, files=len(new),
    )  # fmt: skip


@transaction.atomic
def remove(scan: Scan, *, reason: str, by: User | None) -> Scan:
    """Bỏ bản quét: it no longer stands for its paper; the file and who took it out remain."""
    dossier, current = _locked(scan)
    if current.state == ScanState.REMOVED:
        return current
    if current.state != ScanState.READY and not current.has_failed:
        raise DomainError(f"Bản quét này {current.get_state_display()}, chưa bỏ được. Thử lại sau ít giây.")
    current.state, current.end_reason = ScanState.REMOVED, reason[:300]
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["state", "end_reason", "ended_by", "ended_at"])
    component = current.component
    if not component.has_counting_scan:
        component.is_digitised, component.reused_from = False, None
        component.save(update_fields=["is_digitised", "reused_from"])
    recount(dossier)
    _tell(dossier, "remove_scan", component, by=by, why=reason)
    return current


@transaction.atomic
def restore(scan: Scan, *, by: User | None) -> Scan:
    """Dùng lại bản đã thay hoặc đã bỏ: its pages come behind those that stand."""
    dossier, current = _locked(scan)
    if current.state == ScanState.READY:
        return current
    if current.state not in {ScanState.REPLACED, ScanState.REMOVED} or not current.file:
        raise DomainError("Chỉ lấy lại được bản đã thay hoặc đã bỏ.")
    component = current.component
    if component.scans.on_their_way().filter(received_sha256=current.received_sha256).exists():
        raise DomainError("Tệp này đang đứng cho giấy tờ rồi, không cần lấy lại.")
    current.state, current.replaced_by, current.end_reason = ScanState.READY, None, ""
    current.ended_by, current.ended_at = None, None
    current.save(update_fields=["state", "replaced_by", "end_reason", "ended_by", "ended_at"])
    component.is_digitised = component.is_digitised or not current.waits_for_original
    component.save(update_fields=["is_digitised"])
    _renumber([*_pages(component).exclude(scan=current), *current.pages.order_by("position", "number")])
    recount(dossier)
    _tell(dossier, "restore_scan", component, by=by)
    return current


@transaction.atomic
def turn(page: ScanPage, *, quarter: int, by: User | None) -> ScanPage:
    """Xoay trang: by a quarter, clockwise 90 or 270."""
    _dossier, scan = _locked(page.scan)
    current = scan.pages.get(pk=page.pk)
    current.rotation = (current.rotation + quarter) % 360
    current.save(update_fields=["rotation"])
    _note("scan.page_turned", current, by)
    return current


@transaction.atomic
def shift(page: ScanPage, *, later: bool, by: User | None) -> ScanPage:
    """Đổi thứ tự: change places with the neighbour; at the end it stays where it is."""
    _dossier, scan = _locked(page.scan)
    pages = list(_pages(scan.component))
    place = next((index for index, one in enumerate(pages) if one.pk == page.pk), None)
    if place is None:
        raise DomainError("Trang này không còn trong bản đang dùng.")
    other = place + (1 if later else -1)
    if 0 <= other < len(pages):
        pages[place], pages[other] = pages[other], pages[place]
        _renumber(pages)
        _note("scan.page_moved", page, by)
    page.refresh_from_db()
    return page


@transaction.atomic
def leave_out(page: ScanPage, *, left_out: bool, by: User | None) -> ScanPage:
    """Bỏ một trang (mặt trắng, trang quét nhầm) or take it back; the file keeps it."""
    dossier, scan = _locked(page.scan)
    current = scan.pages.get(pk=page.pk)
    if current.is_left_out == left_out:
        return current
    if left_out and not _pages(scan.component).filter(is_left_out=False).exclude(pk=page.pk).exists():
        raise DomainError("Đây là trang cuối cùng của giấy tờ. Muốn bỏ cả giấy tờ, hãy bỏ bản quét.")
    current.is_left_out = left_out
    current.save(update_fields=["is_left_out"])
    action = "leave_out_page" if left_out else "take_back_page"
    _tell(dossier, action, scan.component, by=by, page=current.position)
    return current


def _pages(component: DossierComponent) -> QuerySet[ScanPage]:
    return ScanPage.objects.filter(scan__component=component, scan__state=ScanState.READY)


def _renumber(pages: Sequence[ScanPage]) -> None:
    for position, page in enumerate(pages, 1):
        page.position = position
    ScanPage.objects.bulk_update(pages, ["position"])


def _locked(scan: Scan) -> tuple[Dossier, Scan]:
    """The dossier's row is the lock of all its papers."""
    dossier = locked(scan.component.dossier)
    return dossier, Scan.objects.select_related("component", "job").get(pk=scan.pk)


def _note(action: str, page: ScanPage, by: User | None) -> None:
    dossier = page.scan.component.dossier
    audit.record(
        action,
        by=by,
        target=dossier,
        unit=dossier.resolving_unit,
        paper=page.scan.component_id,
        page=page.number,
    )


def _tell(
    dossier: Dossier,
    action: str,
    component: DossierComponent,
    *,
    by: User | None,
    why: str = "",
    **numbers: int,
) -> None:
    reason = f"{component.name} ({why})" if why else component.name
    tell(
        dossier, action, dossier.status, at=timezone.now(), by=by, reason=reason[:1000],
        details={"paper": component.pk, **numbers},
    )  # fmt: skip
