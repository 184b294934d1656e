"""Các phần của trang hồ sơ: each subject shows its own panel; a new subject adds one line here."""

from collections.abc import Callable

from dossiers.models import Dossier
from dossiers.views.panels import (
    clock,
    comments,
    corrections,
    declarations,
    documents,
    fees,
    history,
    messages,
    moves,
    papers,
    process,
    results,
    slips,
    summary,
    transfers,
    visits,
)
from dossiers.views.panels.model import MAIN, SIDE, Panel, Viewer

PANELS: tuple[Callable[[Dossier, Viewer], Panel | None], ...] = (
    summary.panel,
    papers.panel,
    process.panel,
    declarations.panel,
    corrections.panel,
    results.panel,
    fees.panel,
    transfers.panel,
    moves.panel,
    clock.panel,
    visits.panel,
    slips.panel,
    documents.panel,
    comments.panel,
    messages.panel,
    history.panel,
)
"""In the order in which they stand, those of the main column and those beside it."""

__all__ = ["MAIN", "PANELS", "SIDE", "Panel", "Viewer"]
