"""Sắp xếp lại đơn vị: what goes over is shown in numbers, and done once the codes were typed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossiers.forms.reorganising import ConfirmationForm, ReorganisationForm
from dossiers.reorganising import KIND, preview, reorganise_all, runs_long
from dossiers.views.office.work import unfinished
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit


@role_required(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def reorganising(request: OfficerRequest) -> HttpResponse:
    """Chọn đơn vị, xem trước, xác nhận."""
    form = ReorganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plans = form.plans()
        applying = "codes" in request.POST
        confirmation = ConfirmationForm(request.POST if applying else None, plans=plans)
        if applying and confirmation.is_valid():
            try:
                handed = reorganise_all(plans, by=request.user)
            except DomainError as error:
                confirmation.add_error(None, error.message)
            else:
                if handed.job is not None:
                    return redirect("dossiers:office-work", pk=handed.job.pk)
                count = formats.integer(handed.dossiers)
                messages.success(request, f"Đã bàn giao {count} hồ sơ cho {form.cleaned_data['named'].name}.")
                return redirect("dossiers:reorganising")
        parts = [(plan, preview(plan)) for plan in plans]
        context = {
            "form": form,
            "confirmation": confirmation,
            "named": form.cleaned_data["named"],
            "on": form.cleaned_data["on"],
            "is_successor": form.cleaned_data["is_successor"],
            "parts": parts,
            "runs_long": runs_long(counts for _, counts in parts),
        }
        return render(request, "dossiers/office/reorganising_preview.html", context)
    done = Unit.objects.exclude(handed_to=None).exclude(kind__in=["division", "health_station", "hamlet"])
    context = {
        "form": form,
        "unfinished": unfinished(KIND, request.user),
        "done": done.select_related("handed_to").order_by("-handed_on", "code"),
    }
    return render(request, "dossiers/office/reorganising.html", context)
