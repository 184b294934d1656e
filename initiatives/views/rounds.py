"""Đợt nhân rộng: the list, one round with its board, drafting and sending it, the superior's words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives import sight
from initiatives.forms.replication import DescribeForm, EarlierForm, FeatureForm, RoundForm
from initiatives.models import Initiative, ReplicationRound, Reply
from initiatives.models.replication import ASKING_ROLES, READING_ROLES
from initiatives.people import CHECKING_ROLES, may_check
from initiatives.replication import answering, board, registering, rounds
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.workbook import CONTENT_TYPE, workbook

_STEPS = {
    "gui": (rounds.send, "Đã gửi các đơn vị."),
    "ket-thuc": (rounds.end, "Đã kết thúc đợt."),
    "mo-lai": (rounds.reopen, "Đã mở lại đợt."),
}


@role_required(*READING_ROLES)
@require_GET
def round_list(request: OfficerRequest) -> HttpResponse:
    """Nhân rộng: the rounds that one's unit runs, and those that ask it."""
    found = ReplicationRound.objects.visible_to(request.user).select_related("unit")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    asked = Reply.objects.filter(round__in=[one.pk for one in page]).select_related("unit", "round")
    replies: dict[int, list[Reply]] = {}
    for reply in asked:
        if answering.may_answer(request.user, reply) or answering.may_confirm(request.user, reply):
            replies.setdefault(reply.round_id, []).append(reply)
    context = {
        "page_obj": page,
        "rows": [(one, replies.get(one.pk, [])) for one in page],
        "may_ask": request.user.has_role(*ASKING_ROLES) and bool(rounds.asking_units(request.user)),
        "today": timezone.localdate(),
    }
    return render(request, "initiatives/rounds.html", context)


@role_required(*ASKING_ROLES)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """Lập đợt nhân rộng."""
    form = RoundForm(request.POST or None, user=request.user, initial={"year": timezone.localdate().year})
    if form.is_valid():
        try:
            made = rounds.draft(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập đợt nhân rộng. Xem lại rồi bấm “Gửi các đơn vị”.")
            return redirect(made)
    return render(request, "initiatives/round_form.html", {"form": form, "round": None})


@role_required(*ASKING_ROLES)
@require_http_methods(["GET", "POST"])
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sửa đợt nhân rộng chưa gửi."""
    made = _run(request, pk)
    asked = [reply.unit_id for reply in made.replies.all()]
    initial = {
        "unit": made.unit_id, "document": made.document, "document_on": made.document_on, "year": made.year,
        "due_on": made.due_on, "note": made.note, "all_communes": False, "units": asked,
        "initiatives": [one.initiative_id for one in made.chosen.all()],
    }  # fmt: skip
    form = RoundForm(request.POST or None, user=request.user, made=made, initial=initial)
    if form.is_valid():
        try:
            rounds.change(made, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi đợt nhân rộng.")
            return redirect(made)
    return render(request, "initiatives/round_form.html", {"form": form, "round": made})


@role_required(*READING_ROLES)
@require_GET
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một đợt: what was asked, and for whoever runs it the board of who has answered."""
    made = _visible(request, pk)
    runs = answering.may_ask(request.user, made)
    own = _own(request)
    sees_all = made.unit_id in own
    found = board.board(made, timezone.localdate())
    lines = [line for line in found.lines if sees_all or line.reply.unit_id in own]
    context = {
        "round": made,
        "board": found,
        "lines": lines,
        "runs": runs,
        "sees_all": sees_all,
        "is_overdue": made.is_overdue(timezone.localdate()),
        "applied": list(zip(found.chosen, found.applied, strict=True)),
    }
    return render(request, "initiatives/round.html", context)


@role_required(*ASKING_ROLES)
@require_POST
def step(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Gửi, kết thúc, mở lại."""
    made = _run(request, pk)
    if word not in _STEPS:
        raise Http404
    verb, said = _STEPS[word]
    try:
        verb(made, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(made)


@role_required(*READING_ROLES)
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bảng theo dõi ra Excel."""
    made = get_object_or_404(ReplicationRound.objects.filter(unit__in=_own(request)), pk=pk)
    found = board.board(made, timezone.localdate())
    audit.record("replication.exported", by=request.user, target=made, unit=made.unit)
    return HttpResponse(
        workbook("Nhân rộng sáng kiến", board.head(found), board.lines(found)),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="nhan-rong-{made.year}-{made.pk}.xlsx"'},
    )


@role_required(*ASKING_ROLES)
@require_http_methods(["GET", "POST"])
def describe(request: OfficerRequest, pk: int, position: int) -> HttpResponse:
    """Lời tổng hợp về một sáng kiến."""
    made = _run(request, pk)
    chosen = get_object_or_404(made.chosen.select_related("initiative", "round__unit"), position=position)
    form = DescribeForm(request.POST or None, chosen=chosen)
    if form.is_valid():
        try:
            rounds.describe(chosen, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi lời tổng hợp.")
            return redirect(made)
    return render(request, "initiatives/describe.html", {"form": form, "round": made, "chosen": chosen})


@role_required(*ASKING_ROLES)
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponse:
    """Ghi sáng kiến đã được công nhận trước khi dùng phần mềm."""
    form = EarlierForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            made = registering.register(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi sáng kiến, mã {made.code}.")
            return redirect(made)
    return render(request, "initiatives/register.html", {"form": form})


@role_required(*CHECKING_ROLES)
@require_http_methods(["GET", "POST"])
def feature(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tính năng mang sáng kiến: said by whoever checks or decides."""
    found = get_object_or_404(Initiative.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if not may_check(request.user, found):
        raise PermissionDenied
    form = FeatureForm(request.POST or None, initial={"feature": found.feature})
    if form.is_valid():
        registering.set_feature(found, form.cleaned_data["feature"], by=request.user)
        messages.success(request, "Đã ghi tính năng mang sáng kiến.")
        return redirect(found)
    return render(request, "initiatives/feature.html", {"form": form, "initiative": found})


def _own(request: OfficerRequest) -> set[int]:
    return sight.own_units(request.user, READING_ROLES)


def _visible(request: OfficerRequest, pk: int) -> ReplicationRound:
    found = ReplicationRound.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(found, pk=pk)


def _run(request: OfficerRequest, pk: int) -> ReplicationRound:
    found = ReplicationRound.objects.run_by(request.user).select_related("unit")
    return get_object_or_404(found, pk=pk)
