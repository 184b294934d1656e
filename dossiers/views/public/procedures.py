"""Thủ tục cho người dân: found by a few words or by field, and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossiers import offices
from dossiers.models import Field, Procedure
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.posting import counting

MOST_FOUND = 60
"""More than a citizen reads through; the largest field has fewer."""


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Thủ tục: a search by a few words without accents, or the fields one by one.

    `?don-vi=19405` narrows it to what that unit offers.
    """
    public = _public(offices.meant(request.GET.get("don-vi", "")))
    text = request.GET.get("q", "").strip()[:100]
    field = Field.objects.filter(code=request.GET.get("linh-vuc", "")).first()
    found = public.filter(field=field) if field else public
    fields = Field.objects.filter(procedures__in=public).annotate(size=Count("procedures"))
    context = {
        "q": text,
        "field": field,
        "found": list(found.matching(text).for_lists()[:MOST_FOUND]) if text or field else [],
        "fields": [] if text or field else fields,
    }
    return render(request, "public/catalogue.html", context)


@login_not_required
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Một thủ tục: what to bring, how long, how much, where."""
    found = get_object_or_404(_public(None).for_pages(), code=code)
    counting.count_page(request)
    return render(request, "public/procedure.html", {"procedure": found})


def _public(office: offices.PublicOffice | None) -> ProcedureQuerySet:
    found = Procedure.objects.offered_by(office.unit) if office else Procedure.objects.published()
    return found.valid_on(timezone.localdate())
