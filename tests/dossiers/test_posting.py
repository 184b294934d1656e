"""Mã QR niêm yết: addresses that outlive their procedures and offices, scans counted and nobody known."""

import html
import re
from datetime import date, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import rating, rating_links, reorganising, successors
from dossiers.models import PostedCode, PostedKind, ScanDay
from dossiers.posting import charts, hanging
from dossiers.posting.statistics import STEPS, Statistics
from dossiers.status import Channel, Rating
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from reports import integrity
from reports.integrity.model import Span
from tests.dossiers.factories import (
    DossierFactory,
    FieldFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
TODAY = timezone.localdate


@pytest.fixture
def officer():
    return OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm"))


@pytest.fixture
def phone(client):
    client.defaults["HTTP_USER_AGENT"] = PHONE
    return client


def posted(officer, place="Bảng niêm yết", **changed):
    procedure = changed.pop("procedure", None) or ProcedureFactory(**changed)
    return hanging.post(
        unit=officer.unit, kind=PostedKind.PROCEDURE, procedure=procedure, place=place, by=officer
    )


def counted(code):
    row = ScanDay.objects.filter(code=code).first()
    return (row.scans, row.pages, row.online) if row else (0, 0, 0)


# Posting


def test_an_address_has_seven_signs_that_nobody_takes_for_another(officer):
    shorts = {posted(officer, place=f"thôn {number}").short for number in range(50)}

    assert len(shorts) == 50
    assert all(len(short) == 7 and not set(short) & set("01oil") for short in shorts)


def test_the_same_subject_at_the_same_place_keeps_its_address(officer):
    first = posted(officer)

    assert posted(officer, procedure=first.procedure) == first
    assert posted(officer, procedure=first.procedure, place="Nhà văn hóa thôn 3") != first
    assert AuditEvent.objects.filter(action="posting.posted").count() == 2


def test_nobody_posts_for_another_unit(officer):
    with pytest.raises(DomainError, match="ngoài phạm vi"):
        hanging.post(unit=UnitFactory(), kind=PostedKind.CATALOGUE, place="Bảng", by=officer)


@pytest.mark.parametrize("kind", [PostedKind.PROCEDURE, PostedKind.FIELD])
def test_a_code_needs_what_it_leads_to(officer, kind):
    with pytest.raises(DomainError, match="Chọn"):
        hanging.post(unit=officer.unit, kind=kind, place="Bảng", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostedCode.objects.create(short="k7m2p9x", unit=officer.unit, kind=kind, place="Bảng")


def test_a_code_taken_down_may_hang_again_where_no_other_took_its_place(officer):
    code = posted(officer)
    hanging.take_down(code, by=officer)
    other = posted(officer, procedure=code.procedure)

    with pytest.raises(DomainError, match=other.short):
        hanging.hang_again(code, by=officer)
    hanging.take_down(other, by=officer)
    hanging.hang_again(code, by=officer)

    assert list(PostedCode.objects.hanging()) == [code]


# Leading


def test_a_scan_leads_to_the_procedure_at_this_office(phone, officer):
    code = posted(officer)

    answer = phone.get(f"/q/{code.short}")

    assert answer.status_code == 302
    assert answer["Location"] == f"/thu-tuc/{code.procedure.code}/?don-vi=19405&qr={code.short}"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("typed", ["K7M2P9X", "k7m-2p9x", "k7m 2p9x"])
def test_an_address_is_understood_as_people_type_it(phone, officer, typed):
    PostedCode.objects.create(
        short="k7m2p9x", unit=officer.unit, kind=PostedKind.CATALOGUE, place="Bảng niêm yết"
    )

    assert phone.get(f"/q/{typed}")["Location"] == "/thu-tuc/?don-vi=19405&qr=k7m2p9x"


def test_a_code_of_a_field_leads_to_its_procedures(phone, officer):
    field = FieldFactory(code="ho-tich", name="Hộ tịch")
    code = hanging.post(
        unit=officer.unit, kind=PostedKind.FIELD, field=field, place="Bảng niêm yết", by=officer
    )

    assert phone.get(f"/q/{code.short}")["Location"] == (
        f"/thu-tuc/?don-vi=19405&qr={code.short}&linh-vuc=ho-tich"
    )


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        (PostedKind.CATALOGUE, "/thu-tuc/"),
        (PostedKind.FEEDBACK, "/gop-y/"),
        (PostedKind.RATING, "/tra-cuu/"),
        (PostedKind.TRACKING, "/tra-cuu/"),
    ],
)
def test_other_codes_lead_to_their_page(phone, officer, kind, page):
    code = hanging.post(unit=officer.unit, kind=kind, place="Quầy số 1", by=officer)

    assert phone.get(f"/q/{code.short}")["Location"] == f"{page}?don-vi=19405&qr={code.short}"
    assert phone.get(f"/q/{code.short}", follow=True).status_code == 200


