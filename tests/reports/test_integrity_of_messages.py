"""`check_integrity` over messages and notices: silent where all is well, precise where a row was edited."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dossiers.models import Message
from portal import notices
from portal.models import Notice
from reports.integrity import messages
from reports.integrity.model import Span
from tests.dossiers.factories import DossierFactory, OfficerFactory

pytestmark = pytest.mark.django_db
SPAN = Span(date(2024, 12, 15), date(2025, 12, 14))


@pytest.fixture
def office():
    officer = OfficerFactory()
    notices.tell(officer, "Đã nhập xong", "/ho-so/", "job-1")
    dossier, now = DossierFactory(unit=officer.unit), timezone.now()
    for key, fields in {
        "sent": {"state": "sent", "sent_at": now, "reference": "nha-mang-1", "attempts": 1},
        "queued": {"state": "queued", "next_attempt_at": now},
        "failed": {"state": "failed", "next_attempt_at": now, "attempts": 3},
        "sending": {"state": "sending", "claimed_at": now, "attempts": 1},
        "unreached": {"state": "unreached", "channel": "none", "recipient": ""},
    }.items():
        values = {"channel": "sms", "recipient": "0912345678"} | fields
        Message.objects.create(key=key, unit=officer.unit, dossier=dossier, template="ready", **values)


def found():
    return [problem.code for problem in messages.problems(SPAN)]


@pytest.mark.usefixtures("office")
def test_messages_on_their_way_are_no_problem():
    assert found() == []


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("key", "fields", "code"),
    [
        ("sent", {"reference": ""}, "message.sent"),
        ("failed", {"attempts": 8}, "message.waiting"),
        ("queued", {"queued_at": timezone.now() - timedelta(days=5)}, "message.waiting"),
        ("sending", {"claimed_at": timezone.now() - timedelta(hours=2)}, "message.sending"),
        ("unreached", {"recipient": "0912345678"}, "message.unreached"),
    ],
)
def test_an_edited_message_is_reported(key, fields, code):
    Message.objects.filter(key=key).update(**fields)

    assert found() == [code]


@pytest.mark.usefixtures("office")
def test_a_notice_that_was_read_before_it_was_told_is_reported():
    Notice.objects.update(read_at=timezone.now() - timedelta(days=1))

    assert found() == ["notice.read"]


@pytest.mark.servers  # SQLite drops no constraint
@pytest.mark.usefixtures("office")
def test_a_notice_told_twice_is_reported():
    notice = Notice.objects.get()
    connection.check_constraints()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Notice, Notice._meta.constraints[0])
    Notice.objects.create(user=notice.user, kind=notice.kind, text=notice.text, key=notice.key)

    assert found() == ["notice.doubled"]
