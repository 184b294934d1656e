"""In mã QR: what stands on the sheets is read back from the pages, each code decoded as a phone does it."""

import json
import re
import time
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from pytest_django.asserts import assertContains

from dossiers.citizens import shipping
from dossiers.models import Field, Office, PostedCode, PostedKind, PosterPrint, Procedure, SheetKind
from dossiers.posting import hanging, printing, sheets
from portal.errors import DomainError
from portal.models import Job, Notice
from portal.text import fold
from tests.dossiers.factories import FieldFactory, OfficerFactory, ProcedureFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DPI = 72
LONG = (
    "Đăng ký thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc, ghi vào Sổ hộ tịch việc "
    "hộ tịch khác đã được giải quyết tại cơ quan có thẩm quyền của nước ngoài cho công dân Việt Nam"
)


@pytest.fixture
def officer():
    unit = UnitFactory(code="19405", name="Xã Vĩnh Lâm")
    Office.objects.create(unit=unit, address="Thôn Tiên Mỹ, xã Vĩnh Lâm", phone="0233 3820 123")
    return OfficerFactory(unit=unit)


def posted(officer, **changed):
    return hanging.post(
        unit=officer.unit, kind=PostedKind.PROCEDURE, procedure=ProcedureFactory(**changed),
        place="Bảng niêm yết", by=officer,
    )  # fmt: skip


def pages(content):
    """Each page as its size in millimetres, its text, and its codes: what they hold and how wide they are."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        size = tuple(round(points / 72 * 25.4) for points in page.get_size())
        found = zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())
        codes = {
            code.text: (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4 for code in found
        }
        yield size, " ".join(page.get_textpage().get_text_range().split()), codes
    document.close()


def printed(made):
    made.refresh_from_db()
    return list(pages(made.file.read()))


@pytest.mark.parametrize(
    ("sheet", "size", "width"),
    [
        (SheetKind.A4, (210, 297), 80),
        (SheetKind.A3, (297, 420), 120),
        (SheetKind.CARD, (148, 210), 50),
    ],
)
@pytest.mark.parametrize("name", ["Đăng ký khai sinh", LONG], ids=["short", "long"])
def test_a_poster_is_one_page_that_says_what_and_whose_it_is(officer, sheet, size, width, name):
    code = posted(officer, name=name, decision_number="1507/QĐ-UBND", decision_on=date(2026, 6, 30))
    office = sheets.signs([code])

    ((found, text, codes),) = pages(sheets.pdf(sheet, office, unit=officer.unit))

    assert found == size
    assert list(codes) == [code.url]
    assert codes[code.url] >= width
    for said in (
        name, "Bộ phận Một cửa Xã Vĩnh Lâm", code.address, "0233 3820 123", "1507/QĐ-UBND",
        "30/06/2026", f"In ngày {timezone.localdate():%d/%m/%Y}", "Nơi dán: Bảng niêm yết",
    ):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    "office", ["", "Trung tâm Phục vụ hành chính công liên xã " * 4], ids=["short", "long"]
)
@pytest.mark.parametrize(("sheet", "em"), [(SheetKind.A4, 15), (SheetKind.A3, 22), (SheetKind.CARD, 10.5)])
def test_the_address_below_the_code_never_reaches_the_foot(officer, sheet, em, office):
    """Whatever the name's length: at the longest of each size of type, and the longest of all."""
    Office.objects.update(
        one_stop_name=office.strip(), address="Trụ sở Ủy ban nhân dân xã, thôn Tiên Mỹ 1, " * 2
    )
    longest = "Chứng thực giấy tờ " * 14
    codes = [posted(officer, name=longest[:length].strip()) for length in (60, 130, 230)]
    content = sheets.pdf(sheet, sheets.signs(codes), unit=officer.unit)

    gaps = [
        _gap(page, code.address) for page, code in zip(pypdfium2.PdfDocument(content), codes, strict=True)
    ]

    assert min(gaps) > 2 * em, gaps


def _gap(page, address):
    """Points between the address and the first line of the foot."""
    words = page.get_textpage()
    above, below = (words.search(text).get_next()[0] for text in (address, "Hỏi qua điện thoại"))
    return words.get_charbox(above)[1] - words.get_charbox(below)[3]


def test_stickers_fill_sheets_of_twelve_and_each_is_read_back(officer):
    codes = [posted(officer, name=LONG) for _ in range(12)]

    first, second = pages(sheets.pdf(SheetKind.STICKERS, sheets.signs([*codes, codes[0]]), unit=officer.unit))

    assert first[0] == second[0] == (210, 297)
    assert set(first[2]) == {code.url for code in codes}
    assert set(second[2]) == {codes[0].url}
    assert min(first[2].values()) >= 39.5


@pytest.fixture
def catalogue():
    """As many as a commune has, under the names that ship."""
    shipped = json.loads((shipping.DATA / "procedures.json").read_text(encoding="utf-8"))[:200]
    names = {one["field_code"]: one["field"] for one in shipped}
    fields = {code: FieldFactory(code=code, name=name) for code, name in names.items()}
    for position, field in enumerate(fields.values(), start=1):
        field.position = position
        field.save()
    made = [
        ProcedureFactory.build(
            name=one["name"], field=fields[one["field_code"]], folded_name=fold(one["name"])
        )
        for one in shipped
    ]
    return Procedure.objects.bulk_create(made)


