"""Tiếp nhận tại quầy: one form makes one dossier, with its receipt, however often it is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dossiers import calendar, drafts, lifecycle, returning, schedule, slips
from dossiers.advance import joining
from dossiers.lifecycle import Paper
from dossiers.models import (
    Bundle,
    BundleKind,
    CombinedGroup,
    Dossier,
    DossierComponent,
    Procedure,
    ProcedureComponent,
    Slip,
    SlipKind,
)
from dossiers.papers import reusing
from dossiers.process import transfers
from dossiers.queueing import calling
from dossiers.status import RUNNING, DossierStatus
from dossiers.wordforms import drafting
from portal.errors import DomainError
from portal.models import Unit, User

RECENT = timedelta(days=30)
MOST_USED_OVER = timedelta(days=90)
MOST_USED = 5
"""One key each."""
OF_ONE_PROCEDURE = ("procedure", "papers", "charges", "fee", "case_type", "due_at", "reason", "submitted_at")
"""What of an intake belongs to its first procedure alone; the person and the visit are shared."""
LONGEST_INTAKE = 60 * 60
"""Who left the form open over lunch has not been receiving for so long: such a time is no time at all."""


@dataclass(frozen=True)
class Also:
    """One more procedure of a combined group with the papers that came for it."""

    procedure: Procedure
    papers: Sequence[Paper] = ()
    fee: int = 0


def receive_once(key: UUID, **arguments: Any) -> tuple[Dossier, bool]:
    """The dossier of this form, and whether it is new.

    A double click, a reload or two tabs send the same key; the database lets only the first one in.
    """
    found = Dossier.objects.filter(intake_key=key).first()
    if found is not None:
        return found, False
    try:
        return receive_with_receipt(key, **arguments), True
    except IntegrityError:
        found = Dossier.objects.filter(intake_key=key).first()
        if found is None:
            raise
        return found, False


@transaction.atomic
def receive_with_receipt(
    key: UUID,
    *,
    by: User | None,
    unit: Unit,
    bundle: Bundle | None = None,
    goes_on: bool = False,
    returns_at_once: bool = False,
    seconds: int | None = None,
    reuses: Iterable[tuple[ProcedureComponent, DossierComponent]] = (),
    group: CombinedGroup | None = None,
    also: Sequence["Also"] = (),
    **arguments: Any,
) -> Dossier:
    """The dossier with its receipt; `goes_on`: the same person has more to hand in, on one receipt.

    With `group` and `also`: the other procedures of a combined group, each a dossier of its own in the
    same transaction, on the same receipt.
    """
    if group is not None:
        bundle = Bundle.objects.create(unit=unit, opened_by=by, kind=BundleKind.COMBINED, name=group.name)
        arguments["is_inter_agency"] = True
    elif goes_on and bundle is None:
        bundle = Bundle.objects.create(unit=unit, opened_by=by)
    dossier = lifecycle.receive(
        intake_key=key, by=by, unit=unit, bundle=bundle, intake_seconds=sensible(seconds), **arguments
    )
    shared = {name: value for name, value in arguments.items() if name not in OF_ONE_PROCEDURE}
    together = [dossier]
    for part in also:
        made = lifecycle.receive(
            procedure=part.procedure,
            papers=part.papers,
            fee=part.fee,
            by=by,
            unit=unit,
            bundle=bundle,
            **shared,
        )
        together.append(made)
    calling.note_received(together, by=by)
    for asked, earlier in reuses:
        _reuse(dossier, asked, earlier, by=by)
    if by is not None:
        drafting.attach(key, together, by=by)
        joining.follow_intake(key, together, by=by)
    if group is not None and by is not None:
        _ask_agencies(group, together, by=by)
    if returns_at_once:
        if also:
            raise DomainError(
                "Nhóm thủ tục liên thông không trả ngay được: bấm “In và tiếp nhận người tiếp theo”."
            )
        return _return_at_once(dossier, by=by)
    give_receipt(dossier, by=by)
    drafts.drop(key, by=by)
    return dossier


def _reuse(
    dossier: Dossier, asked: ProcedureComponent, earlier: DossierComponent, *, by: User | None
) -> None:
    """Dùng lại giấy tờ đã số hóa: of this dossier, or of another of its bundle that asks for it."""
    assert by is not None
    ours = Q(dossier=dossier) | Q(dossier__bundle=dossier.bundle) if dossier.bundle else Q(dossier=dossier)
    component = DossierComponent.objects.select_related("dossier").filter(ours, required=asked).latest("pk")
    reusing.reuse(component, earlier, by=by)


def _ask_agencies(group: CombinedGroup, together: Sequence[Dossier], *, by: User) -> None:
    """Gửi cơ quan khác what the group asks of it, along with the dossier that it belongs to."""
    of_code = {dossier.procedure.code: dossier for dossier in together}
    for request in group.requests:
        if dossier := of_code.get(request["procedure"]):
            limit = calendar.TimeLimit(request["working_days"], calendar.TimeUnit.WORKING_DAY)
            office = schedule.office_calendar(dossier.resolving_unit)
            due = calendar.due_at(timezone.now(), limit, office)
            assert due is not None, "a limit always leads to a due date"
            transfers.send(
                dossier, by=by, content=request["content"], due_at=due, to_agency=request["agency"]
            )


def _return_at_once(dossier: Dossier, *, by: User | None) -> Dossier:
    """Trả ngay: received, resolved and returned in one go, each told; no receipt unless the applicant asks
    (NĐ 61/2018/NĐ-CP Đ.17.4)."""
    if not dossier.procedure.may_be_returned_at_once:
        raise DomainError(
            f"Thủ tục {dossier.procedure.code} có thời hạn {dossier.procedure.time_limit_label}, "
            "không trả ngay khi tiếp nhận: bấm “In và tiếp nhận người tiếp theo”."
        )
    assert dossier.received_at is not None
    assert dossier.intake_key is not None
    concluded = lifecycle.conclude(dossier, by=by, at=dossier.received_at)
    drafts.drop(dossier.intake_key, by=by)
    return returning.at_once(concluded, by=by, at=dossier.received_at)


def give_receipt(dossier: Dossier, *, by: User | None) -> Slip:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả; the dossiers of a bundle share one, revised as it grows."""
    unit, bundle = dossier.receiving_unit, dossier.bundle
    if bundle is None:
        return slips.issue(SlipKind.RECEIPT, unit=unit, by=by, dossier=dossier, at=dossier.received_at)
    waiting = bundle.dossiers.exclude(status=DossierStatus.RETURNED).select_related("procedure")
    together = list(waiting.order_by("pk"))
    content = {"codes": [one.code for one in together]}
    shared = bundle.slips.filter(kind=SlipKind.RECEIPT).order_by("-revision").first()
    if shared is not None:
        return slips.revise(shared, by=by, content=content)
    return slips.issue(
        SlipKind.RECEIPT,
        unit=unit,
        by=by,
        dossier=dossier,
        bundle=bundle,
        at=dossier.received_at,
        content=content,
    )


