"""Một giấy tờ: its pages, what is done with them, what describes it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dossiers.forms.papers import DescribeForm, RemoveForm, UploadForm
from dossiers.models import Dossier, DossierComponent, ScanPage, ScanState
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.papers import capture, comparing, describing, reading, reusing, scanning, shelves
from dossiers.papers.sight import seen_by_name
from dossiers.views.panels import Viewer
from dossiers.views.panels import papers as papers_panel
from portal import audit, barcodes
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import DESK_ROLES, FIGURE_ROLES


@role_required(*FIGURE_ROLES)
@require_GET
def papers(request: OfficerRequest, code: str) -> HttpResponse:
    """The papers' part of a dossier's page, asked for again while something is on its way."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(dossier)
    panel = papers_panel.panel(dossier, Viewer.of(request.user, dossier))
    if request.GET.get("v") == panel.shown["version"]:
        return HttpResponse(status=204)
    return render(request, "dossiers/_papers_table.html", {"panel": panel})


@role_required(*DESK_ROLES)
@require_GET
def paper(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Giấy tờ: opening it is logged."""
    component = _paper(request, code, pk)
    dossier = component.dossier
    audit.record(
        "dossier.paper_opened", by=request.user, target=dossier, unit=dossier.resolving_unit, paper=pk
    )
    return _page(request, component)


@role_required(*DESK_ROLES)
@require_GET
def pages(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """The pages of a paper, asked for again while something is on its way."""
    component = _paper(request, code, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_address(component))
    shown = _shown(request, component)
    if request.GET.get("v") == shown["version"]:
        return HttpResponse(status=204)
    return render(request, "dossiers/_paper_pages.html", shown)


@role_required(*MOVING_ROLES)
@require_POST
def upload(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Tải lên: from the form, from files dropped on the page, or pasted."""
    component = _mine(request, code, pk)
    is_partial = request.htmx  # type: ignore[attr-defined]
    form = UploadForm(request.POST, request.FILES, may_replace=True)
    if form.is_valid():
        try:
            found = form.cleaned_data
            new = scanning.attach(component, found["scans"], by=request.user, replace=found["replace"])
        except DomainError as error:
            form.add_error("scans", error.message)
        else:
            if is_partial:
                return HttpResponse(status=204)
            if new:
                messages.success(request, f"Đã nhận {len(new)} tệp cho “{component.name}”.")
            else:
                messages.info(request, "Tệp này đã có cho giấy tờ, không nhận thêm lần nữa.")
            return redirect(_address(component))
    if is_partial:
        words = str(form.errors["scans"][0])
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    return _page(request, component, upload_form=form)


@role_required(*MOVING_ROLES)
@require_POST
def compare(request: OfficerRequest, code: str) -> HttpResponse:
    """Đã đối chiếu bản chính: one paper (`giay`) or all; back to where it was pressed."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    paper = request.POST.get("giay", "")
    try:
        done = comparing.compare(
            dossier, by=request.user, paper=int(paper[:18]) if paper.isdecimal() else None
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if done:
            messages.success(request, f"Đã đối chiếu bản chính {len(done)} giấy tờ.")
        else:
            messages.info(request, "Không còn ảnh nào chờ đối chiếu.")
    if "vua-tiep-nhan" in request.POST:
        return redirect("dossiers:received", dossier.code)
    return redirect(f"{dossier.get_absolute_url()}#papers")


@role_required(*MOVING_ROLES)
@require_POST
def describe(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Ghi đặc tả."""
    component = _mine(request, code, pk)
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            describing.describe(component, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi đặc tả của “{component.name}”.")
            return redirect(_address(component))
    return _page(request, component, describe_form=form)


@role_required(*MOVING_ROLES)
@require_POST
def reuse(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Dùng lại giấy tờ đã số hóa của cùng người."""
    component = _mine(request, code, pk)
    number = request.POST.get("source", "")
    source = DossierComponent.objects.filter(pk=number if number.isdecimal() else 0).first()
    if source is None:
        messages.error(request, "Giấy tờ này không còn trong hệ thống.")
    else:
        try:
            reusing.reuse(component, source, by=request.user)
            messages.success(request, f"Đã dùng lại giấy tờ của hồ sơ {source.dossier.code}.")
        except DomainError as error:
            messages.error(request, error.message)
    return redirect(_address(component))


@role_required(*MOVING_ROLES)
@require_POST
def phone(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Mở hoặc thu hồi mã chụp; the code stays in the officer's session, the database has its hash."""
    component = _mine(request, code, pk)
    key = _session_key(component)
    if request.POST.get("do") == "end":
        capture.end(component, by=request.user)
        request.session.pop(key, None)
    else:
        request.session[key] = capture.begin(component, by=request.user)
    return redirect(f"{_address(component)}#phone")


def _page(request: OfficerRequest, component: DossierComponent, **forms: Any) -> HttpResponse:
    dossier = component.dossier
    standing = list(component.scans.standing().select_related("created_by", "compared_by"))
    ended = component.scans.filter(state__in=[ScanState.REPLACED, ScanState.REMOVED])
    proposed = reading.proposals("\n".join(scan.text for scan in standing))
    known = DescribeForm.what_is_known(component)
    if request.GET.get("dien") == "1":
        found = {"number": proposed.number, "issuer": proposed.issuer, "issued_on": proposed.issued_on}
        known |= {name: value for name, value in found.items() if value and not known[name]}
        known["holder_name"] = proposed.name or known["holder_name"]
    can_work = may_move(request.user, dossier)
    context = {
        "scans": standing,
        "ended": ended.select_related("ended_by", "created_by").order_by("-ended_at"),
        "upload_form": UploadForm(may_replace=bool(standing)),
        "describe_form": DescribeForm(initial=known),
        "remove_form": RemoveForm(),
        "candidates": reusing.candidates(component, request.user) if can_work and not standing else [],
        "proposed": proposed,
        "reads": reading.is_installed(),
        "neighbours": _neighbours(component),
    }
    return render(request, "dossiers/paper.html", _shown(request, component) | context | forms)


def _shown(request: OfficerRequest, component: DossierComponent) -> dict[str, Any]:
    """What the pages' part of the page needs."""
    line = next(one for one in shelves.of(component.dossier).lines if one.paper.pk == component.pk)
    text = request.session.get(_session_key(component), "")
    token = capture.standing(component, text)
    address = f"{settings.BASE_URL}{reverse('dossiers:capture', args=[text])}" if token else ""
    standing = ScanPage.objects.filter(scan__component=component, scan__state=ScanState.READY)
    left_out = list(standing.filter(is_left_out=True))
    return {
        "dossier": component.dossier,
        "paper": component,
        "line": line,
        "left_out": left_out,
        "version": shelves.version([(*line.face, token is not None, *(page.pk for page in left_out))]),
        "can_work": may_move(request.user, component.dossier),
        "token": token,
        "code": barcodes.qr(address, label="Mã để điện thoại mở trang chụp") if token else "",
        "address": address,
        "is_moving": bool(line.waiting) or token is not None,
    }


def _neighbours(component: DossierComponent) -> tuple[DossierComponent | None, DossierComponent | None]:
    """The papers before and after this one."""
    siblings = component.dossier.components
    before = siblings.filter(pk__lt=component.pk).order_by("-pk").first()
    return before, siblings.filter(pk__gt=component.pk).order_by("pk").first()


def _paper(request: OfficerRequest, code: str, pk: int) -> DossierComponent:
    mine = DossierComponent.objects.filter(dossier__in=seen_by_name(request.user), dossier__code=code)
    related = ("dossier__procedure", "dossier__resolving_unit", "reused_from__dossier")
    return get_object_or_404(mine.select_related(*related), pk=pk)


def _mine(request: OfficerRequest, code: str, pk: int) -> DossierComponent:
    """A paper of a dossier that the officer's desk reaches."""
    component = _paper(request, code, pk)
    if not may_move(request.user, component.dossier):
        raise PermissionDenied
    return component


def _address(component: DossierComponent) -> str:
    return reverse("dossiers:paper", args=[component.dossier.code, component.pk])


def _session_key(component: DossierComponent) -> str:
    return f"capture-{component.pk}"
