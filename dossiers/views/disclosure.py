"""Xem dữ liệu cá nhân: numbers of a finished dossier's person on demand, and who has looked at somebody."""

import time

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import privacy
from dossiers.forms.disclosure import PersonLogForm, PurposeForm
from dossiers.models import Dossier
from portal import audit, pdf
from portal.access import OfficerRequest, role_required
from portal.models import Role
from portal.models.user import DESK_ROLES

SHOWN = "numbers-shown"
SHOWN_FOR = 15 * 60
"""Seconds for which a purpose once given holds for the dossier."""


def purpose_given(request: OfficerRequest, dossier: Dossier) -> str:
    """The purpose for which this officer has asked for the numbers a while ago; empty if not."""
    purpose, until = request.session.get(SHOWN, {}).get(dossier.code, ("", 0))
    return purpose if until > time.time() else ""


@role_required(*DESK_ROLES)
@require_POST
def show_numbers(request: OfficerRequest, code: str) -> HttpResponse:
    """Hiện đủ số định danh, điện thoại of a finished dossier, with the purpose, which is logged."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not privacy.Veil(request.user).is_lifted_for(dossier):
        raise PermissionDenied
    form = PurposeForm(request.POST)
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        privacy.record_numbers_shown(dossier, by=request.user, purpose=purpose)
        now = time.time()
        kept = {key: value for key, value in request.session.get(SHOWN, {}).items() if value[1] > now}
        request.session[SHOWN] = {**kept, dossier.code: (purpose, now + SHOWN_FOR)}
    return redirect(dossier)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def person_log(request: OfficerRequest) -> HttpResponse:
    """Nhật ký dữ liệu của một người, shown or printed when the person asks for it; asking is logged too."""
    form = PersonLogForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        units = request.user.unit_ids([Role.UNIT_ADMIN])
        found = privacy.disclosures(form.cleaned_data["personal_number"], units=units)
        audit.record("person.log_shown", by=request.user, lines=len(found))
        if "paper" in request.POST:
            html = render_to_string(
                "print/person_log.html",
                {
                    "unit": request.user.unit,
                    "number": form.cleaned_data["personal_number"],
                    "found": found,
                    "by": request.user,
                    "now": timezone.localtime(),
                },
            )
            return HttpResponse(
                pdf.html_to_pdf(html),
                content_type="application/pdf",
                headers={"Content-Disposition": 'inline; filename="nhat-ky-du-lieu.pdf"'},
            )
    return render(request, "dossiers/person_log.html", {"form": form, "found": found})
