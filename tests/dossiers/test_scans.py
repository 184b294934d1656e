"""Bản số hóa của giấy tờ: taken in, shown, put in order, replaced, taken out, reused; each with its trace."""

import hashlib
import re
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from dossiers.models import DossierEvent, FiledAs, Scan, ScanPage, ScanState
from dossiers.papers import scanning
from portal.files import uploads
from portal.models import AuditEvent, Job, Role
from tests.dossiers.factories import DossierComponentFactory, DossierFactory, OfficerFactory, UserFactory
from tests.dossiers.scans import pdf, photo, ready_scan

pytestmark = pytest.mark.django_db


def words_of(content):
    """What stands on each page of a PDF, and how it is turned."""
    with pikepdf.open(BytesIO(content)) as opened:
        return [
            (
                page.obj.Contents.read_bytes().split(b"(")[1].split(b")")[0].decode(),
                page.obj.get("/Rotate", 0),
            )
            for page in opened.pages
        ]


def test_uploaded_pdf_stands_for_its_paper_and_is_counted(desk):
    content = pdf(2)

    response = desk.upload(content, names=["Giay chung sinh.pdf"])

    assert (response.status_code, response["Location"]) == (302, desk.at)
    scan = Scan.objects.get()
    assert (scan.state, scan.page_count, scan.received_name) == (ScanState.READY, 2, "Giay chung sinh.pdf")
    assert scan.received_sha256 == hashlib.sha256(content).hexdigest()
    assert scan.sha256 == hashlib.sha256(default_storage.open(scan.file.name).read()).hexdigest()
    assert (scan.created_by, scan.source) == (desk.officer, "upload")
    assert not scan.received_file
    assert desk.paper.is_digitised is True
    assert (desk.paper.dossier.papers_to_digitise, desk.paper.dossier.papers_digitised) == (1, 1)
    event = DossierEvent.objects.get(action="digitise")
    assert event.details == {"paper": desk.paper.pk, "pages": 2, "source": "upload"}
    assert event.reason == "Giấy chứng sinh"


def test_photos_become_pages_of_a_pdf_upright_and_at_a_known_resolution(desk):
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright

    desk.upload(
        photo(size=(1600, 1200), exif=exif), photo(kind="PNG", dpi=(300, 300)), names=["1.jpg", "2.png"]
    )

    first, second = Scan.objects.order_by("pk")
    with pikepdf.open(BytesIO(default_storage.open(first.file.name).read())) as made:
        box = made.pages[0].mediabox
        assert made.pdf_version >= "1.4"
    assert box[3] > box[2]
    assert (first.dpi, second.dpi) == (round(1600 / 11.69), 300)
    assert first.is_too_coarse is True
    assert second.is_too_coarse is False
    assert "dưới 200 dpi" in desk.see().content.decode()


def test_same_file_sent_twice_is_kept_once(desk, files):
    content = pdf()

    desk.upload(content)
    kept = sorted(files.rglob("*.*"))
    again = desk.upload(content)

    assert again.status_code == 302
    assert Scan.objects.count() == 1
    assert sorted(files.rglob("*.*")) == kept
    assert DossierEvent.objects.filter(action="digitise").count() == 1


def test_dropped_file_is_answered_in_a_word(desk):
    good = desk.client.post(f"{desk.at}tai-len/", {"scans": [BytesIO(pdf())]}, headers={"hx-request": "true"})
    bad = desk.client.post(f"{desk.at}tai-len/", {"scans": [BytesIO(b"MZ")]}, headers={"hx-request": "true"})

    assert good.status_code == 204
    assert bad.status_code == 422
    assert "tệp chương trình" in bad.content.decode()


def test_upload_without_a_file_says_so_beside_the_field(desk):
    assert "Chọn ít nhất một tệp." in desk.post("tai-len/").content.decode()


