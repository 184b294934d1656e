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


# Under the bell


@pytest.fixture
def officer(client):
    officer = OfficerFactory(email="canbo@example.vn")
    client.force_login(officer)
    return officer


def test_the_number_of_unread_notices_stands_on_every_page(client, officer):
    notices.tell(officer, "Đã nhập xong", "/ho-so/", "job-1")
    notices.tell(officer, "Đã dựng xong", "/bao-cao/", "job-2")
    notices.tell(OfficerFactory(), "Của người khác", "/ho-so/", "job-3")

    page = client.get("/ho-so/").content.decode()

    assert '<span class="counts__number">2</span> thông báo' in page


def test_an_opened_notice_is_read_and_leads_to_its_page(client, officer):
    notices.tell(officer, "Đã nhập xong", "/ho-so/?han=tre", "job-1")
    notice = Notice.objects.get()
    assert "Đã nhập xong" in client.get("/thong-bao/").content.decode()

    response = client.post("/thong-bao/mo/", {"thong-bao": notice.pk})
    first = Notice.objects.get().read_at
    client.post("/thong-bao/mo/", {"thong-bao": notice.pk})

    assert response["Location"] == "/ho-so/?han=tre"
    assert first is not None
    assert Notice.objects.get().read_at == first


@pytest.mark.parametrize("pk", ["", "0", "không", "²"])
def test_what_is_no_notice_of_ones_own_leads_back_to_the_list(client, officer, pk):
    assert client.post("/thong-bao/mo/", {"thong-bao": pk})["Location"] == "/thong-bao/"


def test_somebody_elses_notice_stays_unread(client, officer):
    notices.tell(OfficerFactory(), "Của người khác", "/ho-so/", "job-3")

    response = client.post("/thong-bao/mo/", {"thong-bao": Notice.objects.get().pk})
    client.post("/thong-bao/da-doc/")

    assert response["Location"] == "/thong-bao/"
    assert Notice.objects.get().read_at is None


def test_all_notices_are_read_at_once(client, officer):
    for number in range(3):
        notices.tell(officer, "Xong", "", f"job-{number}")

    page = client.post("/thong-bao/da-doc/", follow=True).content.decode()

    assert "Đã đọc hết" in page
    assert not Notice.objects.unread().exists()


def test_an_officer_chooses_whether_letters_come(client, officer):
    assert "gửi một thư đến canbo@example.vn" in client.get("/thong-bao/").content.decode()

    client.post("/thong-bao/thu/", {"nhan-thu": "khong"})
    officer.refresh_from_db()
    assert not officer.wants_mail

    client.post("/thong-bao/thu/", {"nhan-thu": "co"})
    officer.refresh_from_db()
    assert officer.wants_mail
