"""Trang cho người dân của một thủ tục, as staff keep it: words, online address, forms to download."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.citizens import counting, downloads, keeping
from dossiers.forms.public import DownloadForm, PageForm
from dossiers.models import FormFile, FormKind, Procedure
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, User


@role_required(*keeping.KEEPERS)
@require_http_methods(["GET", "POST"])
def public_page(request: OfficerRequest, code: str) -> HttpResponse:
    """Trang cho người dân: what is written for all offices, and the forms, the unit's own or for all."""
    found = get_object_or_404(Procedure.objects.for_pages(), code=code)
    may_write = keeping.writes_for_all(request.user)
    describes = request.method == "POST" and "describe" in request.POST
    uploads = request.method == "POST" and not describes
    form = PageForm(request.POST if describes else None, procedure=found)
    download = DownloadForm(
        request.POST if uploads else None, request.FILES if uploads else None, procedure=found
    )
    try:
        if describes and form.is_valid():
            keeping.describe(found, by=request.user, **form.cleaned_data)
            messages.success(request, f"Đã ghi trang cho người dân của thủ tục {found.code}.")
            return redirect("dossiers:procedure-page", found.code)
        if uploads and download.is_valid():
            taken = _take_in(download, by=request.user)
            messages.success(request, f"Đã nhận “{taken.file_name}” cho “{taken.component.name}”.")
            return redirect("dossiers:procedure-page", found.code)
    except DomainError as error:
        (form if describes else download).add_error(None if describes else "file", error.message)
    context = {
        "procedure": found,
        "form": form,
        "download": download,
        "may_write": may_write,
        "own_unit": None if may_write else keeping.own_unit(request.user),
        "files": [(file, _may_drop(request.user, file)) for file in _files(found, request.user)],
        "opinions": counting.opinions(found, request.user.readable_unit_ids),
    }
    return render(request, "dossiers/procedure_page.html", context)


@role_required(*keeping.KEEPERS)
@require_POST
def drop_form(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Bỏ một mẫu để tải."""
    file = FormFile.objects.filter(component__procedure__code=code, pk=pk).first()
    if file is not None:  # pressed twice: it is gone already
        if file.unit_id is not None and file.unit_id not in request.user.readable_unit_ids:
            raise Http404
        if not _may_drop(request.user, file):
            raise PermissionDenied
        downloads.take_away(file, by=request.user)
        messages.success(request, f"Đã bỏ mẫu “{file.file_name}”.")
    return redirect("dossiers:procedure-page", get_object_or_404(Procedure, code=code).code)


def _take_in(form: DownloadForm, *, by: User) -> FormFile:
    unit: Unit | None = None
    if not keeping.writes_for_all(by):
        unit = keeping.own_unit(by)
        if unit is None:
            raise DomainError("Mẫu của đơn vị do người quản trị của chính đơn vị đó tải lên.")
    values = form.cleaned_data
    return downloads.take_in(
        values["component"], kind=FormKind(values["kind"]), file=values["file"], unit=unit, by=by
    )


def _files(procedure: Procedure, user: User) -> list[FormFile]:
    """Those for all, and those of the units that the user sees."""
    files = FormFile.objects.filter(component__procedure=procedure).select_related("component", "unit")
    return [file for file in files if file.unit_id is None or file.unit_id in user.readable_unit_ids]


def _may_drop(user: User, file: FormFile) -> bool:
    if file.unit_id is None:
        return keeping.writes_for_all(user)
    return file.unit == keeping.own_unit(user)
