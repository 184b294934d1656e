"""Vào sổ một văn bản đến; soạn một văn bản đi."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers.documents import incoming, outgoing, people
from dossiers.forms.documents import DraftForm, EntryForm
from dossiers.models import OfficialDocument
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role
from portal.models.user import DESK_ROLES


@role_required(Role.RECORDS)
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponse:
    """Vào sổ văn bản đến."""
    form = EntryForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            document = _registered(form, request)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã vào sổ: {document.label}.")
            return redirect(document)
    context = {"form": form, "same": form.same}
    return render(request, "dossiers/documents/register.html", context)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def draft(request: OfficerRequest) -> HttpResponse:
    """Soạn văn bản đi."""
    unit = people.office_of(request.user)
    if unit is None:
        raise PermissionDenied
    form = DraftForm(request.POST or None, request.FILES or None, user=request.user, unit=unit)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            document = outgoing.draft(
                unit, form.words(), by=request.user, form_key=values["key"],
                papers=[*values["main"], *values["attachments"]],
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu dự thảo.")
            return redirect(document)
    return render(request, "dossiers/documents/draft.html", {"form": form, "unit": unit})


def _registered(form: EntryForm, request: OfficerRequest) -> OfficialDocument:
    values = form.cleaned_data
    if form.is_confidential:
        return incoming.register_confidential(
            values["unit"], sender=values["sender"], sender_number=values["sender_number"],
            issued_on=values["issued_on"], received_on=values["received_on"],
            by=request.user, form_key=values["key"],
        )  # fmt: skip
    return incoming.register(
        values["unit"], form.entry(), by=request.user, form_key=values["key"],
        papers=[*values["main"], *values["attachments"]],
    )  # fmt: skip
