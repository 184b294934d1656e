"""Xin lỗi, hẹn lại: drafted for whatever is late, issued by the leader, listed until it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import calendar, lateness, lifecycle, schedule, tasks
from dossiers.models import Apology, Dossier, Pause, SlipKind
from dossiers.models.dossier import day_of
from dossiers.status import DossierStatus
from portal.errors import DomainError
from portal.models import Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UserFactory, at

pytestmark = pytest.mark.django_db
LIST = "/ho-so/chua-xin-loi/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def leader(officer):
    return UserFactory(unit=officer.unit, roles=[Role.LEADER])


def late(officer, days=3, **fields):
    now = timezone.now()
    return DossierFactory(
        unit=officer.unit, processing=True, received_at=now - timedelta(days=days + 9),
        due_at=now - timedelta(days=days), **fields,
    )  # fmt: skip


def next_working_day():
    today = timezone.localdate()
    return calendar.next_working_day(today, schedule.office_calendar())


def test_the_list_holds_what_is_late_or_due_by_the_next_working_day(client, officer, leader):
    tomorrow = at(f"{next_working_day()} 10:00")
    wanted = [
        late(officer), late(officer, days=0),
        DossierFactory(unit=officer.unit, received_at=timezone.now() - timedelta(days=3), due_at=tomorrow),
    ]  # fmt: skip
    others = [
        DossierFactory(
            unit=officer.unit, received_at=timezone.now(), due_at=tomorrow + timedelta(days=1)
        ),
        late(officer, status=DossierStatus.CONCLUDED, finished_at=timezone.now()),
        late(OfficerFactory()),
    ]  # fmt: skip
    told = late(officer)
    lifecycle.apologise(
        told, reason="Xác minh", new_due_at=lifecycle.proposed_date(told, timezone.now()), by=leader,
        override="Chờ kết quả",
    )  # fmt: skip

    response = client.get(LIST)

    for dossier in wanted:
        assertContains(response, dossier.code)
    for dossier in (*others, told):
        assertNotContains(response, dossier.code)
    assertContains(response, "3 hồ sơ trễ hạn hoặc đến hạn")
    counts = [chip.count for chip in response.context["chips"]]
    assert counts == [3, 1, 1, 1]
    assert [row.dossier for row in client.get(f"{LIST}?han=tre").context["rows"]] == wanted[:1]


def test_a_clock_that_stands_in_time_wants_no_apology(client, officer):
    waiting, too_late = late(officer), late(officer)
    for dossier, days in ((waiting, 5), (too_late, 1)):
        since = timezone.now() - timedelta(days=days)
        Dossier.objects.filter(pk=dossier.pk).update(
            status=DossierStatus.AWAITING_SUPPLEMENT, paused_since=since, paused_on=day_of(since),
            was_paused=True,
        )  # fmt: skip
        Pause.objects.create(dossier=dossier, reason="Thiếu", from_at=since, due_on_before=dossier.due_on)

    assert [row.dossier for row in client.get(LIST).context["rows"]] == [too_late]


def test_the_list_costs_the_same_for_one_and_for_many(client, officer):
    late(officer)
    one = _queries(client)
    for _ in range(3):
        late(officer)

    assert _queries(client) == one


def _queries(client):
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    return len(asked)


def test_an_empty_list_says_what_it_is_for(client, officer):
    assertContains(client.get(LIST), "Không có hồ sơ nào chờ xin lỗi")


def test_a_draft_is_made_for_every_late_dossier_once(officer):
    first, second = late(officer), late(officer)
    own = lifecycle.draft_apology(second, by=officer, reason="Xác minh")

    tasks.draft_apologies()
    tasks.draft_apologies()

    assert Apology.objects.count() == 2
    drafted = Apology.objects.get(dossier=first)
    assert (drafted.reason, drafted.drafted_by, drafted.is_issued) == ("", None, False)
    assert calendar.is_working_day(drafted.new_due_on, schedule.office_calendar())
    own.refresh_from_db()
    assert own.reason == "Xác minh"


def test_the_proposed_day_is_three_working_days_after_the_later_of_due_day_and_today(officer):
    dossier = DossierFactory(unit=officer.unit, due_at=at("2024-03-20 09:30"))

    assert lifecycle.proposed_date(dossier, at("2024-03-19 16:00")) == at("2024-03-25 09:30")
    assert lifecycle.proposed_date(dossier, at("2024-03-29 16:00")) == at("2024-04-03 09:30")


def test_the_desk_drafts_and_the_leader_issues(client, officer, leader):
    dossier = late(officer)
    page = f"/ho-so/{dossier.code}/xin-loi/"
    asked = client.get(page)
    assertContains(asked, "Văn bản xin lỗi phải gửi chậm nhất 1 ngày làm việc trước ngày hẹn trả")
    assertNotContains(asked, "Ban hành văn bản xin lỗi")

    drafted = client.post(page, {"usual": lateness.REASONS[0], "new_due_on": f"{_far():%d/%m/%Y}"})
    by_officer = client.post(page, {"reason": "Xác minh", "new_due_on": f"{_far():%d/%m/%Y}", "issue": "1"})

    assertRedirects(drafted, f"/ho-so/{dossier.code}/")
    assert dossier.apology.reason == lateness.REASONS[0]
    assertContains(by_officer, "Văn bản xin lỗi phải gửi chậm nhất")
    assert not Apology.objects.exclude(issued_at=None).exists()

    client.force_login(leader)
    offered = client.get(page)
    assertContains(offered, lateness.REASONS[0])
    typed = {"reason": "Cần xác minh", "new_due_on": f"{_far():%d/%m/%Y}", "issue": "1"}
    unreasoned = client.post(page, typed)
    issued = client.post(page, typed | {"override": "Chờ kết quả xác minh"})

    assertContains(unreasoned, "Trường này là bắt buộc")
    assertRedirects(issued, f"/ho-so/{dossier.code}/")
    apology = Apology.objects.get()
    assert (apology.issued_by, apology.new_due_on, apology.slip.kind) == (leader, _far(), SlipKind.APOLOGY)
    assert apology.slip.content["reason"] == "Cần xác minh"
    assert apology.slip.content["new_due_at"].startswith(_far().isoformat())
    due = dossier.due_at
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.original_due_at) == (due, due)
    assert dossier.events.get(action="apologise").details["new_due_on"] == _far().isoformat()
    assert dossier.overrides.get().rule == "apology_before_due"
    again = client.get(page)
    assertContains(again, "chỉ hẹn lại một lần")


def _far():
    """A working day well ahead."""
    return calendar.next_working_day(timezone.localdate(), schedule.office_calendar(), 4)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "phải sau ngày hẹn trả đã ghi và không ở quá khứ"), ("sunday", "là ngày nghỉ")],
)
def test_a_new_day_that_cannot_be_is_refused_beside_what_was_typed(client, officer, days, sentence):
    dossier = late(officer)
    today = timezone.localdate()
    ahead = 14 - today.isoweekday() if days == "sunday" else days
    day = today + timedelta(days=ahead)

    response = client.post(
        f"/ho-so/{dossier.code}/xin-loi/", {"reason": "Xác minh", "new_due_on": f"{day:%d/%m/%Y}"}
    )

    assertContains(response, sentence)
    assertContains(response, f"{day:%d/%m/%Y}")
    assert not Apology.objects.exists()


def test_no_apology_without_a_reason_or_for_what_is_over(leader, officer):
    dossier = late(officer)
    over = late(officer, status=DossierStatus.CONCLUDED, finished_at=timezone.now())
    new_due_at = lifecycle.proposed_date(dossier, timezone.now())

    with pytest.raises(DomainError, match="phải nêu lý do"):
        lifecycle.apologise(dossier, reason=" ", new_due_at=new_due_at, by=leader, override="Muộn")
    with pytest.raises(DomainError, match="Chỉ xin lỗi, hẹn lại với hồ sơ đang giải quyết"):
        lifecycle.apologise(over, reason="x", new_due_at=new_due_at, by=leader, override="Muộn")
    with pytest.raises(DomainError, match="lãnh đạo"):
        lifecycle.apologise(dossier, reason="x", new_due_at=new_due_at, by=officer, override="Muộn")


def test_the_page_of_a_late_dossier_leads_to_its_draft(client, officer):
    dossier = late(officer)
    lateness.draft_all()

    response = client.get(f"/ho-so/{dossier.code}/")

    assertContains(response, "Xem dự thảo văn bản xin lỗi")
    assertContains(response, f'href="/ho-so/{dossier.code}/xin-loi/"')
