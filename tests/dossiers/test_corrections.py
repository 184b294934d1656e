"""Sửa sau khi tiếp nhận: same code, a reason, a revision mark on the receipt, both versions kept."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import corrections, slips
from dossiers.models import Bundle, Correction, Dossier, FiledAs, SlipKind
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierComponentFactory, DossierFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def dossier(officer):
    return DossierFactory(unit=officer.unit, applicant_name="Nguyễn Thị Dào", personal_number="045190000777")


def correct(dossier, by, papers=(), seen=0, **values):
    return corrections.correct(dossier, values=values, papers=papers, reason="Gõ nhầm tên", seen=seen, by=by)


def page(dossier):
    return f"/ho-so/{dossier.code}/sua/"


def typed(client, dossier, **changes):
    """The form as it is shown, with some fields typed over."""
    form = client.get(page(dossier)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    return values | changes


def test_a_correction_keeps_the_code_and_the_due_date_and_both_versions(dossier, officer):
    due, code = dossier.due_at, dossier.code

    made = correct(dossier, officer, applicant_name="Nguyễn Thị Đào", sets=2)

    dossier.refresh_from_db()
    assert (dossier.code, dossier.due_at, dossier.applicant_name, dossier.sets) == (
        code, due, "Nguyễn Thị Đào", 2,
    )  # fmt: skip
    assert made.before == {"applicant_name": "Nguyễn Thị Dào", "sets": 1}
    assert made.after == {"applicant_name": "Nguyễn Thị Đào", "sets": 2}


def test_the_receipt_gets_a_revision_under_its_number_and_both_say_what_was_true_then(dossier, officer):
    first = slips.issue(SlipKind.RECEIPT, unit=officer.unit, by=officer, dossier=dossier)

    made = correct(dossier, officer, phone="0911111111")

    assert (made.slip.number, made.slip.year, made.slip.revision) == (first.number, first.year, 1)
    assert (made.slip.content["correction"], made.slip.content["correction_reason"]) == (1, "Gõ nhầm tên")
    said = dossier.slips.order_by("revision").values_list("revision", "content__facts__phone")
    assert list(said) == [(0, "0912345678"), (1, "0911111111")]


def test_a_receipt_shared_by_several_dossiers_is_revised_for_any_of_them(dossier, officer):
    bundle = Bundle.objects.create(unit=officer.unit)
    second = DossierFactory(unit=officer.unit, bundle=bundle)
    Dossier.objects.filter(pk=dossier.pk).update(bundle=bundle)
    codes = {"codes": [dossier.code, second.code]}
    slips.issue(
        SlipKind.RECEIPT, unit=officer.unit, by=officer, dossier=dossier, bundle=bundle, content=codes
    )

    made = correct(second, officer, phone="0911111111")

    assert (made.slip.bundle, made.slip.revision) == (bundle, 1)
    assert made.slip.content["codes"] == codes["codes"]


def test_the_history_tells_who_corrected_what_and_why_without_personal_data_in_the_trail(dossier, officer):
    correct(dossier, officer, phone="0911111111")

    event = dossier.events.get()
    assert (event.action, event.reason, event.details) == (
        "correct", "Gõ nhầm tên", {"number": 1, "fields": ["phone"], "changes_receipt": False},
    )  # fmt: skip
    line = AuditEvent.objects.get(action="dossier.correct")
    assert "0911111111" not in str(line.details) + line.target_label


def test_papers_are_added_re_labelled_and_taken_out_and_the_counts_follow(dossier, officer):
    kept = DossierComponentFactory(
        dossier=dossier, name="Tờ khai", filed_as=FiledAs.COPY, must_digitise=False
    )
    wrong = DossierComponentFactory(dossier=dossier, name="Giấy nhầm")
    papers = (
        corrections.PaperCorrection("Tờ khai", FiledAs.ORIGINAL, kept),
        corrections.PaperCorrection("Giấy nhầm", None, wrong),
        corrections.PaperCorrection("Giấy chứng sinh", FiledAs.ORIGINAL),
    )

    made = correct(dossier, officer, papers=papers)

    dossier.refresh_from_db()
    assert [(paper.name, paper.filed_as) for paper in dossier.components.all()] == [
        ("Tờ khai", "original"), ("Giấy chứng sinh", "original"),
    ]  # fmt: skip
    assert (dossier.papers_to_digitise, dossier.papers_digitised) == (2, 0)
    assert made.before["papers"] == [["Tờ khai", "copy"], ["Giấy nhầm", "original"]]
    assert made.after["papers"] == [["Tờ khai", "original"], ["Giấy chứng sinh", "original"]]


def test_nothing_changed_is_no_correction(dossier, officer):
    with pytest.raises(DomainError, match="Chưa có gì khác"):
        correct(dossier, officer, applicant_name=dossier.applicant_name)

    assert not Correction.objects.exists()


def test_of_two_who_correct_at_once_the_second_is_told_to_look_again(dossier, officer):
    correct(dossier, officer, phone="0911111111")

    with pytest.raises(DomainError, match="vừa được người khác sửa"):
        correct(dossier, officer, phone="0922222222")

    dossier.refresh_from_db()
    assert dossier.phone == "0911111111"


def test_a_returned_dossier_is_no_longer_corrected(client, officer):
    returned = DossierFactory(unit=officer.unit, returned=True)

    with pytest.raises(DomainError, match="chỉ sửa được giấy tiếp nhận khi hồ sơ chưa trả"):
        correct(returned, officer, phone="0911111111")
    assertContains(client.get(page(returned)), "chỉ sửa được giấy tiếp nhận")


def test_a_correction_cannot_be_changed_or_taken_back(dossier, officer):
    made = correct(dossier, officer, phone="0911111111")

    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()


def test_the_desk_corrects_on_one_page_and_reads_both_versions_on_the_dossiers(client, officer, dossier):
    paper = DossierComponentFactory(dossier=dossier, name="Tờ khai")
    changes = {
        "applicant_name": "Nguyễn Thị Đào",
        "born_on": "12/08/1990",
        f"paper-{paper.pk}": "certified",
        "reason": "Nghe nhầm tên",
    }

    answer = client.post(page(dossier), typed(client, dossier, **changes), follow=True)

    assertContains(answer, "Đã sửa hồ sơ")
    for words in ("Nghe nhầm tên", "Nguyễn Thị Dào", "12/08/1990", "Tờ khai (bản sao chứng thực)"):
        assertContains(answer, words)
    dossier.refresh_from_db()
    assert dossier.components.get().filed_as == "certified"


def test_a_correction_without_a_reason_keeps_what_was_typed(client, officer, dossier):
    answer = client.post(page(dossier), typed(client, dossier, applicant_name="Nguyễn Thị Đào"))

    assertContains(answer, "Ghi lý do sửa")
    assertContains(answer, 'value="Nguyễn Thị Đào"')
    assert not Correction.objects.exists()


def test_a_second_sending_of_one_form_corrects_once(client, officer, dossier):
    form = typed(client, dossier, phone="0911111111", reason="Nhầm số")

    client.post(page(dossier), form)
    again = client.post(page(dossier), form)

    assertContains(again, "vừa được người khác sửa")
    assert Correction.objects.count() == 1


def test_who_only_supervises_reads_nothing_of_what_was_corrected(client, officer, dossier):
    correct(dossier, officer, applicant_name="Nguyễn Thị Đào")
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.SUPERVISOR]))

    assertNotContains(client.get(f"/ho-so/{dossier.code}/"), "Nguyễn Thị D")


def test_an_owner_who_was_the_applicant_is_corrected_along(client, officer, dossier):
    client.post(page(dossier), typed(client, dossier, applicant_name="Nguyễn Thị Đào", reason="Gõ nhầm"))

    dossier.refresh_from_db()
    assert (dossier.applicant_name, dossier.owner_name) == ("Nguyễn Thị Đào", "Nguyễn Thị Đào")


def test_another_owner_stays_when_the_applicant_is_corrected(client, officer, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(owner_name="Hợp tác xã Vĩnh Thủy")

    client.post(page(dossier), typed(client, dossier, applicant_name="Nguyễn Thị Đào", reason="Gõ nhầm"))

    dossier.refresh_from_db()
    assert (dossier.applicant_name, dossier.owner_name) == ("Nguyễn Thị Đào", "Hợp tác xã Vĩnh Thủy")


def test_a_result_that_now_goes_by_post_needs_a_place(client, officer, dossier):
    changes = {"result_delivery": "post", "address": "", "delivery_address": "", "reason": "Đổi nơi nhận"}

    answer = client.post(page(dossier), typed(client, dossier, **changes))

    assertContains(answer, "Ghi nơi nhận kết quả qua bưu chính.", count=2)


def test_what_is_wrong_with_a_correction_is_summed_up_once(client, officer, dossier):
    assertContains(client.post(page(dossier), typed(client, dossier)), "Cần sửa trước khi tiếp tục", count=1)
