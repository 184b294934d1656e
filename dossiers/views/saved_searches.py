"""Bộ lọc đã lưu: keep the list as it is filtered now, open it again, drop it."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dossiers import saved_searches
from dossiers.forms.filters import SaveSearchForm
from dossiers.models import SavedSearch
from dossiers.views.listing import Asked
from portal.access import OfficerRequest, role_required
from portal.models.user import FIGURE_ROLES
from portal.searches import remember


@role_required(*FIGURE_ROLES)
@require_POST
def save(request: OfficerRequest) -> HttpResponse:
    """Lưu bộ lọc under a name."""
    address = QueryDict(request.POST.get("address", ""), mutable=True)
    asked, form = Asked(request, address.urlencode()), SaveSearchForm(request.POST)
    back = f"{reverse('dossiers:list')}?{address.urlencode()}"
    if not form.is_valid():
        messages.error(request, "Đặt tên cho bộ lọc, dài nhất 80 chữ, rồi lưu lại.")
        return redirect(back)
    filters = asked.filters.chosen()
    if not filters:
        messages.error(request, "Danh sách chưa lọc gì. Chọn bộ lọc trước rồi lưu.")
        return redirect(back)
    for word in ("tim", "page"):
        address.pop(word, None)
    saved = saved_searches.keep(
        address=address.urlencode(),
        text=str(filters.get("q", "")),
        filters=filters,
        by=request.user,
        **form.cleaned_data,
    )
    messages.success(request, f"Đã lưu bộ lọc “{saved.name}”.")
    return redirect(back)


@role_required(*FIGURE_ROLES)
@require_GET
def open_saved(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mở bộ lọc: the list as it was filtered; what was looked for goes by way of the session."""
    saved = _own(request, pk)
    if saved is None:
        return _gone(request)
    address = QueryDict(saved.address, mutable=True)
    if saved.text:
        address["tim"] = remember(request, saved.text)
    return redirect(f"{reverse('dossiers:list')}?{address.urlencode()}")


@role_required(*FIGURE_ROLES)
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ bộ lọc đã lưu; no dossier changes."""
    saved = _own(request, pk)
    if saved is None:
        return _gone(request)
    saved.delete()
    messages.success(request, f"Đã bỏ bộ lọc “{saved.name}”. Hồ sơ không thay đổi gì.")
    return redirect("dossiers:list")


def _own(request: OfficerRequest, pk: int) -> SavedSearch | None:
    return SavedSearch.objects.filter(pk=pk, user=request.user).first()


def _gone(request: OfficerRequest) -> HttpResponse:
    """An old notice may lead to a search that was dropped since."""
    messages.info(request, "Bộ lọc này không còn. Đây là mọi hồ sơ.")
    return redirect("dossiers:list")
