"""Pages of official documents, as officers meet them."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.documents import books, files
from dossiers.documents.status import DocumentState
from dossiers.models import DocumentFile, Office, OfficialDocument
from portal.models import AuditEvent, Role
from tests.dossiers.documents.making import Home, blank_pdf, paper
from tests.dossiers.factories import DossierFactory, UserFactory
from tests.dossiers.scans import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def at_desk(client, home):
    """Signs somebody in: `at_desk(home.leader)`."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def entered(home, **words):
    """What the văn thư types."""
    return {
        "key": str(uuid.uuid4()), "unit": home.unit.pk, "security": "normal", "sender": "UBND tỉnh Quảng Trị",
        "sender_number": "1508/UBND-NC", "issued_on": "27/02/2026", "received_on": "02/03/2026",
        "subject": "Tăng cường cải cách hành chính", "kind": home.letter.pk, "urgency": "urgent",
        "medium": "electronic",
    } | words  # fmt: skip


def scan(name="den.pdf", content=None):
    return SimpleUploadedFile(name, content or blank_pdf(), "application/pdf")


def test_a_document_is_entered_with_its_file_and_opened(home, at_desk):
    client = at_desk(home.keeper)

    page = client.post("/van-ban/den/vao-so/", entered(home, main=scan()), follow=True)

    document = OfficialDocument.objects.get()
    assertContains(page, "Văn bản đến số 01 năm 2026")
    assertContains(page, "Tăng cường cải cách hành chính")
    file = document.files.get()
    answer = client.get(f"/van-ban/tep/{file.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(action="document.file_opened").count() == 1


def test_what_seems_to_be_in_the_register_is_warned_of_and_entered_only_on_purpose(home, at_desk):
    home.registered()
    client = at_desk(home.keeper)

    warned = client.post("/van-ban/den/vao-so/", entered(home))
    assertContains(warned, "Có thể văn bản này đã vào sổ")
    assertContains(warned, "Văn bản đến số 01 năm 2026")
    client.post("/van-ban/den/vao-so/", entered(home, is_another="on"))

    assert OfficialDocument.objects.count() == 2


def test_wrong_entries_are_named_beside_their_fields_and_what_was_typed_stays(home, at_desk):
    page = at_desk(home.keeper).post(
        "/van-ban/den/vao-so/", entered(home, subject="", issued_on="05/03/2026", main=scan(content=b"MZ"))
    )

    assertContains(page, "Đây là tệp chương trình")
    assertContains(page, "1508/UBND-NC")
    page = at_desk(home.keeper).post(
        "/van-ban/den/vao-so/", entered(home, subject="", issued_on="05/03/2026")
    )
    assertContains(page, "Ghi trích yếu nội dung của văn bản.")
    assertContains(page, "Ngày ban hành sau ngày đến.")
    assert not OfficialDocument.objects.exists()


def test_a_confidential_document_leaves_only_number_day_and_sender(home, at_desk):
    client = at_desk(home.keeper)
    secret = entered(home, security="confidential", subject="", kind="", urgency="normal")
    refused = client.post("/van-ban/den/vao-so/", secret)
    assertContains(refused, "Văn bản mật không đưa vào hệ thống")
    Office.objects.create(unit=home.unit, records_confidential=True)

    told = client.post("/van-ban/den/vao-so/", secret | {"subject": "Chuyện mật"})
    assertContains(told, "bỏ trích yếu và tệp")
    page = client.post("/van-ban/den/vao-so/", secret, follow=True)

    assertContains(page, "Văn bản mật")
    assertNotContains(page, "Trích yếu")
    assert OfficialDocument.objects.get().subject == ""


def test_a_leader_writes_an_instruction_and_gives_work_in_working_days(home, at_desk):
    document = home.registered()
    words = {"text": "Hoa tham mưu.", "lead": home.officer.pk, "co_workers": [home.helper.pk], "days": "3"}

    page = at_desk(home.leader).post(f"/van-ban/{document.pk}/but-phe/", words, follow=True)

    assertContains(page, "Bút phê của Trần Văn Bình")
    task = document.tasks.get()
    assert (task.lead, task.content) == (home.officer, "Hoa tham mưu.")
    assert task.due_on > timezone.localdate()
    mine = at_desk(home.officer).get("/van-ban/viec/")
    assertContains(mine, "Hoa tham mưu.")


def test_work_is_reported_and_accepted_on_its_pages(home, at_desk):
    task = home.task()

    at_desk(home.officer).post(f"/van-ban/viec/{task.pk}/bao-ket-qua/", {"result": "Đã trình kế hoạch."})
    page = at_desk(home.leader).post(f"/van-ban/viec/{task.pk}/duyet-ket-qua/", follow=True)

    assertContains(page, "Đã trình kế hoạch.")
    task.document.refresh_from_db()
    assert task.document.state == DocumentState.DONE


def test_a_document_is_drafted_approved_numbered_and_issued_on_its_pages(home, at_desk):
    at_desk(home.officer).post("/van-ban/di/soan-thao/", {
        "key": str(uuid.uuid4()), "kind": home.report.pk, "subject": "Kết quả quý I", "urgency": "normal",
        "medium": "electronic", "signer": home.leader.pk, "recipients": "UBND tỉnh", "main": scan(),
    })  # fmt: skip
    document = OfficialDocument.objects.get()
    steps = [
        (home.officer, "trinh"), (home.leader, "duyet"), (home.keeper, "cap-so"), (home.keeper, "phat-hanh"),
    ]  # fmt: skip
    for who, word in steps:
        assert at_desk(who).get(f"/van-ban/{document.pk}/{word}/").status_code == 200
        assert at_desk(who).post(f"/van-ban/{document.pk}/{word}/").status_code == 302

    document.refresh_from_db()
    assert (document.symbol, document.state) == ("01/BC-UBND", DocumentState.ISSUED)
    assert (document.signer_name, document.signer_post) == ("Trần Văn Bình", home.leader.position)
    listed = at_desk(home.keeper).get("/van-ban/?chieu=di&loc=da-phat-hanh")
    assertContains(listed, "01/BC-UBND")


def test_a_move_that_is_not_the_officers_is_refused(home, at_desk):
    document = home.approved()

    assert at_desk(home.officer).post(f"/van-ban/{document.pk}/cap-so/").status_code == 403
    assert at_desk(UserFactory(roles=[Role.RECORDS])).get(f"/van-ban/{document.pk}/").status_code == 404
    assert at_desk(home.keeper).get(f"/van-ban/{document.pk}/khong-co/").status_code == 404
    late = at_desk(home.keeper).post(f"/van-ban/{document.pk}/phat-hanh/")
    assertContains(late, "đang “Đã duyệt, chờ cấp số”, chưa làm được việc “Phát hành”")


def test_who_only_watches_reads_the_register_and_opens_no_file(home, at_desk):
    document = home.registered(papers=[paper()])
    client = at_desk(UserFactory(unit=home.unit, roles=[Role.SUPERVISOR]))

    assertContains(client.get(f"/van-ban/{document.pk}/"), "Người của đơn vị mở được tệp.")
    assert client.get(f"/van-ban/tep/{document.files.get().pk}/").status_code == 403


def test_documents_are_found_without_accents_by_number_sender_and_words_in_their_files(home, at_desk):
    found = home.registered(papers=[paper(content=pdf(1, "Danh sach ho ngheo"))])
    home.registered(subject="Diễn tập phòng thủ", sender="Ban Chỉ huy quân sự", sender_number="7/BCH")
    for job_file in DocumentFile.objects.all():
        files.work_off(FakeJob({"file": job_file.pk}))
    client = at_desk(home.officer)

    for words in ("cai cach hanh chinh", "1508/ubnd", "UBND TỈNH quảng trị", "ho ngheo"):
        page = client.post("/van-ban/", {"q": words}, follow=True)
        assert words not in page.request["QUERY_STRING"]
        assertContains(page, found.subject)
        assertNotContains(page, "Diễn tập phòng thủ")
    none = client.post("/van-ban/", {"q": "không đâu có"}, follow=True)
    assertContains(none, "Không có văn bản nào như vậy")


class FakeJob:
    def __init__(self, payload):
        self.payload = payload


def test_the_list_costs_the_same_whatever_it_holds_and_the_page_too(home, at_desk):
    client = at_desk(home.leader)

    def cost(path):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    document = home.instructed()
    paths = ("/van-ban/", "/van-ban/viec/?loc=tat-ca", f"/van-ban/so/{document.book_id}/")
    for path in paths:
        client.get(path)
    before = [cost(path) for path in paths]
    for _ in range(3):
        home.instructed(home.work(co_workers=[home.helper]))
    assert [cost(path) for path in paths] == before


def test_the_list_goes_into_excel_as_it_is_filtered(home, at_desk):
    home.registered()
    home.registered(subject="Diễn tập", sender_number="7/BCH")

    client = at_desk(home.keeper)
    searched = client.post("/van-ban/", {"q": "dien tap"})

    answer = client.get(searched.url.replace("/van-ban/", "/van-ban/xuat/"))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Số đến", "Ngày đến", "Số, ký hiệu"]
    assert [row[0:3] for row in rows[1:]] == [["02", "02/03/2026", "7/BCH"]]
    assert AuditEvent.objects.get(action="document.exported").details == {"direction": "in", "rows": 1}


def test_a_book_shows_reserved_and_void_numbers_with_their_reason(home, at_desk):
    book = home.numbered().book
    client = at_desk(home.keeper)

    client.post(f"/van-ban/so/{book.pk}/giu-so/", {"count": "1", "reason": "Chờ họp HĐND"})
    line = book.numbers.get(state="reserved")
    assertContains(client.get(f"/van-ban/so/{book.pk}/?nam={line.year}"), "Chờ họp HĐND")
    client.post(f"/van-ban/so/huy-so/{line.pk}/", {"reason": "Không họp"})

    assertContains(client.get(f"/van-ban/so/{book.pk}/?nam={line.year}"), "Không họp")


def test_a_reserved_number_is_offered_where_its_document_gets_a_number(home, at_desk):
    book = home.numbered().book
    (line,) = books.reserve(book, count=1, reason="Chờ họp HĐND", by=home.keeper)
    document = home.approved()
    client = at_desk(home.keeper)

    assertContains(client.get(f"/van-ban/{document.pk}/cap-so/"), "Chờ họp HĐND")
    client.post(f"/van-ban/{document.pk}/cap-so/", {"reserved": line.pk})

    document.refresh_from_db()
    assert document.number == line.number


def test_kinds_and_common_books_are_set_by_the_keeper(home, at_desk):
    client = at_desk(home.keeper)

    client.post("/van-ban/so/loai/", {"name": "Thông tri", "abbreviation": "TTri"})
    client.post("/van-ban/so/gop/", {"direction": "out", "name": "Sổ chung", "kinds": [home.report.pk]})

    page = client.get("/van-ban/so/")
    assertContains(page, "Thông tri (TTri)")
    assertContains(page, "Báo cáo: Sổ chung")


def test_a_document_is_linked_by_number_or_dossier_code_and_unlinked(home, at_desk):
    letter, report, dossier = home.registered(), home.issued(), DossierFactory(resolving_unit=home.unit)
    client = at_desk(home.officer)
    address = f"/van-ban/{report.pk}/lien-ket/"

    client.post(address, {"relation": "replies_to", "number": "1508/UBND-NC"})
    client.post(address, {"relation": "concerns", "code": dossier.code})
    unknown = client.post(address, {"relation": "concerns", "number": "9999/KHONG"})
    assertContains(unknown, "Không thấy văn bản nào như vậy")

    assertContains(client.get(f"/van-ban/{letter.pk}/"), "Được trả lời bằng")
    client.post(f"/van-ban/bo-lien-ket/{report.links.get(dossier=dossier).pk}/")
    assert report.links.get().to_document == letter
