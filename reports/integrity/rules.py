"""Bổ sung, xin lỗi, cho phép: the papers of the rules against the events and slips that they belong to."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, Q

from dossiers.limits import LIMITS
from dossiers.models import Apology, DossierEvent, Override, SlipKind, SupplementItem, SupplementRequest
from dossiers.status import RUNNING, DossierStatus
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _supplements()
    yield from _apologies()
    yield from _overrides()


def _supplements() -> Iterator[Problem]:
    asked = Counter(
        DossierEvent.objects.filter(action="request_supplement", details__has_key="slip")
        .values_list("dossier_id", flat=True)
        .iterator()
    )
    for request in SupplementRequest.objects.select_related("dossier", "slip").iterator():
        record = f"Hồ sơ {request.dossier}"
        asked[request.dossier_id] -= 1
        if request.slip.kind != SlipKind.SUPPLEMENT or request.slip.dossier_id != request.dossier_id:
            yield Problem("supplement.slip", record, "phiếu của lần bổ sung là phiếu khác.")
        is_open = request.answered_at is None and request.undone_at is None
        status = request.dossier.status
        if is_open and status in RUNNING - {DossierStatus.AWAITING_SUPPLEMENT}:
            yield Problem("supplement.open", record, "còn phiếu bổ sung chưa trả lời, mà không chờ bổ sung.")
    for pk, left in asked.items():
        if left:
            yield Problem(
                "supplement.count", f"Hồ sơ id {pk}", "số phiếu yêu cầu bổ sung không khớp với diễn biến."
            )
    strange = SupplementItem.objects.filter(
        Q(component__isnull=False) & (Q(came_at=None) | ~Q(component__dossier=F("request__dossier")))
    )
    for item in strange.select_related("request__dossier"):
        yield Problem(
            "supplement.item", f"Hồ sơ {item.request.dossier}", f"giấy tờ bổ sung “{item.name}” ghi sai nơi."
        )


def _apologies() -> Iterator[Problem]:
    told = set(DossierEvent.objects.filter(action="apologise").values_list("dossier_id", flat=True))
    for apology in Apology.objects.select_related("dossier", "slip").iterator():
        record = f"Hồ sơ {apology.dossier}"
        if apology.is_issued != (apology.dossier_id in told):
            yield Problem("apology.history", record, "văn bản xin lỗi không khớp với diễn biến.")
        slip = apology.slip
        if slip is not None and (slip.kind, slip.dossier_id) != (SlipKind.APOLOGY, apology.dossier_id):
            yield Problem("apology.slip", record, "phiếu của văn bản xin lỗi là phiếu khác.")


def _overrides() -> Iterator[Problem]:
    for override in Override.objects.select_related("dossier", "event").iterator():
        record, limit = f"Hồ sơ {override.dossier}", LIMITS.get(override.rule)
        if limit is None or not limit.may_be_overridden:
            yield Problem("override.rule", record, f"không có giới hạn “{override.rule}” nào cho phép vượt.")
        elif limit.action != override.event.action or override.event.dossier_id != override.dossier_id:
            yield Problem("override.event", record, f"cho phép “{override.rule}” gắn với diễn biến khác.")
