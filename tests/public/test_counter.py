"""Màn hình đánh giá ở quầy in a real browser: it asks, thanks and waits again without anybody's hand."""

from uuid import uuid4

import pytest
from django.utils import timezone

from dossiers import rating
from dossiers.models import IdentityCheck, ReceiverRole, ResultDelivery, ReturnRecord
from tests.browsing import chromium, needs_chromium, visitor
from tests.dossiers.factories import DossierFactory, OfficerFactory

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.django_db, needs_chromium]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def tablet(browser, officer):
    with visitor(browser, width=800, height=1280) as page:
        page.clock.install()
        page.goto(rating.screen_path(officer))
        yield page


def handed_over(officer):
    dossier = DossierFactory(unit=officer.unit, returned=True)
    ReturnRecord.objects.create(
        dossier=dossier, batch=uuid4(), way=ResultDelivery.COUNTER, receiver_role=ReceiverRole.OWNER,
        receiver_name="Trần Thị Ngọc", identity_check=IdentityCheck.CARD, handed_over_by=officer,
        handed_over_at=timezone.now(),
    )  # fmt: skip
    return dossier


def test_the_next_return_is_asked_about_thanked_for_and_forgotten(tablet, officer):
    tablet.get_by_role("link", name="Bắt đầu lại").wait_for()
    dossier = handed_over(officer)

    tablet.clock.fast_forward(5_100)
    tablet.get_by_role("button", name="Rất hài lòng").click()
    tablet.get_by_text("Ý kiến đã được ghi").wait_for()
    tablet.clock.fast_forward(6_100)
    tablet.get_by_role("heading", name="Kính chào Ông/Bà").wait_for()

    dossier.refresh_from_db()
    assert dossier.rating == 5


def test_whoever_types_a_reason_is_not_interrupted(tablet, officer):
    handed_over(officer)
    tablet.clock.fast_forward(5_100)
    tablet.get_by_role("button", name="Không hài lòng", exact=True).click()
    field = tablet.get_by_label("Nói thêm")

    tablet.clock.fast_forward(119_000)
    field.press_sequentially("Chờ lâu")
    tablet.clock.fast_forward(119_000)
    assert field.input_value() == "Chờ lâu"

    tablet.clock.fast_forward(2_000)
    tablet.get_by_role("heading", name="Kính chào Ông/Bà").wait_for()
