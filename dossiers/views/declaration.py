"""Tờ khai: filled in at the desk for a dossier, printed to be signed; the unit's templates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.declarations import filling, paper, templates
from dossiers.forms.declaration import DeclarationForm, LabelsForm, TemplateForm
from dossiers.models import Declaration, DeclarationTemplate, Dossier
from dossiers.moves import MOVING_ROLES, may_move
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit, User
from portal.text import fold

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
    template = get_object_or_404(templates.usable_for(dossier), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = DeclarationForm(data, template=template, initial=filling.known_values(template, dossier))
    if request.method == "POST" and form.is_valid():
        try:
            filled = filling.keep(template, dossier, values=form.cleaned_data, by=request.user)
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
    filled = get_object_or_404(Declaration.objects.filter(dossier=dossier).select_related("template"), pk=pk)
    audit.record("declaration.opened", by=request.user, target=dossier, unit=dossier.resolving_unit)
    return _file(filled, ending, request)


def _file(filled: Declaration, ending: str, request: HttpRequest) -> HttpResponse:
    data = filling.word_file(filled.template, filled.values)
    name = f"{slugify(fold(filled.template.name)) or 'to-khai'}.{ending}"
    if ending == "docx":
        return HttpResponse(
            data, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    try:
        data = paper.to_pdf(data)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(filled.dossier)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def template_list(request: OfficerRequest) -> HttpResponse:
    """Mẫu tờ khai của đơn vị: those there are, and one more."""
    form = TemplateForm(request.POST or None, request.FILES or None, units=_units(request.user))
    if request.method == "POST" and form.is_valid():
        values, file = form.cleaned_data, form.uploaded
        try:
            template = templates.take_in(
                unit=values["unit"],
                procedure=values["procedure"],
                name=values["name"],
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
            return redirect("dossiers:declaration-template", template.pk)
    context = {
        "form": form,
        "templates": _templates(request.user).select_related("procedure", "unit"),
        "known": [(key, label) for key, (label, _) in filling.KNOWN.items()],
    }
    return render(request, "dossiers/declaration_templates.html", context)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def template(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một mẫu tờ khai: the labels of its fields."""
    found = get_object_or_404(_templates(request.user).select_related("procedure"), pk=pk)
    form = LabelsForm(request.POST if request.method == "POST" else None, template=found)
    if request.method == "POST" and form.is_valid():
        templates.label(found, labels=form.cleaned_data, by=request.user)
        messages.success(request, f"Đã đặt tên các ô của mẫu “{found.name}”.")
        return redirect("dossiers:declaration-templates")
    return render(request, "dossiers/declaration_template.html", {"template": found, "form": form})


@role_required(Role.UNIT_ADMIN)
@require_POST
def set_active(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ngừng dùng, dùng lại."""
    found = get_object_or_404(_templates(request.user), pk=pk)
    templates.set_active(found, is_active=not found.is_active, by=request.user)
    words = "dùng lại" if found.is_active else "ngừng dùng"
    messages.success(request, f"Đã {words} mẫu “{found.name}”.")
    return redirect("dossiers:declaration-templates")


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


def _templates(user: User) -> QuerySet[DeclarationTemplate]:
    return DeclarationTemplate.objects.filter(unit__in=user.unit_ids([Role.UNIT_ADMIN]))
