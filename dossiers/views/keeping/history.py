"""Lịch sử công bố và rà soát of one procedure."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dossiers.forms.revisions import ReviewForm
from dossiers.models import Procedure
from dossiers.models.revision import ReviewOutcome, RevisionKind
from dossiers.revisions import keeping, reviewing
from dossiers.views.catalogue import READERS
from dossiers.views.keeping.revisions import hold_to_keepers
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError


@role_required(*READERS)
@require_GET
def history(request: OfficerRequest, code: str) -> HttpResponse:
    """Các lần công bố with decision, who and when; the review log."""
    return _page(request, code, ReviewForm(initial={"reviewed_on": timezone.localdate()}))


@role_required(*keeping.KEEPER_ROLES)
@require_POST
def review(request: OfficerRequest, code: str) -> HttpResponse:
    """Ghi một lần rà soát."""
    hold_to_keepers(request.user)
    found = get_object_or_404(Procedure, code=code)
    form = ReviewForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data | {"outcome": ReviewOutcome(form.cleaned_data["outcome"])}
        try:
            reviewing.record(found, by=request.user, **data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi việc rà soát thủ tục {code}.")
            return redirect("dossiers:procedure-history", code=code)
    return _page(request, code, form)


def _page(request: OfficerRequest, code: str, form: ReviewForm) -> HttpResponse:
    found = get_object_or_404(Procedure.objects.select_related("field", "replaced_by"), code=code)
    is_keeper = keeping.is_keeper(request.user)
    revisions = found.revisions.defer("content").select_related("published_by").order_by("-number", "-pk")
    context = {
        "procedure": found,
        "revisions": revisions.exclude(applied_at=None),
        "open_revision": found.revisions.filter(applied_at=None).first() if is_keeper else None,
        "reviews": found.reviews.select_related("reviewed_by__unit"),
        "form": form,
        "is_keeper": is_keeper,
        "may_revise": is_keeper and (found.valid_to is None or found.valid_to >= timezone.localdate()),
        "kinds": [RevisionKind.CHANGED, RevisionKind.REPLACED, RevisionKind.REPEALED],
    }
    return render(request, "dossiers/keeping/history.html", context)
