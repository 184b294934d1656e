"""Tệp tải lên: what a file really is, whatever its name says, and whether it is safe to keep."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.core.files.uploadedfile import UploadedFile

from portal.files import clam, images, pdfs
from portal.files.refusals import RefusedFile

_MB = 1024 * 1024
MAX_UPLOAD = 20 * _MB
MAX_PAGES = 200
MAX_STACK_PAGES = 500
ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"

_TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_OTHERS = {
    b"GIF8": "ảnh GIF", b"BM": "ảnh BMP", b"II*\0": "ảnh TIFF", b"MM\0*": "ảnh TIFF", b"RIFF": "ảnh WebP",
    b"PK\x03\x04": "tệp nén, Word hoặc Excel", b"\xd0\xcf\x11\xe0": "tệp Word hoặc Excel cũ",
    b"Rar!": "tệp nén", b"7z\xbc\xaf": "tệp nén", b"\x1f\x8b": "tệp nén", b"<": "trang web, SVG hoặc XML",
}  # fmt: skip
_WANTED = "Chỉ nhận PDF, JPEG và PNG: quét hoặc lưu lại ở một trong ba dạng đó."


class FileKind(StrEnum):
    PDF = "pdf"
    IMAGE = "image"


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and may be kept."""

    kind: FileKind
    content: bytes
    name: str
    pages: int = 1
    is_signed: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def extension(self) -> str:
        return "pdf" if self.kind is FileKind.PDF else "img"


def look_at(content: bytes, name: str, *, most_pages: int = MAX_PAGES) -> Upload:
    """Tell the file by its first bytes, then by opening it whole; what cannot be kept is refused in words."""
    if not content:
        raise RefusedFile("Tệp rỗng. Quét hoặc chụp lại rồi tải lên.")
    if len(content) > MAX_UPLOAD:
        raise _too_large(len(content))
    if _TEST_VIRUS in content:
        raise clam.infected("EICAR")
    kind = _kind(content)
    upload = Upload(kind, content, name)
    if kind is FileKind.IMAGE:
        images.check(content)
    else:
        look = pdfs.look_through(content, most_pages=most_pages)
        upload = Upload(kind, content, name, look.pages, look.is_signed)
    clam.check(content)
    return upload


def look_at_files(files: list[UploadedFile], *, most_pages: int = MAX_PAGES) -> list[Upload]:
    """All of them, or none: the first that is refused says its name."""
    found = []
    for file in files:
        name = (file.name or "")[-200:]
        try:
            if (file.size or 0) > MAX_UPLOAD:
                raise _too_large(file.size or 0)
            found.append(look_at(file.read(), name, most_pages=most_pages))
        except RefusedFile as refusal:
            raise RefusedFile(f"{name}: {refusal.message}") from refusal
    return found


def _too_large(size: int) -> RefusedFile:
    return RefusedFile(
        f"Tệp lớn {size / _MB:.0f} MB, chỉ nhận đến {MAX_UPLOAD // _MB} MB. "
        "Quét lại ở 300 dpi hoặc tách thành nhiều tệp."
    )


def _kind(content: bytes) -> FileKind:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return FileKind.IMAGE
    if content.startswith(_PROGRAMS):
        raise RefusedFile(f"Đây là tệp chương trình, không phải bản quét. {_WANTED}")
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        raise RefusedFile(
            "Đây là ảnh HEIC của iPhone. Vào Cài đặt › Camera › Định dạng, chọn “Tương thích nhất”, chụp lại."
        )
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((words for mark, words in _OTHERS.items() if start.startswith(mark)), "")
    if what:
        raise RefusedFile(f"Đây là {what}, không phải bản quét. {_WANTED}")
    raise RefusedFile(f"Không nhận ra đây là tệp gì. {_WANTED}")
