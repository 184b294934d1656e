"""Kiểm tra chữ ký số of a document's file: who signed, and what that makes of the document."""

from collections.abc import Sequence
from datetime import datetime

from dossiers.documents.status import FileKind, SigningState
from dossiers.models import DocumentFile, DocumentSignature, OfficialDocument, SignaturePart, SignatureState
from dossiers.results import signatures
from portal.text import fold

_SPOILT = {SignatureState.BROKEN, SignatureState.CHANGED}
_OF_PARTS = {
    frozenset(): SigningState.NONE,
    frozenset({SignaturePart.SIGNER}): SigningState.SIGNER,
    frozenset({SignaturePart.AGENCY}): SigningState.AGENCY,
    frozenset({SignaturePart.SIGNER, SignaturePart.AGENCY}): SigningState.FULL,
}


def look_over(file: DocumentFile, content: bytes, *, at: datetime) -> None:
    """Write down each signature of a file; the text of a document says the document's state of signing."""
    document = file.document
    found = [
        DocumentSignature(
            file=file, position=place, part=part_of(one.signer, document), name=one.signer,
            issuer=one.issuer, said_at=one.signed_at, state=one.state, reason=one.reason,
        )
        for place, one in enumerate(signatures.examine(content).signatures, start=1)
    ]  # fmt: skip
    DocumentSignature.objects.bulk_create(found)
    if file.kind == FileKind.MAIN:
        document.signature_state = state_of(found)
        document.signed_at = at if document.signature_state != SigningState.NONE else None
        document.save(update_fields=["signature_state", "signed_at"])


def state_of(found: Sequence[DocumentSignature]) -> SigningState:
    """One that is broken spoils all; of the others the signer's and the agency's count.

    Where the administrator has laid in the roots of the certification authorities, a signature of an unknown
    one counts for nothing; where there are none, nothing can be said of any and a whole file is believed.
    """
    if any(one.state in _SPOILT for one in found):
        return SigningState.INVALID
    believed = {SignatureState.VALID}
    if any(one.state == SignatureState.UNKNOWN for one in found) and not signatures.trusted_roots():
        believed.add(SignatureState.UNKNOWN)
    parts = {one.part for one in found if one.state in believed} - {SignaturePart.OTHER}
    return _OF_PARTS[frozenset(SignaturePart(part) for part in parts)]


def part_of(name: str, document: OfficialDocument) -> SignaturePart:
    """By the name on the certificate, without regard to case and accents: “UBND” is written out in some."""
    said = _plain(name)
    agency = _plain(document.sender if document.is_incoming else document.unit.name)
    signer = _plain(document.signer_name)
    if signer and signer in said:
        return SignaturePart.SIGNER
    if agency and agency in said:
        return SignaturePart.AGENCY
    return SignaturePart.OTHER


def _plain(name: str) -> str:
    return fold(name).replace("ubnd", "uy ban nhan dan")
