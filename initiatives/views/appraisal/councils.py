"""Hội đồng và bộ tiêu chí: what one has to mark, the unit's councils, rounds and criteria."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives import sight
from initiatives.appraisal import board, councils, criteria, examples, rounds, rules, seats
from initiatives.errors import NotYours
from initiatives.forms.appraisal import (
    CouncilForm,
    CriteriaForm,
    CriterionRows,
    MemberForm,
    RoundForm,
    rows_of,
)
from initiatives.models import Council, CouncilMember, CriteriaSet
from initiatives.models.appraisal import KEEPING_ROLES
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role


@role_required(*Role)
@require_GET
def overview(request: OfficerRequest) -> HttpResponse:
    """Hội đồng sáng kiến: what waits for this member, then what the unit keeps."""
    user = request.user
    kept = seats.kept_units(user)
    units = sight.own_units(user, KEEPING_ROLES)
    context = {
        "waiting": board.waiting_for(user),
        "rounds": board.rounds_open_to(user)[:50],
        "councils": Council.objects.open_to(user).select_related("unit").prefetch_related("members")[:50],
        "criteria": CriteriaSet.objects.filter(unit__in=units).select_related("unit")[:50],
        "examples": examples.EXAMPLES,
        "keeps": bool(kept),
        "listings": board.listings(kept),
    }
    return render(request, "initiatives/appraisal/overview.html", context)


@role_required(*KEEPING_ROLES)
@require_http_methods(["GET", "POST"])
def new_council(request: OfficerRequest) -> HttpResponse:
    form = CouncilForm(request.POST or None, units=seats.kept_units(request.user))
    if form.is_valid():
        try:
            made = councils.set_up(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi hội đồng. Thêm các thành viên theo quyết định.")
            return redirect(made)
    return render(request, "initiatives/appraisal/new_council.html", {"form": form})


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def council(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một hội đồng; its keepers add members until it first meets."""
    found = get_object_or_404(Council.objects.open_to(request.user).select_related("unit"), pk=pk)
    may_change = seats.keeps(request.user, found.unit_id) and found.used_at is None
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    people = seats.people_of(found.unit, request.user.tree) if may_change else []
    form = MemberForm(request.POST or None, council=found, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            councils.add_member(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(found)
    members = list(found.members.all())
    context = {
        "council": found,
        "members": members,
        "rounds": found.rounds.all(),
        "form": form,
        "may_change": may_change,
        "may_open": seats.runs(request.user, found),
        "missing": councils.missing_in(found),
        "needed": rules.said_of_votes(len(members), 0, found.share) if members else "",
    }
    return render(request, "initiatives/appraisal/council.html", context)


@role_required(*KEEPING_ROLES)
@require_POST
def remove_member(request: OfficerRequest, pk: int) -> HttpResponse:
    visible = Council.objects.open_to(request.user)
    found = get_object_or_404(CouncilMember.objects.filter(council__in=visible), pk=pk)
    return _do(request, found.council, lambda: councils.remove_member(found, by=request.user))


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def open_round(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mở đợt xét."""
    found = get_object_or_404(Council.objects.open_to(request.user).select_related("unit"), pk=pk)
    if not seats.runs(request.user, found):
        raise PermissionDenied
    form = RoundForm(request.POST or None, council=found)
    if form.is_valid():
        try:
            held = rounds.open_round(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã mở đợt xét. Chọn các sáng kiến đưa ra hội đồng.")
            return redirect(held)
    has_criteria = CriteriaSet.objects.filter(unit=found.unit_id).exists()
    context = {"council": found, "form": form, "has_criteria": has_criteria}
    return render(request, "initiatives/appraisal/open_round.html", context)


@role_required(*KEEPING_ROLES)
@require_POST
def begin_criteria(request: OfficerRequest, word: str) -> HttpResponse:
    """Lấy mẫu có sẵn làm bộ tiêu chí của đơn vị."""
    example, units = examples.named(word), seats.kept_units(request.user)
    if example is None or not units:
        raise Http404
    return redirect(criteria.begin(example, unit=units[0], by=request.user))


@role_required(*KEEPING_ROLES)
@require_POST
def copy_criteria(request: OfficerRequest, pk: int) -> HttpResponse:
    found = _criteria(request, pk)
    made = criteria.copy(found, unit=found.unit, by=request.user)
    messages.success(request, f"Đã chép thành lần {made.version}, sửa rồi lưu.")
    return redirect(made)


@role_required(*KEEPING_ROLES)
@require_http_methods(["GET", "POST"])
def criteria_set(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bộ tiêu chí: edited until a round marks by it."""
    found = _criteria(request, pk)
    posted = request.POST if request.method == "POST" else None
    initial = {
        "name": found.name, "source": found.source, "step": format(found.step.normalize(), "f"),
        "threshold": found.threshold,
    }  # fmt: skip
    form = CriteriaForm(posted, initial=initial)
    rows = CriterionRows(posted, initial=rows_of(found), prefix="rows")
    if posted is not None and form.is_valid() and rows.is_valid():
        try:
            criteria.change(found, lines=rows.lines, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu bộ tiêu chí.")
            return redirect(found)
    context = {"criteria": found, "items": found.items.all(), "form": form, "rows": rows}
    return render(request, "initiatives/appraisal/criteria.html", context)


def _criteria(request: OfficerRequest, pk: int) -> CriteriaSet:
    units = sight.own_units(request.user, KEEPING_ROLES)
    found: Any = CriteriaSet.objects.filter(unit__in=units).select_related("unit")
    chosen: CriteriaSet = get_object_or_404(found, pk=pk)
    return chosen


def _do(request: OfficerRequest, back: Any, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotYours as error:
        raise PermissionDenied from error
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(back)
