"""Quyết định: recognise many by one paper, refuse or revoke one with a reason (NĐ 13/2012/NĐ-CP, Điều 7)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from initiatives import moving, people
from initiatives.appraisal import rounds, seats, voting
from initiatives.errors import NotYours
from initiatives.models import Candidate, Decision, Initiative, Recognition
from initiatives.status import InitiativeStatus, Move
from portal import audit
from portal.errors import DomainError
from portal.files import storing, uploads
from portal.models import Unit, User

PREFIX = "SK"
"""What each certificate's code begins with: `/xac-thuc/` tells by it which kind of paper is asked about."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 14
_FOLDER = "initiative-decisions"


def recognise(
    candidates: Sequence[Candidate], *, unit: Unit, number: str, decided_on: date, signer_name: str,
    signer_post: str, file: UploadedFile | None = None, by: User, at: datetime | None = None,
) -> Decision:  # fmt: skip
    """Ghi quyết định công nhận: only what the council's rule recognised, each with its certificate's code."""
    found = _looked_at(file)
    with storing.shelf() as put_down, transaction.atomic():
        at = at or timezone.now()
        _check_paper(unit, by, decided_on, at)
        if not candidates:
            raise DomainError("Chọn ít nhất một sáng kiến để công nhận.")
        if Decision.objects.filter(unit=unit, number=number, decided_on=decided_on).exists():
            raise DomainError(f"Quyết định {number} đã được ghi.")
        decision = Decision.objects.create(
            unit=unit, number=number, decided_on=decided_on, signer_name=signer_name,
            signer_post=signer_post, recorded_at=at, recorded_by=by,
            file=put_down.put(_FOLDER, found.content, "pdf") if found else "",
            sha256=found.sha256 if found else "",
        )  # fmt: skip
        for position, one in enumerate(sorted(candidates, key=lambda each: each.pk), start=1):
            _recognise(one, decision, position, by, at)
        audit.record("decision.recorded", by=by, target=decision, unit=unit, initiatives=len(candidates))
    return decision


def _recognise(candidate: Candidate, decision: Decision, position: int, by: User, at: datetime) -> None:
    current = _judged(candidate, decision.unit, by)
    verdict = voting.verdict(current)
    code = current.initiative.code
    if not verdict.is_recognised:
        raise DomainError(f"Sáng kiến {code} không được hội đồng công nhận. {' '.join(verdict.obstacles)}")
    if current.closed_at and decision.decided_on < timezone.localdate(current.closed_at):
        raise DomainError(f"Ngày quyết định trước ngày hội đồng biểu quyết sáng kiến {code}.")
    initiative = moving.move(
        current.initiative, Move.RECOGNISE, by=by, at=at, details={"to": decision.number},
        decided_on=decision.decided_on,
    )  # fmt: skip
    Recognition.objects.create(
        initiative=initiative, candidate=current, decision=decision, position=position,
        title=initiative.title, authors=_authors(initiative), mean=verdict.shown_mean,
        check_code=new_code(),
    )  # fmt: skip


@transaction.atomic
def refuse(
    candidate: Candidate, *, reason: str, decided_on: date, by: User, at: datetime | None = None
) -> Initiative:
    """Không công nhận, in writing and with the reason (Điều 7.1b)."""
    at = at or timezone.now()
    unit = candidate.round.council.unit
    _check_paper(unit, by, decided_on, at)
    current = _judged(candidate, unit, by)
    return moving.move(current.initiative, Move.REFUSE, by=by, at=at, reason=reason, decided_on=decided_on)


@transaction.atomic
def revoke(
    recognition: Recognition, *, reason: str, number: str, revoked_on: date, by: User,
    at: datetime | None = None,
) -> Recognition:  # fmt: skip
    """Hủy bỏ việc công nhận: the certificate's page says so from now on."""
    at = at or timezone.now()
    _check_paper(recognition.decision.unit, by, revoked_on, at)
    current = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    if revoked_on < current.decision.decided_on:
        raise DomainError("Ngày hủy bỏ trước ngày quyết định công nhận.")
    initiative = moving.locked(current.initiative)
    if people.is_author(by, initiative):
        raise NotYours("Tác giả không ghi quyết định về sáng kiến của mình.")
    moving.move(initiative, Move.REVOKE, by=by, at=at, reason=reason, details={"to": number})
    current.revoked_on, current.revoke_reason, current.revoked_by_number = revoked_on, reason, number
    current.save(update_fields=["revoked_on", "revoke_reason", "revoked_by_number"])
    return current


def ready(unit_ids: set[int]) -> list[Candidate]:
    """Đã chốt biểu quyết, chưa có quyết định."""
    found = Candidate.objects.filter(
        round__council__unit__in=unit_ids, closed_at__isnull=False, taken_out_at=None,
        initiative__status=InitiativeStatus.APPRAISING,
    )  # fmt: skip
    return list(
        found.select_related("initiative", "round__criteria", "round__council").prefetch_related(
            "seats", "round__criteria__items", "round__council__members", "initiative__authors"
        )
    )


def new_code() -> str:
    """A code nobody guesses: 14 letters out of 30 behind the prefix."""
    return PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def _judged(candidate: Candidate, unit: Unit, by: User) -> Candidate:
    current = rounds.locked(candidate)
    if current.round.council.unit_id != unit.pk:
        raise DomainError(f"Sáng kiến {current.initiative.code} do đơn vị khác xét công nhận.")
    if current.taken_out_at is not None or current.closed_at is None:
        raise DomainError(f"Hội đồng chưa chốt biểu quyết sáng kiến {current.initiative.code}.")
    if seats.is_author(by, current):
        raise NotYours("Tác giả không ghi quyết định về sáng kiến của mình.")
    return current


def _check_paper(unit: Unit, by: User, day: date, at: datetime) -> None:
    seats.check_keeper(by, unit)
    if day > timezone.localdate(at):
        raise DomainError("Ngày quyết định còn ở tương lai.")


def _authors(initiative: Initiative) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "post": one.post, "workplace": one.workplace} for one in initiative.authors.all()
    ]


def _looked_at(file: UploadedFile | None) -> uploads.Upload | None:
    if file is None:
        return None
    (found,) = uploads.look_at_files([file])
    if found.kind is not uploads.FileKind.PDF:
        raise DomainError("Bản quyết định phải là tệp PDF.")
    return found
