"""Người dân nhờ xem giấy tờ trước: sent once a form, followed by the code and four digits of the phone."""

import hmac
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers.advance import appointing, moving, photos
from dossiers.advance.status import AdvanceStatus, Asked, Move
from dossiers.form_codes import FormCodes, plain, spaced
from dossiers.models import AdvancePaper, AdvanceRequest, Office, Procedure
from portal.errors import DomainError
from portal.models import Unit, User

CODES = FormCodes("advance")
DIGITS = 4
OTHER_PAPERS = "Giấy tờ khác"


@dataclass(frozen=True)
class Words:
    """Who asks, how to reach them, and what they want in their own words."""

    name: str
    phone: str
    email: str
    wish: str


@transaction.atomic
def send(
    unit: Unit,
    procedure: Procedure,
    words: Words,
    *,
    form_key: uuid.UUID,
    by: User | None = None,
    at: datetime | None = None,
) -> AdvanceRequest:
    """Nhờ xem giấy tờ trước khi đến. The same form sent twice is one request.

    The photos that lie ready under the form's key become the request's; `by`: an officer who wrote it down on
    the telephone.
    """
    at, code = at or timezone.now(), CODES.of_form(form_key)
    Unit.objects.select_for_update().get(pk=unit.pk)
    known = AdvanceRequest.objects.filter(code=code).first()
    if known is not None:
        return known
    due = moving.day_due(at, unit)
    request = AdvanceRequest.objects.create(
        code=code,
        unit=unit,
        procedure=procedure,
        asked_by=Asked.PHONE if by else Asked.PAGE,
        taken_by=by,
        received_at=at,
        received_on=timezone.localdate(at),
        answer_due_on=due,
        due_on=due,
        kept_days=Office.of(unit).advance_kept_days,
        **asdict(words),
    )
    photos.hand_in(request, form_key, _list_papers(request))
    moving.tell(request, Move.SEND, "", by=by, at=at)
    return request


def _list_papers(request: AdvanceRequest) -> dict[int, AdvancePaper]:
    """The procedure's checklist as it is today, and a line for what is not on it."""
    found = {}
    for position, one in enumerate(request.procedure.components.all(), start=1):
        found[one.pk] = request.papers.create(
            component=one, position=position, name=one.name, is_required=one.required
        )
    found[photos.OTHER] = request.papers.create(position=len(found) + 1, name=OTHER_PAPERS)
    return found


def papers_by_component(request: AdvanceRequest) -> dict[int, AdvancePaper]:
    """Where photos of each paper go."""
    return {paper.component_id or photos.OTHER: paper for paper in request.papers.all()}


def followed(code: str, digits: str) -> AdvanceRequest | None:
    """The request of a code if the phone ends in these digits, or is this number; as much work for none."""
    with_all = AdvanceRequest.objects.select_related("unit", "procedure", "dossier")
    found = with_all.filter(code=spaced(plain(code))).first()
    known = re.sub(r"\D", "", found.phone) if found else ""
    is_short = len(digits) == DIGITS
    expected = (known[-DIGITS:] if is_short else known) or "-" * DIGITS
    is_theirs = hmac.compare_digest(expected.encode(), digits.encode())
    return found if is_theirs and digits.isascii() and digits.isdigit() else None


@transaction.atomic
def add(
    request: AdvanceRequest, *, words: str, form_key: uuid.UUID, at: datetime | None = None
) -> AdvanceRequest:
    """Bổ sung what the office asked for, with the photos that lie ready under the form's key."""
    papers = papers_by_component(request)
    current = moving.move(request, Move.ADD, by=None, at=at, words=words)
    photos.hand_in(current, form_key, papers)
    return current


@transaction.atomic
def agree(request: AdvanceRequest, *, by: User | None = None, at: datetime | None = None) -> AdvanceRequest:
    """Đồng ý dự thảo, on the page or, with `by`, on the telephone."""
    at = at or timezone.now()
    current = moving.locked(request)
    to_read = current.drafts.filter(agreed_at=None).exclude(sent_at=None)
    if by is None and current.allows(Move.AGREE) and not to_read.exists():
        raise DomainError("Cán bộ đang sửa lại dự thảo, chưa có bản để đồng ý. Có bản mới bạn được báo tin.")
    current = moving.move(request, Move.AGREE, by=by, at=at)
    current.drafts.filter(agreed_at=None).exclude(sent_at=None).update(agreed_at=at)
    return current


def object_to(
    request: AdvanceRequest, *, words: str, by: User | None = None, at: datetime | None = None
) -> AdvanceRequest:
    """Dự thảo có chỗ sai: what is wrong, in the citizen's words."""
    with transaction.atomic():
        return moving.move(request, Move.OBJECT, by=by, at=at, words=words)


@transaction.atomic
def cancel(request: AdvanceRequest, *, at: datetime | None = None) -> AdvanceRequest:
    """Thôi nhờ; nothing further is done."""
    current = moving.move(request, Move.CANCEL, by=None, at=at)
    appointing.release(current, by=None, reason="")
    return current


def is_waiting_for_papers(request: AdvanceRequest) -> bool:
    return request.status == AdvanceStatus.AWAITING


def lacking(request: AdvanceRequest) -> Mapping[str, str]:
    """Giấy tờ cần bổ sung and what is lacking of each."""
    return {paper.name: paper.remark for paper in request.papers.all() if paper.remark}
