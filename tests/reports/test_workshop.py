"""Xưởng báo cáo in the browser: who may what, and every number on the page opens its records."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from portal.models import AuditEvent, Job, Role
from reports import building, drafting, kinds
from reports.models import Report, ReportState
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory, at
from tests.reports import reporting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def author():
    return reporting.officer(reporting.commune())


@pytest.fixture
def report(author):
    reporting.fill(author.unit)
    return begin(author)


def begin(author, period=reporting.PERIOD, texts=reporting.TEXTS):
    made, _ = drafting.begin(kinds.kind("cchc"), author.unit, Period.parse(period), by=author)
    drafting.write(made, texts, by=author)
    return made


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(report, step=""):
    return f"/bao-cao/{report.pk}/{step}"


class Links(HTMLParser):
    """Each link of a page with the words on it."""

    def __init__(self, text):
        super().__init__()
        self.found, self._url = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._url = dict(attrs).get("href", "") if tag == "a" else self._url

    def handle_data(self, words):
        if self._url:
            self.found.append((self._url, words))

    def handle_endtag(self, tag):
        self._url = "" if tag == "a" else self._url


# Who


@pytest.mark.parametrize("role", [Role.REFORM, Role.LEADER, Role.RECORDS, Role.SUPERVISOR])
def test_readers_see_the_report_and_its_files(report, author, role):
    building.build(report, by=author)
    client = signed_in(UserFactory(unit=report.unit, roles=[role]))

    for step in ("", "xem-truoc/", "tai/docx/", "tai/pdf/", "tai/xlsx/"):
        assert client.get(page(report, step)).status_code == 200, step
    assert report.period.label in client.get("/bao-cao/").content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECORDS, Role.SUPERVISOR])
def test_only_the_reform_officer_writes_and_builds(report, role):
    client = signed_in(UserFactory(unit=report.unit, roles=[role]))

    for step in ("loi-van/", "the-thuc/", "bo/"):
        assert client.get(page(report, step)).status_code == 403
    assert client.post(page(report, "dung/")).status_code == 403
    assert client.get("/bao-cao/lap/").status_code == 403
    assert "Dựng tệp</button>" not in client.get(page(report)).content.decode()


@pytest.mark.parametrize("role", [Role.INTAKE, Role.PROCESSING])
def test_the_desk_has_no_reports(report, role):
    client = signed_in(UserFactory(unit=report.unit, roles=[role]))

    assert client.get("/bao-cao/").status_code == 403
    assert client.get(page(report)).status_code == 403


def test_a_stranger_finds_nothing(report, author):
    building.build(report, by=author)
    client = signed_in(reporting.officer(UnitFactory()))

    for step in ("", "loi-van/", "the-thuc/", "xem-truoc/", "tien-do/", "tai/pdf/", "bo/"):
        assert client.get(page(report, step)).status_code == 404, step
    assert client.post(page(report, "dung/")).status_code == 404
    assert "Chưa có báo cáo nào" in client.get("/bao-cao/").content.decode()


def test_a_supervisor_above_reads_the_communes_reports_and_does_not_write_them(report):
    client = signed_in(UserFactory(unit=report.unit.parent, roles=[Role.SUPERVISOR]))

    assert client.get(page(report)).status_code == 200
    assert client.get(page(report, "loi-van/")).status_code == 403


def test_a_reform_officer_above_may_help_a_commune_write(report):
    client = signed_in(reporting.officer(report.unit.parent))

    assert client.get(page(report, "loi-van/")).status_code == 200


def test_anonymous_visitors_are_sent_to_sign_in(report):
    assert Client().get(page(report)).url.startswith("/dang-nhap/")


# Begin


def test_a_report_is_begun_for_a_legal_period(author):
    client = signed_in(author)

    response = client.post(
        "/bao-cao/lap/",
        {
            "kind": "cchc",
            "unit": author.unit.pk,
            "period": "khac",
            "first": "15/12/2021",
            "last": "14/12/2022",
        },
    )

    report = Report.objects.get()
    assert response.url == page(report)
    assert report.period_code == "2022"  # these days are a legal year
    assert AuditEvent.objects.about(report).get().action == "report.begun"


def test_the_same_period_opens_the_report_there_is(report, author):
    data = {
        "kind": "cchc",
        "unit": author.unit.pk,
        "period": "khac",
        "first": "15/12/2021",
        "last": "14/12/2022",
    }

    response = signed_in(author).post("/bao-cao/lap/", data, follow=True)

    assert Report.objects.count() == 1
    assert "đã có" in response.content.decode()


def test_the_form_says_what_a_period_lacks(author):
    client = signed_in(author)
    data = {"kind": "cchc", "unit": author.unit.pk, "period": "khac"}

    assert "ghi đủ ngày đầu và ngày cuối" in client.post("/bao-cao/lap/", data).content.decode()
    backwards = data | {"first": "02/02/2024", "last": "01/01/2024"}
    assert "trước ngày đầu kỳ" in client.post("/bao-cao/lap/", backwards).content.decode()
    assert not Report.objects.exists()


def test_a_unit_that_is_no_more_reports_on_its_own_time_only(author):
    author.unit.valid_to = at("2025-06-30").date()
    author.unit.save()
    data = {
        "kind": "cchc",
        "unit": author.unit.pk,
        "period": "khac",
        "first": "01/07/2025",
        "last": "02/07/2025",
    }

    response = signed_in(author).post("/bao-cao/lap/", data)

    assert "không hoạt động vào ngày cuối kỳ 02/07/2025" in response.content.decode()


def test_a_new_report_starts_with_the_words_and_signature_of_the_last(report, author):
    head = {"number": 12, "issued_on": "2022-12-16", "signer_name": "Nguyễn Văn Bình", "signer": "deputy"}
    report.header = head
    report.save()

    later = begin(author, "2023-Q1", texts=report.texts)

    assert later.texts == reporting.TEXTS
    assert later.header == {"signer_name": "Nguyễn Văn Bình", "signer": "deputy"}


# Figures, words, thể thức


def test_every_number_of_the_preview_opens_as_many_records(report, author):
    client = signed_in(author)
    links = Links(client.get(page(report, "xem-truoc/")).content.decode()).found
    counts = {(url, words) for url, words in links if "chi-tieu=" in url and "%" not in words}

    assert len(counts) > 60
    for url, words in counts:
        response = client.get(url)
        assert response.status_code == 200, url
        assert response.context["page_obj"].paginator.count == int(words.replace(".", "")), url


def test_every_rate_of_the_preview_opens_the_records_above_its_line(report, author):
    client = signed_in(author)
    links = Links(client.get(page(report, "xem-truoc/")).content.decode()).found
    rates = {words: url for url, words in links if "chi-tieu=" in url and "%" in words}

    assert client.get(rates["60%"]).context["page_obj"].paginator.count == 6


def test_the_first_page_shows_the_figures_of_now(report, author):
    text = signed_in(author).get(page(report)).content.decode()

    assert "Tiếp nhận trong kỳ" in text
    assert "+60,00 điểm" in text
    assert "Năm 2021" in text


def test_words_are_written_and_previewed(report, author):
    client = signed_in(author)

    response = client.post(
        page(report, "loi-van/"), {"plan": "Có [received] hồ sơ.", "preview": "1"}, follow=True
    )

    assert response.redirect_chain[-1][0] == page(report, "xem-truoc/")
    assert "Có " in response.content.decode()
    report.refresh_from_db()
    assert report.texts == {"plan": "Có [received] hồ sơ."}


def test_a_wrong_token_is_refused_beside_its_field_and_nothing_is_lost(report, author):
    response = signed_in(author).post(page(report, "loi-van/"), {"plan": "Có [recieved] hồ sơ."})

    text = response.content.decode()
    assert "Có phải là “received”?" in text
    assert "Có [recieved] hồ sơ." in text
    report.refresh_from_db()
    assert report.texts == reporting.TEXTS


def test_typed_numbers_are_pointed_out(report, author):
    drafting.write(
        report,
        {"plan": "Đã nhận 10 hồ sơ, đạt 60%; ký số 97,5%; Kế hoạch số 10/KH-UBND; 32 nhiệm vụ."},
        by=author,
    )

    check = signed_in(author).get(page(report)).context["check"]

    assert [(found.words, found.token) for found in check.typed] == [
        ("60%", "[online%]"),
        ("97,5%", ""),
        ("10 hồ sơ", "[received]"),
    ]
    assert len(check.unwritten) == 13


def test_words_copied_from_the_last_report_are_pointed_out(report, author):
    later = begin(author, "2023-Q1", texts=reporting.TEXTS)

    check = signed_in(author).get(page(later)).context["check"]

    assert [section.code for section in check.repeated] == ["guiding-documents", "e-government"]


def test_the_head_is_set(report, author):
    client = signed_in(author)
    data = {
        "number": "5",
        "symbol": "BC-UBND",
        "issued_on": "16/12/2022",
        "place": "Vĩnh Lâm",
        "signer": "deputy",
        "signer_name": "Nguyễn  Văn Bình",
        "addressees": "- Phòng Nội vụ huyện Vĩnh Linh;",
        "recipients": "Như trên\nLưu: VT.",
    }

    assert client.post(page(report, "the-thuc/"), data).status_code == 302

    text = client.get(page(report, "xem-truoc/")).content.decode()
    for line in (
        "Số: 05/BC-UBND",
        "Vĩnh Lâm, ngày 16 tháng 12 năm 2022",
        "KT. CHỦ TỊCH",
        "Nguyễn Văn Bình",
        "Kính gửi: Phòng Nội vụ huyện Vĩnh Linh.",
        "- Lưu: VT.",
    ):
        assert line in text
    assert 'value="16/12/2022"' in client.get(page(report, "the-thuc/")).content.decode()


# Files


def test_building_from_the_page_runs_once_and_ends_with_files(
    report, author, django_capture_on_commit_callbacks
):
    client = signed_in(author)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(report, "dung/"))
        client.post(page(report, "dung/"))

    assert Job.objects.count() == 1
    text = client.get(page(report)).content.decode()
    assert "Tải tệp Word" in text
    response = client.get(page(report, "tai/docx/"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="cchc-19405-2022.docx"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_progress_is_asked_again_until_the_build_is_over(report, author):
    client = signed_in(author)
    job = building.start(report, by=author)
    job.beat(done=2, total=6, step="Dựng tệp PDF")

    part = client.get(page(report, "tien-do/"), headers={"hx-request": "true"})
    assert "Dựng tệp PDF" in part.content.decode()
    assert page(report, "tien-do/") in part.content.decode()
    assert client.get(page(report, "tien-do/")).url == page(report)
    assert "Dựng tệp PDF" in client.get(page(report)).content.decode()

    job.finish()
    assert (
        client.get(page(report, "tien-do/"), headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    )


def test_the_page_says_what_has_changed_since_the_build(report, author):
    building.build(report, by=author)
    client = signed_in(author)
    assert "đã thay đổi" not in client.get(page(report)).content.decode()

    DossierFactory(unit=report.unit, received_at=at("2022-05-04 08:00"))

    text = client.get(page(report)).content.decode()
    assert "Số liệu đã thay đổi từ khi lập tệp" in text
    assert "Tiếp nhận trong kỳ: khi chốt 10, nay 11" in text
    assert "chiếm tỷ lệ" in client.get(page(report, "xem-truoc/")).content.decode()


def test_the_preview_keeps_what_was_built_beside_what_is_being_written(report, author):
    building.build(report, by=author)
    drafting.write(report, {"plan": "Kế hoạch mới."}, by=author)
    client = signed_in(author)

    assert "Kế hoạch mới." not in client.get(page(report, "xem-truoc/")).content.decode()
    assert "Kế hoạch mới." in client.get(page(report, "xem-truoc/?ban-soan")).content.decode()


def test_what_an_officer_writes_never_becomes_markup(report, author):
    drafting.write(report, {"plan": "<script>alert(1)</script> & “trích”"}, by=author)

    text = signed_in(author).get(page(report, "xem-truoc/")).content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “trích”" in text


def test_the_preview_file_is_no_download(report, author):
    building.build(report, by=author)

    assert signed_in(author).get(page(report, "tai/html/")).status_code == 404


def test_a_draft_is_given_up_after_a_question(report, author):
    client = signed_in(author)

    assert "sẽ mất hẳn" in client.get(page(report, "bo/")).content.decode()
    assert client.post(page(report, "bo/")).url == "/bao-cao/"
    assert not Report.objects.exists()


def test_a_built_or_building_report_is_not_given_up(report, author):
    client = signed_in(author)
    building.start(report, by=author)
    assert "đang được dựng" in client.post(page(report, "bo/"), follow=True).content.decode()

    building.build(report, by=author)
    report.refresh_from_db()
    report.job.finish()
    assert "không bỏ được nữa" in client.post(page(report, "bo/"), follow=True).content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.BUILT


def test_the_list_costs_the_same_for_one_report_and_for_many(
    report, author, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(author)
    client.get("/bao-cao/")
    with django_assert_max_num_queries(12) as one:
        client.get("/bao-cao/")

    for period in ("2023", "2024", "2025-Q1"):
        begin(author, period)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get("/bao-cao/")
