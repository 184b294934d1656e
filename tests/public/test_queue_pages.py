"""Lấy số, xem hàng đợi, màn hình gọi số: numbers and groups, never a person."""

import json
from uuid import uuid4

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import kiosk
from dossiers.models import Office, Ticket, TicketGroup
from dossiers.queueing import calling
from dossiers.views.public.kiosk_number import MOST
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import FieldFactory, OfficerFactory, ProcedureFactory
from tests.dossiers.queueing.making import Hall, minutes_later

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def hall():
    return Hall()


@pytest.fixture
def start(hall):
    return kiosk.path_of(hall.unit)


@pytest.fixture
def display(hall):
    return kiosk.display_path(hall.unit)


# At the kiosk


def test_three_keys_lead_to_a_priority_number(client, hall, start):
    procedure = ProcedureFactory(field=FieldFactory(name="Hộ tịch"))

    assertContains(client.get(start), f'href="{start}lay-so/"')
    assertContains(client.get(f"{start}lay-so/"), f"?linh-vuc={procedure.field.code}")
    asked = client.get(f"{start}lay-so/?linh-vuc={procedure.field.code}")
    assertContains(asked, "Tôi thuộc diện ưu tiên")
    groups = client.get(f"{start}lay-so/?linh-vuc={procedure.field.code}&uu-tien=1")
    assertContains(groups, 'value="minority"')
    form = {"key": uuid4(), "group": "minority", "field": procedure.field.pk}
    taken = client.post(f"{start}lay-so/", form, follow=True)

    ticket = Ticket.objects.get()
    assert (ticket.field, ticket.group) == (procedure.field, TicketGroup.MINORITY)
    assertContains(taken, "Ông/Bà là người tiếp theo.")
    assertContains(taken, "Chưa đủ số liệu để ước chờ bao lâu.")
    assertNotContains(taken, "data-print")


def test_a_number_for_the_procedure_that_was_looked_at(client, hall, start):
    procedure = ProcedureFactory()

    assertContains(client.get(f"{start}thu-tuc/{procedure.code}/"), f"lay-so/?thu-tuc={procedure.code}")
    client.post(f"{start}lay-so/", {"key": uuid4(), "thu-tuc": procedure.code})

    assert Ticket.objects.get().procedure == procedure


def test_one_form_sent_twice_gives_one_number(client, start):
    form = {"key": uuid4()}

    first, again = (client.post(f"{start}lay-so/", form) for _ in range(2))

    assert first.url == again.url
    assertRedirects(first, f"{start}so/{Ticket.objects.get().word}/")


def test_a_kiosk_gives_so_many_numbers_a_minute_and_no_more(client, start):
    answers = [client.post(f"{start}lay-so/", {"key": uuid4()}).status_code for _ in range(MOST + 1)]

    assert answers == [302] * MOST + [429]
    assert Ticket.objects.count() == MOST


def test_what_is_no_form_of_ours_gives_no_number(client, start):
    assert client.post(f"{start}lay-so/", {"key": "x"}).status_code == 400


def test_without_numbers_the_kiosk_offers_none(client, start, display):
    Office.objects.update(has_queue=False)

    assertNotContains(client.get(start), "Lấy số")
    assert client.get(f"{start}lay-so/").status_code == 404
    assert client.get(display).status_code == 404


def test_a_kiosk_with_a_printer_prints(client, hall, start):
    Office.objects.update(kiosk_prints=True)

    assertContains(client.get(f"{start}so/{hall.take().word}/"), "data-print")


def test_a_number_of_another_office_or_day_is_not_shown_here(client, hall, start):
    assert client.get(f"{start}so/{Hall().take().word}/").status_code == 404
    with minutes_later(24 * 60):
        other_day = hall.take().word
    assert client.get(f"{start}so/{other_day}/").status_code == 404


# On the phone


def test_the_codes_word_says_how_many_are_before(client, hall):
    hall.take()
    hall.take()
    ticket = hall.take()

    assertContains(client.get(ticket.get_absolute_url()), "Còn 2 người trước bạn.")
    hall.call()
    assertContains(client.get(ticket.get_absolute_url()), "Còn 1 người trước bạn.")


