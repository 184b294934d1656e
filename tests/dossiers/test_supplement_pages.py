"""Bổ sung, từ chối, tiếp nhận trực tuyến, hoàn tác: the pages of the rules, as officers use them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import lifecycle
from dossiers.models import Dossier, FiledAs, SlipKind
from dossiers.status import DossierStatus
from portal.models import Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng", phone="0912000111")
    client.force_login(officer)
    return officer


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(name="Đăng ký khai sinh")
    for name in ("Tờ khai", "Giấy chứng sinh", "Giấy ủy quyền"):
        ProcedureComponentFactory(procedure=procedure, name=name)
    return procedure


@pytest.fixture
def dossier(officer, procedure):
    """Received just now with the first of its three papers."""
    form = procedure.components.first()
    return lifecycle.receive(
        procedure=procedure, unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", by=officer,
        at=timezone.now() - timedelta(minutes=5),
        papers=[lifecycle.Paper(form.name, FiledAs.ORIGINAL, required=form)],
    )  # fmt: skip


def page(dossier, step=""):
    return f"/ho-so/{dossier.code}/{step}"


def ask(client, dossier):
    """The birth certificate's paper and one more line are asked for."""
    paper = dossier.procedure.components.get(name="Giấy chứng sinh")
    typed = {"papers": [paper.pk], "lines": "Khai lại  mục 5\n\n", "reason": "Chưa đủ"}
    return client.post(page(dossier, "bo-sung/"), typed)


def test_the_slip_lists_the_missing_papers_and_the_officers_own_lines(client, officer, dossier):
    asked = client.get(page(dossier, "bo-sung/"))
    assertContains(asked, "Giấy chứng sinh")
    assertNotContains(asked, "Tờ khai</label>")

    assertRedirects(ask(client, dossier), page(dossier))

    dossier.refresh_from_db()
    slip = dossier.slips.get(kind=SlipKind.SUPPLEMENT)
    assert dossier.status == DossierStatus.AWAITING_SUPPLEMENT
    assert slip.content["items"] == ["Giấy chứng sinh", "Khai lại mục 5"]
    assert slip.content["reason"] == "Chưa đủ"
    assert (slip.content["contact"], slip.content["contact_phone"]) == ("Lê Thị Hồng", "0912000111")
    request = dossier.supplement_requests.get()
    assert (request.ordinal, request.requested_by, request.slip) == (1, officer, slip)


def test_asking_for_nothing_is_refused_and_what_was_typed_is_kept(client, dossier):
    response = client.post(page(dossier, "bo-sung/"), {"reason": "Chưa đủ", "lines": " "})

    assertContains(response, "Chọn giấy tờ còn thiếu hoặc ghi ít nhất một nội dung cần bổ sung.")
    assertContains(response, "Chưa đủ")
    assert not dossier.slips.filter(kind=SlipKind.SUPPLEMENT).exists()


def test_part_of_the_papers_leaves_the_clock_standing_and_says_what_is_missing(client, dossier):
    ask(client, dossier)
    paper, line = lifecycle.open_request(dossier).items.all()

    response = client.post(
        page(dossier, "nhan-bo-sung/"), {f"item_{paper.pk}": "certified", f"item_{line.pk}": ""}, follow=True
    )

    assertContains(response, "Còn thiếu: Khai lại mục 5. Thời hạn vẫn dừng.")
    assertContains(response, "Nhận một phần giấy tờ bổ sung.")
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.AWAITING_SUPPLEMENT
    assert dossier.components.last().filed_as == FiledAs.CERTIFIED
    asked = client.get(page(dossier, "nhan-bo-sung/"))
    assertContains(asked, "Khai lại mục 5")
    assertNotContains(asked, "Giấy chứng sinh")


def test_all_papers_become_papers_of_the_dossier_and_the_clock_runs_on(client, dossier):
    ask(client, dossier)
    paper, line = lifecycle.open_request(dossier).items.all()

    response = client.post(
        page(dossier, "nhan-bo-sung/"), {f"item_{paper.pk}": "original", f"item_{line.pk}": "put-right"}
    )

    assertRedirects(response, page(dossier))
    dossier.refresh_from_db()
    assert (dossier.status, dossier.paused_since) == (DossierStatus.PROCESSING, None)
    assert [one.name for one in dossier.components.all()] == ["Tờ khai", "Giấy chứng sinh"]
    assert dossier.components.last().required == dossier.procedure.components.get(name="Giấy chứng sinh")
    assert dossier.papers_to_digitise == 2
    assert dossier.supplement_requests.get().answered_at is not None


def test_nothing_handed_in_is_no_reception(client, dossier):
    ask(client, dossier)

    response = client.post(page(dossier, "nhan-bo-sung/"), {})

    assertContains(response, "Chưa chọn giấy tờ nào đã nộp. Còn thiếu: Giấy chứng sinh; Khai lại mục 5.")
    assert not dossier.events.filter(action="receive_part").exists()


def test_the_officer_may_go_on_with_what_there_is(client, dossier):
    ask(client, dossier)

    client.post(page(dossier, "nhan-bo-sung/"), {"despite_missing": "on"})

    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.PROCESSING
    assert dossier.events.last().details["left"] == 2


