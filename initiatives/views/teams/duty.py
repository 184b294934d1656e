"""Buổi trực, ghi bởi cán bộ: a new one, setting one right, taking one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.forms.duty import DutyForm
from initiatives.models import CommunityTeam, DutySession
from initiatives.models.team import LOGGERS
from initiatives.teams import duty
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import User


@role_required(*LOGGERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ghi buổi trực của một tổ."""
    team = _logged(request.user, pk)
    form = DutyForm(request.POST or None, team=team, rules=duty.rules_of(team, request.user.tree))
    if form.is_valid():
        try:
            made = duty.log(team, form.said, key=form.cleaned_data["key"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi {made}, giúp {made.helped} lượt người.")
            return redirect(team)
    return render(request, "initiatives/teams/duty.html", {"team": team, "session": None, "form": form})


@role_required(*LOGGERS)
@require_http_methods(["GET", "POST"])
def correct(request: OfficerRequest, pk: int, session_pk: int) -> HttpResponse:
    """Sửa một buổi."""
    team, session = _found(request.user, pk, session_pk)
    rules = duty.rules_of(team, request.user.tree)
    form = DutyForm(request.POST or None, team=team, rules=rules, session=session)
    if form.is_valid():
        try:
            duty.correct(session, form.said, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Đã sửa buổi trực.")
            return redirect(team)
    return render(request, "initiatives/teams/duty.html", {"team": team, "session": session, "form": form})


@role_required(*LOGGERS)
@require_POST
def take_back(request: OfficerRequest, pk: int, session_pk: int) -> HttpResponse:
    """Rút một buổi ghi nhầm."""
    team, session = _found(request.user, pk, session_pk)
    try:
        duty.take_back(session, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã rút {session}; buổi này không còn được tính.")
    return redirect(team)


def _logged(user: User, pk: int) -> CommunityTeam:
    return get_object_or_404(CommunityTeam.objects.logged_by(user).select_related("unit"), pk=pk)


def _found(user: User, pk: int, session_pk: int) -> tuple[CommunityTeam, DutySession]:
    team = _logged(user, pk)
    return team, get_object_or_404(team.sessions.select_related("team__unit"), pk=session_pk)
