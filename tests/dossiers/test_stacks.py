"""Tách xấp giấy: separator sheets as they print are read again, and every page of a stack goes somewhere."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.test import TestCase

from dossiers.models import DossierEvent, Scan, StackPage, StackState, StackUpload
from dossiers.papers import separators, stacks
from tests.dossiers.factories import DossierComponentFactory, DossierFactory
from tests.dossiers.scans import pdf, photo, sent
from tests.dossiers.test_scans import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_papers(desk):
    return desk.paper, DossierComponentFactory(dossier=desk.paper.dossier, name="Tờ khai")


def sheets(desk):
    """The printed sheets of the dossier, each a PDF of one page."""
    return split(desk.client.get(f"/ho-so/{desk.paper.dossier.code}/to-ngan-cach/").content)


def split(content):
    with pikepdf.open(BytesIO(content)) as whole:
        return [one_page(page) for page in whole.pages]


def one_page(page):
    out = BytesIO()
    with pikepdf.new() as made:
        made.pages.append(page)
        made.save(out)
    return out.getvalue()


def stacked(*parts):
    out = BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part)) as opened:
                whole.pages.extend(opened.pages)
        whole.save(out)
    return out.getvalue()


def upload(desk, content, dossier=""):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return desk.client.post(
            "/ho-so/xap-giay/",
            {"scans": sent(content, "xap.pdf"), "unit": desk.officer.unit_id, "dossier": dossier},
        )


def decide(desk, stack, **wishes):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return desk.client.post(
            stack.get_absolute_url(), {name.replace("_", "-"): value for name, value in wishes.items()}
        )


def words(desk, paper):
    """What stands on the pages of a paper."""
    answer = desk.client.get(f"/ho-so/{paper.dossier.code}/giay-to/{paper.pk}/tep/")
    return [word for word, _ in words_of(answer.content)]


def test_sheets_of_a_dossier_print_one_page_a_paper_with_its_code(desk, two_papers):
    answer = desk.client.get(f"/ho-so/{desk.paper.dossier.code}/to-ngan-cach/")

    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    assert len(pages) == 2
    for page, paper in zip(pages, two_papers, strict=True):
        assert [round(side) for side in page.get_size()] == [595, 842]  # A4
        (code,) = zxingcpp.read_barcodes(page.render(scale=1.2).to_pil())
        assert separators.read(code.text) == separators.Mark(paper=paper.pk)
        text = page.get_textpage().get_text_bounded()
        assert paper.name in text
        assert desk.paper.dossier.code in text
        assert desk.paper.dossier.owner_name not in text


def test_stack_is_split_at_its_sheets(desk, two_papers):
    first, second = sheets(desk)

    upload(desk, stacked(second, pdf(2, text="Khai"), first, pdf(1, text="Sinh")))

    stack = StackUpload.objects.get()
    assert (stack.state, stack.page_count, stack.sheet_count) == (StackState.SPLIT, 5, 2)
    assert words(desk, two_papers[0]) == ["Sinh 1"]
    assert words(desk, two_papers[1]) == ["Khai 1", "Khai 2"]
    assert set(Scan.objects.values_list("source", flat=True)) == {"stack"}
    desk.paper.dossier.refresh_from_db()
    assert desk.paper.dossier.papers_digitised == 2
    assert DossierEvent.objects.filter(action="digitise").count() == 2
    assert stacks.undecided(stack) == []


def test_sheets_that_a_scanner_turned_or_shrank_are_still_read(desk, two_papers):
    first, second = sheets(desk)
    with pikepdf.open(BytesIO(first)) as opened:
        opened.pages[0].rotate(180, relative=True)
        turned = one_page(opened.pages[0])

    upload(desk, stacked(turned, pdf(1, text="Sinh"), second, pdf(1, text="Khai")))

    assert words(desk, two_papers[0]) == ["Sinh 1"]


def test_odd_pages_wait_for_the_officers_decision(desk, two_papers):
    first, _ = sheets(desk)
    stranger = split(separators.for_dossier(DossierComponentFactory().dossier))[0]

    upload(desk, stacked(pdf(2, text="Le"), first, pdf(1, text="Sinh"), stranger, pdf(1, text="La")))

    stack = StackUpload.objects.get()
    page = desk.client.get(stack.get_absolute_url()).content.decode()
    assert "3 trang chờ quyết định" in page
    assert [odd.number for odd in stacks.undecided(stack)] == [1, 2, 6]
    image = desk.client.get(f"{stack.get_absolute_url()}trang/6/")
    assert image["Content-Type"] == "image/jpeg"

    decide(desk, stack, page_1=desk.paper.pk, page_2=two_papers[1].pk, page_6="discard")
    decide(desk, stack, page_1=two_papers[1].pk)

    assert words(desk, desk.paper) == ["Sinh 1", "Le 1"]
    assert words(desk, two_papers[1]) == ["Le 2"]
    assert stacks.undecided(stack) == []
    assert "Đã bỏ trang 6" in desk.client.get(stack.get_absolute_url()).content.decode()


def test_every_page_of_a_stack_has_a_row(desk, two_papers):
    first, second = sheets(desk)

    upload(desk, stacked(pdf(2), first, pdf(3), second, first, pdf(1)))

    rows = StackPage.objects.order_by("number").values_list("number", "is_separator")
    assert list(rows) == [(n, n in {3, 7, 8}) for n in range(1, 10)]


def test_general_sheets_mean_the_paper_with_that_number_of_the_dossier(desk, two_papers):
    general = split(desk.client.get("/ho-so/to-ngan-cach/").content)
    assert len(general) == separators.GENERAL_SHEETS

    khai, sinh, odd = pdf(text="Khai"), pdf(text="Sinh"), pdf(text="Le")
    upload(
        desk,
        stacked(general[1], khai, general[0], sinh, general[5], odd),
        dossier=desk.paper.dossier.code,
    )

    assert words(desk, two_papers[0]) == ["Sinh 1"]
    assert words(desk, two_papers[1]) == ["Khai 1"]
    assert [page.number for page in stacks.undecided(StackUpload.objects.get())] == [6]


def test_pages_without_a_dossier_wait_until_one_is_named(desk):
    upload(desk, pdf(1, text="Le"))
    stack = StackUpload.objects.get()

    wrong = desk.client.post(f"{stack.get_absolute_url()}ho-so/", {"dossier": "KHONG-CO"}, follow=True)
    assert "Không có hồ sơ mang mã này" in wrong.content.decode()
    desk.client.post(f"{stack.get_absolute_url()}ho-so/", {"dossier": desk.paper.dossier.code})
    decide(desk, stack, page_1=desk.paper.pk)

    assert words(desk, desk.paper) == ["Le 1"]


def test_sheet_of_a_dossier_out_of_reach_sends_nothing_there(desk):
    elsewhere = DossierComponentFactory(dossier=DossierFactory())
    foreign = split(separators.for_dossier(elsewhere.dossier))[0]

    upload(desk, stacked(foreign, pdf(1)))

    assert not Scan.objects.exists()
    assert len(stacks.undecided(StackUpload.objects.get())) == 1


def test_forged_sheet_is_none():
    paper = DossierComponentFactory()
    text = separators.text_of(paper)

    assert separators.read(text) == separators.Mark(paper=paper.pk)
    assert separators.read(text[:-1] + ("0" if text[-1] != "0" else "1")) is None
    assert separators.read(f"MOTCUA-G-{paper.pk}-") is None
    assert separators.read("https://example.vn") is None


def test_same_stack_sent_twice_is_one(desk, two_papers):
    content = stacked(sheets(desk)[0], pdf(1))

    first, again = upload(desk, content), upload(desk, content)

    assert first["Location"] == again["Location"]
    assert StackUpload.objects.count() == 1
    assert Scan.objects.count() == 1


def test_picture_is_no_stack(desk):
    response = desk.client.post(
        "/ho-so/xap-giay/", {"scans": sent(photo(), "anh.jpg"), "unit": desk.officer.unit_id, "dossier": ""}
    )

    assert "Xấp giấy phải là một tệp PDF" in response.content.decode()


def test_list_of_stacks_tells_what_waits(desk):
    upload(desk, pdf(2))

    assert "2 trang chờ quyết định" in desk.client.get("/ho-so/xap-giay/").content.decode()
