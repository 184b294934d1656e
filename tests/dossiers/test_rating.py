"""Đánh giá: levels as the office asks for them, and reasons that lead back to nobody."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import rating, rating_links
from dossiers.models import Dossier, Office, RatingReason
from dossiers.models.rating import Reason
from dossiers.status import Rating
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WHY, REASONS = "/danh-gia/vi-sao/", "/danh-gia/ly-do/"


def page_of(dossier):
    return f"/danh-gia/{rating_links.token_of(dossier)}/"


def of_three_levels():
    dossier = DossierFactory(returned=True)
    Office(unit=dossier.receiving_unit, rating_levels=3).save()
    return dossier


def rated(client, level):
    """The page after a rating, and the dossier as it then is."""
    dossier = of_three_levels()
    page = client.post(page_of(dossier), {"rating": level})
    return page, Dossier.objects.get(pk=dossier.pk)


def say(client, page, reason="time", text=""):
    return client.post(
        WHY, {"ticket": page.context["form"]["ticket"].value(), "reason": reason, "text": text}
    )


def said(unit, times, **fields):
    month = timezone.localdate().replace(day=1)
    given = {"unit": unit, "month": month, "reason": Reason.TIME} | fields
    return [RatingReason.objects.create(**given) for _ in range(times)]


# Levels


def test_an_office_may_ask_for_three_levels(client):
    page = client.get(page_of(of_three_levels()))

    for label in ("Rất hài lòng", "Hài lòng", "Chưa hài lòng"):
        assertContains(page, f">{label}</button>")
    assertNotContains(page, "Bình thường")


@pytest.mark.parametrize(
    ("sent", "kept"), [("5", Rating.VERY_SATISFIED), ("4", Rating.SATISFIED), ("2", Rating.DISSATISFIED)]
)
def test_three_levels_are_kept_on_the_scale_of_five(client, sent, kept):
    _, dossier = rated(client, sent)

    assert dossier.rating == kept


@pytest.mark.parametrize("level", ["1", "3"])
def test_a_level_that_was_not_offered_is_not_taken(client, level):
    page, dossier = rated(client, level)

    assertContains(page, "Chọn một mức trên màn hình.")
    assert dossier.rating is None


def test_the_administrator_chooses_the_levels(client):
    admin = UserFactory(roles=[Role.UNIT_ADMIN])
    client.force_login(admin)

    client.post(f"/quan-tri/don-vi/thiet-lap/{admin.unit.pk}/muc/danh-gia/", {"rating_levels": "3"})

    assert Office.of(admin.unit).rating_levels == 3


# Why not


@pytest.mark.parametrize(("level", "asks"), [("5", False), ("4", False), ("2", True)])
def test_only_who_is_not_satisfied_is_asked_why(client, level, asks):
    page, _ = rated(client, level)

    assertContains(page, "Xin cảm ơn Ông/Bà")
    assert ("Ông/Bà chưa hài lòng về điều gì?" in page.content.decode()) is asks


def test_a_reason_keeps_unit_and_month_and_nothing_else_of_where_and_when(client):
    page, dossier = rated(client, "2")
    lines = AuditEvent.objects.count()

    assertContains(say(client, page, text="Chờ lâu quá"), "Xin cảm ơn Ông/Bà")

    kept = RatingReason.objects.get()
    assert (kept.unit, kept.reason, kept.text) == (dossier.receiving_unit, "time", "Chờ lâu quá")
    assert kept.month == timezone.localdate().replace(day=1)
    assert {field.name for field in RatingReason._meta.get_fields()} == {
        "id",
        "unit",
        "month",
        "reason",
        "text",
    }
    assert AuditEvent.objects.count() == lines


def test_pressing_twice_is_one_reason(client):
    page, _ = rated(client, "2")

    say(client, page)
    assertContains(say(client, page, reason="fee"), "Xin cảm ơn Ông/Bà")

    assert RatingReason.objects.get().reason == "time"


def test_a_reason_is_chosen_and_what_was_typed_stays(client):
    page, _ = rated(client, "2")

    answer = say(client, page, reason="", text="Ồn")

    assertContains(answer, "Chọn một lý do.")
    assertContains(answer, "Ồn</textarea>")
    assert not RatingReason.objects.exists()


def test_a_reason_comes_within_ten_minutes_and_by_a_ticket_of_the_portal(client, monkeypatch):
    ticket = rating.ticket_for(UnitFactory())
    monkeypatch.setattr(rating, "REASON_WITHIN", timedelta(seconds=-1))

    for one in (ticket, "1.abc", "1.00000000000000000000000000000000~x"):
        with pytest.raises(DomainError, match="đánh giá của Ông/Bà đã được ghi"):
            rating.say_why(one, reason=Reason.TIME, text="")


def test_an_officer_gives_no_reason(client):
    page, _ = rated(client, "2")
    client.force_login(OfficerFactory())

    assert say(client, page).status_code == 403
    assert not RatingReason.objects.exists()


# What the office reads


@pytest.fixture
def leader(client):
    leader = UserFactory(roles=[Role.LEADER])
    client.force_login(leader)
    return leader


def test_under_five_reasons_are_not_shown(client, leader):
    said(leader.unit, 4, text="Chờ lâu")
    assertNotContains(client.get(REASONS), "Chờ lâu")
    assertContains(client.get(REASONS), "dưới 5 lý do")

    said(leader.unit, 1)

    assertContains(client.get(REASONS), "Thời gian giải quyết: Chờ lâu", count=4)


def test_reasons_of_other_units_and_other_quarters_are_not_counted(client, leader):
    said(leader.unit, 4)
    said(UnitFactory(), 5)
    said(leader.unit, 5, month=date(2020, 1, 1))

    assertContains(client.get(REASONS), "dưới 5 lý do")


def test_reasons_stand_in_no_order_of_time(leader):
    for text in ("d", "b", "e", "a", "c"):
        said(leader.unit, 1, text=text)
    month = timezone.localdate().replace(day=1)

    shown = rating.reasons([leader.unit.pk], month, month)

    assert [one.text for one in shown] == ["a", "b", "c", "d", "e"]


def test_the_list_costs_the_same_for_five_and_for_ten(client, leader):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(REASONS)
        return len(queries)

    said(leader.unit, 5, text="x")
    cost()
    few = cost()
    said(leader.unit, 5, text="y")

    assert cost() == few
