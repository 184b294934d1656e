from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers import lifecycle
from dossiers.models import Absence, Competence, Handover, HandoverList, ProcessStep, Slip, SlipKind
from dossiers.process import handing, people, ways
from dossiers.process.control import control_rows
from dossiers.status import DossierStatus
from portal.errors import DomainError
from portal.models import AuditEvent, Role, UnitTree
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db

INTAKE, APPRAISE, SIGN, STAMP, RETURN = 1, 2, 3, 4, 5


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def desk(unit):
    return UserFactory(unit=unit, full_name="Lê Thị Hồng", roles=[Role.INTAKE])


@pytest.fixture
def specialist(unit):
    return UserFactory(unit=unit, full_name="Trần Quang", roles=[Role.PROCESSING])


@pytest.fixture
def leader(unit):
    return UserFactory(unit=unit, full_name="Nguyễn Hữu Thắng", roles=[Role.LEADER])


@pytest.fixture
def dossier(desk):
    """Received on a Friday morning, three working days: due on Wednesday at 09:30."""
    return lifecycle.receive(
        procedure=ProcedureFactory(time_value=3),
        unit=desk.unit,
        applicant_name="Trần Thị Bích Ngọc",
        by=desk,
        at=at("2024-03-15 09:30"),
    )


def to_specialist(dossier, desk, specialist, when="2024-03-15 10:00"):
    return handing.hand_over(
        dossier, by=desk, to_step=APPRAISE, seen_at=INTAKE, to_user=specialist, at=at(when)
    )


def rows(dossier):
    return [(stay.from_label, stay.to_label, stay.step_name, stay.result) for stay in dossier.handovers.all()]


def test_the_first_hand_over_starts_the_processing_with_one_event(dossier, desk, specialist):
    moved = to_specialist(dossier, desk, specialist)

    assert (moved.status, moved.assignee) == (DossierStatus.PROCESSING, specialist)
    assert moved.current_step.name == "Thẩm định"
    event = moved.events.last()
    assert (event.action, event.from_status, event.to_status) == (
        "start_processing",
        "received",
        "processing",
    )
    assert (event.reason, event.actor) == ("Thẩm định, Trần Quang", desk)
    assert moved.events.count() == 2


def test_a_later_hand_over_changes_no_state_and_ends_the_step_with_its_result(
    dossier, desk, specialist, leader
):
    to_specialist(dossier, desk, specialist)

    moved = handing.hand_over(
        dossier,
        by=specialist,
        to_step=SIGN,
        seen_at=APPRAISE,
        note="dự thảo kèm theo",
        at=at("2024-03-18 09:00"),
    )

    assert (moved.status, moved.assignee) == (DossierStatus.PROCESSING, None)
    event = moved.events.last()
    assert (event.action, event.from_status, event.to_status) == ("hand_over", "processing", "processing")
    assert event.reason == "Lãnh đạo ký, Lãnh đạo; dự thảo kèm theo"
    assert rows(moved) == [
        ("Lê Thị Hồng", "Trần Quang", "Thẩm định", "early"),
        ("Trần Quang", "Lãnh đạo", "Lãnh đạo ký", ""),
    ]
    assert AuditEvent.objects.about(moved).filter(action="dossier.hand_over").count() == 1


def test_a_step_is_due_after_its_share_of_the_working_time(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)

    # Three working days of eight hours: 60% are 14 h 24. Friday has 5 h left after 10:00, Monday 8 h.
    assert dossier.handovers.get().due_at == at("2024-03-19 08:24")


@pytest.mark.parametrize(
    ("finished", "result"),
    [("2024-03-18 16:00", "early"), ("2024-03-19 16:00", "on_time"), ("2024-03-20 07:30", "late")],
)
def test_the_result_of_a_step_compares_by_day(dossier, desk, specialist, finished, result):
    to_specialist(dossier, desk, specialist)

    handing.hand_over(dossier, by=specialist, to_step=SIGN, seen_at=APPRAISE, at=at(finished))

    assert dossier.handovers.first().result == result


