"""Người dân đi hết đường: each way through the public pages by keys alone, with scripts and without any."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers import kiosk, rating_links
from dossiers.models import Feedback, Office, RatingReason
from dossiers.status import Rating
from tests.browsing import HOST, chromium, needs_chromium, visitor
from tests.dossiers.factories import (
    DossierFactory,
    FieldFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
)
from tests.dossiers.voices.making import opened

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]
ONLINE = "https://dichvucong.example.vn/khai-sinh"
MOST_STOPS = 60
AT = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  return {
    name: (at.getAttribute("aria-label") || label || at.innerText || at.value || "")
      .replace(/\\s+/g, " ").trim(),
    isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isControl: at.matches("a, button, input, select, textarea, summary") && at.getClientRects().length > 0,
  };
}"""


class Hands:
    """Whoever has no mouse: Tab, Enter, Space and arrows, and must see where they are."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard

    def open(self, path):
        self.page.goto(path)

    def to(self, name):
        """Tab until there; every stop on the way is seen."""
        for _ in range(MOST_STOPS):
            self.keys.press("Tab")
            at = self.page.evaluate(AT)
            assert at["isSeen"] or not at["isControl"], f"“{at['name']}” has the focus and does not show it"
            if at["isControl"] and at["name"].startswith(name):
                return
        raise AssertionError(f"no Tab leads to “{name}”")

    def press(self, name, key="Enter"):
        self.to(name)
        self.keys.press(key)

    def type(self, name, text):
        self.to(name)
        self.keys.type(text)

    def reads(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=5000)

    def stands_at(self, heading):
        self.page.get_by_role("heading", name=heading, level=1).wait_for(timeout=5000)
        self.page.wait_for_load_state()


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def hands(request, browser):
    with visitor(browser, scripts=request.param) as page:
        yield Hands(page)


@pytest.fixture
def office():
    unit = OfficerFactory(unit=UnitFactory(code="19405", name="Xã Vĩnh Lâm")).unit
    Office.objects.create(unit=unit, address="Thôn Tiên Mỹ", phone="0233 3820 123")
    return unit


@pytest.fixture
def birth(office):
    found = ProcedureFactory(
        name="Đăng ký khai sinh", field=FieldFactory(name="Hộ tịch"), online_address=ONLINE
    )
    ProcedureComponentFactory(procedure=found, name="Giấy chứng sinh")
    return found


def test_from_the_front_page_to_the_online_button(hands, birth):
    hands.open("/")

    hands.press("Đến nội dung chính")
    hands.keys.press("Tab")
    assert hands.page.evaluate(AT)["name"] == "Bạn cần làm gì?"
    hands.keys.type("khai sinh\n")
    hands.stands_at("Thủ tục hành chính")
    hands.reads("1 thủ tục về “khai sinh”")
    hands.press("Đăng ký khai sinh")
    hands.stands_at("Đăng ký khai sinh")
    with hands.page.expect_request(ONLINE, timeout=10_000):
        hands.press("Nộp trực tuyến")


def test_from_a_code_to_the_days_and_on_to_the_rating(hands, office, settings):
    settings.BASE_URL = HOST
    now = timezone.now()
    dossier = DossierFactory(
        unit=office, returned=True, phone="0987651234", received_at=now - timedelta(days=5)
    )
    hands.open("/")

    scanned = f"{dossier.code}|1.001193|{dossier.personal_number}|Giấy tiếp nhận\n"
    hands.type("Mã hồ sơ in trên giấy hẹn", scanned)
    hands.stands_at(f"Hồ sơ {dossier.code}")
    assert hands.page.url.endswith("/tra-cuu/")
    hands.type("Bốn số cuối", "9876\n")
    hands.stands_at("Tra cứu hồ sơ")
    hands.reads("Mã hồ sơ và bốn số cuối không khớp")
    hands.type("Bốn số cuối", "1234\n")
    hands.stands_at(f"Hồ sơ {dossier.code}")
    hands.reads("Nhận kết quả")
    hands.press("Đánh giá việc phục vụ")
    hands.stands_at("Ông/Bà đánh giá như thế nào")
    hands.press("Không hài lòng")
    hands.stands_at("Xin cảm ơn Ông/Bà")
    dossier.refresh_from_db()

    assert dossier.rating == Rating.DISSATISFIED


def test_a_rating_and_its_reason(hands, office):
    dossier = DossierFactory(unit=office, returned=True)
    hands.open(f"/danh-gia/{rating_links.token_of(dossier)}/")

    hands.press("Rất không hài lòng", "Space")
    hands.stands_at("Xin cảm ơn Ông/Bà")
    asks = hands.page.get_by_role("heading", name="Ông/Bà chưa hài lòng về điều gì?")
    assert asks.is_visible()
    hands.press("Thời gian")
    asks.wait_for(state="detached")

    assert RatingReason.objects.get().reason == "time"


def test_feedback_is_sent_and_followed_by_its_code(hands, office, monkeypatch):
    key = opened()
    monkeypatch.setattr("dossiers.views.public.feedback.codes.new_form", lambda: key)
    hands.open("/gop-y/")

    hands.to("Thái độ")
    hands.keys.press("ArrowDown")
    hands.keys.press("Space")
    hands.type("Nội dung", "Đèn đường thôn Quảng Xá hỏng ba tuần.")
    hands.press("Gửi")
    hands.stands_at("Đã nhận phản ánh của bạn")
    code = hands.page.locator(".voice-code").inner_text()
    hands.press("Theo dõi bằng mã")
    hands.stands_at("Theo dõi phản ánh")
    hands.type("Mã theo dõi", f"{code}\n")
    hands.stands_at("Mới nhận")

    assert Feedback.objects.get().what.startswith("Đèn đường")


def test_the_kiosk_shows_what_to_bring_and_how_far_a_dossier_is(hands, office, birth):
    dossier = DossierFactory(unit=office, processing=True, phone="0987651234")
    hands.open(kiosk.path_of(office))

    hands.press("Tìm thủ tục, xem cần mang gì")
    hands.stands_at("Ông/Bà làm việc gì?")
    hands.press("Hộ tịch")
    hands.stands_at("Hộ tịch")
    hands.press("Đăng ký khai sinh")
    hands.stands_at("Đăng ký khai sinh")
    hands.reads("Giấy chứng sinh")
    hands.press("Về đầu")
    hands.stands_at("Kính chào Ông/Bà")
    hands.press("Hồ sơ của tôi đến đâu rồi")
    hands.page.locator("#ma:focus").wait_for()
    hands.keys.type(f"{dossier.code}\n")
    hands.page.locator("#so:focus").wait_for()
    hands.keys.type("1234\n")

    hands.reads("Cơ quan giải quyết; thời hạn đang chạy")
    assert not re.search(r"ma=|so=", hands.page.url)
