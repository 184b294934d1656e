"""Lập hội đồng sáng kiến: its decision and its members; nothing of it changes once it has met."""

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from initiatives.appraisal import rules, seats
from initiatives.models import Council, CouncilMember, MemberRole
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User

SMALLEST = 3
"""Chủ tịch, thư ký and at least one more."""


@transaction.atomic
def set_up(
    *, unit: Unit, name: str, decision_number: str, decided_on: date, share: Fraction = rules.TWO_THIRDS,
    by: User,
) -> Council:  # fmt: skip
    """Lập hội đồng; a province may ask for more than two thirds, never for less."""
    seats.check_keeper(by, unit)
    if not rules.TWO_THIRDS <= share <= 1:
        raise DomainError("Tỷ lệ đồng ý ít nhất là 2/3 tổng số thành viên (TT 18/2013/TT-BKHCN, Điều 8).")
    if Council.objects.filter(unit=unit, decision_number=decision_number, decided_on=decided_on).exists():
        raise DomainError(f"Hội đồng theo quyết định {decision_number} đã được ghi.")
    council = Council.objects.create(
        unit=unit, name=name, decision_number=decision_number, decided_on=decided_on,
        share_over=share.numerator, share_under=share.denominator,
    )  # fmt: skip
    audit.record("council.set_up", by=by, target=council, unit=unit)
    return council


@transaction.atomic
def add_member(
    council: Council, *, user: User, role: str = MemberRole.MEMBER, name: str = "", post: str = "",
    is_union: bool = False, is_head: bool = False, by: User,
) -> CouncilMember:  # fmt: skip
    """Thêm thành viên; name and post as the decision has them."""
    current = _changeable(council, by)
    if current.members.filter(user=user).exists():
        raise DomainError(f"{user} đã là thành viên của hội đồng này.")
    if role in (MemberRole.CHAIR, MemberRole.SECRETARY) and current.members.filter(role=role).exists():
        raise DomainError(f"Hội đồng đã có {MemberRole(role).label.lower()}; mỗi hội đồng có một người.")
    if is_head and current.members.filter(is_head=True).exists():
        raise DomainError("Hội đồng đã ghi một người đứng đầu đơn vị.")
    last = current.members.order_by("-position").values_list("position", flat=True).first() or 0
    made = current.members.create(
        position=last + 1, user=user, name=name or user.full_name, post=post or user.position, role=role,
        is_union=is_union, is_head=is_head,
    )  # fmt: skip
    audit.record("council.member_added", by=by, target=council, unit=council.unit)
    return made


@transaction.atomic
def remove_member(member: CouncilMember, *, by: User) -> None:
    current = _changeable(member.council, by)
    member.delete()
    audit.record("council.member_removed", by=by, target=current, unit=current.unit)


@transaction.atomic
def freeze(council: Council) -> Council:
    """Xét đợt đầu: whole by then, and as it is from then on."""
    current = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    if current.used_at is None:
        if missing := missing_in(current):
            raise DomainError(missing)
        current.used_at = timezone.now()
        current.save(update_fields=["used_at"])
    return current


def missing_in(council: Council) -> str:
    """What keeps a council from beginning; empty where it may."""
    roles = [one.role for one in council.members.all()]
    if MemberRole.CHAIR not in roles:
        return "Hội đồng chưa có Chủ tịch."
    if MemberRole.SECRETARY not in roles:
        return "Hội đồng chưa có Ủy viên thư ký."
    if len(roles) < SMALLEST:
        return f"Hội đồng mới có {len(roles)} thành viên, cần ít nhất {SMALLEST}."
    return ""


def _changeable(council: Council, by: User) -> Council:
    current = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    seats.check_keeper(by, current.unit)
    if current.used_at is not None:
        raise DomainError(
            "Hội đồng đã xét sáng kiến nên thành viên không đổi được. Lập hội đồng mới theo quyết định mới."
        )
    return current
