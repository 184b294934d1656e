"""Số lần người dân đến: counted from what happened at the counter, a day once, never typed."""

import importlib
import pkgutil
from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import intake, lifecycle, migrations, returning, visiting
from dossiers.models import Dossier, FiledAs, IdentityCheck, ReceiverRole, VisitNote
from dossiers.models.choices import Source
from dossiers.status import Channel
from portal.errors import DomainError
from reports.figures import Scope, figure_set, records
from reports.integrity import visits
from reports.integrity.model import Span
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-03-02 09:00")


@pytest.fixture
def officer():
    return OfficerFactory()


def received(officer, **values):
    return intake.receive_with_receipt(
        uuid4(), by=officer, unit=officer.unit, procedure=ProcedureFactory(), applicant_name="Nguyễn Thị Mẫu",
        at=values.pop("when", MONDAY), **values,
    )  # fmt: skip


def returned(dossier, officer, when, way="counter"):
    lifecycle.conclude(dossier, by=officer, at=when)
    check = IdentityCheck.CARD if way == "counter" else IdentityCheck.SENT
    receiver = returning.Receiver(ReceiverRole.OWNER, "Nguyễn Thị Mẫu", "", check)
    number = "" if way == "counter" else "EV1"
    [record] = returning.hand_over(
        [dossier], batch=uuid4(), receiver=receiver, way=way, by=officer, at=when, tracking_number=number
    )
    return record.dossier


def count(dossier):
    return Dossier.objects.values_list("visits", flat=True).get(pk=dossier.pk)


def test_handing_in_and_taking_the_result_are_two_visits_and_on_one_day_one(officer):
    dossier = received(officer)
    assert count(dossier) == 1
    assert returned(dossier, officer, at("2026-03-05 09:00")).visits == 2
    same_day = received(officer)

    returned(same_day, officer, at("2026-03-02 15:00"))

    assert count(same_day) == 1


def test_what_is_missing_brings_the_person_once_more(officer):
    dossier = received(officer)
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2026-03-03 09:00"))

    lifecycle.receive_supplement(dossier, by=officer, at=at("2026-03-04 09:00"))

    assert count(dossier) == 2


def test_a_reception_that_was_undone_was_no_visit(officer, monkeypatch):
    when = at("2026-03-04 09:00")
    dossier = received(officer)
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2026-03-03 09:00"))
    lifecycle.receive_supplement(dossier, by=officer, at=when)

    lifecycle.undo(dossier, reason="Nhầm hồ sơ", by=officer, at=when)

    assert count(dossier) == 1


def test_what_comes_online_or_by_post_and_goes_by_post_needs_no_visit(officer):
    online = received(officer, channel=Channel.ONLINE_FULL)
    assert count(online) == 0

    returned(online, officer, at("2026-03-05 09:00"), way="post")

    assert count(online) == 0


def test_a_result_returned_at_once_is_one_visit(officer):
    at_once = ProcedureFactory(time_value=None, time_unit="")
    dossier = intake.receive_with_receipt(
        uuid4(), by=officer, unit=officer.unit, procedure=at_once, applicant_name="A", at=MONDAY,
        returns_at_once=True,
    )  # fmt: skip

    assert count(dossier) == 1


def test_an_officer_notes_a_further_visit_and_a_day_is_counted_once(client, officer):
    today = timezone.now()
    dossier = received(officer, when=today - timezone.timedelta(days=1))
    client.force_login(officer)
    sent = {"on": timezone.localdate(today).strftime("%d/%m/%Y"), "what": "Hỏi kết quả"}

    for _ in "12":
        page = client.post(f"/ho-so/{dossier.code}/lan-den/", sent, follow=True)

    assertContains(page, "2 lần")
    assert VisitNote.objects.get().what == "Hỏi kết quả"
    assert dossier.events.filter(action="note_visit").count() == 1
    future = {"on": "01/01/2099", "what": "x"}
    assertContains(client.post(f"/ho-so/{dossier.code}/lan-den/", future, follow=True), "còn ở tương lai")


