"""In mã QR niêm yết: one code, many, the booklet of the catalogue; how far it is, and its file."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from dossiers.forms.posting import PrintForm, PrintManyForm
from dossiers.models import PostedCode, PosterPrint, Procedure, SheetKind
from dossiers.posting import hanging, printing
from dossiers.posting.sheets import STICKERS_A_PAGE
from dossiers.successors import is_public
from dossiers.views.posting import posting_units, visible_code
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*hanging.ROLES)
@require_POST
def print_one(request: OfficerRequest, short: str) -> HttpResponse:
    """In một mã."""
    code = visible_code(request, short)
    form = PrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chọn khổ in; số nhãn từ 1 đến 120.")
        return redirect(code)
    try:
        made = printing.order(
            code.unit,
            [code],
            sheet=SheetKind(form.cleaned_data["sheet"]),
            copies=form.copies_of(STICKERS_A_PAGE),
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(code)
    return redirect(made)


@role_required(*hanging.ROLES)
@require_http_methods(["GET", "POST"])
def print_many(request: OfficerRequest) -> HttpResponse:
    """In từng thủ tục của một lĩnh vực, or all sheets that have to be replaced."""
    form = PrintManyForm(
        request.POST or None, units=posting_units(request), initial={"unit": request.user.unit_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = printing.order(
                form.cleaned_data["unit"],
                _codes(request, form),
                sheet=SheetKind(form.cleaned_data["sheet"]),
                copies=form.copies_of(1),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(made)
    return render(request, "dossiers/posters_order.html", {"form": form})


@role_required(*hanging.ROLES)
@require_POST
def print_booklet(request: OfficerRequest) -> HttpResponse:
    """Dựng sổ mã QR của cả danh mục; pressing twice makes one."""
    units = {str(unit.pk): unit for unit in posting_units(request)}
    unit = units.get(request.POST.get("unit", "")) or next(iter(units.values()), None)
    if unit is None:
        messages.error(request, "Bạn chưa có đơn vị nào đang hoạt động để niêm yết mã.")
        return redirect("dossiers:posted-codes")
    try:
        made = printing.order_booklet(unit, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("dossiers:posted-codes")
    return redirect(made)


@role_required(*hanging.ROLES)
@require_GET
def poster_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một bản in: how far it is, then its file."""
    made = _visible(request, pk)
    if request.htmx and made.job and not made.job.is_over:  # type: ignore[attr-defined]
        return render(
            request, "components/progress.html", {"job": made.job, "poll_url": made.get_absolute_url()}
        )
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    context = {"made": made, "codes": made.codes.count(), "poll_url": made.get_absolute_url()}
    return render(request, "dossiers/poster_print.html", context)


@role_required(*hanging.ROLES)
@require_GET
def poster_file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Mở tệp để in."""
    made = _visible(request, pk)
    if not made.file:
        return redirect(made)
    return FileResponse(made.file.open("rb"), filename=made.file_name, content_type="application/pdf")


def _codes(request: OfficerRequest, form: PrintManyForm) -> list[PostedCode]:
    """What is to be printed; codes of the field that do not hang at the place yet are posted."""
    unit, today = form.cleaned_data["unit"], timezone.localdate()
    if form.cleaned_data["what"] == PrintManyForm.FIELD:
        offered = Procedure.objects.offered_by(unit).valid_on(today)
        wanted = offered.filter(field=form.cleaned_data["field"]).only("pk")
        return hanging.post_each(unit, wanted, place=form.cleaned_data["place"], by=request.user)
    old = PostedCode.objects.to_replace().filter(unit=unit).select_related("procedure")
    printable = [code for code in old if code.procedure and is_public(code.procedure, today)]
    if not printable:
        raise DomainError(
            "Không có tờ nào phải in lại. Tờ của thủ tục đã bãi bỏ thì gỡ "
            "xuống, không in lại; tờ rơi in ở trang Tờ rơi."
        )
    return printable


def _visible(request: OfficerRequest, pk: int) -> PosterPrint:
    reach = request.user.unit_ids(hanging.ROLES)
    found = PosterPrint.objects.select_related("unit", "job").filter(unit__in=reach)
    return get_object_or_404(found, pk=pk)
