"""Báo cho người dân: which moves are news, in whose words, and who cannot be told."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dossiers import calendar, lifecycle, schedule
from dossiers.messaging import sms, telling, templates
from dossiers.messaging.quiet import not_before
from dossiers.messaging.templates import NEWS, PLACES, SAMPLE, Words
from dossiers.models import Message, MessageChannel, MessageState, Office, Source
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
SMS, EMAIL = MessageChannel.SMS, MessageChannel.EMAIL


@pytest.fixture
def officer():
    unit = UnitFactory(name="Xã Mẫu", identifier="H50.25")
    Office.objects.create(
        unit=unit,
        one_stop_name="Trung tâm PVHCC xã Mẫu",
        phone="0233 3000 000",
        quiet_from=time(0),
        quiet_to=time(0),
    )
    return OfficerFactory(unit=unit)


def received(officer, **fields):
    contact = {"phone": "0912345678", "email": "mau@example.vn"}
    return lifecycle.receive(
        procedure=ProcedureFactory(name="Đăng ký khai sinh"),
        unit=officer.unit,
        applicant_name="Nguyễn Thị Mẫu",
        by=officer,
        **contact | fields,
    )


def told(dossier):
    """(news, channel) of what waits to be sent, in the order of writing."""
    waiting = dossier.messages.filter(state=MessageState.QUEUED).order_by("pk")
    return [(message.template, message.channel) for message in waiting]


# What is news


def test_reception_is_told_by_every_channel_that_reaches_the_citizen(officer):
    dossier = received(officer, due_at=at("2026-11-26 16:30"))

    note = dossier.messages.get(channel=SMS)
    assert note.body == (
        f"Trung tam PVHCC xa Mau da nhan ho so {dossier.code}, hen tra 16:30 ngay 26/11/2026. "
        f"Tra cuu: {telling.tracking_url(dossier)}"
    )
    letter = dossier.messages.get(channel=EMAIL)
    assert letter.subject == f"Đã tiếp nhận hồ sơ {dossier.code}"
    assert "Kính gửi Ông/Bà Nguyễn Thị Mẫu," in letter.body
    assert "Trung tâm PVHCC xã Mẫu, điện thoại 0233 3000 000." in letter.body
    assert {note.recipient, letter.recipient} == {"0912345678", "mau@example.vn"}
    assert note.by == letter.by == officer
    assert note.state == letter.state == MessageState.QUEUED


@pytest.mark.parametrize(
    ("contact", "channels"),
    [
        ({"phone": "+84 912 345 678", "email": ""}, ["sms"]),
        ({"phone": "02333821234", "email": "mau@example.vn"}, ["email"]),
        ({"phone": "", "email": ""}, []),
    ],
)
def test_only_addresses_that_can_be_written_to_are(officer, contact, channels):
    dossier = received(officer, **contact)

    assert [channel for _, channel in told(dossier)] == channels


def test_an_apology_names_the_day_that_was_missed_and_the_new_one(officer):
    leader = UserFactory(unit=officer.unit, roles=[Role.LEADER])
    dossier = received(officer, due_at=timezone.now() + timedelta(days=10))
    dossier = lifecycle.start_processing(dossier, by=officer)
    office = schedule.office_calendar(officer.unit)
    day = calendar.next_working_day(timezone.localdate() + timedelta(days=15), office)
    new_due_at = at(f"{day} 16:00")

    lifecycle.apologise(dossier, reason="Chờ xác minh", new_due_at=new_due_at, by=leader)

    letter = dossier.messages.get(template="apology", channel=EMAIL)
    missed, again = (
        f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}" for moment in (dossier.due_at, new_due_at)
    )
    assert f"chưa xong đúng hẹn {missed}. Lý do: Chờ xác minh\nXin hẹn lại: {again}." in letter.body
    assert (
        f"xin hen lai {again.replace('à', 'a')}."
        in dossier.messages.get(template="apology", channel=SMS).body
    )


def test_a_move_that_is_rolled_back_tells_nothing(officer):
    dossier = received(officer)
    count = Message.objects.count()

    with transaction.atomic():
        lifecycle.start_processing(dossier, by=officer)
        lifecycle.conclude(dossier, by=officer)
        assert Message.objects.count() > count
        transaction.set_rollback(True)

    assert Message.objects.count() == count


def test_newer_news_overtakes_what_still_waits(officer):
    dossier = received(officer)
    lifecycle.start_processing(dossier, by=officer)
    assert {news for news, _ in told(dossier)} == {"received"}

    lifecycle.conclude(dossier, by=officer)
    assert {news for news, _ in told(dossier)} == {"ready"}

    lifecycle.return_result(dossier, by=officer)
    assert told(dossier) == [("returned", "email")]  # by text message only where the office turned it on


def test_what_was_entered_late_is_not_told(officer):
    dossier = received(officer, at=timezone.now() - timedelta(days=2))
    lifecycle.start_processing(dossier, by=officer)

    assert not dossier.messages.exists()

    lifecycle.conclude(dossier, by=officer)  # this happens now
    assert {news for news, _ in told(dossier)} == {"ready"}


def test_dossiers_of_an_imported_sheet_are_never_told_about(officer):
    dossier = DossierFactory(unit=officer.unit, processing=True, source=Source.IMPORT)

    lifecycle.conclude(dossier, by=officer)

    assert not dossier.messages.exists()


def test_an_office_that_does_not_tell_writes_no_message(officer):
    Office.objects.update(tells_citizens=False)

    assert not received(officer).messages.exists()


def test_the_office_that_took_the_place_of_the_receiving_one_speaks(officer):
    old = UnitFactory(name="Xã Cũ", valid_to=timezone.localdate() - timedelta(days=1), successor=officer.unit)
    dossier = DossierFactory(unit=old, processing=True)

    lifecycle.conclude(dossier, by=officer)

    assert {message.unit for message in dossier.messages.all()} == {officer.unit}


def test_who_cannot_be_written_to_is_listed_until_told_in_person(officer):
    dossier = received(officer, phone="", email="")
    lifecycle.start_processing(dossier, by=officer)
    lifecycle.conclude(dossier, by=officer)

    message = dossier.messages.get()
    assert (message.template, message.state, message.channel) == ("ready", "unreached", "none")
    assert list(Message.objects.undelivered()) == [message]

    telling.told_in_person(message, by=officer)
    telling.told_in_person(message, by=officer)

    message.refresh_from_db()
    assert (message.state, message.by) == (MessageState.TOLD, officer)
    assert AuditEvent.objects.filter(action="message.told_in_person").count() == 1


def test_what_has_been_sent_needs_no_word_of_mouth(officer):
    message = received(officer).messages.first()

    with pytest.raises(DomainError, match="Tin này chờ gửi, không cần báo trực tiếp"):
        telling.told_in_person(message, by=officer)


# In whose words


def test_the_words_of_the_office_are_used_from_then_on(officer):
    words = Words("", "Xã Mẫu: hồ sơ {ma_ho_so} xong rồi ạ.", is_unmarked=False)
    templates.write(officer.unit, "ready", SMS, words, by=officer)
    dossier = DossierFactory(unit=officer.unit, processing=True, email="")

    lifecycle.conclude(dossier, by=officer)

    assert dossier.messages.get().body == f"Xã Mẫu: hồ sơ {dossier.code} xong rồi ạ."


def test_a_template_that_is_off_is_not_sent(officer):
    for channel in (SMS, EMAIL):
        off = NEWS["ready"].shipped[channel]
        words = Words(off.subject, off.text, is_on=False)
        templates.write(officer.unit, "ready", channel, words, by=officer)
    dossier = DossierFactory(unit=officer.unit, processing=True)

    lifecycle.conclude(dossier, by=officer)

    assert not dossier.messages.exists()


@pytest.mark.parametrize(
    "text",
    [
        "{chu_ho_so.__class__}",
        "{chu_ho_so[0]}",
        "{0}",
        "{}",
        "{ma_ho_so!r}",
        "{ma_ho_so:>99999999}",
        "{settings}",
        "{ ma_ho_so }",
    ],
)
def test_nothing_but_a_known_place_can_be_filled_in(officer, text):
    with pytest.raises(DomainError, match="Không có chỗ điền"):
        templates.write(officer.unit, "ready", SMS, Words("", text), by=officer)


@pytest.mark.parametrize("text", ["{ma_ho_so", "ma_ho_so}", "{{ma_ho_so}"])
def test_braces_that_do_not_match_are_told(text):
    with pytest.raises(DomainError, match="Dấu ngoặc nhọn không khớp"):
        templates.check(text)


def test_what_a_citizen_is_called_is_never_read_as_a_template():
    values = SAMPLE | {"chu_ho_so": "{ma_ho_so} {0.__class__}"}

    assert Words("", "Kính gửi {chu_ho_so}").filled(values).text == "Kính gửi {ma_ho_so} {0.__class__}"


@pytest.mark.parametrize("news", NEWS.values(), ids=lambda news: news.key)
def test_the_words_that_ship_fill_in_and_a_text_message_takes_two_parts_at_most(news):
    for channel, words in news.shipped.items():
        filled = words.filled(SAMPLE)
        assert "{" not in filled.text
        if channel == SMS:
            assert sms.length(filled.text).parts <= 2
    assert set(PLACES) == set(SAMPLE)


# On the air


@pytest.mark.parametrize(
    ("text", "characters", "parts"),
    [
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 158 + "€", 160, 1),  # of the extension table: two places
        ("ồ" * 70, 70, 1),
        ("ồ" * 71, 71, 2),
        ("ồ" * 134, 134, 2),
        ("ồ" * 135, 135, 3),
        ("a" * 70 + "ồ", 71, 2),
    ],
)
def test_a_text_takes_so_many_parts_on_the_air(text, characters, parts):
    assert (sms.length(text).characters, sms.length(text).parts) == (characters, parts)


@given(st.text(alphabet="aAáÁàảãạăắằẳẵặâấầẩẫậđĐêếềểễệôốồổỗộơớờởỡợưứừửữựỵỸỷ “”–… 09.,", max_size=80))
def test_without_marks_every_vietnamese_text_goes_in_the_short_alphabet(text):
    bare = sms.unmarked(text)

    assert sms.length(bare).is_gsm
    assert [letter.isupper() for letter in bare if letter.isalpha()] == [
        letter.isupper() for letter in text if letter.isalpha()
    ]


@pytest.mark.parametrize(
    ("start", "end", "asked", "answer"),
    [
        (time(21), time(7), "2026-11-20 20:59", "2026-11-20 20:59"),
        (time(21), time(7), "2026-11-20 21:00", "2026-11-21 07:00"),
        (time(21), time(7), "2026-11-21 06:59", "2026-11-21 07:00"),
        (time(21), time(7), "2026-11-21 07:00", "2026-11-21 07:00"),
        (time(12), time(13, 30), "2026-11-20 12:15", "2026-11-20 13:30"),
        (time(12), time(13, 30), "2026-11-20 21:15", "2026-11-20 21:15"),
        (time(0), time(0), "2026-11-20 03:00", "2026-11-20 03:00"),
    ],
)
def test_no_telephone_rings_in_the_quiet_hours(start, end, asked, answer):
    office = Office(quiet_from=start, quiet_to=end)

    assert not_before(office, SMS, at(asked)) == at(answer)
    assert not_before(office, EMAIL, at(asked)) == at(asked)


def test_undoing_a_step_that_told_nothing_leaves_the_news_of_the_reception(officer):
    dossier = received(officer)
    lifecycle.start_processing(dossier, by=officer)

    lifecycle.undo(dossier, reason="Nhầm", by=officer)

    assert told(dossier) == [("received", EMAIL), ("received", SMS)]


def test_who_is_refused_at_the_counter_was_told_there(officer):
    refused = lifecycle.refuse_walk_in(
        procedure=ProcedureFactory(), unit=officer.unit, applicant_name="Nguyễn Thị Mẫu",
        reason="Không thuộc thẩm quyền", by=officer,
    )  # fmt: skip

    assert not refused.messages.exists()
