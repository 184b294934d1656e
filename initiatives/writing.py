"""Viết sáng kiến: begun as a draft, kept as often as it is saved, thrown away while nobody else has it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from initiatives import moving, sight
from initiatives.models import Initiative
from initiatives.status import Domain, Move
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def begin(*, title: str, by: User, field: str = Domain.REFORM, at: datetime | None = None) -> Initiative:
    """Bắt đầu viết: a draft of the writer's government, the writer its first author with all of it."""
    if by.unit is None:
        raise DomainError("Tài khoản này chưa thuộc đơn vị nào. Nhờ quản trị ghi đơn vị rồi viết sáng kiến.")
    at = at or timezone.now()
    initiative = Initiative.objects.create(
        title=title,
        field=field,
        unit=sight.government_of(by.unit, by.tree),
        year=timezone.localdate(at).year,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    initiative.authors.create(
        position=1,
        user=by,
        name=by.full_name,
        post=by.position,
        workplace=sight.workplace_of(by.unit),
        share=100,
    )
    initiative.fold()
    initiative.save(update_fields=["folded"])
    moving.tell(initiative, Move.BEGIN, "", by=by, at=at)
    return initiative
