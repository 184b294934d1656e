"""Mẫu đơn để tải: an address that stays the same when the file behind it is replaced."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dossiers import offices
from dossiers.citizens import downloads, page
from dossiers.models import FormKind
from dossiers.views.public.procedures import found_or_404
from portal.text import fold


@login_not_required
@require_safe
def form(request: HttpRequest, code: str, pk: int, kind: str) -> HttpResponse:
    """Tải mẫu để điền, or a copy that is filled in; only ever saved, never shown inside the site."""
    shown = page.of(found_or_404(code), offices.meant(request.GET.get("don-vi", "")))
    paper = next((one for one in shown.papers if one.component.pk == pk), None)
    file = (paper.blank if kind == FormKind.BLANK else paper.sample) if paper else None
    if file is None:
        raise Http404
    with file.file.open("rb") as stored:
        content = stored.read()
    words = slugify(fold(file.component.name))[:60].strip("-") or "mau"
    ending = "" if kind == FormKind.BLANK else "-ban-dien-san"
    return HttpResponse(
        content,
        content_type=downloads.CONTENT_TYPES[file.extension],
        headers={"Content-Disposition": f'attachment; filename="{words}{ending}.{file.extension}"'},
    )
