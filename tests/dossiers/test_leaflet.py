"""Tờ rơi và áp phích hướng dẫn: what ships is ready to print, the office's words stand on the print."""

from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from pytest_django.asserts import assertContains

from dossiers.models import Office, PostedCode, PostedKind
from dossiers.posting import drawings, guides, hanging, leaflet, pens
from dossiers.posting.statistics import Statistics
from dossiers.revisions import behind
from portal.errors import DomainError
from tests.dossiers.factories import OfficerFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def officer():
    unit = UnitFactory(code="19405", name="Xã Vĩnh Lâm")
    Office.objects.create(
        unit=unit, address="Thôn Tiên Mỹ, xã Vĩnh Lâm", phone="0233 3820 123", email="motcua@vinhlam.example"
    )
    return OfficerFactory(unit=unit)


def read(content):
    """Each page as its size in millimetres, its text, its codes, and its letters with their places."""
    return list(_pages(pypdfium2.PdfDocument(content)))


def _pages(document):
    for page in document:
        size = tuple(round(points / 72 * 25.4) for points in page.get_size())
        words = page.get_textpage()
        text = " ".join(words.get_text_range().split())
        places = [words.get_charbox(n)[:2] for n in range(words.count_chars())]
        codes = {found.text for found in zxingcpp.read_barcodes(page.render(scale=1).to_pil())}
        yield size, text, codes, (words.get_text_range(), places)


def left_of(words, text):
    """Where a text begins, in millimetres from the left edge."""
    letters, places = words
    return places[letters.index(text)][0] / 72 * 25.4


def lowest_of(words):
    """How far the lowest letter is from the lower edge, in millimetres."""
    return min(y for _, y in words[1]) / 72 * 25.4


def test_the_leaflet_is_one_sheet_whose_panels_fold_in_order(officer):
    outside, inside = read(leaflet.pdf(officer.unit))

    assert (outside[0], inside[0]) == ((297, 210), (297, 210))
    assert 0 < left_of(outside[3], "Dịch vụ công trực tuyến là") < 97
    assert 97 < left_of(outside[3], "Cần giúp") < 197
    assert 197 < left_of(outside[3], "Quét mã để xem thủ tục") < 297
    assert 0 < left_of(inside[3], "Lợi ích") < 100
    assert 100 < left_of(inside[3], "Cách nộp hồ sơ") < 200
    assert 200 < left_of(inside[3], "Cách nộp phí") < 297


def test_the_leaflet_tells_whom_to_ask_and_where_to_go(officer):
    (_, text, codes, _), _ = read(leaflet.pdf(officer.unit))

    for said in ("0233 3820 123", "Thôn Tiên Mỹ", "motcua@vinhlam.example", "07:00–11:30; 13:30–17:00;"):
        assert said in text
    assert {url.partition("://")[2].partition("/")[2] for url in codes} == {
        "thu-tuc/?don-vi=19405",
        "tra-cuu/?don-vi=19405",
    }


def test_the_fullest_panel_stays_on_its_sheet(officer):
    full = dict(leaflet.words(officer.unit))
    for panel in leaflet.PANELS:
        head, *rest = panel.labels
        room = panel.room - len(full[head.key]) - sum(len(full[label.key]) for label in rest[1:])
        full[rest[0].key] = ("nộp hồ sơ trực tuyến " * 60)[:room].strip() if panel.key != "cover" else "Ngắn"

    for _, _, _, words in read(leaflet.pdf(officer.unit, texts=full)):
        assert lowest_of(words) > 4


def test_the_office_sets_the_words_of_its_leaflet(client, officer):
    client.force_login(officer)
    words = leaflet.words(officer.unit)

    saved = client.post(
        "/thu-tuc/ma-qr/to-roi/",
        {**words, "benefit_1": "Nộp cả ngày lễ", "pay_2": "", "step": "save"},
        follow=True,
    )

    assertContains(saved, "Đã ghi 2 đoạn")
    assert leaflet.words(officer.unit) == {**words, "benefit_1": "Nộp cả ngày lễ", "pay_2": ""}
    _, inside = read(leaflet.pdf(officer.unit))
    assert "Nộp cả ngày lễ" in inside[1]
    assert words["pay_2"] not in inside[1]
    client.post("/thu-tuc/ma-qr/to-roi/", {**words, "step": "save"})
    assert leaflet.words(officer.unit) == words