def test_after_the_result_is_returned_the_number_stands(officer):
    dossier = returned(received(officer), officer, at("2026-03-05 09:00"))

    with pytest.raises(DomainError, match="số lần đến đã chốt"):
        visiting.note(dossier, on=MONDAY.date(), what="x", by=officer)


def test_of_what_a_sheet_brought_nobody_knows_and_the_page_says_so(client, officer):
    dossier = DossierFactory(unit=officer.unit, source=Source.IMPORT, visits=None)
    client.force_login(officer)

    page = client.get(dossier.get_absolute_url())

    assertContains(page, "Không biết: hồ sơ nhập từ bảng tính")
    assertNotContains(page, "Ghi thêm một lần đến")
    with pytest.raises(DomainError, match="không biết số lần đến"):
        visiting.note(dossier, on=MONDAY.date(), what="x", by=officer)


def test_papers_that_come_in_parts_count_by_day(officer):
    dossier = received(officer)
    items = [lifecycle.Asked("Tờ khai"), lifecycle.Asked("Căn cước")]
    lifecycle.request_supplement(dossier, reason="Thiếu", items=items, by=officer, at=at("2026-03-03 09:00"))
    first, second = lifecycle.open_request(dossier).items.all()

    lifecycle.receive_supplement(
        dossier, by=officer, at=at("2026-03-04 09:00"), came={first.pk: FiledAs.COPY}
    )
    lifecycle.receive_supplement(dossier, by=officer, at=at("2026-03-05 09:00"), came={second.pk: None})

    assert count(dossier) == 3


def test_earlier_dossiers_get_their_number_from_what_tells_it(officer):
    dossier = returned(received(officer), officer, at("2026-03-05 09:00"))
    online, imported = (
        received(officer, channel=Channel.ONLINE_FULL),
        DossierFactory(code="CU-1", source=Source.IMPORT),
    )
    Dossier.objects.update(visits=None)
    [name] = [
        one.name for one in pkgutil.iter_modules(migrations.__path__) if "visits_of_earlier" in one.name
    ]
    migration = importlib.import_module(f"dossiers.migrations.{name}")

    migration.fill(apps, None)

    assert [count(one) for one in (dossier, online, imported)] == [2, 0, None]


def test_a_number_that_no_record_bears_out_is_found(officer):
    dossier = received(officer)
    span = Span.of_years(1, timezone.localdate())
    assert not list(visits.problems(span))

    Dossier.objects.filter(pk=dossier.pk).update(visits=5)

    [problem] = visits.problems(span)
    assert str(problem) == f"Hồ sơ {dossier.code}: số lần đến ghi 5, theo diễn biến là 1."


def test_the_report_tells_how_many_were_done_in_two_visits_of_those_that_are_known(officer):
    returned(received(officer), officer, at("2026-03-05 09:00"))
    often = received(officer)
    lifecycle.request_supplement(often, reason="Thiếu", by=officer, at=at("2026-03-03 09:00"))
    lifecycle.receive_supplement(often, by=officer, at=at("2026-03-04 09:00"))
    returned(often, officer, at("2026-03-05 09:00"))
    received(officer)
    DossierFactory(
        unit=officer.unit, code="CU-1", source=Source.IMPORT, returned=True, received_at=MONDAY, visits=None
    )
    month = Period(date(2026, 3, 1), date(2026, 3, 31), "", "")

    found = figure_set(officer.unit, month)

    assert (found.figures["visits_known"], found.figures["two_visits"]) == (2, 1)
    assert found.rates["two_visits"] == 50
    assert [one.visits for one in records(Scope.of(officer.unit, month), "two_visits")] == [2]
    earlier = Period(date(2026, 3, 1), date(2026, 3, 4), "", "")
    assert figure_set(officer.unit, earlier).figures["visits_known"] == 0
