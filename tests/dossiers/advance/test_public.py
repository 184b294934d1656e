"""Người dân nhờ xem giấy tờ trước: photos that are not lost, a code with four digits, their own answers."""

import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.advance import appointing, asking, forgetting, offering, photos
from dossiers.advance.status import AdvanceStatus
from dossiers.models import AdvancePhoto, AdvanceRequest, Appointment, Message, OfferedProcedure
from portal.models import AuditEvent
from tests.dossiers.advance.making import Home, filled, opened, photo
from tests.dossiers.factories import ProcedureFactory

pytestmark = pytest.mark.django_db
FOLLOW = "/ho-tro-truoc/"


@pytest.fixture
def home():
    return Home()


def form_of(home):
    return f"/thu-tuc/{home.procedure.code}/nho-xem-truoc/?don-vi={home.unit.code}"


def opens(found, **values):
    return {"code": found.code, "digits": "5678"} | values


def test_the_page_of_a_land_procedure_leads_to_the_form_and_others_do_not(client, home):
    other = ProcedureFactory(name="Đăng ký khai sinh")

    page = client.get(f"/thu-tuc/{home.procedure.code}/?don-vi={home.unit.code}")
    assertContains(page, f"/thu-tuc/{home.procedure.code}/nho-xem-truoc/")
    assertNotContains(client.get(f"/thu-tuc/{other.code}/?don-vi={home.unit.code}"), "nho-xem-truoc")
    away = f"/thu-tuc/{other.code}/?don-vi={home.unit.code}"
    assertRedirects(client.get(f"/thu-tuc/{other.code}/nho-xem-truoc/?don-vi={home.unit.code}"), away)


def test_a_unit_says_of_each_procedure_whether_it_helps(home):
    other = ProcedureFactory()
    OfferedProcedure.objects.create(unit=home.unit, procedure=other, helps_before=True)
    OfferedProcedure.objects.create(unit=home.unit, procedure=home.procedure, helps_before=False)

    assert offering.helps(home.unit, other)
    assert not offering.helps(home.unit, home.procedure)
    assert offering.helped_by(home.unit) == [other]


def test_sending_gives_a_code_that_opens_it_with_the_last_four_digits(client, home):
    page = client.post(
        form_of(home), filled(**{f"photos-{home.certificate.pk}": [photo(), photo("b.jpg", "red")]})
    )

    found = AdvanceRequest.objects.get()
    assertContains(page, found.code)
    assertContains(page, found.answer_due_on.strftime("%d/%m/%Y"))
    assert not page.cookies
    assert (found.phone, found.asked_by, found.procedure) == ("0912345678", "page", home.procedure)
    assert [paper.photos.count() for paper in found.papers.all()] == [2, 0, 0]
    shown = client.post(FOLLOW, {"code": found.code.lower().replace("-", " "), "digits": "5678"})
    assertContains(shown, "Mới nhận")
    for private in ("Nguyễn Thị Mẫu", "0912", "thửa đất số 12"):
        assertNotContains(shown, private)


def test_a_second_tap_is_the_same_request(client, home):
    sent = filled()

    for _ in "12":
        assertContains(client.post(form_of(home), sent), "Đã nhận yêu cầu của bạn")

    assert AdvanceRequest.objects.count() == 1


def test_photos_are_kept_while_another_field_is_wrong(client, home):
    key = opened()
    name = f"photos-{home.certificate.pk}"
    page = client.post(form_of(home), filled(key=key, phone="12", **{name: photo()}))
    assertContains(page, "Số điện thoại chưa đúng")
    assertContains(page, "Đã giữ 1 ảnh")

    client.post(form_of(home), filled(key=key))

    kept = AdvancePhoto.objects.get()
    assert kept.paper.component == home.certificate
    assert b"MayAnhCuaToi" not in kept.file.open().read()


