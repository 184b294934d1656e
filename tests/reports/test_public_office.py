"""Cơ quan công khai: hours, people, this month's figures, late dossiers by code alone, reports released."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import openings
from dossiers.models import Apology, CalendarDay, Competence, ListedOfficer, Office, Slip
from dossiers.status import DossierStatus, Outcome
from portal.models import Role
from reports import public_figures, releasing
from reports.models import Report, ReportFile
from tests.dossiers.factories import DossierFactory, FieldFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/co-quan/"


@pytest.fixture
def unit():
    unit = UnitFactory(name="Xã Nhà")
    UserFactory(unit=unit, roles=[Role.INTAKE], full_name="Lê Thị Hồng", phone="0233 111 222")
    return unit


def settings_of(unit, **values):
    return Office.objects.create(unit=unit, **values)


def finished(unit, *, late=False, rating=None, **values):
    now = timezone.now()
    return DossierFactory(
        unit=unit, status=DossierStatus.RETURNED, outcome=Outcome.APPROVED, received_at=now, finished_at=now,
        returned_at=now, rating=rating,
        due_at=now - timedelta(days=2) if late else now + timedelta(days=3), **values,
    )  # fmt: skip


def apologised(unit):
    dossier = DossierFactory(unit=unit, status=DossierStatus.PROCESSING, applicant_name="Nguyễn Văn Kín")
    Apology.objects.create(
        dossier=dossier, reason="Chờ xác minh đất", new_due_at=timezone.now() + timedelta(days=4),
        drafted_at=timezone.now(), issued_at=timezone.now(),
        slip=Slip.objects.create(
            unit=unit, dossier=dossier, kind="apology", year=2026, number=dossier.pk, issued_at=timezone.now()
        ),
    )  # fmt: skip
    return dossier


class TestHours:
    def test_the_usual_week_is_told_with_the_hours_of_the_office(self, client, unit):
        settings_of(unit, address="Thôn Quảng Xá", phone="0233 3820 123")

        page = client.get(PAGE)

        assertContains(page, "Thứ Hai đến Thứ Sáu")
        assertContains(page, "07:00–11:30, 13:30–17:00")
        assertContains(page, "Thứ Bảy, Chủ nhật, ngày lễ")
        assertContains(page, 'href="tel:02333820123"')
        assertContains(page, "https://www.openstreetmap.org/search?query=Th%C3%B4n%20Qu%E1%BA%A3ng%20X%C3%A1")

    def test_a_map_link_of_the_office_wins(self, client, unit):
        settings_of(unit, address="Thôn Quảng Xá", map_url="https://www.openstreetmap.org/node/1")

        assertContains(client.get(PAGE), 'href="https://www.openstreetmap.org/node/1"')

    def test_saturday_says_what_is_done_then(self, unit):
        office = settings_of(unit, saturday_receives=True)

        week = dict(openings.of(office, date(2026, 11, 21)).week)

        assert week["Sáng Thứ Bảy"] == "07:00–11:30, chỉ tiếp nhận và trả kết quả"
        assert openings.of(office, date(2026, 11, 21)).today.startswith("Sáng nay tiếp nhận")

    def test_odd_days_to_come_are_told_with_their_reason(self, unit):
        office = settings_of(unit)
        CalendarDay.objects.create(day=date(2026, 11, 26), works=False, reason="QĐ", unit=unit)
        CalendarDay.objects.create(day=date(2026, 11, 28), works=True, reason="QĐ", unit=unit)

        found = openings.of(office, date(2026, 11, 23))

        assert found.today == "Hôm nay mở cửa 07:00–11:30, 13:30–17:00."
        assert [(odd.day.day, odd.said) for odd in found.odd_days][:3] == [
            (24, "nghỉ Ngày Văn hóa Việt Nam"),
            (26, "nghỉ theo quyết định"),
            (28, "làm bù, mở cửa 07:00–11:30, 13:30–17:00"),
        ]


class TestPeople:
    def test_only_those_whom_the_administrator_listed_are_named(self, client, unit):
        shown = UserFactory(unit=unit, roles=[Role.PROCESSING], full_name="Trần Công Khai", phone="0912")
        Competence.objects.create(user=shown, unit=unit, field=FieldFactory(name="Hộ tịch"))
        client.force_login(UserFactory(unit=unit, roles=[Role.UNIT_ADMIN]))
        client.post(f"/quan-tri/don-vi/thiet-lap/{unit.pk}/can-bo/niem-yet/", {"listed": [shown.pk]})
        client.logout()

        page = client.get(PAGE)

        assertContains(page, "Trần Công Khai")
        assertContains(page, "Hộ tịch")
        assertNotContains(page, "Lê Thị Hồng")
        assertNotContains(page, "0233 111 222")

    def test_who_is_no_longer_active_is_no_longer_named(self, client, unit):
        gone = UserFactory(unit=unit, roles=[Role.PROCESSING], full_name="Trần Đã Nghỉ", is_active=False)
        ListedOfficer.objects.create(unit=unit, user=gone)

        assertNotContains(client.get(PAGE), "Trần Đã Nghỉ")

    def test_a_stranger_is_not_listed(self, client, unit):
        stranger = UserFactory(roles=[Role.PROCESSING])
        client.force_login(UserFactory(unit=unit, roles=[Role.UNIT_ADMIN]))

        client.post(f"/quan-tri/don-vi/thiet-lap/{unit.pk}/can-bo/niem-yet/", {"listed": [stranger.pk, "x"]})

        assert not ListedOfficer.objects.exists()


class TestFigures:
    def test_this_month_is_told_in_words_with_its_parts(self, client, unit):
        finished(unit), finished(unit, late=True)

        page = client.get(PAGE)

        assertContains(page, f"tháng {timezone.localdate().month} năm")
        assertContains(page, "50,00%")
        assertContains(page, "(1 trong 2)")
        assertContains(page, "Các số này được tính thế nào")
        assertContains(page, "chưa đủ lượt đánh giá để công bố")

    def test_ratings_that_could_be_traced_are_not_told(self, unit):
        for _ in range(4):
            finished(unit, rating=5)
        today = timezone.localdate()
        assert public_figures.of(unit, today).figures[3].value == "–"

        other = UnitFactory()
        for _ in range(5):
            finished(other, rating=5)
        assert public_figures.of(other, today).figures[3].value == "100,00%"

    def test_they_are_remembered_some_minutes_and_say_as_of_when(self, client, unit):
        finished(unit)
        first = client.get(PAGE).context["month"]
        finished(unit)

        second = client.get(PAGE).context["month"]

        assert (second.at, second.figures) == (first.at, first.figures)
        assert isinstance(first.at, datetime)

    def test_an_empty_month_reads_well(self, client, unit):
        page = client.get(PAGE)

        assertContains(page, "Từ đầu tháng chưa nhận và chưa giải quyết xong hồ sơ nào.")
        assertContains(page, "Không có hồ sơ trễ hẹn nào phải xin lỗi.")
        assertContains(page, "Chưa có báo cáo nào được công bố.")
        assertContains(page, "Trụ sở Xã Nhà")


class TestLate:
    def test_only_the_code_and_the_new_day_are_told(self, client, unit):
        dossier = apologised(unit)

        page = client.get(PAGE)

        assertContains(page, dossier.code)
        assertContains(page, f"hẹn lại ngày {timezone.localdate() + timedelta(days=4):%d/%m/%Y}")
        for secret in ("Nguyễn Văn Kín", "Chờ xác minh đất", dossier.phone, dossier.personal_number):
            assertNotContains(page, secret)

    def test_a_late_dossier_without_an_apology_is_not_told(self, client, unit):
        dossier = DossierFactory(unit=unit, status=DossierStatus.PROCESSING)

        assertNotContains(client.get(PAGE), dossier.code)


@pytest.fixture
def report(unit, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    made = Report.objects.create(
        kind="cchc", unit=unit, period_code="2024-Q1", period_first=date(2023, 12, 15),
        period_last=date(2024, 3, 14), figures={}, built_at=timezone.now(),
    )  # fmt: skip
    file = ReportFile(report=made, format="pdf", size=5, sha256="0")
    file.file.save("x.pdf", ContentFile(b"%PDF-"), save=False)
    file.save()
    return made


class TestReports:
    def test_a_released_report_is_everybodys_until_it_is_withdrawn(self, client, unit, report):
        leader = UserFactory(unit=unit, roles=[Role.LEADER])
        address = f"/co-quan/bao-cao/{report.pk}.pdf"
        assert client.get(address).status_code == 404

        client.force_login(leader)
        client.post(f"/bao-cao/{report.pk}/cong-bo/")
        client.logout()
        assertContains(client.get(PAGE), address)
        assert b"".join(client.get(address).streaming_content) == b"%PDF-"

        client.force_login(leader)
        client.post(f"/bao-cao/{report.pk}/cong-bo/", {"act": "withdraw"})
        client.logout()
        assert client.get(address).status_code == 404

    def test_what_is_built_anew_is_nobodys_before_it_is_released_again(self, client, unit, report):
        releasing.release(report, by=UserFactory(unit=unit, roles=[Role.REFORM]))

        Report.objects.update(built_at=timezone.now() + timedelta(minutes=1))

        assert client.get(f"/co-quan/bao-cao/{report.pk}.pdf").status_code == 404
        assertNotContains(client.get(PAGE), f"{report.pk}.pdf")

    def test_what_was_not_built_is_not_released(self, client, unit, report):
        Report.objects.update(built_at=None)
        client.force_login(UserFactory(unit=unit, roles=[Role.REFORM]))

        page = client.post(f"/bao-cao/{report.pk}/cong-bo/", follow=True)

        assertContains(page, "Dựng xong tệp rồi mới công bố được.")


def test_with_several_offices_one_is_chosen(client, unit):
    other = UnitFactory(name="Xã Khác")
    UserFactory(unit=other, roles=[Role.INTAKE])

    assertContains(client.get(PAGE), f"?don-vi={other.code}")
    assertContains(client.get(f"{PAGE}?don-vi={other.code}"), "Bộ phận Một cửa Xã Khác")


def test_the_page_costs_the_same_for_one_officer_and_for_many(client, unit):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        return len(seen)

    def list_one():
        ListedOfficer.objects.create(unit=unit, user=UserFactory(unit=unit, roles=[Role.PROCESSING]))

    list_one(), client.get(PAGE)
    one = queries()
    for _ in range(4):
        list_one(), apologised(unit)

    assert queries() == one
