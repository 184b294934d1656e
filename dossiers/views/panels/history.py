"""Diễn biến: how the dossier came here, newest first, as sentences."""

from dataclasses import dataclass

from dossiers.lifecycle import ACTION_SENTENCES
from dossiers.models import Dossier, DossierEvent
from dossiers.views.panels.model import SIDE, Panel, Viewer


@dataclass(frozen=True)
class Sentence:
    """One event as the history tells it."""

    event: DossierEvent
    words: str


def panel(dossier: Dossier, viewer: Viewer) -> Panel:
    """Reasons may name people: those who only supervise read the step alone."""
    told = []
    for event in dossier.events.order_by("-at", "-pk"):
        words = ACTION_SENTENCES.get(event.action, event.action)
        says_why = event.reason and viewer.is_clear
        told.append(Sentence(event, f"{words}: {event.reason}" if says_why else f"{words}."))
    return Panel("dossiers/panels/history.html", {"history": told}, SIDE)
