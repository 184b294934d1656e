"""Tiếp nhận thành hồ sơ: the intake lies ready with all that is known, its dossier takes the papers along.

The dossier is made by the one way in which dossiers are made; the request is found again by the intake's key.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dossiers import drafts, visiting
from dossiers.advance import appointing, moving, people
from dossiers.advance.status import Move
from dossiers.models import AdvancePaper, AdvanceRequest, Dossier, IntakeDraft, ScanSource
from dossiers.papers import scanning
from portal.errors import DomainError
from portal.files import uploads
from portal.files.storing import read
from portal.models import User


@transaction.atomic
def begin(request: AdvanceRequest, *, by: User) -> IntakeDraft:
    """Mở phiếu tiếp nhận đã điền sẵn. Whoever presses last goes on with it; what was typed since stays."""
    if not people.may_handle(by, request):
        raise DomainError(f"Yêu cầu {request.code} do người của {request.unit} làm.")
    current = moving.locked(request)
    if not current.is_open:
        raise DomainError(
            f"Yêu cầu {current.code} {current.get_status_display().lower()}, không tiếp nhận nữa."
        )
    draft = IntakeDraft.objects.select_for_update(of=("self",)).filter(key=current.intake_key).first()
    if draft is None:
        draft = drafts.keep(current.intake_key, typed=_typed(current), by=by, unit=current.unit)
        assert draft is not None, "an open request has no dossier"
        draft.declarations = _declarations(current)
    draft.officer = by
    draft.save(update_fields=["officer", "declarations", "updated_at"])
    return draft


def follow_intake(key: UUID, together: Sequence[Dossier], *, by: User) -> None:
    """Gắn yêu cầu vào hồ sơ vừa tiếp nhận, in the intake's own transaction: its photos become scans of the
    papers, days on which the person came before count as visits, and the request is done."""
    request = AdvanceRequest.objects.select_for_update(of=("self",)).filter(intake_key=key).first()
    if request is None or not request.is_open:
        return
    dossier = next((one for one in together if one.procedure_id == request.procedure_id), together[0])
    current = moving.move(request, Move.RECEIVE, by=by, dossier=dossier)
    appointing.keep(current, by=by)
    for paper in current.papers.prefetch_related("photos"):
        _bring_photos(paper, dossier, by=by)
    came = current.events.filter(action=Move.VISIT).values_list("at", flat=True)
    visiting.note_earlier(dossier, {timezone.localdate(at) for at in came}, by=by)


def _bring_photos(paper: AdvancePaper, dossier: Dossier, *, by: User) -> None:
    """Those of a paper that was handed in now; they say of themselves that the original is to be compared."""
    component = dossier.components.filter(required=paper.component).first() if paper.component_id else None
    photos = list(paper.photos.all())
    if component is None or not photos:
        return
    files = [
        uploads.look_at(read(photo.file), f"anh-gui-truoc-{number}.jpg")
        for number, photo in enumerate(photos, start=1)
    ]
    scanning.attach(component, files, by=by, source=ScanSource.ADVANCE)


def _typed(request: AdvanceRequest) -> dict[str, str]:
    """The intake as it would have been typed."""
    typed: dict[str, Any] = {
        "unit": str(request.unit_id),
        "procedure": request.procedure.code,
        "applicant_name": request.name,
        "phone": request.phone,
        "email": request.email,
    }
    with_photos = request.papers.filter(photos__isnull=False).exclude(component=None).distinct()
    for paper in with_photos:
        typed[f"paper-{paper.component_id}-received"] = "on"
    return typed


def _declarations(request: AdvanceRequest) -> dict[str, Any]:
    """Drafts from templates are the dossier's declarations."""
    return {
        str(draft.template_id): {"values": draft.values, "at": draft.made_at.isoformat()}
        for draft in request.drafts.exclude(template=None)
    }
