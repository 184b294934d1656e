"""Quyết định công nhận, giấy chứng nhận, hủy bỏ, so chữ, và những gì ai cũng xem được."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from initiatives import sight
from initiatives.appraisal import certificate, deciding, likeness, publishing, seats, voting
from initiatives.errors import NotYours
from initiatives.forms.appraisal import DecisionForm, RevocationForm
from initiatives.models import Decision, Initiative, Recognition
from initiatives.models.appraisal import KEEPING_ROLES
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role
from portal.paging import CappedPaginator

PAGE = 50


@role_required(*KEEPING_ROLES)
@require_http_methods(["GET", "POST"])
def new_decision(request: OfficerRequest) -> HttpResponse:
    """Ghi quyết định công nhận for everything that the council recognised, or part of it."""
    units = seats.kept_units(request.user)
    judged = deciding.ready({unit.pk for unit in units})
    ready = [one for one in judged if voting.verdict(one).is_recognised]
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        ready=ready,
    )
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        chosen = asked.pop("candidates")
        try:
            made = deciding.recognise(chosen, unit=chosen[0].round.council.unit, by=request.user, **asked)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi quyết định, công nhận {len(chosen)} sáng kiến.")
            return redirect(made)
    context = {
        "form": form,
        "ready": ready,
        "failed": [(one, voting.verdict(one)) for one in judged if one not in ready],
    }
    return render(request, "initiatives/appraisal/new_decision.html", context)


@role_required(*Role)
@require_GET
def decision(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một quyết định và danh sách kèm theo."""
    found = _decision(request, pk)
    context = {
        "decision": found,
        "recognitions": found.recognitions.select_related("initiative"),
        "keeps": seats.keeps(request.user, found.unit_id),
    }
    return render(request, "initiatives/appraisal/decision.html", context)


@role_required(*Role)
@require_GET
def decision_file(request: OfficerRequest, pk: int) -> FileResponse:
    found = _decision(request, pk)
    if not found.file:
        raise Http404
    audit.record("decision.file_opened", by=request.user, target=found, unit=found.unit)
    answer = FileResponse(
        found.file.open("rb"), content_type="application/pdf", as_attachment=True,
        filename=f"quyet-dinh-{pk}.pdf",
    )  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return answer


@role_required(*KEEPING_ROLES)
@require_http_methods(["GET", "POST"])
def revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hủy bỏ việc công nhận."""
    found = _recognition(request, pk)
    if not seats.keeps(request.user, found.decision.unit_id):
        raise PermissionDenied
    form = RevocationForm(request.POST or None)
    if form.is_valid():
        try:
            deciding.revoke(found, by=request.user, **form.cleaned_data)
        except NotYours as error:
            raise PermissionDenied from error
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi việc hủy bỏ công nhận.")
            return redirect(found.initiative)
    return render(request, "initiatives/appraisal/revoke.html", {"recognition": found, "form": form})


@role_required(*Role)
@require_GET
def certificate_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Giấy chứng nhận sáng kiến as PDF."""
    found = _recognition(request, pk)
    audit.record("initiative.printed", by=request.user, target=found.initiative, unit=found.decision.unit)
    answer = HttpResponse(certificate.draw(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="giay-chung-nhan-{found.initiative.code}.pdf"'
    return answer


@role_required(*Role)
@require_GET
def alike(request: OfficerRequest, pk: int) -> HttpResponse:
    """So với sáng kiến trước: the same passages in two columns; what to make of it is the reader's."""
    found = get_object_or_404(Initiative.objects.visible_to(request.user).select_related("unit"), pk=pk)
    comparison = likeness.compare(found, request.user)
    return render(
        request, "initiatives/appraisal/alike.html", {"initiative": found, "comparison": comparison}
    )


@role_required(*KEEPING_ROLES)
@require_POST
def set_listing(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bật, tắt danh sách công khai of one's unit."""
    unit = next((one for one in seats.kept_units(request.user) if one.pk == pk), None)
    if unit is None:
        raise Http404
    is_on = request.POST.get("is_on") == "1"
    publishing.show(unit, is_on=is_on, by=request.user)
    messages.success(request, "Danh sách công khai đã bật." if is_on else "Danh sách công khai đã tắt.")
    return redirect("initiatives:councils")


@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Xác thực giấy chứng nhận: what the decision says, and whether it still stands."""
    found = publishing.by_code(code)
    return render(
        request,
        "initiatives/appraisal/check.html",
        {"recognition": found},
        status=200 if found else 404,
    )


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Sáng kiến được công nhận, of units that show them."""
    page = CappedPaginator(publishing.listed(), PAGE).get_page(request.GET.get("page"))
    return render(request, "initiatives/appraisal/public_list.html", {"page_obj": page})


def _decision(request: OfficerRequest, pk: int) -> Decision:
    """Those of one's own deciding unit, and those that name an initiative which one may read."""
    units = sight.own_units(request.user, KEEPING_ROLES)
    named = Recognition.objects.filter(initiative__in=Initiative.objects.visible_to(request.user))
    found: Decision = get_object_or_404(
        Decision.objects.select_related("unit").filter(unit__in=units)
        | Decision.objects.select_related("unit").filter(pk__in=named.values("decision")),
        pk=pk,
    )
    return found


def _recognition(request: OfficerRequest, pk: int) -> Recognition:
    found: Recognition = get_object_or_404(
        Recognition.objects.select_related("initiative", "decision__unit").filter(
            initiative__in=Initiative.objects.visible_to(request.user)
        ),
        initiative=pk,
    )
    return found
