"""Nhận dạng chữ: what Tesseract reads is kept for finding and proposed; nothing is filed unasked."""

import os
import shutil
import stat
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from dossiers.models import Reading, Scan
from dossiers.papers import reading
from portal.models import AuditEvent, Job
from tests.dossiers.scans import pdf, ready_scan

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXT = """ỦY BAN NHÂN DÂN XÃ VĨNH LÂM
Số: 123 / GCS-TYT
Vĩnh Lâm, ngày 31 tháng 02 năm 2024, ngày 05 tháng 3 năm 2024
Họ, chữ đệm, tên: TRẦN THỊ MẪU
"""


@pytest.fixture
def tesseract(desk, tmp_path, monkeypatch):
    """A program of that name on the path; `behave` says what it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tesseract"
    monkeypatch.setattr(reading, "PROGRAM", "tesseract")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    reading._languages.cache_clear()

    def behave(script, languages="eng\nvie"):
        known = f"if [ \"$1\" = --list-langs ]; then printf '%s\\n' '{languages}'; exit 0; fi"
        program.write_text(f"#!/bin/sh\n{known}\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        reading._languages.cache_clear()

    yield behave
    reading._languages.cache_clear()


def test_text_of_a_scan_is_kept_folded_and_proposed(desk, tesseract):
    tesseract(f"test \"$2 $3 $4\" = 'stdout -l vie' && cat <<'END'\n{TEXT}END")

    desk.upload(pdf(2))

    scan = Scan.objects.get()
    assert scan.reading == Reading.DONE
    assert scan.text == f"{TEXT.strip()}\n\n{TEXT.strip()}"
    assert "tran thi mau" in scan.folded_text
    page = desk.see().content.decode()
    assert "123/GCS-TYT" in page
    assert "05/03/2024" in page
    assert "TRẦN THỊ MẪU" in page
    desk.paper.refresh_from_db()
    assert (desk.paper.number, desk.paper.issued_on) == ("", None)


def test_proposals_fill_the_form_when_asked_and_are_filed_by_the_officer(desk, tesseract):
    tesseract(f"cat <<'END'\n{TEXT}END")
    desk.upload(pdf())

    assert 'value="123/GCS-TYT"' not in desk.see().content.decode()
    assert 'value="123/GCS-TYT"' in desk.see("?dien=1").content.decode()
    desk.paper.refresh_from_db()
    assert desk.paper.number == ""


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$"])
def test_scan_stands_even_if_it_cannot_be_read(desk, tesseract, script):
    tesseract(script)

    desk.upload(pdf())

    scan = Scan.objects.get()
    assert (scan.state, scan.reading, scan.text) == ("ready", Reading.FAILED, "")
    assert desk.paper.is_digitised is True


def test_reading_that_takes_too_long_is_given_up(desk, tesseract, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_SECONDS", 0.2)
    tesseract("exec sleep 20")

    desk.upload(pdf())

    assert Scan.objects.get().reading == Reading.FAILED


def test_without_vietnamese_nothing_is_read_and_the_page_says_so(desk, tesseract):
    tesseract("echo x", languages="eng")

    desk.upload(pdf())

    assert not Job.objects.filter(kind="read-scan").exists()
    assert "chưa cài bộ nhận dạng chữ" in desk.see().content.decode()


def test_without_tesseract_the_page_says_so(desk):
    assert reading.is_installed() is False
    assert "chưa cài bộ nhận dạng chữ" in desk.see().content.decode()


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Số: 45/2024/QĐ-UBND", "45/2024/QĐ-UBND", None),
        ("SỐ 045190000001", "045190000001", None),
        ("Hà Nội, ngày 7 tháng 12 năm 2023", "", date(2023, 12, 7)),
        ("ngày 31 tháng 02 năm 2024", "", None),
        ("không có gì", "", None),
    ],
)
def test_number_and_day_are_found_in_the_text(text, number, day):
    found = reading.proposals(text)

    assert (found.number, found.issued_on) == (number, day)
    assert bool(found) == bool(number or day)


def photographed(text):
    """A page as a phone sees it, in the type that offices write in."""
    image = Image.new("RGB", (1240, 600), "white")
    letters = ImageFont.truetype(settings.BASE_DIR / "static/fonts/LiberationSerif-Regular.ttf", 44)
    ImageDraw.Draw(image).text((80, 60), text, fill="black", font=letters, spacing=24)
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="bin/setup --dev installs Tesseract")
def test_real_tesseract_reads_vietnamese_letters_and_proposes_from_them(desk, monkeypatch):
    monkeypatch.setattr(reading, "PROGRAM", "tesseract")

    desk.upload(photographed("GIẤY CHỨNG SINH\nSố: 123/GCS-TYT\nVĩnh Lâm, ngày 05 tháng 3 năm 2024"))

    scan = Scan.objects.get()
    assert "GIẤY CHỨNG SINH" in scan.text
    found = reading.proposals(scan.text)
    assert (found.number, found.issued_on) == ("123/GCS-TYT", date(2024, 3, 5))


def test_words_of_a_scan_find_it_without_accents(desk, tesseract):
    tesseract(f"cat <<'END'\n{TEXT}END")
    desk.upload(pdf())

    def search(words):
        return desk.client.post("/ho-so/tim-trong-ban-quet/", {"words": words}).content.decode()

    assert desk.paper.dossier.code in search("tran thi mau")
    assert desk.paper.dossier.code in search("123 / GCS")
    assert "Không bản quét nào" in search("nguyen van")
    assert "Không bản quét nào" in search("a")
    assert AuditEvent.objects.filter(action="scan.searched").first().details == {"found": 0}


def test_scan_of_another_office_is_not_found(desk, tesseract):
    ready_scan()
    Scan.objects.update(text="TRẦN THỊ MẪU", folded_text="tran thi mau")

    answer = desk.client.post("/ho-so/tim-trong-ban-quet/", {"words": "trần thị mẫu"})

    assert "Không bản quét nào" in answer.content.decode()
