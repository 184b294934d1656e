"""PDF làm sạch: what a page shows stays, whatever else is in the file goes; damage is one sentence."""

import random
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from dossiers.papers import pictures
from portal.files import images, pdfs, uploads
from portal.files.refusals import RefusedFile
from portal.files.uploads import FileKind
from tests.dossiers.scans import pdf, photo

pytestmark = pytest.mark.once


def texts(content):
    return [page.get_textpage().get_text_bounded().strip() for page in pypdfium2.PdfDocument(content)]


def test_what_a_page_takes_from_its_parent_stays():
    def hand_up(made):
        for name in ("/MediaBox", "/Resources"):
            made.Root.Pages[name] = made.pages[0].obj[name]
            for page in made.pages:
                del page.obj[name]

    cleaned = pdfs.clean(pdf(2, text="Trang", change=hand_up))

    assert texts(cleaned) == ["Trang 1", "Trang 2"]
    assert [page.get_size() for page in pypdfium2.PdfDocument(cleaned)] == [(595, 842)] * 2


def test_stamp_and_filled_in_field_become_a_part_of_the_page():
    def stamp(made):
        look = made.make_stream(b"BT /F1 20 Tf 5 5 Td (DA KY SO) Tj ET")
        look.update(
            Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 40]),
                Resources=made.pages[0].obj.Resources,
            )
        )  # fmt: skip
        mark = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="ky", F=4,
            Rect=Array([60, 60, 260, 100]), AP=Dictionary(N=look),
        )  # fmt: skip
        mark = made.make_indirect(mark)
        made.pages[0].obj.Annots = Array([mark])
        made.Root.AcroForm = Dictionary(Fields=Array([mark]))

    cleaned = pdfs.clean(pdf(change=stamp))

    assert "DA KY SO" in texts(cleaned)[0]
    with pikepdf.open(BytesIO(cleaned)) as opened:
        assert "/AcroForm" not in opened.Root
        assert "/Annots" not in opened.pages[0].obj


def test_pages_of_several_files_are_put_together_in_order_and_turned():
    first, second = pdf(2, text="A"), pdf(1, text="B")

    whole = pdfs.assemble([pdfs.Piece(second, 1, 0), pdfs.Piece(first, 2, 90), pdfs.Piece(first, 1, 0)])

    assert texts(whole) == ["B 1", "A 2", "A 1"]
    assert pypdfium2.PdfDocument(whole)[1].get_size() == (842, 595)


def test_resolution_is_that_of_the_coarsest_scanned_page():
    fine, dpi = images.to_pdf(photo(size=(2480, 3508), dpi=(300, 300)))
    coarse, _ = images.to_pdf(photo(size=(827, 1169), dpi=(100, 100)))
    both = pdfs.assemble([pdfs.Piece(fine, 1, 0), pdfs.Piece(coarse, 1, 0)])

    assert (dpi, pdfs.resolution(fine), pdfs.resolution(both)) == (300, 300, 100)
    assert pdfs.resolution(pdf()) is None


def test_transparent_picture_lies_on_white():
    from PIL import Image

    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    content, _ = images.to_pdf(out.getvalue())

    (page,) = pictures.pages(content, longest=50)

    assert page.convert("RGB").getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("seed", range(4))
def test_damaged_file_is_refused_or_shown_and_never_an_error(seed):
    chance = random.Random(seed)
    whole = [pdf(2), photo(size=(60, 80)), photo(size=(60, 80), kind="PNG")]
    refused = 0
    for _ in range(60):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.choice([1, 2, 8])):
            place = chance.randrange(8, len(content))
            if chance.random() < 0.6:
                content[place] = chance.randrange(256)
            else:
                del content[place : place + chance.randrange(1, 60)]
        try:
            upload = uploads.look_at(bytes(content), "quet")
            is_pdf = upload.kind is FileKind.PDF
            made = pdfs.clean(upload.content) if is_pdf else images.to_pdf(upload.content)[0]
            assert len(list(pictures.pages(made, longest=100))) == upload.pages
        except RefusedFile:
            refused += 1
    assert 0 < refused < 60
