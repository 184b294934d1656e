"""Phần “Chữ ký số” of a document's page: what was found in its file, and who may sign now."""

from dataclasses import dataclass

from django.db.models import QuerySet

from dossiers.documents.signing import giving
from dossiers.models import DocumentSignature, OfficialDocument, SignaturePart
from portal.errors import DomainError
from portal.models import User

WORDS = {SignaturePart.SIGNER: "nguoi-ky", SignaturePart.AGENCY: "co-quan"}
"""Each part that is signed here → the word of its address."""
PARTS = {word: part for part, word in WORDS.items()}
LABELS = {SignaturePart.SIGNER: "Ký số của người ký", SignaturePart.AGENCY: "Ký số của cơ quan"}


@dataclass(frozen=True)
class Offer:
    """A button, or why it is not there."""

    label: str
    word: str
    refusal: str = ""


def signatures(document: OfficialDocument) -> QuerySet[DocumentSignature]:
    found = DocumentSignature.objects.filter(file__document=document, file__is_current=True)
    return found.select_related("file").order_by("file__kind", "file", "position")


def offers(user: User, document: OfficialDocument) -> list[Offer]:
    if document.is_incoming or document.is_confidential:
        return []
    mine = [part for part in WORDS if giving.may_sign(user, document, part)]
    return [Offer(LABELS[part], WORDS[part], _refusal(user, document, part)) for part in mine]


def _refusal(user: User, document: OfficialDocument, part: SignaturePart) -> str:
    try:
        giving.check(document, part, user)
    except DomainError as refusal:
        return refusal.message
    return ""
