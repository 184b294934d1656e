"""Trả lời của đơn vị: its page, the sheet of one initiative, handing in and sending back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives import sight
from initiatives.forms.replication import AnswerForm, ReasonForm
from initiatives.models import Adoption, Reply, ReplyStatus, RoundState
from initiatives.models.replication import ANSWERING_ROLES, ASKING_ROLES, READING_ROLES
from initiatives.people import CONFIRMING_ROLES
from initiatives.replication import answering
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError

_STEPS: dict[str, tuple[Callable[..., Reply], str, bool]] = {
    "nop": (answering.hand_in, "Đã nộp phần trả lời.", False),
    "xac-nhan": (answering.confirm, "Đã xác nhận, phần trả lời được nộp.", False),
    "tra-ve": (answering.refuse, "Đã trả lại để sửa.", True),
    "tra-lai": (answering.send_back, "Đã trả lại đơn vị.", True),
}
"""The word of an address → what it does, what is said then, and whether it needs a reason."""


@role_required(*READING_ROLES)
@require_GET
def reply(request: OfficerRequest, pk: int) -> HttpResponse:
    """Trả lời của một đơn vị trong một đợt."""
    found = visible(request, pk)
    user = request.user
    writes = answering.may_answer(user, found)
    is_open = found.round.state == RoundState.OPEN
    context = {
        "reply": found,
        "adoptions": list(found.adoptions.select_related("chosen__initiative").prefetch_related("measures")),
        "is_late": found.is_late(timezone.localdate()),
        "may_write": writes and found.is_writable,
        "may_confirm": answering.may_confirm(user, found) and found.status == ReplyStatus.AWAITING,
        "may_send_back": is_open
        and found.status == ReplyStatus.HANDED_IN
        and answering.may_ask(user, found.round),
        "may_set": answering.may_confirm(user, found),
        "leader_confirms": answering.leader_confirms(found.unit),
        "history": reversed(found.events.all()),
        "reason_form": ReasonForm(),
    }
    return render(request, "initiatives/reply.html", context)


@role_required(*ANSWERING_ROLES)
@require_http_methods(["GET", "POST"])
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Phiếu trả lời về một sáng kiến."""
    adoption = get_object_or_404(
        Adoption.objects.select_related("chosen__initiative", "reply__round__unit", "reply__unit"), pk=pk
    )
    found = visible(request, adoption.reply_id)
    if not answering.may_answer(request.user, found):
        raise PermissionDenied
    if not found.is_writable:
        messages.error(request, f"Trả lời đang “{found.get_status_display()}”, không sửa được.")
        return redirect(found)
    form = AnswerForm(request.POST or None, adoption=adoption)
    if form.is_valid():
        try:
            answering.answer(adoption, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi trả lời.")
            return redirect(found)
    return render(request, "initiatives/answer.html", {"form": form, "reply": found, "adoption": adoption})


@role_required(*READING_ROLES)
@require_POST
def step(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Nộp, xác nhận, trả lại."""
    found = visible(request, pk)
    if word not in _STEPS:
        raise Http404
    verb, said, needs_reason = _STEPS[word]
    form = ReasonForm(request.POST)
    if needs_reason and not form.is_valid():
        messages.error(request, "Ghi lý do trả lại để đơn vị biết cần sửa điều gì.")
        return redirect(found)
    try:
        verb(found, by=request.user, **(form.cleaned_data if needs_reason else {}))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(found)


@role_required(*CONFIRMING_ROLES)
@require_POST
def setting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bật, tắt việc lãnh đạo xác nhận trước khi nộp."""
    found = visible(request, pk)
    if not answering.may_confirm(request.user, found):
        raise PermissionDenied
    is_on = request.POST.get("bat") == "1"
    answering.set_leader_confirms(found.unit, is_on, by=request.user)
    messages.success(request, f"Lãnh đạo xác nhận trước khi nộp: {'bật' if is_on else 'tắt'}.")
    return redirect(found)


def visible(request: OfficerRequest, pk: int) -> Reply:
    """The own unit's; for whoever asked, what was handed in and not taken apart again."""
    user = request.user
    own = Q(unit__in=sight.own_units(user, READING_ROLES)) & ~Q(round__state=RoundState.DRAFT)
    asked = Q(
        round__unit__in=sight.own_units(user, (*ASKING_ROLES, *READING_ROLES)),
        status__in=[ReplyStatus.HANDED_IN, ReplyStatus.SENT_BACK],
    )
    found = Reply.objects.filter(own | asked).select_related("unit", "round__unit")
    return get_object_or_404(found, pk=pk)
