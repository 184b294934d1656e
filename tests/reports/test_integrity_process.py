from datetime import timedelta

import pytest

from dossiers.models import Dossier, Handover, ProcessStep, Slip
from dossiers.process import handing, ways
from portal.models import Role
from reports.integrity import process
from reports.integrity.model import Span
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    unit = UnitFactory()
    desk = UserFactory(unit=unit, roles=[Role.INTAKE])
    specialist = UserFactory(unit=unit, roles=[Role.PROCESSING])
    dossier = DossierFactory(unit=unit)
    handing.hand_over_many([(dossier, 1)], by=desk, to_step=2, to_user=specialist, at=at("2024-03-15 10:00"))
    handing.hand_over(dossier, by=specialist, to_step=3, seen_at=2, at=at("2024-03-18 10:00"))
    return dossier


def found():
    return [problem.code for problem in process.problems(Span.of_years(3, at("2024-03-20").date()))]


def test_what_the_desk_wrote_holds_together(dossier):
    assert found() == []


def test_shares_that_miss_the_whole_limit_are_found(dossier):
    ProcessStep.objects.filter(process=ways.shipped(), position=2).update(share=50)

    assert found() == ["process.shares"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda stay: {"from_user": UserFactory()},
        lambda stay: {"at": stay.at - timedelta(hours=1)},
        lambda stay: {"result": "late"},
        lambda stay: {"to_user": UserFactory()},
    ],
)
def test_a_broken_chain_of_hand_overs_is_found(dossier, harm):
    last = dossier.handovers.last()

    Handover.objects.filter(pk=last.pk).update(**harm(last))

    assert found() == ["process.chain"]


def test_somebody_of_another_unit_who_has_the_dossier_is_found(dossier):
    stranger = UserFactory()
    Dossier.objects.filter(pk=dossier.pk).update(assignee=stranger)
    Handover.objects.filter(dossier=dossier, finished_at=None).update(to_user=stranger)

    assert found() == ["process.assignee"]


def test_a_list_that_names_other_dossiers_than_were_handed_over_is_found(dossier):
    slip = Slip.objects.get()
    slip.content["codes"].append("H50-000000-0001")
    slip.save()

    assert found() == ["process.list"]
