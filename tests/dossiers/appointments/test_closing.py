"""Hết ngày hẹn: nobody stands as “Đã hẹn” for ever, and nobody is said to have stayed away without a word."""

from datetime import date, timedelta

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import tasks
from dossiers.appointments import booking, closing
from dossiers.models import TicketState
from portal.errors import DomainError
from portal.models import AuditEvent, Notice
from portal.pdf import html_to_pdf
from tests.dossiers.appointments.making import MONDAY, TUESDAY, Home, clock
from tests.dossiers.factories import DossierFactory, at
from tests.dossiers.queueing.making import Hall

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 4)
LIST = "/ho-so/lich-hen/"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    return Home(appointment_places=9)


def state_of(appointment):
    appointment.refresh_from_db()
    return appointment.state


class TestClosing:
    def test_what_nobody_marked_says_so_once_its_day_is_over(self, home, monkeypatch):
        made, to_come = home.booked(), home.booked(at("2026-03-04 08:00"))
        clock(monkeypatch, at("2026-03-03 18:00"))
        assert closing.close_before(date(2026, 3, 3)) == 0

        clock(monkeypatch, at("2026-03-04 00:20"))
        tasks.close_queues()

        assert (state_of(made), state_of(to_come)) == ("unnoted", "booked")
        assert made.events.last().actor is None
        assert closing.close_before(WEDNESDAY) == 0

    def test_who_handed_in_the_dossier_of_it_came(self, home, monkeypatch):
        made = home.booked()
        DossierFactory(unit=home.unit, intake_key=made.key)
        clock(monkeypatch, at("2026-03-04 00:20"))

        closing.close_before(WEDNESDAY)

        assert state_of(made) == "kept"
        assert not Notice.objects.exists()

    def test_who_was_served_with_a_number_that_day_came(self, monkeypatch):
        hall = Hall()
        home = Home.__new__(Home)
        hall.office.takes_appointments = True
        hall.office.save()
        home.unit, home.officer, home.office = hall.unit, hall.officer, hall.office
        home.procedure = DossierFactory(unit=hall.unit).procedure
        made = home.booked()
        clock(monkeypatch, TUESDAY)
        ticket = hall.take(appointment=made)
        type(ticket).objects.filter(pk=ticket.pk).update(state=TicketState.SERVED, ended_at=TUESDAY)
        clock(monkeypatch, at("2026-03-04 00:20"))

        closing.close_before(WEDNESDAY)

        assert state_of(made) == "kept"

    def test_the_desk_is_asked_once_and_may_still_say_who_came(self, client, home, monkeypatch):
        first, second = home.booked(), home.booked(phone="0987654321")
        clock(monkeypatch, at("2026-03-04 07:30"))
        closing.close_before(WEDNESDAY)
        closing.close_before(WEDNESDAY)
        client.force_login(home.officer)

        notice = Notice.objects.get(user=home.officer)
        page = client.get(notice.url)
        booking.keep(first, by=home.officer)
        client.post(f"{second.get_absolute_url()}khong-den/")

        assert notice.text.startswith("2 lịch hẹn chưa ghi đến hay không")
        assertContains(page, "Không ghi nhận", count=2)
        assert (state_of(first), state_of(second)) == ("kept", "missed")

    def test_it_counts_neither_as_come_nor_as_stayed_away(self, client, home, monkeypatch):
        home.booked()
        clock(monkeypatch, at("2026-03-04 07:30"))
        closing.close_before(WEDNESDAY)
        client.force_login(home.officer)

        assertContains(client.get(LIST), "0 đã đến, 0 không đến, 1 không ghi nhận")

    def test_not_before_the_day_is_over(self, home):
        with pytest.raises(DomainError, match="chưa hết ngày"):
            booking.lapse(home.booked())


class TestPrinting:
    @pytest.fixture
    def printed(self, monkeypatch):
        """What was printed, as the page that became paper."""
        pages = []
        monkeypatch.setattr(
            "dossiers.views.appointments.pdf.html_to_pdf",
            lambda html, css: pages.append(html) or html_to_pdf(html, css=css),
        )
        return pages

    def test_the_list_of_a_day_by_the_hour_without_who_cancelled(self, client, home, printed):
        home.booked(TUESDAY + timedelta(hours=1), name="Lê Văn An")
        home.booked()
        booking.cancel(home.booked(name="Phạm Thị Hủy"))
        client.force_login(home.officer)
        assertContains(
            client.get(f"{LIST}?ngay=2026-03-03"),
            f"/ho-so/lich-hen/in/?ngay=2026-03-03&amp;don-vi={home.unit.pk}",
        )

        answer = client.get(f"{LIST}in/?ngay=2026-03-03&don-vi={home.unit.pk}")

        assert answer.content.startswith(b"%PDF")
        assert "no-store" in answer["Cache-Control"]
        (page,) = printed
        assert page.index("Trần Thị Bích Ngọc") < page.index("Lê Văn An")
        assert "Thứ Ba, 03/03/2026, 2 lịch hẹn" in page
        assert "0912345678" in page
        assert "Phạm Thị Hủy" not in page
        assert AuditEvent.objects.filter(action="appointment.printed", actor=home.officer).count() == 1

    def test_nobody_prints_another_units_list(self, client, home, printed):
        home.booked()
        client.force_login(Home().officer)

        client.get(f"{LIST}in/?ngay=2026-03-03&don-vi={home.unit.pk}")

        assert all("Bích Ngọc" not in page for page in printed)

    def test_an_empty_day_has_nothing_to_print(self, client, home):
        client.force_login(home.officer)

        assertNotContains(client.get(f"{LIST}?ngay={MONDAY:%Y-%m-%d}"), "Bản in")
