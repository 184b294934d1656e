"""Kết quả giải quyết: filed, its signature looked at, checked by anybody, printed with a code."""

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import lifecycle
from dossiers.models import Result, SignatureState
from dossiers.results import filing, printing, signatures
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from reports.integrity import results as integrity
from tests.dossiers import signing
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory
from tests.dossiers.money import charged, concluded, small_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _folders(tmp_path):
    """Files of the tests and a folder of trusted roots, empty until a test trusts somebody."""
    default = {**project.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    roots = tmp_path / "roots"
    roots.mkdir()
    with override_settings(STORAGES={**project.STORAGES, "default": default}, SIGNATURE_ROOTS=roots):
        yield roots


@pytest.fixture
def trusted(_folders):
    (_folders / "goc.pem").write_bytes(signing.root_pem())
    (_folders / "ghi-chu.txt").write_text("không phải chứng thư")
    (_folders / "hong.crt").write_bytes(b"khong phai chung thu")


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def filed(dossier, content=None, **facts):
    return filing.file_result(
        dossier, title="Giấy khai sinh", number="15/2026", issued_on=None, content=content,
        by=dossier.received_by, **facts,
    )  # fmt: skip


class TestSignatures:
    def test_a_signature_of_a_trusted_signer_is_valid(self, trusted):
        examined = signatures.examine(signing.signed_pdf())

        assert examined.state == SignatureState.VALID
        (one,) = examined.signatures
        assert (one.signer, one.issuer) == ("Nguyễn Văn Chủ Tịch", "CA Thử Nghiệm")
        assert one.reason == "Tệp còn nguyên vẹn từ khi ký, người ký được xác nhận."
        assert one.signed_at

    def test_without_the_root_the_file_is_whole_but_its_signer_unknown(self):
        examined = signatures.examine(signing.signed_pdf())

        assert examined.state == SignatureState.UNKNOWN
        assert "không thuộc tổ chức chứng thực nào mà đơn vị tin cậy" in examined.signatures[0].reason

    @pytest.mark.parametrize("change", [signing.changed_inside, signing.added_to])
    def test_a_file_that_changed_after_it_was_signed_is_told(self, trusted, change):
        examined = signatures.examine(change(signing.signed_pdf()))

        assert examined.state == SignatureState.CHANGED
        assert "sau khi ký" in examined.signatures[0].reason

    def test_a_signature_whose_bytes_another_program_moved_holds_no_more(self, trusted):
        state = signatures.examine(signing.resaved(signing.signed_pdf())).state

        assert state in {SignatureState.CHANGED, SignatureState.BROKEN}

    def test_a_file_without_signature_says_so(self):
        assert signatures.examine(small_pdf()) == signatures.Examined(SignatureState.NONE)


class TestFiling:
    def test_an_electronic_result_keeps_the_file_as_it_was_signed(self, trusted):
        result = filed(charged(), signing.signed_pdf())

        with result.file.open("rb") as stored:
            assert stored.read() == signing.signed_pdf()
        assert result.signature_state == SignatureState.VALID
        assert result.dossier.code not in result.file.name
        assert list(integrity.problems(None)) == []

    def test_the_mark_that_figures_count_comes_with_the_conclusion_or_with_a_later_file(self):
        before, after, paper = charged(), charged(), charged()
        filed(before, small_pdf())
        for dossier in (before, after, paper):
            concluded(dossier)
        filed(after, small_pdf())
        filed(paper)

        marks = []
        for dossier in (before, after, paper):
            dossier.refresh_from_db()
            marks.append(dossier.has_electronic_result)
        assert marks == [True, True, False]

    def test_what_was_filed_on_paper_only_is_not_called_electronic(self):
        dossier = charged()
        filed(dossier)

        with pytest.raises(DomainError, match="chỉ là bản giấy"):
            lifecycle.conclude(dossier, by=dossier.received_by, has_electronic_result=True)

        filed(dossier, small_pdf())
        assert lifecycle.conclude(
            dossier, by=dossier.received_by, has_electronic_result=True
        ).has_electronic_result

    def test_the_same_file_twice_is_one_result(self):
        dossier, content = charged(), small_pdf()

        assert filed(dossier, content) == filed(dossier, content)
        assert dossier.results.count() == 1

    def test_a_result_that_was_taken_back_counts_no_more(self):
        dossier = charged()
        result = filed(dossier, small_pdf())
        concluded(dossier)
        filing.withdraw(result, reason="Sai họ tên", by=dossier.received_by)

        dossier.refresh_from_db()
        assert not dossier.has_electronic_result
        assert dossier.events.get(action="withdraw_result").reason == "Sai họ tên"
        with pytest.raises(TypeError):
            result.delete()

    @pytest.mark.parametrize(
        "content", [b"", b"MZ\x90\x00 chuong trinh", b"%PDF-1.7 khong phai", b"PK\x03\x04" + b"0" * 50]
    )
    def test_what_is_no_pdf_is_refused_with_a_sentence(self, content):
        dossier = charged()

        with pytest.raises(DomainError) as refused:
            filed(dossier, content)

        assert refused.value.message.endswith(".")
        assert not dossier.results.exists()

    def test_a_withdrawn_dossier_takes_no_result(self):
        dossier = charged()
        lifecycle.withdraw(dossier, reason="Thôi", by=None)

        with pytest.raises(DomainError, match="không ghi kết quả được"):
            filed(dossier)

    def test_a_file_overwritten_in_the_store_is_reported(self):
        result = filed(charged(), small_pdf())
        with open(result.file.path, "wb") as stored:  # noqa: PTH123
            stored.write(b"khac")

        assert [problem.code for problem in integrity.problems(None)] == ["result.file_changed"]

    def test_a_missing_mark_is_reported(self):
        dossier = charged()
        filed(dossier, small_pdf())
        dossier = concluded(dossier)
        type(dossier).objects.filter(pk=dossier.pk).update(has_electronic_result=False)

        assert [problem.code for problem in integrity.problems(None)] == ["result.mark"]


class TestPages:
    def test_a_signed_file_is_uploaded_and_its_signature_told(self, client, officer, trusted):
        dossier = charged(officer=officer)
        page = f"/ho-so/{dossier.code}/ket-qua/"

        response = client.post(
            page,
            {
                "kind": "electronic",
                "file": SimpleUploadedFile("Khai sinh Trần Thị Ngọc.pdf", signing.signed_pdf()),
                "number": "15/2026",
                "title": "Giấy khai sinh",
            },
            follow=True,
        )

        assertRedirects(response, page)
        assertContains(response, "Đã ghi kết quả 15/2026. Chữ ký số hợp lệ.")
        assertContains(response, "Nguyễn Văn Chủ Tịch")
        assertContains(client.get(dossier.get_absolute_url()), "Chữ ký số hợp lệ")

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"kind": "electronic", "title": "Giấy"}, "Chọn tệp PDF của kết quả, hoặc chọn dạng bản giấy."),
            ({"kind": "paper", "title": ""}, "Trường này là bắt buộc"),
            ({"kind": "paper", "title": "Giấy", "issued_on": "31/12/2099"}, "Ngày ban hành còn ở tương lai."),
        ],
    )
    def test_bad_input_is_told_and_stays_typed(self, client, officer, form, words):
        dossier = charged(officer=officer)

        response = client.post(f"/ho-so/{dossier.code}/ket-qua/", form | {"number": "77/QĐ"})

        assertContains(response, words)
        assertContains(response, "77/QĐ")
        assert not Result.objects.exists()

    def test_a_download_gives_the_signed_bytes_and_leaves_a_line(self, client, officer):
        result = filed(charged(officer=officer), signing.signed_pdf())

        response = client.get(f"/ho-so/{result.dossier.code}/ket-qua/{result.pk}/tep.pdf")

        assert b"".join(response.streaming_content) == signing.signed_pdf()
        line = AuditEvent.objects.get(action="result.downloaded")
        assert (line.actor, line.details) == (officer, {"form": "tep", "result": result.pk})

    def test_nobody_downloads_another_units_result_nor_a_supervisor_any(self, client, officer):
        result = filed(charged(officer=officer), small_pdf())
        address = f"/ho-so/{result.dossier.code}/ket-qua/{result.pk}/tep.pdf"
        district = UnitFactory(kind="district")
        officer.unit.parent = district
        officer.unit.save()

        client.force_login(OfficerFactory())
        stranger = client.get(address).status_code
        client.force_login(UserFactory(unit=district, roles=[Role.SUPERVISOR]))
        assert (stranger, client.get(address).status_code) == (404, 403)

    def test_a_result_of_another_dossier_is_not_reached_by_its_number(self, client, officer):
        result, other = filed(charged(officer=officer), small_pdf()), DossierFactory(unit=officer.unit)

        assert client.get(f"/ho-so/{other.code}/ket-qua/{result.pk}/tep.pdf").status_code == 404

    def test_taking_back_asks_why(self, client, officer):
        result = filed(charged(officer=officer))
        address = f"/ho-so/{result.dossier.code}/ket-qua/{result.pk}/thu-hoi/"

        assertContains(client.post(address, {"reason": ""}, follow=True), "ghi lý do thu hồi")
        client.post(address, {"reason": "Sai số"})

        result.refresh_from_db()
        assert result.withdraw_reason == "Sai số"


