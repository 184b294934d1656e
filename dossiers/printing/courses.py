"""Diễn biến trên giấy: the rows of the control slip and of the history, as they are known when it is made."""

from typing import Any

from dossiers.lifecycle import ACTION_SENTENCES
from dossiers.models import Dossier, SlipKind
from dossiers.printing.sheets import short_moment
from dossiers.process import control


def content(kind: SlipKind, dossier: Dossier) -> dict[str, Any]:
    """What only this slip says; a form that says no more than the facts has nothing of its own."""
    if kind == SlipKind.CONTROL:
        return {"rows": _handovers(dossier), "partners": ", ".join(control.agencies(dossier))}
    if kind == SlipKind.HISTORY:
        return {"rows": _steps(dossier)}
    return {}


def _handovers(dossier: Dossier) -> list[dict[str, str]]:
    return [
        {
            "gives": row.giver,
            "takes": row.taker,
            "at": row.at.isoformat(),
            "result": row.result,
            "note": row.note,
        }
        for row in control.control_rows(dossier)
    ]


def _steps(dossier: Dossier) -> list[dict[str, str]]:
    """Each event as the history tells it; where it handed the dossier over, who took it and until when."""
    handed = {row.at: row for row in control.control_rows(dossier)}
    rows = []
    for event in dossier.events.all():
        words = ACTION_SENTENCES.get(event.action, event.action)
        row = handed.get(event.at)
        rows.append(
            {
                "day": short_moment(event.at),
                "person": event.actor_name,
                "step": f"{words}: {event.reason}" if event.reason else words,
                "receiver": row.taker if row else "",
                "limit": short_moment(row.due_at) if row else "",
            }
        )
    return rows
