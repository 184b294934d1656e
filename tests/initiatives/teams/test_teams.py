"""Tổ công nghệ số: by decision, one a place, with its members; hamlets and what a reform makes of both."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries

from initiatives.models import CommunityTeam, TeamMember, TeamRules, TeamTraining
from initiatives.tasks import remind_of_silent_teams
from initiatives.teams import hamlets, members, silence, succession, training
from portal.errors import DomainError
from portal.models import Notice, Role, Unit, UnitTree
from reports.integrity import teams as integrity
from reports.integrity import units as unit_integrity
from reports.integrity.model import Span
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.initiatives.teams.making import SINCE, Commune, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return Commune()


def sound():
    span = Span.of_years(1, timezone.localdate())
    return [*integrity.problems(span), *unit_integrity.problems(span)] == []


def test_hamlets_are_pasted_below_the_commune_each_with_a_code_of_its_own(client, commune):
    client.force_login(commune.officer)

    client.post(
        reverse("initiatives:team-hamlets"), {"names": "Tiên Mỹ 1\n\n  Thôn Tiên Mỹ 2\n", "subkind": "thôn"}
    )

    made = Unit.objects.filter(parent=commune.unit).order_by("code")
    assert [(one.code, one.name) for one in made] == [
        (f"{commune.unit.code}.T01", "Thôn Tiên Mỹ 1"),
        (f"{commune.unit.code}.T02", "Thôn Tiên Mỹ 2"),
    ]
    again = client.post(reverse("initiatives:team-hamlets"), {"names": "tiên mỹ 2", "subkind": "thôn"})
    assertContains(again, "đã có Thôn tiên mỹ 2")


def test_a_hamlet_that_was_merged_ends_with_its_team(commune):
    first, second = commune.hamlets("Một", "Hai")
    team = commune.team(first)

    hamlets.end(first, last_day=days_ago(1), heir=second, by=commune.fresh())

    team.refresh_from_db()
    assert team.ends_on == days_ago(1)
    assert not team.members.filter(left_on=None).exists()
    assert sound()


def test_a_team_is_set_up_by_decision_with_its_file(client, commune):
    [hamlet] = commune.hamlets()
    client.force_login(commune.officer)
    page = b"\x89PNG\r\n\x1a\n"
    sent = {
        "unit": hamlet.pk,
        "decision_number": "45/QĐ-UBND",
        "decision_on": "01/03/2022",
        "begins_on": "5/3/2022",
    }

    refused = client.post(reverse("initiatives:team-new"), sent | {"file": SimpleUploadedFile("q.png", page)})
    assertContains(refused, "bị hỏng")
    client.post(reverse("initiatives:team-new"), sent | {"file": SimpleUploadedFile("q.pdf", one_page())})

    team = CommunityTeam.objects.get()
    assert team.name == "Tổ công nghệ số cộng đồng thôn Tiên Mỹ 1"
    assert (team.decision_on, team.begins_on) == (date(2022, 3, 1), date(2022, 3, 5))
    answer = client.get(reverse("initiatives:team-decision", args=[team.pk]))
    assert b"".join(answer.streaming_content) == one_page()


def read_book(content):
    return list(load_workbook(io.BytesIO(content)).worksheets[0].values)


def one_page():
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def test_a_place_has_one_team_at_a_time_and_a_team_one_leader(commune):
    team = commune.team()

    with pytest.raises(DomainError, match="đã có Tổ công nghệ số"):
        commune.team(team.unit)
    with pytest.raises(DomainError, match="đã có tổ trưởng Thành viên 1"):
        commune.member(team, role="lead")
    members.leave(team.members.first(), last_day=days_ago(5), by=commune.officer)
    assert commune.member(team, role="lead", joined_on=days_ago(4)).role == "lead"
    assert sound()


def test_a_team_that_follows_another_takes_its_people_over(commune):
    team = commune.team()
    training.hold(
        commune.unit, held_on=days_ago(30), subject="Dịch vụ công", given_by="Tỉnh đoàn",
        members=list(team.members.all()[:2]), by=commune.officer,
    )  # fmt: skip

    heir = succession.follow(
        team, unit=team.unit, decision_number="9/QĐ-UBND", decision_on=days_ago(1),
        begins_on=timezone.localdate(), by=commune.officer,
    )  # fmt: skip

    team.refresh_from_db()
    assert team.ends_on == days_ago(1)
    assert [(one.name, one.role, one.trained_on) for one in heir.members.all()] == [
        ("Thành viên 1", "lead", days_ago(30)),
        ("Thành viên 2", "member", days_ago(30)),
        ("Thành viên 3", "member", None),
    ]
    assert sound()


def test_a_reform_carries_hamlets_and_their_teams_to_the_heir():
    new = Commune(valid_from=date(2025, 7, 1))
    old = UnitFactory(valid_to=date(2025, 6, 30), successor=new.unit)
    first, _ = hamlets.add(old, names=["Một", "Hai"], subkind="thôn", since=None, by=new.fresh())
    team = new.team(first)

    moved = hamlets.carry_over(old, by=new.fresh())

    assert [(one.code, one.name, one.valid_from) for one in moved] == [
        (f"{new.unit.code}.T01", "Thôn Một", date(2025, 7, 1)),
        (f"{new.unit.code}.T02", "Thôn Hai", date(2025, 7, 1)),
    ]
    heir = CommunityTeam.objects.get(predecessor=team)
    assert (heir.unit, heir.begins_on, heir.members.count()) == (moved[0], date(2025, 7, 1), 3)
    assert hamlets.carry_over(old, by=new.fresh()) == []
    assert sound()


def test_a_training_set_right_moves_the_kept_days(commune):
    team = commune.team()
    people = list(team.members.all())
    facts = {"subject": "Thanh toán trực tuyến", "given_by": "VNPT", "by": commune.officer}
    held = training.hold(commune.unit, held_on=days_ago(9), members=people[:2], **facts)

    training.change(held, held_on=days_ago(8), members=people[1:], **facts)

    assert list(TeamMember.objects.order_by("pk").values_list("trained_on", flat=True)) == [
        None, days_ago(8), days_ago(8)
    ]  # fmt: skip
    assert TeamTraining.objects.count() == 1


def test_silence_is_told_once_a_week_to_who_keeps_the_teams(commune):
    quiet, busy = commune.team(), commune.team()
    commune.session(busy, days_ago(3))
    commune.session(quiet, days_ago(31))

    remind_of_silent_teams()
    remind_of_silent_teams()

    [notice] = Notice.objects.filter(user=commune.officer)
    assert notice.text == f"1 tổ công nghệ số lâu không có buổi trực: {quiet.unit.name} (31 ngày)."
    assert notice.url == "/to-cong-nghe-so/?trang-thai=im-lang"
    TeamRules.objects.create(unit=commune.unit, silent_days=60)
    assert silence.silent(None, UnitTree.load(), on=timezone.localdate()) == []


def test_the_list_costs_the_same_for_one_team_and_for_three(client, commune):
    client.force_login(commune.officer)
    address = reverse("initiatives:teams")
    commune.session(commune.team())
    client.get(address)
    with assertNumQueries(10) as one:
        client.get(address)
    for _ in range(2):
        commune.session(commune.team())

    with assertNumQueries(len(one)):
        assertContains(client.get(address), "3 tổ")


def test_phones_are_for_the_commune_not_for_who_only_watches(client, commune):
    province = UnitFactory(kind="province", name="Tỉnh Mẫu")
    Unit.objects.filter(pk=commune.unit.pk).update(parent=province)
    team = commune.team()
    commune.member(team, name="Trần Thị Mẫu", phone="0912345678")
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    assertContains(client.get(team.get_absolute_url()), "Trần Thị Mẫu")
    assertNotContains(client.get(team.get_absolute_url()), "0912345678")
    book = client.get(reverse("initiatives:teams-excel")).content
    assert [row[9] for row in read_book(book)[1:]] == [None] * 4
    client.force_login(commune.officer)
    assert "0912345678" in [
        row[9] for row in read_book(client.get(reverse("initiatives:teams-excel")).content)
    ]


def test_citizens_read_of_teams_only_where_and_when_and_who_agreed(client, commune):
    team = commune.team(duty_place="Nhà văn hóa", duty_hours="Tối thứ Ba")
    commune.member(team, name="Trần Thị Đồng Ý", phone="0912345678", is_listed=True)
    address = f"{reverse('reports:public-office')}?don-vi={commune.unit.code}"

    assertNotContains(client.get(address), "Tối thứ Ba")
    client.force_login(commune.officer)
    rules = {"at_least": 2, "silent_days": 30, "days_back": 7, "is_public": "on"}
    client.post(reverse("initiatives:team-rules", args=[commune.unit.pk]), rules)
    client.logout()
    page = client.get(address)

    assertContains(page, "Nhà văn hóa: Tối thứ Ba")
    assertContains(page, "0912345678")
    assertNotContains(page, "Thành viên 1")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda team: team.members.update(trained_on=SINCE), "team.trained"),
        (lambda team: team.sessions.update(held_on=SINCE - timedelta(days=1)), "team.session"),
        (lambda team: team.sessions.update(required=3), "team.session"),
        (lambda team: team.sessions.update(withdrawn_at=timezone.now()), "team.session"),
        (lambda team: CommunityTeam.objects.filter(pk=team.pk).update(ends_on=days_ago(-9)), "team.state"),
        (lambda team: team.members.update(role="lead"), "team.state"),
    ],
)
def test_a_spoiled_row_is_found(commune, spoil, code):
    team = commune.team()
    commune.session(team)
    assert sound()

    spoil(team)

    assert code in {one.code for one in integrity.problems(Span.of_years(1, timezone.localdate()))}
