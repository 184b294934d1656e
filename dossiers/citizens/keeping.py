"""Trang cho người dân do ai ghi: purpose, online address and people's own words of a procedure.

The catalogue is one for all offices of an installation. Whoever keeps it in the highest unit that has such a
person writes for all; below, an office writes its own forms and its own online address beside it.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from dossiers.citizens import remembered
from dossiers.models import Procedure, ProcedureWord
from portal import audit
from portal.errors import DomainError
from portal.models import Role, RoleAssignment, Unit, User
from portal.text import fold, one_line

KEEPERS = (Role.UNIT_ADMIN, Role.REFORM)
MOST_WORDS, LONGEST_WORD = 40, 100


def writes_for_all(user: User) -> bool:
    """Cấp trên ghi cho mọi đơn vị: nobody who keeps the catalogue sits above one of the user's units."""
    assigned = RoleAssignment.objects.filter(role__in=KEEPERS, user__is_active=True)
    keeping = set(assigned.values_list("unit_id", flat=True))
    return any(keeping.isdisjoint(_above(user, pk)) for pk in _held(user))


def own_unit(user: User) -> Unit | None:
    """The unit that the user may write for beside the catalogue: the one they belong to."""
    return user.unit if user.unit_id in _held(user) else None


def _held(user: User) -> set[int]:
    return {pk for role in KEEPERS for pk in user.roles.get(role, ()) if user.is_active}


def _above(user: User, pk: int) -> set[int]:
    units, found = user.tree.units, set()
    above = units[pk].parent_id
    while above is not None:
        found.add(above)
        above = units[above].parent_id
    return found


@transaction.atomic
def describe(
    procedure: Procedure, *, purpose: str, online_address: str, words: Collection[str], by: User
) -> Procedure:
    """Ghi trang cho người dân, for all offices."""
    if not writes_for_all(by):
        raise DomainError("Nội dung chung cho mọi đơn vị do cấp trên ghi; đơn vị ghi phần riêng của mình.")
    current = Procedure.objects.select_for_update().get(pk=procedure.pk)
    check_address(online_address)
    was = (current.purpose, current.online_address)
    current.purpose, current.online_address = purpose, online_address
    current.described_at = timezone.now()
    current.save(update_fields=["purpose", "online_address", "described_at"])
    changed = _keep_words(current, words)
    if changed or was != (purpose, online_address):
        audit.record("procedure.described", by=by, target=current, words=changed)
    return current


def check_address(address: str) -> None:
    """Only https: what stands behind a button of a public page must not run in it nor be read on the way."""
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise DomainError("Địa chỉ nộp trực tuyến phải bắt đầu bằng https:// và là một trang mở được.")


def _keep_words(procedure: Procedure, words: Collection[str]) -> int:
    """Exactly these are looked for; how many changed. A shipped word is only put aside."""
    wanted = {fold(word): one_line(word) for word in words if one_line(word)}
    changed = 0
    for row in procedure.words.all():
        stays = wanted.pop(row.folded_text, None) is not None
        if stays == row.is_active:
            continue
        changed += 1
        if stays or row.is_shipped:
            row.is_active = stays
            row.save(update_fields=["is_active"])
        else:
            row.delete()
    ProcedureWord.objects.bulk_create(
        ProcedureWord(procedure=procedure, text=text, folded_text=folded) for folded, text in wanted.items()
    )
    remembered.begin_anew()
    return changed + len(wanted)
