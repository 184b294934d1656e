"""Trang của hội đồng: marks stay hidden until all are in; decision, certificate, public list."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.appraisal import deciding, likeness, marking
from initiatives.models import Council, CriteriaSet, Initiative, PublicListing, Recognition
from portal.models import Role
from tests.dossiers.factories import UserFactory, at
from tests.initiatives.councils import CouncilWorld
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return CouncilWorld()


def test_council_is_set_up_filled_and_begins_by_its_pages(client, world):
    client.force_login(world.keeper)
    client.post("/sang-kien/tieu-chi/mau/thong-dung/")
    fields = {"unit": world.unit.pk, "name": "Hội đồng", "decision_number": "15/QĐ-UBND"}
    client.post(
        "/sang-kien/hoi-dong/moi/",
        {**fields, "decided_on": f"{timezone.localdate():%d/%m/%Y}", "share": "2/3"},
    )
    council = Council.objects.get()
    for person, role in zip(world.people[:3], ("chair", "secretary", "member"), strict=True):
        client.post(council.get_absolute_url(), {"user": person.pk, "role": role})
    page = client.get(council.get_absolute_url())
    assertContains(page, "Cần ít nhất 2 trong 3 phiếu đồng ý")
    one = InitiativeFactory(unit=world.unit, status="accepted")
    opened = client.post(
        f"/sang-kien/hoi-dong/{council.pk}/dot/",
        {
            "name": "Đợt 1",
            "marks_due_on": f"{timezone.localdate():%d/%m/%Y}",
            "marked_by": CriteriaSet.objects.get().pk,
        },
        follow=True,
    )
    held = opened.context["round"]

    client.post(held.get_absolute_url(), {"initiatives": [one.pk]})

    assertContains(client.get(held.get_absolute_url()), "Thành viên 1, Thành viên 2, Thành viên 3")
    one.refresh_from_db()
    assert one.status == "appraising"


def test_marks_of_others_are_nowhere_on_a_page_until_all_are_in(client, world):
    candidate = world.candidate()
    world.mark(candidate, 21.5, 33.5, 17.5, who=world.people[:4])
    leader = UserFactory(unit=world.unit, roles=[Role.LEADER])
    watchers = (world.people[0], world.people[4], world.secretary, world.keeper, leader)
    paths = [candidate.get_absolute_url(), candidate.round.get_absolute_url(), "/sang-kien/hoi-dong/"]
    for watcher in watchers:
        client.force_login(watcher)
        for path in paths:
            for number in ("21,5", "21.5", "33,5", "33.5", "72,5", "72.5"):
                assertNotContains(client.get(path), number)
    assertContains(client.get(paths[0]), "Chưa nộp")

    world.mark(candidate, 25, 32, 25, who=world.people[4:])

    assertContains(client.get(paths[0]), "33,5")
    client.force_login(candidate.initiative.created_by)
    assert client.get(paths[0]).status_code == 404


def test_author_who_sits_in_the_council_never_sees_the_marks(client, world):
    candidate = world.candidate(by=world.people[4])
    world.mark(candidate, 21.5, 33.5, 17.5)
    client.force_login(world.people[4])

    assertNotContains(client.get(candidate.get_absolute_url()), "33,5")
    assert client.get(f"/sang-kien/xet/{candidate.pk}/cham/").status_code == 403
    assert client.post(f"/sang-kien/xet/{candidate.pk}/bieu-quyet/", {"agrees": "1"}).status_code == 403


def test_sheet_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(client, world):
    candidate = world.candidate()
    first, second, third = (f"m{one.pk}" for one in candidate.round.criteria.items.all())
    client.force_login(world.people[0])
    path = f"/sang-kien/xet/{candidate.pk}/cham/"

    wrong = client.post(path, {first: "30,5", second: "20,25", third: "", "hand_in": ""})

    errors = wrong.context["form"].errors
    assert errors == {
        first: ["Điểm tối đa của tiêu chí này là 30."],
        second: ["Điểm ghi theo bước 0,5."],
        third: ["Ghi điểm của tiêu chí này."],
    }
    assertContains(wrong, 'value="30,5"')
    client.post(path, {first: "12,5", second: "", third: "", "keep": ""})
    assertContains(client.get(path), 'value="12,5"')
    client.post(path, {first: "12,5", second: "30", third: "20", "hand_in": ""})
    again = client.post(path, {first: "30", second: "40", third: "30", "hand_in": ""})
    assert again.status_code == 302
    assert candidate.seats.get(member__user=world.people[0]).total == 62.5


def test_open_vote_shows_no_count_and_no_choice_before_it_is_closed(client, world):
    candidate = world.candidate()
    world.mark(candidate, 25, 32, 25)
    for number, person in enumerate(world.people):
        client.force_login(person)
        client.post(f"/sang-kien/xet/{candidate.pk}/bieu-quyet/", {"agrees": "1" if number else "0"})
    path = candidate.get_absolute_url()
    open_page = client.get(path)
    assertContains(open_page, "đã bỏ phiếu", 5)
    assertNotContains(open_page, "không đồng ý")
    client.force_login(world.secretary)

    client.post(f"/sang-kien/xet/{candidate.pk}/viec/chot/")

    closed = client.get(path)
    assertContains(closed, "Đủ điều kiện công nhận: điểm trung bình 82, 4/5 thành viên đồng ý (cần 4).")
    assertContains(closed, "không đồng ý", 1)


def test_decision_recognises_and_its_certificate_is_checked_by_anybody(client, world):
    one = world.judged()
    client.force_login(world.keeper)
    today = f"{timezone.localdate():%d/%m/%Y}"
    client.post(
        "/sang-kien/quyet-dinh/moi/",
        {
            "candidates": [one.pk], "number": "4029/QĐ-UBND", "decided_on": today,
            "signer_name": "Nguyễn Văn Ký", "signer_post": "Chủ tịch",
        },
    )  # fmt: skip
    recognition = Recognition.objects.get()

    pdf = client.get(f"/sang-kien/{one.initiative_id}/giay-chung-nhan/")

    reader = PdfReader(BytesIO(pdf.content))
    assert len(reader.pages) == 1
    words = " ".join(reader.pages[0].extract_text().split())
    assert recognition.shown_code in words
    assert "4029/QĐ-UBND" in words
    client.logout()
    path = f"/xac-thuc/{recognition.shown_code.lower()}/"
    assertContains(client.get(path), "Giấy chứng nhận này là thật và còn giá trị.")
    assertContains(client.get(path), recognition.title)
    assertContains(client.get("/xac-thuc/SK-KHONG-CO/"), "Không có giấy nào mang mã này", status_code=404)
    deciding.revoke(
        recognition, reason="Trùng", number="5/QĐ", revoked_on=timezone.localdate(), by=world.keeper
    )
    assertContains(client.get(path), "đã bị hủy bỏ")


def test_recognised_are_public_only_where_the_unit_turned_it_on(client, world):
    made = world.recognised().recognitions.get()
    assertNotContains(client.get("/sang-kien-duoc-cong-nhan/"), made.title)
    client.force_login(world.keeper)
    client.post(f"/sang-kien/cong-khai/{world.unit.pk}/", {"is_on": "1"})
    client.logout()

    page = client.get("/sang-kien-duoc-cong-nhan/")

    assertContains(page, made.title)
    assertContains(page, made.authors[0]["name"])
    assert PublicListing.objects.get().is_on


def test_copied_text_is_shown_side_by_side_with_its_share(client, world):
    text = "Công chức trực tiếp hỗ trợ người dân nộp hồ sơ tại nhà văn hóa thôn vào chiều thứ sáu hằng tuần."
    old = InitiativeFactory(
        unit=world.unit, status="accepted", solution=f"Mở đầu khác hẳn. {text}", at=at("2026-03-02 09:00")
    )
    unrelated = InitiativeFactory(
        unit=world.unit, status="accepted", title="Bếp ăn", solution="Nấu cơm.", at=at("2026-03-02 09:00")
    )
    new = InitiativeFactory(
        unit=world.unit, status="accepted", title="Hỗ trợ tại thôn",
        solution=f"{text.upper()} Thêm đoạn mới.",
        at=at("2026-05-04 09:00"),
    )  # fmt: skip
    client.force_login(world.keeper)

    page = client.get(f"/sang-kien/{new.pk}/giong/")

    (found,) = page.context["comparison"].found
    assert (found.other, found.passages[0].words, found.share) == (old, 22, 76)
    assert found.passages[0].there == text.rstrip(".")
    assert page.context["comparison"].compared == 2
    assertContains(page, text.rstrip(".").upper())
    assertNotContains(page, unrelated.title)


def test_comparison_reads_only_what_the_viewer_may_read(world):
    other = CouncilWorld()
    InitiativeFactory(unit=other.unit, status="accepted", at=at("2026-03-02 09:00"))
    new = InitiativeFactory(unit=world.unit, status="accepted", at=at("2026-05-04 09:00"))

    assert likeness.compare(new, world.keeper).compared == 0
    assert Initiative.objects.count() == 2


def test_reopening_asks_for_a_reason_and_is_the_secretarys(client, world):
    candidate = world.candidate()
    seat = marking.hand_in(candidate, marks=world.sheet(candidate, 20, 30, 20), by=world.people[0])
    path = f"/sang-kien/phieu/{seat.pk}/viec/mo-lai/"
    client.force_login(world.people[0])
    assert client.post(path, {"reason": "Nhầm"}).status_code == 403
    client.force_login(world.secretary)

    assertContains(client.post(path, {"reason": ""}), "Trường này là bắt buộc")
    client.post(path, {"reason": "Nhầm cột"})

    seat.refresh_from_db()
    assert seat.handed_in_at is None
    assertContains(client.get(candidate.round.get_absolute_url()), "Nhầm cột")


def test_round_costs_the_same_for_one_and_for_three(client, world, django_assert_max_num_queries):
    held = world.round()
    client.force_login(world.keeper)
    counts = []
    for _ in range(3):
        world.candidate(held)
        with django_assert_max_num_queries(60) as counted:
            client.get(held.get_absolute_url())
        counts.append(len(counted.captured_queries))

    assert counts[0] == counts[1] == counts[2]
