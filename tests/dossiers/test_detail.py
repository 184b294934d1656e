from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import lifecycle
from dossiers.models import FiledAs
from dossiers.status import DossierStatus
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng")
    client.force_login(officer)
    return officer


@pytest.fixture
def dossier(officer):
    return lifecycle.receive(
        procedure=ProcedureFactory(name="Đăng ký khai sinh"),
        unit=officer.unit,
        applicant_name="Trần Thị Bích Ngọc",
        personal_number="045185003217",
        phone="0912345678",
        by=officer,
        at=timezone.now() - timedelta(minutes=5),
        papers=[
            lifecycle.Paper("Tờ khai", FiledAs.ORIGINAL, is_digitised=True),
            lifecycle.Paper("Căn cước", FiledAs.SHOWN),
        ],
    )


def page(dossier, step=""):
    return f"/ho-so/{dossier.code}/{step}"


def test_the_record_says_who_what_where_it_stands_and_whose_turn_it_is(client, dossier):
    response = client.get(page(dossier))

    for words in (
        "Trần Thị Bích Ngọc",
        "045185003217",
        "0912345678",
        "Đăng ký khai sinh",
        "Được tiếp nhận",
        "Bộ phận Một cửa chuyển hồ sơ đến người thụ lý",
        "đã số hóa",
        "không phải số hóa",
        "Tiếp nhận hồ sơ.",
        "Lê Thị Hồng",
    ):
        assertContains(response, words)


def test_opening_a_persons_record_leaves_a_line(client, officer, dossier):
    client.get(page(dossier))

    opened = AuditEvent.objects.about(dossier).filter(action="dossier.opened")
    assert [(line.actor, line.unit, line.details) for line in opened] == [
        (officer, officer.unit, {"purpose": "handling"})
    ]


def test_a_supervisor_sees_no_person_and_leaves_no_line(client, dossier):
    lifecycle.stop(dossier, reason="Bà Ngọc không bổ sung", by=None)
    district = UnitFactory(kind="district")
    dossier.resolving_unit.parent = district
    dossier.resolving_unit.save()
    client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))

    response = client.get(page(dossier))

    assertContains(response, "Trần T. B. N.")
    assertContains(response, "Dừng giải quyết.")
    for hidden in ("Trần Thị Bích Ngọc", "045185003217", "0912345678", "Bà Ngọc"):
        assertNotContains(response, hidden)
    assert not AuditEvent.objects.filter(action="dossier.opened").exists()


def test_a_rating_is_never_shown_to_officers(client, officer):
    dossier = DossierFactory(unit=officer.unit, returned=True, rating=1)

    assertNotContains(client.get(page(dossier)), "hài lòng")


def test_the_record_costs_the_same_whatever_it_holds(client, officer):
    bare, full = DossierFactory.create_batch(2, unit=officer.unit)
    DossierComponentFactory.create_batch(5, dossier=full)

    assert _queries(client, full) == _queries(client, bare)


def _queries(client, dossier):
    with CaptureQueriesContext(connection) as asked:
        client.get(page(dossier))
    return len(asked)


def test_a_stranger_finds_nothing(client, dossier):
    client.force_login(OfficerFactory())

    assert client.get(page(dossier)).status_code == 404
    assert client.post(page(dossier, "rut/"), {"reason": "x"}).status_code == 404


def test_what_is_not_allowed_is_greyed_with_the_reason(client, officer):
    dossier = DossierFactory(unit=officer.unit)

    response = client.get(page(dossier))

    assertContains(response, "Trả kết quả: chỉ khi đã có kết quả; hồ sơ đang “Được tiếp nhận”.")
    assertContains(response, '<button class="button" type="button" disabled>Trả kết quả</button>', html=True)
    assertContains(response, f'href="{page(dossier, "chuyen-xu-ly/")}"')


def test_nothing_is_offered_once_it_is_over(client, officer):
    dossier = DossierFactory(unit=officer.unit, returned=True)

    response = client.get(page(dossier))

    assertNotContains(response, "Việc khác")
    assertNotContains(response, "button--danger")


def test_who_reads_only_is_offered_nothing(client):
    leader = UserFactory(roles=[Role.LEADER])
    client.force_login(leader)
    dossier = DossierFactory(unit=leader.unit)

    response = client.get(page(dossier))

    assertContains(response, dossier.owner_name)
    assertNotContains(response, "Chuyển xử lý</a>")
    assert client.get(page(dossier, "chuyen-xu-ly/")).status_code == 403