def test_who_came_by_a_rating_code_rates_once_after_naming_the_dossier(phone, officer):
    dossier = DossierFactory(unit=officer.unit, returned=True, phone="0912345678")
    asked = {"ma": dossier.code, "so": "5678"}

    found = phone.post("/tra-cuu/?don-vi=19405", asked)

    assertContains(found, rating_links.rating_url(dossier))
    assertNotContains(phone.post("/tra-cuu/", {"ma": dossier.code}), "danh-gia")
    rating.rate(dossier, Rating.SATISFIED)
    assertNotContains(phone.post("/tra-cuu/", asked), "danh-gia")


def test_the_online_button_counts_for_the_code(phone, officer):
    code = posted(officer, online_address="https://dichvucong.example/khai-sinh")
    page = phone.get(f"/q/{code.short}", follow=True)
    button = f"/thu-tuc/{code.procedure.code}/nop-truc-tuyen/?don-vi=19405&qr={code.short}"

    assertContains(page, button.replace("&", "&amp;"))
    assert phone.get(button)["Location"] == "https://dichvucong.example/khai-sinh"

    assert counted(code) == (1, 1, 1)


def test_a_replaced_procedure_leads_to_the_last_of_its_successors(phone, officer):
    last = ProcedureFactory()
    middle = ProcedureFactory(valid_to=date(2025, 6, 30), replaced_by=last)
    code = posted(officer, is_published=False, replaced_by=middle)

    assert f"/thu-tuc/{last.code}/" in phone.get(f"/q/{code.short}")["Location"]


def test_a_successor_that_is_not_in_force_yet_waits(phone, officer):
    coming = ProcedureFactory(valid_from=TODAY() + timedelta(days=1))
    code = posted(officer, replaced_by=coming)

    assert f"/thu-tuc/{code.procedure.code}/" in phone.get(f"/q/{code.short}")["Location"]


def test_a_repealed_procedure_says_so_in_the_words_of_its_page(phone, officer):
    code = posted(officer, name="Cấp giấy đi đường", valid_to=date(2025, 6, 30))

    page = phone.get(f"/q/{code.short}")

    assertContains(page, "Cấp giấy đi đường")
    assertContains(page, "Bộ phận Một cửa Xã Vĩnh Lâm")
    assertContains(page, "Tờ dán có mã bạn vừa quét chưa được thay.")
    opened = phone.get(f"/thu-tuc/{code.procedure.code}/")
    for said in (page, opened):
        assertContains(said, "Thủ tục này đã bị bãi bỏ sau ngày 30/06/2025: bạn không phải làm nữa")
    assertNotContains(opened, "Tờ dán")
    assert counted(code) == (1, 0, 0)


def test_procedures_that_replace_each_other_lead_nowhere_instead_of_for_ever(officer):
    first = ProcedureFactory(is_published=False)
    second = ProcedureFactory(is_published=False, replaced_by=first)
    first.replaced_by = second
    first.save()

    assert successors.standing(first, TODAY()) is None
    assert "posting.circle" in {problem.code for problem in integrity.problems(span())}


def test_a_code_of_a_merged_unit_leads_to_its_successor(phone, officer):
    code = posted(officer)
    successor = UnitFactory(code="19363", name="Xã Vĩnh Thủy", valid_from=date(2025, 7, 1))
    officer.unit.successor, officer.unit.valid_to = successor, date(2025, 6, 30)
    officer.unit.save()

    assert "don-vi=19363" in phone.get(f"/q/{code.short}")["Location"]


