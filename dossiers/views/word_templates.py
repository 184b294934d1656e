"""Mẫu Word của đơn vị: uploaded, labelled, put aside; and the Word or PDF file of what was filled in."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.wordforms import LabelsForm, TemplateForm
from dossiers.models import FilledForm, WordTemplate
from dossiers.wordforms import filling, paper, templates
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit, User
from portal.text import fold

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_answer(request: OfficerRequest, filled: FilledForm, ending: str, *, back: str) -> HttpResponse:
    """The filled form as Word, or as PDF where the machine makes one; `back` is where a failure is told."""
    data = filling.word_file(filled.template, filled.values)
    name = f"{slugify(fold(filled.template.name)) or 'mau'}.{ending}"
    if ending == "docx":
        return HttpResponse(
            data, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    try:
        data = paper.to_pdf(data)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def template_list(request: OfficerRequest) -> HttpResponse:
    """Mẫu Word của đơn vị: those there are, and one more."""
    form = TemplateForm(request.POST or None, request.FILES or None, units=_units(request.user))
    if request.method == "POST" and form.is_valid():
        values, file = form.cleaned_data, form.uploaded
        try:
            template = templates.take_in(
                unit=values["unit"],
                procedure=values["procedure"],
                name=values["name"],
                purpose=values["purpose"],
                needs_signature=values["needs_signature"],
                data=file.read(),
                file_name=file.name or "",
                by=request.user,
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            messages.success(
                request, f"Đã nhận mẫu “{template.name}”, {len(template.fields)} ô. Đặt tên các ô."
            )
            return redirect("dossiers:word-template", template.pk)
    context = {
        "form": form,
        "templates": _templates(request.user).select_related("procedure", "unit"),
        "known": [(key, label) for key, (label, _) in filling.FIELDS.items()],
    }
    return render(request, "dossiers/word_templates.html", context)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def template(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một mẫu Word: the labels of its fields."""
    found = get_object_or_404(_templates(request.user).select_related("procedure"), pk=pk)
    form = LabelsForm(request.POST if request.method == "POST" else None, template=found)
    if request.method == "POST" and form.is_valid():
        templates.label(found, labels=form.cleaned_data, by=request.user)
        messages.success(request, f"Đã đặt tên các ô của mẫu “{found.name}”.")
        return redirect("dossiers:word-templates")
    return render(request, "dossiers/word_template.html", {"template": found, "form": form})


@role_required(Role.UNIT_ADMIN)
@require_POST
def set_active(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ngừng dùng, dùng lại."""
    found = get_object_or_404(_templates(request.user), pk=pk)
    templates.set_active(found, is_active=not found.is_active, by=request.user)
    words = "dùng lại" if found.is_active else "ngừng dùng"
    messages.success(request, f"Đã {words} mẫu “{found.name}”.")
    return redirect("dossiers:word-templates")


@role_required(Role.UNIT_ADMIN)
@require_GET
def template_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """The Word file as it was uploaded."""
    found = get_object_or_404(_templates(request.user), pk=pk)
    with found.file.open("rb") as file:
        name = f"{slugify(fold(found.name)) or 'to-khai'}.docx"
        return HttpResponse(
            file.read(), content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def _units(user: User) -> QuerySet[Unit]:
    held = user.roles.get(Role.UNIT_ADMIN, set())
    return Unit.objects.filter(pk__in=held).order_by("valid_to", "code")


def _templates(user: User) -> QuerySet[WordTemplate]:
    return WordTemplate.objects.filter(unit__in=user.unit_ids([Role.UNIT_ADMIN]))