@pytest.mark.parametrize(
    ("step", "before", "typed", "left"),
    [
        ("chuyen-xu-ly/", [], {}, ("processing", "")),
        ("bo-sung/", [], {"lines": "Giấy chứng sinh", "reason": "Thiếu"}, ("awaiting_supplement", "")),
        ("nhan-bo-sung/", ["request_supplement"], {}, ("processing", "")),
        ("co-ket-qua/", [], {"has_electronic_result": "on"}, ("concluded", "approved")),
        ("rut/", [], {"reason": "Không làm nữa"}, ("withdrawn", "withdrawn")),
        ("dung/", [], {"reason": "Quá hạn bổ sung"}, ("stopped", "stopped")),
        ("tu-choi/", [], {"reason": "Không đủ điều kiện"}, ("concluded", "refused")),
    ],
)
def test_each_step_has_a_page_that_takes_it(client, dossier, step, before, typed, left):  # noqa: PLR0917
    for name in before:
        extra = {"reason": "Thiếu"} if name == "request_supplement" else {}
        getattr(lifecycle, name)(dossier, by=None, **extra)
    asked = client.get(page(dossier, step))

    answered = client.post(page(dossier, step), typed)

    assertContains(asked, '<form class="panel"')
    assertRedirects(answered, page(dossier))
    dossier.refresh_from_db()
    assert (dossier.status, dossier.outcome) == left
    assert dossier.events.last().actor == dossier.received_by
    assert dossier.events.last().reason == typed.get("reason", "")
    assert dossier.has_electronic_result == ("has_electronic_result" in typed)


@pytest.mark.parametrize("step", ["bo-sung/", "rut/", "dung/", "tu-choi/"])
def test_a_step_that_needs_a_reason_is_refused_without_one(client, dossier, step):
    response = client.post(page(dossier, step), {"reason": " "})

    assertContains(response, "Trường này là bắt buộc")
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.RECEIVED


def test_officer_reads_why_a_concluded_dossier_takes_no_more_papers(client, officer):
    dossier = DossierFactory(unit=officer.unit, concluded=True)

    asked = client.get(page(dossier, "bo-sung/"))
    answered = client.post(page(dossier, "bo-sung/"), {"reason": "Thiếu"})

    for response in (asked, answered):
        assertContains(response, "hồ sơ đang “Đã xử lý xong”")
    assert not dossier.events.exists()


def test_a_paused_dossier_is_not_taken_on_by_the_wrong_button(client, officer, dossier):
    """The lifecycle knows one way back to work; the pages keep the two verbs apart."""
    lifecycle.request_supplement(dossier, reason="Thiếu", by=officer)

    response = client.post(page(dossier, "chuyen-xu-ly/"))

    assertContains(response, "chỉ với hồ sơ vừa tiếp nhận")
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.AWAITING_SUPPLEMENT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/12/2099 08:00", "Thời điểm này còn ở tương lai."),
        ("01/01/2020 08:00", "trước khi hồ sơ"),
        ("mai", "Gõ ngày giờ theo dạng"),
    ],
)
def test_a_step_is_not_taken_at_a_moment_that_cannot_be(client, dossier, typed, sentence):
    response = client.post(page(dossier, "chuyen-xu-ly/"), {"at": typed})

    assertContains(response, sentence)
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.RECEIVED


def test_a_waiting_dossier_shows_whose_clock_stands(client, officer, dossier):
    lifecycle.request_supplement(dossier, reason="Thiếu giấy chứng sinh", by=officer)

    response = client.get(page(dossier))

    assertContains(response, "steps__waiting")
    assertContains(response, "tạm dừng từ")
    assertContains(response, "Yêu cầu bổ sung giấy tờ: Thiếu giấy chứng sinh")
    assertContains(response, "Người dân bổ sung giấy tờ; thời hạn tạm dừng.")


def test_imported_records_tell_their_source_as_it_was(client, officer):
    dossier = DossierFactory(
        unit=officer.unit, papers_to_digitise=4, papers_digitised=1, channel_as_written="Mức độ 4"
    )

    response = client.get(page(dossier))

    assertContains(response, "trong bảng nguồn: Mức độ 4")
    assertContains(response, "Bảng nguồn ghi 4 giấy tờ phải số hóa, đã số hóa 1")
