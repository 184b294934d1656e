"""Hỗ trợ trước khi đến ở cơ quan: the inbox, one request with its papers, and what a caller asks for."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.advance import appointing, asking, drafting, inbox, offering, offers, people
from dossiers.advance.asking import CODES
from dossiers.form_codes import plain, spaced
from dossiers.forms.advance import PhoneAdvanceForm
from dossiers.forms.advance_moves import DraftFileForm
from dossiers.models import AdvanceRequest, Procedure
from dossiers.moves import MOVING_ROLES
from dossiers.privacy import HIDDEN
from dossiers.views.intake.sheet import units_of
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.models import Unit
from portal.models.user import FIGURE_ROLES
from portal.text import sought

PAGE = 50


@role_required(*FIGURE_ROLES)
@require_GET
def request_list(request: OfficerRequest) -> HttpResponse:
    """Hộp yêu cầu; `?loc=` says which shelf, `?ma=` a code as somebody reads it on the telephone."""
    user, today = request.user, timezone.localdate()
    code = spaced(plain(sought(request.GET.get("ma", ""))))
    visible = AdvanceRequest.objects.visible_to(user)
    if code:
        visible = visible.filter(code__startswith=code)
    chosen = inbox.shelf(request.GET.get("loc", "tat-ca" if code else ""))
    found = inbox.on(visible, chosen, user, today)
    found = found.select_related("unit", "procedure", "dossier", "appointment").prefetch_related("officers")
    counted = zip(inbox.SHELVES, inbox.counts(visible, user, today), strict=True)
    context = {
        "chips": [Chip(one.label, f"?loc={one.word}", one is chosen, count) for one, count in counted],
        "code": code,
        "today": today,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_take": user.has_role(*MOVING_ROLES),
        "clear_in": user.unit_ids(MOVING_ROLES),
    }
    return render(request, "dossiers/advance/list.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def detail(request: OfficerRequest, code: str) -> HttpResponse:
    """Một yêu cầu. Opening it is logged; who only watches sees neither person nor photos."""
    found = visible(request, code)
    user = request.user
    audit.record("advance.opened", by=user, target=found, unit=found.unit)
    is_clear = people.may_handle(user, found)
    context: dict[str, Any] = {
        "found": found,
        "offers": offers.offers(user, found),
        "person": _person(found, in_clear=is_clear),
        "is_clear": is_clear,
        "papers": list(found.papers.prefetch_related("photos")),
        "drafts": list(found.drafts.select_related("made_by", "template")) if is_clear else [],
        "templates": list(drafting.usable(found)) if is_clear and found.is_open else [],
        "draft_form": DraftFileForm(),
        "officers": list(found.officers.all()),
        "appointment": appointing.standing(found),
        "history": [(event, event.words if is_clear else "") for event in reversed(found.events.all())],
        "is_late": found.is_late(timezone.localdate()),
    }
    return render(request, "dossiers/advance/detail.html", context)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def take_call(request: OfficerRequest) -> HttpResponse:
    """Người dân gọi điện: the same sheet, with photos that came by Zalo or e-mail."""
    unit = _unit(request)
    procedure = _procedure(request, unit) if unit else None
    context: dict[str, Any] = {"unit": unit, "procedure": procedure}
    if unit is None or procedure is None:
        context["procedures"] = offering.helped_by(unit) if unit else []
        return render(request, "dossiers/advance/new.html", context)
    papers = {one.pk: one.name for one in procedure.components.all()}
    if request.method != "POST":
        form = PhoneAdvanceForm(initial={"key": CODES.new_form()}, unit=unit, papers=papers)
        return render(request, "dossiers/advance/new.html", {**context, "form": form})
    form = PhoneAdvanceForm(request.POST, request.FILES, unit=unit, papers=papers)
    if form.is_whole(by=request.user):
        found = asking.send(unit, procedure, form.words, form_key=form.form_key, by=request.user)
        messages.success(request, f"Đã ghi yêu cầu {found.code}. Đọc mã này cho người gọi.")
        return redirect(found)
    return render(request, "dossiers/advance/new.html", {**context, "form": form})


def visible(request: OfficerRequest, code: str) -> AdvanceRequest:
    """The request of a code, if it is within the officer's sight."""
    found = AdvanceRequest.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("unit", "procedure__field", "dossier", "appointment", "taken_by"), code=code
    )


def _unit(request: OfficerRequest) -> Unit | None:
    """Where the officer receives; their own unit first."""
    units = sorted(units_of(request.user), key=lambda one: one.pk != request.user.unit_id)
    return next((unit for unit in units if unit.is_valid_on(timezone.localdate())), None)


def _procedure(request: OfficerRequest, unit: Unit) -> Procedure | None:
    published = Procedure.objects.published().select_related("field")
    found = published.filter(code=request.GET.get("thu-tuc", "")).first()
    return found if found and offering.helps(unit, found) else None


def _person(found: AdvanceRequest, *, in_clear: bool) -> list[tuple[str, str]]:
    if found.is_forgotten:
        return [("Người nhờ", "đã xóa theo thời hạn lưu")]
    rows = [("Họ và tên", found.name), ("Điện thoại", found.phone), ("Thư điện tử", found.email)]
    return [(label, (value if in_clear else HIDDEN)) for label, value in rows if value]