@pytest.mark.parametrize(
    ("step", "kind", "unit"),
    [
        ("tu-choi/", SlipKind.REFUSAL, "resolving_unit"),
        ("dung/", SlipKind.STOP, "receiving_unit"),
        ("rut/", SlipKind.STOP, "receiving_unit"),
    ],
)
def test_each_ending_has_its_slip_with_the_reason(client, dossier, step, kind, unit):
    client.post(page(dossier, step), {"reason": "Không đủ điều kiện"})

    slip = dossier.slips.get(kind=kind)
    assert slip.content["reason"] == "Không đủ điều kiện"
    assert slip.unit == getattr(dossier, unit)


@pytest.fixture
def registered(officer, procedure):
    dossier = DossierFactory(
        unit=officer.unit, procedure=procedure, status=DossierStatus.REGISTERED, code="G22-240315-0009",
        submitted_at=timezone.now() - timedelta(minutes=5), received_at=timezone.now(),
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.pk).update(
        received_at=None, received_on=None, due_at=None, due_on=None, original_due_at=None,
        original_due_on=None,
    )  # fmt: skip
    dossier.refresh_from_db()
    return dossier


def test_an_online_dossier_that_is_accepted_gets_its_due_date_and_its_line(client, officer, registered):
    assertContains(client.get(page(registered)), "Tiếp nhận hồ sơ trực tuyến")

    response = client.post(page(registered, "tiep-nhan/"), {})

    assertRedirects(response, page(registered))
    registered.refresh_from_db()
    assert registered.status == DossierStatus.RECEIVED
    assert registered.received_by == officer
    assert registered.due_at == registered.original_due_at
    assert registered.due_at > registered.received_at
    assert registered.register_number == 1


def test_an_online_dossier_that_is_not_accepted_counts_nowhere(client, registered):
    response = client.post(page(registered, "khong-tiep-nhan/"), {"reason": "Nộp sai nơi"})

    assertRedirects(response, page(registered))
    registered.refresh_from_db()
    assert (registered.status, registered.received_at) == (DossierStatus.NOT_ACCEPTED, None)
    assert registered.slips.get(kind=SlipKind.REFUSAL).content["reason"] == "Nộp sai nơi"


def test_somebody_refused_at_the_desk_gets_a_slip_and_a_record_that_counts_nowhere(
    client, officer, procedure, dossier
):
    typed = {"procedure": f"{procedure.code} Đăng ký", "applicant_name": "Lê Văn An", "reason": "Sai nơi nộp"}
    wrong = client.post("/ho-so/tu-choi-tiep-nhan/", typed | {"procedure": "không có"})
    right = client.post("/ho-so/tu-choi-tiep-nhan/", typed, follow=True)

    assertContains(wrong, "Không có thủ tục nào như vậy.")
    assertContains(wrong, "Lê Văn An")
    refused = Dossier.objects.get(applicant_name="Lê Văn An")
    assertContains(right, refused.code)
    assert (refused.status, refused.received_at) == (DossierStatus.NOT_ACCEPTED, None)
    slip = refused.slips.get()
    assert (slip.kind, slip.number, slip.content["reason"]) == (SlipKind.REFUSAL, 1, "Sai nơi nộp")
    assert refused.code.endswith("-TC0001")
    assert dossier.code.endswith("-0001")


def test_the_last_step_is_undone_from_its_page_with_a_reason(client, officer, dossier):
    lifecycle.start_processing(dossier, by=officer)
    assertContains(client.get(page(dossier)), f'href="{page(dossier, "hoan-tac/")}"')

    asked = client.get(page(dossier, "hoan-tac/"))
    refused = client.post(page(dossier, "hoan-tac/"), {"reason": " "})
    answered = client.post(page(dossier, "hoan-tac/"), {"reason": "Nhầm hồ sơ"})

    assertContains(asked, "Bước “Chuyển xử lý”")
    assertContains(asked, "hồ sơ trở về “Được tiếp nhận”")
    assertContains(refused, "Trường này là bắt buộc")
    assertRedirects(answered, page(dossier))
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.RECEIVED
    assertContains(client.get(page(dossier)), "Hoàn tác bước vừa làm: Nhầm hồ sơ")


def test_what_cannot_be_undone_is_greyed_with_the_reason(client, officer, dossier):
    lifecycle.start_processing(dossier, by=officer)
    client.force_login(OfficerFactory(unit=officer.unit))
    sentence = "Hoàn tác: chỉ Lê Thị Hồng hoặc lãnh đạo đơn vị được hoàn tác “Chuyển xử lý”."

    for address in (page(dossier), page(dossier, "hoan-tac/")):
        assertContains(client.get(address), sentence)
    assertContains(client.post(page(dossier, "hoan-tac/"), {"reason": "Nhầm"}), sentence)


def test_a_leader_is_offered_what_a_leader_decides(client, officer, dossier):
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.LEADER]))

    response = client.get(page(dossier))

    for step in ("bo-sung/", "dung/", "tu-choi/"):
        assertContains(response, f'href="{page(dossier, step)}"')
    for step in ("chuyen-xu-ly/", "rut/"):
        assertNotContains(response, f'href="{page(dossier, step)}"')
