"""Signing of outgoing documents: the PDF read back, its signatures checked, their places measured."""

import io
import logging
from functools import cache

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw
from pyhanko.pdf_utils.reader import PdfFileReader
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.documents.files import Paper
from dossiers.documents.signing import giving, images, keys, stamps
from dossiers.documents.signing.placing import MM, Spot
from dossiers.documents.status import FileKind, SigningState
from dossiers.models import DocumentFile, DocumentSignature, SignatureImage, SignaturePart
from portal import pdf
from portal.errors import DomainError
from portal.files.storing import read
from tests.dossiers import signing
from tests.dossiers.documents.making import Home, paper
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db
LEADER, AGENCY = "Trần Văn Bình", "ỦY BAN NHÂN DÂN XÃ VĨNH LÂM"
BLUE, RED = (20, 40, 200, 255), (220, 20, 20, 255)
_CSS = """.end { width: 50%; margin-left: 50%; text-align: center; }
.end p { text-indent: 0; margin: 0; } .post { padding-bottom: 90pt; }"""


@cache
def letter():
    """A page with the block of the signer at its end; his name stands in the text as well."""
    block = (
        f'<p>{LEADER} đã làm.</p><div class="end"><p><b>TM. ỦY BAN NHÂN DÂN</b></p>'
        f'<p class="post"><b>CHỦ TỊCH</b></p><p><b>{LEADER}</b></p></div>'
    )
    page = f'<html lang="vi"><head><title>Báo cáo</title></head><body>{block}</body></html>'
    return pdf.html_to_pdf(page, css=[_CSS])


@cache
def drawing(colour, ground=0, shape=(400, 200)):
    picture = Image.new("RGBA", shape, (255, 255, 255, ground))
    ImageDraw.Draw(picture).ellipse((20, 20, shape[0] - 20, shape[1] - 20), outline=colour, width=12)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def set_image(home, user):
    content = drawing(BLUE) if user else drawing(RED, shape=(300, 300))
    drawn = images.looked_at(SimpleUploadedFile("x.png", content), is_seal=user is None)
    return images.keep(home.unit, drawn, user=user, width_mm=40 if user else 36, by=home.keeper)


@pytest.fixture
def home():
    found = Home()
    set_image(found, found.leader)
    set_image(found, None)
    return found


@pytest.fixture
def trusted(settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "goc.pem").write_bytes(signing.root_pem())


def key(name):
    return keys.opened(signing.key_file(name), "mat-khau", at=timezone.now())


def numbered(home, *annexes, content=None):
    return home.numbered(papers=[paper(content=content or letter()), *annexes])


def by_leader(home, document, **kwargs):
    return giving.sign(document, part=SignaturePart.SIGNER, key=key(LEADER), by=home.leader, **kwargs)


def by_agency(home, document, **kwargs):
    return giving.sign(document, part=SignaturePart.AGENCY, key=key(AGENCY), by=home.keeper, **kwargs)


def current(document, kind="main"):
    return read(document.files.get(kind=kind, is_current=True).file)


def boxes(content):
    found = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return [[float(edge) for edge in one.sig_field["/Rect"]] for one in found]


def words_at(content, words):
    """Left, bottom, right, top of the last place on the last page where the words stand."""
    shown, found = pypdfium2.PdfDocument(content), []
    text = shown[len(shown) - 1].get_textpage()
    search = text.search(words)
    while (hit := search.get_next()) is not None:
        found.append(text.get_rect(text.count_rects(*hit) - 1))
    text.close()
    shown.close()
    return min(found, key=lambda one: one[1])


def test_signed_by_the_leader_then_by_the_agency_both_signatures_hold(home, trusted):
    document = by_leader(home, numbered(home))
    assert document.signature_state == SigningState.SIGNER

    document = by_agency(home, document)

    document.refresh_from_db()
    assert document.signature_state == SigningState.FULL
    assert document.signed_at is not None
    found = DocumentSignature.objects.filter(file__document=document, file__is_current=True)
    assert [(one.part, one.name, one.state) for one in found] == [
        ("signer", LEADER, "valid"),
        ("agency", AGENCY, "valid"),
    ]
    assert [file.version for file in document.files.filter(kind="main")] == [3, 2, 1]