def test_paper_of_a_dossier_that_is_only_seen_takes_no_file(desk):
    leader = UserFactory(unit=desk.officer.unit, roles=[Role.LEADER])
    desk.client.force_login(leader)

    assert desk.see().status_code == 200
    assert desk.upload(pdf()).status_code == 403


def test_new_version_replaces_the_old_one_once_it_is_ready(desk, files):
    desk.upload(pdf(1, text="Cu"))
    old = Scan.objects.get()

    desk.upload(pdf(2, text="Moi"), replace="on")

    old.refresh_from_db()
    assert old.state == ScanState.REPLACED
    assert old.ended_by == desk.officer
    assert words_of(desk.see("tep/").content) == [("Moi 1", 0), ("Moi 2", 0)]
    assert words_of(desk.client.get(f"/ho-so/ban-quet/{old.key}/").content) == [("Cu 1", 0)]
    assert "đã thay" in desk.see().content.decode()


def test_pages_are_turned_moved_and_left_out_and_the_pdf_follows(desk):
    desk.upload(pdf(2, text="A"), pdf(1, text="B"))
    first, second, third = desk.pages()

    def change(page, what):
        return desk.client.post(f"/ho-so/trang-quet/{page.pk}/sua/", {"do": what})

    change(first, "right")
    change(third, "earlier")
    change(third, "earlier")
    change(third, "earlier")  # at the beginning it stays
    change(second, "left")
    change(second, "left")
    change(second, "left")

    assert words_of(desk.see("tep/").content) == [("B 1", 0), ("A 1", 90), ("A 2", 90)]
    change(first, "out")
    assert words_of(desk.see("tep/").content) == [("B 1", 0), ("A 2", 90)]
    change(first, "back")
    assert words_of(desk.see("tep/").content) == [("B 1", 0), ("A 1", 90), ("A 2", 90)]
    told = DossierEvent.objects.filter(action__in=["leave_out_page", "take_back_page"])
    assert [event.action for event in told.order_by("pk")] == ["leave_out_page", "take_back_page"]
    assert AuditEvent.objects.filter(action="scan.page_turned").count() == 4


def test_last_page_of_a_paper_cannot_be_left_out(desk):
    desk.upload(pdf(1))
    (page,) = desk.pages()

    desk.client.post(f"/ho-so/trang-quet/{page.pk}/sua/", {"do": "out"})

    assert len(desk.pages()) == 1
    assert "trang cuối cùng" in desk.see().content.decode()


def test_preview_is_turned_as_the_page_is(desk):
    desk.upload(pdf(1))
    (page,) = desk.pages()
    scanning.turn(page, quarter=90, by=desk.officer)

    response = desk.client.get(f"/ho-so/trang-quet/{page.pk}/")

    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    width, height = Image.open(BytesIO(response.content)).size
    assert width > height


def test_removed_scan_leaves_its_trace_and_can_be_brought_back(desk):
    desk.upload(pdf(2))
    scan = Scan.objects.get()

    without = desk.client.post(f"/ho-so/ban-quet/{scan.key}/bo/", {"reason": ""})
    assert without.status_code == 302
    assert Scan.objects.get().state == ScanState.READY
    desk.client.post(f"/ho-so/ban-quet/{scan.key}/bo/", {"reason": "Quét nhầm giấy"})

    scan.refresh_from_db()
    desk.paper.refresh_from_db()
    desk.paper.dossier.refresh_from_db()
    assert (scan.state, scan.end_reason, scan.ended_by) == (ScanState.REMOVED, "Quét nhầm giấy", desk.officer)
    assert desk.paper.is_digitised is False
    assert desk.paper.dossier.papers_digitised == 0
    assert DossierEvent.objects.get(action="remove_scan").reason == "Giấy chứng sinh (Quét nhầm giấy)"
    assert default_storage.exists(scan.file.name)
    assert "Quét nhầm giấy" in desk.see().content.decode()

    desk.client.post(f"/ho-so/ban-quet/{scan.key}/lay-lai/")

    desk.paper.refresh_from_db()
    desk.paper.dossier.refresh_from_db()
    assert desk.paper.is_digitised is True
    assert desk.paper.dossier.papers_digitised == 1
    assert len(desk.pages()) == 2