def test_the_wait_for_the_applicant_is_not_the_steps(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    lifecycle.request_supplement(dossier, reason="Thiếu giấy", by=specialist, at=at("2024-03-15 14:00"))

    lifecycle.receive_supplement(dossier, by=desk, at=at("2024-03-18 14:00"))

    assert dossier.handovers.get().due_at == at("2024-03-20 08:24")


def test_a_second_press_hands_over_once(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)

    with pytest.raises(DomainError, match="đã chuyển sang bước “Thẩm định”"):
        to_specialist(dossier, desk, specialist)
    assert dossier.handovers.count() == 1


def test_only_who_has_it_or_directs_hands_it_on(dossier, desk, specialist, leader):
    to_specialist(dossier, desk, specialist)

    with pytest.raises(DomainError, match=r"đang do Trần Quang giữ.*Nhận thay"):
        handing.hand_over(dossier, by=desk, to_step=SIGN, seen_at=APPRAISE)

    handing.hand_over(dossier, by=leader, to_step=SIGN, seen_at=APPRAISE)
    assert rows(dossier)[-1][:2] == ("Trần Quang", "Lãnh đạo")


def test_a_step_goes_only_to_people_of_its_role_in_the_unit(dossier, desk, leader):
    stranger = UserFactory(full_name="Người Lạ", roles=[Role.PROCESSING])

    for other in (stranger, leader):
        with pytest.raises(DomainError, match="không giữ được bước “Thẩm định”"):
            handing.hand_over(dossier, by=desk, to_step=APPRAISE, seen_at=INTAKE, to_user=other)
    dossier.refresh_from_db()
    assert (dossier.status, dossier.handovers.count()) == (DossierStatus.RECEIVED, 0)


def test_the_first_of_a_role_who_takes_a_waiting_dossier_has_it(dossier, desk, specialist):
    handing.hand_over(dossier, by=desk, to_step=APPRAISE, seen_at=INTAKE)

    taken = handing.take(dossier, by=specialist)

    assert taken.assignee == specialist
    stay = taken.handovers.get()
    assert (stay.to_user, stay.to_role, stay.taken_at is not None) == (specialist, "", True)
    with pytest.raises(DomainError, match="đã có Trần Quang giữ"):
        handing.take(dossier, by=UserFactory(unit=desk.unit, roles=[Role.PROCESSING]))


def test_a_colleague_takes_over_from_who_is_away_with_a_trace(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    due_at = dossier.handovers.get().due_at
    colleague = UserFactory(unit=desk.unit, full_name="Hoàng Đình Nghĩa", roles=[Role.PROCESSING])

    taken = handing.take_over(dossier, by=colleague, reason="Anh Quang nghỉ phép")

    assert taken.assignee == colleague
    assert rows(taken)[-1][:3] == ("Trần Quang", "Hoàng Đình Nghĩa", "Thẩm định")
    assert taken.handovers.last().due_at == due_at
    event = taken.events.last()
    assert (event.action, event.actor) == ("take_over", colleague)
    assert event.reason == "Thẩm định, Hoàng Đình Nghĩa; Anh Quang nghỉ phép"


def test_a_delegate_passes_on_what_the_absent_person_has(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    delegate = UserFactory(unit=desk.unit, roles=[Role.PROCESSING])
    today = timezone.localdate()
    Absence.objects.create(user=specialist, from_on=today, to_on=today, delegate=delegate)

    handing.hand_over(dossier, by=delegate, to_step=SIGN, seen_at=APPRAISE)

    assert rows(dossier)[-1][2] == "Lãnh đạo ký"


def test_a_step_of_a_named_person_goes_to_who_stands_in_for_them(dossier, desk, specialist):
    ways.shipped()
    ProcessStep.objects.filter(position=APPRAISE).update(user=specialist)
    delegate = UserFactory(unit=desk.unit, roles=[Role.PROCESSING])
    today = timezone.localdate()
    Absence.objects.create(user=specialist, from_on=today, to_on=today, delegate=delegate)

    handed = handing.hand_over(dossier, by=desk, to_step=APPRAISE, seen_at=INTAKE)

    assert handed.assignee == delegate


def test_somebody_of_another_role_takes_nothing_over(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)

    with pytest.raises(DomainError, match="không giữ được bước"):
        handing.take_over(dossier, by=desk, reason="Vắng")


def test_a_leader_gives_a_dossier_to_somebody_and_others_may_not(dossier, desk, specialist, leader):
    to_specialist(dossier, desk, specialist)
    colleague = UserFactory(unit=desk.unit, roles=[Role.PROCESSING])

    with pytest.raises(DomainError, match="Chỉ lãnh đạo hoặc quản trị"):
        handing.assign(dossier, to_user=colleague, by=desk)
    assigned = handing.assign(dossier, to_user=colleague, by=leader)

    assert (assigned.assignee, assigned.current_step.name) == (colleague, "Thẩm định")


def test_sending_back_goes_to_who_had_it_with_the_reason(dossier, desk, specialist, leader):
    to_specialist(dossier, desk, specialist)
    handing.hand_over(dossier, by=specialist, to_step=SIGN, seen_at=APPRAISE, at=at("2024-03-18 09:00"))

    back = handing.send_back(dossier, by=leader, seen_at=SIGN, reason="Sai căn cứ")

    assert (back.assignee, back.current_step.name) == (specialist, "Thẩm định")
    assert rows(back)[1][1] == "Nguyễn Hữu Thắng"  # who sent it back had taken it
    assert control_rows(back)[-1].note == "Trả lại bước trước; Sai căn cứ"


def test_nothing_goes_back_to_the_desk(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)

    with pytest.raises(DomainError, match="không có bước nào để trả lại"):
        handing.send_back(dossier, by=specialist, seen_at=APPRAISE, reason="Thiếu")


def test_a_dossier_that_waits_for_the_applicant_stays_where_it_is(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    lifecycle.request_supplement(dossier, reason="Thiếu giấy", by=specialist, at=at("2024-03-15 14:00"))

    with pytest.raises(DomainError, match="thời hạn tạm dừng"):
        handing.hand_over(dossier, by=specialist, to_step=SIGN, seen_at=APPRAISE)


def test_a_result_ends_the_stay_and_goes_back_to_the_desk(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    lifecycle.conclude(dossier, by=specialist, at=at("2024-03-18 10:00"))
    dossier.refresh_from_db()
    assert (rows(dossier)[-1][3], dossier.assignee) == ("early", specialist)

    handing.hand_over(
        dossier, by=specialist, to_step=RETURN, seen_at=APPRAISE, to_user=desk, at=at("2024-03-18 10:30")
    )
    lifecycle.return_result(dossier, by=desk, at=at("2024-03-18 14:00"))

    dossier.refresh_from_db()
    assert rows(dossier)[-1] == ("Trần Quang", "Lê Thị Hồng", "Trả kết quả", "on_time")
    assert (dossier.assignee, Handover.objects.open().count()) == (None, 0)


def test_a_concluded_dossier_goes_nowhere_but_to_the_desk(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    lifecycle.conclude(dossier, by=specialist)

    with pytest.raises(DomainError, match="chỉ còn chuyển tới bước trả kết quả"):
        handing.hand_over(dossier, by=specialist, to_step=SIGN, seen_at=APPRAISE)


def test_starting_without_more_words_begins_a_stay_too(dossier, desk, specialist):
    lifecycle.start_processing(dossier, by=specialist, at=at("2024-03-15 11:00"))

    dossier.refresh_from_db()
    assert (dossier.assignee, dossier.current_step.name) == (specialist, "Thẩm định")
    assert rows(dossier) == [("Lê Thị Hồng", "Trần Quang", "Thẩm định", "")]


def test_several_go_on_one_numbered_list_or_none_of_them(desk, specialist):
    first, second = (DossierFactory(unit=desk.unit) for _ in range(2))

    made = handing.hand_over_many(
        [(first, INTAKE), (second, INTAKE)], by=desk, to_step=APPRAISE, to_user=specialist
    )

    assert (made.slip.kind, made.slip.number, made.to_label) == (SlipKind.HANDOVER_LIST, 1, "Trần Quang")
    assert made.slip.content["codes"] == [first.code, second.code]
    assert {stay.dossier for stay in made.handovers.all()} == {first, second}
    assert first.events.last().reason == "Thẩm định, Trần Quang, danh sách số 1"
    third = DossierFactory(unit=desk.unit)
    with pytest.raises(DomainError):
        handing.hand_over_many(
            [(third, INTAKE), (first, INTAKE)], by=desk, to_step=APPRAISE, to_user=specialist
        )
    third.refresh_from_db()
    assert third.status == DossierStatus.RECEIVED
    assert (HandoverList.objects.count(), Slip.objects.count()) == (1, 1)


def test_the_control_slip_has_a_block_for_each_hand_over(dossier, desk, specialist):
    to_specialist(dossier, desk, specialist)
    handing.hand_over(dossier, by=specialist, to_step=SIGN, seen_at=APPRAISE, at=at("2024-03-20 09:00"))

    assert [(row.giver, row.taker, row.at, row.result, row.note) for row in control_rows(dossier)] == [
        ("Bộ phận Một cửa (Lê Thị Hồng)", "Trần Quang", at("2024-03-15 10:00"), "Quá hạn", ""),
        ("Trần Quang", "Lãnh đạo", at("2024-03-20 09:00"), "", ""),
    ]


def test_the_shipped_steps_share_out_the_whole_limit():
    assert sum(step.share for step in ways.shipped().steps.all()) == 100


def test_a_dossier_of_a_merged_unit_is_held_by_its_heirs_people(desk):
    old = UnitFactory(valid_to=timezone.localdate() - timedelta(days=1), successor=desk.unit)
    dossier = DossierFactory(unit=old, processing=True)
    heir = OfficerFactory(unit=desk.unit)

    assert handing.take(dossier, by=heir).assignee == heir


def test_a_dossier_from_a_spreadsheet_that_somebody_takes_came_from_the_desk(desk, specialist):
    dossier = DossierFactory(unit=desk.unit, processing=True)

    handing.take(dossier, by=specialist)

    assert [(row.giver, row.taker, row.note) for row in control_rows(dossier)] == [
        ("Bộ phận Một cửa", "Trần Quang", "")
    ]


def test_who_is_in_charge_comes_first_and_who_is_away_last(desk, specialist, dossier):
    in_charge = UserFactory(unit=desk.unit, full_name="Vũ Thị Yến", roles=[Role.PROCESSING])
    Competence.objects.create(user=in_charge, unit=desk.unit, procedure=dossier.procedure)
    away = UserFactory(unit=desk.unit, full_name="An Văn Bình", roles=[Role.PROCESSING])
    today = timezone.localdate()
    Absence.objects.create(user=away, from_on=today, to_on=today)
    step = ways.of(dossier).working

    found = people.candidates(dossier, step, UnitTree.load())

    assert [(one.user, one.is_in_charge, one.is_away) for one in found] == [
        (in_charge, True, False),
        (specialist, False, False),
        (away, False, True),
    ]
