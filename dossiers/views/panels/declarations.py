"""Tờ khai: what the office has templates for, and what was filled in."""

from dossiers.models import Dossier, FilledForm, WordPurpose
from dossiers.views.panels.model import Panel, Viewer
from dossiers.wordforms import paper, templates


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    if not viewer.may_move:
        return None
    kept = FilledForm.objects.filter(
        dossier=dossier, template__purpose=WordPurpose.DECLARATION
    ).select_related("template", "filled_by")
    filled = {one.template_id: one for one in kept.select_related("template", "filled_by")}
    usable = list(templates.usable_for(dossier, WordPurpose.DECLARATION))
    retired = [one.template for one in filled.values() if one.template not in usable]
    rows = [(template, filled.get(template.pk), True) for template in usable]
    rows += [(template, filled[template.pk], False) for template in retired]
    if not rows:
        return None
    shown = {"dossier": dossier, "rows": rows, "has_paper": paper.is_possible()}
    return Panel("dossiers/panels/declarations.html", shown)
