"""Soạn kết quả từ mẫu Word: filled in, printed, signed outside, filed; nothing counts before its file."""

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import lifecycle
from dossiers.models import FilledForm, Office, Result, SignatureState, WordTemplate
from dossiers.results import drafting, filing
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from reports.integrity import results as integrity
from tests.dossiers import signing
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UserFactory
from tests.dossiers.money import charged, concluded, small_pdf
from tests.dossiers.wordforms import WordTemplateFactory, said, word

pytestmark = pytest.mark.django_db
TEXT = "Số: {{ so_ket_qua }}. {{ dia_danh }}, {{ ngay_ket_qua }}. Xác nhận {{ ho_ten }}: {{ noi_dung }}"
FIELDS = ["so_ket_qua", "dia_danh", "ngay_ket_qua", "ho_ten", "noi_dung"]


@pytest.fixture(autouse=True)
def _folders(tmp_path):
    default = {**project.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    roots = tmp_path / "roots"
    roots.mkdir()
    with override_settings(STORAGES={**project.STORAGES, "default": default}, SIGNATURE_ROOTS=roots):
        yield


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def template(officer):
    return made_template(officer.unit)


@pytest.fixture
def dossier(officer, template):
    return charged(officer=officer, procedure=template.procedure)


def made_template(unit, **facts):
    fields = [{"key": key, "label": key} for key in FIELDS]
    return WordTemplateFactory(
        unit=unit, name="Giấy xác nhận", purpose="result", data=word(TEXT), fields=fields, **facts
    )


def page(dossier):
    return f"/ho-so/{dossier.code}/ket-qua/"


def drafted(dossier, template, by, **values):
    known = {"so_ket_qua": "15/GXN-UBND", "ngay_ket_qua": "20/11/2026", "noi_dung": "Thường trú"}
    return drafting.keep(template, dossier, values=known | values, by=by)


def sent(form, content=None, **typed):
    """What the page of results posts for a draft."""
    values = {"draft": form.pk, "title": "Giấy xác nhận", "number": "15/GXN-UBND", "issued_on": "20/11/2026"}
    if content is not None:
        values["file"] = SimpleUploadedFile("ky.pdf", content)
    return values | typed


def test_what_is_known_stands_in_the_fields_and_the_draft_is_offered_among_the_results(
    client, officer, dossier, template
):
    address = f"{page(dossier)}soan/{template.pk}/"
    form = client.get(address).context["form"]

    answer = client.post(
        address,
        {"so_ket_qua": "15/GXN-UBND", "ngay_ket_qua": "20/11/2026", "noi_dung": "Dòng một\nDòng hai"},
        follow=True,
    )

    assert form["ho_ten"].value() == "Trần Thị Bích Ngọc"
    assertRedirects(answer, page(dossier))
    assertContains(answer, "Ghi làm kết quả")
    kept = FilledForm.objects.get()
    word_file = client.get(f"{page(dossier)}soan/{kept.pk}.docx").content
    assert "Số: 15/GXN-UBND. " in said(word_file)
    assert "ngày 20 tháng 11 năm 2026" in said(word_file)
    assert "Dòng một\nDòng hai" in said(word_file)
    assert dossier.events.get(action="draft_result").reason == "Giấy xác nhận"
    assert AuditEvent.objects.filter(action="wordform.opened").count() == 1


def test_without_a_day_there_is_room_for_a_pen(officer, dossier, template):
    form = drafted(dossier, template, officer, ngay_ket_qua="", so_ket_qua="")

    text = said(drafting.filling.word_file(template, form.values))

    assert "Số: …………" in text
    assert "ngày …… tháng …… năm ……" in text


def test_a_draft_counts_as_no_result(officer, dossier, template):
    drafted(dossier, template, officer)

    assert not dossier.results.exists()
    assert not concluded(dossier).has_electronic_result


def test_the_signed_file_makes_the_draft_a_result_with_its_number_and_day(client, officer, dossier, template):
    form = drafted(dossier, template, officer)
    shown = client.get(f"{page(dossier)}?du-thao={form.pk}")

    answer = client.post(page(dossier), sent(form, signing.signed_pdf()), follow=True)

    assert shown.context["form"]["number"].value() == "15/GXN-UBND"
    assert f"{shown.context['form']['issued_on'].value():%d/%m/%Y}" == "20/11/2026"
    assertContains(answer, "Đã ghi kết quả 15/GXN-UBND.")
    result = Result.objects.get()
    assert (result.made_from, result.number, str(result.issued_on)) == (form, "15/GXN-UBND", "2026-11-20")
    assert result.signature_state == SignatureState.UNKNOWN
    assert concluded(dossier).has_electronic_result
    assertContains(client.get(page(dossier)), "đã thành kết quả số 15/GXN-UBND")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "tải bản PDF của dự thảo, ký số, rồi chọn tệp đã ký"),
        (small_pdf(), "Tệp chưa có chữ ký số"),
        (signing.added_to(signing.signed_pdf()), "Tệp đã bị thay đổi sau khi ký"),
    ],
)
def test_where_a_signature_is_needed_nothing_else_makes_it_a_result(
    client, dossier, template, content, words
):
    form = drafted(dossier, template, dossier.received_by)

    answer = client.post(page(dossier), sent(form, content, number="99/X"))

    assertContains(answer, words)
    assertContains(answer, 'value="99/X"')
    assert not Result.objects.exists()


