"""Đường đi của hồ sơ như trang hồ sơ vẽ: the internal steps with who and when, and what is waited for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dossiers.models import Dossier, Handover, StepKind
from dossiers.process import ways
from dossiers.receipt import in_words
from dossiers.status import FINISHED, PAUSED, UNCOUNTED, DossierStatus

_S = DossierStatus


@dataclass(frozen=True)
class Step:
    """One step of the way: its name, when it was reached, by whom, and whether the dossier stands there."""

    name: str
    at: datetime | None = None
    note: str = ""
    is_current: bool = False
    is_waiting: bool = False
    is_ahead: bool = False


def steps(dossier: Dossier) -> list[Step]:
    """Finished ones show what was; running ones also what is to come."""
    status = DossierStatus(dossier.status)
    if status in UNCOUNTED:
        return [Step(status.label, dossier.submitted_at, is_current=True)]
    stays = list(dossier.handovers.all())
    if status in FINISHED:
        return [*_gone(dossier, stays), *_end(dossier, status)]
    return list(_running(dossier, stays, status))


def _gone(dossier: Dossier, stays: list[Handover]) -> Iterator[Step]:
    yield Step("Tiếp nhận", dossier.received_at, dossier.officer_name)
    if not stays and (started_at := _started_at(dossier)):
        yield Step("Đang xử lý", started_at)
    for step_name in dict.fromkeys(stay.step_name for stay in stays if stay.step_kind in _BETWEEN):
        last = [stay for stay in stays if stay.step_name == step_name][-1]
        yield Step(step_name, last.at, last.to_label)


def _end(dossier: Dossier, status: DossierStatus) -> Iterator[Step]:
    if status in {_S.WITHDRAWN, _S.STOPPED}:
        yield Step(status.label, dossier.finished_at, is_current=True)
        return
    is_ready = status is _S.CONCLUDED
    yield Step("Có kết quả", dossier.finished_at, dossier.get_outcome_display(), is_current=is_ready)
    yield Step("Trả kết quả", dossier.returned_at, is_current=not is_ready, is_ahead=is_ready)


def _running(dossier: Dossier, stays: list[Handover], status: DossierStatus) -> Iterator[Step]:
    way = ways.of(dossier)
    here = way.place(dossier)
    asked = list(dossier.transfers.open().select_related("to_unit"))
    stops = status in PAUSED or bool(asked)
    for step in way.steps:
        stay = next((one for one in reversed(stays) if one.step_id == step.pk and step.pk), None)
        is_here = step.position == here.position
        yield Step(
            step.name,
            _reached(dossier, step.kind, stay, is_here),
            _who(dossier, step.kind, stay, step.holder),
            is_current=is_here and not stops,
            is_ahead=step.position > here.position,
        )
        if is_here and status in PAUSED:
            yield Step(status.label, dossier.paused_since, is_current=True, is_waiting=True)
        elif is_here and asked:
            names = ", ".join(one.agency for one in asked)
            yield Step(f"Chờ {names}", asked[0].sent_at, is_current=True, is_waiting=True)


def _reached(dossier: Dossier, kind: str, stay: Handover | None, is_here: bool) -> datetime | None:
    if kind == StepKind.INTAKE:
        return dossier.received_at
    if stay is not None:
        return stay.at
    return _started_at(dossier) if is_here else None


def _who(dossier: Dossier, kind: str, stay: Handover | None, holder: str) -> str:
    if kind == StepKind.INTAKE:
        return dossier.officer_name
    if stay is not None:
        return stay.to_label
    if kind == StepKind.RETURN and dossier.due_at:
        return f"hẹn {in_words(dossier.due_at)}"
    return holder


def _started_at(dossier: Dossier) -> datetime | None:
    """When somebody first took the dossier on, in a step that stands."""
    told = list(dossier.events.filter(Q(to_status=_S.PROCESSING) | Q(action="undo")).order_by("at", "pk"))
    undone = {event.details.get("event") for event in told if event.action == "undo"}
    stands = (event.at for event in told if event.action != "undo" and event.pk not in undone)
    return next(stands, None)


_BETWEEN = frozenset({StepKind.APPRAISE, StepKind.SIGN, StepKind.STAMP})
