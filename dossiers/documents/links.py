"""Liên kết văn bản: with other documents, with dossiers, and with records of other rooms by kind and key."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from dossiers.documents import moving, people
from dossiers.documents.status import Move, Relation
from dossiers.models import DocumentLink, Dossier, OfficialDocument
from portal.errors import DomainError
from portal.models import User

Resolver = Callable[[User, str], tuple[str, str] | None]
"""(who looks, key) → (name, path), or None where it is none of theirs."""


@dataclass(frozen=True)
class Shown:
    """One link as its document's page shows it."""

    pk: int
    words: str
    name: str
    url: str


@transaction.atomic
def link(
    document: OfficialDocument, *, relation: Relation, by: User, to: OfficialDocument | None = None,
    dossier: Dossier | None = None, record: tuple[str, str] = ("", ""),
) -> DocumentLink:  # fmt: skip
    """Liên kết with one thing; made twice it is one."""
    _check(document, by)
    if to is not None and to.pk == document.pk:
        raise DomainError("Văn bản không liên kết với chính nó.")
    current = moving.locked(document)
    kind, key = record
    made, is_new = DocumentLink.objects.get_or_create(
        document=current, relation=relation, to_document=to, dossier=dossier, record_kind=kind,
        record_key=key, defaults={"made_by": by},
    )  # fmt: skip
    if is_new:
        moving.move(current, Move.LINK, by=by, details={"relation": relation})
    return made


@transaction.atomic
def unlink(found: DocumentLink, *, by: User) -> OfficialDocument:
    """Bỏ liên kết; that it was there stays in the history."""
    _check(found.document, by)
    relation = found.relation
    current = moving.move(found.document, Move.UNLINK, by=by, details={"relation": relation})
    found.delete()
    return current


def outward(document: OfficialDocument, user: User) -> list[Shown]:
    """What the document is linked with, as far as the user may know of it."""
    shown = []
    for one in document.links.select_related("to_document", "dossier"):
        name, url = _end(one, user)
        shown.append(Shown(one.pk, one.get_relation_display(), name, url))
    return shown


def inward(document: OfficialDocument, user: User) -> list[Shown]:
    """The documents that answer it, replace it or are about it."""
    visible = OfficialDocument.objects.visible_to(user)
    found = document.linked_from.filter(document__in=visible).select_related("document")
    return [
        Shown(one.pk, _SEEN_FROM_THE_OTHER_END[Relation(one.relation)], _name(one.document),
              one.document.get_absolute_url())
        for one in found
    ]  # fmt: skip


_SEEN_FROM_THE_OTHER_END = {
    Relation.REPLIES_TO: "Được trả lời bằng",
    Relation.REPLACES: "Bị thay thế bởi",
    Relation.AMENDS: "Được sửa đổi, bổ sung bởi",
    Relation.CONCERNS: "Liên quan",
}
HIDDEN = "ngoài phạm vi xem của bạn"


def _end(one: DocumentLink, user: User) -> tuple[str, str]:
    if one.to_document is not None:
        if OfficialDocument.objects.visible_to(user).filter(pk=one.to_document.pk).exists():
            return _name(one.to_document), one.to_document.get_absolute_url()
        return HIDDEN, ""
    if one.dossier is not None:
        if Dossier.objects.visible_to(user).filter(pk=one.dossier.pk).exists():
            return f"Hồ sơ {one.dossier.code}", one.dossier.get_absolute_url()
        return HIDDEN, ""
    return named(one.record_kind, one.record_key, user) or (HIDDEN, "")


def named(kind: str, key: str, user: User) -> tuple[str, str] | None:
    """Name and path of a record of another room, or None where it is none of the user's."""
    path = settings.DOCUMENT_LINKS.get(kind)
    resolve: Resolver | None = import_string(path) if path else None
    return resolve(user, key) if resolve else None


def _name(document: OfficialDocument) -> str:
    return f"{document.own_number or document.label}: {document.title}"


def _check(document: OfficialDocument, by: User) -> None:
    if not people.works_at(by, document):
        raise DomainError(f"Liên kết văn bản do người của {document.unit} ghi.")
