import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import intake, lifecycle
from dossiers.models import Dossier, FiledAs
from dossiers.status import Channel
from portal.formats import day_on_screen
from portal.models import Role
from tests.dossiers.factories import (
    CaseTypeFactory,
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
PAGE = "/ho-so/tiep-nhan/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Hồng")
    client.force_login(officer)
    return officer


@pytest.fixture
def birth():
    procedure = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh")
    ProcedureComponentFactory(procedure=procedure, position=1, name="Tờ khai")
    ProcedureComponentFactory(procedure=procedure, position=2, name="Căn cước (xuất trình)")
    ProcedureComponentFactory(procedure=procedure, position=3, name="Văn bản ủy quyền", required=False)
    return procedure


def sent(officer, procedure, **typed):
    """The form as a browser sends it: filled in with the least, changed by `typed`."""
    data = {
        "step": "save",
        "intake_key": str(uuid4()),
        "unit": officer.unit_id,
        "procedure": procedure.code,
        "applicant_name": "Trần Thị Bích Ngọc",
        "channel": Channel.DIRECT,
        "paper-other-filed_as": FiledAs.COPY,
    }
    for paper in procedure.components.all():
        data[f"paper-{paper.pk}-filed_as"] = FiledAs.ORIGINAL
    return data | typed


def test_one_screen_makes_a_dossier_with_its_papers(client, officer, birth):
    declaration, card, _ = birth.components.all()
    typed = {
        "applicant_name": "  Trần  Thị Bích Ngọc ",
        "owner_name": "Nguyễn Hữu Tâm",
        "personal_number": "045 185 003 217",
        "phone": "+84 912 345 678",
        "address": "Thôn Thủy Ba Tây",
        "channel": Channel.POSTAL,
        "is_inter_agency": "on",
        "fee": "16.000",
        "is_paid_online": "on",
        f"paper-{declaration.pk}-received": "on",
        f"paper-{declaration.pk}-is_digitised": "on",
        f"paper-{card.pk}-received": "on",
        f"paper-{card.pk}-filed_as": FiledAs.SHOWN,
        "paper-other-name": "Đơn trình bày",
    }

    response = client.post(PAGE, sent(officer, birth, **typed))

    dossier = Dossier.objects.get()
    assertRedirects(response, f"/ho-so/{dossier.code}/da-tiep-nhan/")
    assert (dossier.applicant_name, dossier.owner_name) == ("Trần Thị Bích Ngọc", "Nguyễn Hữu Tâm")
    assert (dossier.personal_number, dossier.phone) == ("045185003217", "0912345678")
    assert (dossier.channel, dossier.is_inter_agency) == (Channel.POSTAL, True)
    assert (dossier.fee, dossier.is_paid_online) == (16_000, True)
    assert (dossier.receiving_unit, dossier.resolving_unit) == (officer.unit, officer.unit)
    assert (dossier.received_by, dossier.officer_name) == (officer, "Lê Thị Hồng")
    assert (dossier.papers_to_digitise, dossier.papers_digitised) == (1, 1)
    assert [(paper.name, paper.filed_as, paper.required_id) for paper in dossier.components.all()] == [
        ("Tờ khai", "original", declaration.pk),
        ("Căn cước (xuất trình)", "shown", card.pk),
        ("Đơn trình bày", "copy", None),
    ]


def test_the_page_after_saving_shows_the_code_and_what_is_missing(client, officer, birth):
    response = client.post(PAGE, sent(officer, birth), follow=True)

    code = Dossier.objects.get().code
    assertContains(response, f"Đã tiếp nhận hồ sơ {code}.")
    assertContains(response, "Chưa nhận giấy tờ bắt buộc: Tờ khai; Căn cước (xuất trình).")


def test_sending_the_same_form_twice_makes_one_dossier(client, officer, birth):
    data = sent(officer, birth)
    first = client.post(PAGE, data)

    second = client.post(PAGE, data, follow=True)

    assert Dossier.objects.count() == 1
    assertRedirects(second, first["Location"])
    assertContains(second, "Phiếu này đã được tiếp nhận")


def test_the_database_settles_two_at_the_same_moment(officer, birth, monkeypatch):
    """The second request has looked for the key before the first one wrote it."""
    key = uuid4()
    arguments = {"procedure": birth, "unit": officer.unit, "applicant_name": "A", "by": officer}
    receive = intake.receive_with_receipt

    def overtaken(key, **values):
        receive(key, **values)
        return receive(key, **values)

    monkeypatch.setattr(intake, "receive_with_receipt", overtaken)

    dossier, is_new = intake.receive_once(key, **arguments)

    assert not is_new
    assert dossier.intake_key == key
    assert Dossier.objects.count() == 1


