"""Màn hình gọi số của quầy: a press for each step, the own unit only, and the times that come of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import tasks
from dossiers.models import Desk, Dossier, Office, Ticket, TicketState
from dossiers.queueing import calling
from portal.models import AuditEvent, Role
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, UserFactory
from tests.dossiers.queueing.making import PRIORITY, Hall, minutes_later
from tests.dossiers.test_intake import sent

pytestmark = pytest.mark.django_db
DESK = "/ho-so/goi-so/"
TIMES = f"{DESK}thoi-gian-cho/"


@pytest.fixture
def hall():
    return Hall()


@pytest.fixture
def client(client, hall):
    client.force_login(hall.officer)
    return client


def press(client, ticket, verb, **typed):
    return client.post(f"{DESK}{ticket.pk}/{verb}/", typed)


def now_is(ticket):
    ticket.refresh_from_db()
    return ticket


def test_an_office_without_numbers_says_so_and_offers_them_nowhere(client, hall):
    Office.objects.update(has_queue=False)

    assertContains(client.get(DESK), "Đơn vị không dùng số thứ tự")
    assertNotContains(client.get("/ho-so/"), "Gọi số")


def test_the_navigation_leads_to_it_where_numbers_are_used(client):
    assertContains(client.get("/ho-so/"), f'href="{DESK}"')


def test_the_machine_remembers_its_desk_also_for_the_next_officer(client, hall):
    other = Desk.objects.create(unit=hall.unit, name="Quầy 2")
    assertContains(client.get(DESK), "Máy này ở quầy nào?")

    client.post(f"{DESK}quay/", {"quay": other.pk})
    client.force_login(OfficerFactory(unit=hall.unit))

    assertContains(client.get(DESK), "<h1>Quầy 2</h1>")


def test_a_desk_of_another_unit_is_not_to_be_chosen(client, hall):
    Desk.objects.create(unit=hall.unit, name="Quầy 2")
    client.post(f"{DESK}quay/", {"quay": Hall().desk.pk})

    assertContains(client.get(DESK), "Máy này ở quầy nào?")


def test_a_number_of_another_unit_is_not_found(client):
    assert press(client, Hall().take(), "ve").status_code == 404


def test_a_walk_in_is_given_a_number_once(client, hall):
    form = {"key": uuid4(), "group": PRIORITY}

    for _ in range(2):
        page = client.post(f"{DESK}lay-so/", form, follow=True)

    assertContains(page, "Số 1: đọc cho người vừa đến")
    assert Ticket.objects.get().group == PRIORITY


def test_a_person_is_called_served_and_done_by_three_presses(client, hall):
    procedure = ProcedureFactory()
    ticket = hall.take(procedure=procedure)

    assertContains(client.post(f"{DESK}tiep/", follow=True), "Mời số 1 đến Quầy 1.")
    answer = press(client, ticket, "bat-dau")
    assertRedirects(answer, f"/ho-so/tiep-nhan/?thu-tuc={procedure.code}", fetch_redirect_response=False)
    assertContains(client.get(answer.url), "Đang phục vụ <strong>số 1</strong> ở Quầy 1")
    press(client, ticket, "xong")

    assert now_is(ticket).state == TicketState.SERVED
    assert ticket.served_by == hall.officer


def test_what_was_received_stands_with_the_number_and_leads_to_the_next(client, hall):
    ticket = hall.take()
    hall.serve()

    page = client.post("/ho-so/tiep-nhan/", sent(hall.officer, ProcedureFactory()), follow=True)

    assertContains(page, "Xong số 1, gọi số tiếp theo")
    assert list(ticket.dossiers.all()) == [Dossier.objects.get()]
    assertContains(client.get(DESK), Dossier.objects.get().code)


def test_recall_absent_and_back(client, hall):
    ticket, _ = hall.take(), hall.take()
    client.post(f"{DESK}tiep/")
    assertContains(press(client, ticket, "vang") and client.get(DESK), "mới được gọi 1 lần")
    for _ in range(2):
        press(client, ticket, "goi-lai")
    press(client, ticket, "vang")

    assertContains(client.get(DESK), "Đã quay lại")
    press(client, ticket, "quay-lai")
    assert now_is(ticket).state == TicketState.WAITING


def test_sent_on_to_another_desk(client, hall):
    other = Desk.objects.create(unit=hall.unit, name="Quầy 2")
    client.post(f"{DESK}quay/", {"quay": hall.desk.pk})
    ticket = hall.take()
    hall.call()

    press(client, ticket, "chuyen", desk=other.pk)

    assert (now_is(ticket).state, ticket.for_desk) == (TicketState.WAITING, other)
    assertContains(client.get(DESK), "Chờ quầy khác: số 1")


def test_a_wrong_press_is_taken_back(client, hall):
    ticket = hall.take()
    hall.call()
    assertContains(client.get(DESK), "Hoàn tác")

    client.post(f"{DESK}hoan-tac/")

    assert now_is(ticket).state == TicketState.WAITING
    assertContains(client.post(f"{DESK}hoan-tac/", follow=True), "Không có gì để hoàn tác")


def test_out_of_turn_left_and_nobody_left(client, hall):
    hall.take()
    second = hall.take()
    press(client, second, "goi")
    assert now_is(second).state == TicketState.CALLED
    press(client, second, "xong")
    press(client, Ticket.objects.get(number=1), "ve")

    assertContains(client.post(f"{DESK}tiep/", follow=True), "Không còn ai chờ Quầy 1.")
    assertContains(press(client, second, "xong") and client.get(DESK), "đang “Đã phục vụ”")


def test_the_page_asks_the_same_whatever_waits(client, hall):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        return len(asked)

    hall.take()
    client.get(DESK)
    one = queries()
    for _ in range(5):
        hall.take(PRIORITY)

    assert queries() == one


# Desks and settings


def test_the_administrator_switches_it_on_and_sets_up_desks(client, hall):
    unit = UnitFactory()
    client.force_login(UserFactory(unit=unit, roles=[Role.UNIT_ADMIN]))
    office = f"/quan-tri/don-vi/thiet-lap/{unit.pk}/"

    client.post(f"{office}muc/hang-doi/", {"has_queue": "on", "priority_run": 3, "longest_wait": 45})
    client.post(f"{office}quay/", {"name": "Quầy 1", "is_open": "on"})
    again = client.post(f"{office}quay/", {"name": "Quầy 1", "is_open": "on"})
    desk = Desk.objects.get(unit=unit)
    client.post(f"{office}quay/{desk.pk}/", {"name": "Quầy Hộ tịch", "is_open": "on"})

    assertContains(again, "Đơn vị đã có Quầy 1")
    assertContains(client.get(f"{office}quay/"), "Quầy Hộ tịch")
    assert (Office.of(unit).has_queue, Office.of(unit).priority_run) == (True, 3)
    assert AuditEvent.objects.filter(action="queue.desk_set").count() == 2


# Waiting times


@pytest.fixture
def morning(hall):
    """Three who were called after 0, 20 and 40 minutes, and one who left."""
    numbers = [hall.take(), hall.take(), hall.take(PRIORITY), hall.take()]
    for minutes in (0, 20, 40):
        with minutes_later(minutes):
            hall.serve()
    with minutes_later(50):
        calling.finish(Ticket.objects.get(state=TicketState.SERVING), by=hall.officer)
        waiting = Ticket.objects.get(state=TicketState.WAITING)
        calling.leave(waiting, by=hall.officer)
    return numbers


def lead(client, hall):
    client.force_login(UserFactory(unit=hall.unit, roles=[Role.LEADER]))


def test_the_leader_reads_how_long_people_waited(client, hall, morning):
    lead(client, hall)

    whole = client.get(TIMES).context["whole"]["times"]

    assert (whole.taken, whole.called, whole.soon, whole.served, whole.left) == (4, 3, 2, 3, 1)
    assert str(whole.share) == "66.67"
    assert round(whole.longest / timedelta(minutes=1)) == 40
    assert round(whole.wait / timedelta(minutes=1)) == 20


def test_every_count_opens_as_many_numbers(client, hall, morning):
    lead(client, hall)
    page = client.get(TIMES)
    names = {"lay_so": "taken", "da_goi": "called", "nhanh": "soon", "xong": "served", "bo": "left"}

    lines = [line for _, table in page.context["tables"] for line in table] + [page.context["whole"]]
    for line in lines:
        for kind, url in line["urls"].items():
            found = client.get(url).context["page_obj"].paginator.count
            assert found == getattr(line["times"], names[kind]), url
    assert len(lines) >= 5


def test_nobody_reads_the_times_of_another_unit(client, morning):
    lead(client, Hall())

    assertContains(client.get(TIMES), "Chưa có số nào")


def test_a_list_that_cannot_be_is_not_found(client):
    for query in ("loai=x", "gio=abc", "dien=x", "gio=999"):
        assert client.get(f"{TIMES}so/?{query}").status_code == 404


def test_the_night_closes_what_was_left_open_and_says_so(client, hall):
    hall.take()
    with minutes_later(24 * 60):
        tasks.close_queues()
    lead(client, hall)

    assertContains(client.get(f"{TIMES}so/?loai=bo"), "Đã về, hệ thống đóng cuối ngày")
    assert timezone.localdate() == Ticket.objects.get().day