class TestChecking:
    def test_anybody_reads_what_was_issued_and_nothing_of_the_person(self, client, trusted):
        result = filed(charged(), signing.signed_pdf())

        response = client.get(result.check_path)

        for words in ("15/2026", str(result.dossier.resolving_unit), result.sha256, "Chữ ký số hợp lệ"):
            assertContains(response, words)
        for hidden in ("Trần Thị Bích Ngọc", result.dossier.code, "Giấy khai sinh"):
            assertNotContains(response, hidden)

    def test_a_file_changed_after_it_was_signed_is_a_warning_first(self, client, trusted):
        result = filed(charged(), signing.added_to(signing.signed_pdf()))

        response = client.get(result.check_path)

        assertContains(response, "chữ ký số của tệp không còn hợp lệ: tệp đã bị thay đổi sau khi ký")
        assertNotContains(response, "notice--done")

    def test_a_code_is_read_with_dashes_and_small_letters_and_an_unknown_one_is_said(self, client):
        code = filed(charged()).check_code

        assertContains(client.get(f"/ket-qua/{code[:8].lower()}-{code[8:]}/"), "15/2026")
        assertContains(client.get("/ket-qua/KHONGCO/"), "Không có kết quả nào mang mã này", status_code=404)

    def test_codes_cannot_be_guessed(self):
        codes = {filed(charged()).check_code for _ in range(5)}

        assert len(codes) == 5
        assert all(len(code) == 16 and set(code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for code in codes)

    def test_a_result_taken_back_is_told_as_such(self, client):
        result = filed(charged())
        filing.withdraw(result, reason="Sai họ tên bà Ngọc", by=None)

        response = client.get(result.check_path)

        assertContains(response, "đã bị thu hồi")
        assertNotContains(response, "Ngọc")


def seen_codes(content):
    """Texts of the codes on the first page, with their place in parts of its width and height."""
    picture = pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil()
    return [
        (code.text, code.position.top_left.x / picture.width, code.position.top_left.y / picture.height)
        for code in zxingcpp.read_barcodes(picture)
    ]


class TestPrinting:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_the_printed_copy_has_the_code_at_the_top_right_and_the_signed_file_stays(self, turn):
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(small_pdf(2))) as pdf:
            pdf.pages[0].Rotate = turn
            pdf.save(file)
        result = filed(charged(), file.getvalue())

        copy = printing.stamped_copy(result)

        ((text, x, y),) = seen_codes(copy)
        assert text == printing.check_url(result)
        assert x > 0.6
        assert y < 0.25
        assert len(PdfReader(io.BytesIO(copy)).pages) == 2
        with result.file.open("rb") as stored:
            assert stored.read() == file.getvalue()

    def test_the_copy_of_a_signed_file_bears_no_signature_that_would_not_hold(self):
        copy = printing.stamped_copy(filed(charged(), signing.signed_pdf()))

        assert signatures.examine(copy).state == SignatureState.NONE

    def test_the_sheet_beside_it_says_what_to_compare(self, trusted):
        result = filed(charged(), signing.signed_pdf())

        sheet = printing.check_sheet(result)

        assert [text for text, _, _ in seen_codes(sheet)] == [printing.check_url(result)]
        text = PdfReader(io.BytesIO(sheet)).pages[0].extract_text()
        for words in ("PHIẾU KIỂM TRA KẾT QUẢ ĐIỆN TỬ", "15/2026", "Chữ ký số hợp lệ", result.check_code):
            assert words in text

    def test_both_are_offered_on_the_page(self, client, officer):
        result = filed(charged(officer=officer), small_pdf())

        for form in ("ban-in", "phieu"):
            response = client.get(f"/ho-so/{result.dossier.code}/ket-qua/{result.pk}/{form}.pdf")
            assert response.content.startswith(b"%PDF-")
