"""check_integrity over appraisal: what was changed behind the verbs is found."""

from datetime import date

import pytest

from initiatives.models import Candidate, CouncilMember, Recognition, Seat
from reports.integrity import appraisal
from reports.integrity.model import Span
from tests.initiatives.councils import CouncilWorld
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


def found():
    return [str(problem) for problem in appraisal.problems(Span(date(2025, 1, 1), date(2026, 12, 31)))]


def test_what_the_verbs_wrote_is_whole_and_each_change_behind_them_is_found():
    CouncilWorld().recognised()
    assert found() == []
    one = Seat.objects.first()
    spoilt = [
        (Seat.objects.filter(pk=one.pk), {"total": 99}, "ghi tổng 99.00, cộng lại khác"),
        (Seat.objects.filter(pk=one.pk), {"marks": {"0": "1"}}, "ngoài tiêu chí hoặc thiếu"),
        (Seat.objects.filter(pk=one.pk), {"vote": False}, "không bằng số thành viên đồng ý"),
        (Candidate.objects, {"yes": 3, "no": 2}, "được công nhận trái quy tắc: 3/5 thành viên đồng ý"),
        (Candidate.objects, {"yes": 5, "no": 1}, "có 6 phiếu biểu quyết, 5 thành viên đã bỏ phiếu"),
        (Recognition.objects, {"mean": 90}, "điểm ghi khi công nhận là 90.00, phiếu chấm cho 82"),
        (Recognition.objects, {"revoked_on": date(2026, 1, 5), "revoke_reason": "x"}, "không khớp"),
    ]
    for rows, change, said in spoilt:
        before = list(rows.values("pk", *change))
        rows.update(**change)
        assert any(said in words for words in found()), (said, found())
        for row in before:
            rows.filter(pk=row.pop("pk")).update(**row)
    assert found() == []
    assert CouncilMember.objects.count() == 5


def test_recognition_without_a_decision_is_found():
    made = InitiativeFactory(status="recognised")

    assert [made.code in words and "không có quyết định" in words for words in found()] == [True]
