"""Quầy của đơn vị: set up by its administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers.forms.queueing import DeskForm
from dossiers.models import Desk
from dossiers.queueing import desks
from dossiers.views.office.settings import reached
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES
from portal.errors import DomainError


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def desk_list(request: OfficerRequest, pk: int, desk_pk: int | None = None) -> HttpResponse:
    """The desks of an office, with a form for a new one or the one that was chosen."""
    office = reached(request, pk)
    found = list(Desk.objects.filter(unit=office.unit).prefetch_related("fields"))
    desk = next((one for one in found if one.pk == desk_pk), None)
    if desk_pk is not None and desk is None:
        raise Http404
    form = DeskForm(request.POST or None, unit=office.unit, desk=desk)
    if request.method == "POST" and form.is_valid():
        try:
            made = desks.set_up(office.unit, by=request.user, desk=desk, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"Đã ghi {made}.")
            return redirect("dossiers:office-desks", pk)
    context = {"unit": office.unit, "office": office, "desks": found, "desk": desk, "form": form}
    return render(request, "dossiers/queueing/desks.html", context)
