"""Buổi trực: at least two members, once a form, set right on its day; nothing for who has no link."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.models import DutySession, TeamEvent, TeamRules
from initiatives.teams import duty, links, members
from portal.errors import DomainError
from tests.dossiers.factories import DossierFactory
from tests.initiatives.teams.making import Commune, days_ago, said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return Commune()


@pytest.fixture
def team(commune):
    return commune.team()


def alone(team):
    return {"members": list(team.members.all()[:1])}


def test_a_session_of_one_member_is_refused_with_the_rule(commune, team):
    with pytest.raises(DomainError, match="ít nhất 02 thành viên của tổ; buổi này mới có 01"):
        commune.session(team, **alone(team))

    assert not DutySession.objects.exists()


def test_where_the_commune_allows_it_a_short_session_needs_its_reason(commune, team):
    TeamRules.objects.create(unit=commune.unit, allows_fewer=True)

    with pytest.raises(DomainError, match="Ghi lý do thiếu người"):
        commune.session(team, **alone(team))
    session = commune.session(team, shortage="Tổ phó đi họp", **alone(team))

    assert (session.shortage, session.required) == ("Tổ phó đi họp", 2)


def test_a_reason_is_not_kept_where_nobody_lacked(commune, team):
    assert commune.session(team, shortage="Vắng").shortage == ""


def test_a_form_sent_twice_is_one_session(commune, team):
    key = uuid4()

    first = duty.log(team, said(team), key=key, by=None)
    second = duty.log(team, said(team), key=key, by=None)

    assert first == second
    assert TeamEvent.objects.filter(team=team, action="log").count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"held_on": timezone.localdate() + timedelta(days=2)}, "tương lai"),
        ({"to_time": time(18)}, "Giờ kết thúc phải sau"),
        ({"helped": {"helped_account": 501}}, "hơn 500 lượt"),
        ({"codes": ["<b>"]}, "không phải mã hồ sơ"),
        ({"members": []}, "Chọn thành viên có mặt"),
    ],
)
def test_what_cannot_be_is_refused_in_words(team, changed, why):
    with pytest.raises(DomainError, match=why):
        duty.log(team, said(team, **changed), key=uuid4(), by=None)


def test_who_was_not_in_the_team_that_day_was_not_there(commune, team):
    gone = team.members.last()
    members.leave(gone, last_day=days_ago(3), by=commune.officer)

    with pytest.raises(DomainError, match=f"{gone.name} không ở trong tổ"):
        commune.session(team, members=[*team.members.all()[:1], gone])


def test_two_sessions_at_one_place_and_hour_are_one_written_twice(commune, team):
    commune.session(team)

    with pytest.raises(DomainError, match="trùng giờ"):
        commune.session(team, from_time=time(20), to_time=time(22))
    commune.session(team, from_time=time(21), to_time=time(22))


def test_a_member_logs_a_session_by_the_link_without_an_account(client, commune, team):
    DossierFactory(unit=commune.unit, code="H50.25-1")
    address = commune.link(team)

    page = client.get(address)
    assertContains(page, "Thành viên 1")
    answer = client.post(address, typed(team, codes="h50.25-1, H50.25-9"), follow=True)

    session = DutySession.objects.get()
    assert (session.helped, session.logged_by, session.place) == (7, None, "hall")
    assert [one.code for one in session.dossiers.all()] == ["H50.25-1", "H50.25-9"]
    assertContains(answer, "Đã ghi buổi")
    assertContains(answer, "Xã chưa có hồ sơ mang mã H50.25-9.")
    assert page["X-Robots-Tag"] == "noindex"
    assert b"<script" not in page.content


def test_what_was_typed_stays_beside_its_error(client, commune, team):
    address = commune.link(team)

    answer = client.post(address, typed(team, members=[], note="Trời mưa"))

    assertContains(answer, "Chọn những người có mặt.")
    assertContains(answer, "Trời mưa")
    assert not DutySession.objects.exists()


def test_the_page_of_a_team_holds_no_phone(client, commune, team):
    commune.member(team, name="Trần Thị Mẫu", phone="0912345678")

    assertNotContains(client.get(commune.link(team)), "0912345678")


def test_an_address_that_was_changed_or_taken_back_opens_nothing(client, commune, team):
    first = commune.link(team)
    second = commune.link(team)

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    links.close_link(team, by=commune.officer)
    assert client.get(second).status_code == 410
    assert client.post(second, typed(team)).status_code == 410
    assert client.get("/so-to/1.1~khong-phai/").status_code == 410


def test_the_team_sets_right_and_takes_back_on_the_same_day_only(client, commune, team):
    address = commune.link(team)
    client.post(address, typed(team))
    session = DutySession.objects.get()

    client.post(f"{address}buoi/{session.pk}/", typed(team, helped_account="6"))
    session.refresh_from_db()
    assert session.helped == 9
    DutySession.objects.update(logged_at=timezone.now() - timedelta(days=1))
    assert client.get(f"{address}buoi/{session.pk}/").status_code == 404
    DutySession.objects.update(logged_at=timezone.now())
    client.post(f"{address}buoi/{session.pk}/", {"viec": "rut"})

    session.refresh_from_db()
    assert session.withdrawn_at is not None
    assert [event.action for event in session.events.all()] == ["log", "correct", "take_back"]


def test_a_link_opens_sessions_of_its_own_team_only(client, commune, team):
    other = commune.session(commune.team())

    assert client.get(f"{commune.link(team)}buoi/{other.pk}/").status_code == 404


def test_the_team_writes_down_the_last_days_an_officer_any_day(commune, team):
    long_ago = days_ago(20)

    with pytest.raises(DomainError, match="7 ngày gần đây"):
        duty.log(team, said(team, long_ago), key=uuid4(), by=None)
    assert commune.session(team, long_ago).held_on == long_ago


def test_an_officer_logs_sets_right_and_takes_back(client, commune, team):
    client.force_login(commune.officer)
    sent = typed(team, held_on=timezone.localdate().strftime("%d/%m/%Y"), from_time="8h", to_time="10h30")

    client.post(reverse("initiatives:team-duty-new", args=[team.pk]), sent)
    session = DutySession.objects.get()
    DutySession.objects.update(logged_at=timezone.now() - timedelta(days=40))
    client.post(reverse("initiatives:team-duty", args=[team.pk, session.pk]), sent | {"helped_other": "1"})
    session.refresh_from_db()

    assert (session.helped, f"{session.to_time:%H:%M}", session.logged_by) == (8, "10:30", commune.officer)
    page = client.post(reverse("initiatives:team-duty-back", args=[team.pk, session.pk]), follow=True)
    assertContains(page, "đã rút")
