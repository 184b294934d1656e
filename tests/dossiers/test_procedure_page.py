"""Trang cho người dân, as staff keep it: who writes for all, what a form to download must be."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import FormFile, OfferedProcedure
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    FormFileFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)
from tests.dossiers.money import small_pdf
from tests.dossiers.wordforms import word

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(code="1.1", name="Đăng ký khai sinh")


@pytest.fixture
def path(procedure):
    return "/thu-tuc/quan-ly/1.1/trang-cong-khai/"


@pytest.fixture
def commune():
    return UnitFactory(parent=UnitFactory(kind="province", name="Tỉnh Quảng Trị"), name="Xã Vĩnh Lâm")


@pytest.fixture
def admin(client, commune):
    user = UserFactory(unit=commune, roles=[Role.UNIT_ADMIN])
    client.force_login(user)
    return user


@pytest.fixture
def superior(commune):
    return UserFactory(unit=commune.parent, roles=[Role.REFORM])


def described(**facts):
    return {"describe": "1", "purpose": "", "online_address": "", "words": "", **facts}


def upload(component, content, *, name="to-khai.pdf", kind="blank"):
    return {"component": component.pk, "kind": kind, "file": SimpleUploadedFile(name, content)}


class TestDescribing:
    def test_what_is_written_stands_on_the_public_page(self, client, admin, procedure, path):
        answer = client.post(
            path, described(purpose="Làm giấy cho con.", words="khai sinh cho bé\n\n làm giấy")
        )

        assertRedirects(answer, path)
        assertContains(client.get("/thu-tuc/1.1/"), "Làm giấy cho con.")
        assertContains(client.get("/thu-tuc/?q=giay+cho+be"), "Đăng ký khai sinh")
        assert AuditEvent.objects.filter(action="procedure.described").count() == 1

    def test_saving_twice_changes_nothing_more(self, client, admin, procedure, path):
        facts = described(purpose="Làm giấy cho con.", words="khai sinh cho bé")

        client.post(path, facts)
        client.post(path, facts)

        assert procedure.words.count() == 1
        assert AuditEvent.objects.filter(action="procedure.described").count() == 1

    def test_a_word_that_is_taken_out_is_no_longer_looked_for(self, client, admin, procedure, path):
        shipped = procedure.words.create(text="giấy bé", is_shipped=True)
        procedure.words.create(text="lời riêng")

        client.post(path, described())

        assert list(procedure.words.values_list("text", "is_active")) == [("giấy bé", False)]
        client.post(path, described(words="Giấy bé"))
        shipped.refresh_from_db()
        assert shipped.is_active

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "http://dichvucong.example.vn/",
            "data:text/html,x",
            "https://ten:mat-khau@example.vn/",
            "khong phai dia chi",
        ],
    )
    def test_only_an_https_address_is_taken(self, client, admin, procedure, path, address):
        page = client.post(path, described(online_address=address, purpose="Giữ lời"))

        assert page.status_code == 200
        assertContains(page, "https://")
        assertContains(page, "Giữ lời")
        procedure.refresh_from_db()
        assert (procedure.online_address, procedure.purpose) == ("", "")

    def test_too_many_words_are_refused_beside_the_field(self, client, admin, path):
        assertContains(client.post(path, described(words="\n".join(map(str, range(50))))), "nhiều nhất 40")
        assertContains(client.post(path, described(words="x" * 101)), "dài quá 100")


class TestWhoWrites:
    def test_below_a_unit_that_keeps_the_catalogue_nothing_for_all_is_written(
        self, client, admin, superior, procedure, path
    ):
        page = client.post(path, described(purpose="Lời của xã"), follow=True)

        assertContains(page, "do cấp trên ghi")
        procedure.refresh_from_db()
        assert procedure.purpose == ""

    @pytest.mark.usefixtures("superior")
    def test_a_form_of_a_lower_unit_is_its_own(self, client, admin, procedure, path):
        component = ProcedureComponentFactory(procedure=procedure)

        client.post(path, upload(component, small_pdf()))

        assert FormFile.objects.get().unit == admin.unit

    def test_a_form_of_the_superior_is_for_all_and_stays_when_a_lower_one_drops(
        self, client, admin, superior, procedure, path
    ):
        component = ProcedureComponentFactory(procedure=procedure)
        client.force_login(superior)
        client.post(path, upload(component, small_pdf()))
        file = FormFile.objects.get()
        client.force_login(admin)

        answer = client.post(f"/thu-tuc/quan-ly/1.1/mau-don/{file.pk}/bo/")

        assert (file.unit, answer.status_code) == (None, 403)
        assert FormFile.objects.exists()

    def test_a_unit_writes_its_own_online_address_among_its_terms(self, client, admin, commune, procedure):
        address = reverse("dossiers:office-offer", args=[commune.pk, procedure.code])

        refused = client.post(address, {"online_address": "http://xa.example.vn/"})
        client.post(address, {"online_address": "https://xa.example.vn/"})

        assertContains(refused, "https://")
        assert OfferedProcedure.objects.get(procedure=procedure).online_address == "https://xa.example.vn/"


class TestForms:
    @pytest.fixture
    def component(self, procedure):
        return ProcedureComponentFactory(procedure=procedure, name="Tờ khai")

    def test_a_form_is_taken_in_shown_and_downloaded(self, client, admin, path, component):
        content = small_pdf()

        assertContains(client.post(path, upload(component, content), follow=True), "Đã nhận “to-khai.pdf”")

        assert client.get(f"/thu-tuc/1.1/mau-don/{component.pk}/").content == content
        assertContains(client.get(path), "Mẫu để điền: to-khai.pdf")

    def test_a_word_file_is_handed_out_as_one(self, client, admin, path, component):
        client.post(path, upload(component, word("Họ tên"), name="to-khai.docx", kind="sample"))

        answer = client.get(f"/thu-tuc/1.1/mau-don/{component.pk}/dien-san/")

        assert answer["Content-Disposition"] == 'attachment; filename="to-khai-ban-dien-san.docx"'

    def test_a_new_form_takes_the_place_of_the_old_one(
        self, client, admin, path, component, django_capture_on_commit_callbacks
    ):
        client.post(path, upload(component, small_pdf()))
        old = FormFile.objects.get().file.name

        with django_capture_on_commit_callbacks(execute=True):
            client.post(path, upload(component, small_pdf(pages=2)))

        assert FormFile.objects.count() == 1
        assert not default_storage.exists(old)

    def test_dropping_twice_is_dropping_once(self, client, admin, path, component):
        file = FormFileFactory(component=component)
        drop = f"/thu-tuc/quan-ly/1.1/mau-don/{file.pk}/bo/"

        assertRedirects(client.post(drop), path)
        assertRedirects(client.post(drop), path)

        assert not FormFile.objects.exists()
        assertNotContains(client.get("/thu-tuc/1.1/"), "Tải mẫu")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"MZ program", "Chỉ nhận mẫu dạng Word"),
            (b"<html><script>alert(1)</script>", "Chỉ nhận mẫu dạng Word"),
            (b"%PDF-1.4 broken", "PDF"),
            (b"PK\x03\x04 broken", "không phải tài liệu Word"),
            (b"", "trống"),
        ],
    )
    @pytest.mark.usefixtures("admin")
    def test_what_is_no_form_is_refused(self, client, path, component, content, words):
        assertContains(client.post(path, upload(component, content)), words)
        assert not FormFile.objects.exists()

    def test_macros_are_refused(self, client, admin, path, component):
        file = io.BytesIO(word("Họ tên"))
        with zipfile.ZipFile(file, "a") as package:
            package.writestr("word/vbaProject.bin", b"x")

        assertContains(client.post(path, upload(component, file.getvalue(), name="x.docx")), "macro")

    def test_a_paper_of_another_procedure_is_refused(self, client, admin, path):
        foreign = ProcedureComponentFactory()

        client.post(path, upload(foreign, small_pdf()))

        assert not FormFile.objects.exists()
