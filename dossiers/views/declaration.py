"""Tờ khai: filled in at the desk for a dossier, printed to be signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.wordforms import FillForm
from dossiers.models import Dossier, FilledForm, WordPurpose
from dossiers.moves import MOVING_ROLES, may_move
from dossiers.views.word_templates import word_answer
from dossiers.wordforms import filling, paper, templates
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def fill(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Điền tờ khai: known values stand there; saving opens the paper to be signed."""
    visible = Dossier.objects.visible_to(request.user)
    dossier = get_object_or_404(
        visible.select_related("procedure", "case_type", "receiving_unit", "resolving_unit"), code=code
    )
    if not may_move(request.user, dossier):
        raise PermissionDenied
    template = get_object_or_404(templates.usable_for(dossier, WordPurpose.DECLARATION), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = FillForm(data, template=template, initial=filling.known_values(template, dossier))
    if request.method == "POST" and form.is_valid():
        try:
            filled = filling.keep(template, dossier, values=form.values, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, f"Đã lưu tờ khai “{template.name}”. In ra để người nộp ký hoặc điểm chỉ."
            )
            return redirect(
                "dossiers:declaration", dossier.code, filled.pk, "pdf" if paper.is_possible() else "docx"
            )
    context = {"dossier": dossier, "template": template, "form": form}
    return render(request, "dossiers/declaration.html", context)


@role_required(*MOVING_ROLES)
@require_GET
def declaration(request: OfficerRequest, code: str, pk: int, ending: str) -> HttpResponse:
    """Tờ khai đã điền as Word, or as PDF where the machine can make one."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    filled = get_object_or_404(_declarations(dossier), pk=pk)
    audit.record("wordform.opened", by=request.user, target=dossier, unit=dossier.resolving_unit)
    return word_answer(request, filled, ending, back=dossier.get_absolute_url())


def _declarations(dossier: Dossier) -> QuerySet[FilledForm]:
    mine = FilledForm.objects.filter(dossier=dossier, template__purpose=WordPurpose.DECLARATION)
    return mine.select_related("template")
