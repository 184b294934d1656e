"""Việc xét as bare rows, for tests that ask only who may open what: nothing of it was lived."""

from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from initiatives.appraisal import deciding
from initiatives.models import (
    Candidate,
    Council,
    CriteriaSet,
    Decision,
    Initiative,
    Recognition,
    Round,
    Seat,
)
from portal.models import Unit, User
from tests.dossiers.factories import UserFactory
from tests.initiatives import factories


def candidate(unit: Unit, chair: User | None = None) -> Candidate:
    """An initiative of the unit before a council in which the user sits."""
    now, number = timezone.now(), Council.objects.count() + 1
    writer = UserFactory(unit=unit)
    one = factories.draft(unit=unit, by=writer)
    Initiative.objects.filter(pk=one.pk).update(
        status="appraising", submitted_at=now, deciding_unit=unit, number=number, year=2026,
        code=f"SK-2026-{number:02d}", accepted_on=now.date(), confirmed_on=now.date(),
    )  # fmt: skip
    council = Council.objects.create(
        unit=unit, decision_number=f"{number}/QĐ-UBND", decided_on=date(2026, 1, 5), used_at=now
    )
    member = council.members.create(
        position=1, user=chair or writer, name="Nguyễn Văn Chủ", post="Phó Chủ tịch", role="chair"
    )
    criteria = CriteriaSet.objects.create(unit=unit, name=f"Bộ {number}")
    criteria.items.create(position=1, name="Tính mới", most=Decimal(100))
    held = Round.objects.create(
        council=council, criteria=criteria, name="Đợt 1", marks_due_on=now.date(), opened_at=now,
        opened_by=writer,
    )  # fmt: skip
    made = held.candidates.create(initiative_id=one.pk, position=1)
    Seat.objects.create(candidate=made, member=member)
    return made


def recognition(found: Candidate, **fields) -> Recognition:
    unit = found.round.council.unit
    now = timezone.now()
    decision = Decision.objects.create(
        unit=unit, number=f"{found.pk}/QĐ-UBND", decided_on=date(2026, 5, 4), signer_name="Lê Văn Ký",
        recorded_at=now,
    )  # fmt: skip
    decision.file.save("x.pdf", ContentFile(b"%PDF-1.4"), save=True)
    Initiative.objects.filter(pk=found.initiative_id).update(status="recognised", decided_on=now.date())
    found.initiative.refresh_from_db()
    return Recognition.objects.create(
        initiative=found.initiative, candidate=found, decision=decision, position=1, mean=Decimal(82),
        title=found.initiative.title, check_code=deciding.new_code(),
        authors=[{"name": "Lê Thị Loan", "post": "Công chức", "workplace": unit.name}], **fields,
    )  # fmt: skip
