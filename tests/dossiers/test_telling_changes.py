"""Báo cho người dân: a corrected receipt and a moved due date are news, other corrections are not."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossiers import corrections, intake, lifecycle
from dossiers.lifecycle import reschedule
from dossiers.messaging import templates
from dossiers.messaging.templates import Words
from dossiers.models import Message, MessageChannel, MessageState, Office
from dossiers.rescheduling import DueMove, Plan
from tests.dossiers.factories import OfficerFactory, UnitFactory
from tests.dossiers.test_telling import received, told

pytestmark = pytest.mark.django_db
SMS, EMAIL = MessageChannel.SMS, MessageChannel.EMAIL


@pytest.fixture
def officer():
    unit = UnitFactory(name="Xã Mẫu", identifier="H50.25")
    Office.objects.create(unit=unit, one_stop_name="Bộ phận Mẫu", quiet_from=time(0), quiet_to=time(0))
    return OfficerFactory(unit=unit)


def taken_in(officer, **fields):
    dossier = received(officer, **fields)
    intake.give_receipt(dossier, by=officer)
    dossier.messages.update(state=MessageState.SENT, sent_at=timezone.now(), next_attempt_at=None)
    return dossier


def correct(dossier, by, **values):
    return corrections.correct(
        dossier, values=values, reason="Lê Thị Bí Mật gõ nhầm", seen=dossier.corrections.count(), by=by
    )


def test_a_corrected_receipt_is_told_without_what_was_corrected(officer):
    dossier = taken_in(officer)

    correct(dossier, officer, address="Thôn Mới")

    assert told(dossier) == [("corrected", EMAIL), ("corrected", SMS)]
    for message in dossier.messages.filter(template="corrected"):
        assert dossier.code in message.body
        assert "Thôn Mới" not in message.body
        assert "Bí Mật" not in message.body


@pytest.mark.parametrize("values", [{"priority": "elderly"}, {"authority_note": "GUQ 12"}, {"sex": "male"}])
def test_what_the_receipt_does_not_say_is_corrected_without_a_message(officer, values):
    dossier = taken_in(officer)

    correct(dossier, officer, **values)

    assert told(dossier) == []


def test_what_still_waits_goes_to_the_corrected_address_and_never_to_the_wrong_one(officer):
    dossier = taken_in(officer)
    ready = lifecycle.conclude(dossier, by=officer)

    correct(ready, officer, phone="0987654321", email="")

    assert told(dossier) == [("ready", SMS), ("corrected", SMS)]
    assert {one.recipient for one in dossier.messages.filter(state="queued")} == {"0987654321"}


def test_a_correction_takes_the_place_of_what_named_the_person_wrongly(officer):
    dossier = received(officer)
    correct(dossier, officer, address="Thôn Mới")
    assert told(dossier) == []

    other = received(officer)
    intake.give_receipt(other, by=officer)
    correct(other, officer, address="Thôn Mới")

    assert told(other) == [("corrected", EMAIL), ("corrected", SMS)]


def moved(dossier, days=1):
    dossier.refresh_from_db()
    return DueMove(dossier, dossier.due_at, dossier.due_at + timedelta(days=days))


def test_a_due_date_moved_by_the_calendar_is_told_with_the_new_one_and_the_reason(officer):
    dossier = taken_in(officer)
    move = moved(dossier)

    reschedule(Plan([move]), reason="QĐ 12/QĐ-UBND", by=officer)

    letter = dossier.messages.get(template="due_moved", channel=EMAIL)
    assert f"{timezone.localtime(move.after):%H:%M ngày %d/%m/%Y}" in letter.body
    assert "(QĐ 12/QĐ-UBND)" in letter.body


def test_who_cannot_be_written_to_about_a_moved_date_is_listed(officer):
    dossier = taken_in(officer, phone="", email="")

    reschedule(Plan([moved(dossier)]), reason="QĐ 12/QĐ-UBND", by=officer)

    assert dossier.messages.get(template="due_moved").state == MessageState.UNREACHED


def test_a_waiting_message_with_the_old_date_is_not_sent_any_more(officer):
    dossier = received(officer)

    reschedule(Plan([moved(dossier)]), reason="QĐ 12/QĐ-UBND", by=officer)

    assert told(dossier) == [("due_moved", EMAIL), ("due_moved", SMS)]


def test_many_moved_dates_are_told_in_the_same_number_of_queries(officer):
    def cost(count):
        moves = [moved(taken_in(officer)) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            reschedule(Plan(moves), reason="QĐ 12/QĐ-UBND", by=officer)
        return len(queries)

    assert cost(1) == cost(4)
    assert Message.objects.filter(template="due_moved").count() == 10


def waiting_for_days(officer):
    long_ago = timezone.now() - timedelta(days=5)
    dossier = received(officer, at=long_ago)
    return lifecycle.request_supplement(dossier, reason="Thiếu", by=officer, at=long_ago)


def test_an_ended_pause_that_moved_the_date_is_told_and_one_that_did_not_is_not(officer):
    dossier = waiting_for_days(officer)

    lifecycle.receive_supplement(dossier, by=officer)

    dossier.refresh_from_db()
    letter = dossier.messages.get(channel=EMAIL)
    assert letter.template == "resumed"
    assert f"{timezone.localtime(dossier.due_at):%H:%M ngày %d/%m/%Y}" in letter.body

    at_once = taken_in(officer)
    lifecycle.start_processing(at_once, by=officer)
    assert told(at_once) == []


@pytest.mark.parametrize("key", ["corrected", "due_moved", "resumed"])
def test_the_office_may_word_each_of_them_or_turn_it_off(officer, key):
    dossier = waiting_for_days(officer) if key == "resumed" else taken_in(officer)
    for channel in (SMS, EMAIL):
        said = Words("Tin", "Riêng {ma_ho_so}", is_on=channel == EMAIL)
        templates.write(officer.unit, key, channel, said, by=officer)

    if key == "corrected":
        correct(dossier, officer, sets=2)
    elif key == "due_moved":
        reschedule(Plan([moved(dossier)]), reason="QĐ", by=officer)
    else:
        lifecycle.receive_supplement(dossier, by=officer)

    (message,) = dossier.messages.filter(template=key)
    assert (message.channel, message.body) == (EMAIL, f"Riêng {dossier.code}")
