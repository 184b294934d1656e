from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from dossiers import codes, lifecycle
from dossiers.errors import BeforeReception, IllegalMove
from dossiers.fees import waiting
from dossiers.models import CodeCounter, Dossier, DossierEvent, FiledAs
from dossiers.moves import MOVES
from dossiers.status import FINISHED, PAUSED, TRANSITIONS, DossierStatus, Outcome
from portal.errors import DomainError
from portal.models import AuditEvent
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    at,
)

ACTS = {
    "accept": (lifecycle.accept, {}, DossierStatus.RECEIVED),
    "not_accept": (lifecycle.not_accept, {"reason": "Sai nơi nộp"}, DossierStatus.NOT_ACCEPTED),
    "start_processing": (lifecycle.start_processing, {}, DossierStatus.PROCESSING),
    "request_supplement": (
        lifecycle.request_supplement,
        {"reason": "Thiếu giấy"},
        DossierStatus.AWAITING_SUPPLEMENT,
    ),
    "receive_supplement": (lifecycle.receive_supplement, {}, DossierStatus.PROCESSING),
    "withdraw": (lifecycle.withdraw, {"reason": "Không làm nữa"}, DossierStatus.WITHDRAWN),
    "stop": (lifecycle.stop, {"reason": "Quá hạn bổ sung"}, DossierStatus.STOPPED),
    "refuse": (lifecycle.refuse, {"reason": "Không đủ điều kiện"}, DossierStatus.CONCLUDED),
    "conclude": (lifecycle.conclude, {}, DossierStatus.CONCLUDED),
    "return_result": (lifecycle.return_result, {}, DossierStatus.RETURNED),
}
MONEY_ACTS = {
    "request_payment": (waiting.request_payment, {"reason": "Lệ phí"}, DossierStatus.AWAITING_PAYMENT),
    "settle_payment": (waiting.settle_payment, {}, DossierStatus.PROCESSING),
}
START = at("2024-03-15 09:30")


def received(**fields):
    officer = OfficerFactory()
    return lifecycle.receive(
        procedure=ProcedureFactory(),
        unit=officer.unit,
        applicant_name="Trần Thị Bích Ngọc",
        by=officer,
        at=START,
        **fields,
    )


class RandomWalkTest(HypothesisTestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5000), st.booleans()),
            min_size=1,
            max_size=12,
        )
    )
    def test_the_history_of_any_walk_replays_to_the_state_it_left(self, walk):
        dossier, moment = received(), START
        for name, minutes, _ in walk:
            act, extra, target = ACTS[name]
            moment += timedelta(minutes=minutes)
            before = DossierStatus(dossier.status)
            if target in TRANSITIONS[before]:
                dossier = act(dossier, by=None, at=moment, **extra)
                assert dossier.status == target
            else:
                with pytest.raises(IllegalMove) as refused:
                    act(dossier, by=None, at=moment, **extra)
                assert before.label in refused.value.message
                assert target.label in refused.value.message
            dossier.refresh_from_db()

        replayed = ""
        for event in dossier.events.order_by("at", "pk"):
            assert event.from_status == replayed
            replayed = event.to_status
        assert replayed == dossier.status
        assert (dossier.paused_since is not None) == (dossier.status in PAUSED)
        assert (dossier.finished_at is not None) == (dossier.status in FINISHED)
        open_pauses = dossier.pauses.filter(to_at=None).count()
        assert open_pauses == (1 if dossier.paused_since else 0)
        assert dossier.due_at >= dossier.original_due_at


@pytest.mark.django_db
class TestReceiving:
    def test_gives_a_code_a_due_date_and_a_history(self):
        dossier = received()

        assert dossier.code == f"{dossier.receiving_unit.code}-240315-0001"
        assert dossier.due_at == at("2024-03-20 09:30")
        assert dossier.status == DossierStatus.RECEIVED
        assert dossier.owner_name == "Trần Thị Bích Ngọc"
        assert [event.action for event in dossier.events.all()] == ["receive"]
        assert AuditEvent.objects.about(dossier).get().action == "dossier.receive"

    def test_counts_the_papers_that_must_be_digitised(self):
        papers = [
            lifecycle.Paper("Tờ khai", FiledAs.ORIGINAL, is_digitised=True),
            lifecycle.Paper("Giấy chứng sinh", FiledAs.ORIGINAL),
            lifecycle.Paper("Căn cước", FiledAs.SHOWN, is_digitised=True),
        ]

        dossier = received(papers=papers)

        assert (dossier.papers_to_digitise, dossier.papers_digitised) == (2, 1)
        assert [paper.is_digitised for paper in dossier.components.all()] == [True, False, False]

    def test_keeps_the_due_date_of_the_officer_with_its_reason(self):
        dossier = received(due_at=at("2024-03-29 10:00"), reason="Hẹn trả đặt tay: chờ xác minh")

        assert dossier.due_at == dossier.original_due_at == at("2024-03-29 10:00")
        assert dossier.events.get().reason == "Hẹn trả đặt tay: chờ xác minh"

    def test_is_refused_in_the_future(self):
        with pytest.raises(DomainError, match="tương lai"):
            lifecycle.receive(
                procedure=ProcedureFactory(),
                unit=UnitFactory(),
                applicant_name="A",
                by=None,
                at=timezone.now() + timedelta(minutes=5),
            )

    def test_is_refused_by_a_unit_that_is_no_more(self):
        gone = UnitFactory(valid_to=START.date() - timedelta(days=1))

        with pytest.raises(DomainError, match="không còn hoạt động"):
            lifecycle.receive(procedure=ProcedureFactory(), unit=gone, applicant_name="A", by=None, at=START)
        assert not CodeCounter.objects.exists()


