"""Bản số hóa: files that are still what was kept, pages and papers that agree with them."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from dossiers.models import (
    Dossier,
    DossierComponent,
    Scan,
    ScanPage,
    ScanState,
    SignatureState,
    StackPage,
    StackUpload,
)
from reports.integrity.model import Problem, Span
from reports.integrity.reports import STILL_BEING_WRITTEN, files_in

FOLDER = "scans"
KEPT = (ScanState.READY, ScanState.REPLACED, ScanState.REMOVED)
_CHUNK = 1 << 20


def problems(_: Span) -> Iterator[Problem]:
    scans = Scan.objects.select_related("component__dossier").defer("text", "folded_text").order_by("pk")
    for scan in scans.annotate(drawn=Count("pages")).iterator(chunk_size=500):
        for code, message in _of(scan, scan.drawn):
            where = f"Bản số hóa {scan.pk} của hồ sơ {scan.component.dossier.code}"
            yield Problem(f"scan.{code}", where, message)
    yield from _pictures()
    yield from _papers()
    yield from _stacks()
    yield from _strays()


Found = Iterator[tuple[str, str]]


def _of(scan: Scan, drawn: int) -> Found:
    if scan.state in KEPT and scan.file:
        if not default_storage.exists(str(scan.file)):
            yield "file_missing", "tệp không còn trong kho."
        elif default_storage.size(str(scan.file)) != scan.size or _hash(str(scan.file)) != scan.sha256:
            yield "file_changed", "tệp trong kho không còn là tệp đã lưu (mã băm SHA-256 khác)."
        if drawn != scan.page_count:
            yield "pages", f"ghi {scan.page_count} trang, có {drawn} trang."
    if (scan.signature_state == SignatureState.NONE) != (not scan.signatures):
        yield "signature", "kết quả kiểm tra chữ ký số không khớp với các chữ ký đã ghi."
    if scan.received_file:
        if not default_storage.exists(str(scan.received_file)):
            yield "file_missing", "tệp nhận được không còn trong kho."
        elif _hash(str(scan.received_file)) != scan.received_sha256:
            yield "file_changed", "tệp nhận được trong kho đã khác (mã băm SHA-256 khác)."


def _pictures() -> Iterator[Problem]:
    """A preview that is gone can be drawn anew, but nobody would see the page until then."""
    for page in ScanPage.objects.order_by("pk").iterator(chunk_size=2000):
        for name in (str(page.preview), str(page.thumbnail)):
            if not default_storage.exists(name):
                yield Problem("scan.picture", f"Trang bản số hóa {page.pk}", "ảnh xem trước không còn.")


def _papers() -> Iterator[Problem]:
    counting = Scan.objects.counting().filter(component=OuterRef("pk"))
    silent = DossierComponent.objects.filter(Exists(counting), is_digitised=False)
    for paper in silent.select_related("dossier").iterator():
        message = f"“{paper.name}” có bản số hóa đang dùng nhưng ghi là chưa số hóa."
        yield Problem("paper.digitised", f"Hồ sơ {paper.dossier.code}", message)
    reusing = DossierComponent.objects.filter(dossier=OuterRef("pk"), reused_from__isnull=False)
    wrong = Dossier.objects.annotate(reuses=Exists(reusing)).filter(
        Q(reuses=True, reuses_papers=False) | Q(reuses=False, reuses_papers=True)
    )
    for dossier in wrong.only("code").iterator():
        yield Problem("paper.reuse", f"Hồ sơ {dossier.code}", "dấu dùng lại giấy tờ không khớp với giấy tờ.")


def _stacks() -> Iterator[Problem]:
    for stack in StackUpload.objects.annotate(rows=Count("pages")).iterator():
        where = f"Xấp giấy {stack.pk} ({stack.file_name})"
        if not default_storage.exists(str(stack.file)):
            yield Problem("stack.file_missing", where, "tệp không còn trong kho.")
        elif _hash(str(stack.file)) != stack.sha256:
            yield Problem("stack.file_changed", where, "tệp trong kho đã khác (mã băm SHA-256 khác).")
        if stack.state == "split" and stack.rows != stack.page_count:
            message = f"có {stack.page_count} trang, còn theo dõi {stack.rows} trang."
            yield Problem("stack.pages", where, message)


def _strays() -> Iterator[Problem]:
    known: set[str] = set()
    for model, names in (
        (Scan, ("file", "received_file")),
        (ScanPage, ("preview", "thumbnail")),
        (StackUpload, ("file",)),
        (StackPage, ("preview",)),
    ):
        for name in names:
            known.update(model._default_manager.values_list(name, flat=True))
    for name in files_in(FOLDER):
        age = timezone.now() - default_storage.get_modified_time(name)
        if name not in known and age > STILL_BEING_WRITTEN:
            yield Problem("file.stray", f"Tệp {name}", "không thuộc bản số hóa nào.")


def _hash(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name, "rb") as stored:
        while block := stored.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()
