"""Niêm yết một mã, gỡ một mã: one living code for a subject at a place, under an address given once.

The address holds no letter or figure that is taken for another (no 0 and o, 1, l and i), so that it can be
read off a poster and typed; what is typed with capitals, blanks or hyphens is understood.
"""

import re
from collections.abc import Iterable
from secrets import choice

from django.db import transaction
from django.utils import timezone

from dossiers.models import Field, PostedCode, PostedKind, Procedure
from dossiers.models.posting import OF_A_PROCEDURE
from portal import audit
from portal.errors import DomainError
from portal.models import Role, Unit, User
from portal.text import one_line

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 7
"""31 signs seven times: of 27 thousand million addresses a few thousand lead anywhere."""
ROLES = (Role.INTAKE, Role.REFORM, Role.UNIT_ADMIN)
"""Who posts and prints codes."""
_NO_PLACE = "Ghi nơi dán mã, ví dụ “bảng niêm yết” hoặc “nhà văn hóa thôn 3”."
_SHORT = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def short_of(typed: str) -> str:
    """What somebody typed or scanned, as it is stored; empty if it can be no code."""
    bare = re.sub(r"[\s\-.]", "", typed[:40]).lower()
    return bare if _SHORT.fullmatch(bare) else ""


@transaction.atomic
def post(
    *,
    unit: Unit,
    kind: PostedKind,
    place: str,
    by: User | None,
    procedure: Procedure | None = None,
    field: Field | None = None,
) -> PostedCode:
    """Niêm yết một mã: the one that hangs at this place already, or a new one."""
    _check(unit, kind, procedure, field, by)
    place = one_line(place)
    if not place:
        raise DomainError(_NO_PLACE)
    Unit.objects.select_for_update().get(pk=unit.pk)
    subject = {"unit": unit, "kind": kind, "procedure": procedure, "field": field, "place": place}
    standing = PostedCode.objects.hanging().filter(**{k: v for k, v in subject.items() if v is not None})
    if found := standing.first():
        return found
    made = PostedCode.objects.create(
        short=_free_addresses(1)[0], posted_by=by, posted_at=timezone.now(), **subject
    )
    audit.record("posting.posted", by=by, target=made, unit=unit, kind=kind, place=place)
    return made


@transaction.atomic
def post_each(unit: Unit, procedures: Iterable[Procedure], *, place: str, by: User) -> list[PostedCode]:
    """Niêm yết một mã cho từng thủ tục at one place: those that hang there already, and new ones."""
    if unit.pk not in by.unit_ids(ROLES):
        raise DomainError(f"{unit.name} ngoài phạm vi của bạn.")
    place = one_line(place)
    if not place:
        raise DomainError(_NO_PLACE)
    Unit.objects.select_for_update().get(pk=unit.pk)
    wanted = list(procedures)
    here = PostedCode.objects.hanging().filter(unit=unit, kind=PostedKind.PROCEDURE, place=place)
    standing = set(here.values_list("procedure", flat=True))
    missing = [procedure for procedure in wanted if procedure.pk not in standing]
    given, now = _free_addresses(len(missing)), timezone.now()
    PostedCode.objects.bulk_create(
        PostedCode(
            short=short,
            unit=unit,
            kind=PostedKind.PROCEDURE,
            procedure=procedure,
            place=place,
            posted_by=by,
            posted_at=now,
        )
        for short, procedure in zip(given, missing, strict=True)
    )
    if missing:
        audit.record("posting.booklet_posted", by=by, target=unit, unit=unit, place=place, codes=len(missing))
    return list(here.filter(procedure__in=wanted))


@transaction.atomic
def post_ready(unit: Unit, kinds: Iterable[PostedKind], *, place: str, by: User) -> None:
    """Mã của một tờ in sẵn: posted, and printed now."""
    codes = [post(unit=unit, kind=kind, place=place, by=by) for kind in kinds]
    PostedCode.objects.filter(pk__in=[code.pk for code in codes]).update(printed_at=timezone.now())


@transaction.atomic
def take_down(code: PostedCode, *, by: User) -> PostedCode:
    """Gỡ mã: it leads on, for a sheet may be forgotten somewhere, but nobody has to replace it any more."""
    current = _locked(code, by)
    if current.taken_down_at:
        raise DomainError(
            f"Mã {current.short} đã gỡ ngày {timezone.localdate(current.taken_down_at):%d/%m/%Y}."
        )
    current.taken_down_at = timezone.now()
    current.save(update_fields=["taken_down_at"])
    audit.record("posting.taken_down", by=by, target=current, unit=current.unit)
    return current


@transaction.atomic
def hang_again(code: PostedCode, *, by: User) -> PostedCode:
    """Dán lại mã đã gỡ, where no other code of the same subject hangs at its place by now."""
    current = _locked(code, by)
    if current.taken_down_at is None:
        raise DomainError(f"Mã {current.short} đang niêm yết.")
    others = PostedCode.objects.hanging().filter(
        unit=current.unit, kind=current.kind, procedure=current.procedure, field=current.field,
        place=current.place,
    )  # fmt: skip
    if other := others.first():
        raise DomainError(f"Nơi này đã có mã {other.short} cho cùng nội dung: dùng mã ấy.")
    current.taken_down_at = None
    current.save(update_fields=["taken_down_at"])
    audit.record("posting.hung_again", by=by, target=current, unit=current.unit)
    return current


def _locked(code: PostedCode, by: User) -> PostedCode:
    current = PostedCode.objects.select_for_update(of=("self",)).select_related("unit").get(pk=code.pk)
    if current.unit_id not in by.unit_ids(ROLES):
        raise DomainError(f"Mã {current.short} của {current.unit.name}, ngoài phạm vi của bạn.")
    return current


def _check(
    unit: Unit, kind: PostedKind, procedure: Procedure | None, field: Field | None, by: User | None
) -> None:
    if by is not None and unit.pk not in by.unit_ids(ROLES):
        raise DomainError(f"{unit.name} ngoài phạm vi của bạn.")
    if kind in OF_A_PROCEDURE and procedure is None:
        raise DomainError("Chọn thủ tục mà mã dẫn tới.")
    if kind == PostedKind.FIELD and field is None:
        raise DomainError("Chọn lĩnh vực mà mã dẫn tới.")


def _free_addresses(count: int) -> list[str]:
    """So many that nobody has, by one question; a twin among them is so rare that it is only asked again."""
    found: set[str] = set()
    while len(found) < count:
        found |= {"".join(choice(LETTERS) for _ in range(LENGTH)) for _ in range(count - len(found))}
        found -= set(PostedCode.objects.filter(short__in=found).values_list("short", flat=True))
    return list(found)
