"""Bản in của tờ khai: Word to PDF where the machine has LibreOffice; elsewhere the Word file is printed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from portal.errors import DomainError

LONGEST = 60
"""Seconds; a page or two takes two."""


def is_possible() -> bool:
    return shutil.which("soffice") is not None


def to_pdf(docx: bytes) -> bytes:
    """The Word file as PDF, made in a folder and a profile of its own that end with it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "to-khai.docx"
        source.write_bytes(docx)
        command = [
            "soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise DomainError("Chưa tạo được bản in. Tải tệp Word rồi in từ Word.") from None
