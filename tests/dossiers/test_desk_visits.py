"""A visit to the desk: who comes back, one receipt for many, what is returned at once, what lacks."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import intake
from dossiers.models import Bundle, Dossier, FiledAs, ProcedureFee, Slip, SlipKind
from dossiers.status import Channel, DossierStatus
from reports.figures import figure_set
from reports.periods import Period
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
)
from tests.dossiers.test_intake import sent

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"
CARD = "045185003217||Trần Thị Bích Ngọc|12081985|Nữ|Thôn Tân Mạch, Vĩnh Thủy|25042021|"


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng")
    client.force_login(officer)
    return officer


@pytest.fixture
def birth():
    procedure = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
    ProcedureComponentFactory(procedure=procedure, position=1, name="Tờ khai")
    return procedure


@pytest.fixture
def visitor(officer):
    """Who was here before, under an older address and with a phone."""
    return DossierFactory(
        unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", personal_number="045185003217",
        phone="0912345678", email="ngoc@vidu.vn", address="Thôn Tân Mạch, xã Vĩnh Lâm", concluded=True,
    )  # fmt: skip


def person(response):
    form = response.context["sheet"].form
    return {name: form[name].value() for name in ("applicant_name", "personal_number", "phone", "address")}


# Who comes back


def test_a_returning_citizens_card_brings_the_phone_and_shows_what_changed(client, visitor):
    response = client.post(PAGE, {"step": "save", "card": CARD})

    assert person(response) == {
        "applicant_name": "Trần Thị Bích Ngọc",
        "personal_number": "045185003217",
        "phone": "0912345678",
        "address": "Thôn Tân Mạch, Vĩnh Thủy",
    }
    assert [(one.name, one.before) for one in response.context["sheet"].differences] == [
        ("address", "Thôn Tân Mạch, xã Vĩnh Lâm")
    ]
    assertContains(response, "Giữ như trước")


def test_the_former_value_may_be_kept_field_by_field(client, visitor):
    scanned = client.post(PAGE, {"step": "save", "card": CARD})

    response = client.post(PAGE, person(scanned) | {"keep": "address", "step": "save"})

    assert person(response)["address"] == "Thôn Tân Mạch, xã Vĩnh Lâm"
    assert response.context["sheet"].differences == []
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("typed", ["045185003217", "0912345678", "tran thi bich"])
def test_a_person_is_found_by_number_phone_or_name(client, visitor, typed):
    response = client.post(PAGE, {"step": "save", "card": typed})

    assert person(response)["personal_number"] == "045185003217"
    assert person(response)["address"] == "Thôn Tân Mạch, xã Vĩnh Lâm"


def test_people_of_one_name_are_listed_once_each_and_one_is_chosen(client, officer, visitor):
    DossierFactory(unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", personal_number="045185003217")
    other = DossierFactory(unit=officer.unit, applicant_name="Trần Thị Bích Ngọc", phone="0987654321")

    listed = client.post(f"{PAGE}nguoi/", {"card": "bich ngoc"})
    chosen = client.post(PAGE, {"person": other.code, "card": ""})

    assert len(listed.context["people"]) == 2
    assert person(chosen)["phone"] == "0987654321"


def test_people_of_another_unit_are_nobodys_to_find(client, officer):
    stranger = DossierFactory(applicant_name="Trần Thị Bích Ngọc", personal_number="045185003217")

    listed = client.post(f"{PAGE}nguoi/", {"card": "bich ngoc"})
    chosen = client.post(PAGE, {"person": stranger.code})
    scanned = client.post(PAGE, {"card": CARD})

    assert listed.context["people"] == []
    assert person(chosen)["applicant_name"] is None
    assert person(scanned)["phone"] is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [("Đào Văn Hỷ", "applicant_name"), ("045185003217", "personal_number"), ("0912345678", "phone")],
)
def test_who_was_never_here_begins_with_what_was_typed_to_find_them(client, officer, typed, field):
    response = client.post(PAGE, {"step": "save", "card": typed})

    assert person(response)[field] == typed
    assertContains(response, "ghi thành người mới")


def test_papers_digitised_before_are_shown_beside_the_line_that_asks_for_them(client, visitor, birth):
    DossierComponentFactory(dossier=visitor, name="Tờ khai", is_digitised=True)
    DossierComponentFactory(dossier=visitor, name="Giấy chứng sinh", is_digitised=True)
    DossierComponentFactory(dossier=visitor, name="Sổ cũ", is_digitised=False)

    response = client.post(PAGE, {"personal_number": "045185003217", "choose": birth.code})

    sheet = response.context["sheet"]
    assert [line.on_file.name for line in sheet.papers] == ["Tờ khai"]
    assert [paper.name for paper in sheet.other_papers_on_file] == ["Giấy chứng sinh"]


# Choosing


def test_the_officers_most_used_procedures_stand_first_and_only_living_ones(client, officer):
    today = timezone.now()
    often, seldom, gone = ProcedureFactory(), ProcedureFactory(), ProcedureFactory(is_published=False)
    for procedure, times in ((often, 3), (seldom, 1), (gone, 5)):
        DossierFactory.create_batch(
            times, unit=officer.unit, procedure=procedure, received_by=officer, received_at=today
        )

    assert client.get(PAGE).context["sheet"].most_used == [often, seldom]


def test_a_fee_that_the_catalogue_fixes_is_filled_in(client, officer, birth):
    ProcedureFee.objects.create(procedure=birth, position=1, amount=8000, note="Lệ phí")
    several = ProcedureFactory()
    for place, amount in enumerate((0, 8000)):
        ProcedureFee.objects.create(procedure=several, position=place, amount=amount)

    fixed = client.post(PAGE, {"choose": birth.code})
    open_ = client.post(PAGE, {"choose": several.code})

    assert fixed.context["sheet"].form["fee"].value() == 8000
    assert open_.context["sheet"].form["fee"].value() is None


def test_enter_in_the_search_for_a_procedure_takes_it_and_saves_nothing(client, officer, birth):
    response = client.post(PAGE, {"step": "save", "find": "khai sinh", "applicant_name": "A"})

    assert response.context["sheet"].procedure == birth
    assert not Dossier.objects.exists()


# What is kept of it


def test_everything_that_the_desk_asks_is_kept(client, officer, birth):
    typed = {
        "born_on": "12/08/1985", "sex": "female", "email": "ngoc@vidu.vn", "applicant_kind": "organisation",
        "owner_name": "Hợp tác xã Tân Mạch", "owner_number": "3200 123 456",
        "authority_note": "Số 12 ngày 01/11/2026", "channel": Channel.ONLINE_FULL, "helped_by": "team",
        "result_delivery": "post", "address": "Thôn Tân Mạch",
        "sets": "2", "priority": "elderly", "elapsed": "17",
    }  # fmt: skip

    client.post(PAGE, sent(officer, birth, **typed))

    dossier = Dossier.objects.get()
    assert (dossier.born_on, dossier.sex, dossier.email) == (date(1985, 8, 12), "female", "ngoc@vidu.vn")
    assert (dossier.applicant_kind, dossier.owner_name) == ("organisation", "Hợp tác xã Tân Mạch")
    assert (dossier.owner_number, dossier.authority_note) == ("3200123456", "Số 12 ngày 01/11/2026")
    assert (dossier.result_delivery, dossier.delivery_address) == ("post", "Thôn Tân Mạch")
    assert (dossier.helped_by, dossier.sets, dossier.priority) == ("team", 2, "elderly")
    assert dossier.intake_seconds == 17


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"applicant_kind": "organisation"}, "Ghi tên tổ chức là chủ hồ sơ."),
        ({"result_delivery": "post"}, "Ghi nơi nhận kết quả qua bưu chính."),
        ({"born_on": "01/01/2099"}, "Ngày sinh không được ở tương lai."),
        ({"sets": "0"}, "Số nhỏ nhất ghi được là 1"),
    ],
)
def test_what_is_incomplete_is_said_beside_its_field(client, officer, birth, typed, sentence):
    response = client.post(PAGE, sent(officer, birth, **typed))

    assertContains(response, sentence)
    assert not Dossier.objects.exists()


def test_number_birth_and_sex_are_compared_and_never_block(client, officer, birth):
    typed = {"personal_number": "045185003217", "born_on": "12/08/1986", "sex": "male"}

    response = client.post(PAGE, sent(officer, birth, **typed), follow=True)

    assertContains(response, "Số định danh cho năm sinh 1985, ngày sinh ghi 1986.")
    assertContains(response, "Số định danh của người nữ, giới tính ghi nam.")
    assert Dossier.objects.count() == 1


def test_online_dossiers_split_three_ways(client, officer, birth):
    for helped, channel in [
        ("alone", Channel.ONLINE_FULL), ("desk", Channel.ONLINE_FULL), ("team", Channel.ONLINE_PARTIAL),
        ("", Channel.ONLINE_FULL), ("desk", Channel.DIRECT),
    ]:  # fmt: skip
        client.post(PAGE, sent(officer, birth, helped_by=helped, channel=channel))
    DossierFactory(unit=officer.unit, channel=Channel.ONLINE_FULL, received_at=timezone.now(), due_at=None)

    today = timezone.localdate()
    found = figure_set(officer.unit, Period(today, today, "", "")).figures
    parts = ("online_alone", "online_helped", "online_entered", "online_unknown")
    assert [found[part] for part in parts] == [1, 2, 1, 1]
    assert (found["online_helped_desk"], found["online_helped_team"]) == (1, 1)
    assert found["received_online"] == 5


# The receipt


def test_a_dossier_has_its_receipt_and_the_page_after_it_prints_it(client, officer, birth):
    response = client.post(PAGE, sent(officer, birth), follow=True)

    dossier, slip = Dossier.objects.get(), Slip.objects.get()
    assert (slip.kind, slip.number, slip.dossier) == (SlipKind.RECEIPT, 1, dossier)
    assertContains(response, f'data-receipt="/ho-so/{dossier.code}/phieu/{slip.pk}.pdf"')
    assertContains(response, f'data-intake-key="{dossier.intake_key}"')
    assertContains(response, "quyển số 1, số thứ tự 1")


def test_the_receipt_may_stand_in_a_frame_of_this_house_only(client, officer, birth):
    client.post(PAGE, sent(officer, birth))
    dossier, slip = Dossier.objects.get(), Slip.objects.get()

    pdf = client.get(f"/ho-so/{dossier.code}/phieu/{slip.pk}.pdf")
    page = client.get(PAGE)

    assert pdf.content.startswith(b"%PDF-")
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in pdf["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in pdf["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_several_dossiers_of_one_visit_share_one_receipt(client, officer, birth):
    typed = {"applicant_name": "Trần Thị Bích Ngọc", "phone": "0912345678"}

    again = client.post(PAGE, sent(officer, birth, step="more", **typed), follow=True)
    form = again.context["sheet"].form
    second = client.post(
        PAGE, sent(officer, ProcedureFactory(), bundle_key=form["bundle_key"].value(), **typed), follow=True
    )

    bundle = Bundle.objects.get()
    codes = list(bundle.dossiers.order_by("pk").values_list("code", flat=True))
    assert person(again)["phone"] == "0912345678"
    assert len(codes) == 2
    receipts = Slip.objects.filter(kind=SlipKind.RECEIPT)
    assert [(slip.number, slip.revision, slip.content["codes"]) for slip in receipts] == [
        (1, 0, codes[:1]),
        (1, 1, codes),
    ]
    assertContains(second, "Cùng một giấy tiếp nhận")
    assertContains(second, f"/ho-so/{codes[0]}/phieu/{receipts.last().pk}.pdf")


def test_a_bundle_is_gone_on_with_by_who_opened_it_and_today(client, officer, birth):
    client.post(PAGE, sent(officer, birth, step="more"))
    bundle = Bundle.objects.get()
    client.force_login(OfficerFactory(unit=officer.unit))

    page = client.get(PAGE, {"nhom": bundle.pk})
    client.post(PAGE, sent(officer, birth, bundle_key=bundle.pk))

    assert page.context["sheet"].bundle is None
    assert Dossier.objects.filter(bundle=bundle).count() == 1
    Bundle.objects.update(opened_at=timezone.now() - timedelta(days=1))
    assert intake.bundle_of(officer, str(bundle.pk)) is None


# Returned at once


def test_what_has_no_time_limit_is_received_resolved_and_returned_in_one_step(client, officer):
    copy = ProcedureFactory(time_value=None, time_unit="")

    response = client.post(PAGE, sent(officer, copy, step="at-once"), follow=True)

    dossier = Dossier.objects.get()
    assert dossier.status == DossierStatus.RETURNED
    assert dossier.received_at == dossier.finished_at == dossier.returned_at
    assert list(dossier.events.values_list("action", flat=True)) == ["receive", "conclude", "return_result"]
    assert not Slip.objects.filter(kind=SlipKind.RECEIPT).exists()
    assertContains(response, "Đã tiếp nhận và trả kết quả")
    assertNotContains(response, "Phải thu")


def test_a_fee_of_what_is_returned_at_once_is_not_forgotten(client, officer):
    copy = ProcedureFactory(time_value=None, time_unit="")

    response = client.post(PAGE, sent(officer, copy, step="at-once", fee="16.000"), follow=True)

    assertContains(response, "Phải thu 16.000 đồng")


def test_what_has_a_time_limit_is_not_returned_at_once_and_nothing_is_left_behind(client, officer, birth):
    response = client.post(PAGE, sent(officer, birth, step="at-once"))

    assertContains(response, "không trả ngay khi tiếp nhận")
    assert not Dossier.objects.exists()


# What lacks


def test_who_lacks_papers_is_told_in_writing_and_nothing_is_received(client, officer, birth):
    data = sent(officer, birth, step="guide", guidance="Mang thêm giấy chứng sinh")

    response = client.post(PAGE, data, follow=True)

    slip = Slip.objects.get()
    assert (slip.kind, slip.dossier) == (SlipKind.SUPPLEMENT, None)
    assert (slip.content["items"], slip.content["reason"]) == (["Tờ khai"], "Mang thêm giấy chứng sinh")
    assert not Dossier.objects.exists()
    assertContains(response, "Hồ sơ chưa được tiếp nhận.")
    printed = client.get(f"{PAGE}huong-dan/{slip.pk}.pdf")
    assert printed.content.startswith(b"%PDF-")
    assert printed["X-Frame-Options"] == "SAMEORIGIN"
    assert officer.intake_drafts.get().typed["applicant_name"] == "Trần Thị Bích Ngọc"


def test_guidance_needs_something_that_lacks(client, officer, birth):
    (paper,) = birth.components.all()
    data = sent(officer, birth, step="guide", **{f"paper-{paper.pk}-received": "on"})

    response = client.post(PAGE, data)

    assertContains(response, "Chưa có giấy nào thiếu")
    assert not Slip.objects.exists()


# The time


@pytest.mark.parametrize(
    ("told", "kept"), [("12", 12), ("0", None), ("-3", None), ("4000", None), ("x", None)]
)
def test_only_times_that_a_person_can_have_needed_are_kept(client, officer, birth, told, kept):
    client.post(PAGE, sent(officer, birth, elapsed=told))

    assert Dossier.objects.get().intake_seconds == kept


def test_the_time_ends_when_the_receipt_is_at_the_printer(client, officer, birth):
    client.post(PAGE, sent(officer, birth, elapsed="12"))
    dossier = Dossier.objects.get()
    page = f"/ho-so/{dossier.code}/da-tiep-nhan/"

    for seconds in ("14", "9", "999999"):
        assert client.post(page, {"seconds": seconds}).status_code == 204

    dossier.refresh_from_db()
    assert dossier.intake_seconds == 14


def test_the_time_of_another_officers_intake_is_not_ones_own_to_tell(client, officer, birth):
    client.post(PAGE, sent(officer, birth, elapsed="12"))
    dossier = Dossier.objects.get()
    client.force_login(OfficerFactory(unit=officer.unit))

    client.post(f"/ho-so/{dossier.code}/da-tiep-nhan/", {"seconds": "500"})

    dossier.refresh_from_db()
    assert dossier.intake_seconds == 12


def test_the_page_of_people_costs_the_same_for_one_and_for_three(
    client, officer, django_assert_max_num_queries
):
    for _ in range(3):
        DossierFactory(unit=officer.unit, applicant_name="Trần Thị Bích Ngọc")

    with django_assert_max_num_queries(8):
        client.post(f"{PAGE}nguoi/", {"card": "bich ngoc"})


def test_the_key_of_the_form_makes_one_receipt_too(client, officer, birth):
    data = sent(officer, birth, intake_key=str(uuid4()), **{"paper-other-filed_as": FiledAs.COPY})

    first, second = client.post(PAGE, data), client.post(PAGE, data)

    assertRedirects(second, first["Location"])
    assert Slip.objects.count() == 1
    assertNotContains(client.get(first["Location"]), "Cùng một giấy tiếp nhận")
