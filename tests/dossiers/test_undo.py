"""Hoàn tác: the same day, by who did it or a leader, nothing erased, everything put back."""

from datetime import timedelta

import pytest

from dossiers import lifecycle, slips
from dossiers.models import FiledAs
from dossiers.process import line
from dossiers.results import filing
from dossiers.status import HANDED_OVER, TRANSITIONS, UNDO, DossierStatus
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
START = at("2024-03-15 09:30")


@pytest.fixture
def officer():
    return OfficerFactory(full_name="Lê Thị Hồng")


@pytest.fixture
def dossier(officer):
    return lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", by=officer,
        at=START,
    )  # fmt: skip


def test_the_table_is_the_transitions_backwards_without_what_the_citizen_holds():
    backwards = {
        (after, before) for before, following in TRANSITIONS.items() for after in following - HANDED_OVER
    }

    assert {(after, before) for after, befores in UNDO.items() for before in befores} == backwards


def test_undoing_a_supplement_gives_back_the_clock_and_keeps_the_trace(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=START + timedelta(hours=1))
    asked = lifecycle.request_supplement(
        dossier, reason="Thiếu", by=officer, at=START + timedelta(hours=2),
        items=[lifecycle.Asked("Giấy chứng sinh")],
    )  # fmt: skip

    back = lifecycle.undo(asked, reason="Nhầm hồ sơ", by=officer, at=START + timedelta(hours=3))

    assert back.status == DossierStatus.PROCESSING
    assert (back.paused_since, back.was_paused, back.due_at) == (None, False, dossier.due_at)
    assert not back.pauses.exists()
    assert [event.action for event in back.events.order_by("pk")] == [
        "receive", "start_processing", "request_supplement", "undo",
    ]  # fmt: skip
    undone = back.events.last()
    assert (undone.reason, undone.details["undoes"]) == ("Nhầm hồ sơ", "request_supplement")
    assert back.supplement_requests.get().undone_at == START + timedelta(hours=3)
    assert AuditEvent.objects.about(back).filter(action="dossier.undo").exists()
    slip = back.slips.order_by("revision").last()
    assert (slip.revision, slip.content["voided"]) == (1, "Nhầm hồ sơ")


def test_undoing_the_reception_of_papers_lets_the_clock_stand_again_from_when_it_stood(officer, dossier):
    lifecycle.request_supplement(
        dossier, reason="Thiếu", by=officer, at=START + timedelta(hours=1),
        items=[lifecycle.Asked("Giấy chứng sinh")],
    )  # fmt: skip
    item = lifecycle.open_request(dossier).items.get()
    later = START + timedelta(days=5)
    received = lifecycle.receive_supplement(dossier, by=officer, at=later, came={item.pk: FiledAs.ORIGINAL})
    assert received.due_at > dossier.due_at
    assert received.components.count() == received.papers_to_digitise == 1

    back = lifecycle.undo(received, reason="Chưa nộp", by=officer, at=later + timedelta(minutes=1))

    pause = back.pauses.get()
    assert (back.paused_since, back.due_at) == (START + timedelta(hours=1), dossier.due_at)
    assert (pause.to_at, pause.due_on_after) == (None, None)
    assert (back.components.count(), back.papers_to_digitise) == (0, 0)
    assert lifecycle.open_request(back).items.get().came_at is None


def test_a_dossier_taken_on_without_its_papers_asks_for_no_more_until_that_is_undone(officer, dossier):
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=START)
    started = lifecycle.start_processing(dossier, by=officer, at=START)
    assert lifecycle.open_request(started) is None

    back = lifecycle.undo(started, reason="Nhầm", by=officer, at=START)

    assert lifecycle.open_request(back) is not None


def test_papers_that_were_scanned_are_not_undone(officer, dossier):
    lifecycle.request_supplement(
        dossier, reason="Thiếu", by=officer, at=START, items=[lifecycle.Asked("Giấy chứng sinh")]
    )
    item = lifecycle.open_request(dossier).items.get()
    received = lifecycle.receive_supplement(dossier, by=officer, at=START, came={item.pk: FiledAs.ORIGINAL})
    received.components.update(is_digitised=True)

    with pytest.raises(DomainError, match="đã được số hóa"):
        lifecycle.undo(received, reason="Nhầm", by=officer, at=START)
    assert received.components.exists()


def test_a_result_that_was_undone_can_be_given_anew(officer, dossier):
    concluded = lifecycle.conclude(dossier, by=officer, at=START, has_electronic_result=True)

    back = lifecycle.undo(concluded, reason="Nhầm", by=officer, at=START)
    again = lifecycle.refuse(back, reason="Không đủ", by=officer, at=START)

    assert (back.finished_at, back.outcome, back.has_electronic_result) == (None, "", False)
    assert again.outcome == "refused"


def test_a_conclusion_after_which_a_result_was_recorded_waits_until_that_is_taken_back(officer, dossier):
    lifecycle.start_processing(dossier, by=officer)
    before = recorded(dossier, officer, "01")
    lifecycle.conclude(dossier, by=officer)
    after = recorded(dossier, officer, "02")

    with pytest.raises(DomainError, match=r"đã ghi kết quả “02 Giấy”\. Thu hồi kết quả đó trước"):
        lifecycle.undo(dossier, reason="Nhầm hồ sơ", by=officer)
    filing.withdraw(after, reason="Nhầm hồ sơ", by=officer)
    back = lifecycle.undo(dossier, reason="Nhầm hồ sơ", by=officer)

    assert back.status == DossierStatus.PROCESSING
    assert list(back.results.standing()) == [before]