def test_signed_pdf_keeps_its_original_beside_the_clean_copy(desk):
    def sign(made):
        made.Root.Signed = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
        )

    content = pdf(change=sign)
    desk.upload(content)

    scan = Scan.objects.get()
    assert scan.is_signed is True
    original = desk.client.get(f"/ho-so/ban-quet/{scan.key}/goc/")
    assert original.content == content
    assert original["Content-Disposition"].startswith("attachment")
    assert b"ByteRange" not in desk.client.get(f"/ho-so/ban-quet/{scan.key}/").content
    assert AuditEvent.objects.filter(action="scan.original_taken").count() == 1


def test_every_opening_is_logged_and_turning_pages_is_one(desk):
    desk.upload(pdf(2))
    pages = desk.pages()

    desk.see()
    desk.see("tep/")
    for page in pages:
        desk.client.get(f"/ho-so/trang-quet/{page.pk}/")

    log = AuditEvent.objects.about(desk.paper.dossier).filter(actor=desk.officer)
    assert log.filter(action="dossier.paper_opened").count() == 1
    assert log.filter(action="scan.opened").count() == 1
    assert log.filter(action="scan.pages_looked_at").count() == 1
    assert log.get(action="scan.opened").details == {"paper": desk.paper.pk}


def test_those_who_only_supervise_see_that_a_paper_is_digitised_but_not_the_paper(desk):
    desk.upload(pdf())
    (page,) = desk.pages()
    desk.client.force_login(UserFactory(unit=desk.officer.unit, roles=[Role.SUPERVISOR]))

    dossier = desk.client.get(desk.paper.dossier.get_absolute_url())

    assert "đã số hóa" in dossier.content.decode()
    assert "trang-quet" not in dossier.content.decode()
    assert desk.client.get(f"/ho-so/trang-quet/{page.pk}/nho/").status_code == 403
    assert desk.see("tep/").status_code == 403


def test_dossier_shows_its_papers_with_thumbnails_in_a_fixed_number_of_queries(desk):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = desk.client.get(
                f"/ho-so/{desk.paper.dossier.code}/giay-to/", headers={"hx-request": "true"}
            )
        return len(captured), page.content.decode()

    ready_scan(component=desk.paper, pages=2)
    few, page = queries()
    for _ in range(5):
        ready_scan(dossier=desk.paper.dossier, pages=6)
    many, longer = queries()

    assert few == many
    assert page.count("/nho/") == 2
    assert longer.count("/nho/") == 2 + 5 * 4
    assert "+2 trang" in longer


def test_panel_asks_again_only_while_something_is_on_its_way(desk):
    at = f"/ho-so/{desk.paper.dossier.code}/giay-to/"
    job = Job.objects.create(kind="process-scans")
    scan = Scan.objects.create(component=desk.paper, source="upload", received_sha256="0" * 64, job=job)

    waiting = desk.client.get(at, headers={"hx-request": "true"}).content.decode()
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED, end_reason="Tệp hỏng.")
    failed = desk.client.get(at, headers={"hx-request": "true"}).content.decode()

    assert "every 2s" in waiting
    assert "every 2s" not in failed
    assert "1 tệp không xử lý được" in failed
    assert desk.client.get(at).status_code == 302


def test_page_that_asks_again_is_left_alone_until_something_changed(desk):
    def ask(where):
        return desk.client.get(where, headers={"hx-request": "true"})

    desk.post("dien-thoai/", do="begin")
    for at in (f"/ho-so/{desk.paper.dossier.code}/giay-to/", f"{desk.at}trang/"):
        version = re.search(r'hx-get="[^"]+(\?v=\w+)"', ask(at).content.decode())[1]
        assert ask(f"{at}{version}").status_code == 204

        scan = ready_scan(component=desk.paper)
        assert ask(f"{at}{version}").status_code == 200
        version = re.search(r'hx-get="[^"]+(\?v=\w+)"', ask(at).content.decode())[1]
        scanning.turn(scan.pages.get(), quarter=90, by=desk.officer)
        assert ask(f"{at}{version}").status_code == 200


