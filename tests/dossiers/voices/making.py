"""A feedback in each situation, made by the verbs themselves."""

import time
import uuid
from unittest import mock

from dossiers.models import Feedback
from dossiers.voices import codes, handling, publishing, receiving
from portal.models import Role
from tests.dossiers.factories import UnitFactory, UserFactory, at

MONDAY = at("2026-03-02 09:00")
"""A week without holidays before it and after it."""


class Home:
    """One unit with an officer and a leader."""

    def __init__(self, unit=None):
        self.unit = unit or UnitFactory(name="Xã Vĩnh Lâm")
        self.officer = UserFactory(unit=self.unit, roles=[Role.INTAKE])
        self.leader = UserFactory(unit=self.unit, roles=[Role.LEADER])

    def receipt(self, *, when=MONDAY, photos=(), **words):
        said = {"topic": "other", "what": f"Đèn đường hỏng {uuid.uuid4()}"} | words
        return receiving.receive(
            self.unit, receiving.Words(**said), form_key=uuid.uuid4(), photos=photos, at=when
        )

    def received(self, **words) -> Feedback:
        return self.receipt(**words).feedback

    def accepted(self, *, when=MONDAY, **words):
        return handling.accept(self.received(when=when, **words), by=self.officer, at=when)

    def drafted(self, *, when=MONDAY, **words):
        feedback = self.accepted(when=when, **words)
        handling.draft_answer(feedback, text="Đã thay bóng đèn.", by=self.officer, at=when)
        feedback.refresh_from_db()
        return feedback

    def answered(self, *, when=MONDAY, **words):
        return handling.approve(self.drafted(when=when, **words), by=self.leader, at=when)

    def published(self, *, title="Đèn đường thôn Quảng Xá", when=MONDAY, **words):
        return publishing.publish(
            self.answered(when=when, **words), title=title, question="Đèn hỏng.", answer="Đã thay.",
            by=self.officer, at=when,
        )  # fmt: skip


def code_of(home, **words):
    """A feedback and the code that only its sender knows."""
    receipt = home.receipt(**words)
    return receipt.feedback, receipt.code


def opened(seconds=60):
    """The key of a form that was opened so long ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - seconds):
        return codes.new_form()


def filled(home, **values):
    """What a citizen sends."""
    return {
        "key": opened(),
        "unit": home.unit.pk,
        "topic": "other",
        "what": "Đèn đường thôn Quảng Xá hỏng ba tuần.",
    } | values
