"""Tờ rơi và áp phích hướng dẫn: the leaflet's words with its print beside them, and what ships ready."""

from base64 import b64encode
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.posting import LeafletForm
from dossiers.models import PostedKind
from dossiers.posting import guides, hanging, leaflet
from dossiers.views.posting import posting_units
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit

PICTURE_DPI = 80


@role_required(*hanging.ROLES)
@require_http_methods(["GET", "POST"])
def leaflet_words(request: OfficerRequest) -> HttpResponse:
    """Lời tờ rơi. Every button but “Ghi” shows the page again with what was typed, and its print."""
    unit = _unit(request)
    here = f"{reverse('dossiers:leaflet')}?don-vi={unit.pk}"
    now = leaflet.words(unit)
    form = LeafletForm(request.POST or None, now=now)
    if form.is_valid() and request.POST.get("step") == "save":
        try:
            changed = leaflet.change(unit, wanted=form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi {len(changed)} đoạn của tờ rơi.")
            return redirect(here)
    texts = {**now, **form.cleaned_data} if form.is_valid() else now
    context = {
        "unit": unit,
        "units": posting_units(request),
        "form": form,
        "pictures": _pictures(leaflet.pdf(unit, texts=texts)),
        "guides": guides.GUIDES.values(),
        "address": here,
    }
    return render(request, "dossiers/leaflet.html", context)


@role_required(*hanging.ROLES)
@require_POST
def print_ready(request: OfficerRequest, what: str) -> HttpResponse:
    """In tờ rơi hoặc một áp phích: its codes are posted, so that scans count for it, then the file opens."""
    unit = _unit(request)
    if what != leaflet.KIND and what not in guides.GUIDES:
        raise Http404
    is_leaflet = what == leaflet.KIND
    place, kinds = (leaflet.PLACE, leaflet.CODES) if is_leaflet else (guides.PLACE, (PostedKind.CATALOGUE,))
    hanging.post_ready(unit, kinds, place=place, by=request.user)
    return redirect(f"{reverse('dossiers:ready-file', args=[what])}?don-vi={unit.pk}")


@role_required(*hanging.ROLES)
@require_GET
def ready_file(request: OfficerRequest, what: str) -> HttpResponse:
    """Tệp để in."""
    unit = _unit(request)
    if what == leaflet.KIND:
        content = leaflet.pdf(unit)
    elif what in guides.GUIDES:
        content = guides.pdf(guides.GUIDES[what], unit=unit)
    else:
        raise Http404
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{what}-{unit.code}.pdf"'
    return answer


def _unit(request: OfficerRequest) -> Unit:
    """The one that the address names, else the user's own."""
    units = {str(unit.pk): unit for unit in posting_units(request)}
    wanted = request.GET.get("don-vi", "")
    if not units or (wanted and wanted not in units):
        raise Http404
    return units[wanted] if wanted else next(iter(units.values()))


def _pictures(content: bytes) -> list[str]:
    """Both pages of the print as images that a page can carry."""
    import pypdfium2  # a slow library

    document = pypdfium2.PdfDocument(content)
    drawn = []
    for page in document:
        file = BytesIO()
        page.render(scale=PICTURE_DPI / 72).to_pil().convert("P").save(file, "PNG", optimize=True)
        drawn.append(f"data:image/png;base64,{b64encode(file.getvalue()).decode()}")
    document.close()
    return drawn
