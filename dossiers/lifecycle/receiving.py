"""Tiếp nhận: what makes a dossier out of a person, a procedure and papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import codes, register, schedule
from dossiers.fees import entering
from dossiers.fees.lines import Line
from dossiers.lifecycle.moving import tell
from dossiers.models import Dossier, DossierComponent, FiledAs, Procedure, ProcedureComponent
from dossiers.models.component import MUST_DIGITISE
from dossiers.models.dossier import day_of
from dossiers.status import Channel
from portal.errors import DomainError
from portal.models import Unit, User


@dataclass(frozen=True)
class Paper:
    """One paper as the applicant hands it in."""

    name: str
    filed_as: FiledAs
    required: ProcedureComponent | None = None
    is_digitised: bool = False


@transaction.atomic
def receive(
    *,
    procedure: Procedure,
    unit: Unit,
    applicant_name: str,
    by: User | None,
    at: datetime | None = None,
    due_at: datetime | None = None,
    resolving_unit: Unit | None = None,
    papers: Sequence[Paper] = (),
    charges: Sequence[Line] | None = None,
    reason: str = "",
    **fields: Any,
) -> Dossier:
    """Tiếp nhận: give the dossier its code and due date, and keep the papers that came with it.

    `fields` are further columns of the dossier (owner_name, personal_number, channel, fee …). A `due_at` of
    the caller's wins over the computed one. `charges` are the fees line by line; a `fee` alone is one line.
    """
    at = at or timezone.now()
    if at > timezone.now():
        raise DomainError("Thời điểm tiếp nhận không được ở tương lai.")
    day = day_of(at)
    assert day is not None
    if not unit.is_valid_on(day):
        raise DomainError(f"{unit.label} không còn hoạt động ngày {day:%d/%m/%Y}, không thể tiếp nhận hồ sơ.")
    computed = None if due_at else schedule.due(procedure, at, unit=resolving_unit or unit)
    due_at = due_at or (computed.at if computed else None)
    owner = fields.pop("owner_name", "") or applicant_name
    code, line = codes.allot(unit, day), register.enter(unit, day)
    if charges is None:
        charges = entering.lines_of(procedure, fields.get("fee", 0))
    fields["fee"] = sum(charge.due for charge in charges)
    fields["is_paid_online"] = bool(fields["fee"]) and fields.get("is_paid_online", False)
    dossier = Dossier.objects.create(
        code=code,
        register_year=line.year,
        register_volume=line.volume,
        register_number=line.number,
        procedure=procedure,
        receiving_unit=unit,
        resolving_unit=resolving_unit or unit,
        applicant_name=applicant_name,
        owner_name=owner,
        submitted_at=fields.pop("submitted_at", None) or at,
        received_at=at,
        original_due_at=due_at,
        due_at=due_at,
        received_by=by,
        officer_name=fields.pop("officer_name", "") or (str(by) if by else ""),
        visits=int(fields.get("channel", Channel.DIRECT) == Channel.DIRECT),
        papers_to_digitise=sum(paper.filed_as in MUST_DIGITISE for paper in papers),
        papers_digitised=sum(paper.filed_as in MUST_DIGITISE and paper.is_digitised for paper in papers),
        **fields,
    )
    DossierComponent.objects.bulk_create(
        DossierComponent(
            dossier=dossier,
            required=paper.required,
            name=paper.name,
            filed_as=paper.filed_as,
            must_digitise=paper.filed_as in MUST_DIGITISE,
            is_digitised=paper.filed_as in MUST_DIGITISE and paper.is_digitised,
        )
        for paper in papers
    )
    entering.enter(dossier, charges, is_paid_online=dossier.is_paid_online, by=by, at=at)
    tell(dossier, "receive", "", at=at, by=by, reason=reason)
    return dossier
