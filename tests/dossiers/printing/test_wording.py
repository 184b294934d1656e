"""Lời biểu mẫu: an office changes the labels of a form beside the page that it prints."""

from base64 import b64decode
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dossiers import slips
from dossiers.models import FormText, SlipKind
from dossiers.printing import labels, rendering
from dossiers.printing.sets import NEW, OLD, SETS
from dossiers.printing.wording import LABELS
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory
from tests.dossiers.printing.reading import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RECEIPT = reverse("dossiers:form-wording", args=["2025", "receipt"])


@pytest.fixture
def admin(client):
    user = UserFactory(unit=UnitFactory(name="Xã Vĩnh Lâm"), roles=[Role.UNIT_ADMIN])
    client.force_login(user)
    return user


def typed(form_set=NEW, kind=SlipKind.RECEIPT, **changed):
    """The form as it ships, with some fields changed."""
    return {label.key: label.text for label in labels.labels_of(form_set, kind)} | changed


def receipt(admin, **how):
    dossier = DossierFactory(unit=admin.unit, received_at=timezone.now() - timedelta(hours=1))
    return slips.issue(SlipKind.RECEIPT, unit=admin.unit, by=admin, dossier=dossier, **how)


def text_of(slip):
    return Paper(rendering.pdf(slip)).text()


def test_a_slip_prints_the_words_of_the_time_when_it_was_issued(client, admin):
    before = receipt(admin)

    answer = client.post(RECEIPT, typed(applicant="Người nộp:", note="") | {"step": "save"}, follow=True)
    after = receipt(admin)

    assert "Đã ghi 2 nhãn" in answer.content.decode()
    assert "Tiếp nhận hồ sơ của: Nguyễn" in text_of(before)
    assert "Người nộp: Nguyễn" in text_of(after)
    assert "Ghi chú:" not in text_of(after)
    line = AuditEvent.objects.get(action="form.worded")
    assert line.details == {"form": "receipt", "set": "2025", "labels": 2}


def test_the_words_of_one_office_and_set_leave_all_others_alone(client, admin):
    client.post(RECEIPT, typed(applicant="Người nộp:") | {"step": "save"})
    elsewhere = UserFactory(unit=UnitFactory())

    old = DossierFactory(unit=admin.unit)
    issued = slips.issue(SlipKind.RECEIPT, unit=admin.unit, by=admin, dossier=old)

    assert "Tiếp nhận hồ sơ của: Nguyễn" in text_of(issued)
    assert "Tiếp nhận hồ sơ của: Nguyễn" in text_of(receipt(elsewhere))


def test_the_usual_words_can_be_had_back_and_the_history_stays(client, admin):
    client.post(RECEIPT, typed(applicant="Người nộp:") | {"step": "save"})
    between = receipt(admin)

    answer = client.post(RECEIPT, {"step": "reset"}, follow=True)

    assert "Đã trở về lời gốc ở 1 nhãn" in answer.content.decode()
    assert labels.own_texts(NEW, SlipKind.RECEIPT, admin.unit) == {}
    assert list(FormText.objects.values_list("text", flat=True)) == ["Người nộp:", None]
    assert "Người nộp: Nguyễn" in text_of(between)
    assert "Tiếp nhận hồ sơ của: Nguyễn" in text_of(receipt(admin))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"phone": "ĐT {so}:"}, "Không hiểu chỗ điền {so}: nhãn này không có chỗ điền nào."),
        ({"due": "5. Trả: {moment} {ngay}"}, "Không hiểu chỗ điền {ngay}: chỉ dùng được {moment}."),
        ({"due": "5. Trả kết quả đúng hẹn"}, "Nhãn phải giữ chỗ điền {moment}"),
        ({"phone": "Điện thoại {"}, "Dấu ngoặc { } chỉ dùng cho chỗ điền, không in được."),
    ],
)
def test_a_text_that_would_print_wrongly_is_refused_beside_its_field(client, admin, changed, sentence):
    answer = client.post(RECEIPT, typed(**changed) | {"step": "save"})

    page = answer.content.decode()
    assert sentence in page.replace("&#x27;", "'")
    assert next(iter(changed.values())) in page
    assert not FormText.objects.exists()


def test_the_preview_is_the_print_with_the_words_being_typed(client, admin, monkeypatch):
    shown = []
    real = rendering.on_paper
    monkeypatch.setattr(rendering, "on_paper", lambda issue: shown.append(real(issue)) or shown[-1])

    page = client.post(RECEIPT, typed(applicant="Người nộp:", due="hỏng")).content.decode()

    text = Paper(shown[0]).text()
    assert "Người nộp: Nguyễn Thị Mẫu" in text
    assert "5. Thời gian trả kết quả giải quyết hồ sơ:" in text
    assert "MẪU XEM THỬ" in text
    start = page.index("data:image/png;base64,") + len("data:image/png;base64,")
    image = Image.open(BytesIO(b64decode(page[start : page.index('"', start)])))
    assert image.size == (560, 794)
    codes = [code.text for code in zxingcpp.read_barcodes(image.resize((1680, 2382)))]
    assert any(text.endswith("|Giấy tiếp nhận hồ sơ và hẹn trả kết quả") for text in codes)
    assert not FormText.objects.exists()


@pytest.mark.parametrize("form_set", SETS, ids=lambda one: one.key)
@pytest.mark.parametrize("kind", LABELS, ids=str)
def test_every_form_of_both_sets_has_a_page_for_its_words(client, admin, form_set, kind):
    page = client.get(reverse("dossiers:form-wording", args=[form_set.key, kind]))

    assert page.status_code == 200
    assert page.context["form"].fields.keys() == {label.key for label in labels.labels_of(form_set, kind)}


def test_the_shelf_shows_both_sets_and_what_was_changed(client, admin):
    client.post(RECEIPT, typed(applicant="Người nộp:") | {"step": "save"})

    page = client.get(reverse("dossiers:forms")).content.decode()

    assert OLD.label in page
    assert page.count("lời gốc") == 2 * len(LABELS) - 1
    assert "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết" in page


def test_an_administrator_reaches_no_other_office(client, admin):
    stranger = UnitFactory()

    assert client.get(f"{RECEIPT}?don-vi={stranger.pk}").status_code == 404
    assert client.post(f"{RECEIPT}?don-vi={stranger.pk}", {"step": "reset"}).status_code == 404


def test_an_unknown_form_is_not_found(client, admin):
    assert client.get(reverse("dossiers:form-wording", args=["2025", "passport"])).status_code == 404
    assert client.get(reverse("dossiers:form-wording", args=["1999", "receipt"])).status_code == 404
