"""Phản ánh ở cơ quan: the inbox, one feedback, its moves on the screen, who sees what and hears of what."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import FeedbackPicture, Message, Office
from dossiers.voices import handling, reminding
from dossiers.voices.offers import WORDS
from dossiers.voices.status import FeedbackStatus
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.dossiers.voices.making import Home

pytestmark = pytest.mark.django_db
CONTACT = {"contact_name": "Nguyễn Thị Mẫu", "phone": "0912345678", "email": "mau@example.vn"}


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def desk(client, home):
    client.force_login(home.officer)
    return client


def path(feedback, word=""):
    return f"/phan-anh/{feedback.code}/" + (f"{word}/" if word else "")


def test_the_way_of_a_feedback_from_the_inbox_to_the_public_page(desk, home):
    feedback = home.received(what="Đèn đường hỏng, gọi 0912345678 không được")
    assertContains(desk.get("/phan-anh/"), feedback.code)

    assertRedirects(desk.post(path(feedback, "tiep-nhan")), path(feedback))
    desk.post(path(feedback, "tra-loi"), {"text": "Đã thay bóng đèn ngày 05/3."})
    desk.force_login(home.leader)
    assertContains(desk.get(path(feedback, "duyet")), "Đã thay bóng đèn ngày 05/3.")
    desk.post(path(feedback, "duyet"), {"text": "Đã thay bóng đèn ngày 06/3."})
    desk.force_login(home.officer)
    assertContains(desk.get(path(feedback, "cong-khai")), "số điện thoại “0912345678”")
    words = {"title": "Đèn đường", "question": "Đèn hỏng, gọi 0912345678", "answer": "Đã thay."}
    assertContains(desk.post(path(feedback, "cong-khai"), words), "Còn số điện thoại")
    desk.post(path(feedback, "cong-khai"), words | {"question": "Đèn đường hỏng."})

    feedback.refresh_from_db()
    assert feedback.status == FeedbackStatus.PUBLISHED
    assert feedback.answers.get().text == "Đã thay bóng đèn ngày 06/3."
    desk.logout()
    assertContains(desk.get(f"/gop-y/tra-loi/{feedback.publication.pk}/"), "Đèn đường hỏng.")


@pytest.mark.parametrize(
    ("word", "sent", "status"),
    [
        ("tu-choi", {"reason": "Đơn khiếu nại", "article": "Luật Khiếu nại, Điều 2"}, "refused"),
        ("yeu-cau-bo-sung", {"question": "Cột đèn số mấy?"}, "awaiting"),
        ("ghi-chu", {"text": "Đã gọi điện"}, "received"),
    ],
)
def test_each_move_has_its_page_and_refuses_what_is_empty(desk, home, word, sent, status):
    feedback = home.received()

    empty = desk.post(path(feedback, word), {})
    assertContains(empty, "Trường này là bắt buộc")
    desk.post(path(feedback, word), sent)

    feedback.refresh_from_db()
    assert feedback.status == status
    for said in sent.values():
        assertContains(desk.get(path(feedback)), said)


def test_a_move_that_the_state_forbids_says_so(desk, home):
    feedback = home.received()

    page = desk.post(path(feedback, "tra-loi"), {"text": "Trả lời"})

    assertContains(page, "đang “Mới nhận”, chưa làm được việc “Dự thảo trả lời”")
    assertContains(page, "Trả lời</textarea>")


def test_only_what_may_be_done_is_offered(desk, home):
    drafted = home.drafted()

    assertNotContains(desk.get(path(drafted)), "Duyệt trả lời</a>")
    assert desk.get(path(drafted, "duyet")).status_code == 403
    desk.force_login(home.leader)
    assertContains(desk.get(path(drafted)), "Duyệt trả lời</a>")
    assert desk.get(path(drafted, "khong-co")).status_code == 404


def test_every_word_of_an_address_is_one_of_its_own():
    assert len(set(WORDS.values())) == len(WORDS)


def test_another_unit_finds_nothing(client, home):
    feedback = home.received()
    client.force_login(Home().officer)

    assertNotContains(client.get("/phan-anh/?loc=tat-ca"), feedback.code)
    assert client.get(path(feedback)).status_code == 404
    assert client.post(path(feedback, "tiep-nhan")).status_code == 404


def test_forwarding_takes_it_out_of_ones_own_inbox(desk, home):
    other = Home(UnitFactory(name="Xã Khác"))
    feedback = home.received()

    answer = desk.post(path(feedback, "chuyen"), {"to": other.unit.pk, "reason": "Thuộc xã bên"})

    assertRedirects(answer, "/phan-anh/")
    desk.force_login(other.officer)
    assertContains(desk.get(path(feedback)), "Xã Vĩnh Lâm → Xã Khác. Thuộc xã bên")


def test_a_supervisor_reads_without_the_sender_and_does_nothing(client, home):
    feedback = home.received(**CONTACT)
    watcher = UserFactory(unit=home.unit, roles=[Role.SUPERVISOR])
    client.force_login(watcher)

    page = client.get(path(feedback))

    assertContains(page, "đã che")
    for word in CONTACT.values():
        assertNotContains(page, word)
    assert client.get(path(feedback, "tiep-nhan")).status_code == 403


def test_the_desk_sees_the_sender_and_each_opening_is_logged(desk, home):
    feedback = home.received(**CONTACT)

    page = desk.get(path(feedback))

    for word in CONTACT.values():
        assertContains(page, word)
    opened = AuditEvent.objects.about(feedback).get(action="feedback.opened")
    assert (opened.actor, opened.details) == (home.officer, {})


def test_a_picture_is_seen_by_the_desk_alone_and_logged(desk, home):
    feedback = home.received()
    picture = FeedbackPicture(feedback=feedback, sha256="0", added_at=timezone.now())
    picture.file.save("x.jpg", ContentFile(b"\xff\xd8\xff"), save=True)
    address = f"/phan-anh/anh/{picture.pk}/"

    answer = desk.get(address)
    assert b"".join(answer.streaming_content) == b"\xff\xd8\xff"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert AuditEvent.objects.about(feedback).filter(action="feedback.picture_opened").count() == 1
    desk.force_login(Home().officer)
    assert desk.get(address).status_code == 404


def test_the_shelves_of_the_inbox(desk, home):
    late = home.received()
    fresh = home.received(when=timezone.now())
    mine = handling.assign(home.accepted(when=timezone.now()), to=home.officer, division=None, by=home.leader)
    done = home.published()

    def on(shelf):
        page = desk.get("/phan-anh/", {"loc": shelf}).content.decode()
        return {one.code for one in (late, fresh, mine, done) if one.code in page}

    assert on("") == {late.code, fresh.code, mine.code}
    assert on("tre") == {late.code}
    assert on("cua-toi") == {mine.code}
    assert on("moi") == {late.code, fresh.code}
    assert on("da-tra-loi") == {done.code}
    assert on("tat-ca") == {late.code, fresh.code, mine.code, done.code}
    assertContains(desk.get("/phan-anh/", {"so": done.code[-6:]}), done.code)


def test_a_late_step_is_marked(desk, home):
    feedback = home.received()

    assertContains(desk.get("/phan-anh/?loc=tre"), "status--late")
    assertContains(desk.get(path(feedback)), "status--late")


def test_the_inbox_costs_the_same_however_full(desk, home, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            home.received()

    fill(1)
    with CaptureQueriesContext(connection) as few:
        desk.get("/phan-anh/")
    fill(3)
    with django_assert_num_queries(len(few)):
        desk.get("/phan-anh/")


def test_an_empty_inbox_says_where_feedback_comes_from(desk):
    assertContains(desk.get("/phan-anh/"), "/gop-y/")


# Told


def test_who_left_a_contact_is_told_without_what_was_written(home):
    feedback = home.received(what="Chuyện riêng nhà tôi", **CONTACT)
    handling.refuse(feedback, reason="Bí mật", article="Luật", by=home.officer)

    told = list(Message.objects.filter(feedback=feedback).order_by("pk"))
    assert [(one.template, one.channel) for one in told] == [
        ("voice_received", "email"), ("voice_received", "sms"),
        ("voice_refused", "email"), ("voice_refused", "sms"),
    ]  # fmt: skip
    for message in told:
        assert feedback.code in message.body
        assert "riêng" not in message.body
        assert "Bí mật" not in message.body


def test_nobody_is_told_without_a_contact_or_where_the_unit_tells_nothing(home):
    home.received()
    Office.objects.create(unit=home.unit, tells_citizens=False)
    home.received(**CONTACT)

    assert not Message.objects.exists()


def test_the_log_of_messages_leads_to_the_feedback(desk, home):
    feedback = home.received(**CONTACT)

    assertContains(desk.get(reverse("dossiers:messages")), feedback.code)


def test_what_comes_in_and_what_waits_stands_under_the_bell(home):
    feedback = home.drafted()

    assert "mới" in Notice.objects.get(user=home.officer).text
    waiting = Notice.objects.get(user=home.leader)
    assert "chờ duyệt" in waiting.text
    assert waiting.url == feedback.get_absolute_url()


def test_each_morning_one_notice_of_what_is_late_and_due(home):
    home.received()
    handling.assign(home.accepted(), to=home.officer, division=None, by=home.leader)
    Notice.objects.all().delete()
    tuesday, late_day, sunday = date(2026, 3, 3), date(2026, 3, 24), date(2026, 3, 22)

    told = reminding.remind(tuesday)
    assert told[home.officer].sentence == "1 phản ánh đến hạn ngày làm việc tới."
    told = reminding.remind(late_day)
    assert told[home.officer].sentence == "2 phản ánh trễ hạn."
    assert told[home.leader].late == 2
    reminding.remind(late_day)
    assert Notice.objects.filter(user=home.officer).count() == 2
    assert reminding.remind(sunday) == {}


# Hotlines


def test_the_administrator_puts_up_hotlines_and_prints_the_poster(client, home):
    admin = UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    page = client.get("/quan-tri/duong-day-nong/", follow=True)
    address = page.request["PATH_INFO"]
    sent = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "8"}
    for place in range(8):
        sent |= {f"form-{place}-name": "", f"form-{place}-number": "", f"form-{place}-hours": ""}

    half = client.post(address, sent | {"form-0-name": "Thái độ cán bộ"})
    wrong = client.post(address, sent | {"form-0-name": "Thái độ cán bộ", "form-0-number": "x"})
    client.post(
        address,
        sent
        | {
            "form-0-name": "Thái độ cán bộ",
            "form-0-number": "0233 3820 999",
            "form-0-hours": "giờ hành chính",
        },
    )

    assertContains(half, "Ghi cả việc tiếp nhận và số điện thoại")
    assertContains(wrong, "Số điện thoại chưa đúng")
    assert [str(line) for line in home.unit.hotlines.all()] == ["Thái độ cán bộ: 0233 3820 999"]
    client.post(address, sent)
    assert not home.unit.hotlines.exists()