def test_a_photo_that_was_kept_can_be_dropped_again(client, home):
    key, name = opened(), f"photos-{home.certificate.pk}"
    client.post(form_of(home), filled(key=key, phone="12", **{name: photo()}))

    client.post(form_of(home), filled(key=key, **{f"drop-{home.certificate.pk}": "on"}))

    assert not AdvancePhoto.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Họ và tên"),
        ({"phone": "12345"}, "Số điện thoại chưa đúng"),
        ({"wish": "ab"}, "Cần ít nhất 5 ký tự"),
        ({"agrees": ""}, "Đánh dấu đồng ý"),
        ({"website": "http://x"}, "Xóa chữ trong ô này"),
        ({"key": "khac"}, "Trang này mở đã lâu"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, home, wrong, sentence):
    page = client.post(form_of(home), filled(**wrong))

    assertContains(page, sentence)
    assertContains(page, "Nhờ xem giấy tờ trước khi đến")
    assert not AdvanceRequest.objects.exists()


def test_what_is_no_picture_is_refused_and_a_form_sent_at_once_too(client, home):
    program = photo()
    program.file.seek(0)
    program.file.write(b"MZ")
    program.file.seek(0)

    assertContains(client.post(form_of(home), filled(**{"photos-0": program})), "tệp chương trình")
    assertContains(client.post(form_of(home), filled(key=opened(0))), "gửi nhanh quá")
    assert not AdvancePhoto.objects.exists()


def test_wrong_codes_and_wrong_digits_are_answered_alike_and_soon_not_at_all(client, home):
    found = home.new()

    def without_what_was_typed(page):
        return page.content.decode().replace(found.code, "").replace("AAAA-AAAA-AAAA", "")

    wrong = client.post(FOLLOW, opens(found, digits="0000"))
    unknown = client.post(FOLLOW, {"code": "AAAA-AAAA-AAAA", "digits": "0000"})
    assert without_what_was_typed(wrong) == without_what_was_typed(unknown)
    for _ in range(4):
        client.post(FOLLOW, opens(found, digits="0000"))
    assert client.post(FOLLOW, opens(found)).status_code == 429
    cache.clear()
    assertContains(client.post(FOLLOW, opens(found)), "Mới nhận")


def test_a_flood_of_forms_is_stopped_and_what_was_typed_stays(client, home):
    for _ in range(15):
        client.post(form_of(home), filled(name=""))

    page = client.post(form_of(home), filled())

    assert page.status_code == 429
    assertContains(page, "Tặng cho con trai thửa đất số 12.", status_code=429)
    assert not AdvanceRequest.objects.exists()


def test_what_was_asked_for_is_added_once_with_its_photos(client, home):
    found = home.asked()
    assertContains(client.post(FOLLOW, opens(found)), "Ảnh chụp trang 3 của giấy chứng nhận")
    sent = opens(found, viec="bo-sung", key=opened(), **{f"photos-{home.certificate.pk}": photo()})

    assertContains(client.post(FOLLOW, sent), "Đã nhận phần bổ sung của bạn")
    again = client.post(FOLLOW, {**sent, "key": opened(), "words": "nữa"})

    found.refresh_from_db()
    assert found.status == AdvanceStatus.CHECKING
    assert found.due_on is not None
    assert AdvancePhoto.objects.get().paper.component == home.certificate
    assertContains(again, "không còn chờ bổ sung")


def test_nothing_added_is_no_supplement(client, home):
    found = home.asked()

    assertContains(
        client.post(FOLLOW, opens(found, viec="bo-sung", key=opened())), "Chọn ảnh, hoặc ghi lời nhắn"
    )
    found.refresh_from_db()
    assert found.status == AdvanceStatus.AWAITING