def test_the_booklet_of_a_commune_in_under_20_seconds_with_every_code_read_back(officer, catalogue):
    """20 seconds of one processor; on a page as it is printed each code is read as a phone does."""
    ProcedureFactory(name="Đã bãi bỏ", valid_to=date(2025, 6, 30))
    made = printing.order_booklet(officer.unit, by=officer)

    before = time.process_time()
    printing.work_off(Job.objects.get(pk=made.job_id))
    took = time.process_time() - before
    found = printed(made)

    held = [(url, width) for _, _, drawn in found for url, width in drawn.items()]
    codes = PostedCode.objects.filter(place=printing.BOOKLET_PLACE)
    assert sorted(url for url, _ in held) == sorted(code.url for code in codes)
    assert len(held) == 201
    assert min(width for _, width in held) >= 39.5
    assert f"200 thủ tục, {Field.objects.count() - 1} lĩnh vực" in found[0][1]
    assert made.pages == len(found)
    assert took < 20


def test_the_booklets_contents_tell_the_page_of_every_procedure(officer):
    for position, name in enumerate(("Hộ tịch", "Chứng thực", "Đất đai")):
        field = FieldFactory(name=name, position=position)
        for number in range(7):
            ProcedureFactory(name=f"{name} việc số {number}", field=field)
    made = printing.order_booklet(officer.unit, by=officer)

    printing.work_off(Job.objects.get(pk=made.job_id))

    found = printed(made)
    listed = re.findall(r"(\S+ \S+ việc số \d)[ .]+(\d+)", found[1][1])
    assert len(listed) == 21
    for name, page in listed:
        assert name in found[int(page) - 1][1]
        assert f"Trang {page}" in found[int(page) - 1][1]


def test_printing_notes_the_revision_that_was_printed(officer, django_capture_on_commit_callbacks):
    code = posted(officer, revision=3)

    with django_capture_on_commit_callbacks(execute=True):
        made = printing.order(officer.unit, [code], sheet=SheetKind.CARD, by=officer)

    code.refresh_from_db()
    made.refresh_from_db()
    assert (code.printed_revision, made.pages, made.job.state) == (3, 1, "done")
    assert code.printed_at is not None
    assert len(made.sha256) == 64
    assert Notice.objects.filter(user=officer, url=made.get_absolute_url()).exists()


def test_the_same_order_pressed_twice_is_one(officer):
    code = posted(officer)

    first = printing.order(officer.unit, [code], sheet=SheetKind.A4, by=officer)

    assert printing.order(officer.unit, [code], sheet=SheetKind.A4, by=officer) == first
    assert printing.order(officer.unit, [code], sheet=SheetKind.A3, by=officer) != first


def test_a_second_booklet_keeps_the_addresses_of_the_first(officer):
    ProcedureFactory()
    printing.order_booklet(officer.unit, by=officer)
    before = set(PostedCode.objects.values_list("short", flat=True))
    ProcedureFactory()

    printing.order_booklet(officer.unit, by=officer)

    assert PostedCode.objects.count() == 3
    assert before < set(PostedCode.objects.values_list("short", flat=True))


def test_nothing_and_too_much_is_not_printed(officer):
    with pytest.raises(DomainError, match="Chưa có mã nào"):
        printing.order(officer.unit, [], sheet=SheetKind.A4, by=officer)
    with pytest.raises(DomainError, match="nhiều nhất 400 trang"):
        printing.order(officer.unit, [posted(officer)] * 401, sheet=SheetKind.A4, by=officer)


def test_an_officer_prints_one_code_and_opens_the_file(client, officer, django_capture_on_commit_callbacks):
    code = posted(officer)
    client.force_login(officer)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/thu-tuc/ma-qr/{code.short}/in/", {"sheet": "a5", "copies": ""})

    made = PosterPrint.objects.get()
    assert answer["Location"] == f"/thu-tuc/ma-qr/ban-in/{made.pk}/"
    assertContains(client.get(answer["Location"]), "Mở để in")
    file = client.get(f"/thu-tuc/ma-qr/ban-in/{made.pk}.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    refused = client.post(
        f"/thu-tuc/ma-qr/{code.short}/in/", {"sheet": "stickers", "copies": "500"}, follow=True
    )
    assertContains(refused, "số nhãn từ 1 đến 120")


def test_each_procedure_of_a_field_gets_a_code_at_the_place(client, officer):
    field = FieldFactory()
    ProcedureFactory.create_batch(3, field=field)
    client.force_login(officer)

    asked = {
        "what": "field",
        "field": field.pk,
        "place": "Nhà văn hóa thôn 3",
        "sheet": "stickers",
        "copies": "",
    }
    client.post("/thu-tuc/ma-qr/in/", asked)

    assert PostedCode.objects.filter(place="Nhà văn hóa thôn 3").count() == 3
    assert PosterPrint.objects.get().codes.count() == 3
    assertContains(client.post("/thu-tuc/ma-qr/in/", {"what": "field", "sheet": "a4"}), "Chọn lĩnh vực.")


def test_what_has_to_be_replaced_is_printed_at_once(client, officer):
    old, ended = posted(officer, revision=2), posted(officer, is_published=False)
    PostedCode.objects.update(printed_revision=1)
    client.force_login(officer)

    client.post("/thu-tuc/ma-qr/in/", {"what": "replace", "sheet": "a4"})

    assert list(PosterPrint.objects.get().codes.all()) == [old]
    hanging.take_down(old, by=officer)
    refused = client.post("/thu-tuc/ma-qr/in/", {"what": "replace", "sheet": "a4"})
    assertContains(refused, "Không có tờ nào phải in lại")
    assert ended in PostedCode.objects.to_replace()


def test_the_booklet_is_ordered_on_the_page(client, officer):
    ProcedureFactory()
    client.force_login(officer)

    answer = client.post("/thu-tuc/ma-qr/in/so/")

    made = PosterPrint.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.sheet, made.unit) == (SheetKind.BOOKLET, officer.unit)
    assertContains(client.get("/thu-tuc/ma-qr/"), "Sổ mã QR, theo lĩnh vực, có mục lục")
