"""Ki-ốt: the office's own screen, and what it keeps of those who touched it: nothing."""

from datetime import date

import pytest

from dossiers import kiosk
from dossiers.models import LifeEvent, ProcedureFee
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import (
    DossierFactory,
    FieldFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Cửa Tùng")


@pytest.fixture
def start(unit):
    return kiosk.path_of(unit)


def test_staff_find_the_address_that_opens_it(client):
    officer = OfficerFactory()
    client.force_login(officer)

    page = client.get("/ho-so/man-hinh/").content.decode()

    assert f'href="{kiosk.path_of(officer.unit)}"' in page
    assert f"Ki-ốt của {officer.unit}" in page


def test_it_speaks_of_its_own_office(client, start):
    assert "Bộ phận Một cửa Xã Cửa Tùng" in client.get(start).content.decode()


@pytest.mark.parametrize("screen", ["1", "1~x", "khong-co"])
def test_only_a_signed_address_opens_it(client, screen):
    assert client.get(f"/ki-ot/{screen}/").status_code == 404


def test_a_unit_that_is_no_more_has_no_screen(client):
    assert client.get(kiosk.path_of(UnitFactory(valid_to=date(2025, 6, 30)))).status_code == 404


def test_a_procedure_is_found_by_its_field(client, unit, start):
    birth = ProcedureFactory(name="Đăng ký khai sinh", field=FieldFactory(name="Hộ tịch"))
    hidden = ProcedureFactory(name="Thủ tục chưa công khai", field=birth.field, is_published=False)

    fields = client.get(f"{start}thu-tuc/").content.decode()
    found = client.get(f"{start}linh-vuc/{birth.field.code}/").content.decode()
    page = client.get(f"{start}thu-tuc/{birth.code}/").content.decode()

    assert "Hộ tịch (1)" in fields
    assert birth.name in found
    assert hidden.name not in found
    assert "Cần mang theo" in page
    assert client.get(f"{start}thu-tuc/{hidden.code}/").status_code == 404


def test_a_procedure_is_told_as_this_office_does_it(client, unit, start):
    birth = ProcedureFactory(time_value=5)
    birth.offers.create(unit=unit, time_value=2, fee=8000)
    ProcedureFee.objects.create(procedure=birth, position=1, amount=None, note="Mỗi bản")

    page = client.get(f"{start}thu-tuc/{birth.code}/").content.decode()

    assert "02 ngày làm việc" in page
    assert "8.000 đồng: Mỗi bản" in page


def test_a_procedure_is_found_by_what_happens_in_life(client, unit, start):
    birth = ProcedureFactory(name="Đăng ký khai sinh")
    event = LifeEvent.objects.create(code="sinh-con", name="Sinh con", position=1)
    event.members.create(procedure=birth, position=1)

    assert "Sinh con" in client.get(f"{start}thu-tuc/").content.decode()
    assert birth.name in client.get(f"{start}viec/sinh-con/").content.decode()
    assert client.get(f"{start}viec/khong-co/").status_code == 404


def test_it_keeps_no_page_and_sets_no_cookie(client, start):
    dossier = DossierFactory(processing=True)
    asked = {"ma": dossier.code, "so": dossier.phone[-4:]}

    for page in (client.get(start), client.post(f"{start}tra-cuu/", asked)):
        assert "no-store" in page["Cache-Control"]
        assert not page.cookies


def test_wrong_digits_and_unknown_codes_are_answered_as_on_the_phone_page(client, start):
    dossier = DossierFactory(processing=True)
    pages = [
        client.post(f"{start}tra-cuu/", {"ma": code, "so": "0000"})
        for code in (dossier.code, f"{dossier.code[:-4]}9999")
    ]

    known, unknown = [page.content.decode() for page in pages]
    assert known.replace(dossier.code, "") == unknown.replace(f"{dossier.code[:-4]}9999", "")
    assert "Đang xử lý" not in known


# In a real browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def screen(browser, start):
    with visitor(browser, width=1080, height=1920) as page:
        page.clock.install()
        page.goto(start)
        yield page


def _open_details(page, dossier):
    """As a visitor does: scans the receipt, then presses four keys."""
    page.get_by_role("link", name="Hồ sơ của tôi đến đâu rồi").click()
    page.get_by_label("Mã hồ sơ").wait_for()
    page.keyboard.type(f"{dossier.code}\n")
    page.get_by_label("Bốn số cuối").wait_for()
    for key in dossier.phone[-4:]:
        page.get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="Xem chi tiết").click()
    page.get_by_text("Hẹn trả", exact=True).wait_for()


@needs_chromium
@pytest.mark.browser
def test_scanner_and_number_pad_lead_to_the_days_and_leave_no_history(screen):
    dossier = DossierFactory(processing=True, phone="0987651234")
    before = screen.evaluate("history.length")

    _open_details(screen, dossier)

    assert screen.evaluate("history.length") == before
    screen.go_back()
    assert dossier.code not in screen.content()


@needs_chromium
@pytest.mark.browser
def test_after_a_minute_without_a_touch_nothing_of_the_last_visitor_is_left(screen):
    dossier = DossierFactory(processing=True, phone="0987651234")
    _open_details(screen, dossier)

    screen.clock.fast_forward(59_000)
    still = screen.content()
    screen.clock.fast_forward(2_000)

    assert dossier.code in still
    screen.get_by_role("heading", name="Kính chào Ông/Bà").wait_for()
    assert dossier.code not in screen.content()


@needs_chromium
@pytest.mark.browser
def test_it_works_without_its_script(browser, start):
    dossier = DossierFactory(processing=True, phone="0987651234")
    with visitor(browser, scripts=False) as page:
        page.goto(start)
        page.get_by_role("link", name="Hồ sơ của tôi đến đâu rồi").click()
        page.get_by_label("Mã hồ sơ").fill(dossier.code)
        page.get_by_role("button", name="Tra cứu").click()
        page.get_by_label("Bốn số cuối").fill("1234")
        page.get_by_role("button", name="Xem chi tiết").click()

        page.get_by_text("Hẹn trả", exact=True).wait_for()