def test_a_unit_that_is_closed_hands_its_codes_over_with_their_scans(phone, officer):
    code, named = posted(officer), UnitFactory(code="19363")
    phone.get(f"/q/{code.short}")
    admin = UserFactory()
    admin.assignments.create(role=Role.SYSTEM_ADMIN)
    plan = reorganising.Reorganisation(officer.unit, named, on=TODAY())

    assert ("Mã QR niêm yết, kèm lượt quét", 1) in reorganising.preview(plan).moving
    reorganising.reorganise(plan, by=admin)

    assert "don-vi=19363" in phone.get(f"/q/{code.short}")["Location"]
    assert Statistics(frozenset({named.pk}), TODAY(), TODAY()).total.scans == 2


def test_an_address_of_nothing_says_what_to_do(phone):
    page = phone.get("/q/k7m2p9x")

    assertContains(page, "Không có mã này", status_code=404)
    assertContains(page, 'href="/thu-tuc/"', status_code=404)


def test_addresses_are_not_tried_one_after_the_other(phone):
    statuses = [phone.get(f"/q/{number}").status_code for number in range(21)]

    assert statuses == [404] * 20 + [429]


# Counting


def test_each_scan_counts_once_for_its_day_and_code(phone, officer):
    code, other = posted(officer), posted(officer, place="Thôn 3")
    for _ in range(3):
        phone.get(f"/q/{code.short}")
    phone.get(f"/q/{other.short}")

    assert [counted(one) for one in (code, other)] == [(3, 0, 0), (1, 0, 0)]


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0)",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (Macintosh) SkypeUriPreview Preview/0.5",
        "curl/8.5.0",
        "python-requests/2.31",
        "",
    ],
)
def test_robots_and_fetchers_of_previews_are_led_but_not_counted(client, officer, agent):
    code = posted(officer)

    assert client.get(f"/q/{code.short}", headers={"user-agent": agent}).status_code == 302
    assert counted(code) == (0, 0, 0)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Zalo iOS/480",
        "Mozilla/5.0 (Linux; Android 9; CUBOT P30) Chrome/110 Mobile",
        "Mozilla/5.0 (Linux; Android 13; SM-A135F; FB_IAB/FB4A) Mobile",
    ],
)
def test_people_are_counted_whatever_they_scan_with(client, officer, agent):
    code = posted(officer)

    client.get(f"/q/{code.short}", headers={"user-agent": agent})

    assert counted(code) == (1, 0, 0)


@pytest.mark.parametrize(
    "headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-purpose": "preview"}]
)
def test_pages_loaded_ahead_are_not_counted(phone, officer, headers):
    code = posted(officer)

    phone.get(f"/q/{code.short}", headers=headers)
    phone.head(f"/q/{code.short}")

    assert counted(code) == (0, 0, 0)


def test_an_officer_who_tries_a_code_is_not_counted(phone, officer):
    code = posted(officer)
    phone.force_login(officer)

    phone.get(f"/q/{code.short}")

    assert counted(code) == (0, 0, 0)


