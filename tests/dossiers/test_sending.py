"""Gửi tin: real conversations with a mail server and a gateway of text messages on the loopback."""

import threading
from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dossiers.messaging import gateways, sending
from dossiers.models import Message, MessageChannel, MessageState, Office
from dossiers.models.message import LEASE, TOO_OLD, TRIES
from portal.errors import DomainError
from portal.models import AuditEvent
from tests.dossiers.factories import DossierFactory, OfficerFactory, at
from tests.dossiers.gateways import mail_server, text_gateway

pytestmark = pytest.mark.django_db


NO_QUIET_HOURS = {"quiet_from": time(0), "quiet_to": time(0)}


def message(channel="sms", **fields):
    dossier = fields.pop("dossier", None) or DossierFactory(phone="0912345678", email="mau@example.vn")
    recipient = dossier.phone if channel == "sms" else dossier.email
    Office.objects.get_or_create(unit=dossier.receiving_unit, defaults=NO_QUIET_HOURS)
    values = {
        "key": f"thu-{Message.objects.count()}",
        "unit": dossier.receiving_unit,
        "dossier": dossier,
        "template": "ready",
        "channel": channel,
        "recipient": recipient,
        "subject": "Đã có kết quả",
        "body": "Hồ sơ đã có kết quả.\nXin mời đến nhận.",
        "next_attempt_at": timezone.now(),
    }
    return Message.objects.create(**values | fields)


def later(one, **delta):
    """The message as it will be after some time: its times moved back."""
    for name in ("next_attempt_at", "claimed_at"):
        if moment := getattr(one, name):
            Message.objects.filter(pk=one.pk).update(**{name: moment - timedelta(**delta)})


@pytest.fixture
def mail(settings):
    def use(server):
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.DEFAULT_FROM_EMAIL = "Một Cửa <motcua@xa-mau.example.vn>"

    return use


@pytest.fixture
def texts(settings):
    def use(server):
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = server.url, "khoa-bi-mat"

    return use


# E-mail


def test_a_letter_is_handed_to_the_mail_server_with_its_token_as_message_id(mail):
    one = message("email")

    with mail_server() as server:
        mail(server)
        assert sending.send_due() == 1

    letter = server.letters[0]
    assert letter["To"] == "mau@example.vn"
    assert letter["Subject"] == "Đã có kết quả"
    assert letter["From"] == "Một Cửa <motcua@xa-mau.example.vn>"
    assert letter["Message-ID"] == f"<{one.token}@xa-mau.example.vn>"
    assert letter.get_content().splitlines() == ["Hồ sơ đã có kết quả.", "Xin mời đến nhận."]
    one.refresh_from_db()
    assert (one.state, one.attempts, one.error) == (MessageState.SENT, 1, "")
    assert one.reference == f"<{one.token}@xa-mau.example.vn>"
    assert one.sent_at is not None


def test_an_address_refused_for_good_is_given_up_at_once_and_the_others_go_out(mail):
    bad, good = message("email"), message("email", key="khac")

    with mail_server(RCPT=["550 no such user mau@example.vn"]) as server:
        mail(server)
        sending.send_due()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts) == (MessageState.GIVEN_UP, 1)
    assert bad.error == "Máy chủ thư không nhận địa chỉ này (mã 550)."
    assert good.state == MessageState.SENT
    assert len(server.letters) == 1


def test_a_mail_server_that_is_busy_gets_the_letter_again_later(mail):
    one = message("email")

    with mail_server(RCPT=["451 try later"]) as server:
        mail(server)
        sending.send_due()
        one.refresh_from_db()
        assert one.state == MessageState.FAILED
        assert one.error == "Máy chủ thư không nhận địa chỉ này (mã 451)."
        assert timedelta(0) < one.next_attempt_at - timezone.now() <= sending.PAUSES[0]
        assert sending.send_due() == 0  # not before its time
        later(one, minutes=2)
        assert sending.send_due() == 1

    one.refresh_from_db()
    assert (one.state, one.attempts, len(server.letters)) == (MessageState.SENT, 2, 1)


@pytest.mark.parametrize("answer", ["drop", "hang"])
def test_a_mail_server_that_dies_in_the_conversation_costs_one_message_a_try(mail, monkeypatch, answer):
    monkeypatch.setattr(gateways, "TIMEOUT", 0.5)
    first, second = message("email"), message("email", key="khac")

    with mail_server(MAIL=[answer]) as server:
        mail(server)
        sending.send_due()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.error) == (MessageState.FAILED, "Máy chủ thư không trả lời.")
    assert (second.state, second.attempts) == (MessageState.QUEUED, 0)