def test_the_code_says_where_to_go_and_when_it_is_over(client, hall):
    ticket = hall.take()
    hall.call()
    assertContains(client.get(ticket.get_absolute_url()), "mời bạn đến Quầy 1")
    for _ in range(2):
        calling.call_again(ticket, by=hall.officer)
    calling.mark_absent(ticket, by=hall.officer)
    assertContains(client.get(ticket.get_absolute_url()), "Đã gọi mà chưa thấy bạn.")
    calling.come_back(ticket, by=hall.officer)
    hall.serve()
    assertContains(client.get(ticket.get_absolute_url()), "Đang được phục vụ ở Quầy 1")
    calling.finish(ticket, by=hall.officer)
    assertContains(client.get(ticket.get_absolute_url()), "đã xong")


def test_an_unknown_word_is_not_found(client):
    assert client.get("/hang-doi/so/khong-co/").status_code == 404


def test_the_queue_page_says_what_is_called_and_how_many_wait(client, hall):
    OfficerFactory(unit=hall.unit)
    for _ in range(3):
        hall.take()
    hall.call()

    page = client.get(f"/hang-doi/?don-vi={hall.unit.code}")

    assertContains(page, "2 người đang chờ.")
    assertContains(page, '<span class="calls__number">Số 1</span> Quầy 1')
    assertContains(page, "Xem lại")


def test_an_office_without_numbers_says_how_people_are_served(client, hall):
    Office.objects.update(has_queue=False)

    assertContains(client.get(f"/hang-doi/?don-vi={hall.unit.code}"), "không dùng số thứ tự")


# The call display


def test_staff_find_its_address_where_numbers_are_used(client, hall, display):
    client.force_login(hall.officer)
    assertContains(client.get("/ho-so/man-hinh/"), f'href="{display}"')
    Office.objects.update(has_queue=False)
    assertNotContains(client.get("/ho-so/man-hinh/"), display)


def test_the_kiosks_address_opens_no_display(client, start):
    signed = start.split("/")[-2]

    assert client.get(f"/ho-so/man-hinh-goi-so/{signed}/").status_code == 404


def test_news_are_the_last_five_calls_and_nothing_while_nothing_happens(client, hall, display):
    for _ in range(8):
        hall.take()
    for _ in range(6):
        hall.serve()
    hall.call()

    first = client.get(f"{display}tin/")
    again = client.get(f"{display}tin/", headers={"if-none-match": first["ETag"]})
    hall.take()
    changed = client.get(f"{display}tin/", headers={"if-none-match": first["ETag"]})

    told = json.loads(first.content)
    assert [call["number"] for call in told["calls"]] == [7, 6, 5, 4, 3]
    assert told["calls"][0] == {"number": 7, "desk": "Quầy 1", "call": 7, "now": True}
    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, json.loads(changed.content)["waiting"]) == (200, 2)


def test_a_recall_is_news(client, hall, display):
    ticket = hall.take()
    hall.call()
    before = client.get(f"{display}tin/")["ETag"]

    calling.call_again(ticket, by=hall.officer)

    assert client.get(f"{display}tin/", headers={"if-none-match": before}).status_code == 200


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@needs_chromium
@pytest.mark.browser
def test_the_display_shows_a_call_by_itself_and_says_when_the_server_is_away(browser, hall, display):
    hall.take()
    hall.take()
    with visitor(browser, width=1920, height=1080) as page:
        page.clock.install()
        page.goto(display)
        hall.call()
        page.clock.run_for(4000)
        page.locator(".display__call--now .display__number", has_text="1").wait_for()
        page.context.unroute_all()
        page.context.route("**/tin/", lambda route: route.abort())
        for _ in range(4):
            page.clock.run_for(30_000)
            page.wait_for_timeout(0)

        page.get_by_text("Mất kết nối với máy chủ").wait_for()


@needs_chromium
@pytest.mark.browser
def test_a_desk_is_worked_by_keys_alone(browser, client, hall):
    client.force_login(hall.officer)
    hall.take()
    with visitor(browser, client=client, width=1366, height=768) as page:
        page.goto("/ho-so/goi-so/")
        page.keyboard.press("g")
        page.get_by_text("Đang gọi, lần 1").wait_for()
        page.keyboard.press("l")
        page.get_by_text("Đang gọi, lần 2").wait_for()
