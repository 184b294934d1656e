"""Việc của tôi: queues with their counts, and many dossiers handed over at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dossiers.advance import inbox
from dossiers.appointments import desk
from dossiers.forms.handing import HandOverManyForm
from dossiers.models import Dossier, Handover, HandoverList
from dossiers.moves import MOVING_ROLES
from dossiers.privacy import Veil
from dossiers.process import handing, plans, queues, transfers
from dossiers.standing import Standing, standing
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import WORKING_ROLES
from portal.paging import CappedPaginator

PAGE = 50
WHOSE = {"toi": "Của tôi", "don-vi": "Cả đơn vị"}


@dataclass(frozen=True)
class Row:
    """One line: the dossier, its owner as this officer may see them, its due day, its step's due moment."""

    dossier: Dossier
    owner: str
    standing: Standing
    stay: Handover | None
    is_step_late: bool


@role_required(*WORKING_ROLES)
@require_GET
def my_work(request: OfficerRequest) -> HttpResponse:
    """Việc của tôi, or my unit's: the first queue with something in it, unless the address says which."""
    user, today = request.user, timezone.localdate()
    whose = request.GET.get("cua", "")
    whose = whose if whose in WHOSE else "toi"
    found = queues.of_unit(user) if whose == "don-vi" else queues.of_user(user)
    counts = queues.counts(found, today)
    word = request.GET.get("hang", "")
    if word not in queues.QUEUES:
        word = next((one for one in queues.QUEUES if counts[one]), "moi")
    rows = (
        queues.in_queue(found, word, today)
        .select_related("procedure", "resolving_unit", "current_step", "assignee")
        .defer("notes", "procedure__steps")
        .prefetch_related(Prefetch("handovers", Handover.objects.open(), to_attr="open_stays"))
        .order_by("due_at", "pk")
    )
    page = CappedPaginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "queue": queues.QUEUES[word],
        "whose": whose,
        "queue_chips": [
            Chip(queue.label, f"?hang={queue.word}&cua={whose}", queue.word == word, counts[queue.word])
            for queue in queues.QUEUES.values()
        ],
        "whose_chips": [
            Chip(label, f"?hang={word}&cua={value}", value == whose) for value, label in WHOSE.items()
        ],
        "page_obj": page,
        "rows": _rows(list(page), Veil(user), today),
        "asked": transfers.asked_of(user).open().count(),
        "to_call": inbox.to_call(user, today),
        "may_receive": user.has_role(*MOVING_ROLES),
        "coming": desk.coming_today(user),
    }
    return render(request, "dossiers/my_work.html", context)


@role_required(*WORKING_ROLES)
@require_POST
def hand_over_many(request: OfficerRequest) -> HttpResponse:
    """Bàn giao nhiều hồ sơ: first what it would do, then it is done, on a list for each receiver."""
    chosen = list(
        queues.of_unit(request.user)
        .filter(code__in=request.POST.getlist("code")[:PAGE])
        .select_related("procedure", "resolving_unit", "current_step__user", "assignee")
        .order_by("due_at", "pk")
    )
    if not chosen:
        messages.error(request, "Đánh dấu ít nhất một hồ sơ để bàn giao.")
        return redirect("dossiers:my-work")
    planned = plans.plan(chosen, request.user)
    is_confirmed = "xac-nhan" in request.POST
    form = HandOverManyForm(request.POST if is_confirmed else None, groups=planned.groups)
    if is_confirmed and form.is_valid():
        try:
            with transaction.atomic():
                made = [_hand_over(group, form, request) for group in planned.groups]
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            if not made:
                messages.error(request, "Không hồ sơ nào bàn giao được: " + " ".join(planned.refused))
                return redirect("dossiers:my-work")
            for one in made:
                messages.success(request, f"{one}: {one.slip.content['total']} hồ sơ, giao {one.to_label}.")
            return redirect(made[0] if len(made) == 1 else "dossiers:my-work")
    return render(request, "dossiers/hand_over_many.html", {"plan": planned, "form": form})


@role_required(*WORKING_ROLES)
@require_POST
def take_many(request: OfficerRequest) -> HttpResponse:
    """Nhận nhiều hồ sơ đang chờ người nhận; what somebody else took meanwhile is said."""
    chosen = queues.of_unit(request.user).filter(code__in=request.POST.getlist("code")[:PAGE])
    taken = 0
    for dossier in chosen.order_by("pk"):
        try:
            handing.take(dossier, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            taken += 1
    if taken:
        messages.success(request, f"Đã nhận {taken} hồ sơ.")
    return redirect("dossiers:my-work")


@role_required(*WORKING_ROLES)
@require_GET
def handover_list(request: OfficerRequest, pk: int) -> HttpResponse:
    """Danh sách bàn giao hồ sơ, to be printed and signed by both sides."""
    visible = HandoverList.objects.filter(unit__in=request.user.unit_ids(WORKING_ROLES))
    found = get_object_or_404(visible.select_related("slip", "unit", "by"), pk=pk)
    handed = found.handovers.select_related("dossier__procedure").order_by("dossier__code")
    veil = Veil(request.user)
    rows = [(stay, veil.owner(stay.dossier)) for stay in handed]
    facts = [
        ("Cơ quan chủ trì giải quyết", found.unit.name),
        ("Người giao", str(found.by)),
        ("Người nhận", f"{found.to_label}, bước “{found.step_name}”"),
        ("Tổng số hồ sơ bàn giao", f"{len(rows)} hồ sơ"),
    ]
    context = {"made": found, "rows": rows, "facts": facts}
    return render(request, "dossiers/handover_list.html", context)


def _hand_over(group: plans.Group, form: HandOverManyForm, request: OfficerRequest) -> HandoverList:
    return handing.hand_over_many(
        [(line.dossier, _seen(request, line)) for line in group.lines],
        by=request.user,
        to_step=group.step.position,
        to_user=form.receiver(group),
        note=form.cleaned_data["note"],
    )


def _seen(request: OfficerRequest, line: plans.Line) -> int:
    """The step where the preview showed the dossier; one that it did not show is refused."""
    seen = request.POST.get(line.field, "")
    return int(seen) if seen.isdecimal() else 0


def _rows(dossiers: list[Any], veil: Veil, today: date) -> list[Row]:
    now = timezone.now()
    rows = []
    for dossier in dossiers:
        stay = next(iter(dossier.open_stays), None)
        late = stay is not None and stay.due_at is not None and stay.due_at < now
        is_late = late and dossier.paused_since is None
        rows.append(Row(dossier, veil.owner(dossier), standing(dossier, today), stay, is_late))
    return rows
