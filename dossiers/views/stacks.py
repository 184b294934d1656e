"""Xấp giấy: separator sheets to print, a stack to split, the odd pages to decide on."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.stacks import DecisionForm, StackDossierForm, StackForm
from dossiers.models import Dossier, DossierComponent, StackPage, StackUpload
from dossiers.moves import MOVING_ROLES
from dossiers.papers import separators, stacks
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.files.storing import read
from portal.models import Unit, User

PAGE = 50
_OPEN = Q(pages__component=None, pages__is_discarded=False, pages__is_separator=False)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def stack_list(request: OfficerRequest) -> HttpResponse:
    """Tải một xấp lên; below it, those that came before."""
    units, dossiers = _units(request.user), _dossiers(request.user)
    if request.method == "POST":
        form = StackForm(request.POST, request.FILES, units=units, dossiers=dossiers)
    else:
        first = {"dossier": request.GET.get("ho-so", ""), "unit": request.user.unit_id}
        form = StackForm(initial=first, units=units, dossiers=dossiers)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            stack = stacks.start(
                found["scans"][0], unit=found["unit"], dossier=found["dossier"], by=request.user
            )
        except DomainError as error:
            form.add_error("scans", error.message)
        else:
            return redirect(stack)
    mine = StackUpload.objects.visible_to(request.user.unit_ids(MOVING_ROLES))
    mine = mine.select_related("created_by", "dossier", "job")
    mine = mine.annotate(open_pages=Count("pages", filter=_OPEN)).order_by("-pk")
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(request, "dossiers/stacks.html", {"form": form, "page_obj": page})


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def show(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Một xấp: its progress, where its pages went, and the odd ones."""
    stack = _stack(request, key)
    pages = stacks.undecided(stack)
    form = DecisionForm(request.POST or None, pages=pages, papers=stacks.choices(stack))
    if request.method == "POST" and form.is_valid():
        try:
            decided = stacks.decide(stack, form.wishes, by=request.user)
            messages.success(request, f"Đã quyết định {decided} trang.")
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(stack)
    if request.htmx and stack.is_at_work:  # type: ignore[attr-defined]
        return render(request, "dossiers/_stack_progress.html", {"stack": stack, "job": stack.job})
    went = stack.pages.exclude(component=None).select_related("component__dossier").order_by("number")
    context = {
        "stack": stack,
        "job": stack.job,
        "went": _grouped(list(went)),
        "pages": [(page, form[f"page-{page.number}"]) for page in pages],
        "discarded": list(stack.pages.filter(is_discarded=True).values_list("number", flat=True)),
        "dossier_form": StackDossierForm(
            initial={"dossier": stack.dossier.code if stack.dossier else ""}, dossiers=_dossiers(request.user)
        ),
    }
    return render(request, "dossiers/stack.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def choose_dossier(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Chọn hồ sơ cho các trang lẻ."""
    stack = _stack(request, key)
    form = StackDossierForm(request.POST, dossiers=_dossiers(request.user))
    if form.is_valid():
        stacks.choose_dossier(stack, form.cleaned_data["dossier"], by=request.user)
    else:
        messages.error(request, str(form.errors["dossier"][0]))
    return redirect(stack)


@role_required(*MOVING_ROLES)
@require_GET
def page_image(request: OfficerRequest, key: UUID, number: int) -> HttpResponse:
    """Ảnh một trang lẻ."""
    stack = _stack(request, key)
    page = get_object_or_404(stack.pages, number=number)
    if not page.preview:
        raise Http404
    audit.record("stack.page_opened", by=request.user, target=stack, unit=stack.unit, page=number)
    return _file(read(page.preview), "image/jpeg", f"trang-{number}.jpg")


@role_required(*MOVING_ROLES)
@require_GET
def general_sheets(request: OfficerRequest) -> HttpResponse:
    """Bộ tờ ngăn cách chung."""
    return _file(separators.general(), "application/pdf", "to-ngan-cach-chung.pdf")


@role_required(*MOVING_ROLES)
@require_GET
def dossier_sheets(request: OfficerRequest, code: str) -> HttpResponse:
    """Tờ ngăn cách của một hồ sơ: one for each of its papers."""
    dossier = get_object_or_404(_dossiers(request.user).select_related("procedure"), code=code)
    if not dossier.components.exists():
        messages.error(request, "Hồ sơ này không kê giấy tờ nào nên không có tờ ngăn cách.")
        return redirect(dossier)
    return _file(separators.for_dossier(dossier), "application/pdf", f"{code}-to-ngan-cach.pdf")


def _grouped(pages: list[StackPage]) -> list[tuple[DossierComponent, list[int]]]:
    groups: dict[DossierComponent, list[int]] = {}
    for page in pages:
        assert page.component is not None
        groups.setdefault(page.component, []).append(page.number)
    return list(groups.items())


def _stack(request: OfficerRequest, key: UUID) -> StackUpload:
    mine = StackUpload.objects.visible_to(request.user.unit_ids(MOVING_ROLES))
    return get_object_or_404(mine.select_related("dossier", "job", "unit"), key=key)


def _dossiers(user: User) -> QuerySet[Dossier]:
    return Dossier.objects.of_units(user.unit_ids(MOVING_ROLES))


def _units(user: User) -> QuerySet[Unit]:
    held = {unit for role in MOVING_ROLES for unit in user.roles.get(role, ())}
    return Unit.objects.filter(pk__in=held).order_by("valid_to", "code")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