def test_a_draft_is_read_and_agreed_to_or_found_wrong(client, home):
    found = home.drafted()
    draft = found.drafts.get()

    file = client.post(FOLLOW, opens(found, viec="du-thao", tep=draft.pk))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert "attachment" in file["Content-Disposition"]
    assertContains(client.post(FOLLOW, opens(found, viec="sai", words="")), "Chỗ nào sai")
    client.post(FOLLOW, opens(found, viec="sai", words="Sai số thửa"))
    found.refresh_from_db()
    assert (found.status, found.events.last().words) == ("checking", "Sai số thửa")

    found = home.drafted()
    client.post(FOLLOW, opens(found, viec="dong-y"))
    found.refresh_from_db()
    assert (found.status, found.drafts.get().agreed_at is not None) == ("ready", True)


def test_a_draft_that_was_not_sent_cannot_be_loaded(client, home):
    found = home.with_draft()

    page = client.post(FOLLOW, opens(found, viec="du-thao", tep=found.drafts.get().pk))

    assertContains(page, "đã được thay bằng bản khác")


def test_one_of_the_offered_times_is_taken_and_the_citizen_is_told(client, home):
    found = home.offered()
    first, second, _ = appointing.offered(found)

    client.post(FOLLOW, opens(found, viec="chon-gio", gio=second.isoformat()))
    late = client.post(FOLLOW, opens(found, viec="chon-gio", gio=first.isoformat()))

    found.refresh_from_db()
    assert found.status == AdvanceStatus.BOOKED
    assert found.appointment.starts_at == second
    assert Appointment.objects.count() == 1
    assertContains(late, "không còn chọn được")
    assertContains(late, "Giấy chứng nhận quyền sử dụng đất")
    assert Message.objects.filter(appointment=found.appointment, channel="sms").exists()


def test_a_time_that_was_not_offered_is_not_to_be_had(client, home):
    found = home.offered(most=1)
    other = appointing.free(found, by=home.officer)[5]

    page = client.post(FOLLOW, opens(found, viec="chon-gio", gio=other.isoformat()))

    assertContains(page, "không còn chọn được")
    assertContains(client.post(FOLLOW, opens(found, viec="chon-gio", gio="mai")), "Chọn một giờ")
    assert not Appointment.objects.exists()


def test_who_can_come_at_no_time_is_called_and_who_gives_up_frees_the_hour(client, home):
    found = home.offered()
    client.post(FOLLOW, opens(found, viec="khong-gio"))
    found.refresh_from_db()
    assert (found.status, found.offered_times) == (AdvanceStatus.READY, [])

    booked = home.booked()
    client.post(FOLLOW, opens(booked, viec="thoi"))
    booked.refresh_from_db()
    assert (booked.status, booked.appointment.state) == (AdvanceStatus.CLOSED, "cancelled")


def test_nothing_personal_is_in_messages_and_the_trail(home):
    found = asking.add(home.asked(), words="Gửi thêm", form_key=opened_key())

    texts = [f"{one.subject} {one.body}" for one in Message.objects.filter(advance=found)]
    trail = [str(one.details) for one in AuditEvent.objects.filter(action__startswith="advance.")]
    assert texts
    for private in ("Mẫu", "5678", "thửa đất", "trang 3"):
        assert not [text for text in texts + trail if private in text]


def opened_key():
    return asking.CODES.form_key(opened())


def test_ninety_days_after_the_end_nothing_of_the_person_is_left(home):
    found, fresh = home.closed(), home.closed()
    key = opened_key()
    photos.put_aside(key, 0, photos.looked_at([photo()]), at=found.received_at)
    photos.hand_in(found, key, asking.papers_by_component(found))
    AdvanceRequest.objects.filter(pk=found.pk).update(ended_on="2026-01-02")

    assert forgetting.forget_old() == 1

    found.refresh_from_db()
    assert (found.name, found.phone, found.wish, found.is_forgotten) == ("", "", "", True)
    assert not AdvancePhoto.objects.exists()
    assert not found.events.exclude(words="").exists()
    fresh.refresh_from_db()
    assert fresh.name
    assert asking.followed(found.code, "----") is None
