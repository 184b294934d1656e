"""Hồ sơ đang nhập dở: kept while it is typed, listed, gone on with or given up."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dossiers import drafts
from dossiers.models import IntakeDraft, Office, Procedure
from dossiers.moves import MOVING_ROLES
from dossiers.views.intake.sheet import units_of
from portal.access import OfficerRequest, role_required


@dataclass(frozen=True)
class Row:
    """A draft as the list shows it: whose it would be, and for what."""

    draft: IntakeDraft
    person: str
    procedure: str


@role_required(*MOVING_ROLES)
@require_POST
def keep_draft(request: OfficerRequest) -> HttpResponse:
    """Tự giữ: what the page sends every few seconds; the answer is when it was kept, nothing where there was
    no form to keep, 409 once it is a dossier."""
    key = drafts.key_of(request.POST.get("intake_key", ""))
    if key is None:
        return HttpResponse(content_type="text/plain")
    units = units_of(request.user)
    unit = next((unit for unit in units if str(unit.pk) == request.POST.get("unit")), None)
    kept = drafts.keep(key, typed=request.POST.dict(), by=request.user, unit=unit)
    if kept is None:
        return HttpResponse(status=409)
    return HttpResponse(f"{timezone.localtime(kept.updated_at):%H:%M}", content_type="text/plain")


@role_required(*MOVING_ROLES)
@require_GET
def draft_list(request: OfficerRequest) -> HttpResponse:
    """Hồ sơ đang nhập dở của tôi."""
    mine = list(drafts.of(request.user).select_related("unit")[:50])
    codes = {draft.typed.get("procedure", "") for draft in mine}
    names = dict(Procedure.objects.filter(code__in=codes).values_list("code", "name"))
    rows = [
        Row(draft, draft.typed.get("applicant_name", ""), names.get(draft.typed.get("procedure", ""), ""))
        for draft in mine
    ]
    days = Office.of(request.user.unit).draft_days if request.user.unit else Office().draft_days
    return render(request, "dossiers/drafts.html", {"rows": rows, "days": days})


@role_required(*MOVING_ROLES)
@require_POST
def drop_draft(request: OfficerRequest) -> HttpResponse:
    """Bỏ phiếu nhập dở."""
    key = drafts.key_of(request.POST.get("key", ""))
    if key is not None:
        drafts.drop(key, by=request.user)
        messages.success(request, "Đã bỏ phiếu nhập dở.")
    return redirect("dossiers:drafts")
