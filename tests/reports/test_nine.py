"""Chín chỉ số (TT 01/2018 Đ.13–15): points from records, what is not told left out, no rater behind them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.models import Feedback, PostedCode, Slip, SlipKind, Source, SupplementRequest, Transfer
from dossiers.process import handing
from dossiers.status import Channel
from portal.models import Role
from reports import nine
from reports.figures import Scope
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory, at
from tests.dossiers.voices.making import Home

pytestmark = pytest.mark.django_db
PERIOD = "cal-2024-Q1"
PAGE, LIST = "/bao-cao/so-lieu/chin-chi-so/", "/bao-cao/so-lieu/chin-chi-so/ho-so/"
RECEIVED = at("2024-03-11 09:00")


@pytest.fixture
def unit():
    return UnitFactory()


def resolved(unit, *, late=-1, **fields):
    """A dossier finished so many days after its due day."""
    due = RECEIVED + timedelta(days=4)
    given = {
        "unit": unit, "concluded": True, "received_at": RECEIVED, "due_at": due,
        "finished_at": due + timedelta(days=late), "officer_name": "Lê Thị Loan",
    }  # fmt: skip
    return DossierFactory(**given | fields)


def scope(unit):
    return Scope.of(unit, Period.parse(PERIOD))


def score(unit, number):
    return next(one for one in nine.unit_sheet(scope(unit)).scores if one.index.number == number)


def supplements(dossier, times):
    for ordinal in range(1, times + 1):
        slip = Slip.objects.create(
            kind=SlipKind.SUPPLEMENT, unit=dossier.receiving_unit, year=2024, dossier=dossier,
            number=Slip.objects.count() + 1, issued_at=RECEIVED,
        )  # fmt: skip
        SupplementRequest.objects.create(
            dossier=dossier,
            ordinal=ordinal,
            reason="Thiếu",
            slip=slip,
            requested_at=RECEIVED,
            answered_at=RECEIVED,
        )


def handed_on(unit, *results):
    """A resolved dossier whose stays ended so."""
    officer = OfficerFactory(unit=unit)
    dossier = DossierFactory(unit=unit, received_at=RECEIVED)
    handing.hand_over_many([(dossier, 1)], by=officer, to_step=2, to_user=None)
    dossier.refresh_from_db()
    dossier.status, dossier.finished_at, dossier.current_step = "concluded", RECEIVED, None
    dossier.save()
    stays = list(dossier.handovers.order_by("pk"))
    assert len(stays) >= len(results)
    for stay, result in zip(stays, results, strict=False):
        stay.result, stay.due_at, stay.finished_at = result, stay.at, stay.at
        stay.save()
    dossier.handovers.exclude(pk__in=[stay.pk for stay in stays[: len(results)]]).update(due_at=None)


# The points of a dossier


@pytest.mark.parametrize(("late", "points"), [(-1, 2), (0, 1), (1, 0)])
def test_the_whole_time_earns_points_against_the_due_day(unit, late, points):
    resolved(unit, late=late)

    assert score(unit, 1).value == points


def test_a_dossier_without_a_due_day_is_on_time(unit):
    resolved(unit, due_at=None, finished_at=RECEIVED)

    assert score(unit, 1).value == 1


@pytest.mark.parametrize(("times", "third", "fourth"), [(0, 2, 2), (1, 1, 1), (2, 0, 1)])
def test_each_supplement_is_a_contact_with_the_one_stop_office(unit, times, third, fourth):
    supplements(resolved(unit), times)

    assert (score(unit, 3).value, score(unit, 4).value) == (third, fourth)


def test_what_a_sheet_brought_tells_no_contacts(unit):
    resolved(unit, source=Source.IMPORT)

    assert (score(unit, 3).value, score(unit, 4).value) == (None, None)


@pytest.mark.parametrize(("answered", "points"), [(-1, 2), (0, 1), (1, 0), (None, 0)])
def test_an_agency_that_was_asked_is_held_to_its_own_day(unit, answered, points):
    dossier = resolved(unit)
    due = RECEIVED + timedelta(days=1)
    Transfer.objects.create(
        dossier=dossier, to_agency="Công an xã", content="Xác minh", sent_at=RECEIVED - timedelta(days=1),
        sent_by=UserFactory(unit=unit), due_at=due,
        answered_at=None if answered is None else due + timedelta(days=answered),
    )  # fmt: skip

    assert score(unit, 2).value == points


@pytest.mark.parametrize(("result", "points"), [("early", 2), ("on_time", 1), ("late", 0)])
def test_a_step_is_held_to_its_own_limit(unit, result, points):
    handed_on(unit, result)

    assert score(unit, 2).value == points


def test_without_a_limit_for_any_step_the_second_index_is_left_out(unit):
    resolved(unit)

    assert score(unit, 2).value is None


def test_publishing_on_the_site_is_one_point_and_a_posted_code_the_other(unit):
    resolved(unit)
    assert score(unit, 6).value == 1

    PostedCode.objects.create(
        short="abc2345", unit=unit, kind="catalogue", place="Bảng niêm yết", posted_at=RECEIVED
    )

    assert score(unit, 6).value == 2


def test_the_mean_is_rounded_half_up_to_one_decimal(unit):
    for late in (-1, -1, -1, 0):
        resolved(unit, late=late)

    assert score(unit, 1).value == Decimal("1.8")


def test_dossiers_of_other_periods_and_of_running_ones_earn_nothing(unit):
    resolved(unit)
    resolved(unit, finished_at=at("2024-04-02"), late=0)
    DossierFactory(unit=unit, received_at=RECEIVED)

    assert nine.unit_sheet(scope(unit)).dossiers == 1


# Attitude


def test_attitude_is_told_from_five_ratings_on(unit):
    for _ in range(4):
        resolved(unit, rating=5)
    assert score(unit, 7).value is None

    resolved(unit, rating=2)

    assert score(unit, 7).value == Decimal("1.6")


def test_no_list_of_dossiers_tells_who_was_not_satisfied(client, unit):
    leader = UserFactory(unit=unit, roles=[Role.LEADER])
    for rating in (1, 5, 5, 5, 5):
        resolved(unit, rating=rating)
    client.force_login(leader)

    page = client.get(PAGE, {"ky": PERIOD, "don-vi": unit.code})

    assertNotContains(page, "chi-so=7")
    assert client.get(LIST, {"ky": PERIOD, "chi-so": "7", "diem": "0"}).status_code == 404


# The unit


@pytest.mark.parametrize(
    ("online", "late", "points"), [(4, False, 2), (4, True, 1), (2, False, 1), (1, False, 0)]
)
def test_online_shares_earn_the_ninth_index(unit, online, late, points):
    for number in range(10):
        resolved(
            unit, late=1 if late and number == 0 else -1,
            channel=Channel.ONLINE_FULL if number < online else Channel.DIRECT,
        )  # fmt: skip

    assert score(unit, 9).value == points


@pytest.mark.parametrize(("on_time", "late", "points"), [(0, 0, 2), (3, 0, 2), (9, 1, 1), (8, 1, 0)])
def test_answers_to_feedback_earn_the_eighth_index_by_their_day(unit, on_time, late, points):
    for number in range(on_time + late):
        feedback = Home(unit).received(when=RECEIVED - timedelta(days=30))
        answered = feedback.due_on + timedelta(days=0 if number < on_time else 1)
        Feedback.objects.filter(pk=feedback.pk).update(status="answered", answered_on=answered)

    assert score(unit, 8).value == points


def test_what_no_record_tells_is_left_out_and_the_class_is_in_proportion(unit):
    resolved(unit, late=0)
    sheet = nine.unit_sheet(scope(unit))

    told = {one.index.number: one.value for one in sheet.scores if one.value is not None}
    assert told == {1: 1, 3: 2, 4: 2, 6: 1, 8: 2, 9: 0}
    assert (sheet.total, sheet.most, sheet.scaled) == (Decimal(8), 12, Decimal("12.0"))
    assert sheet.class_label == "Tốt"


@pytest.mark.parametrize(
    ("scaled", "label"),
    [
        ("15.0", "Xuất sắc"),
        ("14.9", "Tốt"),
        ("12.0", "Tốt"),
        ("9.0", "Khá"),
        ("6.0", "Trung bình"),
        ("5.9", "Yếu"),
    ],
)
def test_a_unit_is_classed_by_the_limits_of_the_circular(scaled, label):
    assert next(name for least, name in nine.UNIT_CLASSES if Decimal(scaled) >= least) == label


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), min_size=5, max_size=5))
def test_a_total_never_leaves_its_scale(parts):
    scores = tuple(
        nine.Score(nine.BY_NUMBER[number], min(points, 2 * dossiers), dossiers)
        for number, (points, dossiers) in zip(nine.PERSONAL, parts, strict=True)
    )
    sheet = nine.Sheet("", 1, scores, 10, nine.OFFICER_CLASSES)

    assert sheet.scaled is None or 0 <= sheet.scaled <= 10
    assert sheet.total <= sheet.most


# The page


@pytest.fixture
def leader(client, unit):
    leader = UserFactory(unit=unit, roles=[Role.LEADER])
    client.force_login(leader)
    return leader


def test_a_leader_sees_each_officer_and_opens_what_earned_no_point(client, unit, leader):
    late = resolved(unit, late=3)
    resolved(unit, officer_name="Trần Văn Hải")

    page = client.get(PAGE, {"ky": PERIOD})
    found = client.get(LIST, {"ky": PERIOD, "chi-so": "1", "diem": "0", "can-bo": "Lê Thị Loan"})
    none = client.get(LIST, {"ky": PERIOD, "chi-so": "1", "diem": "0", "can-bo": "Trần Văn Hải"})

    assertContains(page, "Trần Văn Hải")
    assertContains(found, late.code)
    assertContains(none, "Không có hồ sơ nào")


def test_only_leaders_and_administrators_see_officers(client, unit):
    resolved(unit)
    client.force_login(UserFactory(unit=unit, roles=[Role.REFORM]))

    page = client.get(PAGE, {"ky": PERIOD})

    assertContains(page, "Điểm của đơn vị")
    assertNotContains(page, "Lê Thị Loan")
    words = {"ky": PERIOD, "chi-so": "1", "diem": "2", "can-bo": "Lê Thị Loan"}
    assert client.get(LIST, words).status_code == 403


def test_the_list_holds_as_many_as_the_point_was_given_for(unit):
    for late in (-1, -1, 0, 1):
        resolved(unit, late=late)

    assert [nine.dossiers(scope(unit), 1, points).count() for points in (2, 1, 0)] == [2, 1, 1]
    assert score(unit, 1).points == 2 * 2 + 1


@pytest.mark.parametrize(
    "words", [{"chi-so": "8", "diem": "0"}, {"chi-so": "1", "diem": "3"}, {"chi-so": "x"}]
)
def test_lists_that_do_not_exist_are_not_found(client, leader, words):
    assert client.get(LIST, words).status_code == 404


def test_the_page_costs_the_same_for_one_dossier_and_for_three(client, unit, leader):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE, {"ky": PERIOD})
        return len(queries)

    resolved(unit)
    cost()
    one = cost()
    resolved(unit, officer_name="Trần Văn Hải")
    resolved(unit, officer_name="Ngô Thị Bé")

    assert cost() == one
