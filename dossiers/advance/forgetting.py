"""Xóa dữ liệu cá nhân của yêu cầu hỗ trợ: what came of it lives on in its dossier, what counts in figures.

Each is kept as long as the person was told when sending it; who falls silent is not kept for ever.
"""

from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dossiers.advance import moving, photos
from dossiers.advance.status import AdvanceStatus, Move
from dossiers.models import AdvanceEvent, AdvancePhoto, AdvanceRequest, Message, MessageState
from dossiers.models.advance import AdvanceQuerySet
from dossiers.models.message import WAITING
from portal import audit
from portal.files.storing import take_away

SILENT = "Không có trả lời, yêu cầu tự kết thúc theo thời hạn lưu"
_WITH_CITIZEN = (AdvanceStatus.AWAITING, AdvanceStatus.DRAFTED, AdvanceStatus.OFFERED, AdvanceStatus.BOOKED)


def forget_old() -> int:
    """Photos that were never sent; of what ended long ago the person, their words, photos and drafts."""
    photos.forget_unsent()
    count = 0
    standing = AdvanceRequest.objects.filter(is_forgotten=False)
    for days in sorted(set(standing.order_by().values_list("kept_days", flat=True))):
        first = timezone.localdate() - timedelta(days=days)
        of_these = standing.filter(kept_days=days).order_by("pk")
        for request in _silent(of_these, timezone.make_aware(datetime.combine(first, time.min))):
            moving.move(request, Move.LAPSE, by=None, words=SILENT)
        count += sum(_forget(request) for request in of_these.filter(ended_on__lt=first).iterator())
    return count


def _silent(found: AdvanceQuerySet, before: datetime) -> list[AdvanceRequest]:
    """Chờ người dân mà lâu không có gì xảy ra."""
    waiting = found.filter(status__in=_WITH_CITIZEN).annotate(last=Max("events__at"))
    return list(waiting.filter(last__lt=before))


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
    messages = Message.objects.filter(advance=current)
    messages.filter(state__in=WAITING).update(state=MessageState.CANCELLED)
    messages.update(recipient="", subject="", body="")
    current.papers.update(remark="", verdict="")
    current.name = current.phone = current.email = current.wish = current.question = ""
    current.is_forgotten = True
    current.save()
    audit.record("advance.forgotten", by=None, target=current, unit=current.unit)
    transaction.on_commit(partial(take_away, files))
    return 1