def receipt_of(dossier: Dossier) -> Slip | None:
    """The receipt that the applicant holds: the newest revision, of the bundle where there is one."""
    held = dossier.bundle.slips if dossier.bundle else dossier.slips
    return held.filter(kind=SlipKind.RECEIPT).order_by("-issued_at", "-revision", "-pk").first()


@transaction.atomic
def guide(
    key: UUID,
    *,
    unit: Unit,
    by: User,
    procedure: Procedure,
    person: dict[str, str],
    missing: Sequence[str],
    words: str,
) -> Slip:
    """Thiếu giấy tờ: nothing is received; the applicant is told once, in writing, all that is missing
    (NĐ 61/2018/NĐ-CP Đ.11.2c, Đ.17.2a)."""
    if not missing and not words:
        raise DomainError("Chưa có giấy nào thiếu: bỏ dấu ở giấy chưa nhận, hoặc ghi nội dung cần bổ sung.")
    content = {
        **person,
        "procedure": procedure.name,
        "procedure_code": procedure.code,
        "key": str(key),
        "items": list(missing),
        "reason": words,
    }
    return slips.issue(SlipKind.SUPPLEMENT, unit=unit, by=by, content=content)


def note_printed(dossier: Dossier, *, seconds: int, by: User) -> None:
    """The receipt is at the printer: the time runs from the first key to here, told once by who received."""
    taken = sensible(seconds)
    recent = timezone.now() - timedelta(seconds=LONGEST_INTAKE)
    mine = Dossier.objects.filter(pk=dossier.pk, received_by=by, created_at__gte=recent)
    if taken is not None and taken >= (dossier.intake_seconds or 0):
        mine.update(intake_seconds=taken)


def sensible(seconds: int | None) -> int | None:
    """A time from the first key that a person can have needed; anything else is not kept."""
    return seconds if seconds is not None and 0 < seconds <= LONGEST_INTAKE else None


def doubles(
    key: UUID,
    *,
    procedures: Sequence[Procedure],
    personal_number: str,
    user: User,
    today: date,
) -> QuerySet[Dossier]:
    """Hồ sơ có thể trùng: of the same person for one of these procedures, running or of the last 30 days.

    What this very form has made is no double of itself: sending it again leads to that dossier.
    """
    found = Dossier.objects.visible_to(user).select_related("procedure").order_by("-received_at")
    if not personal_number or Dossier.objects.filter(intake_key=key).exists():
        return found.none()
    return found.filter(procedure__in=procedures, personal_number=personal_number).filter(
        Q(status__in=RUNNING) | Q(received_on__gte=today - RECENT)
    )


def most_used(user: User) -> list[Procedure]:
    """The procedures that this officer received most in three months; of the office where he is new."""
    today = timezone.localdate()
    recent = Dossier.objects.filter(received_on__gte=today - MOST_USED_OVER)
    units = user.readable_unit_ids
    for theirs in (recent.filter(received_by=user), recent.filter(receiving_unit__in=units)):
        counted = theirs.order_by().values("procedure").annotate(n=Count("pk")).order_by("-n", "procedure")
        ids = [row["procedure"] for row in counted[: 2 * MOST_USED]]
        found = Procedure.objects.published().valid_on(today).in_bulk(ids)
        if found:
            return [found[pk] for pk in ids if pk in found][:MOST_USED]
    return []


def bundle_of(user: User, pk: str) -> Bundle | None:
    """The bundle that this officer goes on with: opened by the same hand, today."""
    if not pk.isdecimal():
        return None
    mine = Bundle.objects.filter(opened_by=user, opened_at__date=timezone.localdate())
    return mine.filter(pk=int(pk[:18])).first()
