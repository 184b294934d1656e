"""Tệp có hại hoặc hỏng: each is refused with a sentence and nothing kept, or comes out harmless."""

import socket
import threading
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.utils.html import escape
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from dossiers.models import Scan, ScanState
from portal.errors import DomainError
from portal.files import uploads
from portal.pdf import html_to_pdf
from tests.dossiers.scans import EICAR, pdf, photo, png_bomb

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AS_IT_IS = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
SCRIPT = b"<script>alert(document.cookie)</script>"


def gif():
    out = BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()


def with_huge_image(made):
    image = made.make_stream(b"\0")
    image.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000))
    made.pages[0].obj.Resources.XObject = Dictionary(Im0=image)


def with_packed_bomb(made):
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(700)) + packer.flush()
    made.pages[0].obj.Contents = made.make_indirect(pikepdf.Stream(made, packed, Filter=Name.FlateDecode))


def with_twice_packed(made):
    packed = zlib.compress(zlib.compress(b" " * 1000))
    stream = pikepdf.Stream(made, packed, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
    made.pages[0].obj.Contents = made.make_indirect(stream)


def xfa(made):
    form = made.make_stream(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=form)


def circular(made):
    kids = made.Root.Pages
    kids.Kids.append(kids)


REFUSED = {
    "tệp rỗng": (b"", "quet.pdf", "Tệp rỗng"),
    "chương trình đổi tên": (b"MZ\x90\0" + b"\0" * 4000, "quet.pdf", "tệp chương trình"),
    "chương trình Linux đổi tên": (b"\x7fELF" + b"\0" * 400, "anh.jpg", "tệp chương trình"),
    "lệnh shell đổi tên": (b"#!/bin/sh\nrm -rf /\n", "anh.png", "tệp chương trình"),
    "GIF mang tên PNG": (gif(), "anh.png", "ảnh GIF"),
    "GIF kèm JavaScript": (b"GIF89a/*" + SCRIPT + b"*/=1;", "anh.png", "ảnh GIF"),
    "trang web mang tên PDF": (b"<html>" + SCRIPT, "quet.pdf", "trang web"),
    "SVG có thực thể ngoài (XXE)": (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
        "anh.svg", "SVG",
    ),
    "PDF sau đoạn mã": (SCRIPT + pdf(), "quet.pdf", "trang web"),
    "tệp Word": (b"PK\x03\x04" + b"\0" * 100, "don.pdf", "Word"),
    "ảnh HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 100, "anh.jpg", "HEIC"),
    "không rõ loại": (b"\x01\x02\x03" * 50, "quet.pdf", "Không nhận ra"),
    "quá lớn": (b"%PDF-1.4\n" + b"0" * (20 << 20), "quet.pdf", "chỉ nhận đến 20 MB"),
    "ảnh nén bung ra khổng lồ": (png_bomb, "anh.png", "bung ra lớn bất thường"),
    "ảnh 64 triệu điểm": (lambda: png_bomb(8_000), "anh.png", "Ảnh quá lớn (8000 × 8000 điểm ảnh)"),
    "ảnh cụt": (photo()[:3000], "anh.jpg", "Ảnh bị hỏng"),
    "PNG cụt": (photo(kind="PNG")[:400], "anh.png", "Ảnh bị hỏng"),
    "chỉ có đầu ảnh": (b"\xff\xd8\xff" + SCRIPT, "anh.jpg", "Ảnh bị hỏng"),
    "PDF 10.000 trang": (lambda: pdf(10_000), "quet.pdf", "hơn 200 trang"),
    "PDF đặt mật khẩu": (
        pdf(encryption=pikepdf.Encryption(user="bimat", owner="chu")), "quet.pdf", "đặt mật khẩu"
    ),
    "PDF cụt": (pdf(3)[:900], "quet.pdf", "Tệp PDF bị hỏng"),
    "chỉ có đầu PDF": (b"%PDF-1.7\n", "quet.pdf", "Tệp PDF bị hỏng"),
    "cây trang vòng tròn": (pdf(change=circular), "quet.pdf", "PDF"),
    "PDF không trang": (pdf(0), "quet.pdf", "Tệp PDF bị hỏng"),
    "biểu mẫu động XFA, có XXE": (pdf(change=xfa), "quet.pdf", "XFA"),
    "PDF có ảnh khổng lồ": (pdf(change=with_huge_image), "quet.pdf", "bung ra lớn"),
    "PDF nén hai lần": (pdf(change=with_twice_packed, **AS_IT_IS), "quet.pdf", "bung ra lớn"),
    "PDF bung ra khổng lồ": (lambda: pdf(change=with_packed_bomb), "quet.pdf", "bung ra lớn"),
    "PDF tập hợp tệp": (
        pdf(change=lambda made: made.Root.__setitem__("/Collection", Dictionary())), "quet.pdf", "tập hợp"
    ),
    "EICAR": (EICAR, "quet.pdf", "vi-rút"),
    "EICAR trong PDF": (
        pdf(change=lambda made: made.Root.__setitem__("/Note", String(EICAR))), "quet.pdf", "vi-rút"
    ),
    "EICAR sau ảnh": (photo() + EICAR, "anh.jpg", "vi-rút"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_file_is_refused_with_a_sentence_and_nothing_is_kept(desk, files, case):
    content, name, words = REFUSED[case]
    content = content() if callable(content) else content

    response = desk.upload(content, names=[name])

    page = response.content.decode()
    assert response.status_code == 200
    assert f"{name}: " in page or not content
    assert escape(words) in page
    assert not Scan.objects.exists()
    assert not list(files.rglob("*.*"))
    assert desk.paper.is_digitised is False


def test_one_bad_file_among_good_ones_lets_none_in(desk, files):
    response = desk.upload(photo(), SCRIPT, names=["tot.jpg", "xau.jpg"])

    assert "xau.jpg: Đây là trang web" in response.content.decode()
    assert not Scan.objects.exists()
    assert not list(files.rglob("*.*"))


def with_everything(made):
    """Scripts, actions, attached files, links, notes on the author, an external entity in the metadata."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
    made.attachments["hai.exe"] = b"MZ\x90\0 attached"
    made.pages[0].obj.AA = Dictionary(O=script)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]),
        A=Dictionary(S=Name.URI, URI=String("http://hai.example/")),
    )  # fmt: skip
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])
    made.Root.Metadata = made.make_stream(
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x:xmpmeta>&e; Nguoi Soan</x:xmpmeta>'
    )
    made.docinfo["/Author"] = "Nguoi Soan"


HARMLESS = {
    "PDF có mã, liên kết, tệp kèm, siêu dữ liệu XXE": pdf(change=with_everything),
    "PDF đa dạng: HTML ở cuối": pdf() + b"\n" + SCRIPT,
    "ảnh JPEG đa dạng: HTML ở cuối": photo() + SCRIPT,
    "ảnh JPEG có chú thích JavaScript": photo(comment=SCRIPT),
    "ảnh PNG đa dạng: tệp nén ở cuối": photo(kind="PNG") + b"PK\x03\x04 hai.exe",
    "PDF khóa quyền, không khóa mở": pdf(encryption=pikepdf.Encryption(user="", owner="chu")),
}
UNWANTED = [b"JavaScript", b"app.alert", b"<script", b"hai.e", b"passwd", b"Nguoi Soan", b"OpenAction"]


@pytest.mark.parametrize("case", HARMLESS)
def test_file_with_something_hidden_comes_out_harmless(desk, files, case):
    response = desk.upload(HARMLESS[case])

    assert response.status_code == 302
    assert Scan.objects.get().state == ScanState.READY
    assert desk.paper.is_digitised is True
    served = desk.see("tep/")
    assert served["Content-Type"] == "application/pdf"
    assert served["X-Content-Type-Options"] == "nosniff"
    for stored in [served.content, *(path.read_bytes() for path in files.rglob("*.*"))]:
        plain = stored + plainly(stored)
        assert not [word for word in UNWANTED if word in plain]


def plainly(content):
    """A PDF with all that is packed in it unpacked."""
    if not content.startswith(b"%PDF"):
        return b""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        opened.save(
            out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    return out.getvalue()


def test_photo_leaves_its_place_and_time_behind(desk, files):
    exif = Image.Exif()
    exif[0x0110] = "Dien thoai cua Nguyen Van A"
    exif.get_ifd(0x8825)[2] = (16.0, 48.0, 0.0)

    desk.upload(photo(exif=exif), names=["anh.jpg"])

    for path in files.rglob("*.*"):
        content = path.read_bytes()
        assert b"Dien thoai" not in content
        assert b"Exif" not in content


# ClamAV


class Clamd(threading.Thread):
    """Answers INSTREAM as clamd does; `says` is its verdict."""

    def __init__(self, says):
        super().__init__(daemon=True)
        self.says, self.got = says, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = self.server.getsockname()
        self.start()

    def run(self):
        with self.server, self.server.accept()[0] as connection:
            stream = connection.makefile("rb")
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4)):
                self.got += stream.read(length)
            connection.sendall(self.says)


def test_file_is_shown_to_the_virus_scanner_and_taken_when_it_finds_nothing(desk, settings):
    clamd = Clamd(b"stream: OK\0")
    settings.CLAMAV = clamd.address
    content = pdf(2)

    assert desk.upload(content).status_code == 302

    assert clamd.got == content
    assert Scan.objects.get().state == ScanState.READY


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (b"stream: Win.Trojan.Agent-1 FOUND\0", "Win.Trojan.Agent-1"),
        (b"INSTREAM size limit exceeded. ERROR\0", "không kiểm tra được tệp này"),
        (b"", "không kiểm tra được tệp này"),
    ],
)
def test_file_that_the_virus_scanner_does_not_clear_is_refused(desk, files, settings, says, words):
    settings.CLAMAV = Clamd(says).address

    response = desk.upload(pdf())

    assert words in response.content.decode()
    assert not Scan.objects.exists()
    assert not list(files.rglob("*.*"))


@pytest.mark.parametrize("where", [("127.0.0.1", 1), "/nowhere/clamd.ctl"])
def test_scanner_that_does_not_answer_lets_nothing_in(desk, settings, where):
    settings.CLAMAV = where

    assert "không trả lời" in desk.upload(pdf()).content.decode()
    assert not Scan.objects.exists()


def test_a_picture_cut_short_is_refused_also_where_something_was_printed_before():
    html_to_pdf("<!doctype html><html lang=vi><title>Giấy</title><p>Đã in</p></html>")

    with pytest.raises(DomainError, match="Ảnh bị hỏng"):
        uploads.look_at(photo()[:3000], "anh.jpg")
