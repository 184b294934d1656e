"""Tin gửi đi: what was sent, what could not be, and what an officer does about it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dossiers.appointments import desk
from dossiers.messaging import gateways, sending, telling
from dossiers.messaging.reminding import DIGEST
from dossiers.messaging.templates import NEWS
from dossiers.models import Message, MessageChannel, MessageState, Office
from dossiers.models.message import UNDELIVERED, WAITING, MessageQuerySet
from dossiers.moves import MOVING_ROLES
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES
from portal.paging import CappedPaginator

PAGE = 50
AT_ONCE = 500
"""So many are sent again by one button; the next ones by pressing it again."""
RARELY_MORE = 5
"""So many units that rehearse are named."""
STATES: dict[str, tuple[str, frozenset[MessageState]]] = {
    "can-xem": ("Cần xem", UNDELIVERED),
    "chua-bao": ("Chưa báo được", frozenset({MessageState.UNREACHED})),
    "cho-gui": ("Chờ gửi", WAITING | {MessageState.SENDING}),
    "da-gui": ("Đã gửi", frozenset({MessageState.SENT, MessageState.TOLD})),
}


@dataclass(frozen=True)
class Line:
    """One message as the log shows it: nobody's address in clear, and whether this officer may act on it."""

    message: Message
    label: str
    look: str
    may_act: bool
    may_open: bool = True
    """Whether the appointment it is about is theirs to open, who look after appointments."""


@role_required(*FIGURE_ROLES)
@require_GET
def message_log(request: OfficerRequest) -> HttpResponse:
    """Nhật ký gửi tin, newest first."""
    user, chosen = request.user, request.GET.get("loai", "")
    found = Message.objects.visible_to(user)
    undelivered = found.undelivered().count()
    if chosen in STATES:
        found = found.filter(state__in=STATES[chosen][1])
    page = CappedPaginator(
        found.select_related("dossier", "feedback", "appointment", "advance", "unit", "user"), PAGE
    ).get_page(request.GET.get("page"))
    mine, booked = user.unit_ids(MOVING_ROLES), user.unit_ids(desk.ROLES)
    again = _of_desk(request).filter(state=MessageState.GIVEN_UP).count()
    context = {
        "page_obj": page,
        "lines": [
            line(message, may_act=message.unit_id in mine, may_open=message.unit_id in booked)
            for message in page
        ],
        "chips": [
            Chip("Tất cả", reverse("dossiers:messages"), chosen not in STATES),
            *(
                Chip(label, f"?loai={key}", chosen == key, undelivered if key == "can-xem" else None)
                for key, (label, _) in STATES.items()
            ),
        ],
        "again": again,
        "rehearsing": Office.objects.filter(
            is_rehearsing=True, unit__in=user.readable_unit_ids, unit__valid_to=None
        ).values_list("unit__name", flat=True)[:RARELY_MORE],
        "in_files": [
            MessageChannel(channel).label.lower()
            for channel in (MessageChannel.EMAIL, MessageChannel.SMS)
            if not gateways.is_real(channel)
        ],
    }
    return render(request, "dossiers/messages.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def send_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Gửi lại một tin."""
    return _act(request, sending.send_again, _mine(request, pk), "Sẽ gửi lại trong vòng một phút.")


@role_required(*MOVING_ROLES)
@require_POST
def told_in_person(request: OfficerRequest, pk: int) -> HttpResponse:
    """Đã báo trực tiếp cho người dân."""
    return _act(request, telling.told_in_person, _mine(request, pk), "Đã ghi: người dân được báo trực tiếp.")


@role_required(*MOVING_ROLES)
@require_POST
def send_all_again(request: OfficerRequest) -> HttpResponse:
    """Gửi lại mọi tin không gửi được; one that has lost its address stays and says so on its own button."""
    given_up = _of_desk(request).filter(state=MessageState.GIVEN_UP).order_by("pk")[:AT_ONCE]
    count = 0
    for message in given_up:
        with suppress(DomainError):
            sending.send_again(message, by=request.user)
            count += 1
    flash.success(request, f"Sẽ gửi lại {formats.integer(count)} tin trong vòng một phút.")
    return _back(request)


def _act(request: OfficerRequest, act: Callable[..., None], message: Message, done: str) -> HttpResponse:
    try:
        act(message, by=request.user)
    except DomainError as error:
        flash.error(request, error.message)
    else:
        flash.success(request, done)
    return _back(request)


def line(message: Message, *, may_act: bool, may_open: bool = True) -> Line:
    label = "Nhắc việc" if message.template == DIGEST else NEWS[message.template].label
    look = {
        MessageState.SENT: "done",
        MessageState.TOLD: "done",
        MessageState.GIVEN_UP: "late",
        MessageState.UNREACHED: "late",
        MessageState.FAILED: "soon",
    }.get(MessageState(message.state), "idle")
    return Line(message, label, look, may_act, may_open)


def _of_desk(request: OfficerRequest) -> MessageQuerySet:
    return Message.objects.filter(unit__in=request.user.unit_ids(MOVING_ROLES))


def _mine(request: OfficerRequest, pk: int) -> Message:
    return get_object_or_404(_of_desk(request), pk=pk)


def _back(request: OfficerRequest) -> HttpResponse:
    """To the dossier where the button stood there, else to what still needs a look."""
    code = request.POST.get("ho-so", "")
    if code:
        return redirect("dossiers:detail", code)
    return redirect(f"{reverse('dossiers:messages')}?loai=can-xem")
