"""Đặt quy trình nội bộ: a unit's administrator says who does what in which order, and for how long.

A process is never rewritten: the one in force ends and another begins, so that a dossier under way keeps the
steps that it started with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from dossiers.models import Procedure, Process, ProcessStep, StepKind
from dossiers.process import ways
from portal import audit
from portal.administration import Reach
from portal.errors import DomainError
from portal.models import Role, Unit, User

MOST_STEPS = 12


@dataclass(frozen=True)
class Draft:
    """One step as it was typed."""

    name: str
    kind: StepKind
    share: int
    role: Role | None = None
    user: User | None = None


@transaction.atomic
def define(*, unit: Unit, procedure: Procedure | None, steps: Sequence[Draft], by: User) -> Process:
    """Đặt quy trình of one procedure, or the unit's usual one. Saved unchanged, it stays as it is."""
    _reached(unit, by)
    check(steps)
    now = timezone.now()
    Unit.objects.select_for_update().get(pk=unit.pk)
    former = Process.objects.in_force().filter(unit=unit, procedure=procedure).first()
    if former is not None:
        if _same(former, steps):
            return former
        former.valid_to = now
        former.save(update_fields=["valid_to"])
    made = Process.objects.create(unit=unit, procedure=procedure, valid_from=now, set_by=by)
    ProcessStep.objects.bulk_create(
        ProcessStep(
            process=made,
            position=number,
            name=step.name,
            kind=step.kind,
            role=step.role or "",
            user=step.user,
            share=step.share,
        )
        for number, step in enumerate(steps, start=1)
    )
    audit.record("process.set", by=by, target=made, unit=unit, steps=len(steps))
    return made


@transaction.atomic
def restore(*, unit: Unit, procedure: Procedure | None, by: User) -> None:
    """Về mặc định: what stands above applies to dossiers received from now on. Twice is once."""
    _reached(unit, by)
    former = Process.objects.in_force().filter(unit=unit, procedure=procedure).first()
    if former is not None:
        former.valid_to = timezone.now()
        former.save(update_fields=["valid_to"])
        audit.record("process.restored", by=by, target=former, unit=unit)


def applying(unit: Unit, procedure: Procedure | None) -> tuple[ProcessStep, ...]:
    """The steps that a dossier received now would take; the start of a change."""
    units = [unit.pk, unit.parent_id] if unit.parent_id else [unit.pk]
    in_force = Process.objects.in_force().filter(unit__in=units).prefetch_related("steps__user")
    found = {(one.unit_id, one.procedure_id): one for one in in_force}
    wanted = (procedure.pk, None) if procedure else (None,)
    for where in units:
        for what in wanted:
            if (where, what) in found:
                return tuple(found[where, what].steps.all())
    return ways.shipped_steps(Process(is_shipped=True))


def own(unit: Unit) -> list[Process]:
    """What the unit set for itself, the usual one first."""
    mine = Process.objects.in_force().filter(unit=unit).select_related("procedure", "set_by")
    return sorted(
        mine.prefetch_related("steps__user"), key=lambda one: one.procedure.name if one.procedure else ""
    )


def check(steps: Sequence[Draft]) -> None:
    """Desk first and last, work between, shares of the whole limit."""
    if not 3 <= len(steps) <= MOST_STEPS:
        raise DomainError(f"Quy trình có từ 3 đến {MOST_STEPS} bước.")
    if steps[0].kind != StepKind.INTAKE or steps[-1].kind != StepKind.RETURN:
        raise DomainError("Bước đầu phải là “Tiếp nhận”, bước cuối phải là “Trả kết quả”.")
    if any(step.kind in {StepKind.INTAKE, StepKind.RETURN} for step in steps[1:-1]):
        raise DomainError("Các bước ở giữa là thẩm định, ký duyệt hoặc văn thư.")
    if any((step.role is None) == (step.user is None) for step in steps):
        raise DomainError("Mỗi bước giao cho một vai trò hoặc một người.")
    whole = sum(step.share for step in steps)
    if whole != 100:
        raise DomainError(f"Tỷ lệ thời gian các bước cộng lại là {whole}%, phải bằng 100%.")


def _same(former: Process, steps: Sequence[Draft]) -> bool:
    stored = [
        (step.name, step.kind, step.share, step.role, step.user_id)
        for step in former.steps.order_by("position")
    ]
    typed = [
        (step.name, step.kind.value, step.share, step.role or "", step.user.pk if step.user else None)
        for step in steps
    ]
    return stored == typed


def _reached(unit: Unit, by: User) -> None:
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
