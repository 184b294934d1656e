"""Thông báo: told once, read once, and how a background job ended."""

import pytest

from portal import jobs, notices
from portal.errors import DomainError
from portal.models import Job, JobState, Notice
from tests.dossiers.factories import OfficerFactory

pytestmark = pytest.mark.django_db


def say(job):
    return f"Việc số {job.payload['number']}: {job.error or 'xong'}", "/ho-so/"


def work(job):
    if job.payload["number"] == 13:
        raise DomainError("Hôm nay không làm số 13.")


@pytest.fixture
def _job_kind(settings):
    settings.JOB_HANDLERS = {"count": f"{__name__}.work"}
    settings.JOB_NOTICES = {"count": f"{__name__}.say"}


def test_the_same_thing_is_told_once_to_each():
    one, other = OfficerFactory(), OfficerFactory()

    for _ in range(2):
        notices.tell(one, "Có 3 hồ sơ mới", "/ho-so/", "search-1-2026-11-22")
    notices.tell(other, "Có 3 hồ sơ mới", "/ho-so/", "search-1-2026-11-22")

    assert Notice.objects.filter(user=one).count() == 1
    assert Notice.objects.filter(user=other).count() == 1


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_a_notice_leads_to_a_page_of_the_portal_only(url):
    with pytest.raises(ValueError, match="leads to a page of this portal"):
        notices.tell(OfficerFactory(), "Xem", url, "key")


@pytest.mark.usefixtures("_job_kind")
def test_whoever_started_a_job_is_told_how_it_ended(django_capture_on_commit_callbacks):
    officer = OfficerFactory()

    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("count", by=officer, number=12)
        jobs.enqueue("count", by=officer, number=13)
        jobs.enqueue("count", by=None, number=14)

    told = Notice.objects.order_by("pk")
    assert [(notice.user, notice.text, notice.url) for notice in told] == [
        (officer, "Việc số 12: xong", "/ho-so/"),
        (officer, "Việc số 13: Hôm nay không làm số 13.", "/ho-so/"),
    ]


@pytest.mark.usefixtures("_job_kind")
def test_a_job_that_is_run_again_is_told_once():
    job = Job.objects.create(kind="count", payload={"number": 1}, created_by=OfficerFactory())

    jobs.work_off(job)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.work_off(job)

    assert Notice.objects.get().text == "Việc số 1: xong"
