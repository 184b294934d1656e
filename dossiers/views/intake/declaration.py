"""Tờ khai từ phiếu tiếp nhận: filled in and printed before there is a dossier, with what was typed so far."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import drafts
from dossiers.forms.intake import IntakeForm
from dossiers.forms.wordforms import FillForm
from dossiers.models import Dossier, FilledForm, IntakeDraft, WordPurpose, WordTemplate
from dossiers.moves import MOVING_ROLES
from dossiers.views.intake.sheet import units_of
from dossiers.views.word_templates import word_answer
from dossiers.wordforms import drafting, filling, templates
from portal.access import OfficerRequest, role_required

Found = tuple[IntakeDraft, WordTemplate]


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def fill(request: OfficerRequest, key: UUID, pk: int) -> HttpResponse:
    """Điền tờ khai; saved, the officer is back at the intake, with the print one key away."""
    found = _found(request, key, pk)
    if found is None:
        return _gone(request)
    draft, template = found
    known = drafting.values_of(draft, template) or filling.first_values(
        template, _as_dossier(request, draft, template)
    )
    data = request.POST if request.method == "POST" else None
    form = FillForm(data, template=template, initial=known)
    back = f"{reverse('dossiers:intake')}?nhap={key}"
    if request.method == "POST" and form.is_valid():
        drafting.keep(draft, template, values=form.values)
        messages.success(request, f"Đã lưu tờ khai “{template.name}”: in ra để người nộp ký hoặc điểm chỉ.")
        return redirect(f"{back}&to-khai={pk}")
    context = {"template": template, "form": form, "back": back}
    return render(request, "dossiers/intake_declaration.html", context)


@role_required(*MOVING_ROLES)
@require_GET
def print_file(request: OfficerRequest, key: UUID, pk: int, ending: str) -> HttpResponse:
    """Bản in, as PDF where the machine can make one, else as Word."""
    found = _found(request, key, pk)
    values = drafting.values_of(*found) if found else None
    if found is None or values is None or ending not in {"pdf", "docx"}:
        return _gone(request)
    back = f"{reverse('dossiers:intake')}?nhap={key}"
    return word_answer(request, FilledForm(template=found[1], values=values), ending, back=back)


def _found(request: OfficerRequest, key: UUID, pk: int) -> Found | None:
    """The officer's own draft, and a template of one of the units where they receive."""
    draft = drafts.of(request.user).filter(key=key).first()
    template = (
        templates.usable(units_of(request.user), WordPurpose.DECLARATION)
        .filter(pk=pk)
        .select_related("procedure")
        .first()
    )
    return (draft, template) if draft and template else None


def _gone(request: OfficerRequest) -> HttpResponse:
    messages.info(
        request,
        "Phiếu này không còn nhập dở: đã tiếp nhận hoặc đã bỏ. Đã tiếp nhận thì tờ khai nằm trong hồ sơ.",
    )
    return redirect("dossiers:drafts")


def _as_dossier(request: OfficerRequest, draft: IntakeDraft, template: WordTemplate) -> Dossier:
    form = IntakeForm(draft.typed, units=units_of(request.user), procedure=template.procedure)
    return form.unsaved(template.procedure, draft.unit or template.unit)
