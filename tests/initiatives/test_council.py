"""Hội đồng: who may sit, mark and vote, and what is decided from it."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.appraisal import councils, criteria, deciding, marking, rounds, voting
from initiatives.models import Candidate, Criterion, Initiative, Recognition, Seat
from portal.errors import DomainError
from portal.models import Notice
from tests.dossiers.factories import UserFactory
from tests.initiatives.councils import CouncilWorld
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return CouncilWorld()


def test_council_recognises_by_the_rule_and_the_certificate_gets_its_code(world):
    candidate = world.judged(yes=4, no=1)

    decision = world.recognised(candidate)

    made = Recognition.objects.get()
    assert (made.decision, made.mean, made.initiative.status) == (decision, Decimal(82), "recognised")
    assert made.check_code.startswith("SK")
    assert len(made.check_code) == 16
    assert made.authors[0]["name"] == candidate.initiative.authors.get().name


def test_three_of_five_are_refused_by_the_verb_whoever_asks(world):
    candidate = world.judged(yes=3, no=2)

    with pytest.raises(DomainError, match="3/5 thành viên đồng ý, cần ít nhất 4"):
        world.recognised(candidate)
    deciding.refuse(candidate, reason="Không đủ phiếu", decided_on=timezone.localdate(), by=world.keeper)

    candidate.initiative.refresh_from_db()
    assert candidate.initiative.status == "refused"
    assert candidate.initiative.events.last().reason == "Không đủ phiếu"


def test_author_in_the_council_neither_marks_nor_votes_and_counts_among_all(world):
    candidate = world.candidate(by=world.people[4])
    seat = candidate.seats.get(member__user=world.people[4])
    assert seat.standing == "author"

    for act in (
        lambda: marking.hand_in(candidate, marks=world.sheet(candidate, 30, 40, 30), by=world.people[4]),
        lambda: voting.vote(candidate, agrees=True, by=world.people[4]),
    ):
        with pytest.raises(DomainError, match=r"[Tt]ác giả.* không biểu quyết"):
            act()
    for wrong in ({"has_voted": True}, {"total": 90, "handed_in_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(**wrong)
    world.mark(candidate, 25, 32, 25)
    world.vote(candidate, yes=3, no=1)
    assert voting.verdict(Candidate.objects.get(pk=candidate.pk)).obstacles == (
        "3/5 thành viên đồng ý, cần ít nhất 4.",
    )


def test_head_who_wrote_it_with_state_money_is_no_member(world):
    one = InitiativeFactory(unit=world.unit, status="accepted", by=world.people[0])

    with pytest.raises(DomainError, match="không được là thành viên hội đồng"):
        rounds.put(world.round(), [one], state_money=True, by=world.keeper)

    one.refresh_from_db()
    assert one.status == "accepted"


def test_declared_conflict_is_kept_out_and_tells_the_reason(world):
    candidate = world.candidate()

    marking.step_aside(candidate, reason="Vợ là tác giả", by=world.people[3])

    with pytest.raises(DomainError, match="lợi ích liên quan"):
        marking.keep(candidate, marks={}, by=world.people[3])
    assert "Vợ là tác giả" in candidate.round.events.last().said


def test_sheet_is_handed_in_once_and_reopened_only_by_the_secretary_with_a_reason(world):
    candidate = world.candidate()
    marks = world.sheet(candidate, 20, 30, 20)
    seat = marking.hand_in(candidate, marks=marks, by=world.people[0])

    with pytest.raises(DomainError, match="Phiếu đã nộp"):
        marking.hand_in(candidate, marks=marks, by=world.people[0])
    with pytest.raises(DomainError, match="thư ký"):
        marking.reopen(seat, reason="Nhầm", by=world.keeper)
    marking.reopen(seat, reason="Nhầm cột", by=world.secretary)
    again = marking.hand_in(candidate, marks=world.sheet(candidate, 21, 30, 20), by=world.people[0])

    assert again.total == 71
    assert [one.action for one in candidate.round.events.all()] == [
        "opened", "put", "handed_in", "reopened", "handed_in",
    ]  # fmt: skip


def test_sheet_that_is_not_whole_or_off_the_step_is_not_handed_in(world):
    candidate = world.candidate()

    with pytest.raises(marking.Unmarked) as refused:
        marking.hand_in(candidate, marks=world.sheet(candidate, "30.5", "20.2"), by=world.people[0])

    assert list(refused.value.mistakes.values()) == [
        "Điểm tối đa của tiêu chí này là 30.", "Điểm ghi theo bước 0,5.", "Ghi điểm của tiêu chí này.",
    ]  # fmt: skip
    marking.keep(candidate, marks=world.sheet(candidate, 30), by=world.people[0])


def test_vote_waits_for_all_marks_and_an_excused_member_does_not_hold_it_up(world):
    candidate = world.candidate()
    world.mark(candidate, 25, 32, 25, who=world.people[:4])
    with pytest.raises(DomainError, match="Chưa đủ phiếu chấm"):
        voting.vote(candidate, agrees=True, by=world.people[0])

    marking.excuse(candidate.seats.get(member__user=world.people[4]), reason="Nghỉ ốm", by=world.secretary)

    assert Notice.objects.filter(user=world.people[0], text__endswith="mời biểu quyết.").exists()
    voting.vote(candidate, agrees=True, by=world.people[0])
    with pytest.raises(DomainError, match="mỗi thành viên biểu quyết một lần"):
        voting.vote(candidate, agrees=False, by=world.people[0])
    with pytest.raises(DomainError, match="phiếu chấm không đổi được nữa"):
        marking.reopen(candidate.seats.first(), reason="Muộn", by=world.secretary)


def test_secret_ballot_keeps_who_voted_apart_from_what(world):
    candidate = world.candidate(world.round(is_secret=True))
    world.mark(candidate, 25, 32, 25)

    closed = world.vote(candidate, yes=4, no=1)

    assert (closed.yes, closed.no) == (4, 1)
    assert list(candidate.seats.values_list("has_voted", "vote")) == [(True, None)] * 5


def test_open_vote_is_kept_by_name(world):
    candidate = world.judged(yes=4, no=1)

    assert sorted(candidate.seats.values_list("vote", flat=True)) == [False, True, True, True, True]


def test_council_is_whole_before_it_meets_and_fixed_afterwards(world):
    council = councils.set_up(
        unit=world.unit, name="Hội đồng", decision_number="9", decided_on=timezone.localdate(),
        by=world.keeper,
    )  # fmt: skip
    councils.add_member(council, user=world.people[0], role="chair", by=world.keeper)
    with pytest.raises(DomainError, match="chưa có Ủy viên thư ký"):
        world.round(council)
    with pytest.raises(DomainError, match="đã có chủ tịch"):
        councils.add_member(council, user=world.people[1], role="chair", by=world.keeper)

    council = world.round(world.council()).council

    with pytest.raises(DomainError, match="Lập hội đồng mới"):
        councils.add_member(council, user=UserFactory(unit=world.unit), by=world.keeper)


def test_share_of_votes_may_be_stricter_than_two_thirds_and_never_less(world):
    with pytest.raises(DomainError, match="ít nhất là 2/3"):
        world.council(share=Fraction(1, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        world.council().__class__.objects.update(share_over=3, share_under=5)

    candidate = world.candidate(world.round(world.council(number="2", share=Fraction(9, 10))))
    world.mark(candidate, 25, 32, 25)
    closed = world.vote(candidate, yes=4, no=1)
    assert voting.verdict(closed).needed == 5


def test_criteria_make_a_hundred_and_freeze_with_their_first_use(world):
    made = world.criteria()
    lines = [Criterion(name="Một", most=Decimal(90))]
    with pytest.raises(DomainError, match="cộng lại là 90, phải đúng 100"):
        criteria.change(
            made, name="Bộ", source="", step=Decimal(1), threshold=Decimal(70), lines=lines, by=world.keeper
        )
    held = world.round()

    with pytest.raises(DomainError, match="Chép thành lần mới"):
        criteria.change(
            held.criteria, name="Bộ", source="", step=Decimal(1), threshold=Decimal(70),
            lines=[Criterion(name="Một", most=Decimal(100))], by=world.keeper,
        )  # fmt: skip
    again = criteria.copy(held.criteria, unit=world.unit, by=world.keeper)
    assert (again.version, again.items.count()) == (held.criteria.version + 1, 3)


def test_members_hear_what_they_are_to_mark_and_may_read_it(world):
    stranger = world.people[1]
    candidate = world.candidate()

    notice = Notice.objects.get(user=stranger)
    assert notice.text.startswith(f"Chấm điểm sáng kiến {candidate.initiative.code} trước hết ngày ")
    assert Initiative.objects.visible_to(stranger).get() == candidate.initiative
    rounds.take_out(candidate, reason="Hoãn", by=world.secretary)
    assert not Initiative.objects.visible_to(stranger).exists()


def test_meeting_is_recorded_once_everything_is_voted_on(world):
    candidate = world.candidate()
    held = candidate.round
    fields = {"place": "Hội trường", "present": [], "conclusion": "Nhất trí", "by": world.secretary}
    with pytest.raises(DomainError, match="Chưa chốt biểu quyết"):
        rounds.record_meeting(held, met_at=timezone.now(), **fields)
    world.mark(candidate, 25, 32, 25)
    world.vote(candidate, 5, 0)

    held = rounds.record_meeting(held, met_at=timezone.now(), **fields)

    assert held.place == "Hội trường"


def test_author_records_no_decision_about_the_own_initiative(world):
    candidate = world.judged()
    candidate.initiative.authors.update(user=world.keeper)

    with pytest.raises(DomainError, match="Tác giả không ghi quyết định"):
        world.recognised(candidate)


def test_revoked_recognition_says_why_and_since_when(world):
    made = world.recognised().recognitions.get()

    with pytest.raises(DomainError, match="trước ngày quyết định"):
        deciding.revoke(
            made, reason="Không mới", number="5/QĐ-UBND", by=world.keeper,
            revoked_on=timezone.localdate() - timedelta(days=1),
        )  # fmt: skip
    made = deciding.revoke(
        made, reason="Không mới", number="5/QĐ-UBND", revoked_on=timezone.localdate(), by=world.keeper
    )

    assert made.initiative.__class__.objects.get(pk=made.initiative_id).status == "revoked"
    assert made.revoke_reason == "Không mới"
