"""Xóa dữ liệu cá nhân của yêu cầu hỗ trợ: what came of it lives on in its dossier, what counts in figures."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from dossiers.advance import photos
from dossiers.models import AdvanceEvent, AdvancePhoto, AdvanceRequest
from portal import audit
from portal.files.storing import take_away

KEPT = timedelta(days=90)
"""After the request ended: time enough for a question about it."""


def forget_old() -> int:
    """Photos that were never sent; of what ended long ago the person, their words, photos and drafts."""
    photos.forget_unsent()
    day = timezone.localdate() - KEPT
    old = AdvanceRequest.objects.filter(ended_on__lt=day, is_forgotten=False).order_by("pk")
    return sum(_forget(request) for request in old.iterator())


@transaction.atomic
def _forget(request: AdvanceRequest) -> int:
    current = AdvanceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if current.is_forgotten:
        return 0
    drafts = list(current.drafts.all())
    pictures = list(AdvancePhoto.objects.filter(paper__request=current))
    files = [str(one.file) for one in drafts] + [str(one.file) for one in pictures]
    current.drafts.all().delete()
    AdvancePhoto.objects.filter(paper__request=current).delete()
    AdvanceEvent.objects.filter(request=current).update(words="")
    current.papers.update(remark="", verdict="")
    current.name = current.phone = current.email = current.wish = current.question = ""
    current.is_forgotten = True
    current.save()
    audit.record("advance.forgotten", by=None, target=current, unit=current.unit)
    transaction.on_commit(partial(take_away, files))
    return 1