@pytest.mark.django_db
class TestCodes:
    def test_two_in_one_transaction_differ(self):
        unit = UnitFactory(identifier="H50.25")
        with transaction.atomic():
            first, second = (codes.allot(unit, START.date()) for _ in range(2))

        assert (first, second) == ("H50.25-240315-0001", "H50.25-240315-0002")

    def test_run_anew_for_each_unit_and_day(self):
        one, other = UnitFactory(), UnitFactory()
        next_day = START.date() + timedelta(days=1)

        given = [codes.allot(one, START.date()), codes.allot(other, START.date()), codes.allot(one, next_day)]

        assert [code.rsplit("-", 1)[1] for code in given] == ["0001"] * 3
        assert len(set(given)) == 3

    def test_step_over_what_an_import_brought(self):
        unit = UnitFactory()
        DossierFactory(unit=unit, code=f"{unit.code}-240315-0001")

        assert codes.allot(unit, START.date()) == f"{unit.code}-240315-0002"

    def test_a_rolled_back_intake_leaves_no_gap(self):
        unit = UnitFactory()
        with transaction.atomic():
            codes.allot(unit, START.date())
            transaction.set_rollback(True)

        assert codes.allot(unit, START.date()).endswith("-0001")


@pytest.mark.django_db
class TestPauses:
    def test_the_due_date_moves_by_the_working_days_the_clock_stood(self):
        dossier = received()
        lifecycle.request_supplement(
            dossier, reason="Thiếu giấy chứng sinh", by=None, at=at("2024-03-18 10:00")
        )

        dossier = lifecycle.receive_supplement(dossier, by=None, at=at("2024-03-21 08:00"))

        pause = dossier.pauses.get()
        assert dossier.due_at == at("2024-03-25 09:30")
        assert dossier.original_due_at == at("2024-03-20 09:30")
        assert (pause.due_on_before, pause.due_on_after) == (
            at("2024-03-20").date(),
            at("2024-03-25").date(),
        )
        assert dossier.was_paused

    def test_withdrawing_ends_an_open_pause(self):
        dossier = received()
        lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-03-18 10:00"))

        dossier = lifecycle.withdraw(dossier, reason="Thôi", by=None, at=at("2024-03-19 10:00"))

        assert dossier.paused_since is None
        assert dossier.pauses.get().to_at == at("2024-03-19 10:00")

    def test_a_pause_does_not_end_before_it_began(self):
        dossier = received()
        lifecycle.request_supplement(dossier, reason="Thiếu", by=None, at=at("2024-03-18 10:00"))

        with pytest.raises(DomainError, match="trước khi hồ sơ"):
            lifecycle.receive_supplement(dossier, by=None, at=at("2024-03-18 09:00"))


@pytest.mark.django_db
class TestMoves:
    def test_nothing_happens_before_the_reception(self):
        dossier = received()

        with pytest.raises(BeforeReception, match="được tiếp nhận"):
            lifecycle.start_processing(dossier, by=None, at=START - timedelta(minutes=1))

    def test_a_refusal_is_a_result(self):
        dossier = lifecycle.refuse(received(), reason="Không đủ", by=None, at=at("2024-03-18 10:00"))

        assert dossier.outcome == Outcome.REFUSED
        assert dossier.finished_at == at("2024-03-18 10:00")

    def test_history_is_written_once(self):
        event = received().events.get()

        with pytest.raises(TypeError):
            event.save()
        with pytest.raises(TypeError):
            event.delete()

    @pytest.mark.parametrize("verb", sorted(MOVES))
    def test_a_button_is_offered_only_where_the_lifecycle_follows(self, verb):
        act, extra, _ = (ACTS | MONEY_ACTS)[verb.replace("-", "_")]
        for status in MOVES[verb].allowed_from:
            dossier = DossierFactory(status=status, finished_at=None if status not in FINISHED else START)
            if status in PAUSED:
                Dossier.objects.filter(pk=dossier.pk).update(paused_since=START, was_paused=True)
                dossier.pauses.create(from_at=START, reason="Thiếu", due_on_before=dossier.due_on)

            moved = act(dossier, by=None, at=START + timedelta(days=1), **extra)

            assert DossierEvent.objects.filter(dossier=moved, from_status=status).count() == 1
