"""Tờ khai: what the office has templates for, and what was filled in."""

from dossiers.declarations import paper, templates
from dossiers.models import Declaration, Dossier
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    if not viewer.may_move:
        return None
    kept = Declaration.objects.filter(dossier=dossier).select_related("template", "filled_by")
    filled = {one.template_id: one for one in kept}
    usable = list(templates.usable_for(dossier))
    retired = [one.template for one in filled.values() if one.template not in usable]
    rows = [(template, filled.get(template.pk), True) for template in usable]
    rows += [(template, filled[template.pk], False) for template in retired]
    if not rows:
        return None
    shown = {"dossier": dossier, "rows": rows, "has_paper": paper.is_possible()}
    return Panel("dossiers/panels/declarations.html", shown)
