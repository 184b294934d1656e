"""Tờ khai: templates of the office are checked, filled from what is known, printed to be signed."""

import io
import shutil
import zipfile
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertRedirects

from dossiers.models import FilledForm, WordTemplate
from dossiers.wordforms import filling, wordfiles
from portal.errors import DomainError
from portal.models import Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)
from tests.dossiers.wordforms import WordTemplateFactory, said, word

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEMPLATES = "/quan-tri/mau-word/"


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def template(officer):
    return WordTemplateFactory(unit=officer.unit)


@pytest.fixture
def dossier(officer, template):
    return DossierFactory(
        unit=officer.unit,
        procedure=template.procedure,
        applicant_name="Nguyễn Thị Đào",
        born_on=date(1990, 8, 12),
        personal_number="045190000777",
    )


def page(dossier, template):
    return f"/ho-so/{dossier.code}/to-khai/{template.pk}/"


def rezipped(docx, name, change):
    """The same package with one part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return out.getvalue()


def damaged(docx):
    """The package with the packed bytes of its first part spoiled, its directory whole."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        start = package.infolist()[0].header_offset + 30 + len(package.infolist()[0].filename)
    return docx[:start] + b"\xff" * 40 + docx[start + 40 :]


PLAIN = word("{{ ho_ten }}")
HOSTILE = {
    "no Word file": (b"MZ\x90\x00 not a document", "không phải tài liệu Word"),
    "a cut-off package": (PLAIN[: len(PLAIN) // 2], "không phải tài liệu Word"),
    "a package with a damaged part": (damaged(PLAIN), "không phải tài liệu Word"),
    "a spreadsheet": (
        rezipped(
            PLAIN, "[Content_Types].xml", lambda old: old.replace(b"wordprocessingml", b"spreadsheetml")
        ),
        "Chỉ nhận tài liệu Word",
    ),
    "macros": (rezipped(PLAIN, "word/vbaProject.bin", lambda _: b"x"), "không có macro"),
    "XML that reaches outside": (
        rezipped(
            PLAIN,
            "word/document.xml",
            lambda old: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + old.partition(b"?>")[2],
        ),
        "khai báo XML lạ",
    ),
    "a picture from elsewhere": (
        rezipped(
            PLAIN,
            "word/_rels/document.xml.rels",
            lambda old: old.replace(
                b"</Relationships>",
                b'<Relationship Id="r9" Type="http://x/image" Target="http://evil.example/a.png" '
                b'TargetMode="External"/></Relationships>',
            ),
        ),
        "gọi đến tệp ở nơi khác",
    ),
    "too large": (b"PK" + bytes(wordfiles.MOST_BYTES), "lớn hơn 5 MB"),
    "no fields": (word("Tôi là ai"), "chưa có ô nào"),
    "a loop": (word("{% for x in range(9) %}x{% endfor %}"), "chỉ được dùng ô"),
    "an attribute": (word("{{ ho_ten.__class__ }}"), "chỉ được dùng ô"),
    "a call": (word("{{ cycler() }}"), "chỉ được dùng ô"),
    "a sum": (word("{{ a + b }}"), "chỉ được dùng ô"),
    "an open field": (word("{{ ho_ten "), "viết chưa đúng"),
    "a field with accents": (word("{{ Ho_Ten }}"), "chưa đúng"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_harmless_template_is_refused_with_a_sentence(what):
    data, words = HOSTILE[what]

    with pytest.raises(DomainError, match=words):
        wordfiles.fields_of(data)


def test_a_package_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(wordfiles, "MOST_UNPACKED", 100)

    with pytest.raises(DomainError, match="bung ra quá lớn"):
        wordfiles.fields_of(PLAIN)


def test_fields_are_read_from_text_and_header_in_their_order():
    data = word("Tôi là {{ ho_ten }}, {{ ly_do }}, {{ ho_ten }}", header="Kính gửi {{ kinh_gui }}")

    assert wordfiles.fields_of(data) == ["ho_ten", "ly_do", "kinh_gui"]


def test_values_stay_text_whatever_they_hold():
    value = "<w:t>&amp; {{ ho_ten }} {% x %}\x00\nhai dòng"

    filled = said(wordfiles.fill(word("[{{ ly_do }}]"), {"ly_do": value}))

    assert filled.strip() == "[<w:t>&amp; {{ ho_ten }} {% x %}\nhai dòng]"


def test_an_empty_field_leaves_dots_to_write_on(template):
    text = said(filling.word_file(template, {"ho_ten": "Nguyễn Thị Đào"}))

    assert "Tôi là Nguyễn Thị Đào, sinh …………. Lý do: …………" in text


def test_the_desk_finds_what_is_known_filled_in(client, officer, dossier, template):
    form = client.get(page(dossier, template)).context["form"]

    assert (form["ho_ten"].value(), form["ngay_sinh"].value(), form["ly_do"].value()) == (
        "Nguyễn Thị Đào", "12/08/1990", "",
    )  # fmt: skip


def test_it_is_addressed_to_the_committee_as_a_sentence_names_it(officer, template):
    template.fields = [{"key": "kinh_gui", "label": "Kính gửi"}]
    dossier = DossierFactory(unit=UnitFactory(name="Xã Vĩnh Lâm"), procedure=template.procedure)

    assert filling.first_values(template, dossier) == {"kinh_gui": "Ủy ban nhân dân xã Vĩnh Lâm"}


def test_what_the_same_person_wrote_last_time_stands_there_again(client, officer, dossier, template):
    earlier = DossierFactory(
        unit=officer.unit, procedure=template.procedure, personal_number=dossier.personal_number
    )
    stranger = DossierFactory(unit=officer.unit, procedure=template.procedure)
    for owner, reason in ((earlier, "Bổ sung hộ tịch"), (stranger, "Việc của người khác")):
        filling.keep(template, owner, values={"ly_do": reason, "ho_ten": "Ai đó"}, by=officer)

    form = client.get(page(dossier, template)).context["form"]

    assert (form["ly_do"].value(), form["ho_ten"].value()) == ("Bổ sung hộ tịch", "Nguyễn Thị Đào")


def test_a_filled_declaration_is_kept_told_and_downloaded_as_word(client, officer, dossier, template):
    values = {"ho_ten": "Nguyễn Thị Đào", "ngay_sinh": "12/08/1990", "ly_do": "Sinh con"}

    client.post(page(dossier, template), values)
    kept = FilledForm.objects.get()
    file = client.get(f"/ho-so/{dossier.code}/to-khai/{kept.pk}.docx")

    assert kept.values == values
    assert dossier.events.get().reason == "Tờ khai đăng ký khai sinh"
    assert "Tôi là Nguyễn Thị Đào, sinh 12/08/1990. Lý do: Sinh con" in said(file.content)
    assertContains(client.get(f"/ho-so/{dossier.code}/"), "Tệp Word")


def test_filling_again_replaces_the_values_and_keeps_one_declaration(client, officer, dossier, template):
    for reason in ("Sinh con", "Nhận con"):
        client.post(page(dossier, template), {"ly_do": reason})

    assert FilledForm.objects.get().values["ly_do"] == "Nhận con"
    assert dossier.events.count() == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_declaration_is_printed_where_the_machine_can(client, officer, dossier, template):
    answer = client.post(page(dossier, template), {"ho_ten": "Nguyễn Thị Đào"}, follow=True)

    words = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "Tôi là Nguyễn Thị Đào" in words


def test_without_libreoffice_the_word_file_is_what_is_printed(
    client, officer, dossier, template, monkeypatch
):
    monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: False)

    answer = client.post(page(dossier, template), {"ho_ten": "Nguyễn Thị Đào"})

    assert answer["Location"].endswith(".docx")


def test_a_template_of_another_procedure_or_one_put_aside_is_not_offered(client, officer, dossier, template):
    other = WordTemplateFactory(unit=officer.unit)
    retired = WordTemplateFactory(unit=officer.unit, procedure=template.procedure, is_active=False)

    assert client.get(page(dossier, other)).status_code == 404
    assert client.get(page(dossier, retired)).status_code == 404
    with pytest.raises(DomainError, match="không thuộc thủ tục"):
        filling.keep(other, dossier, values={}, by=officer)


@pytest.fixture
def admin(client, officer):
    admin = UserFactory(unit=officer.unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


def upload(client, admin, data, code):
    file = SimpleUploadedFile("mẫu 01.docx", data)
    values = {
        "purpose": "declaration",
        "name": "Tờ khai",
        "procedure": code,
        "unit": admin.unit_id,
        "file": file,
    }
    return client.post(TEMPLATES, values)


def test_the_office_uploads_a_template_and_names_its_fields(client, admin):
    procedure = ProcedureFactory()

    answer = upload(client, admin, word("{{ ho_ten }} {{ noi_cap }}"), procedure.code)
    template = WordTemplate.objects.get()
    client.post(f"{TEMPLATES}{template.pk}/", {"ho_ten": "Họ và tên", "noi_cap": "Nơi cấp"})

    assertRedirects(answer, f"{TEMPLATES}{template.pk}/")
    template.refresh_from_db()
    assert template.fields == [
        {"key": "ho_ten", "label": "Họ và tên"}, {"key": "noi_cap", "label": "Nơi cấp"},
    ]  # fmt: skip
    assert "mẫu" not in template.file.name


def test_a_refused_upload_says_why_beside_the_file_and_keeps_what_was_typed(client, admin):
    answer = upload(client, admin, b"MZ", ProcedureFactory(code="9.777777").code)

    assertContains(answer, "không phải tài liệu Word")
    assertContains(answer, 'value="9.777777"')
    assert not WordTemplate.objects.exists()


def test_a_template_put_aside_can_be_used_again(client, admin):
    template = WordTemplateFactory(unit=admin.unit)

    client.post(f"{TEMPLATES}{template.pk}/dung/")
    assertContains(client.get(TEMPLATES), "đã ngừng dùng")
    client.post(f"{TEMPLATES}{template.pk}/dung/")

    template.refresh_from_db()
    assert template.is_active