def test_where_none_is_needed_the_made_pdf_is_the_result_and_sending_it_twice_makes_one(
    client, officer, monkeypatch
):
    made = small_pdf(3)
    printed = []
    monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: True)
    monkeypatch.setattr("dossiers.wordforms.paper.to_pdf", lambda docx: printed.append(said(docx)) or made)
    template = made_template(officer.unit, needs_signature=False)
    dossier = charged(officer=officer, procedure=template.procedure)
    form = drafted(dossier, template, officer)

    client.post(page(dossier), sent(form))
    result = Result.objects.get()
    facts = {"title": result.title, "number": result.number, "issued_on": result.issued_on}
    again = drafting.file_draft(form, content=small_pdf(), by=officer, **facts)

    with result.file.open("rb") as stored:
        assert stored.read() == made
    assert "Số: 15/GXN-UBND" in printed[0]
    assert again == result


def test_where_the_machine_makes_no_pdf_it_says_what_to_do(client, officer, monkeypatch):
    monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: False)
    template = made_template(officer.unit, needs_signature=False)
    dossier = charged(officer=officer, procedure=template.procedure)
    form = drafted(dossier, template, officer)

    assertContains(client.post(page(dossier), sent(form)), "mở tệp Word, lưu thành PDF, rồi chọn tệp đó")
    client.post(page(dossier), sent(form, small_pdf()))

    assert Result.objects.get().made_from == form


def test_what_became_a_result_is_corrected_by_taking_it_back_and_filing_the_draft_again(
    officer, dossier, template
):
    form = drafted(dossier, template, officer)
    facts = {"title": "Giấy", "number": "15", "issued_on": None, "by": officer}
    first = drafting.file_draft(form, content=signing.signed_pdf(), **facts)

    with pytest.raises(DomainError, match="Thu hồi kết quả đó rồi mới sửa"):
        drafted(dossier, template, officer, noi_dung="Tạm trú")
    with pytest.raises(DomainError, match="Thu hồi kết quả đó rồi ghi lại"):
        drafting.file_draft(form, content=signing.signed_pdf(2), **facts | {"number": "16"})
    filing.withdraw(first, reason="Sai nội dung", by=officer)
    again = drafted(dossier, template, officer, noi_dung="Tạm trú")
    second = drafting.file_draft(again, content=signing.signed_pdf(2), **facts)

    assert (again.pk, second.made_from) == (form.pk, form)
    assert list(dossier.results.standing()) == [second]
    with pytest.raises(DomainError, match="được giữ lại"):
        drafting.drop(form, by=officer)


