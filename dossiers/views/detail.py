"""Một hồ sơ: what is known, where it stands, what may be done, how it came; the page of each step."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.moves import MoveForm
from dossiers.lifecycle import ACTION_SENTENCES
from dossiers.models import Dossier, DossierEvent
from dossiers.moves import MOVES, MOVING_ROLES, Move, may_move, usual_next
from dossiers.privacy import Veil
from dossiers.receipt import in_words
from dossiers.standing import is_over, standing, steps, turn
from dossiers.status import DossierStatus
from portal import audit, formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES


@dataclass(frozen=True)
class Sentence:
    """One event as the history tells it."""

    event: DossierEvent
    words: str


@role_required(*FIGURE_ROLES)
@require_GET
def detail(request: OfficerRequest, code: str) -> HttpResponse:
    """Hồ sơ. Opening a person's record in clear is logged."""
    dossier = _visible(request, code)
    veil = Veil(request.user)
    is_clear = veil.is_lifted_for(dossier)
    if is_clear:
        audit.record("dossier.opened", by=request.user, target=dossier, unit=dossier.resolving_unit)
    history = _history(dossier, is_clear=is_clear)
    may = may_move(request.user, dossier)
    main = usual_next(dossier) if may else None
    others = [move for move in MOVES.values() if move != main] if may and not is_over(dossier) else []
    context = {
        "dossier": dossier,
        "owner": veil.owner(dossier),
        "person": veil.summary(dossier),
        "case": _case(dossier),
        "standing": standing(dossier, timezone.localdate()),
        "turn": turn(dossier),
        "steps": steps(dossier, _started_at(history)),
        "papers": list(dossier.components.all()),
        "main": main,
        "moves": [move for move in others if not move.refusal(dossier)],
        "refused": [move for move in others if move.refusal(dossier)],
        "history": history,
        "is_clear": is_clear,
    }
    return render(request, "dossiers/detail.html", context)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, code: str, verb: str) -> HttpResponse:
    """One step of the lifecycle on a page of its own: what it means, what it needs, the button."""
    dossier, chosen = _visible(request, code), MOVES[verb]
    if not may_move(request.user, dossier):
        raise PermissionDenied
    refusal = chosen.refusal(dossier)
    form = MoveForm(request.POST if request.method == "POST" else None, move=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            _act(chosen, dossier, form, request)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{chosen.done} hồ sơ {dossier.code}.")
            return redirect(dossier)
    context = {
        "dossier": dossier,
        "move": chosen,
        "refusal": refusal,
        "form": form,
        "owner": Veil(request.user).owner(dossier),
    }
    return render(request, "dossiers/move.html", context)


def _act(chosen: Move, dossier: Dossier, form: MoveForm, request: OfficerRequest) -> None:
    if refusal := chosen.refusal(dossier):
        raise DomainError(refusal)
    chosen.act(dossier, by=request.user, **form.cleaned_data)


def _visible(request: OfficerRequest, code: str) -> Dossier:
    visible = Dossier.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("procedure", "case_type", "receiving_unit", "resolving_unit"), code=code
    )


def _case(dossier: Dossier) -> list[tuple[str, str]]:
    """What was asked for, where and how, as pairs of label and value."""
    units = dossier.resolving_unit.name
    if dossier.receiving_unit_id != dossier.resolving_unit_id:
        units = f"{units}; tiếp nhận tại {dossier.receiving_unit.name}"
    channel = dossier.get_channel_display()
    if dossier.channel_as_written:
        channel = f"{channel} (trong bảng nguồn: {dossier.channel_as_written})"
    rows = [
        ("Thủ tục", f"{dossier.procedure.name} ({dossier.procedure.code})"),
        ("Đơn vị giải quyết", units),
        ("Kênh tiếp nhận", f"{channel}, liên thông" if dossier.is_inter_agency else channel),
        ("Tiếp nhận", in_words(dossier.received_at) if dossier.received_at else "chưa tiếp nhận"),
        ("Người tiếp nhận", dossier.officer_name or "không ghi"),
        ("Phí, lệ phí", _fee(dossier)),
    ]
    if dossier.case_type:
        rows.insert(1, ("Loại việc", dossier.case_type.name))
    if dossier.original_due_on != dossier.due_on and dossier.original_due_at:
        rows.append(("Hẹn trả ban đầu", in_words(dossier.original_due_at)))
    if dossier.outcome:
        electronic = ", có kết quả điện tử" if dossier.has_electronic_result else ""
        rows.append(("Kết quả giải quyết", f"{dossier.get_outcome_display()}{electronic}"))
    return rows


def _fee(dossier: Dossier) -> str:
    if not dossier.fee:
        return "không thu"
    return f"{formats.money(dossier.fee)}{', đã thanh toán trực tuyến' if dossier.is_paid_online else ''}"


def _started_at(history: list[Sentence]) -> datetime | None:
    """When somebody first took the dossier on."""
    taken = [line.event.at for line in history if line.event.to_status == DossierStatus.PROCESSING]
    return min(taken, default=None)


def _history(dossier: Dossier, *, is_clear: bool) -> list[Sentence]:
    """Newest first. Reasons may name people: those who only supervise read the step alone."""
    told = []
    for event in dossier.events.order_by("-at", "-pk"):
        words = ACTION_SENTENCES.get(event.action, event.action)
        told.append(Sentence(event, f"{words}: {event.reason}" if event.reason and is_clear else f"{words}."))
    return told
