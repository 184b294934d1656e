"""Khóa ký số: a PKCS#12 file, opened with its password for one signing; neither is kept anywhere."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from portal.errors import DomainError

MOST_BYTES = 256 * 1024


@dataclass(frozen=True)
class Key:
    """What signs, and the name that its certificate bears."""

    name: str
    signer: Any = field(repr=False)


def opened(content: bytes, password: str, *, at: datetime) -> Key:
    """Mở tệp khóa (.p12, .pfx); its certificate must be one that holds today."""
    from cryptography.hazmat.primitives.serialization import pkcs12
    from cryptography.x509.oid import NameOID
    from pyhanko.sign import signers

    if len(content) > MOST_BYTES:
        raise DomainError("Tệp này lớn hơn một tệp khóa. Chọn tệp .p12 hoặc .pfx của chứng thư số.")
    secret = password.encode()
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
    except (ValueError, TypeError):
        raise DomainError("Không mở được tệp khóa: sai mật khẩu, hoặc không phải tệp .p12, .pfx.") from None
    if key is None or certificate is None:
        raise DomainError("Trong tệp không có đủ khóa ký và chứng thư số. Xin lại tệp khóa nơi cấp.")
    now = at.astimezone(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise DomainError(
            f"Chứng thư số chỉ dùng được từ {certificate.not_valid_before_utc:%d/%m/%Y} đến "
            f"{certificate.not_valid_after_utc:%d/%m/%Y}. Gia hạn rồi ký."
        )
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    signer = signers.SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=secret)
    return Key(str(names[0].value) if names else "", signer)
