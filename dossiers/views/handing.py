"""Giao, nhận một hồ sơ: chuyển bước, trả lại, giao, nhận, nhận thay. Each page says what it will do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.forms.handing import AssignForm, HandOverForm, ReasonForm
from dossiers.models import Dossier
from dossiers.privacy import Veil
from dossiers.process import handing, people, plans, ways
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import WORKING_ROLES


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def hand_over(request: OfficerRequest, code: str) -> HttpResponse:
    """Chuyển bước: to which step and whom."""
    dossier = reached(request, code)
    way = ways.of(dossier)
    here = way.place(dossier)
    roster = people.Roster([dossier], request.user.tree)
    choices = [(step, roster.of(dossier, step)) for step in plans.following(dossier, way)]
    form = HandOverForm(_posted(request), choices=choices)

    def act() -> None:
        step, person = form.chosen
        handing.hand_over(
            dossier,
            by=request.user,
            to_step=step,
            to_user=person,
            seen_at=_seen(request),
            note=form.cleaned_data["note"],
        )

    why = handing.why_not_pass_on(dossier, here, request.user)
    return _page(
        request, dossier, form, act,
        title="Chuyển bước",
        note=f"Hồ sơ đang ở bước “{here.name}”. Bước sau tính hạn từ lúc chuyển.",
        refusal=why or ("" if choices else plans.why_none(dossier, way)),
        seen_at=here.position,
        done="Đã chuyển bước",
    )  # fmt: skip


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def send_back(request: OfficerRequest, code: str) -> HttpResponse:
    """Trả lại bước trước, with the reason."""
    dossier = reached(request, code)
    here = ways.of(dossier).place(dossier)
    form = ReasonForm(_posted(request))

    def act() -> None:
        handing.send_back(dossier, by=request.user, seen_at=_seen(request), **form.cleaned_data)

    return _page(
        request, dossier, form, act,
        title="Trả lại bước trước",
        note="Hồ sơ về người đã giữ ở bước trước, kèm lý do; thời gian của bước ấy tính lại.",
        refusal=handing.why_not_pass_on(dossier, here, request.user),
        seen_at=here.position,
        done="Đã trả lại bước trước",
    )  # fmt: skip


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def take_over(request: OfficerRequest, code: str) -> HttpResponse:
    """Nhận thay người vắng mặt."""
    dossier = reached(request, code)
    form = ReasonForm(_posted(request))

    def act() -> None:
        handing.take_over(dossier, by=request.user, **form.cleaned_data)

    return _page(
        request, dossier, form, act,
        title="Nhận thay",
        note=f"Người đang giữ: {dossier.assignee or 'chưa có ai'}. Việc nhận thay ghi vào diễn biến hồ sơ.",
        done="Đã nhận thay",
    )  # fmt: skip


@role_required(*people.DIRECTING_ROLES)
@require_http_methods(["GET", "POST"])
def assign(request: OfficerRequest, code: str) -> HttpResponse:
    """Giao hồ sơ cho một người của bước đang ở."""
    dossier = reached(request, code)
    here = ways.of(dossier).place(dossier)
    form = AssignForm(_posted(request), people=people.candidates(dossier, here, request.user.tree))

    def act() -> None:
        handing.assign(dossier, by=request.user, **form.cleaned_data)

    return _page(
        request, dossier, form, act,
        title="Giao hồ sơ",
        note=f"Bước “{here.name}” và hạn của bước giữ nguyên; chỉ đổi người giữ.",
        done="Đã giao",
    )  # fmt: skip


@role_required(*WORKING_ROLES)
@require_POST
def take(request: OfficerRequest, code: str) -> HttpResponse:
    """Nhận một hồ sơ đang chờ người nhận."""
    dossier = reached(request, code)
    try:
        handing.take(dossier, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã nhận hồ sơ {dossier.code}.")
    return redirect(dossier)


def reached(request: OfficerRequest, code: str) -> Dossier:
    """A dossier that passes through the officer's hands; others are not told that there is one."""
    visible = Dossier.objects.visible_to(request.user)
    dossier = get_object_or_404(
        visible.select_related("procedure", "resolving_unit", "receiving_unit", "assignee", "current_step"),
        code=code,
    )
    if not people.may_handle(request.user, dossier):
        raise PermissionDenied
    return dossier


def _page(
    request: OfficerRequest, dossier: Dossier, form: forms.Form, act: Callable[[], None], *,
    title: str, note: str, done: str, refusal: str = "", seen_at: int = 0,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{done} hồ sơ {dossier.code}.")
            return redirect(dossier)
    context: dict[str, Any] = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "form": form,
        "title": title,
        "note": note,
        "refusal": refusal,
        "seen_at": request.POST.get("seen_at", seen_at),
    }
    return render(request, "dossiers/handing.html", context)


def _posted(request: OfficerRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _seen(request: OfficerRequest) -> int:
    """The step where the page was opened; a form without one saw none."""
    seen = request.POST.get("seen_at", "")
    return int(seen) if seen.isdecimal() else 0
