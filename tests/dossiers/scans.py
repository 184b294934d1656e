"""Scans for tests: files as scanners, phones and ill-wishers send them, and scans that stand."""

import hashlib
import zlib
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image, ImageDraw

from dossiers.models import Scan, ScanPage, ScanSource, ScanState, StackPage, StackState, StackUpload
from dossiers.papers import counting
from tests.dossiers.factories import DossierComponentFactory, OfficerFactory

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def photo(text="Giấy", size=(800, 1100), kind="JPEG", **options):
    """A picture of a sheet of paper with a word on it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((60, 60), text, fill="black", font_size=48)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pdf(pages=1, text="Trang", *, change=None, **options):
    """A PDF with a word and its number on each page; `change` may do anything to it before it is saved."""
    out = BytesIO()
    with pikepdf.new() as made:
        for number in range(1, pages + 1):
            made.add_blank_page(page_size=(595, 842))
            words = f"BT /F1 40 Tf 60 700 Td ({text} {number}) Tj ET".encode("ascii", "ignore")
            made.pages[-1].obj.Contents = made.make_stream(words)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            made.pages[-1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        if change:
            change(made)
        made.save(out, **options)
    return out.getvalue()


def png_bomb(side=20_000):
    """Some kilobytes that unpack to a picture of 20.000 × 20.000 points."""

    def chunk(kind, body):
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    row = b"\0" * (1 + side // 8)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def sent(content, name="quet.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def ready_scan(*, content=None, is_signed=False, component=None, pages=1, **paper):
    """A scan that stands for its paper, as the job leaves it."""
    component = component or DossierComponentFactory(**paper)
    content = content or pdf(pages, text=f"Giay {component.pk} {component.scans.count()}")
    scan = Scan(
        component=component, source=ScanSource.UPLOAD, state=ScanState.READY, received_name="quet.pdf",
        received_sha256=hashlib.sha256(content).hexdigest(), sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), page_count=pages, is_signed=is_signed, created_by=OfficerFactory(),
    )  # fmt: skip
    scan.file.save(f"{scan.folder}/clean.pdf", ContentFile(content), save=False)
    if is_signed:
        scan.received_file.save(f"{scan.folder}/received.pdf", ContentFile(content), save=False)
    scan.save()
    for number in range(1, pages + 1):
        page = ScanPage(scan=scan, number=number, position=number)
        page.preview.save(f"{scan.folder}/{number}.jpg", ContentFile(photo(size=(80, 110))), save=False)
        page.thumbnail.save(f"{scan.folder}/{number}-small.jpg", ContentFile(photo(size=(8, 11))), save=False)
        page.save()
    component.is_digitised = True
    component.save()
    counting.recount(component.dossier)
    return scan


def odd_page(unit):
    """A page of a split stack of the unit that waits for a decision."""
    officer = OfficerFactory(unit=unit)
    stack = StackUpload(
        unit=unit, file_name="xap.pdf", sha256="0" * 64, state=StackState.SPLIT, page_count=1,
        created_by=officer,
    )  # fmt: skip
    stack.file.save(f"{stack.folder}/stack.pdf", ContentFile(pdf()), save=True)
    page = StackPage(stack=stack, number=1)
    page.preview.save(f"{stack.folder}/1.jpg", ContentFile(photo(size=(80, 110))), save=True)
    return page


class Desk:
    """What an officer does with one paper in the browser; queued jobs are worked off at once."""

    def __init__(self, client, officer, paper):
        self.client, self.officer, self.paper = client, officer, paper
        self.at = f"/ho-so/{paper.dossier.code}/giay-to/{paper.pk}/"

    def upload(self, *contents, names=(), **fields):
        names = names or [f"quet-{number}.pdf" for number in range(1, len(contents) + 1)]
        files = [sent(content, name) for content, name in zip(contents, names, strict=True)]
        return self.post("tai-len/", scans=files, **fields)

    def post(self, where, **fields):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.post(f"{self.at}{where}", fields)
        self.paper.refresh_from_db()
        self.paper.dossier.refresh_from_db()
        return response

    def see(self, where=""):
        return self.client.get(f"{self.at}{where}")

    def pages(self):
        """Pages that stand, in order: number in their file and rotation."""
        pages = ScanPage.objects.filter(
            scan__component=self.paper, scan__state=ScanState.READY, is_left_out=False
        )
        return list(pages)