def recorded(dossier, officer, number):
    return filing.file_result(dossier, title="Giấy", number=number, issued_on=None, content=None, by=officer)


def test_steps_are_undone_one_after_the_other_up_to_the_reception(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=START)
    lifecycle.conclude(dossier, by=officer, at=START)

    for status in (DossierStatus.PROCESSING, DossierStatus.RECEIVED):
        assert lifecycle.undo(dossier, reason="Nhầm", by=officer, at=START).status == status
    with pytest.raises(DomainError, match="chưa qua bước nào sau khi tiếp nhận"):
        lifecycle.undo(dossier, reason="Nhầm", by=officer, at=START)


def refusal(dossier, by, moment=START):
    return lifecycle.undo_refusal(dossier, by=by, at=moment)


def test_only_on_the_day_of_the_step(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=START)

    assert refusal(dossier, officer, START.replace(hour=16, minute=59)) == ""
    assert refusal(dossier, officer, START + timedelta(days=1)) == (
        "Hoàn tác: chỉ trong ngày làm bước đó; “Chuyển xử lý” làm ngày 15/03/2024."
    )


def test_only_by_who_took_the_step_or_a_leader_of_the_unit(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=START)
    colleague = OfficerFactory(unit=officer.unit)
    leader = UserFactory(unit=officer.unit, roles=[Role.LEADER])
    leader_elsewhere = UserFactory(roles=[Role.LEADER])

    for other in (colleague, leader_elsewhere):
        assert refusal(dossier, other) == (
            "Hoàn tác: chỉ Lê Thị Hồng hoặc lãnh đạo đơn vị được hoàn tác “Chuyển xử lý”."
        )
    assert refusal(dossier, leader) == ""


def test_not_what_was_returned(officer, dossier):
    lifecycle.conclude(dossier, by=officer, at=START)
    lifecycle.return_result(dossier, by=officer, at=START)

    assert refusal(dossier, officer) == "Hoàn tác: “Trả kết quả” đã đến tay người dân, không hoàn tác được."


def test_not_a_step_whose_slip_was_printed(officer, dossier):
    asked = lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=START)
    slip = asked.slips.get()
    assert refusal(asked, officer) == ""

    slips.record_print(slip, by=officer)

    assert refusal(asked, officer) == (
        f"Hoàn tác: {slip} đã in để giao cho người dân, không hoàn tác được “Yêu cầu bổ sung giấy tờ”."
    )


def test_who_had_the_dossier_before_the_step_has_it_again(officer, dossier):
    lifecycle.start_processing(dossier, by=officer, at=START)
    concluded = lifecycle.conclude(dossier, by=officer, at=START + timedelta(hours=1))
    assert not concluded.handovers.filter(finished_at=None).exists()

    working = lifecycle.undo(concluded, reason="Nhầm", by=officer, at=START + timedelta(hours=2))
    stay = working.handovers.get()
    assert (stay.finished_at, stay.result, working.assignee) == (None, "", officer)

    back = lifecycle.undo(working, reason="Nhầm", by=officer, at=START + timedelta(hours=2))
    assert (back.current_step, back.assignee, back.handovers.count()) == (None, None, 0)


def test_not_once_the_dossier_was_handed_on(officer, dossier):
    started = lifecycle.start_processing(dossier, by=officer, at=START)
    stay = started.handovers.get()
    stay.finished_at = START
    stay.save()
    started.handovers.create(
        kind="assign", step=stay.step, step_name=stay.step_name, step_kind=stay.step_kind, from_label="A",
        to_label="B", at=START,
    )  # fmt: skip

    assert refusal(started, officer) == (
        "Hoàn tác: hồ sơ đã được giao tiếp cho người khác sau bước “Chuyển xử lý”."
    )


def test_not_what_was_written_before_steps_kept_what_they_changed(officer):
    old = DossierFactory(unit=officer.unit, processing=True)
    old.events.create(
        at=START, action="start_processing", from_status="received", to_status="processing", actor=officer
    )

    assert refusal(old, officer) == (
        "Hoàn tác: “Chuyển xử lý” không phải là bước làm tại đây, không hoàn tác được."
    )


def test_the_way_of_a_dossier_shows_when_it_was_taken_on_for_good(officer, dossier):
    first, mistaken, asked, came = (START + timedelta(minutes=minutes) for minutes in (1, 2, 3, 4))
    lifecycle.start_processing(dossier, by=officer, at=first)
    lifecycle.undo(dossier, reason="Nhầm hồ sơ", by=officer, at=mistaken)
    wanted = [lifecycle.Asked("Giấy chứng sinh")]
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=asked, items=wanted)
    item = lifecycle.open_request(dossier).items.get()
    dossier = lifecycle.receive_supplement(dossier, by=officer, at=came, came={item.pk: FiledAs.ORIGINAL})

    (here,) = [step for step in line.steps(dossier) if step.is_current]

    assert here.at == came