def test_the_leaders_picture_stands_centred_between_title_and_name(home):
    document = by_leader(home, numbered(home))

    [(left, bottom, right, top)] = boxes(current(document))
    name_left, _, name_right, name_top = words_at(letter(), LEADER)
    title_bottom = words_at(letter(), "CHỦ TỊCH")[1]
    assert (left + right) / 2 == pytest.approx((name_left + name_right) / 2, abs=1)
    assert (bottom + top) / 2 == pytest.approx((name_top + title_bottom) / 2, abs=1)
    assert name_top <= bottom < top <= title_bottom
    assert right - left == pytest.approx(40 * MM, abs=1)


def test_the_seal_has_its_real_size_and_covers_a_third_of_the_signature_from_the_left(home):
    document = by_agency(home, by_leader(home, numbered(home)))

    (left, _, right, _), (seal_left, seal_bottom, seal_right, seal_top) = boxes(current(document))
    assert seal_right - seal_left == pytest.approx(36 * MM, abs=1)
    assert seal_top - seal_bottom == pytest.approx(36 * MM, abs=1)
    assert (seal_right - left) / (right - left) == pytest.approx(1 / 3, abs=0.02)
    assert seal_left < left


def test_a_place_set_by_hand_is_the_middle_of_the_picture_and_must_lie_on_the_page(home):
    document = numbered(home, content=None)
    with pytest.raises(DomainError, match="ra ngoài trang"):
        by_leader(home, document, spot=Spot(1, 200, 100))
    with pytest.raises(DomainError, match="chỉ có 1 trang"):
        by_leader(home, document, spot=Spot(2, 100, 100))

    document = by_leader(home, document, spot=Spot(1, 100, 50))

    [(left, bottom, right, top)] = boxes(current(document))
    assert (left + right) / 2 == pytest.approx(100 * MM, abs=1)
    assert (bottom + top) / 2 == pytest.approx((297 - 50) * MM, abs=1)


def test_without_the_signers_name_on_the_last_page_the_place_is_asked_for(home):
    with pytest.raises(DomainError, match="Không thấy tên “Trần Văn Bình” ở trang cuối"):
        by_leader(home, numbered(home, paper(), content=paper().content))


def test_annexes_are_signed_by_the_agency_with_number_and_time_at_the_top_right(home, trusted):
    document = numbered(home, paper("phu-luc.pdf", kind=FileKind.ATTACHMENT))

    document = by_agency(home, document)

    content = current(document, "attachment")
    signature = document.files.get(kind="attachment", is_current=True).signatures.get()
    assert (signature.part, signature.state) == ("agency", "valid")
    [(_, _, right, top)] = boxes(content)
    assert (595 - right, 842 - top) == (pytest.approx(17, abs=1), pytest.approx(17, abs=1))
    shown = pypdfium2.PdfDocument(content)
    shown.init_forms()
    page = shown[0].render(scale=2, may_draw_forms=True).to_pil().convert("L")
    inked = page.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert inked is not None
    assert inked[0] > page.width / 2
    assert inked[3] < page.height / 8


def test_the_words_in_the_corner_are_number_and_time_with_its_zone():
    assert stamps.corner_words("12/BC-UBND", at("2026-06-15 14:30:25")) == (
        "12/BC-UBND; 15/6/2026 14:30:25 +07:00"
    )


def test_an_uploaded_file_says_who_signed_and_a_changed_one_is_broken(home, trusted):
    document = by_leader(home, numbered(home))
    signed = current(document)

    document = home.attach(document, paper(content=signing.added_to(signed)), by=home.keeper)
    assert document.signature_state == SigningState.NONE
    again = home.attach(document, signed_paper(signed))
    assert again.signature_state == SigningState.SIGNER
    broken = home.attach(document, signed_paper(signing.added_to(signed)))

    broken.refresh_from_db()
    assert broken.signature_state == SigningState.INVALID
    with pytest.raises(DomainError, match="chữ ký số không hợp lệ"):
        by_agency(home, broken)


def signed_paper(content):
    return Paper(FileKind.MAIN, "da-ky.pdf", "pdf", content, 1, True)


