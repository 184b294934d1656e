"""Liên thông: ask another agency, what is asked of us, and the answers."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.transfers import AnswerForm, TransferForm
from dossiers.models import Dossier, Transfer
from dossiers.privacy import Veil
from dossiers.process import handing, transfers, ways
from dossiers.views.handing import reached
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import WORKING_ROLES
from portal.paging import CappedPaginator

PAGE = 50


@dataclass(frozen=True)
class Row:
    transfer: Transfer
    owner: str
    late_days: int


@role_required(*WORKING_ROLES)
@require_GET
def asked(request: OfficerRequest) -> HttpResponse:
    """Được xin ý kiến, phối hợp: what waits for our answer, and what was answered."""
    is_answered = request.GET.get("hang") == "da-tra-loi"
    mine = transfers.asked_of(request.user)
    found = mine.exclude(answered_at=None) if is_answered else mine.open()
    order = "-answered_at" if is_answered else "due_at"
    rows = found.select_related(
        "dossier__procedure", "dossier__resolving_unit", "to_unit", "sent_by"
    ).order_by(order, "pk")
    page = CappedPaginator(rows, PAGE).get_page(request.GET.get("page"))
    veil, now = Veil(request.user), timezone.now()
    context = {
        "is_answered": is_answered,
        "chips": [
            Chip("Chờ trả lời", "?", not is_answered, mine.open().count()),
            Chip("Đã trả lời", "?hang=da-tra-loi", is_answered),
        ],
        "page_obj": page,
        "rows": [Row(one, veil.owner(one.dossier), transfers.late_days(one, now)) for one in page],
    }
    return render(request, "dossiers/transfers.html", context)


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def send(request: OfficerRequest, code: str) -> HttpResponse:
    """Xin ý kiến, phối hợp of one agency."""
    dossier = reached(request, code)
    units = transfers.units_to_ask(dossier, request.user)
    form = TransferForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = transfers.send(dossier, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã gửi {made.agency} xin ý kiến về hồ sơ {dossier.code}.")
            return redirect(dossier)
    here = ways.of(dossier).place(dossier)
    return _page(
        request,
        dossier,
        form,
        title="Xin ý kiến, phối hợp",
        note="Hồ sơ vẫn ở người đang giữ, ngày hẹn trả không đổi; cơ quan được hỏi có hạn trả lời riêng.",
        refusal=handing.why_not_pass_on(dossier, here, request.user),
    )


@role_required(*WORKING_ROLES)
@require_POST
def receive(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Xác nhận đã nhận câu hỏi."""
    transfer = _to_answer(request, code, pk)
    try:
        transfers.receive(transfer, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(transfer.dossier)


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def answer(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Trả lời, or the record of what an outside agency answered."""
    transfer = _to_answer(request, code, pk)
    is_outside = transfer.to_unit_id is None
    form = AnswerForm(request.POST if request.method == "POST" else None, is_recorded_for_others=is_outside)
    if request.method == "POST" and form.is_valid():
        try:
            transfers.answer(transfer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi trả lời của {transfer.agency}.")
            return redirect(transfer.dossier)
    return _page(
        request,
        transfer.dossier,
        form,
        title=f"Ghi trả lời của {transfer.agency}" if is_outside else "Trả lời",
        note=f"{transfer.dossier.resolving_unit.name} hỏi: {transfer.content}",
    )


def _to_answer(request: OfficerRequest, code: str, pk: int) -> Transfer:
    """The question, for those who see the dossier; who may not answer is told so."""
    visible = Dossier.objects.open_to(request.user).filter(code=code)
    transfer = get_object_or_404(
        Transfer.objects.select_related(
            "dossier__procedure", "dossier__resolving_unit", "dossier__receiving_unit", "to_unit"
        ).filter(dossier__in=visible),
        pk=pk,
    )
    if not transfers.may_answer(transfer, request.user):
        raise PermissionDenied
    return transfer


def _page(
    request: OfficerRequest,
    dossier: Dossier,
    form: TransferForm | AnswerForm,
    *,
    title: str,
    note: str,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "form": form,
        "title": title,
        "note": note,
        "refusal": refusal,
        "seen_at": "",
    }
    return render(request, "dossiers/handing.html", context)
