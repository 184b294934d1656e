"""Hồ sơ đang nhập dở: kept while it is typed, gone once received, forgotten after the office's days."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dossiers.models import Dossier, IntakeDraft, Office
from portal import audit
from portal.models import Unit, User

LONGEST_VALUE = 2000
MOST_VALUES = 400
_NOT_KEPT = frozenset(
    {
        "csrfmiddlewaretoken", "step", "choose", "person", "card", "keep", "again", "began", "elapsed",
        "declare", "printing",
    }
)  # fmt: skip


def keep(key: UUID, *, typed: Mapping[str, str], by: User, unit: Unit | None = None) -> IntakeDraft | None:
    """Giữ lại: the form as it is now, under its one-use key; none once it is a dossier or another's."""
    if Dossier.objects.filter(intake_key=key).exists():
        return None
    kept = {
        name: value[:LONGEST_VALUE]
        for name, value in list(typed.items())[:MOST_VALUES]
        if value and name not in _NOT_KEPT
    }
    with transaction.atomic():
        found, is_new = IntakeDraft.objects.select_for_update().get_or_create(
            key=key, defaults={"officer": by, "unit": unit, "typed": kept}
        )
        if found.officer_id != by.pk:
            return None
        if not is_new:
            found.typed, found.unit = kept, unit
            found.save(update_fields=["typed", "unit", "updated_at"])
    return found


def of(officer: User) -> QuerySet[IntakeDraft]:
    """The officer's own, without those whose dossier is there already."""
    received = Dossier.objects.filter(intake_key__isnull=False).values("intake_key")
    return IntakeDraft.objects.of(officer).exclude(key__in=received)


def drop(key: UUID, *, by: User | None) -> None:
    """Bỏ phiếu nhập dở, or take it away because it has become a dossier."""
    IntakeDraft.objects.filter(key=key, officer=by).delete()


@transaction.atomic
def forget_old() -> int:
    """Xóa dữ liệu cá nhân của phiếu nhập dở: those untouched for longer than their office keeps them."""
    now = timezone.now()
    days: dict[int | None, int] = {office.unit_id: office.draft_days for office in Office.objects.all()}
    old = [
        draft
        for draft in IntakeDraft.objects.select_related("unit")
        if draft.updated_at < now - timedelta(days=days.get(draft.unit_id, Office().draft_days))
    ]
    IntakeDraft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    for unit, count in Counter(draft.unit for draft in old).items():
        audit.record("intake.drafts_forgotten", by=None, unit=unit, count=count)
    return len(old)


def key_of(text: str) -> UUID | None:
    """The key in an address, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
