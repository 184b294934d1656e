"""PDF: opened strictly, looked through before anything is drawn, and written anew with its pages alone."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from portal.files.images import MAX_PIXELS
from portal.files.refusals import RefusedFile, damaged

if TYPE_CHECKING:
    from pikepdf import Pdf

MAX_OBJECTS = 100_000
MAX_UNPACKED = 600 * 1024 * 1024
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError)
_KEPT_OF_A_PAGE = {
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group", "/UserUnit",
}  # fmt: skip
_AGAIN = "In tệp ra PDF thường (Print to PDF) hoặc quét lại giấy, rồi tải lên."


class Look(NamedTuple):
    """What a PDF turned out to be."""

    pages: int
    is_signed: bool


class Piece(NamedTuple):
    """One page of a stored file, turned clockwise."""

    content: bytes
    number: int
    rotation: int


def look_through(content: bytes, *, most_pages: int) -> Look:
    """Refuse what cannot be shown as pages, or would fill the memory when it is."""
    with opened(content) as pdf:
        pages = _count_pages(pdf, most_pages)
        if "/Collection" in pdf.Root:
            raise RefusedFile(f"Tệp PDF là một tập hợp nhiều tệp, không phải các trang giấy. {_AGAIN}")
        form = pdf.Root.get("/AcroForm")
        if form is not None and "/XFA" in form:
            raise RefusedFile(f"Tệp PDF là biểu mẫu động (XFA), không có trang cố định. {_AGAIN}")
        return Look(pages, _check_objects(pdf))


def clean(content: bytes) -> bytes:
    """The same pages without scripts, actions, forms, links, attached files and notes on the author.

    What is seen of stamps and filled-in fields becomes a part of the page.
    """
    import pikepdf  # a slow library

    with opened(content) as source, pikepdf.Pdf.new() as bare:
        if "/AcroForm" in source.Root:
            source.generate_appearance_streams()
        source.flatten_annotations("screen")
        bare.pages.extend(source.pages)
        for page in bare.pages:
            for key in set(page.obj.keys()) - _KEPT_OF_A_PAGE:
                del page.obj[key]
        return _written(bare)


def extract(content: bytes, numbers: Sequence[int]) -> bytes:
    """Some pages (from 1) as a file of their own."""
    return assemble([Piece(content, number, 0) for number in numbers])


def assemble(pieces: Sequence[Piece]) -> bytes:
    """Pages of stored files in this order, each turned as it is to be read."""
    import pikepdf  # a slow library

    sources: dict[int, pikepdf.Pdf] = {}
    with pikepdf.Pdf.new() as whole:
        for piece in pieces:
            source = sources.setdefault(id(piece.content), pikepdf.open(BytesIO(piece.content)))
            whole.pages.append(source.pages[piece.number - 1])
            if piece.rotation:
                whole.pages[-1].rotate(piece.rotation, relative=True)
        made = _written(whole)
    for source in sources.values():
        source.close()
    return made


def resolution(content: bytes) -> int | None:
    """Dots per inch of the coarsest page that is one picture; none where no page is."""
    found = []
    with opened(content) as pdf:
        for page in pdf.pages:
            widest = max((int(image.get("/Width", 0)) for image in page.get_images().values()), default=0)
            box = page.mediabox
            inches = abs(float(box[2]) - float(box[0])) / 72
            if widest and inches:
                found.append(round(widest / inches))
    return min(found) if found and min(found) < 10_000 else None


@contextmanager
def opened(content: bytes) -> Iterator["Pdf"]:
    """A PDF that needs no mending; whatever goes wrong inside is one sentence for the officer."""
    import pikepdf  # a slow library

    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise RefusedFile(
            "Tệp PDF đặt mật khẩu nên không mở được. Bỏ mật khẩu (hoặc in lại ra PDF) rồi tải lên."
        ) from error
    except (
        pikepdf.PdfError, pikepdf.DataDecodingError, pikepdf.ForeignObjectError, pikepdf.DeletedObjectError,
        *_BROKEN,
    ) as error:  # fmt: skip
        raise damaged("Tệp PDF") from error


def _written(pdf: "Pdf") -> bytes:
    out = BytesIO()
    pdf.save(out, min_version="1.4", deterministic_id=True)
    return out.getvalue()


def _count_pages(pdf: "Pdf", most: int) -> int:
    """Walk the tree by hand: what it says of itself may be a lie, and asking for all pages builds them."""
    too_many = RefusedFile(
        f"Tệp có hơn {most} trang, chỉ nhận đến {most} trang mỗi tệp. "
        "Tách thành nhiều tệp, mỗi giấy tờ một tệp, rồi tải lên."
    )
    pages, nodes, waiting = 0, 0, [pdf.Root.Pages]
    while waiting:
        node = waiting.pop()
        nodes += 1
        if nodes > 10 * most:
            raise too_many
        kids: Any = node.get("/Kids")
        if kids is None:
            pages += 1
            if pages > most:
                raise too_many
        elif len(kids) > most:
            raise too_many
        else:
            waiting.extend(kids)
    if not pages:
        raise damaged("Tệp PDF")
    return pages


def _check_objects(pdf: "Pdf") -> bool:
    """Whether one of the objects is a digital signature; refuse pictures and packed parts without measure."""
    import pikepdf  # a slow library

    bomb = RefusedFile(f"Tệp PDF bung ra lớn bất thường nên bị chặn để bảo vệ hệ thống. {_AGAIN}")
    if len(pdf.objects) > MAX_OBJECTS:
        raise bomb
    is_signed, unpacked = False, 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ByteRange" in thing:
            is_signed = True
        if not isinstance(thing, pikepdf.Stream):
            continue
        size = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
        if thing.get("/Subtype") == "/Image" and size > MAX_PIXELS:
            raise bomb
        filters = thing.get("/Filter")
        names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        if names.count("/FlateDecode") > 1 or len(names) > 3:
            raise bomb
        if names[0] == "/FlateDecode":
            unpacked += _unpacked(thing.read_raw_bytes(), MAX_UNPACKED - unpacked)
        if unpacked >= MAX_UNPACKED:
            raise bomb
    return is_signed


def _unpacked(raw: bytes, most: int) -> int:
    """How much comes out of a packed stream, counted no further than `most`."""
    engine, count = zlib.decompressobj(), 0
    try:
        while raw and count < most:
            count += len(engine.decompress(raw, 1 << 20))
            raw = engine.unconsumed_tail
    except zlib.error:
        return count  # shown as far as it goes
    return count
