"""Ghi hồ sơ: what a chunk of planned rows changes in the records, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from dossiers.importing.plan import IMPORTED, UPDATED_BY_IMPORT, RowPlan
from dossiers.models import Dossier, DossierEvent, ProcedureCaseType, RowKind
from portal.models import User


def save_case_types(plans: Sequence[RowPlan]) -> None:
    """Kinds of case that are new to their procedure."""
    for plan in plans:
        kind = plan.reading.fields.get("case_type")
        if kind is not None and kind.pk is None and plan.kind in {RowKind.CREATED, RowKind.UPDATED}:
            saved, _ = ProcedureCaseType.objects.get_or_create(procedure=kind.procedure, name=kind.name)
            kind.pk = saved.pk


def write(plans: Sequence[RowPlan], *, by: User | None, at: datetime, file_name: str) -> None:
    """Make and change dossiers, each with one line in its history. The plans were made under lock."""
    new = [plan for plan in plans if plan.kind == RowKind.CREATED and plan.dossier]
    changed = [plan for plan in plans if plan.kind == RowKind.UPDATED and plan.dossier]
    dossiers = [plan.dossier for plan in new if plan.dossier]
    for dossier in dossiers:
        dossier.derive()
    Dossier.objects.bulk_create(dossiers)
    for plan in changed:
        assert plan.dossier is not None
        plan.dossier.save(update_fields=plan.changed)
    DossierEvent.objects.bulk_create(
        DossierEvent(
            dossier=plan.dossier,
            at=at,
            actor=by,
            actor_name=str(by) if by else "",
            action=action,
            from_status=plan.from_status,
            to_status=plan.dossier.status,
            reason=f"Tệp {file_name}, dòng {plan.reading.number}",
        )
        for action, done in ((IMPORTED, new), (UPDATED_BY_IMPORT, changed))
        for plan in done
        if plan.dossier
    )
