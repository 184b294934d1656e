"""Mã kết quả số hóa và chữ ký số của bản quét: what is scanned and described has one code for life."""

import pytest
from django.test import override_settings
from pytest_django.asserts import assertContains

from dossiers.models import DossierEvent, Office, Scan, SignatureState
from dossiers.papers import coding, reusing
from reports.integrity import papers as integrity
from tests.dossiers import signing
from tests.dossiers.factories import DossierComponentFactory, DossierFactory
from tests.dossiers.scans import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def described(desk, **fields):
    usual = {"must_digitise": "yes", "why_not": "", "number": "01/GCS", "holder_number": "045190000123"}
    return desk.post("dac-ta/", **(usual | fields))


def code_of(desk, kind="GT"):
    return f"045190000123.{kind}.{desk.paper.pk:08d}"


def test_a_paper_is_coded_when_it_is_both_scanned_and_described_and_keeps_its_code(desk):
    desk.upload(pdf())
    assert desk.paper.digital_code is None

    described(desk, type_code="gcs01", signer="Nguyễn Văn Ký", issued_at_place="Trạm Y tế")
    described(desk, type_code="KHAC", number="02/GCS")

    assert desk.paper.digital_code == code_of(desk, "GCS01")
    assert (desk.paper.type_code, desk.paper.number) == ("KHAC", "02/GCS")
    first, second = DossierEvent.objects.filter(action="describe_paper").order_by("pk")
    assert "digital_code" in first.details["changed"]
    assert "digital_code" not in second.details["changed"]
    assertContains(desk.see(), code_of(desk, "GCS01"))


def test_a_paper_described_first_is_coded_with_its_scan(desk):
    described(desk)
    assert desk.paper.digital_code is None

    desk.upload(pdf())

    assert desk.paper.digital_code == code_of(desk)


def test_the_office_sets_how_a_code_is_built(desk):
    Office.objects.create(unit=desk.paper.dossier.resolving_unit, digital_code_pattern="SH-{nam}-{so}")
    desk.upload(pdf())

    described(desk)

    year = f"{desk.paper.dossier.created_at:%Y}"
    assert desk.paper.digital_code == f"SH-{year}-{desk.paper.pk:08d}"


@pytest.mark.parametrize(
    ("pattern", "words"), [("{so_dinh_danh}", "phải có {so}"), ("mã/{so}", "chữ in hoa"), ("{so}", "")]
)
def test_a_pattern_without_a_running_part_or_with_strange_letters_is_refused(pattern, words):
    assert words in coding.refusal(pattern)
    assert bool(coding.refusal(pattern)) == bool(words)


def test_what_is_used_again_bears_the_code_of_the_paper_it_was(desk):
    desk.upload(pdf())
    described(desk)
    number = desk.paper.dossier.personal_number or "045190000123"
    type(desk.paper.dossier).objects.update(personal_number=number)
    later = DossierFactory(unit=desk.officer.unit, personal_number=number)
    again = reusing.reuse(
        DossierComponentFactory(dossier=later, name=desk.paper.name), desk.paper, by=desk.officer
    )

    assert (again.digital_code, again.code_of_paper) == (None, code_of(desk))
    assert again.holder_number == "045190000123"


def test_the_box_of_every_page_finds_the_dossier_by_the_code_of_its_paper(desk):
    desk.upload(pdf())
    described(desk)

    answer = desk.client.post("/ho-so/tim/", {"q": code_of(desk).lower()})

    assert answer["Location"] == desk.paper.dossier.get_absolute_url()


class TestSignedScans:
    @pytest.fixture(autouse=True)
    def _roots(self, tmp_path):
        (tmp_path / "goc.pem").write_bytes(signing.root_pem())
        with override_settings(SIGNATURE_ROOTS=tmp_path):
            yield

    def test_a_signed_scan_says_by_whom_and_what_its_signature_is_worth(self, desk):
        desk.upload(signing.signed_pdf())

        scan = Scan.objects.get()
        assert scan.signature_state == SignatureState.VALID
        page = desk.see()
        assertContains(page, "ký số bởi Nguyễn Văn Chủ Tịch")
        assertContains(page, "Tệp còn nguyên vẹn từ khi ký, người ký được xác nhận.")
        assert list(integrity.problems(None)) == []

    def test_a_scan_without_signature_is_a_working_copy(self, desk):
        desk.upload(pdf())

        assertContains(desk.see(), "bản quét làm việc, chưa ký số")

    def test_a_state_that_the_signatures_do_not_bear_out_is_reported(self, desk):
        desk.upload(signing.signed_pdf())
        Scan.objects.update(signatures=[])

        assert [problem.code for problem in integrity.problems(None)] == ["scan.signature"]
