"""Chỉ tiêu văn bản đi, đến và việc giao: each number counts exactly the records that it opens."""

import pytest
from pytest_django.asserts import assertContains

from dossiers.documents import assigning, incoming, outgoing
from dossiers.documents.status import Medium, SigningState
from dossiers.models import OfficialDocument
from reports import official_figures
from reports.figures import By, Scope, figure_set, records
from reports.models import Report
from reports.periods import Period
from tests.dossiers.documents.making import FRIDAY, MONDAY, Home
from tests.dossiers.factories import UnitFactory, at

pytestmark = pytest.mark.django_db
MARCH = Period.parse("2026-03-01..2026-03-31")


@pytest.fixture
def home():
    """Two came (one void beside them), three went out of which one is fully signed, five tasks."""
    home = Home()
    home.registered(medium=Medium.PAPER)
    incoming.make_void(home.registered(), reason="Nhầm", by=home.keeper)
    home.registered(received_on=at("2026-02-27").date())
    signed, _, revoked = home.issued(), home.issued(medium=Medium.PAPER), home.issued()
    OfficialDocument.objects.filter(pk=signed.pk).update(signature_state=SigningState.FULL)
    outgoing.revoke(revoked, reason="Sai", by=home.leader)
    home.numbered()
    letter = home.instructed(*(home.work(content=str(n)) for n in range(4)))
    in_time, late, undone, cancelled = letter.tasks.order_by("pk")
    done_late = at("2026-03-09 09:00")
    for task, when in ((in_time, MONDAY), (late, done_late)):
        assigning.accept(
            assigning.report(task, result="Xong", by=home.officer, at=when), by=home.leader, at=done_late
        )
    assigning.cancel(cancelled, reason="Thôi", by=home.leader)
    assigning.extend(undone, due_on=at("2026-03-10").date(), reason="Chờ", by=home.leader, at=MONDAY)
    home.task(lead=home.helper, due_on=at("2026-04-01").date())
    return home


EXPECTED = {
    "documents_in": 3, "documents_in_electronic": 2, "documents_in_done": 0, "documents_out": 3,
    "documents_out_electronic": 2, "documents_out_signed": 1, "document_tasks_given": 4,
    "document_tasks_due": 3, "document_tasks_in_time": 1, "document_tasks_late": 1,
    "document_tasks_undone": 1,
}  # fmt: skip


def test_documents_and_tasks_are_counted_by_their_days_and_each_number_opens_its_records(home):
    found = figure_set(home.unit, MARCH)
    scope = Scope.of(home.unit, MARCH)

    assert {code: found.figures[code] for code in EXPECTED} == EXPECTED
    assert {code: records(scope, code).count() for code in EXPECTED} == EXPECTED
    assert str(found.rates["documents_signed"]) == "33.33"
    assert str(found.rates["documents_electronic"]) == "66.67"
    assert str(found.rates["document_tasks_in_time"]) == "33.33"


def test_they_are_split_by_unit_and_by_officer_and_each_part_opens_its_own(home):
    elsewhere = Home(UnitFactory(name="Xã Khác", parent=UnitFactory(kind="district")))
    elsewhere.registered()
    home.unit.parent = elsewhere.unit.parent
    home.unit.save()
    scope = Scope.of(elsewhere.unit.parent, MARCH)

    units = {group.label: group.figures["documents_in"] for group in official_figures.by_unit(scope)}
    officers = {group.label: group for group in official_figures.by_officer(scope)}

    assert units == {"Xã Vĩnh Lâm": 3, "Xã Khác": 1}
    assert officers["Hồ Thị Hoa"].figures["document_tasks_due"] == 3
    assert officers["Võ Văn Nam"].figures["document_tasks_given"] == 1
    key = officers["Hồ Thị Hoa"].key
    assert records(scope, "document_tasks_due", by=By.OFFICER, key=key).count() == 3
    assert records(scope, "documents_in", by=By.UNIT, key=elsewhere.unit.code).count() == 1


def test_the_page_shows_both_and_links_every_number(client, home):
    client.force_login(home.leader)

    page = client.get("/bao-cao/so-lieu/van-ban/?ky=2026-03-01..2026-03-31&theo=officer")

    assertContains(page, "Hồ Thị Hoa")
    assertContains(page, "33,33%")
    for code in ("documents_out_signed", "document_tasks_undone"):
        listed = client.get(f"/bao-cao/so-lieu/ho-so/?ky=2026-03-01..2026-03-31&chi-tieu={code}")
        assertContains(listed, "1 v")


def test_a_report_is_linked_with_its_documents_by_number_and_each_shows_the_other(client, home):
    report = Report.objects.create(
        kind="cchc", unit=home.unit, period_code="2026-Q1", period_first=MARCH.first, period_last=MARCH.last
    )
    client.force_login(home.keeper)
    number = OfficialDocument.objects.issued().first().symbol
    unknown = client.post(f"/bao-cao/{report.pk}/van-ban/", {"number": "9999/X"}, follow=True)
    assertContains(unknown, "Không thấy văn bản nào như vậy")

    linked = client.post(f"/bao-cao/{report.pk}/van-ban/", {"number": number}, follow=True)

    document = OfficialDocument.objects.get(symbol=number)
    assertContains(linked, document.get_absolute_url())
    assertContains(client.get(document.get_absolute_url()), f"/bao-cao/{report.pk}/")
    client.force_login(home.helper)
    assertContains(client.get(document.get_absolute_url()), "ngoài phạm vi xem của bạn")


def test_a_task_not_yet_done_counts_as_undone_on_the_day_the_period_ended(home):
    scope = Scope.of(home.unit, Period.parse(f"2026-03-01..{FRIDAY.isoformat()}"))

    assert records(scope, "document_tasks_undone").count() == 1
    assert records(scope, "document_tasks_late").count() == 0