def test_page_of_a_paper_costs_a_fixed_number_of_queries(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.see().status_code == 200
        return len(captured)

    desk.see()
    for _ in range(2):
        scanning.leave_out(ready_scan(component=desk.paper, pages=3).pages.first(), left_out=True, by=None)
    scanning.remove(desk.paper.scans.first(), reason="x", by=desk.officer)
    few = queries()
    for _ in range(4):
        scanning.leave_out(ready_scan(component=desk.paper, pages=5).pages.first(), left_out=True, by=None)
        scanning.remove(desk.paper.scans.standing().first(), reason="x", by=desk.officer)

    assert queries() == few


def test_file_that_could_not_be_prepared_says_why_and_may_be_sent_again(desk):
    content = pdf()
    job = Job.objects.create(kind="process-scans", state="failed", error="Việc này đã dừng giữa chừng.")
    Scan.objects.create(
        component=desk.paper, source="upload", received_name="quet.pdf", job=job,
        received_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    assert "quet.pdf không xử lý được" in desk.see().content.decode()

    desk.upload(content)

    assert list(Scan.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "ready"]
    assert desk.paper.is_digitised is True
    failed = Scan.objects.get(state="failed")
    desk.client.post(f"/ho-so/ban-quet/{failed.key}/bo/", {"reason": "Hỏng"})
    page = desk.see().content.decode()
    assert "không xử lý được" not in page
    assert f"/ho-so/ban-quet/{failed.key}/" not in page
    assert len(desk.pages()) == 1


def test_a_paper_takes_only_so_many_files(desk, monkeypatch):
    monkeypatch.setattr(scanning, "MOST_SCANS", 2)

    response = desk.upload(pdf(text="A"), pdf(text="B"), pdf(text="C"))

    assert "Một giấy tờ chỉ giữ đến 2 tệp" in response.content.decode()
    assert not Scan.objects.exists()


# What describes a paper


def described(desk, **fields):
    usual = {
        "must_digitise": "yes",
        "why_not": "",
        "number": "",
        "issuer": "",
        "issued_on": "",
        "expires_on": "",
    }
    return desk.post("dac-ta/", **(usual | fields))


def test_paper_that_need_not_be_digitised_has_its_reason_and_leaves_the_count(desk):
    assert desk.paper.dossier.papers_to_digitise == 0
    described(desk, number="01/GCS")
    assert desk.paper.dossier.papers_to_digitise == 1

    without = described(desk, must_digitise="no")
    assert "Chọn lý do giấy tờ này không phải số hóa" in without.content.decode()
    described(desk, must_digitise="no", why_not="shared", number="01/GCS")

    assert (desk.paper.must_digitise, desk.paper.why_not) == (False, "shared")
    assert desk.paper.dossier.papers_to_digitise == 0
    event = DossierEvent.objects.filter(action="describe_paper").latest("pk")
    assert event.details == {"paper": desk.paper.pk, "changed": ["must_digitise", "why_not"]}
    assert (
        "đã có dữ liệu được chia sẻ"
        in desk.client.get(desk.paper.dossier.get_absolute_url()).content.decode()
    )


def test_describing_again_the_same_tells_nothing(desk):
    described(desk, number="01/GCS", issuer="Trạm Y tế", issued_on="01/02/2024", expires_on="01/02/2030")
    described(desk, number="01/GCS", issuer="Trạm Y tế", issued_on="01/02/2024", expires_on="01/02/2030")

    assert DossierEvent.objects.filter(action="describe_paper").count() == 1
    assert (desk.paper.number, desk.paper.issuer) == ("01/GCS", "Trạm Y tế")


def test_paper_cannot_lose_its_value_before_it_was_issued(desk):
    response = described(desk, issued_on="01/02/2024", expires_on="01/02/2023")

    assert "Ngày hết giá trị trước ngày cấp." in response.content.decode()
    assert 'value="01/02/2023"' in response.content.decode()


# Reuse


def earlier(desk, **fields):
    """A paper that the same person handed in before, at the same office."""
    dossier = DossierFactory(
        unit=desk.officer.unit, personal_number=fields.pop("person", desk.paper.dossier.personal_number)
    )
    scan = ready_scan(dossier=dossier, name="Giấy chứng sinh", pages=2)
    for name, value in fields.items():
        setattr(scan.component, name, value)
    scan.component.save()
    return scan.component


def test_paper_handed_in_before_is_reused_in_one_click_and_counted(desk, files):
    source = earlier(desk, number="77/GCS")
    kept = sorted(files.rglob("*.*"))
    assert source.dossier.code in desk.see().content.decode()

    desk.post("dung-lai/", source=source.pk)
    desk.post("dung-lai/", source=source.pk)

    assert (desk.paper.reused_from, desk.paper.is_digitised, desk.paper.number) == (source, True, "77/GCS")
    assert (desk.paper.dossier.papers_digitised, desk.paper.dossier.reuses_papers) == (1, True)
    assert sorted(files.rglob("*.*")) == kept
    assert len(desk.pages()) == 2
    assert words_of(desk.see("tep/").content)[0][0].startswith("Giay")
    assert DossierEvent.objects.filter(action="reuse_paper").count() == 1


def test_taking_a_reused_paper_out_ends_the_reuse(desk):
    desk.post("dung-lai/", source=earlier(desk).pk)

    scanning.remove(desk.paper.scans.get(), reason="Bản cũ mờ", by=desk.officer)

    desk.paper.refresh_from_db()
    desk.paper.dossier.refresh_from_db()
    assert (desk.paper.reused_from, desk.paper.is_digitised) == (None, False)
    assert desk.paper.dossier.reuses_papers is False


@pytest.mark.parametrize("why", ["expired", "other person", "other office", "no number", "removed"])
def test_paper_that_may_not_stand_in_is_neither_offered_nor_taken(desk, why):
    if why == "expired":
        source = earlier(desk, expires_on="2020-01-01")
    elif why == "other person":
        source = earlier(desk, person="045000000000")
    elif why == "other office":
        there = DossierFactory(personal_number=desk.paper.dossier.personal_number)
        source = ready_scan(dossier=there).component
    else:
        source = earlier(desk)
    if why == "no number":
        desk.paper.dossier.personal_number = ""
        desk.paper.dossier.save()
    if why == "removed":
        scanning.remove(source.scans.get(), reason="x", by=None)

    page = desk.see().content.decode()
    desk.post("dung-lai/", source=source.pk)

    assert source.dossier.code not in page
    assert (desk.paper.reused_from, desk.paper.is_digitised) == (None, False)


def test_paper_shown_only_is_digitised_without_being_counted(desk):
    paper = DossierComponentFactory(
        dossier=desk.paper.dossier, filed_as=FiledAs.SHOWN, must_digitise=False, name="Căn cước"
    )
    scanning.attach(paper, [uploads.look_at(pdf(), "x.pdf")], by=OfficerFactory())
    ready_scan(component=paper)

    paper.dossier.refresh_from_db()
    assert (paper.dossier.papers_to_digitise, paper.dossier.papers_digitised) == (1, 0)


def test_pages_of_a_paper_are_numbered_without_gaps(desk):
    desk.upload(pdf(3, text="A"), pdf(2, text="B"))

    assert [page.position for page in desk.pages()] == [1, 2, 3, 4, 5]
    assert ScanPage.objects.count() == 5
