"""Các bước của phản ánh: the table of states, walked at random, and what each step leaves behind."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.models import Feedback, FeedbackEvent
from dossiers.voices import handling, limits, publishing, receiving, rescheduling, sending
from dossiers.voices.status import OPEN, TRANSITIONS, FeedbackStatus, Move, Satisfaction
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import UnitFactory, UserFactory, at
from tests.dossiers.voices.making import MONDAY, Home

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def neighbour():
    return Home(UnitFactory(name="Xã Khác"))


def as_officer(verb, **said):
    return lambda feedback, home, _, when: verb(feedback, by=home.officer, at=when, **said)


def as_leader(verb, **said):
    return lambda feedback, home, _, when: verb(feedback, by=home.leader, at=when, **said)


def as_sender(verb, *said, **more):
    return lambda feedback, home, _, when: verb(feedback, *said, at=when, **more)


PRESS = {
    Move.ACCEPT: as_officer(handling.accept),
    Move.REFUSE: as_officer(handling.refuse, reason="Khiếu nại", article="Điều 1"),
    Move.ASK: as_officer(handling.ask, question="Ở đâu?"),
    Move.ADD: as_sender(sending.add, text="Ở ngã ba"),
    Move.RESUME: as_officer(handling.resume),
    Move.ASSIGN: as_officer(handling.assign, to=None, division=None),
    Move.FORWARD: lambda feedback, home, other, when: handling.forward(
        feedback, to=other.unit, reason="Thẩm quyền", by=home.officer, at=when
    ),
    Move.NOTE: as_officer(handling.note, text="Đã gọi"),
    Move.DRAFT: as_officer(handling.draft_answer, text="Trả lời"),
    Move.SEND_BACK: as_leader(handling.send_back, reason="Ghi rõ"),
    Move.APPROVE: as_leader(handling.approve),
    Move.PUBLISH: as_officer(publishing.publish, title="T", question="Q", answer="A"),
    Move.WITHHOLD: as_officer(publishing.withhold, reason="Riêng"),
    Move.UNPUBLISH: as_officer(publishing.unpublish, reason="Sai"),
    Move.JUDGE: as_sender(sending.judge, Satisfaction.SATISFIED),
    Move.REOPEN: as_sender(sending.reopen, reason="Chưa xong"),
    Move.RESCHEDULE: as_officer(rescheduling.reschedule, reason="Nghỉ bù", days={}),
}
"""Each move, made by whoever it belongs to."""


@given(st.lists(st.tuples(st.sampled_from(sorted(TRANSITIONS)), st.integers(0, 4)), max_size=14))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_pressed_the_table_decides_and_each_step_leaves_one_event(home, neighbour, walk):
    feedback, when = home.received(), MONDAY
    here, other = home, neighbour
    steps = 1
    for move, days in walk:
        when += timedelta(days=days, minutes=1)
        before = FeedbackStatus(feedback.status)
        allowed = feedback.allows(move)
        try:
            PRESS[move](feedback, here, other, when)
        except DomainError:
            assert not allowed
            expected = before
        else:
            assert allowed
            expected, steps = TRANSITIONS[move][before], steps + 1
            if move is Move.FORWARD:
                here, other = other, here
        feedback = Feedback.objects.get(pk=feedback.pk)
        assert feedback.status == expected
        assert feedback.next_due_on == limits.next_due(feedback)
        assert feedback.unit == here.unit
        assert feedback.due_on >= feedback.original_due_on
        assert feedback.answers.filter(approved_at=None, sent_back_at=None).count() == (
            1 if expected is FeedbackStatus.DRAFTED else 0
        )
    events = list(FeedbackEvent.objects.filter(feedback=feedback))
    assert len(events) == steps
    assert [event.from_status for event in events[1:]] == [event.to_status for event in events[:-1]]
    assert events[-1].to_status == feedback.status
    assert AuditEvent.objects.about(feedback).count() == steps


def test_every_move_of_the_table_is_walked():
    assert set(PRESS) == set(TRANSITIONS)


def test_numbers_run_on_without_gaps_in_a_unit_and_year(home):
    first, second = home.received(), home.received()
    with pytest.raises(DomainError):
        home.received(what=second.what)
    third = home.received()
    next_year = home.received(when=at("2027-01-04 08:00"))
    elsewhere = Home().received()

    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert third.code == f"{home.unit.code}-PA-2026-0003"
    assert (next_year.number, next_year.year, elsewhere.number) == (1, 2027, 1)


def test_a_form_sent_twice_is_one_feedback_with_the_same_code(home):
    key, words = uuid.uuid4(), receiving.Words(topic="other", what="Đường ngập")

    first = receiving.receive(home.unit, words, form_key=key)
    again = receiving.receive(home.unit, words, form_key=key)

    assert (again.feedback, again.code) == (first.feedback, first.code)
    assert Feedback.objects.count() == 1
    assert FeedbackEvent.objects.count() == 1


def test_a_code_opens_however_it_is_typed_and_is_not_kept(home):
    receipt = home.receipt()

    assert sending.followed(receipt.code.lower().replace("-", " ")) == receipt.feedback
    assert sending.followed(receipt.code[:-1]) is None
    assert sending.followed("") is None
    kept = Feedback.objects.filter(pk=receipt.feedback.pk).values().get()
    assert receipt.code not in map(str, kept.values())
    assert receipt.code.replace("-", "") not in map(str, kept.values())


def test_limits_are_working_days_of_the_office(home):
    feedback = home.received(when=MONDAY)

    assert feedback.decide_due_on == date(2026, 3, 4)
    assert feedback.ask_due_on == date(2026, 3, 9)
    assert feedback.due_on == date(2026, 3, 23)
    assert home.answered(when=MONDAY).publish_due_on == date(2026, 3, 4)


def test_what_comes_on_a_saturday_counts_from_monday(home):
    assert home.received(when=at("2026-02-28 22:00")).decide_due_on == date(2026, 3, 4)


def test_the_senders_time_is_not_the_offices(home):
    asked = handling.ask(home.received(), question="Ở đâu?", by=home.officer, at=at("2026-03-04 10:00"))
    assert asked.next_due_on is None

    added = sending.add(asked, text="Ngã ba", at=at("2026-03-10 20:00"))

    assert added.due_on == date(2026, 3, 27)
    assert added.original_due_on == date(2026, 3, 23)
    assert added.status == FeedbackStatus.ACCEPTED


def test_a_limit_that_had_run_out_is_not_moved_by_asking(home):
    asked = handling.ask(home.accepted(), question="Ở đâu?", by=home.officer, at=at("2026-03-25 10:00"))

    assert sending.add(asked, text="Ngã ba", at=at("2026-03-30 10:00")).due_on == date(2026, 3, 23)


def test_the_sender_is_asked_once(home):
    asked = handling.ask(home.received(), question="Ở đâu?", by=home.officer)
    added = sending.add(asked, text="Ngã ba")

    with pytest.raises(DomainError, match="một lần"):
        handling.ask(added, question="Khi nào?", by=home.officer)


def test_judged_once_and_reopened_once(home):
    answered = home.answered()
    sending.judge(answered, Satisfaction.UNSATISFIED)
    with pytest.raises(DomainError, match="đã được đánh giá"):
        sending.judge(answered, Satisfaction.SATISFIED)
    again = sending.reopen(answered, reason="Chưa thay", at=at("2026-03-09 09:00"))
    assert again.second_due_on == date(2026, 3, 30)
    handling.draft_answer(again, text="Đã thay lại", by=home.officer)
    handling.approve(again, by=home.leader, at=at("2026-03-10 09:00"))

    with pytest.raises(DomainError, match="đã được gửi tiếp một lần"):
        sending.reopen(again, reason="Nữa")
    again.refresh_from_db()
    assert again.satisfaction == Satisfaction.UNSATISFIED
    assert (again.answered_on, again.second_answered_on) == (date(2026, 3, 2), date(2026, 3, 10))


def test_only_a_leader_of_the_unit_approves(home):
    drafted = home.drafted()
    elsewhere = UserFactory(roles=[Role.LEADER])

    for user in (home.officer, elsewhere):
        with pytest.raises(DomainError, match="lãnh đạo"):
            handling.approve(drafted, by=user)

    approved = handling.approve(drafted, text="Đã thay hôm qua.", by=home.leader)
    assert approved.answers.get().text == "Đã thay hôm qua."


def test_a_draft_sent_back_is_drafted_anew(home):
    drafted = home.drafted()
    handling.send_back(drafted, reason="Ghi rõ ngày", by=home.leader)
    handling.draft_answer(drafted, text="Thay ngày 05/3.", by=home.officer)
    handling.approve(drafted, by=home.leader)

    texts = drafted.answers.exclude(approved_at=None).values_list("text", flat=True)
    assert list(texts) == ["Thay ngày 05/3."]


def test_forwarding_leaves_the_day_of_answer_and_gives_two_days_to_decide(home):
    other = Home(UnitFactory(name="Xã Khác"))
    feedback = handling.assign(home.accepted(), to=home.officer, division=None, by=home.officer)

    sent = handling.forward(
        feedback, to=other.unit, reason="Thuộc xã bên", by=home.officer, at=at("2026-03-06 09:00")
    )

    assert (sent.status, sent.unit, sent.assignee) == (FeedbackStatus.RECEIVED, other.unit, None)
    assert (sent.decide_due_on, sent.due_on) == (date(2026, 3, 10), date(2026, 3, 23))
    assert sent.code.startswith(home.unit.code)
    with pytest.raises(DomainError):
        handling.accept(sent, by=home.officer)
    assert list(Feedback.objects.visible_to(home.officer)) == []


@pytest.mark.parametrize("unit", ["closed", "empty"])
def test_nothing_is_forwarded_to_where_nobody_would_see_it(home, unit):
    to = UnitFactory(valid_to=date(2025, 6, 30)) if unit == "closed" else UnitFactory()
    if unit == "closed":
        UserFactory(unit=to, roles=[Role.INTAKE])

    with pytest.raises(DomainError, match="Không chuyển được"):
        handling.forward(home.received(), to=to, reason="Thẩm quyền", by=home.officer)


def test_a_division_sees_what_it_was_given(home):
    division = UnitFactory(name="Phòng Kinh tế", kind="division", parent=home.unit)
    officer = UserFactory(unit=division, roles=[Role.PROCESSING])
    feedback = home.accepted()
    assert not Feedback.objects.visible_to(officer).exists()

    handling.assign(feedback, to=officer, division=division, by=home.officer)

    assert Feedback.objects.visible_to(officer).get() == feedback
    feedback.refresh_from_db()
    handling.draft_answer(feedback, text="Đã xem.", by=officer)


def test_a_stranger_is_given_nothing(home):
    with pytest.raises(DomainError, match="không làm việc ở"):
        handling.assign(home.accepted(), to=UserFactory(roles=[Role.INTAKE]), division=None, by=home.officer)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi 0912 345 678 gặp tôi", "số điện thoại “0912 345 678”"),
        ("Căn cước 045190001234 của bà", "số định danh hoặc căn cước “045190001234”"),
        ("Viết đến an.nguyen@example.vn nhé", "địa chỉ thư điện tử “an.nguyen@example.vn”"),
        ("CMND 197123456", "số chứng minh nhân dân “197123456”"),
        ("Bà nguyen thi mau ở thôn", "họ tên người gửi “Nguyễn Thị Mẫu”"),
    ],
)
def test_personal_data_stops_the_publication_until_it_is_said_to_be_none(home, text, found):
    feedback = home.answered(contact_name="Nguyễn Thị Mẫu")

    with pytest.raises(DomainError) as refused:
        publishing.publish(feedback, title="Đèn", question=text, answer="Đã thay", by=home.officer)
    assert found in refused.value.message

    publishing.publish(
        feedback, title="Đèn", question=text, answer="Đã thay", by=home.officer, was_warned=True
    )
    feedback.refresh_from_db()
    assert feedback.status == FeedbackStatus.PUBLISHED


def test_ordinary_numbers_are_no_personal_data(home):
    text = "Ngày 05/03/2026, theo Quyết định 766/QĐ-TTg, đã chi 1.500.000 đồng cho 12 bóng đèn."

    assert publishing.personal_data(text, home.answered()) == []


def test_what_is_opened_again_is_public_no_more(home):
    published = home.published()

    again = sending.reopen(published, reason="Chưa xong")

    assert again.status in OPEN
    assert not Feedback.objects.published().exists()
    assert again.publication.title == "Đèn đường thôn Quảng Xá"


def test_withholding_ends_the_wait_for_publication(home):
    answered = home.answered()

    kept = publishing.withhold(answered, reason="Chuyện riêng của gia đình", by=home.officer)

    assert (kept.status, kept.next_due_on) == (FeedbackStatus.ANSWERED, None)


def test_an_event_is_never_changed(home):
    event = home.received().events.get()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_a_title_ends_with_a_whole_word(home):
    long = home.received(what="Đèn đường " * 20)

    assert long.title == ("Đèn đường " * 9)[:-1] + "…"
    assert home.received(what="Rác ở chợ\nđã lâu").title == "Rác ở chợ"
