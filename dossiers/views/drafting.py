"""Soạn kết quả từ mẫu: the fields on a page, the draft as Word or PDF, the draft dropped."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.wordforms import FillForm
from dossiers.models import Dossier, FilledForm, WordPurpose
from dossiers.results import drafting, filing
from dossiers.views.word_templates import word_answer
from dossiers.wordforms import filling, templates
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*filing.FILING_ROLES)
@require_http_methods(["GET", "POST"])
def draft(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Điền mẫu kết quả: what is known stands there; saving shows the draft among the results."""
    dossier = _dossier(request, code)
    template = get_object_or_404(templates.usable_for(dossier, WordPurpose.RESULT), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = FillForm(data, template=template, initial=filling.known_values(template, dossier))
    if request.method == "POST" and form.is_valid():
        try:
            drafting.keep(template, dossier, values=form.values, by=request.user)
        except DomainError as error:
            form.add_error(filling.NUMBER if filling.NUMBER in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã lưu dự thảo “{template.name}”. Dự thảo chưa phải là kết quả.")
            return redirect("dossiers:results", dossier.code)
    context = {"dossier": dossier, "template": template, "form": form}
    return render(request, "dossiers/result_draft.html", context)


@role_required(*filing.FILING_ROLES)
@require_GET
def draft_file(request: OfficerRequest, code: str, pk: int, ending: str) -> HttpResponse:
    """Dự thảo as Word, or as PDF where the machine can make one."""
    dossier = _dossier(request, code)
    if ending not in {"docx", "pdf"}:
        raise Http404
    filled = get_object_or_404(_drafts(dossier), pk=pk)
    audit.record("wordform.opened", by=request.user, target=dossier, unit=dossier.resolving_unit)
    return word_answer(request, filled, ending, back=reverse("dossiers:results", args=[dossier.code]))


@role_required(*filing.FILING_ROLES)
@require_POST
def drop(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Bỏ dự thảo; pressing twice drops it once."""
    dossier = _dossier(request, code)
    filled = _drafts(dossier).filter(pk=pk).first()
    if filled is not None:
        try:
            drafting.drop(filled, by=request.user)
            messages.success(request, f"Đã bỏ dự thảo “{filled.template.name}”.")
        except DomainError as error:
            messages.error(request, error.message)
    return redirect("dossiers:results", dossier.code)


def _dossier(request: OfficerRequest, code: str) -> Dossier:
    """A dossier whose results the officer may file."""
    visible = Dossier.objects.visible_to(request.user)
    related = ("procedure", "case_type", "receiving_unit", "resolving_unit__parent")
    dossier = get_object_or_404(visible.select_related(*related), code=code)
    if not filing.may_file(request.user, dossier):
        raise PermissionDenied
    return dossier


def _drafts(dossier: Dossier) -> QuerySet[FilledForm]:
    drafts = FilledForm.objects.filter(dossier=dossier, template__purpose=WordPurpose.RESULT)
    return drafts.select_related("template", "dossier")