def test_a_draft_is_dropped_once_and_told(client, officer, dossier, template):
    form = drafted(dossier, template, officer)

    for _ in range(2):
        client.post(f"{page(dossier)}soan/{form.pk}/bo/")

    assert not FilledForm.objects.exists()
    assert dossier.events.get(action="drop_draft").reason == "Giấy xác nhận"


def test_a_withdrawn_dossier_takes_no_draft(officer, dossier, template):
    lifecycle.withdraw(dossier, reason="Thôi", by=officer)

    with pytest.raises(DomainError, match="chưa soạn kết quả được"):
        drafted(dossier, template, officer)


def test_declarations_and_results_are_not_offered_in_each_others_place(client, officer, dossier, template):
    declaration = WordTemplateFactory(unit=officer.unit, procedure=template.procedure)

    assert client.get(f"/ho-so/{dossier.code}/to-khai/{template.pk}/").status_code == 404
    assert client.get(f"{page(dossier)}soan/{declaration.pk}/").status_code == 404
    shown = client.get(page(dossier))
    assertContains(shown, "Giấy xác nhận")
    assertNotContains(shown, declaration.name)


class TestNumbers:
    @pytest.fixture
    def once(self, officer):
        Office.objects.create(unit=officer.unit, numbers_results_once=True)

    def filed(self, officer, number="15/GXN-UBND", **facts):
        return filing.file_result(
            charged(officer=officer), title="Giấy", number=number, issued_on=None, content=None, by=officer
        )

    def test_where_the_office_says_so_a_number_stands_for_one_dossiers_result_a_year(self, officer, once):
        first = self.filed(officer)

        with pytest.raises(DomainError, match=f"đã cấp cho kết quả của hồ sơ {first.dossier.code}"):
            self.filed(officer, "15/gxn-ubnd")
        filing.withdraw(first, reason="Nhầm", by=officer)

        assert self.filed(officer).number == "15/GXN-UBND"

    def test_elsewhere_a_number_may_come_again(self, officer):
        assert self.filed(officer).number == self.filed(officer).number

    def test_the_paper_beside_the_file_bears_the_same_number(self, officer, once):
        first = self.filed(officer)

        second = filing.file_result(
            first.dossier, title="Giấy", number=first.number, issued_on=None, content=small_pdf(), by=officer
        )

        assert second.number == first.number

    def test_a_number_on_another_draft_is_told_before_anybody_signs(self, client, officer, once, template):
        one, two = (charged(officer=officer, procedure=template.procedure) for _ in range(2))
        drafted(one, template, officer)

        answer = client.post(f"{page(two)}soan/{template.pk}/", {"so_ket_qua": "15/GXN-UBND"})

        assertContains(answer, f"đang ghi trên dự thảo kết quả của hồ sơ {one.code}")
        assert FilledForm.objects.count() == 1


def test_the_office_uploads_a_template_of_results(client, officer):
    client.force_login(admin := UserFactory(unit=officer.unit, roles=[Role.UNIT_ADMIN]))
    procedure = ProcedureFactory()
    file = SimpleUploadedFile("gxn.docx", word(TEXT))
    typed = {"name": "Giấy xác nhận", "procedure": procedure.code, "unit": admin.unit_id, "file": file}

    client.post("/quan-tri/mau-word/", typed | {"purpose": "result"})

    made = WordTemplate.objects.get()
    assert (made.purpose, made.needs_signature) == ("result", False)
    assert [field["label"] for field in made.fields][:3] == [
        "Số, ký hiệu của kết quả", "Địa danh", "Ngày ban hành",
    ]  # fmt: skip
    assertContains(client.get("/quan-tri/mau-word/"), "Kết quả giải quyết, không ký số")


def test_a_result_made_of_another_dossiers_draft_is_reported(officer, dossier, template):
    form = drafted(dossier, template, officer)
    drafting.file_draft(
        form, title="Giấy", number="1", issued_on=None, content=signing.signed_pdf(), by=officer
    )
    assert list(integrity.problems(None)) == []

    Result.objects.update(dossier=charged(officer=officer))

    assert [problem.code for problem in integrity.problems(None)] == ["result.draft_of_another"]
