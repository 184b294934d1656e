"""Thôn, tổ dân phố của xã: the list with their teams, adding, renaming, ending, carrying over on reform."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.forms.teams import HamletEndForm, HamletNameForm, HamletsForm
from initiatives.models import CommunityTeam
from initiatives.models.team import KEEPERS
from initiatives.teams import hamlets, places
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, UnitKind, User


@dataclass(frozen=True)
class Line:
    hamlet: Unit
    team: CommunityTeam | None
    is_living: bool


@dataclass(frozen=True)
class Group:
    """One commune; `is_left_behind` where it is no more and its hamlets have not followed its heir."""

    commune: Unit
    lines: list[Line]
    is_left_behind: bool


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def hamlet_list(request: OfficerRequest) -> HttpResponse:
    """Thôn của xã, và thêm thôn."""
    user, today = request.user, timezone.localdate()
    communes = places.communes(user, KEEPERS)
    if not communes:
        return render(request, "initiatives/teams/hamlets_none.html")
    form = HamletsForm(request.POST or None, communes=communes, initial={"commune": communes[0].pk})
    if form.is_valid():
        values = form.cleaned_data
        commune = values.get("commune") or communes[0]
        try:
            added = hamlets.add(
                commune, names=values["names"], subkind=values["subkind"], since=values["since"], by=user
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã thêm {len(added)} thôn vào {commune.label}.")
            return redirect("initiatives:team-hamlets")
    teams = {
        team.unit_id: team
        for team in CommunityTeam.objects.valid_on(today).filter(unit__in=user.unit_ids(KEEPERS))
    }
    groups = []
    for commune in communes:
        below = places.hamlets(commune, user.tree)
        lines = [Line(one, teams.get(one.pk), one.is_valid_on(today)) for one in below]
        left = any(one.successor_id is None and one.valid_to in {None, commune.valid_to} for one in below)
        if lines or commune.is_valid_on(today):
            groups.append(Group(commune, lines, bool(commune.successor_id) and left))
    return render(request, "initiatives/teams/hamlets.html", {"form": form, "groups": groups})


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def hamlet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sửa tên, hoặc kết thúc khi sáp nhập, giải thể."""
    user = request.user
    found = _hamlet(user, pk)
    siblings = places.hamlets(user.tree.units[found.parent_id], user.tree) if found.parent_id else []
    others = [one for one in siblings if one.pk != pk and one.valid_to is None]
    ends = request.POST.get("viec") == "ket-thuc"
    name_form = HamletNameForm(
        request.POST if request.method == "POST" and not ends else None, initial={"name": found.name}
    )
    end_form = HamletEndForm(request.POST if ends else None, others=others)
    form = end_form if ends else name_form
    if form.is_valid():
        try:
            if ends:
                hamlets.end(found, by=user, **form.cleaned_data)
            else:
                hamlets.rename(found, by=user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("initiatives:team-hamlets")
    context = {"hamlet": found, "name_form": name_form, "end_form": end_form}
    return render(request, "initiatives/teams/hamlet.html", context)


@role_required(*KEEPERS)
@require_POST
def carry_over(request: OfficerRequest, pk: int) -> HttpResponse:
    """Chuyển thôn và tổ của một xã đã sắp xếp sang xã kế thừa."""
    commune = next((one for one in places.communes(request.user, KEEPERS) if one.pk == pk), None)
    if commune is None:
        raise Http404
    try:
        moved = hamlets.carry_over(commune, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã chuyển {len(moved)} thôn, cùng tổ của các thôn ấy.")
    return redirect("initiatives:team-hamlets")


def _hamlet(user: User, pk: int) -> Unit:
    found = user.tree.units.get(pk)
    if found is None or found.kind != UnitKind.HAMLET or pk not in user.unit_ids(KEEPERS):
        raise Http404
    return Unit.objects.select_related("parent").get(pk=pk)
