"""Chặng: one row for each stay of a dossier with somebody. The lifecycle ends and moves them here."""

from datetime import datetime

from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.models import Dossier, Handover, HandoverKind, HandoverList, ProcessStep
from dossiers.models.dossier import day_of
from dossiers.outcomes import outcome_class
from dossiers.process import ways
from dossiers.status import FINISHED, DossierStatus
from portal.models import User

DESK = "Bộ phận Một cửa"


def open_one(dossier: Dossier) -> Handover | None:
    """The stay that lasts."""
    return dossier.handovers.open().select_related("step", "to_user").first()


def last_holder(dossier: Dossier) -> User | None:
    """Who had the dossier when nobody has it: the last one who did, else who received it."""
    last = dossier.handovers.exclude(to_user=None).order_by("-pk").select_related("to_user").first()
    return last.to_user if last else dossier.received_by


def close(dossier: Dossier, at: datetime, *, by: User | None = None) -> Handover | None:
    """The stay ends with its result: by day against the step's limit, the rule of every figure.

    Who passes on what nobody had taken had it.
    """
    stay = open_one(dossier)
    if stay is None:
        return None
    if stay.to_user is None and by is not None:
        settle(stay, by, at)
    stay.finished_at = max(at, stay.at)
    finished_on = day_of(stay.finished_at)
    assert finished_on is not None
    stay.result = outcome_class(finished_on, day_of(stay.due_at)).value
    stay.save(update_fields=["finished_at", "result"])
    return stay


def settle(stay: Handover, user: User, at: datetime) -> None:
    """What waited for somebody of a role is now somebody's."""
    stay.to_user, stay.to_role, stay.to_label, stay.taken_at = user, "", str(user), at
    stay.save(update_fields=["to_user", "to_role", "to_label", "taken_at"])


def begin(
    dossier: Dossier,
    step: ProcessStep,
    *,
    kind: HandoverKind,
    by: User | None,
    to_user: User | None,
    at: datetime,
    due_at: datetime | None,
    note: str = "",
    on_list: HandoverList | None = None,
) -> Handover:
    """A stay begins as the one before it ends, and the dossier says where it is. The caller saves it."""
    before = close(dossier, at, by=by)
    giver = before.to_user if before else by
    stay = Handover.objects.create(
        dossier=dossier,
        kind=kind,
        step=step,
        step_name=step.name,
        step_kind=step.kind,
        from_user=giver,
        from_label=str(giver) if giver else DESK,
        to_user=to_user,
        to_role=step.role if to_user is None else "",
        to_label=str(to_user) if to_user else step.holder,
        at=max(at, before.finished_at) if before and before.finished_at else at,
        taken_at=at if to_user else None,
        due_at=due_at,
        note=note,
        on_list=on_list,
    )
    dossier.current_step, dossier.assignee = step, to_user
    return stay


def start(dossier: Dossier, *, by: User | None, at: datetime | None) -> Dossier:
    """Chuyển xử lý without more words: to the first step after the desk, with who pressed if it is theirs."""
    at = at or timezone.now()
    step = ways.kept(dossier).working
    theirs = by is not None and (step.user_id == by.pk or (step.role in by.roles))
    begin(
        dossier,
        step,
        kind=HandoverKind.FORWARD,
        by=last_holder(dossier) if theirs else by,
        to_user=by if theirs else step.user,  # else whoever of the role takes it
        at=at,
        due_at=ways.due_of(step, dossier, at),
    )
    dossier.save(update_fields=["current_step", "assignee"])
    return dossier


def follow(dossier: Dossier, at: datetime) -> None:
    """Where a state ends the work, the stay ends too; nobody holds what is over. The caller saves."""
    if dossier.status not in FINISHED:
        return
    close(dossier, at)
    if dossier.status != DossierStatus.CONCLUDED:
        dossier.assignee = None


def postpone(dossier: Dossier, since: datetime, until: datetime) -> None:
    """The applicant's time is not the step's."""
    stay = open_one(dossier)
    if stay is not None and stay.due_at is not None:
        days = schedule.office_calendar(dossier.resolving_unit)
        stay.due_at = calendar.subtract(stay.due_at, since, until, days)
        stay.save(update_fields=["due_at"])
