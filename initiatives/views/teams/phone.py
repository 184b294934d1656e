"""Sổ của tổ trên điện thoại: for whoever holds the signed address, without signing in, without scripts.

What it shows are the names of the team's members and their sessions of the month; of those helped nothing
but the codes that the team itself wrote.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from initiatives.forms.duty import PhoneDutyForm
from initiatives.models import CommunityTeam, DutySession
from initiatives.teams import duty, links, places
from portal import lookups, throttle
from portal.errors import DomainError
from portal.models import UnitTree

REQUESTS = 60
"""In a minute from one network: a whole team behind one line."""


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, token: str) -> HttpResponse:
    """Ghi một buổi; below it what was logged this month."""
    team = links.team_of(token)
    if team is None or throttle.too_often(request, "team-log", most=REQUESTS):
        return _closed(request, is_known=team is not None)
    tree = UnitTree.load()
    rules = duty.rules_of(team, tree)
    form = PhoneDutyForm(request.POST or None, team=team, rules=rules)
    if form.is_valid():
        key: UUID = form.cleaned_data["key"]
        try:
            made = duty.log(team, form.said, key=key, by=None)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi {made}. Giúp {made.helped} lượt người. Cảm ơn các bạn!")
            _say_unknown(request, team, tree, form.cleaned_data["codes"])
            return redirect(request.path)
    return _page(request, "initiatives/teams/phone.html", team, {
        "form": form, "token": token, "sessions": _this_month(team), "rules": rules,
    })  # fmt: skip


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, token: str, session_pk: int) -> HttpResponse:
    """Sửa hoặc rút một buổi, trong ngày ghi."""
    team, session = _found(request, token, session_pk)
    if team is None or session is None:
        return _closed(request, is_known=team is not None)
    if request.POST.get("viec") == "rut":
        duty.take_back(session, by=None)
        messages.success(request, f"Đã rút {session}.")
        return redirect("initiatives:team-log", token)
    tree = UnitTree.load()
    form = PhoneDutyForm(request.POST or None, team=team, rules=duty.rules_of(team, tree), session=session)
    if form.is_valid():
        try:
            duty.correct(session, form.said, by=None)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Đã sửa buổi trực.")
            _say_unknown(request, team, tree, form.cleaned_data["codes"])
            return redirect("initiatives:team-log", token)
    return _page(request, "initiatives/teams/phone_correct.html", team, {
        "form": form, "token": token, "session": session,
    })  # fmt: skip


def _found(
    request: HttpRequest, token: str, session_pk: int
) -> tuple[CommunityTeam | None, DutySession | None]:
    team = links.team_of(token)
    if team is None or throttle.too_often(request, "team-log", most=REQUESTS):
        return team, None
    session = get_object_or_404(team.sessions.standing().select_related("team__unit"), pk=session_pk)
    if not duty.is_open_to_team(session):
        raise Http404("Buổi này đã qua ngày ghi.")
    return team, session


def _this_month(team: CommunityTeam) -> list[tuple[DutySession, bool]]:
    first = timezone.localdate().replace(day=1)
    found = team.sessions.standing().filter(held_on__gte=first).prefetch_related("members", "dossiers")
    return [(session, duty.is_open_to_team(session)) for session in found]


def _say_unknown(request: HttpRequest, team: CommunityTeam, tree: UnitTree, codes: list[str]) -> None:
    """Codes of no dossier here: kept as they are, but said, as most are slips of the hand."""
    commune = places.commune_of(team.unit, tree, on=timezone.localdate())
    known = lookups.known("dossier", codes, unit_ids=tree.scope(commune.pk))
    if missing := [code for code in codes if code not in known]:
        messages.warning(
            request, f"Xã chưa có hồ sơ mang mã {', '.join(missing[:5])}. Xem lại mã; hôm nay còn sửa được."
        )


def _closed(request: HttpRequest, *, is_known: bool) -> HttpResponse:
    context = {"is_known": is_known}
    return render(request, "initiatives/teams/phone_closed.html", context, status=429 if is_known else 410)


def _page(
    request: HttpRequest, template: str, team: CommunityTeam, context: dict[str, object]
) -> HttpResponse:
    answer = render(request, template, {"team": team, **context})
    answer["X-Robots-Tag"] = "noindex"
    return answer
