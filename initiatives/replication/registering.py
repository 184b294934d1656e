"""Ghi sáng kiến đã được công nhận trước khi dùng phần mềm, with its decision, authors and no marks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from initiatives import moving, numbering, sight
from initiatives.models import EarlierRecognition, Initiative
from initiatives.models.replication import ASKING_ROLES
from initiatives.status import Move
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User


@transaction.atomic
def register(
    *, title: str, authors: Sequence[Mapping[str, str]], unit: Unit, deciding_unit: Unit,
    number: str, decided_on: date, by: User, feature: str = "", texts: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Initiative:  # fmt: skip
    """`authors`: name, post and workplace of each as of the decision."""
    if deciding_unit.pk not in sight.own_units(by, ASKING_ROLES):
        raise DomainError("Chỉ ghi được sáng kiến do đơn vị mình công nhận.")
    if unit.pk not in by.tree.scope(deciding_unit.pk):
        raise DomainError(f"{unit.name} không thuộc {deciding_unit.name}.")
    if decided_on > timezone.localdate():
        raise DomainError("Ngày quyết định còn ở tương lai.")
    if EarlierRecognition.objects.filter(
        number=number, decided_on=decided_on, initiative__title=title
    ).exists():
        raise DomainError(f"Sáng kiến này đã được ghi theo Quyết định số {number}.")
    at = at or timezone.now()
    made = Initiative.objects.create(
        title=title, unit=unit, year=decided_on.year, created_by=by, created_at=at, changed_at=at,
        feature=feature, **(texts or {}),
    )  # fmt: skip
    for position, author in enumerate(authors, 1):
        made.authors.create(position=position, **author)
    moving.tell(made, Move.BEGIN, "", by=by, at=at)
    place = numbering.take(deciding_unit, decided_on.year)
    moved = moving.move(
        made, Move.ENTER, by=by, at=at, details={"to": f"Quyết định số {number}"},
        deciding_unit=deciding_unit, number=place, code=numbering.code_of(decided_on.year, place),
        decided_on=decided_on,
    )  # fmt: skip
    EarlierRecognition.objects.create(initiative=moved, number=number, decided_on=decided_on)
    return moved


@transaction.atomic
def set_feature(initiative: Initiative, feature: str, *, by: User) -> None:
    """Ghi tính năng mang sáng kiến."""
    initiative.feature = feature
    initiative.save(update_fields=["feature"])
    audit.record("initiative.feature_set", by=by, target=initiative, unit=initiative.unit, feature=feature)
