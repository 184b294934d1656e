"""Danh mục từ tệp: a template, the catalogue as it is, a file looked at before drafts are made of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.revisions import CatalogueFileForm
from dossiers.models import CatalogueImport
from dossiers.revisions import exchange, keeping
from dossiers.revisions.content import Content
from dossiers.views.keeping.revisions import hold_to_keepers
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.workbook import CONTENT_TYPE


@role_required(*keeping.KEEPER_ROLES)
@require_http_methods(["GET", "POST"])
def upload(request: OfficerRequest) -> HttpResponse:
    """Chọn tệp; it is read, and nothing of the catalogue changes."""
    hold_to_keepers(request.user)
    form = CatalogueFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        try:
            return redirect(exchange.take_in(file, file.name, by=request.user, **data))
        except DomainError as refusal:
            form.add_error("file", refusal.message)
    return render(request, "dossiers/keeping/catalogue_upload.html", {"form": form})


@role_required(*keeping.KEEPER_ROLES)
@require_http_methods(["GET", "POST"])
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    """Xem trước; confirmed, it becomes drafts of its decision."""
    hold_to_keepers(request.user)
    batch = get_object_or_404(CatalogueImport, pk=pk)
    if request.method == "POST":
        sent = request.POST
        try:
            count = exchange.confirm(
                batch, seen=sent.get("seen", ""), repealed=sent.getlist("repealed"), by=request.user
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(batch)
        messages.success(
            request,
            f"Đã ghi {count} bản soạn theo quyết định {batch.decision_number}. Đối chiếu rồi công bố.",
        )
        return redirect("dossiers:revisions")
    context = {"batch": batch, "plan": exchange.plan(batch)}
    return render(request, "dossiers/keeping/catalogue_file.html", context)


@role_required(*keeping.KEEPER_ROLES)
@require_GET
def template(request: OfficerRequest, ending: str) -> HttpResponse:
    """Bảng mẫu."""
    hold_to_keepers(request.user)
    return _file({}, ending, "mau-danh-muc")


@role_required(*keeping.KEEPER_ROLES)
@require_GET
def export(request: OfficerRequest, ending: str) -> HttpResponse:
    """Danh mục hiện hành, in the shape in which it is read."""
    hold_to_keepers(request.user)
    return _file(exchange.current(), ending, "danh-muc")


def _file(found: dict[str, Content], ending: str, name: str) -> HttpResponse:
    if ending == "xlsx":
        response = HttpResponse(exchange.as_sheets(found), content_type=CONTENT_TYPE)
    elif ending == "json":
        response = HttpResponse(exchange.as_json(found), content_type="application/json")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
