"""Các bước của yêu cầu hỗ trợ: the page of each move, drafts, and the one click that opens the intake."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.advance import asking, drafting, handling, joining, offers, people
from dossiers.advance.asking import CODES
from dossiers.advance.status import Move
from dossiers.forms.advance import PhotosForm
from dossiers.forms.advance_moves import FORMS, VERBS, DraftFileForm, TimesForm
from dossiers.forms.wordforms import FillForm
from dossiers.models import AdvanceRequest
from dossiers.moves import MOVING_ROLES
from dossiers.views.advance.desk import visible
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, code: str, word: str) -> HttpResponse:
    """Một bước: the page that asks for what it needs, and what does it."""
    found = _handled(request, code)
    made = offers.MOVES.get(word)
    if made is None:
        raise Http404
    if made is Move.BRING:
        return _bring(request, found)
    form = FORMS[made](request.POST if request.method == "POST" else None, request=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            VERBS[made](found, by=request.user, **form.arguments())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{made.sentence}: đã ghi, yêu cầu {found.code}.")
            return redirect(found)
    context = {
        "found": found,
        "form": form,
        "move": made,
        "lacking": asking.lacking(found) if made is Move.ASK else {},
        "drafts": list(found.drafts.filter(agreed_at=None)) if made is Move.DRAFT else [],
        "is_checking": made is Move.CHECK,
        "days": form.days if isinstance(form, TimesForm) else None,
        "is_one": made is Move.BOOK,
    }
    return render(request, "dossiers/advance/move.html", context)


def _bring(request: OfficerRequest, found: AdvanceRequest) -> HttpResponse:
    """Thêm ảnh người dân gửi qua Zalo, thư điện tử."""
    papers = {paper.component_id: paper.name for paper in found.papers.all() if paper.component_id}
    if request.method != "POST":
        form = PhotosForm(initial={"key": CODES.new_form()}, papers=papers)
        return render(request, "dossiers/advance/bring.html", {"found": found, "form": form})
    form = PhotosForm(request.POST, request.FILES, papers=papers)
    if form.is_whole(by=request.user):
        try:
            handling.bring(found, form_key=form.form_key, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã thêm ảnh vào yêu cầu {found.code}.")
            return redirect(found)
    return render(request, "dossiers/advance/bring.html", {"found": found, "form": form})


@role_required(*MOVING_ROLES)
@require_POST
def add_draft(request: OfficerRequest, code: str) -> HttpResponse:
    """Tải dự thảo lên."""
    found = _handled(request, code)
    form = DraftFileForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"Chưa nhận dự thảo: {errors[0]}")
        return redirect(found)
    try:
        made = drafting.add_file(found, by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, f"Chưa nhận dự thảo: {error.message}")
    else:
        messages.success(request, f"Đã nhận dự thảo “{made.name}”. Xem lại rồi bấm Gửi dự thảo.")
    return redirect(found)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def fill_draft(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Soạn dự thảo từ mẫu Word của đơn vị; what is known of the person stands there."""
    found = _handled(request, code)
    template = get_object_or_404(drafting.usable(found), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = FillForm(data, template=template, initial=drafting.first_values(found, template))
    if request.method == "POST" and form.is_valid():
        try:
            drafting.fill(found, template, values=form.values, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã soạn “{template.name}”. Xem lại rồi bấm Gửi dự thảo.")
            return redirect(found)
    return render(request, "dossiers/advance/fill.html", {"template": template, "form": form, "found": found})


@role_required(*MOVING_ROLES)
@require_POST
def drop_draft(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Bỏ dự thảo chưa gửi."""
    found = _handled(request, code)
    draft = found.drafts.filter(pk=pk).first()
    if draft is not None:
        try:
            drafting.drop(draft, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Đã bỏ dự thảo “{draft.name}”.")
    return redirect(found)


@role_required(*MOVING_ROLES)
@require_POST
def receive(request: OfficerRequest, code: str) -> HttpResponse:
    """Tiếp nhận hồ sơ: the intake opens filled in, its one button receives. Again it is the same one."""
    found = _handled(request, code)
    if found.dossier is not None:
        messages.info(request, f"Yêu cầu {found.code} đã thành hồ sơ {found.dossier.code}.")
        return redirect(found.dossier)
    try:
        draft = joining.begin(found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(found)
    return redirect(f"{reverse('dossiers:intake')}?nhap={draft.key}")


def _handled(request: OfficerRequest, code: str) -> AdvanceRequest:
    found = visible(request, code)
    if not people.may_handle(request.user, found):
        raise PermissionDenied
    return found
