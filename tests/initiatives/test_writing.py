"""Viết sáng kiến: the draft and its co-authors."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains

from initiatives.models import Initiative
from portal.models import Role
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory, author_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return SimpleUploadedFile("anh.png", out.getvalue())


def opened(client, initiative):
    """What a browser would send back unchanged."""
    page = client.get(reverse("initiatives:write", args=[initiative.pk]))
    sheet = page.context["sheet"]
    return dict(sheet.texts.data) | {"base": page.context["base"]}


def test_officer_begins_writes_and_finds_everything_kept(client):
    officer = UserFactory(roles=[Role.INTAKE], full_name="Lê Thị Mai", position="Công chức Văn phòng")
    client.force_login(officer)

    client.post("/sang-kien/moi/", {"title": "Sáng kiến thử"})
    made = Initiative.objects.get()
    sent = opened(client, made) | {
        "reason": "Đoạn một.\x0b\r\n\r\nĐoạn hai.",
        "first_applied_on": "05/01/2026",
        "effects-0-what": "Tỷ lệ số hóa",
        "effects-0-baseline": "5,67",
        "effects-0-result": "1.644,5",
        "authors-0-share": "60",
        "authors-1-name": "Trần Văn Bình",
        "authors-1-share": "33,3",
        "save": "",
    }
    client.post(f"/sang-kien/{made.pk}/viet/", sent)

    made.refresh_from_db()
    assert made.reason == "Đoạn một.\n\nĐoạn hai."
    assert [(one.name, str(one.share)) for one in made.authors.all()] == [
        ("Lê Thị Mai", "60.00"),
        ("Trần Văn Bình", "33.30"),
    ]
    effect = made.effects.get()
    assert (str(effect.baseline), str(effect.result)) == ("5.67", "1644.50")
    assert made.status == "draft"


def test_what_cannot_be_read_stays_on_the_page_and_the_rest_is_kept(client):
    made = InitiativeFactory()
    client.force_login(made.created_by)

    answer = client.post(
        f"/sang-kien/{made.pk}/viet/",
        opened(client, made) | {"first_applied_on": "32/13/2026", "conclusion": "Kết luận mới"},
    )

    made.refresh_from_db()
    assert made.conclusion == "Kết luận mới"
    assertContains(answer, 'value="32/13/2026"')
    assertContains(answer, "Gõ ngày theo dạng ngày/tháng/năm")


def test_draft_is_kept_while_it_is_typed(client):
    made = InitiativeFactory(whole=False)
    client.force_login(made.created_by)

    answer = client.post(f"/sang-kien/{made.pk}/giu/", opened(client, made) | {"reason": "Đang gõ"})

    made.refresh_from_db()
    assert made.reason == "Đang gõ"
    assert answer.json()["said"].startswith("đã lưu lúc")


def with_colleague(made):
    colleague = author_of(made.unit, full_name="Trần Thị Hoa")
    made.authors.update(share=50)
    made.authors.create(position=2, user=colleague, name="Trần Thị Hoa", post="A", workplace="B", share=50)
    return colleague


def test_co_authors_writing_different_parts_at_once_lose_nothing(client):
    made = InitiativeFactory()
    colleague = with_colleague(made)
    client.force_login(made.created_by)
    first = opened(client, made)

    client.force_login(colleague)
    client.post(f"/sang-kien/{made.pk}/viet/", opened(client, made) | {"reason": "Lý do của Hoa"})
    client.force_login(made.created_by)
    client.post(f"/sang-kien/{made.pk}/viet/", first | {"conclusion": "Kết luận của tôi"})

    made.refresh_from_db()
    assert (made.reason, made.conclusion) == ("Lý do của Hoa", "Kết luận của tôi")


def test_co_authors_writing_the_same_part_see_both_texts_before_one_wins(client):
    made = InitiativeFactory()
    colleague = with_colleague(made)
    client.force_login(made.created_by)
    first = opened(client, made)
    client.force_login(colleague)
    client.post(f"/sang-kien/{made.pk}/viet/", opened(client, made) | {"reason": "Lý do của Hoa"})
    client.force_login(made.created_by)

    answer = client.post(f"/sang-kien/{made.pk}/viet/", first | {"reason": "Lý do của tôi"})

    made.refresh_from_db()
    assert made.reason == "Lý do của Hoa"
    assertContains(answer, "Lý do của Hoa")
    assertContains(answer, "Lý do của tôi")
    again = dict(answer.context["sheet"].texts.data) | {"base": answer.context["base"]}
    client.post(f"/sang-kien/{made.pk}/viet/", again)
    made.refresh_from_db()
    assert made.reason == "Lý do của tôi"


def test_page_that_saves_itself_never_writes_back_what_it_still_shows_of_others(client):
    made = InitiativeFactory()
    colleague = with_colleague(made)
    client.force_login(made.created_by)
    first = opened(client, made)
    client.force_login(colleague)
    client.post(f"/sang-kien/{made.pk}/viet/", opened(client, made) | {"reason": "Lý do của Hoa"})
    client.force_login(made.created_by)

    kept = client.post(f"/sang-kien/{made.pk}/giu/", first | {"conclusion": "Một"}).json()
    client.post(f"/sang-kien/{made.pk}/giu/", first | {"conclusion": "Hai", "base": kept["base"]})

    made.refresh_from_db()
    assert (made.reason, made.conclusion) == ("Lý do của Hoa", "Hai")


def test_submitting_says_beside_each_part_what_is_missing(client):
    made = InitiativeFactory(whole=False)
    made.authors.update(share=90)
    client.force_login(made.created_by)

    answer = client.post(f"/sang-kien/{made.pk}/viet/", opened(client, made) | {"submit": ""})

    made.refresh_from_db()
    assert made.status == "draft"
    errors = answer.context["sheet"].texts.errors
    assert errors["reason"] == ["Viết phần 1, lý do chọn đề tài, sáng kiến."]
    assert set(errors) == {
        "problem", "reason", "situation", "solution", "applicability", "effect_money", "conclusion",
        "conditions", "first_applied_on",
    }  # fmt: skip
    assertContains(answer, "Tỷ lệ đóng góp cộng lại là 90%, phải đúng 100%.")


def test_writer_keeps_a_place_among_the_authors(client):
    made = InitiativeFactory()
    client.force_login(made.created_by)

    answer = client.post(
        f"/sang-kien/{made.pk}/viet/",
        opened(client, made) | {"authors-0-user_id": "", "authors-0-name": "Người khác"},
    )

    assertContains(answer, "Giữ tên mình trong danh sách tác giả")
    assert made.authors.get().user == made.created_by


def test_draft_is_deleted_with_its_files_once_that_is_confirmed(client, picture):
    made = InitiativeFactory()
    client.force_login(made.created_by)
    client.post(f"/sang-kien/{made.pk}/tep/", {"caption": "Ảnh", "file": picture})
    stored = made.attachments.get().file.name

    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"/sang-kien/{made.pk}/xoa/")

    assert not Initiative.objects.exists()
    assert not default_storage.exists(stored)


def test_submitted_initiative_is_not_deleted_nor_written(client):
    made = InitiativeFactory(status="submitted")
    client.force_login(made.created_by)
    sent = {"base": "{}", "reason": "Khác"}

    client.post(f"/sang-kien/{made.pk}/xoa/")
    answer = client.post(f"/sang-kien/{made.pk}/giu/", sent)

    made.refresh_from_db()
    assert made.reason != "Khác"
    assert answer.status_code == 409


def test_attached_file_is_told_by_its_content_and_drawn_anew(client, picture):
    made = InitiativeFactory()
    client.force_login(made.created_by)

    client.post(f"/sang-kien/{made.pk}/tep/", {"caption": "Quầy hỗ trợ", "file": picture})
    refused = client.post(
        f"/sang-kien/{made.pk}/tep/", {"caption": "X", "file": SimpleUploadedFile("x.jpg", b"MZ tro choi")}
    )

    kept = made.attachments.get()
    assert (kept.caption, kept.kind) == ("Quầy hỗ trợ", "picture")
    assertContains(refused, "Đây là tệp chương trình")
    look = client.get(f"/sang-kien/tep/{kept.pk}/")
    assert b"".join(look.streaming_content).startswith(b"\xff\xd8\xff")
    client.post(f"/sang-kien/tep/{kept.pk}/bo/")
    assert not made.attachments.exists()


def test_nobody_else_opens_a_draft(client):
    made = InitiativeFactory()
    others = [
        UserFactory(unit=made.unit, roles=[Role.LEADER, Role.REFORM]),
        UserFactory(unit=UnitFactory(), roles=[Role.LEADER]),
    ]

    for other in others:
        client.force_login(other)
        assert client.get(f"/sang-kien/{made.pk}/").status_code == 404
        assert client.get(f"/sang-kien/{made.pk}/viet/").status_code == 404
