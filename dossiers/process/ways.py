"""Đường đi của hồ sơ: the steps that apply to a dossier, where it stands on them, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.models import Dossier, Process, ProcessStep, StepKind, TimeUnit
from dossiers.office_hours import add_working_time, working_time_between
from dossiers.status import DossierStatus
from portal.models import Role

_S = DossierStatus
SHIPPED: tuple[tuple[StepKind, str, Role, int], ...] = (
    (StepKind.INTAKE, "Tiếp nhận", Role.INTAKE, 10),
    (StepKind.APPRAISE, "Thẩm định", Role.PROCESSING, 60),
    (StepKind.SIGN, "Lãnh đạo ký", Role.LEADER, 15),
    (StepKind.STAMP, "Văn thư cấp số", Role.RECORDS, 10),
    (StepKind.RETURN, "Trả kết quả", Role.INTAKE, 5),
)
"""Kind, name, role and percent of the time limit."""
_FIRST = frozenset({_S.REGISTERED, _S.RECEIVED, _S.NOT_ACCEPTED})


@dataclass(frozen=True)
class Way:
    """The steps of one dossier, in order."""

    process: Process
    steps: tuple[ProcessStep, ...]

    def place(self, dossier: Dossier) -> ProcessStep:
        """Where the dossier lies: as it was handed over last; before that its state tells."""
        status = DossierStatus(dossier.status)
        if status == _S.RETURNED or (status == _S.CONCLUDED and dossier.current_step is None):
            return self.returning
        if dossier.current_step is not None:
            return dossier.current_step
        if status in _FIRST:
            return self.of_kind(StepKind.INTAKE) or self.steps[0]
        return self.working

    @property
    def returning(self) -> ProcessStep:
        return self.of_kind(StepKind.RETURN) or self.steps[-1]

    @property
    def working(self) -> ProcessStep:
        """The first step after the desk."""
        return next((step for step in self.steps if step.kind != StepKind.INTAKE), self.steps[-1])

    def of_kind(self, kind: StepKind) -> ProcessStep | None:
        return next((step for step in self.steps if step.kind == kind), None)

    def after(self, step: ProcessStep) -> tuple[ProcessStep, ...]:
        return tuple(one for one in self.steps if one.position > step.position)

    def before(self, step: ProcessStep) -> tuple[ProcessStep, ...]:
        return tuple(one for one in self.steps if one.position < step.position)


class Ways:
    """The processes that may apply to some dossiers, read at once."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = list(processes)

    @classmethod
    def for_dossiers(cls, dossiers: Iterable[Dossier]) -> Self:
        found = list(dossiers)
        units = {unit for dossier in found for unit in _units(dossier)}
        begun = {dossier.current_step.process_id for dossier in found if dossier.current_step is not None}
        return cls(
            Process.objects.filter(Q(unit__in=units) | Q(is_shipped=True) | Q(pk__in=begun)).prefetch_related(
                Prefetch("steps", ProcessStep.objects.select_related("user").order_by("position"))
            )
        )

    def of(self, dossier: Dossier) -> Way:
        """What a dossier began with it keeps; one that has not moved yet follows what applied as it came."""
        if dossier.current_step is not None:
            begun = dossier.current_step.process_id
            process = next(one for one in self._processes if one.pk == begun)
        else:
            process = self._applying(dossier)
        steps = tuple(process.steps.all()) if process.pk else shipped_steps(process)
        return Way(process, steps)

    def _applying(self, dossier: Dossier) -> Process:
        at = dossier.received_at or timezone.now()
        for unit in _units(dossier):
            for procedure in (dossier.procedure_id, None):
                for one in self._processes:
                    if (one.unit_id, one.procedure_id) == (unit, procedure) and _applied(one, at):
                        return one
        return next((one for one in self._processes if one.is_shipped), Process(is_shipped=True))


def of(dossier: Dossier) -> Way:
    return Ways.for_dossiers([dossier]).of(dossier)


def kept(dossier: Dossier) -> Way:
    """As `of`, with rows that others can point to."""
    way = of(dossier)
    if way.process.pk is None:
        shipped()
        way = of(dossier)
    return way


@transaction.atomic
def shipped() -> Process:
    """Quy trình đi kèm phần mềm, written as soon as somebody needs its rows."""
    process, is_new = Process.objects.get_or_create(is_shipped=True, defaults={"valid_from": timezone.now()})
    if is_new:
        ProcessStep.objects.bulk_create(shipped_steps(process))
    return process


def shipped_steps(process: Process) -> tuple[ProcessStep, ...]:
    return tuple(
        ProcessStep(process=process, position=number, kind=kind, name=name, role=role, share=share)
        for number, (kind, name, role, share) in enumerate(SHIPPED, start=1)
    )


def due_of(step: ProcessStep, dossier: Dossier, start: datetime) -> datetime | None:
    """Hạn của bước: its share of the time limit, in working time from when it began.

    The share is of the limit as promised on reception: what the applicant takes is nobody's step. Where the
    due date followed a changed calendar, the promise is what that calendar makes of the limit.
    """
    unit = dossier.resolving_unit
    days, promised = schedule.office_calendar(unit), dossier.original_due_at
    if dossier.was_rescheduled and dossier.received_at is not None:
        limit = schedule.limit_of(dossier.procedure, unit, on=dossier.received_on)
        promised = calendar.due_at(dossier.received_at, limit, days)
    return share_of(step, dossier, start, days, promised)


def share_of(
    step: ProcessStep,
    dossier: Dossier,
    start: datetime,
    days: calendar.WorkingCalendar,
    promised: datetime | None,
) -> datetime | None:
    """As `due_of`, with the promised moment and the calendar at hand."""
    if dossier.received_at is None or promised is None:
        return None
    if dossier.procedure.time_unit == TimeUnit.HOUR:
        return start + (promised - dossier.received_at) * step.share / 100
    whole = working_time_between(dossier.received_at, promised, days)
    return add_working_time(start, whole * step.share / 100, days)


def _units(dossier: Dossier) -> tuple[int, ...]:
    """Units whose process applies, the nearest first."""
    own, above = dossier.resolving_unit_id, dossier.resolving_unit.parent_id
    return (own,) if above is None else (own, above)


def _applied(process: Process, at: datetime) -> bool:
    return process.valid_from <= at and (process.valid_to is None or process.valid_to > at)
