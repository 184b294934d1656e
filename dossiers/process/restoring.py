"""Hoàn tác: who had the dossier before a step, kept with its event and put back when it is undone."""

from typing import Any

from django.db.models import Max

from dossiers import former_values
from dossiers.models import Dossier, Handover
from dossiers.process import stays

_OF_THE_STEP = "start_processing"
"""The one step of the lifecycle that begins a stay; others end or prolong the one that lasts."""


def kept(dossier: Dossier) -> dict[str, Any]:
    """Before a step: where the dossier is, the stay that lasts, and the newest stay there is."""
    stay = stays.open_one(dossier)
    return {
        "current_step_id": dossier.current_step_id,
        "assignee_id": dossier.assignee_id,
        "last": dossier.handovers.aggregate(last=Max("pk"))["last"] or 0,
        "open": _written(stay) if stay else None,
    }


def _written(stay: Handover) -> dict[str, Any]:
    return {name: former_values.written(value) for name, value in former_values.values(stay).items()}


def has_gone_on(dossier: Dossier, before: dict[str, Any], action: str) -> bool:
    """Handed to somebody since the step."""
    since = dossier.handovers.filter(pk__gt=before["last"]).count()
    return since > (action == _OF_THE_STEP)


def put_back(dossier: Dossier, before: dict[str, Any]) -> None:
    """The stay that the step began is gone, the one that it ended or prolonged is as it was."""
    dossier.handovers.filter(pk__gt=before["last"]).delete()
    if before["open"]:
        stay = Handover.objects.get(pk=before["open"]["id"])
        former_values.put_back(stay, before["open"])
        stay.save()
    dossier.current_step_id, dossier.assignee_id = before["current_step_id"], before["assignee_id"]
