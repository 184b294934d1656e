"""Điện thoại làm máy quét: a code on the officer's screen opens a page that adds photos to one paper."""

import gzip
import hashlib
import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client, TestCase
from django.utils import timezone
from weasyprint import HTML

from dossiers.models import CaptureToken, Scan
from dossiers.models.scan import MOST_PHOTOS
from portal.models import AuditEvent
from tests.dossiers.scans import photo, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    """A browser that is signed in nowhere."""
    return Client()


def opened(desk):
    """The address that the code on the screen leads to."""
    desk.post("dien-thoai/", do="begin")
    return re.search(r"http://[^<\s]+(/chup/[\w-]+/)", desk.see().content.decode())[1]


def send(phone, address, *photos):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return phone.post(address, {"scans": [sent(one, f"{n}.jpg") for n, one in enumerate(photos)]})


def test_photo_of_a_phone_appears_at_the_officers_paper(desk, phone):
    address = opened(desk)
    assert "every 2s" in desk.see("trang/").content.decode() or desk.see("trang/").status_code == 302
    part = desk.client.get(f"{desk.at}trang/", headers={"hx-request": "true"}).content.decode()
    assert "every 2s" in part
    assert "Chưa có bản quét nào" in part

    answer = send(phone, address, photo("Một"), photo("Hai"))

    assert (answer.status_code, answer["Location"]) == (302, address)
    part = desk.client.get(f"{desk.at}trang/", headers={"hx-request": "true"}).content.decode()
    assert part.count("scan__image") == 2
    scan = Scan.objects.first()
    assert (scan.source, scan.created_by) == ("phone", desk.officer)
    assert CaptureToken.objects.get().photos == 2
    assert "Đã gửi 2 ảnh" in phone.get(address).content.decode()


def test_code_on_the_screen_reads_as_the_address(desk):
    address = opened(desk)
    svg = re.search(r'<div class="qr">(<svg.*?</svg>)', desk.see().content.decode(), re.S)[1]
    page = pypdfium2.PdfDocument(HTML(string=svg).write_pdf())[0]

    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())

    assert code.text.endswith(address)


def test_only_the_hash_of_a_code_is_kept(desk):
    token = opened(desk).split("/")[2]

    kept = CaptureToken.objects.get()

    assert kept.hash == hashlib.sha256(token.encode()).hexdigest()
    assert kept.expires_at - timezone.now() <= timedelta(minutes=10)
    assert AuditEvent.objects.filter(action="scan.capture_opened").count() == 1


def test_page_on_the_phone_tells_the_paper_and_nothing_of_the_person(desk, phone):
    page = phone.get(opened(desk))

    text = page.content.decode()
    dossier = desk.paper.dossier
    assert "Giấy chứng sinh" in text
    for secret in (dossier.applicant_name, dossier.personal_number, dossier.phone, dossier.code):
        assert secret not in text
    assert 'capture="environment"' in text
    assert "multiple" in text
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]


def test_page_on_the_phone_is_light(desk, phone):
    page = phone.get(opened(desk)).content
    size = len(gzip.compress(page))
    for name in ("css/citizens.css", "js/capture.js"):
        size += len(gzip.compress(open(finders.find(name), "rb").read()))  # noqa: PTH123, SIM115

    assert size < 50_000


@pytest.mark.parametrize("why", ["expired", "revoked", "replaced by a newer", "unknown"])
def test_code_that_is_over_takes_nothing(desk, phone, why):
    address = opened(desk)
    if why == "expired":
        CaptureToken.objects.update(expires_at=timezone.now())
    elif why == "revoked":
        desk.post("dien-thoai/", do="end")
    elif why == "replaced by a newer":
        opened(desk)
    else:
        address = "/chup/khong-co-ma-nay/"

    answers = phone.get(address), send(phone, address, photo())

    for answer in answers:
        assert answer.status_code == 410
        assert "đã hết hạn hoặc đã bị thu hồi" in answer.content.decode()
    assert not Scan.objects.exists()


def test_code_takes_so_many_photos_and_no_more(desk, phone):
    address = opened(desk)
    CaptureToken.objects.update(photos=MOST_PHOTOS - 1)

    answer = send(phone, address, photo("Một"), photo("Hai"))

    assert "chỉ còn nhận 1 ảnh" in answer.content.decode()
    assert not Scan.objects.exists()
    assert send(phone, address, photo("Một")).status_code == 302
    assert CaptureToken.objects.get().room == 0


def test_phone_is_told_why_a_file_is_refused(desk, phone):
    answer = send(phone, opened(desk), b"MZ program")

    assert "tệp chương trình" in answer.content.decode()
    assert CaptureToken.objects.get().photos == 0


def test_code_of_one_officer_is_not_shown_to_another(desk, phone):
    address = opened(desk)
    desk.client.logout()
    desk.client.force_login(desk.officer)  # a new session of the same person at another desk

    assert address not in desk.see().content.decode()


def test_whoever_asks_too_often_is_told_to_wait(desk, phone, monkeypatch):
    monkeypatch.setattr("dossiers.views.capture.REQUESTS", 2)
    cache.clear()
    address = opened(desk)

    answers = [phone.get(address).status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert "Đợi một phút" in phone.get(address).content.decode()
    cache.clear()
