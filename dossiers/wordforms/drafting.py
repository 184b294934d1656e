"""Tờ khai điền trước khi tiếp nhận: kept with the draft of an intake, the dossier's own once there is one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dossiers.models import Dossier, IntakeDraft, WordTemplate
from dossiers.wordforms import filling
from portal.models import User


def values_of(draft: IntakeDraft, template: WordTemplate) -> dict[str, str] | None:
    """What was filled in for this draft; none where nothing was."""
    kept = draft.declarations.get(str(template.pk))
    return dict(kept["values"]) if kept else None


@transaction.atomic
def keep(draft: IntakeDraft, template: WordTemplate, *, values: Mapping[str, str]) -> None:
    """Lưu tờ khai along with the draft; filling it again replaces the values."""
    current = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
    keys = {field["key"] for field in template.fields}
    kept: dict[str, Any] = {
        "values": {key: value for key, value in values.items() if key in keys},
        "at": timezone.now().isoformat(),
    }
    current.declarations = {**current.declarations, str(template.pk): kept}
    current.save(update_fields=["declarations", "updated_at"])


def attach(key: UUID, dossiers: Sequence[Dossier], *, by: User) -> None:
    """Gắn vào hồ sơ vừa tiếp nhận: each declaration of the draft to the dossier of its procedure.

    One of a procedure that was given up again goes with the draft.
    """
    draft = IntakeDraft.objects.filter(key=key, officer=by).first()
    if draft is None or not draft.declarations:
        return
    of_procedure = {dossier.procedure_id: dossier for dossier in dossiers}
    found = WordTemplate.objects.filter(
        pk__in=[int(pk) for pk in draft.declarations], procedure__in=of_procedure
    )
    for template in found:
        dossier = of_procedure[template.procedure_id]
        values = draft.declarations[str(template.pk)]["values"]
        filling.keep(template, dossier, values={**values, **_given(template, values, dossier)}, by=by)


def _given(template: WordTemplate, values: Mapping[str, str], dossier: Dossier) -> dict[str, str]:
    """The code, which nobody could know before."""
    asked = any(field["key"] == "ma_ho_so" for field in template.fields)
    return {"ma_ho_so": dossier.code} if asked and not values.get("ma_ho_so") else {}
