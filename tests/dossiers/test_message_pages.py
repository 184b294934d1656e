"""Pages of messages: the log, what failed on the home page, the dossier's panel, the office's templates."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Message, MessageState, MessageTemplate
from portal.models import AuditEvent, Role
from tests.dossiers.appointments import making as appointments
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return OfficerFactory()


def message(unit, **fields):
    dossier = DossierFactory(unit=unit, phone="0912345678", applicant_name="Nguyễn Thị Mẫu")
    values = {
        "key": f"tin-{dossier.pk}",
        "unit": unit,
        "dossier": dossier,
        "template": "ready",
        "channel": "sms",
        "recipient": "0912345678",
        "body": "Kính gửi Nguyễn Thị Mẫu: hồ sơ đã có kết quả.",
        "next_attempt_at": timezone.now(),
    }
    return Message.objects.create(**values | fields)


def given_up(unit, **fields):
    return message(unit, state="given_up", error="Cổng tin nhắn không nhận tin này (mã 400).", **fields)


# The log


def test_the_log_shows_who_could_not_be_reached_and_never_a_whole_number(client, officer):
    failed = given_up(officer.unit)
    message(officer.unit, state="sent", sent_at=timezone.now())
    client.force_login(officer)

    page = client.get("/tin-nhan/?loai=can-xem")

    assertContains(page, failed.dossier.code)
    assertContains(page, "0912…678", count=1)
    assertContains(page, "Cổng tin nhắn không nhận tin này (mã 400).")
    assertNotContains(page, "0912345678")
    assertNotContains(page, "Nguyễn Thị Mẫu")


@pytest.mark.parametrize(
    ("chosen", "count"), [("", 4), ("can-xem", 2), ("chua-bao", 1), ("cho-gui", 1), ("da-gui", 1), ("la", 4)]
)
def test_the_log_is_narrowed_by_where_messages_stand(client, officer, chosen, count):
    given_up(officer.unit)
    message(officer.unit, state="unreached", channel="none", recipient="")
    message(officer.unit)
    message(officer.unit, state="sent", sent_at=timezone.now())
    message(UnitFactory())
    client.force_login(officer)

    page = client.get("/tin-nhan/", {"loai": chosen})

    assert len(page.context["lines"]) == count


def test_where_nothing_leaves_the_machine_the_log_says_so(client, officer, settings):
    client.force_login(officer)
    assertContains(client.get("/tin-nhan/"), "chưa nối đường gửi thư điện tử và tin nhắn")

    settings.EMAIL_HOST, settings.SMS_GATEWAY_URL = "thu.example.vn", "https://sms.example.vn/gui"
    assertNotContains(client.get("/tin-nhan/"), "chưa nối đường gửi")


def test_a_supervisor_sees_that_it_failed_and_can_do_nothing_about_it(client):
    province = UnitFactory(kind="province")
    commune = UnitFactory(parent=province)
    failed = given_up(commune)
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    page = client.get("/tin-nhan/")

    assertContains(page, failed.dossier.code)
    assertNotContains(page, "Gửi lại</button>")
    assert client.post(f"/tin-nhan/{failed.pk}/gui-lai/").status_code == 403


def test_an_appointment_is_a_link_for_those_alone_who_may_open_it(client):
    home = appointments.Home()
    told = home.booked(appointments.next_morning(home))
    pages = {}
    for role in (Role.INTAKE, Role.REFORM):
        client.force_login(UserFactory(unit=home.unit, roles=[role]))
        pages[role] = client.get("/tin-nhan/")

    assertContains(pages[Role.INTAKE], f'href="{told.get_absolute_url()}"')
    assertContains(pages[Role.REFORM], str(told))
    assertNotContains(pages[Role.REFORM], told.get_absolute_url())


@pytest.mark.parametrize("path", ["/tin-nhan/", "/thong-bao/"])
def test_lists_cost_the_same_queries_whatever_they_hold(client, officer, path):
    client.force_login(officer)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            given_up(officer.unit, by=officer)
            officer.notices.create(kind="job", text="Xong", key=f"job-{officer.notices.count()}")
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_failed_stands_on_the_home_page_and_leads_to_the_list(client, officer):
    client.force_login(officer)
    assertNotContains(client.get("/ban-lam-viec/"), "tin không gửi được")

    given_up(officer.unit)
    message(officer.unit, state="unreached", channel="none")
    page = client.get("/ban-lam-viec/")

    assertContains(page, "2 tin không gửi được hoặc chưa báo được cho người dân")
    assertContains(page, 'href="/tin-nhan/?loai=can-xem"')


# What an officer does


def test_a_message_is_sent_again_from_the_log(client, officer):
    failed = given_up(officer.unit, attempts=8)
    client.force_login(officer)

    response = client.post(f"/tin-nhan/{failed.pk}/gui-lai/")

    assertRedirects(response, "/tin-nhan/?loai=can-xem")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (MessageState.QUEUED, 0)

    client.post(f"/tin-nhan/{failed.pk}/gui-lai/")  # pressed twice
    assert AuditEvent.objects.filter(action="message.sent_again").count() == 1


def test_all_that_was_given_up_is_sent_again_at_once_but_others_units_are_left(client, officer):
    mine = [given_up(officer.unit) for _ in range(2)]
    foreign = given_up(UnitFactory())
    client.force_login(officer)
    assertContains(client.get("/tin-nhan/"), "Gửi lại 2 tin không gửi được")

    page = client.post("/tin-nhan/gui-lai/", follow=True)

    assertContains(page, "Sẽ gửi lại 2 tin trong vòng một phút.")
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {mine[0].pk: "queued", mine[1].pk: "queued", foreign.pk: "given_up"}


def test_word_of_mouth_is_noted_from_the_dossiers_page(client, officer):
    one = message(officer.unit, state="unreached", channel="none", recipient="", body="")
    client.force_login(officer)
    page = client.get(one.dossier.get_absolute_url())
    assertContains(page, "chưa báo được")

    response = client.post(f"/tin-nhan/{one.pk}/da-bao/", {"ho-so": one.dossier.code})

    assertRedirects(response, one.dossier.get_absolute_url())
    assertContains(client.get(one.dossier.get_absolute_url()), "đã báo trực tiếp")


def test_the_dossier_tells_who_sent_what_when_and_whether_it_left(client, officer):
    one = message(
        officer.unit, by=officer, state="failed", attempts=2, error="Cổng tin nhắn không trả lời.",
        next_attempt_at=timezone.now() + timedelta(minutes=5),
    )  # fmt: skip
    client.force_login(officer)

    page = client.get(one.dossier.get_absolute_url())

    assertContains(page, f"· {officer}")
    assertContains(page, "tin nhắn đến 0912…678")
    assertContains(page, "lỗi, sẽ gửi lại")
    assertContains(page, "Cổng tin nhắn không trả lời. Lần 2, gửi lại lúc")
    assertContains(page, "Kính gửi Nguyễn Thị Mẫu")


def test_a_supervisor_reads_that_something_was_sent_but_not_what(client):
    province = UnitFactory(kind="province")
    one = message(UnitFactory(parent=province), state="sent", sent_at=timezone.now())
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    page = client.get(one.dossier.get_absolute_url())

    assertContains(page, "Tin báo người dân")
    assertNotContains(page, "Kính gửi Nguyễn Thị Mẫu")


# Templates


@pytest.fixture
def administrator():
    unit = UnitFactory(name="Xã Mẫu")
    return UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])


def test_an_administrator_is_led_to_the_templates_of_the_unit(client, administrator):
    client.force_login(administrator)

    page = client.get("/quan-tri/mau-tin/", follow=True)

    assert page.redirect_chain[0][0] == f"/quan-tri/mau-tin/{administrator.unit.pk}/"
    assertContains(page, "Đã có kết quả")
    assertContains(page, "ký tự không dấu, tính 1 tin")
    assertContains(client.get("/quan-tri/"), 'href="/quan-tri/mau-tin/"')


def test_a_template_is_tried_on_a_sample_before_it_is_kept(client, administrator):
    client.force_login(administrator)
    address = f"/quan-tri/mau-tin/{administrator.unit.pk}/ready/sms/"
    typed = {"is_on": "on", "text": "Hồ sơ {ma_ho_so} đã xong, mời Ông/Bà đến nhận."}

    tried = client.post(address, typed | {"buoc": "xem"})
    assertContains(tried, "Hồ sơ H50.25-261123-0007 đã xong, mời Ông/Bà đến nhận.")
    assertContains(tried, "54 ký tự có dấu, tính 1 tin.")
    assert not MessageTemplate.objects.exists()

    bare = client.post(address, typed | {"buoc": "xem", "is_unmarked": "on"})
    assertContains(bare, "Ho so H50.25-261123-0007 da xong, moi Ong/Ba den nhan.")
    assertContains(bare, "54 ký tự không dấu, tính 1 tin.")

    client.post(address, typed | {"buoc": "ghi"})
    client.post(address, typed | {"buoc": "ghi", "text": "Hồ sơ {ma_ho_so} xong."})
    page = client.get(address)
    assert MessageTemplate.objects.count() == 2
    assertContains(page, "Hồ sơ {ma_ho_so} đã xong, mời Ông/Bà đến nhận.", count=1)  # in the history
    assertContains(page, "Hồ sơ {ma_ho_so} xong.</textarea>")


def test_an_unknown_place_is_told_beside_the_field_and_what_was_typed_stays(client, administrator):
    client.force_login(administrator)
    address = f"/quan-tri/mau-tin/{administrator.unit.pk}/ready/email/"

    page = client.post(address, {"subject": "Hồ sơ", "text": "Kính gửi {so_dinh_danh}", "buoc": "ghi"})

    assertContains(page, "Không có chỗ điền “{so_dinh_danh}”. Dùng được: {ma_ho_so}, {thu_tuc}")
    assertContains(page, "Kính gửi {so_dinh_danh}</textarea>")
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize("rest", ["ready/none/", "ready/fax/", "la/sms/"])
def test_there_is_no_template_of_what_is_never_sent(client, administrator, rest):
    client.force_login(administrator)

    assert client.get(f"/quan-tri/mau-tin/{administrator.unit.pk}/{rest}").status_code == 404