def test_another_broken_rule_of_the_database_is_not_hidden(officer, birth, monkeypatch):
    def broken(**values):
        raise IntegrityError("other")

    monkeypatch.setattr(lifecycle, "receive", broken)

    with pytest.raises(IntegrityError, match="other"):
        intake.receive_once(uuid4(), procedure=birth, unit=officer.unit, by=officer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"applicant_name": " "}, "Trường này là bắt buộc"),
        ({"received_at": "31/12/2099 08:00"}, "Thời điểm tiếp nhận không được ở tương lai."),
        ({"received_at": "hôm qua"}, "Gõ ngày giờ theo dạng 25/11/2026 08:30."),
        ({"procedure": ""}, "Chọn thủ tục trong danh sách tìm được."),
        ({"procedure": "9.999999"}, "Thủ tục này không có trong danh mục đang công khai."),
        ({"fee": "-5"}, "Số nhỏ nhất ghi được là 0"),
        ({"due_at": "01/01/2020 08:00"}, "Ngày hẹn trả phải sau lúc tiếp nhận."),
        ({"due_at": "31/12/2098 08:00"}, "Ghi lý do hẹn khác ngày tính được"),
        ({"due_reason": "Chờ xác minh"}, "chưa ghi ngày hẹn"),
        ({"paper-other-filed_as": "gold"}, "Chọn lại dạng của giấy tờ"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    client, officer, birth, typed, sentence
):
    first = birth.components.first()
    data = sent(officer, birth, address="Thôn Tân Mạch", **{f"paper-{first.pk}-received": "on"})

    response = client.post(PAGE, data | typed)

    assertContains(response, sentence)
    assertContains(response, 'value="Thôn Tân Mạch"')
    assertContains(response, f'name="intake_key" value="{data["intake_key"]}"')
    if "procedure" not in typed:
        assert re.search(rf'name="paper-{first.pk}-received"[^>]*checked', response.content.decode())
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ({"personal_number": "191234567"}, "Số định danh “191234567” không phải 12 chữ số."),
        ({"phone": "0122 345 678"}, "Số điện thoại “0122 345 678” không đúng dạng"),
    ],
)
def test_what_looks_odd_is_a_warning_and_never_blocks(client, officer, birth, typed, warning):
    response = client.post(PAGE, sent(officer, birth, **typed), follow=True)

    assertContains(response, warning)
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("number", ["02333820123", "0912345678", "+84912345678", "0912.345.678"])
def test_real_numbers_pass_without_a_word(client, officer, birth, number):
    response = client.post(PAGE, sent(officer, birth, phone=number), follow=True)

    assertNotContains(response, "không đúng dạng")


def test_a_dossier_entered_late_keeps_the_day_it_was_handed_in(client, officer, birth):
    client.post(PAGE, sent(officer, birth, received_at="15/03/2024 09:30"))

    dossier = Dossier.objects.get()
    assert dossier.received_at == at("2024-03-15 09:30")
    assert dossier.due_at == at("2024-03-20 09:30")
    assert "-240315-" in dossier.code


def test_a_due_date_set_by_hand_says_why_in_the_history(client, officer, birth):
    typed = {
        "received_at": "15/03/2024 09:30",
        "due_at": "29/03/2024 10:00",
        "due_reason": "Chờ xác minh",
    }

    client.post(PAGE, sent(officer, birth, **typed))

    dossier = Dossier.objects.get()
    assert dossier.due_at == at("2024-03-29 10:00")
    assert dossier.events.get().reason == "Hẹn trả đặt tay 10:00 29/03/2024: Chờ xác minh"


def test_the_due_date_is_seen_with_its_days_before_saving(client, officer, birth):
    typed = {"step": "due", "received_at": "15/03/2024 09:30"}

    page = client.post(PAGE, sent(officer, birth, **typed))
    part = client.post(f"{PAGE}hen-tra/", sent(officer, birth, **typed))

    for response in (page, part):
        assertContains(response, "09:30, thứ Tư 20/03/2024")
        assertContains(response, "3 ngày làm việc kể từ ngày sau ngày nhận")
        assertContains(response, "days__day--due")
        assertContains(response, 'value="Trần Thị Bích Ngọc"' if response is page else "Tờ khai")
    assert not Dossier.objects.exists()


def test_a_due_date_that_is_not_the_laws_is_said_before_saving(client, officer, birth):
    typed = {"step": "due", "received_at": "15/03/2024 09:30", "due_at": "29/03/2024 10:00"}

    response = client.post(PAGE, sent(officer, birth, **typed))

    assertContains(response, "10:00, thứ Sáu 29/03/2024")
    assertContains(response, "thay cho ngày tính được: 09:30, thứ Tư 20/03/2024")


