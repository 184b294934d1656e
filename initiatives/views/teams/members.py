"""Thành viên của tổ: added, set right, left."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from initiatives.forms.teams import LeaveForm, MemberForm
from initiatives.models import CommunityTeam, TeamMember
from initiatives.models.team import KEEPERS
from initiatives.teams import members
from initiatives.teams.places import commune_of
from initiatives.views.teams.team import kept
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import User

_COLUMNS = ("name", "role", "post", "phone", "gender", "joined_on", "is_listed", "user")


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Thêm thành viên; the page comes back empty for the next one."""
    team = kept(request.user, pk)
    since = max(team.begins_on, timezone.localdate()) if team.ends_on is None else team.begins_on
    initial = {"joined_on": since if team.members.exists() else team.begins_on}
    form = MemberForm(request.POST or None, users=_users(request.user, team), initial=initial)
    if form.is_valid():
        try:
            made = members.join(team, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã thêm {made.name}. Ghi tiếp người sau, hoặc về trang của tổ.")
            return redirect("initiatives:team-member-new", team.pk)
    return render(request, "initiatives/teams/member.html", {"team": team, "member": None, "form": form})


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: OfficerRequest, pk: int, member_pk: int) -> HttpResponse:
    """Sửa thông tin thành viên."""
    team, member = _found(request.user, pk, member_pk)
    initial = {name: getattr(member, name) for name in _COLUMNS}
    form = MemberForm(request.POST or None, users=_users(request.user, team), initial=initial)
    if form.is_valid():
        try:
            members.change(member, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi thông tin của {form.cleaned_data['name']}.")
            return redirect(team)
    return render(request, "initiatives/teams/member.html", {"team": team, "member": member, "form": form})


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def leave(request: OfficerRequest, pk: int, member_pk: int) -> HttpResponse:
    """Thôi tham gia."""
    team, member = _found(request.user, pk, member_pk)
    form = LeaveForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if form.is_valid():
        try:
            members.leave(member, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{member.name} thôi tham gia tổ.")
            return redirect(team)
    context = {
        "team": team, "form": form, "title": f"{member.name} thôi tham gia", "save": "Ghi", "danger": False,
        "note": "Buổi trực, tập huấn trước đó vẫn giữ tên người này.", "has_file": False,
    }  # fmt: skip
    return render(request, "initiatives/teams/act.html", context)


def _found(user: User, pk: int, member_pk: int) -> tuple[CommunityTeam, TeamMember]:
    team = kept(user, pk)
    return team, get_object_or_404(team.members.select_related("team__unit"), pk=member_pk)


def _users(user: User, team: CommunityTeam) -> list[User]:
    """Accounts of the commune, one of whom may be this person."""
    commune = commune_of(team.unit, user.tree, on=timezone.localdate())
    return list(User.objects.filter(unit__in=user.tree.scope(commune.pk), is_active=True))
