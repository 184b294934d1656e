"""Danh mục từ tệp: read in Excel and JSON, looked at before drafts are made; refused rows say why."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from dossiers.models import CatalogueImport, Procedure, ProcedureFee, ProcedureRevision
from dossiers.revisions import content, exchange
from portal.errors import DomainError
from portal.models import Role
from tests.dossiers.factories import (
    FieldFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DECISION = {"decision_number": "9/QĐ-UBND", "decision_on": date(2026, 1, 5), "effective_on": date(2026, 1, 9)}
PAGE = "/thu-tuc/quan-ly/cong-bo/tep/"


@pytest.fixture
def keeper(client):
    keeper = UserFactory(roles=[Role.SYSTEM_ADMIN])
    client.force_login(keeper)
    return keeper


@pytest.fixture
def procedure():
    field = FieldFactory(code="ho-tich", name="Hộ tịch")
    made = ProcedureFactory(
        code="1.001193", name="Đăng ký khai sinh", field=field, steps=["Nộp", "Nhận"], legal_basis=["Luật"]
    )
    ProcedureComponentFactory(procedure=made, position=1, name="Tờ khai")
    ProcedureFee.objects.create(procedure=made, position=1, kind="duty", amount=8000, note="một bản")
    return made


def edited(change):
    """The catalogue as Excel, changed by a function of its sheets."""
    book = load_workbook(io.BytesIO(exchange.as_sheets(exchange.current())))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sent(client, data, name="danh-muc.xlsx"):
    decision = {"decision_number": "9/QĐ-UBND", "decision_on": "05/01/2026", "effective_on": "09/01/2026"}
    return client.post(PAGE, decision | {"file": SimpleUploadedFile(name, data)}, follow=True)


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_what_is_exported_is_read_back_without_a_difference(client, keeper, procedure, ending):
    exported = client.get(f"/thu-tuc/quan-ly/cong-bo/danh-muc.{ending}").content

    batch = exchange.take_in(io.BytesIO(exported), f"a.{ending}", by=keeper, **DECISION)

    assert batch.contents == {"1.001193": content.freeze(procedure)}
    plan = exchange.plan(batch)
    assert (plan.new, plan.changed, plan.unchanged, plan.refused, plan.missing) == ([], [], 1, [], [])


def test_a_file_is_looked_at_then_saved_as_drafts_then_published(client, keeper, procedure):
    def change(book):
        book["Thủ tục"]["E2"] = "5"
        book["Giấy tờ"].append(["1.001193", "Giấy mới", "1", "", "", "Không"])
        row = [cell.value for cell in book["Thủ tục"][2]]
        book["Thủ tục"].append(["2.000777", "Thủ tục mới", *row[2:]])

    page = sent(client, edited(change))

    assertContains(page, "2.000777 Thủ tục mới")
    assertContains(page, "Giấy mới (1 bản chính; khi cần)")
    assertContains(page, "05 ngày làm việc")
    assert not ProcedureRevision.objects.exists()

    client.post(page.request["PATH_INFO"], {"seen": page.context["plan"].seen})
    assert list(ProcedureRevision.objects.values_list("code", "kind")) == [
        ("1.001193", "changed"),
        ("2.000777", "new"),
    ]

    client.post("/thu-tuc/quan-ly/cong-bo/quyet-dinh/", {"number": "9/QĐ-UBND"})
    procedure.refresh_from_db()
    assert procedure.time_value == 5
    assert Procedure.objects.get(code="2.000777").revision == 1


def test_what_is_missing_stays_unless_it_is_ticked(client, keeper, procedure):
    kept, gone = ProcedureFactory(code="3.000001"), ProcedureFactory(code="3.000002")
    only = json.dumps({"procedures": [{"code": "1.001193", **content.freeze(procedure)}]}).encode()
    page = sent(client, only, "a.json")
    assertContains(page, "Bãi bỏ 3.000001")

    client.post(page.request["PATH_INFO"], {"seen": page.context["plan"].seen, "repealed": [gone.code]})
    client.post("/thu-tuc/quan-ly/cong-bo/quyet-dinh/", {"number": "9/QĐ-UBND"})

    kept.refresh_from_db(), gone.refresh_from_db()
    assert kept.valid_to is None
    assert gone.valid_to == date(2026, 1, 8)


def test_refused_rows_say_where_and_why(client, keeper, procedure):
    def change(book):
        book["Thủ tục"].append(["4.000001", "", "Hộ tịch", "Một phần", "", "", "", "", "", "", "", "", ""])
        book["Thủ tục"].append(["1.001193", "Lặp", "Hộ tịch", "Một phần", "", "", "", "", "", "", "", "", ""])
        book["Thủ tục"].append(
            ["4.000002", "Sai", "Không có", "Mức 9", "2,5", "ngày", "", "", "", "", "", "", ""]
        )
        book["Giấy tờ"].append(["4.999999", "Lạc", "1", "", "", ""])

    page = sent(client, edited(change))

    assertContains(page, "Dòng 3 (4.000001)")
    assertContains(page, "Chưa ghi tên thủ tục.")
    assertContains(page, "Mã đã có ở một dòng trước; dòng đầu được dùng.")
    assertContains(page, "Danh mục không có lĩnh vực mang mã “Không có”.")
    assertContains(page, "Thời hạn phải là số từ 1 đến 9.999.")
    assertContains(page, "Trang “Giấy tờ”, dòng 3 (4.999999)")


def test_a_procedure_with_an_open_draft_is_refused_not_overwritten(client, keeper, procedure):
    draft = ProcedureRevision.objects.create(
        procedure=procedure, code=procedure.code, kind="changed", content=content.freeze(procedure), base=1
    )

    page = sent(client, edited(lambda book: book["Thủ tục"].__setitem__("E2", "9")))

    assertContains(page, "Đang có bản “Sửa đổi, bổ sung” chưa xong")
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_catalogue_that_changed_meanwhile_is_looked_at_again(keeper, procedure):
    changed = exchange.as_json({"1.001193": content.freeze(procedure) | {"time_value": 1}})
    batch = exchange.take_in(io.BytesIO(changed), "a.json", by=keeper, **DECISION)
    seen = exchange.plan(batch).seen
    Procedure.objects.update(revision=4)

    with pytest.raises(DomainError, match="Danh mục vừa thay đổi"):
        exchange.confirm(batch, seen=seen, repealed=[], by=keeper)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"{}", "a.json", "không đúng mẫu"),
        (b"[" * 5000, "a.json", "không đúng mẫu"),
        (b"%PDF-1.4", "a.xlsx", "Đây là tệp PDF"),
        (b"PK\x03\x04 hong", "a.xlsx", "Tệp bị hỏng"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(client, keeper, data, name, said):
    assertContains(sent(client, data, name), said)
    assert not CatalogueImport.objects.exists()


def test_the_template_has_the_headings_and_the_hints(client, keeper):
    book = load_workbook(io.BytesIO(client.get("/thu-tuc/quan-ly/cong-bo/mau.xlsx").content))

    assert book.sheetnames == ["Thủ tục", "Giấy tờ", "Phí, lệ phí", "Hướng dẫn"]
    assert [cell.value for cell in book["Phí, lệ phí"][1]] == [
        "Mã thủ tục",
        "Loại",
        "Mức thu (đồng)",
        "Ghi chú",
    ]
