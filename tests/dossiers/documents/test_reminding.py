"""Morning notices of work from documents."""

import pytest

from dossiers.documents import reminding
from portal.models import Notice
from tests.dossiers.documents.making import FRIDAY, Home
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


def test_each_working_morning_says_once_what_is_due_late_or_waits_for_the_leader():
    home = Home()
    home.instructed(home.work(co_workers=[home.helper]))
    home.reported()

    for _ in range(2):
        told = reminding.remind(FRIDAY)

    assert {str(user): digest.sentence for user, digest in told.items()} == {
        "Hồ Thị Hoa": "1 việc giao từ văn bản đến hạn hôm nay.",
        "Võ Văn Nam": "1 việc giao từ văn bản đến hạn hôm nay.",
        "Trần Văn Bình": "1 việc giao từ văn bản chờ duyệt kết quả.",
    }
    assert Notice.objects.filter(user=home.officer, url="/van-ban/viec/?loc=cua-toi").count() == 1
    late = reminding.remind(at("2026-03-09").date())
    assert late[home.leader].sentence == (
        "1 việc giao từ văn bản quá hạn; 1 việc giao từ văn bản chờ duyệt kết quả."
    )
    assert reminding.remind(at("2026-03-08").date()) == {}
