"""Xin lỗi, hẹn lại: the dossiers that want one, and the page on which it is drafted and issued."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import lateness, lifecycle, limits
from dossiers.forms.apology import ApologyForm, form_for
from dossiers.models import Apology, Dossier
from dossiers.moves import may_move
from dossiers.privacy import Veil
from dossiers.standing import Standing, standing
from dossiers.views.moves import DECIDING_ROLES, reached
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One dossier that wants an apology."""

    dossier: Dossier
    owner: str
    standing: Standing
    apology: Apology | None
    may_draft: bool


@role_required(*FIGURE_ROLES)
@require_GET
def unapologised(request: OfficerRequest) -> HttpResponse:
    """Trễ hạn chưa xin lỗi: the longest late first."""
    horizon = lateness.Horizon.at(timezone.now())
    found = lateness.unapologised(Dossier.objects.visible_to(request.user), horizon)
    counts = found.aggregate(
        **{f"n{kind}": Count("pk", filter=lateness.of_kind(kind, horizon)) for kind in lateness.WHEN if kind},
        n=Count("pk"),
    )
    chosen = request.GET.get("han", "")
    rows = found.filter(lateness.of_kind(chosen, horizon)).select_related(
        "procedure", "resolving_unit", "apology"
    )
    page = Paginator(rows.order_by("due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    veil, user = Veil(request.user), request.user
    context = {
        "chips": [
            Chip(label, f"?han={kind}" if kind else "?", kind == chosen, counts[f"n{kind}"])
            for kind, label in lateness.WHEN.items()
        ],
        "page_obj": page,
        "rows": [
            Row(
                dossier,
                veil.owner(dossier),
                standing(dossier, horizon.today),
                getattr(dossier, "apology", None),
                may_move(user, dossier) or limits.may_override(user, dossier),
            )
            for dossier in page
        ],
    }
    return render(request, "dossiers/unapologised.html", context)


@role_required(*DECIDING_ROLES)
@require_http_methods(["GET", "POST"])
def apology(request: OfficerRequest, code: str) -> HttpResponse:
    """Văn bản xin lỗi: the desk drafts it, a leader issues it."""
    dossier, at = reached(request, code), timezone.now()
    is_leader = limits.may_override(request.user, dossier)
    if not (is_leader or may_move(request.user, dossier)):
        raise PermissionDenied
    stopping = limits.blocking("apologise", limits.Case(dossier, at))
    refusal = _refusal(dossier, stopping)
    overridden = " ".join(one.sentence for one in stopping if one.limit.may_be_overridden)
    sent = request.POST if request.method == "POST" else None
    form = form_for(sent, dossier, at, override=overridden if is_leader else "")
    if sent is not None and not refusal and form.is_valid():
        try:
            done = _issue(request, dossier, form) if form.issues else _draft(request, dossier, form)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, done)
            return redirect(dossier)
    context = {
        "dossier": dossier,
        "form": form,
        "refusal": refusal,
        "late_sentence": "" if is_leader else overridden,
        "is_leader": is_leader,
        "owner": Veil(request.user).owner(dossier),
        "standing": standing(dossier, timezone.localdate()),
        "list_url": reverse("dossiers:unapologised"),
    }
    return render(request, "dossiers/apology.html", context)


def _refusal(dossier: Dossier, stopping: list[limits.Passed]) -> str:
    if not dossier.is_running or dossier.due_at is None:
        return (
            "Xin lỗi, hẹn lại: chỉ với hồ sơ đang giải quyết và có ngày hẹn; hồ sơ đang "
            f"“{dossier.get_status_display()}”."
        )
    return " ".join(one.sentence for one in stopping if not one.limit.may_be_overridden)


def _draft(request: OfficerRequest, dossier: Dossier, form: ApologyForm) -> str:
    lifecycle.draft_apology(dossier, by=request.user, **form.arguments)
    return f"Đã lưu dự thảo văn bản xin lỗi hồ sơ {dossier.code}; chờ lãnh đạo ban hành."


def _issue(request: OfficerRequest, dossier: Dossier, form: ApologyForm) -> str:
    issued = lifecycle.apologise(
        dossier, by=request.user, override=form.cleaned_data.get("override", ""), **form.arguments
    )
    return f"Đã ban hành văn bản xin lỗi hồ sơ {dossier.code}, hẹn trả lại {issued.new_due_on:%d/%m/%Y}."
