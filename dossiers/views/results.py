"""Kết quả giải quyết: filed, downloaded, printed with its code, taken back; checked by anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dossiers.forms.results import ResultForm, WithdrawForm
from dossiers.models import Dossier, FilledForm, Result, SignatureState
from dossiers.privacy import Veil
from dossiers.results import drafting, filing, printing
from dossiers.wordforms import paper
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import DESK_ROLES


@role_required(*filing.FILING_ROLES)
@require_http_methods(["GET", "POST"])
def results(request: OfficerRequest, code: str) -> HttpResponse:
    """Ghi kết quả: what is there, and one more."""
    dossier = _visible(request, code)
    if not filing.may_file(request.user, dossier):
        raise PermissionDenied
    drafts = drafting.drafts_of(dossier)
    draft = _asked_draft(request, drafts)
    form = ResultForm(request.POST or None, request.FILES or None, dossier=dossier, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            if draft is not None:
                result = drafting.file_draft(draft, by=request.user, **form.arguments())
            else:
                result = filing.file_result(dossier, by=request.user, **form.arguments())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            _tell(request, result)
            return redirect("dossiers:results", dossier.code)
    context = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "results": list(dossier.results.all()),
        "form": form,
        "drafts": drafts,
        "draft": draft,
        "has_paper": paper.is_possible(),
    }
    return render(request, "dossiers/results.html", context)


@role_required(*filing.FILING_ROLES)
@require_POST
def withdraw(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Thu hồi một kết quả ghi nhầm."""
    result = _result(request, code, pk)
    if not filing.may_file(request.user, result.dossier):
        raise PermissionDenied
    form = WithdrawForm(request.POST)
    if form.is_valid():
        filing.withdraw(result, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã thu hồi kết quả; trang kiểm tra của bản in nói rõ điều đó.")
    else:
        messages.error(request, "Chưa thu hồi: ghi lý do thu hồi.")
    return redirect("dossiers:results", code)


@role_required(*DESK_ROLES)
@require_GET
def download(request: OfficerRequest, code: str, pk: int, form: str) -> HttpResponseBase:
    """Tải tệp kết quả: as signed, a copy with the code of checking, or the sheet beside it; logged."""
    result = _result(request, code, pk)
    if not Veil(request.user).is_lifted_for(result.dossier):
        raise PermissionDenied
    if not result.file:
        raise Http404
    audit.record("result.downloaded", by=request.user, target=result.dossier, form=form, result=result.pk)
    name = f"ket-qua-{code}-{pk}"
    if form == "ban-in":
        return _pdf(printing.stamped_copy(result), f"{name}-ban-in.pdf")
    if form == "phieu":
        return _pdf(printing.check_sheet(result), f"{name}-phieu-kiem-tra.pdf")
    return FileResponse(
        result.file.open("rb"), as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf"
    )


@login_not_required
@require_safe
def check(request: HttpRequest, check_code: str) -> HttpResponse:
    """Kiểm tra kết quả: what the record knows of the file, and nothing of the person."""
    found = Result.objects.select_related("dossier__resolving_unit")
    result = found.filter(check_code=check_code.replace("-", "").upper()).first()
    return render(request, "dossiers/result_check.html", {"result": result}, status=200 if result else 404)


def _asked_draft(request: OfficerRequest, drafts: list[drafting.Draft]) -> FilledForm | None:
    """The draft that is being made a result: by the address, or as its form says."""
    asked = request.POST.get("draft", "") if request.method == "POST" else request.GET.get("du-thao", "")
    return next((one.form for one in drafts if one.form is not None and str(one.form.pk) == asked), None)


def _tell(request: OfficerRequest, result: Result) -> None:
    words = f"Đã ghi kết quả {result.number or result.get_kind_display().lower()}."
    if not result.file:
        messages.success(request, words)
    elif result.signature_state == SignatureState.VALID:
        messages.success(request, f"{words} {SignatureState.VALID.label}.")
    else:
        messages.warning(request, f"{words} {result.get_signature_state_display()}.")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _visible(request: OfficerRequest, code: str) -> Dossier:
    visible = Dossier.objects.visible_to(request.user).select_related("procedure", "resolving_unit")
    return get_object_or_404(visible, code=code)


def _result(request: OfficerRequest, code: str, pk: int) -> Result:
    dossier = _visible(request, code)
    return get_object_or_404(
        dossier.results.select_related("dossier__resolving_unit", "dossier__procedure"), pk=pk
    )
