"""Random walks through the life cycle: whatever is tried, the record stays what its history tells."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from dossiers import lifecycle, limits
from dossiers.errors import IllegalMove, LimitPassed, NotALeader
from dossiers.lifecycle.moving import tell
from dossiers.models import Dossier, FiledAs, Slip
from dossiers.models.dossier import day_of
from dossiers.replay import replay
from dossiers.status import FINISHED, PAUSED, TRANSITIONS, DossierStatus
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, ProcedureFactory, UserFactory, at

START = at("2024-03-15 09:30")
ASKED = [lifecycle.Asked("Giấy chứng sinh"), lifecycle.Asked("Khai lại mục 5")]


def receive_all(dossier, **act):
    return lifecycle.receive_supplement(dossier, **act)


def receive_first(dossier, **act):
    request = lifecycle.open_request(dossier)
    first = request.items.filter(came_at=None).first() if request else None
    came = {first.pk: FiledAs.ORIGINAL} if first else {}
    return lifecycle.receive_supplement(dossier, came=came, **act)


def apologise(dossier, **act):
    return lifecycle.apologise(
        dossier, reason="Cần xác minh", new_due_at=lifecycle.proposed_date(dossier, act["at"]), **act
    )


STEPS = {
    "accept": (lifecycle.accept, DossierStatus.RECEIVED),
    "not_accept": (lifecycle.not_accept, DossierStatus.NOT_ACCEPTED),
    "start_processing": (lifecycle.start_processing, DossierStatus.PROCESSING),
    "request_supplement": (lifecycle.request_supplement, DossierStatus.AWAITING_SUPPLEMENT),
    "receive_all": (receive_all, DossierStatus.PROCESSING),
    "receive_first": (receive_first, None),
    "apologise": (apologise, None),
    "withdraw": (lifecycle.withdraw, DossierStatus.WITHDRAWN),
    "stop": (lifecycle.stop, DossierStatus.STOPPED),
    "refuse": (lifecycle.refuse, DossierStatus.CONCLUDED),
    "conclude": (lifecycle.conclude, DossierStatus.CONCLUDED),
    "return_result": (lifecycle.return_result, DossierStatus.RETURNED),
    "undo": (lifecycle.undo, None),
}
NEEDS_REASON = {"not_accept", "request_supplement", "withdraw", "stop", "refuse", "undo"}
ENDINGS = {"not_accept", "withdraw", "stop", "refuse", "return_result"}
HAS_OVERRIDE = {"request_supplement", "refuse", "apologise"}
LATER = (0, 1, 5, 45, 90, 240, 1440, 4320)
ACTORS = ("officer", "colleague", "leader", None)
COLUMNS = [column.attname for column in Dossier._meta.concrete_fields]


class People:
    def __init__(self):
        self.officer = OfficerFactory()
        unit = self.officer.unit
        self.colleague = OfficerFactory(unit=unit)
        self.leader = UserFactory(unit=unit, roles=[Role.LEADER])


def begun(people, registered):
    if not registered:
        return lifecycle.receive(
            procedure=ProcedureFactory(), unit=people.officer.unit, applicant_name="Trần Thị Bích Ngọc",
            by=people.officer, at=START,
        )  # fmt: skip
    dossier = DossierFactory(
        unit=people.officer.unit, status=DossierStatus.REGISTERED, received_at=START, code="G22-240315-0001"
    )
    Dossier.objects.filter(pk=dossier.pk).update(
        received_at=None, received_on=None, due_at=None, due_on=None, original_due_at=None,
        original_due_on=None, visits=None,
    )  # fmt: skip
    dossier.refresh_from_db()
    tell(dossier, "import", "", at=START, by=None)
    return dossier


def chosen(dossier, rng):
    """Mostly something that may follow, now and then anything at all."""
    following = TRANSITIONS[DossierStatus(dossier.status)] | {None}
    may = [name for name, (_, target) in STEPS.items() if target in following]
    weights = [1 if name in ENDINGS else 3 for name in may]
    return rng.choices(may, weights)[0] if rng.random() < 0.8 else rng.choice(list(STEPS))


def act(dossier, name, moment, by, override):
    arguments = {"by": by, "at": moment}
    if name in NEEDS_REASON:
        arguments["reason"] = "Có lý do"
    if name == "request_supplement":
        arguments["items"] = ASKED
    if name in HAS_OVERRIDE and override:
        arguments["override"] = "Luật chuyên ngành cho phép"
    return STEPS[name][0](dossier, **arguments)


def columns(dossier):
    row = Dossier.objects.get(pk=dossier.pk)
    return {name: getattr(row, name) for name in COLUMNS}


def clock(dossier):
    """The pauses without their own keys: one that was put back is a row like before."""
    return list(dossier.pauses.values_list("from_at", "to_at", "due_on_before", "due_on_after"))


def everything(dossier):
    return (
        columns(dossier), clock(dossier), list(dossier.events.order_by("pk").values_list("pk", flat=True)),
        list(dossier.components.order_by("pk").values_list("pk", "name")),
        list(dossier.supplement_requests.order_by("pk").values_list("pk", "answered_at", "undone_at")),
        dossier.overrides.count(), Slip.objects.count(), AuditEvent.objects.count(),
    )  # fmt: skip


def hold_together(dossier):
    """The row is what its events lead to, and its clock, its requests and its state tell one story."""
    events = list(dossier.events.order_by("pk"))
    told = replay(events)
    assert told.knows_moments
    assert told.knows_due
    for name in (
        "status", "received_at", "original_due_at", "due_at", "paused_since", "finished_at", "returned_at",
        "outcome",
    ):  # fmt: skip
        assert getattr(told, name) == getattr(dossier, name), name
    assert [
        (stand.from_at, stand.to_at, day_of(stand.due_before), day_of(stand.due_after))
        for stand in told.stands
    ] == clock(dossier)
    assert dossier.was_paused == bool(told.stands)
    assert (dossier.paused_since is not None) == (dossier.status in PAUSED)
    assert (dossier.finished_at is not None) == (dossier.status in FINISHED)
    if dossier.due_at is not None:
        assert dossier.due_at >= dossier.original_due_at
    standing = dossier.supplement_requests.filter(undone_at=None)
    assert limits.supplements_asked(dossier) == standing.count()
    assert [one.ordinal for one in standing] == list(range(1, standing.count() + 1))
    for earlier, event in zip(["", *[one.to_status for one in events]], events, strict=False):
        assert event.from_status == earlier


class WalkTest(HypothesisTestCase):
    @settings(
        max_examples=30, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(registered=st.booleans(), seed=st.integers(0, 10**9))
    def test_whatever_is_tried_the_history_replays_to_the_row_and_a_refusal_changes_nothing(
        self, registered, seed
    ):
        people, rng = People(), Random(seed)
        dossier, moment, before = begun(people, registered), START, []
        for _ in range(12):
            name, who, override = chosen(dossier, rng), rng.choice(ACTORS), rng.random() < 0.5
            moment += timedelta(minutes=rng.choice(LATER))
            by = getattr(people, who) if who else None
            target, status = STEPS[name][1], DossierStatus(dossier.status)
            kept = everything(dossier)
            row = (columns(dossier), clock(dossier))
            try:
                act(dossier, name, moment, by, override)
            except IllegalMove:
                assert target is None or target not in TRANSITIONS[status]
                assert everything(dossier) == kept
            except (LimitPassed, NotALeader):
                assert by is not None
                assert everything(dossier) == kept
            except DomainError:
                assert name in {"undo", "apologise", "receive_first"}
                assert everything(dossier) == kept
            else:
                after = Dossier.objects.get(pk=dossier.pk)
                if name == "undo":
                    assert (columns(dossier), clock(dossier)) == before.pop()
                elif after.status != status:
                    before.append(row)
            dossier.refresh_from_db()
            hold_together(dossier)
