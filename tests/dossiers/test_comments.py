from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Comment, CommentKind
from dossiers.process import comments
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return UserFactory(full_name="Nguyễn Hữu Thắng", roles=[Role.LEADER])


@pytest.fixture
def specialist(leader):
    return UserFactory(unit=leader.unit, full_name="Trần Quang", roles=[Role.PROCESSING])


@pytest.fixture
def dossier(leader):
    return DossierFactory(unit=leader.unit, processing=True)


def page(dossier, rest=""):
    return f"/ho-so/{dossier.code}/{rest}"


def test_a_leaders_instruction_stands_out_until_it_is_answered(client, dossier, leader, specialist):
    client.force_login(leader)
    said = client.post(
        page(dossier, "y-kien/"), {"text": "Báo cáo trước thứ Sáu", "kind": "instruction", "answer_by": ""}
    )
    instruction = Comment.objects.get()
    client.force_login(specialist)
    waiting = client.get(page(dossier))

    client.post(page(dossier, f"y-kien/{instruction.pk}/tra-loi/"), {"text": "Đã báo cáo"})

    assertRedirects(said, page(dossier))
    for words in ("Ý kiến chỉ đạo", "Báo cáo trước thứ Sáu", "Chưa trả lời"):
        assertContains(waiting, words)
    answered = client.get(page(dossier))
    assertContains(answered, "Đã báo cáo")
    assertNotContains(answered, "Chưa trả lời")
    assert [line.action for line in AuditEvent.objects.about(dossier).order_by("pk")][:1] == [
        "dossier.instructed"
    ]


def test_an_instruction_past_its_day_is_late(client, dossier, leader):
    said = comments.instruct(dossier, by=leader, text="Báo cáo", answer_by=timezone.localdate())
    Comment.objects.filter(pk=said.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    client.force_login(leader)

    assertContains(client.get(page(dossier)), '<p class="status status--late">Chưa trả lời')


def test_only_who_directs_gives_instructions(client, dossier, specialist):
    client.force_login(specialist)

    client.post(page(dossier, "y-kien/"), {"text": "Làm ngay", "kind": "instruction"})

    assert Comment.objects.get().kind == CommentKind.COMMENT
    with pytest.raises(DomainError, match="Chỉ lãnh đạo"):
        comments.instruct(dossier, by=specialist, text="Làm ngay")


def test_a_comment_is_never_changed_or_deleted(dossier, specialist):
    said = comments.say(dossier, by=specialist, text="Thiếu trang 2")

    with pytest.raises(TypeError):
        said.save()
    with pytest.raises(TypeError):
        said.delete()


def test_an_empty_comment_is_asked_for_again(client, dossier, leader):
    client.force_login(leader)

    answer = client.post(page(dossier, "y-kien/"), {"text": "", "kind": "comment", "answer_by": "32/13/2026"})

    assertContains(answer, "Trường này là bắt buộc")
    assertContains(answer, "Gõ ngày theo dạng ngày/tháng/năm")
    assertContains(answer, "32/13/2026")
