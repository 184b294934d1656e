"""Quá trình xử lý: who had the dossier from when to when, and the ways to hand it on."""

from django.urls import reverse

from dossiers.models import Dossier, ProcessStep
from dossiers.process import handing, people, plans, ways
from dossiers.process.control import control_rows
from dossiers.status import FINISHED, UNCOUNTED, DossierStatus
from dossiers.views.panels.model import Panel, Viewer

_OVER = (FINISHED - {DossierStatus.CONCLUDED}) | UNCOUNTED


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    rows = control_rows(dossier)
    if dossier.status in _OVER:
        return _panel(dossier, viewer, rows=rows) if rows else None
    way = ways.of(dossier)
    here = way.place(dossier)
    holder = str(dossier.assignee) if dossier.assignee else f"chờ {here.holder.lower()} nhận"
    if not people.may_handle(viewer.user, dossier):
        return _panel(dossier, viewer, rows=rows, here=here.name, holder=holder)
    why_not = handing.why_not_pass_on(dossier, here, viewer.user)
    return _panel(
        dossier,
        viewer,
        rows=rows,
        here=here.name,
        holder=holder,
        acts=_acts(dossier, viewer, way, here, is_passed_on=not why_not),
        may_take=dossier.assignee is None and people.may_hold(viewer.user, dossier, here),
        why_not=why_not,
    )


def _acts(
    dossier: Dossier, viewer: Viewer, way: ways.Way, here: ProcessStep, *, is_passed_on: bool
) -> list[tuple[str, str]]:
    """Labels and addresses of what this officer may do."""
    directs = people.may_direct(viewer.user, dossier)
    names = []
    if is_passed_on and plans.following(dossier, way):
        names.append(("Chuyển bước", "hand-over"))
    if is_passed_on and handing.back_to(dossier, way) is not None:
        names.append(("Trả lại bước trước", "send-back"))
    held_by_other = dossier.assignee is not None and dossier.assignee != viewer.user
    if held_by_other and (directs or people.may_hold(viewer.user, dossier, here)):
        names.append(("Nhận thay", "take-over"))
    if directs:
        names.append(("Giao người khác", "assign"))
    return [(label, reverse(f"dossiers:{name}", args=[dossier.code])) for label, name in names]


def _panel(dossier: Dossier, viewer: Viewer, **shown: object) -> Panel:
    nothing: dict[str, object] = {"here": "", "holder": "", "acts": [], "may_take": False, "why_not": ""}
    return Panel(
        "dossiers/panels/process.html",
        nothing | {"dossier": dossier, "is_clear": viewer.is_clear} | shown,
    )
