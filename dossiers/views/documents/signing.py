"""Ký số một văn bản; hình chữ ký và hình dấu."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.documents.signing import giving, panel
from dossiers.documents.signing import images as pictures
from dossiers.forms.document_signing import ImageForm, SignForm, shown
from dossiers.models import OfficialDocument, SignatureImage, SignaturePart
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role

KEEPERS = (Role.RECORDS, Role.LEADER)


@sensitive_post_parameters("password")
@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def sign(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Ký số, with a key file that is given at the moment."""
    visible = OfficialDocument.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("unit", "signer"), pk=pk)
    part = panel.PARTS.get(word)
    if part is None:
        raise Http404
    if not giving.may_sign(request.user, found, part):
        raise PermissionDenied
    try:
        giving.check(found, part, request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            giving.sign(
                found, part=part, key=form.cleaned_data["key"], by=request.user, spot=form.spot
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{panel.LABELS[part]}: đã ký. Mở tệp xem chữ ký trên trang.")
            return redirect(found)
    context = {
        "document": found,
        "form": form,
        "label": panel.LABELS[part],
        "annexes": giving.annexes(found) if part == SignaturePart.AGENCY else [],
        "is_agency": part == SignaturePart.AGENCY,
    }
    return render(request, "dossiers/documents/sign.html", context)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def images(request: OfficerRequest) -> HttpResponse:
    """Hình chữ ký, hình dấu: what is set, and setting one."""
    form = ImageForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        unit, user = form.owner
        try:
            kept = pictures.keep(
                unit, form.cleaned_data["drawing"], user=user, width_mm=form.cleaned_data["width_mm"],
                by=request.user,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đặt hình: {kept}.")
            return redirect("dossiers:signature-images")
    context = {"form": form, "images": shown(request.user)}
    return render(request, "dossiers/documents/images.html", context)


@role_required(*KEEPERS)
@require_GET
def image(request: OfficerRequest, pk: int) -> FileResponse:
    """The picture itself, for the văn thư and the leaders of its unit."""
    answer = FileResponse(_image(request, pk).file.open("rb"), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


@role_required(*KEEPERS)
@require_POST
def remove_image(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ hình; documents that were signed keep theirs."""
    found = _image(request, pk)
    said = str(found)
    try:
        pictures.remove(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã bỏ hình: {said}. Văn bản đã ký giữ nguyên.")
    return redirect("dossiers:signature-images")


def _image(request: OfficerRequest, pk: int) -> SignatureImage:
    found = SignatureImage.objects.filter(unit__in=request.user.units_held(KEEPERS))
    return get_object_or_404(found.select_related("unit", "user"), pk=pk)
