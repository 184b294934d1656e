"""Hồ sơ công việc: the list, one file, its steps, its lists on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.documents import people, work_files
from dossiers.documents.sheets import Sheet
from dossiers.forms.documents import PlainForm
from dossiers.forms.work_files import (
    HandOverForm,
    IntoFileForm,
    ReopenForm,
    WorkFileForm,
    WorkPaperForm,
    WorkReportForm,
)
from dossiers.models import OfficialDocument, WorkFile, WorkFilePaper, WorkFileState
from dossiers.views.documents.registers import on_paper
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models import Role, Unit, User
from portal.models.user import DESK_ROLES

PAGE = 50
REPORT = "report"
_CHIPS = (("", "Tất cả"), ("open", "Đang mở"), ("closed", "Đã đóng"), ("handed", "Đã nộp lưu"))
_OPEN, _CLOSED, _HANDED = WorkFileState.OPEN, WorkFileState.CLOSED, WorkFileState.HANDED


@dataclass(frozen=True)
class Step:
    """One step of a file: its button, in which states, the form that it asks for, the verb."""

    label: str
    states: tuple[WorkFileState, ...]
    form: Callable[..., PlainForm]
    take: Callable[[WorkFile, Any, User], object]
    is_keepers: bool = False


STEPS: dict[str, Step] = {
    "tai-lieu": Step(
        "Ghi tài liệu khác", (_OPEN,), WorkPaperForm,
        lambda file, form, by: work_files.add_paper(file, form.paper(), by=by),
    ),
    "bao-cao": Step(
        "Đưa báo cáo vào", (_OPEN,), WorkReportForm,
        lambda file, form, by: work_files.add_record(file, REPORT, form.cleaned_data["address"], by=by),
    ),
    "sua": Step(
        "Sửa thông tin", (_OPEN,), WorkFileForm,
        lambda file, form, by: work_files.edit(file, form.words(), by=by),
    ),
    "dong": Step("Đóng hồ sơ", (_OPEN,), PlainForm, lambda file, form, by: work_files.close(file, by=by)),
    "nop-luu": Step(
        "Nộp lưu trữ", (_CLOSED,), HandOverForm,
        lambda file, form, by: work_files.hand_over(file, by=by, **form.cleaned_data), is_keepers=True,
    ),
    "mo-lai": Step(
        "Mở lại", (_CLOSED, _HANDED), ReopenForm,
        lambda file, form, by: work_files.reopen(file, by=by, **form.cleaned_data),
    ),
}  # fmt: skip


@role_required(*DESK_ROLES)
@require_GET
def file_list(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ công việc, the latest year first; `?loc=` by state."""
    chosen = request.GET.get("loc", "")
    visible = WorkFile.objects.visible_to(request.user)
    found = visible.filter(state=chosen) if chosen in WorkFileState.values else visible
    kept = people.units_kept(request.user)
    found = found.select_related("unit", "keeper").annotate(count=Count("papers"))
    found = found.order_by("-year", "code", "pk")
    context = {
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "chips": [Chip(label, f"?loc={word}", word == chosen) for word, label in _CHIPS],
        "years": _years(kept[0]) if kept else [],
        "this_year": timezone.localdate().year,
    }
    return render(request, "dossiers/documents/work_files.html", context)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def open_file(request: OfficerRequest) -> HttpResponse:
    """Mở một hồ sơ."""
    unit = people.office_of(request.user)
    if unit is None:
        raise PermissionDenied
    form = WorkFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = work_files.open_file(unit, form.words(), by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã mở {made}.")
            return redirect(made)
    context = {"form": form, "title": "Mở hồ sơ công việc", "save": "Mở hồ sơ", "file": None}
    return render(request, "dossiers/documents/work_file_form.html", context)


@role_required(*DESK_ROLES)
@require_GET
def work_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một hồ sơ: its cover, its papers, what may be done with it."""
    found = _visible(request, pk)
    may = work_files.may_change(request.user, found)
    context = {
        "file": found,
        "rows": _rows(found),
        "papers": found.papers.select_related("document"),
        "steps": [(word, step.label) for word, step in STEPS.items() if _allowed(step, found, request.user)],
        "may_take_out": may and found.state == WorkFileState.OPEN,
        "history": [
            (event, work_files.SENTENCES[event.action]) for event in found.events.order_by("-pk")[:100]
        ],
    }
    return render(request, "dossiers/documents/work_file.html", context)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def step(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Một bước của hồ sơ."""
    found = _visible(request, pk)
    taken = STEPS.get(word)
    if taken is None:
        raise Http404
    if not work_files.may_change(request.user, found):
        raise PermissionDenied
    initial = {"fonds": found.fonds}
    if taken.form is WorkFileForm:
        initial |= {name: getattr(found, name) for name in ("code", "title", "retention")}
    form = taken.form(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            taken.take(found, form, request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{taken.label}: đã ghi.")
            return redirect(found)
    context = {"form": form, "title": taken.label, "save": taken.label, "file": found}
    return render(request, "dossiers/documents/work_file_form.html", context)


@role_required(*DESK_ROLES)
@require_POST
def take_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lấy một văn bản ra khỏi hồ sơ."""
    visible = WorkFile.objects.visible_to(request.user)
    paper = get_object_or_404(
        WorkFilePaper.objects.select_related("work_file"), pk=pk, work_file__in=visible
    )  # fmt: skip
    its = paper.work_file
    try:
        work_files.take_out(paper, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã lấy ra khỏi hồ sơ.")
    return redirect(its)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def put_in(request: OfficerRequest, pk: int) -> HttpResponse:
    """Đưa một văn bản vào hồ sơ công việc."""
    visible = OfficialDocument.objects.visible_to(request.user)
    document = get_object_or_404(visible.select_related("unit", "kind"), pk=pk)
    form = IntoFileForm(request.POST or None, user=request.user, unit=document.unit_id)
    if request.method == "POST" and form.is_valid():
        try:
            paper = work_files.add_document(form.cleaned_data["work_file"], document, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đưa vào {paper.work_file}.")
            return redirect(paper.work_file)
    context = {"form": form, "document": document}
    return render(request, "dossiers/documents/put_in_file.html", context)


@role_required(Role.RECORDS)
@require_POST
def close_year(request: OfficerRequest, year: int) -> HttpResponse:
    """Đóng mọi hồ sơ của một năm."""
    count = work_files.close_year(_own_unit(request), year, by=request.user)
    messages.success(request, f"Đã đóng {count} hồ sơ năm {year}; hồ sơ chưa có văn bản nào vẫn mở.")
    return redirect("dossiers:work-files")


@role_required(*DESK_ROLES)
@require_GET
def paper_list(request: OfficerRequest, pk: int, kind: str) -> HttpResponse:
    """Mục lục văn bản của một hồ sơ."""
    found = _visible(request, pk)
    return on_paper(work_files.list_of_papers(found, by=request.user), kind, f"muc-luc-van-ban-{found.pk}")


@role_required(Role.RECORDS)
@require_GET
def archive_list(request: OfficerRequest, year: int, kind: str) -> HttpResponse:
    """Mục lục hồ sơ nộp lưu của một năm."""
    try:
        sheet: Sheet = work_files.list_of_files(_own_unit(request), year, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("dossiers:work-files")
    return on_paper(sheet, kind, f"muc-luc-ho-so-{year}")


def _allowed(step: Step, found: WorkFile, user: User) -> bool:
    if found.state not in step.states or not work_files.may_change(user, found):
        return False
    in_archive = found.state == WorkFileState.HANDED
    return people.may_keep(user, found.unit_id) or not (step.is_keepers or in_archive)


def _visible(request: OfficerRequest, pk: int) -> WorkFile:
    found = WorkFile.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("unit__parent", "keeper"), pk=pk)


def _own_unit(request: OfficerRequest) -> Unit:
    kept = people.units_kept(request.user)
    if not kept:
        raise PermissionDenied
    return kept[0]


def _years(unit: Unit) -> list[tuple[int, int]]:
    """Each year of the unit's files, with how many are open."""
    found = WorkFile.objects.filter(unit=unit).order_by("-year").values_list("year", "state")
    years: dict[int, int] = {}
    for year, state in found:
        years[year] = years.get(year, 0) + (state == WorkFileState.OPEN)
    return list(years.items())


def _rows(found: WorkFile) -> list[tuple[str, str]]:
    rows = [
        ("Số, ký hiệu hồ sơ", found.code),
        ("Thời hạn bảo quản", found.retention),
        ("Phông", found.fonds),
        ("Người lập", str(found.keeper)),
        ("Ngày mở", _day(found.opened_on)),
        ("Ngày đóng", _day(found.closed_on)),
        ("Ngày nộp lưu", _day(found.handed_on)),
        ("Hộp số", found.box),
        ("Hồ sơ số", found.cover),
    ]
    return [(label, value) for label, value in rows if value]


def _day(day: date | None) -> str:
    return formats.day_on_screen(day) if day else ""
