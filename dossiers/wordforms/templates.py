"""Mẫu Word của đơn vị: taken in, labelled, put aside. A template that was used is never changed."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from dossiers.models import Dossier, Procedure, WordPurpose, WordTemplate
from dossiers.wordforms import filling, wordfiles
from portal import audit
from portal.models import Unit, User


def usable(units: Iterable[Unit], purpose: WordPurpose) -> QuerySet[WordTemplate]:
    """The templates in use of these units."""
    return WordTemplate.objects.filter(purpose=purpose, unit__in=units, is_active=True)


def usable_for(dossier: Dossier, purpose: WordPurpose) -> QuerySet[WordTemplate]:
    """Those for the dossier's procedure, of the units that receive and resolve it."""
    units = [dossier.receiving_unit, dossier.resolving_unit]
    return usable(units, purpose).filter(procedure=dossier.procedure_id)


@transaction.atomic
def take_in(
    *, unit: Unit, procedure: Procedure, name: str, data: bytes, file_name: str, by: User,
    purpose: str = WordPurpose.DECLARATION, needs_signature: bool = True,
) -> WordTemplate:  # fmt: skip
    """Nhận mẫu. Its fields are read from the file; what cannot be a template is refused."""
    fields = [{"key": key, "label": filling.usual_label(key)} for key in wordfiles.fields_of(data)]
    template = WordTemplate(
        unit=unit,
        procedure=procedure,
        purpose=purpose,
        needs_signature=needs_signature,
        name=name,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        fields=fields,
        uploaded_by=by,
    )
    template.file.save("", ContentFile(data), save=False)
    template.save()
    audit.record("wordform.template_taken", by=by, target=template, unit=unit, fields=len(fields))
    return template


@transaction.atomic
def label(template: WordTemplate, *, labels: dict[str, str], by: User) -> None:
    """Đặt tên các ô as the desk will read them."""
    template.fields = [
        {"key": field["key"], "label": labels.get(field["key"]) or field["label"]}
        for field in template.fields
    ]
    template.save(update_fields=["fields"])
    audit.record("wordform.template_labelled", by=by, target=template, unit=template.unit)


@transaction.atomic
def set_active(template: WordTemplate, *, is_active: bool, by: User) -> None:
    """Ngừng dùng hoặc dùng lại một mẫu; what was filled from it stays and can be printed."""
    template.is_active = is_active
    template.save(update_fields=["is_active"])
    action = "wordform.template_resumed" if is_active else "wordform.template_retired"
    audit.record(action, by=by, target=template, unit=template.unit)
