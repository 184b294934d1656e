"""Phản ánh ở cơ quan: the inbox, one feedback with its history, and the page of each move."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.voices import FORMS, VERBS
from dossiers.models import Feedback, FeedbackEvent, FeedbackPicture
from dossiers.voices import inbox, limits, offers, people
from dossiers.voices.status import Move
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import DESK_ROLES, FIGURE_ROLES
from portal.text import sought

PAGE = 50
HIDDEN = "đã che"


@dataclass(frozen=True)
class ClockLine:
    """One limit as it stands today."""

    limit: limits.Limit
    is_late: bool


@role_required(*FIGURE_ROLES)
@require_GET
def feedback_list(request: OfficerRequest) -> HttpResponse:
    """Hộp phản ánh; `?loc=` says which shelf, `?so=` a part of the number."""
    user, today = request.user, timezone.localdate()
    number = sought(request.GET.get("so", ""))
    visible = Feedback.objects.visible_to(user)
    if number:
        visible = visible.filter(code__icontains=number)
    chosen = inbox.shelf(request.GET.get("loc", "tat-ca" if number else ""))
    found = inbox.on(visible, chosen, user, today).select_related("unit", "division", "assignee")
    counted = zip(inbox.SHELVES, inbox.counts(visible, user, today), strict=True)
    address = request.GET.copy()
    address.pop("page", None)
    chips = []
    for one, count in counted:
        address["loc"] = one.word
        chips.append(Chip(one.label, f"?{address.urlencode()}", one is chosen, count))
    context = {
        "chips": chips,
        "number": number,
        "today": today,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dossiers/voices.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def feedback(request: OfficerRequest, code: str) -> HttpResponse:
    """Một phản ánh. Opening it is logged; who only watches sees neither sender nor pictures."""
    found = _visible(request, code)
    user, today = request.user, timezone.localdate()
    audit.record("feedback.opened", by=user, target=found, unit=found.unit)
    sees_sender = people.may_handle(user, found)
    context = {
        "feedback": found,
        "offers": offers.offers(user, found),
        "clock": [ClockLine(limit, limit.is_late(today)) for limit in limits.clock(found)],
        "sender": _sender(found, in_clear=sees_sender),
        "pictures": list(found.pictures.all()) if sees_sender else [],
        "answers": found.answers.select_related("drafted_by", "approved_by"),
        "publication": getattr(found, "publication", None),
        "history": [(event, _words(event)) for event in reversed(found.events.all())],
        "sees_sender": sees_sender,
    }
    return render(request, "dossiers/voice.html", context)


@role_required(*people.HANDLING_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, code: str, word: str) -> HttpResponse:
    """Một bước: the page that asks for what it needs, and what does it."""
    found = _visible(request, code)
    made = offers.MOVES.get(word)
    if made is None:
        raise Http404
    if not offers.may_make(request.user, found, made):
        raise PermissionDenied
    form = FORMS[made](request.POST if request.method == "POST" else None, feedback=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            VERBS[made](found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{made.sentence}: đã ghi, phản ánh {found.code}.")
            return redirect(found if made is not Move.FORWARD else "dossiers:feedback-list")
    context = {"feedback": found, "form": form, "move": made, "warned": getattr(form, "found", [])}
    return render(request, "dossiers/voice_move.html", context)


@role_required(*DESK_ROLES)
@require_GET
def picture(request: OfficerRequest, pk: int) -> FileResponse:
    """Ảnh người gửi kèm, for those who work on it; each look is logged."""
    found = get_object_or_404(FeedbackPicture.objects.select_related("feedback__unit"), pk=pk)
    its = found.feedback
    if not people.may_handle(request.user, its):
        raise Http404
    audit.record("feedback.picture_opened", by=request.user, target=its, unit=its.unit, picture=pk)
    answer = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _visible(request: OfficerRequest, code: str) -> Feedback:
    found = Feedback.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("unit", "received_unit", "division", "assignee", "publication"), code=code
    )


def _sender(found: Feedback, *, in_clear: bool) -> list[tuple[str, str]]:
    if not found.has_contact:
        return []
    rows = [("Họ và tên", found.contact_name), ("Điện thoại", found.phone), ("Thư điện tử", found.email)]
    return [(label, (value if in_clear else HIDDEN)) for label, value in rows if value]


def _words(event: FeedbackEvent) -> str:
    """What a line of the history adds to its sentence."""
    details = event.details
    match event.action:
        case Move.ASSIGN:
            return ", ".join(name for name in (details["to"], details["division"]) if name) or "cả đơn vị"
        case Move.FORWARD:
            return f"{details['from']} → {details['to']}. {event.reason}"
        case Move.REFUSE:
            return f"{event.reason} Căn cứ: {details['article']}"
        case Move.JUDGE:
            return "hài lòng" if details["satisfaction"] == "satisfied" else "không hài lòng"
        case Move.RECEIVE if details["pictures"]:
            return f"kèm {details['pictures']} ảnh"
        case _:
            return event.reason
