"""Chữ ký số trong tệp PDF: whether it holds, whether the file changed since, whether the signer is known.

Trust is what the administrator put into `SIGNATURE_ROOTS` (certificates as .pem, .crt or .cer, such as the
national root); nothing is fetched from a network. An electronic document signed by the competent person and
the agency is worth the paper original (NĐ 30/2020/NĐ-CP Đ.5.1).
"""

import io
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from dossiers.models import SignatureState

_ENDINGS = {".pem", ".crt", ".cer", ".der"}
_GRAVEST_FIRST = (
    SignatureState.BROKEN,
    SignatureState.CHANGED,
    SignatureState.UNKNOWN,
    SignatureState.VALID,
)


@dataclass(frozen=True)
class Signature:
    """One signature, in words."""

    signer: str
    issuer: str
    signed_at: str
    """As the signer's machine had it, in Viet Nam's time; no proof of the moment."""
    state: str
    reason: str


@dataclass(frozen=True)
class Examined:
    """What the signatures of a file are worth together."""

    state: SignatureState
    signatures: list[Signature] = field(default_factory=list)

    def as_json(self) -> list[dict[str, str]]:
        return [asdict(one) for one in self.signatures]


def examine(content: bytes) -> Examined:
    """Kiểm tra chữ ký số of a PDF that opens; the weakest signature decides."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError):
        broken = Signature("", "", "", SignatureState.BROKEN, "Không đọc được phần chữ ký số trong tệp.")
        return Examined(SignatureState.BROKEN, [broken])
    roots = trusted_roots()
    signatures = [_examined(one, roots) for one in found]
    if not signatures:
        return Examined(SignatureState.NONE)
    states = {one.state for one in signatures}
    return Examined(next(state for state in _GRAVEST_FIRST if state in states), signatures)


def trusted_roots() -> list[Any]:
    """The certificates that the administrator laid into the folder; what is none of them is left aside."""
    from pyhanko.keys import load_certs_from_pemder_data

    found: list[Any] = []
    for path in sorted(Path(settings.SIGNATURE_ROOTS).glob("*")):
        if path.suffix.lower() in _ENDINGS:
            try:
                found += load_certs_from_pemder_data(path.read_bytes())
            except ValueError:
                continue
    return found


def _examined(embedded: Any, roots: list[Any]) -> Signature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, context)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError):
        state, reason = SignatureState.BROKEN, "Chữ ký số hỏng hoặc theo cách không đọc được."
    else:
        state, reason = _judged(status)
    certificate = embedded.signer_cert
    return Signature(
        signer=_name(certificate.subject) if certificate else "",
        issuer=_name(certificate.issuer) if certificate else "",
        signed_at=_moment(embedded.self_reported_timestamp),
        state=state,
        reason=reason,
    )


def _judged(status: Any) -> tuple[SignatureState, str]:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not status.intact:
        return SignatureState.CHANGED, "Nội dung đã bị thay đổi sau khi ký."
    if not status.valid:
        return SignatureState.BROKEN, "Chữ ký số không khớp với chứng thư số của người ký."
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
        return SignatureState.CHANGED, "Tệp đã được thêm hoặc sửa nội dung sau khi ký."
    if status.revoked:
        return SignatureState.BROKEN, "Chứng thư số của người ký đã bị thu hồi."
    if not status.trusted:
        return (
            SignatureState.UNKNOWN,
            "Tệp còn nguyên vẹn từ khi ký, nhưng chứng thư số không thuộc tổ chức chứng thực nào mà đơn vị "
            "tin cậy, hoặc đã hết hạn.",
        )
    return SignatureState.VALID, "Tệp còn nguyên vẹn từ khi ký, người ký được xác nhận."


def _name(name: Any) -> str:
    parts = name.native
    said = parts.get("common_name") or parts.get("organization_name") or ""
    return str(said if isinstance(said, str) else ", ".join(said))[:200]


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at is not None and at.tzinfo else ""