def test_a_procedure_without_a_limit_says_so(client, officer):
    free = ProcedureFactory(time_value=None, time_unit="")

    response = client.post(PAGE, sent(officer, free, step="due"))

    assertContains(response, "Thủ tục không quy định thời hạn")


def test_a_due_day_that_moved_between_preview_and_saving_is_told(client, officer, birth):
    tomorrow = (timezone.localtime() + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%S%z")

    response = client.post(PAGE, sent(officer, birth, shown_due=tomorrow), follow=True)

    assertContains(response, "Ngày hẹn tính theo lúc tiếp nhận")


def test_procedures_are_found_without_accents_with_and_without_javascript(client, officer, birth):
    ProcedureFactory(name="Đăng ký kết hôn")
    ProcedureFactory(name="Khai sinh cũ", is_published=False)

    page = client.post(PAGE, {"step": "search", "find": "ket hon", "applicant_name": "Đào"})
    part = client.get(f"{PAGE}thu-tuc/", {"find": "dang ky"})
    none = client.get(f"{PAGE}thu-tuc/", {"find": "khai sinh cu"})

    assertContains(page, "Đăng ký kết hôn")
    assertContains(page, 'value="Đào"')
    assertContains(part, "Đăng ký khai sinh")
    assertContains(part, "Đăng ký kết hôn")
    assertContains(none, "Không có thủ tục nào")


def test_a_search_with_one_answer_takes_it(client, officer, birth):
    response = client.post(PAGE, {"step": "search", "find": "1.001193"})

    assertContains(response, "Giấy tờ nhận (3 theo quy định)")


def test_choosing_a_procedure_keeps_what_was_typed(client, officer, birth):
    response = client.post(PAGE, {"choose": birth.code, "applicant_name": "Đào Văn Hỷ", "phone": "0912"})

    assertContains(response, 'value="Đào Văn Hỷ"')
    assertContains(response, 'value="0912"')
    assertContains(response, "Tờ khai")
    assertNotContains(response, "error-summary")


def test_a_procedure_out_of_force_on_the_day_is_refused(client, officer):
    new = ProcedureFactory(valid_from=at("2025-07-01").date())

    response = client.post(PAGE, sent(officer, new, received_at="15/03/2024 09:30"))

    assertContains(response, "không có hiệu lực ngày 15/03/2024")


def test_kinds_of_contract_are_asked_for_where_the_procedure_has_some(client, officer, birth):
    contracts = ProcedureFactory()
    gift = CaseTypeFactory(procedure=contracts, name="Tặng cho quyền sử dụng đất")

    client.post(PAGE, sent(officer, contracts, case_type=gift.pk))

    assert Dossier.objects.get().case_type == gift
    assertNotContains(client.get(PAGE, {"thu-tuc": birth.code}), "Loại việc")


def test_a_unit_that_is_no_more_receives_nothing_today(client, birth):
    officer = OfficerFactory(unit=UnitFactory(valid_to=at("2025-06-30").date()))
    client.force_login(officer)

    response = client.post(PAGE, sent(officer, birth))

    today = day_on_screen(timezone.localdate())
    assertContains(response, f"không còn hoạt động ngày {today}")
    assert not Dossier.objects.exists()


def test_an_officer_receives_only_where_the_role_is_held(client, birth):
    division = UnitFactory(kind="division")
    district = UnitFactory(kind="district")
    officer = UserFactory(unit=division)
    officer.assignments.create(role=Role.INTAKE, unit=district)
    client.force_login(officer)

    own = client.post(PAGE, sent(officer, birth, unit=division.pk))
    client.post(PAGE, sent(officer, birth, unit=district.pk))

    assertContains(own, "error-summary")
    assert Dossier.objects.get().receiving_unit == district


def test_who_only_watches_cannot_receive(client):
    client.force_login(UserFactory(roles=[Role.SUPERVISOR]))

    assert client.get(PAGE).status_code == 403


def test_saving_before_a_procedure_is_chosen_asks_only_for_what_is_shown(client, officer):
    form = client.get(PAGE).context["sheet"].form
    page = client.post(
        PAGE, {"step": "save", "unit": officer.unit_id, "intake_key": form["intake_key"].value()}
    )

    assert set(page.context["sheet"].form.errors) == {"applicant_name", "procedure"}
    assertNotContains(page, "Chọn lại dạng của giấy tờ")
    assertNotContains(page, 'href="#id_procedure"')


def test_the_next_keystroke_goes_where_the_work_goes_on(client, officer, birth):
    def focused(response):
        return re.findall(r"<(?:input|button|textarea)[^>]*\sautofocus[^>]*>", response.content.decode())

    def one(response, name):
        (control,) = focused(response)
        return f'name="{name}"' in control

    first = birth.components.first()
    assert one(client.get(PAGE), "card")
    assert one(client.post(PAGE, {"choose": birth.code}), f"paper-{first.pk}-received")
    assert one(client.post(f"{PAGE}hen-tra/", {"choose": ""}), "find")
    assert focused(client.post(f"{PAGE}hen-tra/", {"step": "due", "procedure": birth.code})) == []
    assert focused(client.post(PAGE, sent(officer, birth, applicant_name=""))) == []


def test_a_zero_byte_in_the_code_is_no_procedure(client, officer):
    client.force_login(officer)

    response = client.post("/ho-so/tiep-nhan/", {"procedure": "1.00\x001193", "step": "search"})

    assert response.status_code == 200


CARD = "045185003217||Trần Thị Bích Ngọc|12081985|Nữ|Thôn Tân Mạch, Vĩnh Thủy|25042021|"


def test_a_scanned_card_fills_the_person_and_saves_nothing(client, officer):
    response = client.post("/ho-so/tiep-nhan/", {"step": "save", "card": CARD, "phone": "0912345678"})

    form = response.context["sheet"].form
    person = ("applicant_name", "personal_number", "address", "phone")
    assert [form[name].value() for name in person] == [
        "Trần Thị Bích Ngọc", "045185003217", "Thôn Tân Mạch, Vĩnh Thủy", "0912345678",
    ]  # fmt: skip
    assertContains(response, "Đọc từ thẻ: Trần Thị Bích Ngọc, sinh 12/08/1985, Nữ.")
    assert not Dossier.objects.exists()


def test_a_card_shows_what_its_bearer_has_running_here_and_nowhere_else(client, officer):
    here = DossierFactory(unit=officer.unit, personal_number="045185003217", processing=True)
    done = DossierFactory(unit=officer.unit, personal_number="045185003217", concluded=True)
    elsewhere = DossierFactory(personal_number="045185003217", processing=True)

    response = client.post("/ho-so/tiep-nhan/", {"step": "save", "card": CARD})

    assertContains(response, here.code)
    assertNotContains(response, done.code)
    assertNotContains(response, elsewhere.code)


def test_contradictions_of_a_card_are_said_and_stop_nobody(client, officer):
    response = client.post("/ho-so/tiep-nhan/", {"step": "save", "card": CARD.replace("1985", "1986", 1)})

    assertContains(response, "Số định danh cho năm sinh 1985, ngày sinh ghi 1986.")
    assert response.context["sheet"].form["applicant_name"].value() == "Trần Thị Bích Ngọc"


def test_what_is_no_card_stays_in_its_field_with_a_sentence(client, officer):
    response = client.post(
        "/ho-so/tiep-nhan/", {"step": "save", "card": "https://vidu.vn", "applicant_name": "Lê A"}
    )

    assertContains(response, "“https://vidu.vn”: không phải mã QR của thẻ căn cước, và chưa ai có tên")
    assertContains(response, 'value="https://vidu.vn"')
    assert response.context["sheet"].form["applicant_name"].value() == "Lê A"


def known(officer, procedure, **fields):
    return DossierFactory(unit=officer.unit, procedure=procedure, personal_number="045185003217", **fields)


def test_a_second_dossier_for_the_same_is_asked_about_first(client, officer, birth):
    first = known(officer, birth, processing=True)
    typed = sent(officer, birth, personal_number="045185003217")

    asked = client.post(PAGE, typed)

    assertContains(asked, "Chưa ghi: người này đã có hồ sơ cùng thủ tục.")
    assertContains(asked, first.code)
    assert Dossier.objects.count() == 1

    client.post(PAGE, typed | {"again": "yes"})

    assert Dossier.objects.count() == 2


def test_sending_one_form_twice_is_no_double_of_itself(client, officer, birth):
    typed = sent(officer, birth, personal_number="045185003217")

    answers = [client.post(PAGE, typed) for _ in range(2)]

    made = Dossier.objects.get()
    assert [answer.url for answer in answers] == [f"{made.get_absolute_url()}da-tiep-nhan/"] * 2


def test_an_old_finished_one_another_procedure_and_another_person_are_no_doubles(client, officer, birth):
    known(officer, birth, concluded=True)
    known(officer, ProcedureFactory(), processing=True)
    DossierFactory(unit=officer.unit, procedure=birth, processing=True)
    DossierFactory(procedure=birth, personal_number="045185003217", processing=True)

    client.post(PAGE, sent(officer, birth, personal_number="045185003217"))

    assert Dossier.objects.count() == 5
