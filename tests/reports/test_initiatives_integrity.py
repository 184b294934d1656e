"""check_integrity over initiatives: what was changed behind the verbs is found."""

from datetime import date

import pytest

from initiatives.models import Author, Initiative, InitiativeCounter, InitiativeEvent
from reports.integrity import initiatives
from reports.integrity.model import Span
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


def found():
    return [str(problem) for problem in initiatives.problems(Span(date(2025, 1, 1), date(2026, 12, 31)))]


def test_initiatives_of_every_state_are_whole():
    for status in ("draft", "returned", "recognised", "refused", "withdrawn"):
        InitiativeFactory(status=status)

    assert found() == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda: Author.objects.update(share=99), "cộng lại là 99.00%, không phải 100%"),
        (lambda: Initiative.objects.update(status="appraising"), "diễn biến đưa đến accepted"),
        (lambda: InitiativeCounter.objects.update(last=3), "bộ đếm là 3"),
        (lambda: Initiative.objects.update(code="SK-1-01"), "mã ghi SK-1-01"),
        (lambda: InitiativeEvent.objects.filter(action="submit").update(to_status="draft"), "không nối"),
    ],
)
def test_what_was_changed_behind_the_verbs_is_found(spoil, said):
    InitiativeFactory(status="accepted")

    spoil()

    assert any(said in problem for problem in found())


def test_lost_file_is_found():
    made = InitiativeFactory()
    made.attachments.create(
        kind="picture", caption="Ảnh", file="initiatives/x.jpg", sha256="0", added_by=made.created_by,
        added_at=made.created_at,
    )  # fmt: skip

    assert found() == [f"Sáng kiến {made.pk}: mất tệp kèm “Ảnh”."]
