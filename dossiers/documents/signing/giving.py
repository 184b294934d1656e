"""Ký số một văn bản đi: the signer's, then the agency's, which also signs each annex."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from dossiers.documents import files, moving, people
from dossiers.documents.files import Paper
from dossiers.documents.signing import checking, images, placing, stamps
from dossiers.documents.signing.keys import Key
from dossiers.documents.signing.placing import MM, Box, Picture, Spot
from dossiers.documents.status import FileKind, Move, SigningState
from dossiers.models import DocumentFile, OfficialDocument, SignatureImage, SignaturePart
from portal.errors import DomainError
from portal.files.storing import read, shelf
from portal.models import User

_HAVE = {
    SignaturePart.SIGNER: (SigningState.SIGNER, SigningState.FULL),
    SignaturePart.AGENCY: (SigningState.AGENCY, SigningState.FULL),
}
_USUAL = Picture(images.USUAL_MM * MM, 0.5)


@dataclass(frozen=True)
class _Signed:
    """A file of the document and what it became."""

    file: DocumentFile
    content: bytes


def sign(
    document: OfficialDocument, *, part: SignaturePart, key: Key, by: User, spot: Spot | None = None,
    at: datetime | None = None,
) -> OfficialDocument:  # fmt: skip
    """Ký số with the picture in its place; a signature that would not hold is not kept."""
    at = at or timezone.now()
    check(document, part, by)
    image = _image(document, part)
    _check_name(document, part, key)
    main = document.files.get(kind=FileKind.MAIN, is_current=True)
    content = read(main.file)
    box = _box(document, part, content, image, spot)
    made = [_Signed(main, stamps.with_picture(content, key, box, images.opened(image)))]
    if part == SignaturePart.AGENCY:
        made += [_annex(document, one, key, at) for one in annexes(document)]
    with shelf() as put_down, transaction.atomic():
        check(moving.locked(document), part, by)
        if not DocumentFile.objects.filter(pk=main.pk, is_current=True).exists():
            raise DomainError("Tệp văn bản vừa được thay. Mở lại văn bản, xem tệp mới rồi ký.")
        current = moving.move(
            document, Move.SIGN, by=by, at=at,
            details={"part": part, "page": box.page, "box": box.edges, "files": len(made)},
        )  # fmt: skip
        for one in made:
            name = one.file.file_name
            paper = Paper(FileKind(one.file.kind), name, "pdf", one.content, one.file.page_count, True)
            DocumentFile.objects.filter(pk=one.file.pk).update(is_current=False)
            files.keep(current, [paper], shelf=put_down, by=by, at=at)
        if current.signature_state not in _HAVE[part]:
            raise DomainError(_why_not(current))
    return current


def check(document: OfficialDocument, part: SignaturePart, by: User) -> None:
    """Whether it may be signed now by this officer, in words."""
    if not may_sign(by, document, part):
        who = f"lãnh đạo {document.unit}" if part == SignaturePart.SIGNER else f"văn thư {document.unit}"
        raise DomainError(f"Chữ ký số này do {who} ký.")
    if not document.allows(Move.SIGN):
        raise DomainError(f"{document.label} đang “{document.get_state_display()}”, chưa ký số được.")
    if not document.files.filter(kind=FileKind.MAIN, is_current=True, extension="pdf").exists():
        raise DomainError("Chưa có bản PDF của văn bản. Thêm tệp PDF rồi ký.")
    state = document.signature_state
    if state == SigningState.INVALID:
        raise DomainError("Tệp đang có chữ ký số không hợp lệ. Thêm tệp PDF khác rồi ký.")
    if state in _HAVE[part]:
        raise DomainError("Tệp này đã có chữ ký số đó.")
    if part == SignaturePart.SIGNER and state == SigningState.AGENCY:
        raise DomainError("Cơ quan đã ký số trước. Thêm lại tệp PDF chưa ký, người ký ký rồi cơ quan ký.")
    if part == SignaturePart.AGENCY and not document.number:
        raise DomainError("Văn bản chưa có số. Cấp số rồi ký số của cơ quan.")


def may_sign(user: User, document: OfficialDocument, part: SignaturePart) -> bool:
    """The signer's by the signer or a leader of the unit; the agency's by the văn thư (Điều 6)."""
    if part == SignaturePart.SIGNER:
        return people.may_approve(user, document)
    return part == SignaturePart.AGENCY and people.may_keep(user, document.unit_id)


def annexes(document: OfficialDocument) -> list[DocumentFile]:
    """Annexes in files of their own that bear no signature yet."""
    found = document.files.filter(kind=FileKind.ATTACHMENT, is_current=True)
    return list(found.filter(extension="pdf", is_signed=False).order_by("pk"))


def _image(document: OfficialDocument, part: SignaturePart) -> SignatureImage:
    user = document.signer if part == SignaturePart.SIGNER else None
    found = None if part == SignaturePart.SIGNER and user is None else images.of(document.unit, user)
    if found is None:
        what = f"hình chữ ký của {document.signer_name}" if part == SignaturePart.SIGNER else "hình dấu"
        raise DomainError(f"Chưa có {what}. Đặt ở trang “Hình chữ ký, hình dấu” rồi ký.")
    return found


def _check_name(document: OfficialDocument, part: SignaturePart, key: Key) -> None:
    if checking.part_of(key.name, document) != part:
        wanted = document.signer_name if part == SignaturePart.SIGNER else document.unit.name
        raise DomainError(f"Chứng thư số mang tên “{key.name}”, không phải “{wanted}”. Chọn tệp khóa khác.")


def _box(
    document: OfficialDocument, part: SignaturePart, content: bytes, image: SignatureImage, spot: Spot | None
) -> Box:
    picture = _picture(image)
    find = partial(
        placing.of_signer, content, name=document.signer_name, post=document.signer_post, spot=spot
    )
    if part == SignaturePart.SIGNER:
        return find(picture)
    signed = _last_of_signer(document)
    if signed is None or spot is not None:
        of_signer = images.of(document.unit, document.signer) if document.signer else None
        shape = _picture(of_signer) if of_signer else _USUAL
        signed = find(shape)
    return placing.of_seal(signed, picture)


def _last_of_signer(document: OfficialDocument) -> Box | None:
    """Where the signer's picture stands, if it was set here on the file that is current."""
    last = document.events.filter(action__in=(Move.SIGN, Move.ATTACH)).last()
    if last is None or last.details.get("part") != SignaturePart.SIGNER:
        return None
    return Box(last.details["page"], *last.details["box"])


def _picture(image: SignatureImage) -> Picture:
    drawn = images.opened(image)
    return Picture(image.width_mm * MM, drawn.height / drawn.width)


def _annex(document: OfficialDocument, file: DocumentFile, key: Key, at: datetime) -> _Signed:
    content = read(file.file)
    words = stamps.corner_words(document.symbol, at)
    return _Signed(file, stamps.with_words(content, key, placing.corner(content), words))


def _why_not(document: OfficialDocument) -> str:
    last = document.files.get(kind=FileKind.MAIN, is_current=True).signatures.last()
    return f"Chữ ký không có giá trị: {last.reason if last else 'không thấy trong tệp.'}"