def test_without_a_mail_server_letters_become_files_that_only_their_owner_reads(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    one = message("email")

    assert sending.send_due() == 1

    one.refresh_from_db()
    file = tmp_path / "mail" / f"{one.token}.txt"
    assert one.reference == f"tệp mail/{one.token}.txt"
    assert file.read_text() == f"mau@example.vn\nĐã có kết quả\n\n{one.body}\n"
    assert file.stat().st_mode & 0o077 == 0


# Text messages


def test_a_text_message_is_posted_with_the_key_and_a_token_that_tells_it_again(texts):
    one = message()

    with text_gateway() as server:
        texts(server)
        assert sending.send_due() == 1

    body = {"to": "0912345678", "text": one.body, "reference": str(one.token)}
    assert server.asked == [(str(one.token), body, "Bearer khoa-bi-mat")]
    one.refresh_from_db()
    assert (one.state, one.reference) == (MessageState.SENT, f"nha-mang-{str(one.token)[:8]}")


def test_a_gateway_that_fails_first_then_is_silent_then_answers_gets_the_message_once(texts, monkeypatch):
    monkeypatch.setattr(gateways, "TIMEOUT", 0.5)
    one = message()

    with text_gateway(503, "hang") as server:
        texts(server)
        seen = []
        for _ in range(3):
            sending.send_due()
            one.refresh_from_db()
            seen.append((one.state, one.attempts, one.error))
            later(one, hours=1)

    assert seen == [
        ("failed", 1, "Cổng tin nhắn đang bận (mã 503)."),
        ("failed", 2, "Cổng tin nhắn không trả lời."),
        ("sent", 3, ""),
    ]
    assert {key for key, _, _ in server.asked} == {str(one.token)}
    assert len(server.taken) == 1  # the gateway took it on the second try and knew it on the third
    assert one.reference == f"nha-mang-{str(one.token)[:8]}"


@pytest.mark.parametrize(
    ("code", "state", "error"),
    [
        (400, "given_up", "Cổng tin nhắn không nhận tin này (mã 400)."),
        (302, "given_up", "Cổng tin nhắn không nhận tin này (mã 302)."),
        (429, "failed", "Cổng tin nhắn đang bận (mã 429)."),
        (401, "failed", "Cổng tin nhắn không nhận khóa: kiểm tra SMS_GATEWAY_TOKEN."),
    ],
)
def test_what_the_gateway_answers_decides_whether_it_is_tried_again(texts, code, state, error):
    one = message()

    with text_gateway(code) as server:
        texts(server)
        sending.send_due()

    one.refresh_from_db()
    assert (one.state, one.error) == (state, error)
    assert len(server.asked) == 1  # a redirect is not followed: it would carry key and number along


def test_while_the_gateway_is_silent_one_message_a_run_finds_that_out(texts, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/gui"
    messages = [message(key=f"tin-{number}") for number in range(3)]

    sending.send_due()

    states = [Message.objects.get(pk=one.pk).state for one in messages]
    assert states == ["failed", "queued", "queued"]


def test_pauses_grow_and_after_the_last_try_it_is_given_up(texts):
    one = message()
    pauses = []

    with text_gateway(*[500] * TRIES) as server:
        texts(server)
        for _ in range(TRIES + 2):
            before = timezone.now()
            sending.send_due()
            one.refresh_from_db()
            if one.state == MessageState.FAILED:
                pauses.append(round((one.next_attempt_at - before) / timedelta(minutes=1)))
            Message.objects.filter(pk=one.pk).update(next_attempt_at=before)

    assert pauses == [1, 5, 15, 60, 180, 360, 720]
    assert (one.state, one.attempts) == (MessageState.GIVEN_UP, TRIES)
    assert len(server.asked) == TRIES


def test_news_that_waited_too_long_is_not_told_any_more(texts):
    one = message(queued_at=timezone.now() - TOO_OLD - timedelta(minutes=1))

    with text_gateway() as server:
        texts(server)
        sending.send_due()

    one.refresh_from_db()
    assert (one.state, one.error, server.asked) == ("given_up", "Quá lâu chưa gửi được.", [])


def test_a_text_message_that_failed_in_the_evening_waits_for_the_morning(texts, monkeypatch):
    one = message(next_attempt_at=at("2026-11-20 20:50"), queued_at=at("2026-11-20 20:50"))
    Office.objects.update(quiet_from=time(21), quiet_to=time(7))
    monkeypatch.setattr(timezone, "now", lambda: at("2026-11-20 20:59:30"))

    with text_gateway(500) as server:
        texts(server)
        sending.send_due()

    one.refresh_from_db()
    assert one.next_attempt_at == at("2026-11-21 07:00")


def test_an_office_that_rehearses_sends_nothing_out(texts, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    rehearsing, real = message(), message(key="that")
    Office.objects.filter(unit=rehearsing.unit).update(is_rehearsing=True)

    with text_gateway() as server:
        texts(server)
        assert sending.send_due() == 2

    assert [key for key, _, _ in server.asked] == [str(real.token)]
    assert (tmp_path / "sms" / f"{rehearsing.token}.txt").exists()


# Once each


def test_what_a_dead_sender_left_is_sent_after_its_lease_with_the_same_token(texts):
    one = message(state=MessageState.SENDING, claimed_at=timezone.now(), attempts=1)

    with text_gateway() as server:
        texts(server)
        assert sending.send_due() == 0  # its sender may still be at it
        later(one, seconds=LEASE.total_seconds() + 1)
        assert sending.send_due() == 1

    one.refresh_from_db()
    assert (one.state, one.attempts, server.asked[0][0]) == ("sent", 2, str(one.token))


def test_a_sender_that_lost_its_message_does_not_overwrite_what_the_other_wrote(texts):
    one = message(state=MessageState.SENDING, claimed_at=timezone.now(), attempts=2)

    assert not sending._settle(one, timezone.now() - LEASE, state=MessageState.FAILED)

    one.refresh_from_db()
    assert one.state == MessageState.SENDING


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_each_message_once(texts):
    dossier = DossierFactory(phone="0912345678")
    for number in range(20):
        message(dossier=dossier, key=f"tin-{number}")

    with text_gateway(says_known=False) as server:
        texts(server)
        threads = [threading.Thread(target=_send_in_thread) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    keys = [key for key, _, _ in server.asked]
    assert len(keys) == len(set(keys)) == 20
    assert Message.objects.filter(state=MessageState.SENT).count() == 20


def _send_in_thread():
    try:
        sending.send_due()
    finally:
        connection.close()


# Again, by an officer


def test_sent_again_to_a_corrected_number_it_is_another_message(texts):
    officer = OfficerFactory()
    dossier = DossierFactory(unit=officer.unit, phone="0912345678")
    one = message(
        dossier=dossier, state=MessageState.GIVEN_UP, attempts=TRIES, error="mã 400", next_attempt_at=None
    )
    before = one.token
    dossier.phone = "0987654321"
    dossier.save()

    sending.send_again(one, by=officer)
    with text_gateway() as server:
        texts(server)
        Message.objects.update(next_attempt_at=timezone.now())
        sending.send_due()

    one.refresh_from_db()
    assert one.token != before
    assert (server.asked[0][0], server.asked[0][1]["to"]) == (str(one.token), "0987654321")
    assert (one.state, one.attempts, one.error) == ("sent", 1, "")
    assert AuditEvent.objects.get(action="message.sent_again").actor == officer


def test_a_message_that_has_left_is_not_sent_again():
    one = message(state=MessageState.SENT, sent_at=timezone.now())

    with pytest.raises(DomainError, match="Tin này đã gửi, không cần gửi lại"):
        sending.send_again(one, by=OfficerFactory())


def test_a_message_whose_dossier_has_no_number_any_more_is_to_be_told_in_person():
    one = message(dossier=DossierFactory(phone=""), recipient="0912345678", state=MessageState.GIVEN_UP)

    with pytest.raises(DomainError, match="báo trực tiếp cho người dân"):
        sending.send_again(one, by=OfficerFactory())


def test_masked_recipients_tell_two_apart_without_saying_whose_they_are():
    assert Message(recipient="0912345678").masked_recipient == "0912…678"
    assert Message(recipient="mau@example.vn").masked_recipient == "m…@example.vn"
    assert Message(channel=MessageChannel.NONE).masked_recipient == ""
