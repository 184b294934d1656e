"""Đợt xét và từng sáng kiến trong đợt: marks, votes, what the secretary does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives.appraisal import board, deciding, marking, rounds, rules, seats, telling, voting
from initiatives.errors import NotYours
from initiatives.forms.appraisal import MeetingForm, PlainForm, PutForm, ReasonForm, RefusalForm, SheetForm
from initiatives.models import Candidate, Initiative, Round, Seat
from initiatives.status import InitiativeStatus
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role


@dataclass(frozen=True)
class Act:
    """A step with a page of its own, that says what will happen."""

    label: str
    told: str
    form: type[PlainForm]
    verb: Callable[..., object]


ACTS = {
    "chot": Act(
        "Chốt biểu quyết",
        "Ai chưa biểu quyết được tính như không đồng ý. Sau đó phiếu và điểm không đổi được nữa.",
        PlainForm,
        voting.close,
    ),
    "rut": Act(
        "Rút khỏi đợt xét",
        "Sáng kiến trở về danh sách đã chấp nhận đơn; hạn quyết định vẫn như cũ.",
        ReasonForm,
        rounds.take_out,
    ),
    "khai": Act(
        "Khai có lợi ích liên quan",
        "Bạn không chấm điểm, không biểu quyết sáng kiến này, nhưng vẫn tính trong tổng số thành viên. "
        "Việc này không lấy lại được.",
        ReasonForm,
        marking.step_aside,
    ),
    "khong-cong-nhan": Act(
        "Không công nhận",
        "Tác giả được báo bằng văn bản, có lý do (NĐ 13/2012/NĐ-CP, Điều lệ Sáng kiến, Điều 7).",
        RefusalForm,
        deciding.refuse,
    ),
}
SEAT_ACTS = {
    "mo-lai": Act(
        "Mở lại phiếu chấm",
        "Thành viên sửa và nộp lại; lý do được ghi vào diễn biến của đợt xét.",
        ReasonForm,
        marking.reopen,
    ),
    "khong-tham-gia": Act(
        "Ghi không tham gia chấm",
        "Thành viên không chấm, không biểu quyết sáng kiến này, nhưng vẫn tính trong tổng số thành viên.",
        ReasonForm,
        marking.excuse,
    ),
}


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def held_round(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một đợt xét: its initiatives, whose turn it is, and what can still be put before it."""
    held = _round(request, pk)
    runs = seats.runs(request.user, held.council)
    waiting = Initiative.objects.filter(
        deciding_unit=held.council.unit_id, status=InitiativeStatus.ACCEPTED
    ).order_by("next_due_on", "pk")
    if request.method == "POST" and not runs:
        raise PermissionDenied
    form = PutForm(request.POST or None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            made = rounds.put(held, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đưa {len(made)} sáng kiến ra xét, thành viên được báo để chấm.")
            return redirect(held)
    found = list(board.candidates().filter(round=held, taken_out_at=None))
    context = {
        "round": held,
        "candidates": [_line(one) for one in found],
        "form": form,
        "may_put": runs and held.met_at is None and waiting.exists(),
        "runs": runs,
        "may_meet": runs and held.met_at is None and found and all(one.closed_at for one in found),
        "history": [
            (event, telling.SENTENCES[telling.Act(event.action)])
            for event in held.events.select_related("candidate__initiative").order_by("-pk")[:100]
        ],
    }
    return render(request, "initiatives/appraisal/round.html", context)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Phiên họp: what the minutes say."""
    held = _round(request, pk)
    if not seats.runs(request.user, held.council):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, held=held, initial=_meeting_so_far(held))
    if form.is_valid():
        try:
            rounds.record_meeting(held, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi phiên họp.")
            return redirect(held)
    return render(request, "initiatives/appraisal/meeting.html", {"round": held, "form": form})


@role_required(*Role)
@require_GET
def candidate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một sáng kiến trước hội đồng. Marks are on the page once all are in, the vote once it is closed."""
    found = _candidate(request, pk)
    user, council = request.user, found.round.council
    seat = next((one for one in found.seats.all() if one.member.user_id == user.pk), None)
    sees = seats.sees_marks(user, found)
    is_open = found.closed_at is None and found.taken_out_at is None
    takes_part = seat is not None and seat.takes_part and is_open
    is_author = seats.is_author(user, found)
    all_in = seats.all_in(found)
    context = {
        "candidate": found,
        "initiative": found.initiative,
        "criteria": found.round.criteria.items.all(),
        "lines": board.sheets(found, with_marks=sees),
        "means": board.means(found) if sees else [],
        "sees": sees,
        "all_in": all_in,
        "is_author": is_author,
        "seat": seat,
        "may_mark": takes_part and seat is not None and seat.handed_in_at is None,
        "may_vote": takes_part and all_in and seat is not None and not seat.has_voted,
        "needed": rules.said_of_votes(
            len(council.members.all()), sum(not one.takes_part for one in found.seats.all()), council.share
        ),
        "verdict": voting.verdict(found) if found.closed_at and sees else None,
        "runs": seats.runs(user, council) and is_open and not is_author,
        "is_secretary": is_open and seat is not None and seat.member.role == "secretary",
        "may_decide": seats.keeps(user, council.unit_id)
        and not is_author
        and found.closed_at is not None
        and found.initiative.status == InitiativeStatus.APPRAISING,
    }
    return render(request, "initiatives/appraisal/candidate.html", context)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Phiếu chấm of one's own: kept as a draft, handed in once."""
    found = _candidate(request, pk)
    seat = seats.seat_of(request.user, found)
    if seat is None or not seat.takes_part:
        raise PermissionDenied
    if seat.handed_in_at is not None or found.closed_at or found.taken_out_at:
        return redirect(found)
    form = SheetForm(request.POST if request.method == "POST" else None, candidate=found, seat=seat)
    if request.method == "POST" and form.is_valid():
        hands_in = "hand_in" in request.POST
        verb: Callable[..., Seat] = marking.hand_in if hands_in else marking.keep
        try:
            verb(found, marks=form.marks, remark=form.cleaned_data["remark"], by=request.user)
        except marking.Unmarked as error:
            form.say(error.mistakes)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã nộp phiếu chấm." if hands_in else "Đã lưu phiếu nháp.")
            return redirect(found if hands_in else request.path)
    context = {"candidate": found, "initiative": found.initiative, "form": form}
    return render(request, "initiatives/appraisal/sheet.html", context)


@role_required(*Role)
@require_POST
def vote(request: OfficerRequest, pk: int) -> HttpResponse:
    found = _candidate(request, pk)
    choice = request.POST.get("agrees")
    if choice not in {"1", "0"}:
        messages.error(request, "Chọn đồng ý hoặc không đồng ý.")
        return redirect(found)
    try:
        voting.vote(found, agrees=choice == "1", by=request.user)
    except NotYours as error:
        raise PermissionDenied from error
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi phiếu biểu quyết.")
    return redirect(found)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def act(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Một việc của đợt xét with its reason."""
    return _act(request, _candidate(request, pk), ACTS, word)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def seat_act(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Mở lại phiếu, ghi không tham gia: the secretary's."""
    found = get_object_or_404(
        Seat.objects.select_related("candidate__initiative", "member").filter(
            candidate__round__in=board.rounds_open_to(request.user)
        ),
        pk=pk,
    )
    return _act(request, found.candidate, SEAT_ACTS, word, seat=found)


def _act(
    request: OfficerRequest, found: Candidate, acts: dict[str, Act], word: str, *, seat: Seat | None = None
) -> HttpResponse:
    if (made := acts.get(word)) is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = made.form(posted)
    if posted is not None and form.is_valid():
        try:
            made.verb(seat or found, by=request.user, **form.cleaned_data)
        except NotYours as error:
            raise PermissionDenied from error
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{made.label}: đã ghi.")
            return redirect(found)
    context = {"candidate": found, "form": form, "act": made, "who": seat.member if seat else None}
    return render(request, "initiatives/appraisal/act.html", context)


def _line(one: Candidate) -> dict[str, Any]:
    """A row of the round's table; no number of a vote that is still open."""
    taking = [seat for seat in one.seats.all() if seat.takes_part]
    if one.closed_at:
        state = "Đã chốt biểu quyết"
    elif seats.all_in(one):
        state = "Chờ biểu quyết"
    else:
        state = "Đang chấm"
    return {
        "candidate": one,
        "state": state,
        "not_in": [seat.member.name for seat in taking if seat.handed_in_at is None],
        "verdict": voting.verdict(one) if one.closed_at else None,
    }


def _meeting_so_far(held: Round) -> dict[str, Any]:
    if held.met_at is None:
        return {}
    return {
        "met_at": held.met_at, "place": held.place, "conclusion": held.conclusion,
        "present": list(held.present.values_list("pk", flat=True)),
    }  # fmt: skip


def _round(request: OfficerRequest, pk: int) -> Round:
    found: Round = get_object_or_404(
        board.rounds_open_to(request.user).select_related("criteria", "council__unit"), pk=pk
    )
    return found


def _candidate(request: OfficerRequest, pk: int) -> Candidate:
    found: Candidate = get_object_or_404(
        board.candidates().filter(round__in=board.rounds_open_to(request.user)), pk=pk
    )
    return found
