"""Tra cứu: the page behind the QR of a slip tells how far a dossier is, and nothing of anybody."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dossiers import calendar, following, lifecycle, schedule
from dossiers.lifecycle.supplementing import Asked
from dossiers.models import Office, ResultDelivery
from dossiers.printing import codes
from dossiers.status import FINISHED, DossierStatus
from dossiers.views import tracking
from tests.dossiers.factories import DossierFactory, OfficerFactory, at
from tests.dossiers.money import REGISTRY, charged

pytestmark = pytest.mark.django_db
PAGE = reverse("dossiers:tracking")
PHONE, NUMBER = "0987651234", "045190007788"


@pytest.fixture
def dossier():
    return DossierFactory(processing=True, phone=PHONE, personal_number=NUMBER)


def ask(client, code, digits=None, machine="10.0.0.1"):
    sent = {"ma": code} if digits is None else {"ma": code, "so": digits}
    return client.post(PAGE, sent, REMOTE_ADDR=machine)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The code alone


def test_a_code_shows_its_state_and_nothing_of_the_person(client):
    dossier = DossierFactory(processing=True, applicant_name="Ngô Văn Kín", address="Thôn Kín")

    for page in (client.get(PAGE, {"ma": f" {dossier.code.lower()} "}), ask(client, dossier.code)):
        text = page.content.decode()
        assert "Đang xử lý" in text
        secrets = ("Ngô Văn Kín", "Thôn Kín", dossier.phone, dossier.personal_number, dossier.procedure.name)
        assert not [secret for secret in secrets if secret in text]


def test_of_the_code_alone_no_day_is_told(client, dossier):
    text = text_of(client.get(PAGE, {"ma": dossier.code}))

    assert "Tiếp nhận Đã xong Giải quyết Đang ở bước này Có kết quả Chưa đến Trả kết quả Chưa đến" in text
    assert not re.search(r"\d\d/\d\d/\d{4}", text)


@pytest.mark.parametrize(
    ("status", "way"),
    [
        ("registered", ["Đã nộp trực tuyến*", "Tiếp nhận", "Giải quyết", "Có kết quả", "Trả kết quả"]),
        ("received", ["Tiếp nhận*", "Giải quyết", "Có kết quả", "Trả kết quả"]),
        ("awaiting_payment", ["Tiếp nhận", "Giải quyết*", "Có kết quả", "Trả kết quả"]),
        ("concluded", ["Tiếp nhận", "Giải quyết", "Có kết quả*", "Trả kết quả"]),
        ("returned", ["Tiếp nhận", "Giải quyết", "Có kết quả", "Trả kết quả*"]),
        ("withdrawn", ["Tiếp nhận", "Công dân yêu cầu rút hồ sơ*"]),
        ("not_accepted", ["Không được tiếp nhận*"]),
    ],
)
def test_each_state_stands_at_its_step(status, way):
    now = timezone.now()
    finished = now if DossierStatus(status) in FINISHED else None
    shown = following.how_far(DossierFactory(status=status, finished_at=finished).code)

    assert [f"{step.name}{'*' if step.is_now else ''}" for step in shown.steps] == way


@pytest.mark.parametrize(
    ("status", "words"),
    [("returned", "Đã kết thúc"), ("withdrawn", "Đã kết thúc"), ("concluded", "Đang ở bước này")],
)
def test_what_is_over_is_not_said_to_be_under_way(status, words):
    shown = following.how_far(DossierFactory(status=status, finished_at=timezone.now()).code)

    assert [step.words for step in shown.steps if step.is_now] == [words]


@pytest.mark.parametrize(
    "typed", ["19405-261122-0001", "194052611220001", "19405 261122 0001", " 19405–261122–0001"]
)
def test_a_code_is_found_with_or_without_its_dashes(typed):
    wanted = DossierFactory(code="19405-261122-0001")

    assert following.find(typed) == wanted


def test_letters_of_a_code_may_be_small(client):
    wanted = DossierFactory(code="H50.19-261122-0012")

    assert following.find("h50.19-261122-0012") == following.find("h50.192611220012") == wanted


@given(st.from_regex(r"[0-9]{5}|H[0-9]{2}\.[0-9]{1,3}", fullmatch=True), st.integers(0, 999_999))
def test_leaving_out_the_dashes_never_loses_the_code(unit, number):
    code = f"{unit}-261122-{number:04d}"

    assert code in following._with_dashes(code.replace("-", ""))


def test_what_a_scanner_types_from_a_receipt_is_understood(client, dossier):
    paper = codes.paper_text(
        dossier=dossier.code, procedure="1.001193", identifier=NUMBER, paper="Giấy tiếp nhận hồ sơ"
    )

    for scanned in (paper, codes.tracking_url(dossier.code), dossier.code):
        page = ask(client, scanned)
        assert f"Hồ sơ {dossier.code}" in page.content.decode()
        assert NUMBER not in page.content.decode()


def test_what_is_typed_never_comes_into_an_address(client, dossier):
    forms = re.findall(r"<form[^>]*>", ask(client, dossier.code).content.decode())

    assert len(forms) == 2
    assert all('method="post"' in form and f'action="{PAGE}"' in form for form in forms)


def test_the_front_page_sends_what_is_scanned_in_no_address(client):
    page = client.get("/").content.decode()

    assert re.search(rf'<form method="post" action="{PAGE}">(?:(?!</form>).)*name="ma"', page, re.DOTALL)


@pytest.mark.parametrize("status", DossierStatus)
def test_a_page_that_was_drawn_for_another_dossier_is_the_one_of_this(client, status):
    finished = timezone.now() if status in FINISHED else None
    one, other = (DossierFactory(status=status, finished_at=finished) for _ in range(2))
    client.get(PAGE, {"ma": one.code})
    remembered = client.get(PAGE, {"ma": other.code}).content
    client.cookies["messages"] = "x"  # who brings a message gets a page of their own

    assert remembered == client.get(PAGE, {"ma": other.code}).content
    assert one.code not in remembered.decode()


def test_a_code_from_elsewhere_is_written_as_text(client):
    DossierFactory(code="A&B<i>-1")

    assert "Hồ sơ A&amp;B&lt;i&gt;-1" in client.get(PAGE, {"ma": "A&B<i>-1"}).content.decode()


def test_of_the_code_alone_nothing_personal_is_even_read(client, dossier):
    client.get(PAGE, {"ma": dossier.code})

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE, {"ma": dossier.code})

    assert len(asked) == 1
    assert not re.search("applicant|phone|number|address", asked[0]["sql"])


def test_the_address_on_the_slip_is_the_one_of_the_page(dossier):
    assert PAGE == "/tra-cuu/"
    assert codes.tracking_url(dossier.code).endswith(f"{PAGE}?ma={dossier.code}")


def test_an_unknown_code_says_where_the_code_stands(client):
    assert "Mã hồ sơ in dưới tên của giấy tiếp nhận" in client.get(PAGE, {"ma": "X-1"}).content.decode()


def test_an_empty_field_is_asked_for(client):
    assert "Nhập mã hồ sơ." in ask(client, " ").content.decode()


def test_who_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(tracking, "QUESTIONS", 3)
    code = DossierFactory().code

    statuses = [client.get(PAGE, {"ma": code}).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    assert client.get(PAGE).status_code == 200


def test_nothing_stays_with_the_visitor(client, dossier):
    for page in (client.get(PAGE), client.get(PAGE, {"ma": dossier.code}), ask(client, dossier.code, "1234")):
        assert "no-store" in page["Cache-Control"]
        assert not page.cookies


# With four digits


@pytest.mark.parametrize("digits", ["1234", "7788"])
def test_the_last_digits_of_phone_or_number_open_the_days(client, dossier, digits):
    text = text_of(ask(client, dossier.code, digits))

    assert "Đã xong, ngày 15/03/2024" in text
    assert "Hẹn trả 09:30 20/03/2024" in text
    assert "Cơ quan giải quyết; thời hạn đang chạy" in text


def test_the_days_come_without_name_number_phone_address_or_procedure(client):
    dossier = DossierFactory(
        processing=True, applicant_name="Ngô Văn Kín", owner_name="Ngô Thị Kín", phone=PHONE,
        personal_number=NUMBER, address="Thôn Kín", result_delivery=ResultDelivery.POST,
        delivery_address="Ngõ Kín",
    )  # fmt: skip

    text = ask(client, dossier.code, "1234").content.decode()

    assert "Gửi đến địa chỉ đã đăng ký khi nộp hồ sơ." in text
    assert "Kín" not in text
    assert not [one for one in (PHONE, NUMBER, dossier.procedure.name) if one in text]


def test_what_is_missing_stands_first(client):
    officer = OfficerFactory()
    dossier = charged(officer=officer, phone=PHONE)
    lifecycle.start_processing(dossier, by=officer)
    lifecycle.request_supplement(
        dossier,
        reason="Thiếu giấy của ông Kín",
        by=officer,
        items=[Asked("Giấy chứng sinh"), Asked("Sổ hộ khẩu")],
    )

    text = text_of(ask(client, dossier.code, "1234"))

    assert "Cần bổ sung Giấy chứng sinh Sổ hộ khẩu" in text
    assert "thời hạn đang dừng" in text
    assert "ông Kín" not in text


def test_an_apology_tells_the_new_day_and_a_draft_does_not(client):
    now = timezone.now()
    officer = OfficerFactory()
    dossier = DossierFactory(
        unit=officer.unit, processing=True, phone=PHONE, received_at=now - timedelta(days=9),
        due_at=now - timedelta(days=2),
    )  # fmt: skip
    day = calendar.next_working_day(timezone.localdate(), schedule.office_calendar())
    new = at(f"{day} 10:00")
    assert "xin lỗi" not in text_of(ask(client, dossier.code, "1234"))

    lifecycle.apologise(dossier, reason="Chờ xác minh của ông Kín", new_due_at=new, by=None)

    text = text_of(ask(client, dossier.code, "1234"))
    assert f"Hẹn trả kết quả lại ngày {timezone.localtime(new):%d/%m/%Y}" in text
    assert "Kín" not in text


def test_what_is_owed_and_where_to_collect_are_told(client):
    officer = OfficerFactory()
    Office(unit=officer.unit, address="Thôn Tiên Mỹ 1", phone="0233 3820 123").save()
    dossier = charged(REGISTRY, officer=officer, phone=PHONE)

    page = ask(client, dossier.code, "1234")

    assert "Còn phải nộp 5.000 đồng" in text_of(page)
    assert f"{officer.unit.name}, Thôn Tiên Mỹ 1" in text_of(page)
    assert 'href="tel:02333820123"' in page.content.decode()


# Against guessing


def answers(client, code, digits):
    """What a stranger can observe: status, headers, the page but for the code that they typed, the work."""
    with CaptureQueriesContext(
        connection,
    ) as work:
        page = ask(client, code, digits)
    return page.status_code, dict(page.headers), page.content.decode().replace(code, ""), len(work)


def test_an_unknown_code_and_wrong_digits_look_and_cost_the_same(client, dossier):
    unknown = f"{dossier.code[:-4]}9999"
    ask(client, unknown, "0000")  # what is read once a process is read

    assert answers(client, dossier.code, "0000") == answers(client, unknown, "0000")


def test_without_phone_and_number_no_digits_open_it(client):
    dossier = DossierFactory(phone="", personal_number="12")

    for digits in ("0000", "----", "12", "", "1２34"):
        assert "Hẹn trả" not in text_of(ask(client, dossier.code, digits))


def test_right_answers_do_not_wear_out(client, dossier):
    assert {ask(client, dossier.code, "1234").status_code for _ in range(8)} == {200}


def test_one_machine_gets_so_many_answers_an_hour(client, monkeypatch):
    monkeypatch.setattr(tracking, "ANSWERS", 2)

    statuses = [ask(client, DossierFactory(phone=PHONE).code, "0000").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_the_digits_must_be_four_and_what_was_typed_stays(client, dossier):
    page = ask(client, dossier.code, "12")

    assert "Nhập đúng bốn chữ số." in text_of(page)
    assert f'value="{dossier.code}"' in page.content.decode()
    assert "Đang xử lý" not in text_of(page)
