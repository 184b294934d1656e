"""Số liệu của sáng kiến: the effects that a unit measured, and the figures of the feature that carries it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives.models import Adoption, Initiative, Measure
from initiatives.models.replication import ANSWERING_ROLES, READING_ROLES
from initiatives.replication import answering
from initiatives.views import replies
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES
from reports.forms.measures import ByHandForm, CountedForm
from reports.periods import Period
from reports.replication import features, measuring
from reports.replication.measuring import Shown
from reports.views.asking import home_unit


@dataclass(frozen=True)
class Line:
    pk: int
    shown: Shown


@role_required(*READING_ROLES)
@require_http_methods(["GET", "POST"])
def measures(request: OfficerRequest, pk: int) -> HttpResponse:
    """Số liệu đo được của một đơn vị về một sáng kiến: counted as the page opens."""
    adoption = get_object_or_404(Adoption.objects.select_related("chosen__initiative", "reply"), pk=pk)
    reply = replies.visible(request, adoption.reply_id)
    may_write = answering.may_answer(request.user, reply) and reply.is_writable
    chosen = request.POST.get("cach") if request.method == "POST" else None
    if chosen and not may_write:
        raise PermissionDenied
    counted = CountedForm(request.POST if chosen == "chi-tieu" else None)
    by_hand = ByHandForm(request.POST if chosen == "nhap-tay" else None)
    form = counted if chosen == "chi-tieu" else by_hand
    if chosen and form.is_valid():
        verb = answering.measure if form is counted else answering.enter
        try:
            verb(adoption, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã thêm số liệu.")
            return redirect("reports:measures", pk)
    counter = measuring.Counter(request.user.tree)
    context = {
        "adoption": adoption,
        "reply": reply,
        "lines": [Line(one.pk, counter.of(one, reply.unit)) for one in adoption.measures.all()],
        "may_write": may_write,
        "counted": counted,
        "by_hand": by_hand,
        "at": timezone.now(),
    }
    return render(request, "reports/measures.html", context)


@role_required(*ANSWERING_ROLES)
@require_POST
def drop_measure(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một số liệu."""
    one = get_object_or_404(Measure.objects.select_related("adoption__reply"), pk=pk)
    replies.visible(request, one.adoption.reply_id)
    try:
        answering.drop(one, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã bỏ số liệu.")
    return redirect("reports:measures", one.adoption_id)


@role_required(*FIGURE_ROLES)
@require_GET
def feature_panel(request: OfficerRequest, pk: int) -> HttpResponse:
    """Số liệu của tính năng mang sáng kiến, of the reader's unit in the running legal year."""
    found = get_object_or_404(Initiative.objects.visible_to(request.user), pk=pk)
    unit = home_unit(request.user)
    period = Period.presets(timezone.localdate())[3]
    context = {
        "initiative": found,
        "unit": unit,
        "period": period,
        "figures": features.figures(found.feature, unit, period, request.user.tree),
        "at": timezone.now(),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "reports/_feature.html" if is_part else "reports/feature.html", context)
