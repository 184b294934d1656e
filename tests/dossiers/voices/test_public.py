"""Người dân gửi và theo dõi phản ánh: without signing in, without a name, by a code that is said once."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Feedback, Hotline
from dossiers.voices import handling, sending
from dossiers.voices.status import FeedbackStatus, Satisfaction
from portal.models import AuditEvent
from tests.dossiers.voices.making import Home, code_of, filled, opened

pytestmark = pytest.mark.django_db
FORM, FOLLOW, ANSWERS = "/gop-y/", "/gop-y/theo-doi/", "/gop-y/tra-loi/"


@pytest.fixture
def home():
    return Home()


def photo(*, name="anh.jpg", size=(40, 30), exif=True):
    out, data = BytesIO(), Image.Exif()
    data[0x8825] = {1: "N", 2: (16.0, 55.0, 1.0)}
    data[0x010F] = "MayAnhCuaToi"
    Image.new("RGB", size, "green").save(out, "JPEG", **({"exif": data} if exif else {}))
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_sending_gives_a_number_and_a_code_that_opens_it(client, home):
    page = client.post(FORM, filled(home, where="Thôn Quảng Xá", contact_name="Nguyễn Thị Mẫu"))

    feedback = Feedback.objects.get()
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page.content.decode())[0]
    assert sending.followed(code) == feedback
    assertContains(page, feedback.code)
    assert page["Cache-Control"].count("no-store")
    assert (feedback.unit, feedback.where, feedback.contact_name) == (
        home.unit, "Thôn Quảng Xá", "Nguyễn Thị Mẫu",
    )  # fmt: skip
    assertContains(client.post(FOLLOW, {"code": code.lower()}), "Mới nhận")


def test_a_second_tap_shows_the_same_code(client, home):
    sent = filled(home)

    codes = {re.search(r"voice-code\">([^<]+)", client.post(FORM, sent).content.decode())[1] for _ in "12"}

    assert len(codes) == 1
    assert Feedback.objects.count() == 1


def test_the_office_of_the_address_needs_no_choosing(client, home):
    Home()

    assertContains(client.get(f"{FORM}?don-vi={home.unit.code}"), f"Gửi đến {home.unit.name}")
    client.post(f"{FORM}?don-vi={home.unit.code}", filled(home) | {"unit": ""})

    assert Feedback.objects.get().unit == home.unit


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": "ngắn"}, "Cần ít nhất 10 ký tự"),
        ({"phone": "12345"}, "Số điện thoại chưa đúng"),
        ({"email": "an@"}, "Địa chỉ thư điện tử chưa đúng"),
        ({"website": "http://x"}, "Xóa chữ trong ô này"),
        ({"key": "khac"}, "bấm Gửi lần nữa"),
        ({"key": 90_000}, "mở đã lâu"),
        ({"key": 0}, "gửi nhanh quá"),
        ({"what": "x" * 3001}, "tối đa 3000 ký tự"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, home, wrong, sentence):
    if isinstance(wrong.get("key"), int):
        wrong = {"key": opened(seconds=wrong["key"])}

    page = client.post(FORM, filled(home, where="Ngã ba chợ") | wrong)

    assertContains(page, sentence)
    assertContains(page, "Ngã ba chợ")
    assert not Feedback.objects.exists()


def test_a_form_that_was_open_too_long_can_be_sent_again(client, home):
    page = client.post(FORM, filled(home, key=opened(seconds=90_000)))

    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]

    assertNotContains(page, opened(seconds=90_000))
    answer = client.post(FORM, filled(home, key=key))
    assertContains(answer, "gửi nhanh quá")
    assertNotContains(answer, "Key:")


def test_a_flood_is_slowed_with_what_was_typed_kept(client, home):
    for number in range(5):
        client.post(FORM, filled(home, what=f"Phản ánh thứ {number} về đèn đường"))

    page = client.post(FORM, filled(home, what="Phản ánh nữa về đèn đường"))

    assertContains(page, "Hãy đợi mười phút", status_code=429)
    assertContains(page, "Phản ánh nữa về đèn đường", status_code=429)
    assert Feedback.objects.count() == 5
    cache.clear()
    assert client.post(FORM, filled(home, what="Phản ánh nữa về đèn đường")).status_code == 200


def test_the_same_words_within_minutes_are_taken_for_a_second_tap(client, home):
    client.post(FORM, filled(home))

    page = client.post(FORM, filled(home))

    assertContains(page, "vừa được gửi đến đơn vị")
    assert Feedback.objects.count() == 1


def test_pictures_are_kept_without_place_and_camera(client, home):
    client.post(FORM, filled(home, photos=[photo(size=(3000, 1000)), photo()]))

    stored = [default_storage.open(str(one.file)).read() for one in Feedback.objects.get().pictures.all()]
    assert len(stored) == 2
    for content in stored:
        assert b"MayAnhCuaToi" not in content
        assert not Image.open(BytesIO(content)).getexif()
    assert Image.open(BytesIO(stored[0])).size == (2000, 667)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([SimpleUploadedFile("x.jpg", b"MZ program")], "tệp chương trình"),
        ([SimpleUploadedFile("x.pdf", b"%PDF-1.4 broken")], "x.pdf"),
        ([photo(name=f"{number}.jpg") for number in range(5)], "nhiều nhất 4 ảnh"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(client, home, files, sentence):
    page = client.post(FORM, filled(home, photos=files))

    assertContains(page, sentence)
    assertContains(page, "Đèn đường thôn Quảng Xá hỏng ba tuần.")
    assertContains(page, "hãy chọn lại ảnh")
    assert not Feedback.objects.exists()


def test_an_unknown_code_says_what_to_do_and_guessing_is_slowed(client, home):
    assertContains(client.post(FOLLOW, {"code": "AAAA-BBBB-CCCC"}), "Không có phản ánh nào mang mã này")
    for _ in range(20):
        page = client.post(FOLLOW, {"code": "AAAA-BBBB-CCCC"})

    assertContains(page, "đợi một phút", status_code=429)


def test_no_public_page_tells_who_sent_it(client, home):
    secret = {"contact_name": "Nguyễn Thị Mẫu", "phone": "0912345678", "email": "mau@example.vn"}
    _, code = code_of(home, what="Nhà bà Mẫu bị ngập", where="Số 5", **secret)

    page = client.post(FOLLOW, {"code": code})

    for word in (*secret.values(), "ngập", "Số 5"):
        assertNotContains(page, word)
    told = "".join(f"{line.target_label}{line.details}" for line in AuditEvent.objects.all())
    assert not any(word in told for word in (*secret.values(), code))


def test_the_sender_adds_what_was_asked_for(client, home):
    feedback, code = code_of(home)
    handling.ask(feedback, question="Cột đèn số mấy?", by=home.officer)
    assertContains(client.post(FOLLOW, {"code": code}), "Cột đèn số mấy?")

    empty = client.post(FOLLOW, {"code": code, "viec": "bo-sung", "text": ""})
    page = client.post(FOLLOW, {"code": code, "viec": "bo-sung", "text": "Cột số 12", "photos": [photo()]})

    assertContains(empty, "Trường này là bắt buộc")
    assertContains(page, "Đã nhận phần bổ sung")
    feedback.refresh_from_db()
    assert feedback.status == FeedbackStatus.ACCEPTED
    assert feedback.events.last().reason == "Cột số 12"
    assert feedback.pictures.count() == 1


def test_the_sender_judges_the_answer_once(client, home):
    feedback, code = code_of(home)
    handling.accept(feedback, by=home.officer)
    handling.draft_answer(feedback, text="Đã thay bóng.", by=home.officer)
    assertNotContains(client.post(FOLLOW, {"code": code}), "Đã thay bóng.")
    handling.approve(feedback, by=home.leader)
    assertContains(client.post(FOLLOW, {"code": code}), "Đã thay bóng.")

    said = {"code": code, "viec": "danh-gia", "satisfaction": "unsatisfied"}
    assertContains(client.post(FOLLOW, said), "Cảm ơn bạn")
    again = client.post(FOLLOW, said | {"satisfaction": "satisfied"})

    assertContains(again, "đã được đánh giá")
    feedback.refresh_from_db()
    assert feedback.satisfaction == Satisfaction.UNSATISFIED


def test_the_sender_goes_on_once_with_a_reason(client, home):
    feedback, code = code_of(home)
    handling.accept(feedback, by=home.officer)
    handling.draft_answer(feedback, text="Đã thay bóng.", by=home.officer)
    handling.approve(feedback, by=home.leader)

    sent = {"code": code, "viec": "gui-tiep", "reason": "Bóng mới lại hỏng rồi"}
    assertContains(client.post(FOLLOW, sent | {"reason": ""}), "Trường này là bắt buộc")
    assertContains(client.post(FOLLOW, sent), "Đang xử lý")

    feedback.refresh_from_db()
    assert feedback.reopened_on is not None
    assertContains(client.post(FOLLOW, sent), "chưa làm được việc")


def test_a_refusal_is_read_with_its_reason_and_article(client, home):
    feedback, code = code_of(home)
    handling.refuse(feedback, reason="Đây là đơn khiếu nại.", article="Luật Khiếu nại", by=home.officer)

    page = client.post(FOLLOW, {"code": code})

    assertContains(page, "Đây là đơn khiếu nại.")
    assertContains(page, "Căn cứ: Luật Khiếu nại")


def test_published_answers_are_found_without_accents_and_by_month(client, home):
    home.published(title="Sửa đèn đường thôn Quảng Xá")
    home.published(title="Thu gom rác chợ")
    home.answered()

    assertContains(client.get(ANSWERS), "Thu gom rác chợ")
    found = client.get(ANSWERS, {"q": "den duong"})
    assertContains(found, "Sửa đèn đường thôn Quảng Xá")
    assertNotContains(found, "Thu gom rác chợ")
    assertContains(client.get(ANSWERS, {"thang": "2026-03"}), "Thu gom rác chợ")
    assertNotContains(client.get(ANSWERS, {"thang": "2026-02"}), "Thu gom rác chợ")
    assertContains(client.get(ANSWERS, {"thang": "hôm nào"}), "Thu gom rác chợ")
    assertContains(client.get(ANSWERS), "2 câu trả lời")


def test_answers_are_those_of_the_office_and_only_what_was_cleared(client, home):
    published = home.published(what="Bà Mẫu số 0912345678 gọi mãi không được")
    Home().published(title="Chuyện xã khác")

    listed = client.get(ANSWERS, {"don-vi": home.unit.code})
    page = client.get(f"{ANSWERS}{published.publication.pk}/")

    assertNotContains(listed, "Chuyện xã khác")
    assertContains(page, "Đã thay.")
    assertNotContains(page, "0912345678")


def test_what_is_not_published_has_no_page(client, home):
    published = home.published()
    sending.reopen(published, reason="Chưa xong")

    assert client.get(f"{ANSWERS}{published.publication.pk}/").status_code == 404


def test_a_list_of_answers_costs_the_same_however_long(client, home, django_assert_max_num_queries):
    for _ in range(3):
        home.published()

    with django_assert_max_num_queries(6):
        assert client.get(ANSWERS).status_code == 200


def test_hotlines_stand_with_numbers_that_dial(client, home):
    Hotline.objects.create(unit=home.unit, position=1, name="Phản ánh thái độ cán bộ", number="0233 3820 999")

    page = client.get("/gop-y/duong-day-nong/", {"don-vi": home.unit.code})

    assertContains(page, 'href="tel:02333820999"')
    assertContains(page, "Phản ánh thái độ cán bộ")