def test_what_does_not_fit_is_told_beside_its_text_and_kept_to_be_cut(client, officer):
    client.force_login(officer)
    words = leaflet.words(officer.unit)

    page = client.post("/thu-tuc/ma-qr/to-roi/", {**words, "submit_2": "chữ " * 140, "step": "save"})

    assertContains(page, "chỉ vừa 600 chữ")
    assertContains(page, "chữ chữ chữ")
    assert leaflet.words(officer.unit) == words
    with pytest.raises(DomainError, match="chỉ vừa"):
        leaflet.change(officer.unit, wanted={"submit_2": "chữ " * 140}, by=officer)


def test_nobody_words_the_leaflet_of_another_unit(client, officer):
    client.force_login(officer)

    assert client.get(f"/thu-tuc/ma-qr/to-roi/?don-vi={UnitFactory().pk}").status_code == 404
    with pytest.raises(DomainError, match="ngoài phạm vi"):
        leaflet.change(UnitFactory(), wanted={}, by=officer)


def test_printing_posts_codes_of_its_own_so_that_their_scans_count(client, officer):
    client.force_login(officer)

    answer = client.post("/thu-tuc/ma-qr/in-san/leaflet/", follow=True)
    client.post("/thu-tuc/ma-qr/in-san/leaflet/")

    posted = PostedCode.objects.all()
    assert {(code.kind, code.place) for code in posted} == {("catalogue", "Tờ rơi"), ("tracking", "Tờ rơi")}
    (_, _, codes, _), _ = read(answer.content)
    assert codes == {code.url for code in posted}
    client.logout()
    for code in posted:
        client.get(code.path, headers={"user-agent": "Mozilla/5.0 (Linux; Android 14; Mobile)"})
    (line,) = Statistics(frozenset({officer.unit_id}), timezone.localdate(), timezone.localdate()).by_place
    assert (line.label, line.scans) == ("Tờ rơi", 2)


@pytest.mark.parametrize("key", guides.GUIDES)
def test_a_guide_is_one_large_sheet_with_six_steps_and_the_way_to_the_page(officer, key):
    guide = guides.GUIDES[key]

    ((size, text, codes, words),) = read(guides.pdf(guide, unit=officer.unit))

    assert size == (297, 420)
    assert {url.partition("/thu-tuc/")[2] for url in codes} == {"?don-vi=19405"}
    for said in (guide.title, guide.warning, *(step.words for step in guide.steps)):
        assert said in text
    assert len(guide.steps) == 6
    assert lowest_of(words) > 8


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing_is_sound_and_stays_in_its_frame(name):
    drawn = ElementTree.fromstring(pens.svg(drawings.DRAWINGS[name](), label=name))

    assert drawn.get("aria-label") == name
    for part in drawn.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, wide, tall = (float(part.get(key)) for key in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= pens.WIDTH
        assert 0 <= y <= y + tall <= pens.HEIGHT


def test_every_step_of_every_guide_has_its_own_drawing():
    asked = [step.drawing for guide in guides.GUIDES.values() for step in guide.steps]

    assert sorted(asked) == sorted(drawings.DRAWINGS)


def test_leaflets_printed_before_their_words_changed_are_to_be_replaced(client, officer):
    client.force_login(officer)
    client.post("/thu-tuc/ma-qr/in-san/leaflet/")
    code = PostedCode.objects.with_age().get(kind="catalogue", place="Tờ rơi")
    assert code.printed_at is not None
    assert not PostedCode.objects.to_replace().exists()

    leaflet.change(officer.unit, wanted={"cover_1": "Nộp tại nhà"}, by=officer)

    today = f"{timezone.localdate():%d/%m/%Y}"
    page = client.get("/thu-tuc/ma-qr/?xem=can-thay")
    assertContains(page, f"lời tờ rơi đã sửa ngày {today}, sau khi in")
    client.post("/thu-tuc/ma-qr/in-san/leaflet/")
    assertContains(client.get("/thu-tuc/ma-qr/?xem=can-thay"), "Không có mã nào phải thay")


def test_leaflets_whose_second_code_is_not_counted_are_to_be_replaced(client, officer):
    """Those of the time when tracking had no posted code: its scans count only after a new print."""
    client.force_login(officer)
    hanging.post(unit=officer.unit, kind=PostedKind.CATALOGUE, place="Tờ rơi", by=officer)

    page = client.get("/thu-tuc/ma-qr/?xem=can-thay")

    assertContains(page, "tờ rơi in trước đây có mã tra cứu không đếm được lượt quét")
    [told] = behind.table([officer.unit])
    assert told.old_codes == 1
    client.post("/thu-tuc/ma-qr/in-san/leaflet/")
    assert not PostedCode.objects.to_replace().exists()
