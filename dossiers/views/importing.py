"""Nhập bảng tính: upload, preview, confirm, summary. Only those who import for its unit see a batch."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from dossiers.forms.importing import ImportForm
from dossiers.importing import batches, workbooks
from dossiers.importing.entry import Tally
from dossiers.models import ImportBatch, ImportRow, RowKind
from dossiers.models.importbatch import IMPORT_ROLES
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, UnitKind, User
from portal.paging import CappedPaginator

PAGE = 50
_TAKE_IN = {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION}


@dataclass(frozen=True)
class Chip:
    """One part of the preview: the rows of one kind, or those with a warning."""

    name: str
    label: str
    count: int
    current: bool

    @property
    def url(self) -> str:
        return f"?xem={self.name}"


_PARTS = {
    "tu-choi": "Bị từ chối",
    "cap-nhat": "Cập nhật",
    "khac-tai-quay": "Khác hồ sơ tại quầy",
    "tao-moi": "Tạo mới",
    "canh-bao": "Cảnh báo",
}
_SHAPES = {
    "tu-choi": "findings",
    "canh-bao": "findings",
    "cap-nhat": "changes",
    "khac-tai-quay": "changes",
    "tao-moi": "dossiers",
}
_KINDS = {
    "tu-choi": RowKind.REJECTED,
    "cap-nhat": RowKind.UPDATED,
    "khac-tai-quay": RowKind.DIFFERING,
    "tao-moi": RowKind.CREATED,
}


@dataclass(frozen=True)
class Line:
    """One thing to read about a row: a finding, a change, or for a new dossier the dossier itself."""

    row: ImportRow
    entry: dict[str, str]


@role_required(*IMPORT_ROLES)
@require_GET
def import_list(request: OfficerRequest) -> HttpResponse:
    """Các đợt nhập của những đơn vị mà người dùng được nhập."""
    found = ImportBatch.objects.visible_to(request.user).select_related("unit", "created_by", "job")
    page = CappedPaginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(batch, Tally.from_dict(batch.summary)) for batch in page]
    return render(request, "dossiers/import_list.html", {"page_obj": page, "lines": lines})


@role_required(*IMPORT_ROLES)
@require_http_methods(["GET", "POST"])
def upload(request: OfficerRequest) -> HttpResponse:
    """Tải bảng tính lên; it is looked at first, and nothing is written before the officer confirms."""
    form = ImportForm(request.POST or None, request.FILES or None, units=_units(request.user))
    if form.is_valid():
        batch = batches.start(
            form.cleaned_data["file"], form.kind, unit=form.cleaned_data["unit"], by=request.user
        )
        return redirect(batch)
    return render(request, "dossiers/import_upload.html", {"form": form})


@role_required(*IMPORT_ROLES)
@require_GET
def show(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Một đợt nhập: its progress, its preview, or what came of it."""
    batch = _batch(request, key)
    tally = Tally.from_dict(batch.summary)
    chips = _chips(tally, request.GET.get("xem", ""))
    part = next((chip.name for chip in chips if chip.current), "")
    page = Paginator(_rows(batch, part), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "job": batch.job,
        "tally": tally,
        "units": sorted(tally.units.items()),
        "chips": chips,
        "shape": _SHAPES.get(part, ""),
        "page_obj": page,
        "lines": [Line(row, entry) for row in page for entry in _entries(row, part)],
    }
    return render(request, "dossiers/import_batch.html", context)


@role_required(*IMPORT_ROLES)
@require_GET
def progress(request: OfficerRequest, key: UUID) -> HttpResponse:
    """The bar again; once the work is over, the whole page."""
    batch = _batch(request, key)
    if not batch.is_at_work:
        return HttpResponseClientRefresh()
    return render(request, "dossiers/_import_progress.html", {"batch": batch, "job": batch.job})


@role_required(*IMPORT_ROLES)
@require_POST
def confirm(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Xác nhận; a second click finds the work begun and changes nothing."""
    batch = _batch(request, key)
    try:
        batches.confirm(batch, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(batch)


@role_required(*IMPORT_ROLES)
@require_POST
def cancel(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Bỏ đợt nhập chưa ghi."""
    batch = _batch(request, key)
    if batches.cancel(batch, by=request.user):
        messages.success(request, f"Đã bỏ tệp {batch.file_name}. Chưa hồ sơ nào được ghi.")
    else:
        messages.error(request, "Đợt nhập này đã bắt đầu ghi hoặc đã kết thúc, không bỏ được nữa.")
    return redirect("dossiers:import-list")


@role_required(*IMPORT_ROLES)
@require_GET
def refused(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Sổ tính các dòng bị từ chối."""
    batch = _batch(request, key)
    audit.record("import.refused_taken", by=request.user, target=batch, unit=batch.unit)
    return _workbook(workbooks.refused(batch), f"dong-bi-tu-choi-{timezone.localdate():%Y%m%d}.xlsx")


@role_required(*IMPORT_ROLES)
@require_GET
def template(request: OfficerRequest) -> HttpResponse:
    """Bảng mẫu."""
    return _workbook(workbooks.template(), "mau-nhap-ho-so.xlsx")


def _batch(request: OfficerRequest, key: UUID) -> ImportBatch:
    mine = ImportBatch.objects.visible_to(request.user).select_related("unit", "job", "created_by")
    return get_object_or_404(mine, key=key)


def _units(user: User) -> list[Unit]:
    """Units to import for, the user's own first, those that still live before those that are no more."""
    reached = user.tree.pick(user.unit_ids(IMPORT_ROLES))
    taking = [unit for unit in reached if unit.kind in _TAKE_IN]
    return sorted(taking, key=lambda unit: (unit.pk != user.unit_id, unit.valid_to is not None, unit.code))


def _chips(tally: Tally, wanted: str) -> list[Chip]:
    """The parts that have rows; the first of them where none is asked for."""
    counts = {name: getattr(tally, kind.value) for name, kind in _KINDS.items()} | {"canh-bao": tally.warned}
    names = [name for name in _PARTS if counts[name]]
    current = wanted if wanted in names else next(iter(names), "")
    return [Chip(name, _PARTS[name], counts[name], name == current) for name in names]


def _rows(batch: ImportBatch, part: str) -> QuerySet[ImportRow]:
    rows = batch.rows.defer("cells")
    return rows.filter(is_warned=True) if part == "canh-bao" else rows.filter(kind=_KINDS.get(part, ""))


def _entries(row: ImportRow, part: str) -> list[dict[str, str]]:
    if part == "canh-bao":
        return row.warnings
    if part == "tu-choi":
        return row.findings
    return [{}] if part == "tao-moi" else row.changes


def _workbook(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=workbooks.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
