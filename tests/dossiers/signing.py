"""A certification authority and a signer of the tests' own, and PDF files that they signed."""

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from tests.dossiers.money import small_pdf


def _name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@cache
def authority():
    """Key and certificate of the root."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key, _certificate("CA Thử Nghiệm", key, "CA Thử Nghiệm", key, is_authority=True)


@cache
def officer(name="Nguyễn Văn Chủ Tịch", lasts=30):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    issuer, _ = authority()
    return key, _certificate(name, key, "CA Thử Nghiệm", issuer, is_authority=False, lasts=lasts)


@cache
def key_file(name="Nguyễn Văn Chủ Tịch", *, lasts=30):
    """PKCS#12 of an officer, or of an agency; its password is `mat-khau`."""
    key, certificate = officer(name, lasts)
    return serialization.pkcs12.serialize_key_and_certificates(
        b"ky", key, certificate, [authority()[1]], serialization.BestAvailableEncryption(b"mat-khau")
    )


def _certificate(subject, key, issuer, issuer_key, *, is_authority, lasts=30):
    now = datetime.now(UTC)
    begins = now - timedelta(days=2)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_cert_sign=is_authority, crl_sign=is_authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(now + timedelta(days=lasts))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def root_pem():
    return authority()[1].public_bytes(serialization.Encoding.PEM)


@cache
def signed_pdf(pages=1):
    signer = signers.SimpleSigner.load_pkcs12_data(key_file(), other_certs=[], passphrase=b"mat-khau")
    meta = signers.PdfSignatureMetadata(
        field_name="KySo1", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = io.BytesIO()
    signers.PdfSigner(meta, signer).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(small_pdf(pages))), output=out
    )
    return out.getvalue()


def changed_inside(content):
    """One byte of what was signed is another; the PDF still opens."""
    place = content.index(b"595")
    return content[:place] + b"594" + content[place + 3 :]


def added_to(content):
    """A further revision with another page size, as an editor that keeps the signature writes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"][2] = type(page["/MediaBox"][2])(300)
    writer.update_container(page["/MediaBox"])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def resaved(content):
    """Written anew by another program: the signed bytes are gone, the signature field stands."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out)
    return out.getvalue()


def certificate_pem(name):
    return officer(name)[1].public_bytes(serialization.Encoding.PEM)
