"""Giới hạn của pháp luật: the verb refuses, the button greys and the page says it, all in one sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import lifecycle, limits
from dossiers.errors import LimitPassed, NotALeader
from dossiers.limits import LIMITS, Case
from dossiers.models import Dossier, Office, Override
from dossiers.moves import MOVES
from dossiers.status import Channel, DossierStatus
from portal.models import Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, UserFactory, at

pytestmark = pytest.mark.django_db
START = at("2024-03-15 09:30")


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def leader(officer):
    return UserFactory(unit=officer.unit, roles=[Role.LEADER])


@pytest.fixture
def dossier(officer):
    """Received on a Friday, due on the next Wednesday."""
    received = lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", by=officer,
        at=START,
    )  # fmt: skip
    return lifecycle.start_processing(received, by=officer, at=START)


def check(key, dossier, moment):
    return LIMITS[key].check(Case(dossier, at(moment)))


def test_papers_are_asked_for_once(officer, dossier):
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2024-03-18 10:00"))
    dossier = lifecycle.receive_supplement(dossier, by=officer, at=at("2024-03-18 15:00"))

    sentence = check("supplement_once", dossier, "2024-03-18 16:00")
    with pytest.raises(LimitPassed) as refused:
        lifecycle.request_supplement(dossier, reason="Thiếu nữa", by=officer, at=at("2024-03-18 16:00"))

    assert refused.value.message == sentence
    assert sentence == (
        "Hồ sơ đã được yêu cầu bổ sung 1 lần; mọi giấy tờ còn thiếu chỉ được yêu cầu một lần, nêu đủ một "
        "lần; yêu cầu thêm thì hồ sơ tính là quá hạn theo QĐ 766/QĐ-TTg (NĐ 61/2018/NĐ-CP, Điều 11 khoản 2 "
        "điểm c, Điều 15 khoản 3). Lãnh đạo có thể cho phép, ghi rõ lý do."
    )


def test_a_request_that_was_undone_was_none(officer, dossier):
    asked = lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=at("2024-03-18 10:00"))
    back = lifecycle.undo(asked, reason="Nhầm", by=officer, at=at("2024-03-18 10:05"))

    assert check("supplement_once", back, "2024-03-18 11:00") == ""


def test_papers_are_asked_for_within_three_working_days_of_the_reception(dossier):
    assert check("supplement_soon", dossier, "2024-03-20 23:59") == ""
    assert check("supplement_soon", dossier, "2024-03-21 00:01") == (
        "Yêu cầu bổ sung chậm nhất 3 ngày làm việc kể từ ngày tiếp nhận, đến hết 20/03/2024 "
        "(NĐ 61/2018/NĐ-CP, Điều 19 khoản 4). Lãnh đạo có thể cho phép, ghi rõ lý do."
    )


def test_the_numbers_of_the_law_are_settings_of_the_office(dossier):
    Office.objects.create(unit=dossier.resolving_unit, supplement_days=5, apology_days=2)

    assert check("supplement_soon", dossier, "2024-03-22 10:00") == ""
    assert "chậm nhất 2 ngày" in check("apology_before_due", dossier, "2024-03-19 10:00")


def test_a_refusal_is_issued_within_the_due_day(dossier):
    assert check("refused_in_time", dossier, "2024-03-20 16:59") == ""
    assert check("refused_in_time", dossier, "2024-03-21 07:00").startswith(
        "Văn bản từ chối là kết quả của hồ sơ, phải ban hành trong thời hạn giải quyết, đến hết 20/03/2024"
    )


def test_an_apology_goes_out_a_day_before_the_due_day_and_once(leader, dossier):
    assert check("apology_before_due", dossier, "2024-03-19 16:00") == ""
    assert "đến hết 19/03/2024" in check("apology_before_due", dossier, "2024-03-20 08:00")

    lifecycle.apologise(
        dossier, reason="Xác minh", new_due_at=at("2024-03-29 09:30"), by=leader, at=at("2024-03-19 16:00")
    )
    dossier = Dossier.objects.get(pk=dossier.pk)

    again = check("apology_once", dossier, "2024-03-19 17:00")
    assert again == (
        "Hồ sơ đã được xin lỗi và hẹn lại 29/03/2024; chỉ hẹn lại một lần "
        "(NĐ 61/2018/NĐ-CP, Điều 19 khoản 9)."
    )
    with pytest.raises(LimitPassed, match="chỉ hẹn lại một lần"):
        lifecycle.apologise(
            dossier, reason="Nữa", new_due_at=at("2024-04-05 09:30"), by=leader, at=at("2024-03-28 09:00"),
            override="Lãnh đạo cho phép",
        )  # fmt: skip


def test_paper_that_is_handed_over_late_is_a_warning(officer):
    dossier = DossierFactory(unit=officer.unit, received_at=at("2024-03-15 15:01"))

    assert check("paper_handed_over", dossier, "2024-03-18 07:00") == ""
    late = check("paper_handed_over", dossier, "2024-03-18 07:01")
    assert "hạn là 07:00 18/03/2024" in late
    assert late.endswith("(NĐ 61/2018/NĐ-CP, Điều 18).")
    assert MOVES["start-processing"].refusal(dossier, at("2024-03-20 07:01")) == ""
    assert late in MOVES["start-processing"].offer(dossier, officer).warning


def test_an_online_dossier_is_acknowledged_within_eight_working_hours(officer):
    dossier = DossierFactory(
        unit=officer.unit, status=DossierStatus.REGISTERED, channel=Channel.ONLINE_FULL,
        submitted_at=at("2024-03-15 09:00"),
    )  # fmt: skip

    assert check("acknowledged", dossier, "2024-03-18 09:00") == ""
    assert "đến 09:00 18/03/2024" in check("acknowledged", dossier, "2024-03-18 09:01")


def test_since_the_reform_the_sentence_names_the_decree_in_force(officer):
    dossier = DossierFactory(unit=officer.unit, received_at=at("2025-07-01 08:00"))

    sentence = check("supplement_soon", dossier, "2025-07-10 08:00")

    assert "(NĐ 118/2025/NĐ-CP; quy định trước là NĐ 61/2018/NĐ-CP, Điều 19 khoản 4)" in sentence


def test_a_leader_lets_a_limit_be_passed_with_a_reason_that_stays_on_record(officer, leader, dossier):
    moment = at("2024-03-25 10:00")
    for by, override, error in (
        (leader, " ", LimitPassed),
        (officer, "Luật chuyên ngành", NotALeader),
        (UserFactory(roles=[Role.LEADER]), "Luật chuyên ngành", NotALeader),
    ):
        with pytest.raises(error):
            lifecycle.request_supplement(dossier, reason="Thiếu", by=by, at=moment, override=override)

    asked = lifecycle.request_supplement(
        dossier, reason="Thiếu", by=leader, at=moment, override="Luật chuyên ngành"
    )

    override = Override.objects.get()
    assert (override.rule, override.leader, override.reason) == (
        "supplement_soon", leader, "Luật chuyên ngành",
    )  # fmt: skip
    assert override.event.action == "request_supplement"
    assert asked.supplement_requests.get().override == override
    with pytest.raises(TypeError):
        override.delete()


def test_what_happened_without_an_officer_is_written_as_it_was(dossier):
    asked = lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-04-25 10:00"))

    assert asked.status == DossierStatus.AWAITING_SUPPLEMENT
    assert not Override.objects.exists()


LATE = {"received_at": at("2024-03-15 09:30"), "processing": True}


@pytest.mark.parametrize(("verb", "word"), [("request-supplement", "bo-sung"), ("refuse", "tu-choi")])
def test_what_a_limit_forbids_is_greyed_with_the_sentence_of_the_refusal(client, officer, verb, word):
    dossier = DossierFactory(unit=officer.unit, **LATE)
    client.force_login(officer)
    sentence = MOVES[verb].refusal(dossier)

    shown = client.get(f"/ho-so/{dossier.code}/")
    asked = client.get(f"/ho-so/{dossier.code}/{word}/")
    answered = client.post(f"/ho-so/{dossier.code}/{word}/", {"reason": "x", "lines": "y", "override": "z"})

    assert limits.LEADER_MAY in sentence
    for response in (shown, asked, answered):
        assertContains(response, sentence)
    assertContains(
        shown, f'<button class="button" type="button" disabled>{MOVES[verb].label}</button>', html=True
    )
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.PROCESSING


def test_a_leader_sees_the_field_for_the_reason_and_must_fill_it_in(client, officer, leader):
    dossier = DossierFactory(unit=officer.unit, **LATE)
    client.force_login(leader)
    page, typed = f"/ho-so/{dossier.code}/tu-choi/", {"reason": "Không đủ điều kiện"}

    asked = client.get(page)
    refused = client.post(page, typed)
    answered = client.post(page, typed | {"override": "Chờ kết quả xác minh"})

    assertContains(asked, "Lý do lãnh đạo cho phép")
    assertContains(asked, "phải ban hành trong thời hạn giải quyết")
    assertContains(refused, "Trường này là bắt buộc")
    assertContains(refused, "Không đủ điều kiện")
    assert answered.status_code == 302
    assert Override.objects.get().reason == "Chờ kết quả xác minh"


def test_a_leader_is_asked_for_no_reason_while_the_limit_is_kept(client, officer, leader):
    dossier = lifecycle.receive(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Lê Văn An", by=officer,
        at=timezone.now() - timedelta(minutes=5),
    )  # fmt: skip
    client.force_login(leader)

    assertNotContains(client.get(f"/ho-so/{dossier.code}/tu-choi/"), "Lý do lãnh đạo cho phép")


def test_every_limit_is_asked_by_a_move_or_by_the_apology():
    actions = {move.action for move in MOVES.values()} | {"apologise"}

    assert {limit.action for limit in LIMITS.values()} <= actions