def test_the_way_from_a_field_to_a_procedure_counts_for_the_code(phone, officer):
    procedure = ProcedureFactory()
    code = hanging.post(
        unit=officer.unit, kind=PostedKind.FIELD, field=procedure.field, place="Thôn 3", by=officer
    )
    listed = phone.get(f"/q/{code.short}", follow=True)
    address = f"/thu-tuc/{procedure.code}/?don-vi=19405&amp;qr={code.short}"

    assertContains(listed, f'href="{address}"')
    phone.get(address.replace("&amp;", "&"))
    phone.get(f"/thu-tuc/{procedure.code}/")

    assert counted(code) == (1, 1, 0)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_scans_at_once_are_all_counted(officer):
    code = posted(officer)

    def scan():
        Client().get(f"/q/{code.short}", headers={"user-agent": PHONE})
        connection.close()

    threads = [Thread(target=scan) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted(code) == (8, 0, 0)


# Statistics


def scans(code, day, scans=1, pages=0, online=0):
    PostedCode.objects.filter(pk=code.pk).update(posted_at=timezone.now() - timedelta(days=900))
    return ScanDay.objects.create(code=code, day=day, scans=scans, pages=pages, online=online)


def test_every_table_adds_up_to_the_rows(officer):
    today = TODAY()
    codes = [posted(officer, place=f"thôn {number % 2}") for number in range(3)]
    codes.append(
        hanging.post(unit=officer.unit, kind=PostedKind.CATALOGUE, place="Bảng niêm yết", by=officer)
    )
    for number, code in enumerate(codes):
        for back in (0, 1, 40, 300, 400):
            scans(code, today - timedelta(days=back), scans=number + back, pages=number, online=1)
    scans(posted(OfficerFactory()), today, scans=1000)

    for length in (1, 31, 60, 366):
        told = Statistics(frozenset({officer.unit_id}), today - timedelta(days=length - 1), today)
        rows = list(told.rows)
        for step in STEPS:
            whole = sum(getattr(row, step) for row in rows)
            assert getattr(told.total, step) == whole
            for lines in (told.by_field, told.by_place, told.over_time):
                assert sum(getattr(line, step) for line in lines) == whole


def test_the_funnel_ends_with_the_dossiers_received_of_the_procedure(officer):
    today = TODAY()
    code = posted(officer)
    scans(code, today, scans=9, pages=5, online=2)
    for channel in (Channel.DIRECT, Channel.ONLINE_FULL):
        DossierFactory(
            unit=officer.unit, procedure=code.procedure, channel=channel, received_at=timezone.now()
        )
    DossierFactory(unit=officer.unit, procedure=code.procedure)
    DossierFactory(procedure=code.procedure, received_at=timezone.now())

    told = Statistics(frozenset({officer.unit_id}), today, today)

    (line,) = told.by_procedure
    assert (line.label, line.scans, line.pages, line.online) == (code.procedure.name, 9, 5, 2)
    assert (line.dossiers, line.dossiers_online) == (2, 1)
    assert (told.by_field[0].dossiers, told.total.dossiers) == (2, 2)


def test_the_funnel_from_a_scan_to_the_dossier_on_the_page_of_statistics(client, officer):
    code = posted(officer, service_level="full", online_address="https://dichvucong.example/khai-sinh")
    visitor = Client(headers={"user-agent": PHONE})
    client.force_login(officer)

    page = visitor.get(visitor.get(f"/q/{code.short}")["Location"]).content.decode()
    (button,) = re.findall(r'href="(/thu-tuc/[^"]*/nop-truc-tuyen/[^"]*)"', page)
    visitor.get(html.unescape(button))
    client.post(
        "/ho-so/tiep-nhan/",
        {
            "procedure": code.procedure.code, "applicant_name": "Trần Thị Bích Ngọc", "step": "save",
            "personal_number": "045190001234", "unit": officer.unit.pk, "intake_key": str(uuid4()),
            "channel": Channel.ONLINE_FULL, "helped_by": "alone", "paper-other-filed_as": "copy",
        },
    )  # fmt: skip

    shown = " ".join(re.sub(r"<[^>]+>", " ", client.get("/thu-tuc/ma-qr/thong-ke/").content.decode()).split())
    for step in (
        "1 lượt quét mã", "1 lượt mở trang thủ tục", "1 lượt bấm nộp trực tuyến",
        "1 hồ sơ tiếp nhận, trong đó 1 trực tuyến",
    ):  # fmt: skip
        assert step in shown


def test_a_place_whose_code_was_taken_down_keeps_its_scans(officer):
    code = posted(officer, place="Nhà văn hóa thôn 3")
    scans(code, TODAY(), scans=4)
    hanging.take_down(code, by=officer)

    (line,) = Statistics(frozenset({officer.unit_id}), TODAY(), TODAY()).by_place
    assert (line.label, line.scans) == ("Nhà văn hóa thôn 3", 4)


def test_the_page_shows_the_numbers_of_the_chosen_days(client, officer):
    code = posted(officer, name="Đăng ký khai sinh")
    scans(code, date(2026, 3, 5), scans=1234)
    client.force_login(officer)

    page = client.get("/thu-tuc/ma-qr/thong-ke/", {"tu": "01/03/2026", "den": "31/03/2026"})
    assertContains(page, "1.234")
    assertContains(page, '<title id="by-field-title">Lượt quét theo lĩnh vực</title>')
    assertContains(page, "Đăng ký khai sinh")
    assertContains(client.get("/thu-tuc/ma-qr/thong-ke/"), "Chưa có lượt quét nào")
    wrong = client.get("/thu-tuc/ma-qr/thong-ke/", {"tu": "31/03/2026", "den": "01/03/2026"})
    assertContains(wrong, "Ngày cuối trước ngày đầu.")


def test_pages_ask_as_often_for_many_codes_as_for_one(client, officer):
    client.force_login(officer)

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = ("/thu-tuc/ma-qr/thong-ke/", "/thu-tuc/ma-qr/")
    scans(posted(officer), TODAY())
    asked(pages[0])
    for_one = [asked(page) for page in pages]
    for number in range(4):
        scans(posted(officer, place=f"thôn {number}"), TODAY())

    assert [asked(page) for page in pages] == for_one


def test_a_chart_tells_its_numbers_to_who_cannot_see_it():
    drawn = charts.bars([("Hộ tịch", 12), ("Đất <đai>", 3)], name="c", title="Lượt quét")

    assert '<title id="c-title">Lượt quét</title>' in drawn
    assert "Hộ tịch: 12; Đất &lt;đai&gt;: 3." in drawn


# Sheets to replace


def test_a_sheet_is_to_be_replaced_once_its_procedure_was_decided_anew(officer):
    current, old, ended, unprinted = (posted(officer) for _ in range(4))
    for code in (current, old, ended):
        PostedCode.objects.filter(pk=code.pk).update(printed_revision=1, printed_at=timezone.now())
    old.procedure.revision = 2
    old.procedure.save()
    ended.procedure.is_published = False
    ended.procedure.save()

    found = PostedCode.objects.to_replace()

    assert set(found) == {old, ended}
    assert {code: code.why_replace for code in found} == {
        old: "in theo lần công bố 1, nay là lần 2",
        ended: "thủ tục đã bãi bỏ",
    }
    hanging.take_down(old, by=officer)
    assert set(PostedCode.objects.to_replace()) == {ended}
    assert unprinted.why_replace == ""


# Pages of the staff


def test_an_officer_posts_a_code_and_downloads_its_picture(client, officer):
    procedure = ProcedureFactory(name="Đăng ký khai sinh")
    client.force_login(officer)

    made = client.post(
        "/thu-tuc/ma-qr/", {"kind": "procedure", "procedure": procedure.pk, "place": "Nhà văn hóa thôn 3"}
    )

    code = PostedCode.objects.get()
    assert made["Location"] == f"/thu-tuc/ma-qr/{code.short}/"
    assertContains(client.get(made["Location"]), code.address)
    assertContains(client.get("/thu-tuc/ma-qr/"), "Nhà văn hóa thôn 3")
    assert read_code(client.get(f"/thu-tuc/ma-qr/{code.short}/ma-qr.png").content) == code.url
    drawn = client.get(f"/thu-tuc/ma-qr/{code.short}/ma-qr.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg ")
    assert client.get(f"/thu-tuc/ma-qr/{code.short}/ma-qr.gif").status_code == 404


def test_what_is_missing_is_told_beside_its_field(client, officer):
    client.force_login(officer)

    page = client.post("/thu-tuc/ma-qr/", {"kind": "field", "place": ""})

    assertContains(page, "Chọn lĩnh vực mà mã dẫn tới.")
    assertContains(page, "Ghi nơi dán mã")
    assert not PostedCode.objects.exists()


def test_a_code_is_taken_down_on_its_page(client, officer):
    code = posted(officer)
    client.force_login(officer)

    page = client.post(f"/thu-tuc/ma-qr/{code.short}/go/", follow=True)

    assertContains(page, "vẫn dẫn tới nơi cũ")
    assertContains(client.get("/thu-tuc/ma-qr/?xem=da-go"), code.procedure.name)
    assertNotContains(client.get("/thu-tuc/ma-qr/"), f"/ma-qr/{code.short}/")


# What is stored


def span():
    return Span(TODAY(), TODAY())


def test_corrupted_counts_and_addresses_are_found(officer):
    code = posted(officer)
    assert not list(integrity.posting.problems(span()))

    ScanDay.objects.create(code=code, day=TODAY() - timedelta(days=3), scans=2)
    ScanDay.objects.create(code=code, day=TODAY())
    PostedCode.objects.filter(pk=code.pk).update(short="0O1lI")

    assert {problem.code for problem in integrity.posting.problems(span())} == {
        "posting.early", "posting.empty", "posting.address",
    }  # fmt: skip


def read_code(png):
    from io import BytesIO

    import zxingcpp
    from PIL import Image

    return zxingcpp.read_barcodes(Image.open(BytesIO(png)))[0].text