def test_with_roots_laid_in_a_signature_of_an_unknown_authority_counts_for_nothing(home, settings, tmp_path):
    document = by_leader(home, numbered(home))
    assert document.signature_state == SigningState.SIGNER
    other, signed = home.numbered(), current(document)
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "khac.pem").write_bytes(signing.certificate_pem(AGENCY))

    other = home.attach(other, signed_paper(signed))

    assert other.signature_state == SigningState.NONE
    assert other.files.get(kind="main", is_current=True).signatures.get().state == "unknown"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (("Người Khác", 30, "mat-khau"), "mang tên “Người Khác”, không phải “Trần Văn Bình”"),
        ((LEADER, -1, "mat-khau"), "Chứng thư số chỉ dùng được từ"),
        ((LEADER, 30, "sai-mat-khau"), "sai mật khẩu, hoặc không phải tệp"),
    ],
)
def test_a_key_that_must_not_sign_is_refused_and_its_password_stands_nowhere(
    home, client, caplog, chosen, words
):
    name, lasts, password = chosen
    document = numbered(home)
    client.force_login(home.leader)
    sent = SimpleUploadedFile("khoa.p12", signing.key_file(name, lasts=lasts))

    with caplog.at_level(logging.DEBUG):
        page = client.post(
            f"/van-ban/{document.pk}/ky-so/nguoi-ky/", {"key_file": sent, "password": password}
        )

    assertContains(page, words)
    assertNotContains(page, f'value="{password}"')
    assert password not in caplog.text
    assert document.files.count() == 1


def test_signing_on_its_page_makes_the_signed_file_the_current_one(home, client):
    document = numbered(home)
    client.force_login(home.leader)
    assertContains(client.get(f"/van-ban/{document.pk}/"), "Ký số của người ký")
    sent = SimpleUploadedFile("khoa.p12", signing.key_file(LEADER))

    page = client.post(
        f"/van-ban/{document.pk}/ky-so/nguoi-ky/", {"key_file": sent, "password": "mat-khau"}, follow=True
    )

    assertContains(page, "chưa xác nhận được người ký")
    assertContains(page, "Tệp này đã có chữ ký số đó.")
    again = client.get(f"/van-ban/{document.pk}/ky-so/nguoi-ky/", follow=True)
    assertContains(again, "Tệp này đã có chữ ký số đó.")
    assert DocumentFile.objects.get(is_current=True).is_signed


def test_who_signs_what_and_when_is_said(home):
    approved = home.approved(papers=[paper(content=letter())])
    with pytest.raises(DomainError, match="Cấp số rồi ký"):
        by_agency(home, approved)
    with pytest.raises(DomainError, match="do văn thư Xã Vĩnh Lâm ký"):
        giving.sign(numbered(home), part=SignaturePart.AGENCY, key=key(AGENCY), by=home.leader)
    with pytest.raises(DomainError, match="chưa ký số được"):
        by_leader(home, home.draft(papers=[paper(content=letter())]))
    with pytest.raises(DomainError, match="Cơ quan đã ký số trước"):
        by_leader(home, by_agency(home, numbered(home)))


@pytest.mark.parametrize(
    ("content", "owner", "words"),
    [
        (drawing(RED), "leader", "Hình chữ ký phải màu xanh"),
        (drawing(BLUE), "seal", "Hình dấu của cơ quan phải màu đỏ"),
        (drawing(RED, 255), "seal", "không có nền trong suốt"),
        (drawing((0, 0, 0, 0)), "seal", "Hình trống"),
        (b"\xff\xd8\xff\xe0", "seal", "Chỉ nhận hình PNG"),
    ],
)
def test_a_picture_that_is_not_as_the_decree_says_is_refused(client, content, owner, words):
    home = Home()
    client.force_login(home.keeper)
    who = 0 if owner == "seal" else home.leader.pk

    page = client.post(
        "/van-ban/mau-chu-ky/",
        {"owner": f"{home.unit.pk}-{who}", "width_mm": 36, "image": SimpleUploadedFile("x.png", content)},
    )

    assertContains(page, words)
    assert not SignatureImage.objects.exists()


def test_a_leader_sets_only_their_own_picture_and_takes_it_away(client):
    home = Home()
    client.force_login(home.leader)
    page = client.get("/van-ban/mau-chu-ky/")
    assertContains(page, f"Chữ ký của {home.leader}")
    assertNotContains(page, "Dấu của")

    sent = {"owner": f"{home.unit.pk}-{home.leader.pk}", "width_mm": 40}
    client.post("/van-ban/mau-chu-ky/", sent | {"image": SimpleUploadedFile("x.png", drawing(BLUE))})

    image = SignatureImage.objects.get()
    assert (image.user, image.width_mm) == (home.leader, 40)
    answer = client.get(f"/van-ban/mau-chu-ky/{image.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    client.post(f"/van-ban/mau-chu-ky/{image.pk}/bo/")
    assert not SignatureImage.objects.exists()
