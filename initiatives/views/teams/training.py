"""Tập huấn của các tổ: the list, a new meeting, setting one right."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from initiatives.forms.teams import TrainingForm
from initiatives.models import TeamMember, TeamTraining
from initiatives.models.team import KEEPERS
from initiatives.teams import places, training
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, User
from portal.models.user import FIGURE_ROLES

PAGE = 50


@role_required(*FIGURE_ROLES)
@require_GET
def trainings(request: OfficerRequest) -> HttpResponse:
    """Các buổi tập huấn trong phạm vi theo dõi."""
    found = TeamTraining.objects.filter(unit__in=request.user.readable_unit_ids).select_related("unit")
    rows = found.annotate(people=Count("members")).order_by("-held_on", "-pk")
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "communes": places.communes(request.user, KEEPERS, on=timezone.localdate()),
    }
    return render(request, "initiatives/teams/trainings.html", context)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest, unit_pk: int) -> HttpResponse:
    """Ghi buổi tập huấn của một xã."""
    commune = _commune(request.user, unit_pk)
    form = TrainingForm(request.POST or None, members=_members(request.user, commune))
    if form.is_valid():
        try:
            made = training.hold(commune, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi buổi tập huấn {made}.")
            return redirect("initiatives:team-trainings")
    context = {"form": form, "commune": commune, "training": None}
    return render(request, "initiatives/teams/training.html", context)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sửa buổi tập huấn, tích lại người dự."""
    kept = TeamTraining.objects.filter(unit__in=request.user.unit_ids(KEEPERS)).select_related("unit")
    found = get_object_or_404(kept, pk=pk)
    form = TrainingForm(request.POST or None, members=_members(request.user, found.unit), training=found)
    if form.is_valid():
        try:
            training.change(found, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("initiatives:team-trainings")
    context = {"form": form, "commune": found.unit, "training": found}
    return render(request, "initiatives/teams/training.html", context)


def _commune(user: User, pk: int) -> Unit:
    for unit in places.communes(user, KEEPERS):
        if unit.pk == pk:
            return unit
    raise Http404


def _members(user: User, commune: Unit) -> list[TeamMember]:
    """Everybody of the commune's teams, also of before, as a training is often written down late."""
    found = TeamMember.objects.filter(team__unit__in=user.tree.scope(commune.pk)).select_related("team__unit")
    return sorted(found, key=lambda one: (one.left_on is not None, one.team.unit.code, *one.rank))
