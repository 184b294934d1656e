"""Chỉ tiêu về tổ công nghệ số: coverage on the last day, work in the period, records behind each number."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNumQueries

from initiatives.models import CommunityTeam
from initiatives.teams import duty, hamlets, training
from portal.models import Role, Unit, UnitTree
from reports import material, tables
from reports.community import CODES
from reports.community_board import board
from reports.figures import By, Scope, figure_set, records
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory
from tests.initiatives.teams.making import SINCE, Commune, days_ago

pytestmark = pytest.mark.django_db
PERIOD = Period.between(date(2022, 12, 15), date(2023, 6, 14))


def figures(unit, period):
    return {code: value for code, value in figure_set(unit, period).figures.items() if code in CODES}


@pytest.fixture
def recent():
    return Period.between(days_ago(20), timezone.localdate())


@pytest.fixture
def commune():
    return Commune()


def test_149_of_149_hamlets_and_18_communes_have_a_team():
    district = UnitFactory(kind="district", name="Huyện Mẫu", code="464")
    communes = UnitFactory.create_batch(18, parent=district)
    places = [
        Unit(code=f"{communes[number % 18].code}.T{number:02d}", name=f"Thôn {number}", kind="hamlet",
             parent=communes[number % 18])
        for number in range(149)
    ]  # fmt: skip
    Unit.objects.bulk_create(places)
    CommunityTeam.objects.bulk_create(
        CommunityTeam(unit=unit, name=unit.name, decision_number="1", decision_on=SINCE, begins_on=SINCE)
        for unit in [*communes, *places]
    )
    ended = CommunityTeam.objects.filter(unit=places[0])

    whole, lines = board(Scope.of(district, PERIOD))

    counts = {
        code: whole.figures[code] for code in ("hamlets", "hamlets_with_team", "teams", "teams_commune")
    }
    assert counts == {"hamlets": 149, "hamlets_with_team": 149, "teams": 167, "teams_commune": 18}
    assert whole.rates["team_coverage"] == 100
    assert [line.figures["hamlets"] for line in lines] == [9] * 5 + [8] * 13
    ended.update(ends_on=date(2023, 6, 13))
    assert figures(district, PERIOD)["hamlets_with_team"] == 148
    assert (
        figures(district, Period.between(date(2022, 12, 15), date(2023, 6, 13)))["hamlets_with_team"] == 149
    )


def worked(commune):
    """Two hamlets, one with a team that worked; the commune's own team, which did not."""
    first, _ = commune.hamlets("Một", "Hai")
    team = commune.team(first)
    commune.team(commune.unit, people=2)
    training.hold(
        commune.unit, held_on=days_ago(90), subject="Số hóa", given_by="VNPT",
        members=list(team.members.all()[:2]), by=commune.officer,
    )  # fmt: skip
    dossier = DossierFactory(unit=commune.unit)
    helped = {"helped_account": 4, "helped_payment": 2, "helped_other": 1}
    commune.session(team, days_ago(5), helped=helped, codes=[dossier.code, "H50.25-KHONG-CO"])
    commune.session(team, days_ago(2), helped={"helped_account": 1}, codes=[dossier.code])
    commune.session(team, days_ago(40), helped={"helped_digitisation": 9})
    duty.take_back(commune.session(team, days_ago(1), helped={"helped_account": 50}), by=commune.officer)
    return team


def test_work_is_counted_in_its_period_and_what_was_taken_back_is_not(commune, recent):
    worked(commune)

    assert figures(commune.unit, recent) == {
        "hamlets": 2, "hamlets_with_team": 1,
        "teams": 2, "teams_commune": 1, "teams_active": 1, "teams_idle": 1,
        "team_members": 5, "team_members_trained": 2, "team_sessions": 2, "team_sessions_short": 0,
        "team_helped": 8, "team_helped_account": 5, "team_helped_submission": 0,
        "team_helped_digitisation": 0, "team_helped_payment": 2, "team_helped_other": 1,
        "team_dossiers": 1,
    }  # fmt: skip


def test_each_number_of_the_board_opens_as_many_records(client, commune, recent):
    worked(commune)
    client.force_login(commune.officer)
    ask = f"?ky={recent.code}"

    page = client.get(reverse("reports:teams") + ask)

    assertContains(page, "1/2 thôn có tổ")
    seen = 0
    for line in [*page.context["lines"], page.context["total"]]:
        for figure in [
            line.with_team,
            line.hamlets,
            line.teams,
            line.members,
            line.trained,
            *dict(line.work).values(),
            line.dossiers,
        ]:
            if figure is None or not figure.value:
                continue
            seen += 1
            words = {name: values[0] for name, values in parse_qs(urlsplit(figure.url).query).items()}
            by = By.UNIT if "nhom" in words else None
            found = records(
                Scope.of(commune.unit, recent), words["chi-tieu"], by=by, key=words.get("nhom", "")
            )
            shown = client.get(figure.url)
            if words["chi-tieu"].startswith("team_helped"):
                assert shown.context["sum"] == figure.value
            else:
                assert found.count() == shown.context["page_obj"].paginator.count == figure.value
    assert seen > 20


def test_a_superior_reads_its_communes_and_a_team_of_elsewhere_is_not_among_them(client, recent):
    province = UnitFactory(kind="province", name="Tỉnh Mẫu")
    commune = Commune(parent=province)
    worked(commune), worked(Commune())
    client.force_login(UserFactory(unit=province, roles=[Role.SUPERVISOR]))

    page = client.get(reverse("reports:teams") + f"?ky={recent.code}")

    assert [line.label for line in page.context["lines"]] == [commune.unit.name]
    assert page.context["lines"][0].dossiers.value == 1
    assert [one.team.unit for one in page.context["silent"]] == [commune.unit]


def test_the_board_costs_the_same_for_one_team_and_for_three(client, commune, recent):
    commune.session(commune.team(), days_ago(3))
    client.force_login(commune.officer)
    address = reverse("reports:teams") + f"?ky={recent.code}"
    client.get(address)
    with assertNumQueries(15) as one:
        client.get(address)
    commune.session(commune.team(), days_ago(3))
    commune.team()

    with assertNumQueries(len(one)):
        client.get(address)


def test_the_heir_of_a_commune_counts_what_was_before_it():
    new = Commune(valid_from=date(2025, 7, 1))
    old = UnitFactory(valid_to=date(2025, 6, 30), successor=new.unit)
    hamlets.add(old, names=["Một", "Hai"], subkind="thôn", since=None, by=new.fresh())
    new.team(Unit.objects.get(name="Thôn Một"))
    hamlets.carry_over(old, by=new.fresh())

    for period in (PERIOD, Period.between(date(2025, 7, 1), date(2025, 9, 14))):
        assert [figures(new.unit, period)[code] for code in ("hamlets", "hamlets_with_team", "teams")] == [
            2,
            1,
            1,
        ]


def test_a_report_tells_of_the_teams_in_a_table_by_hamlet(commune, recent):
    worked(commune)

    table = tables.TABLES["teams"](material.gather(commune.unit, recent))

    cells = [[cell.text or str(cell.number) for cell in row.cells] for row in table.rows]
    assert cells == [
        ["1", "Thôn Một", "1", "1", "1", "3", "2", "2", "8"],
        ["2", "Thôn Hai", "1", "0", "0", "0", "0", "0", "0"],
        ["3", f"{commune.unit.name} (tổ của xã)", "0", "0", "1", "2", "0", "0", "0"],
        ["Tổng cộng", "2", "1", "2", "5", "2", "2", "8"],
    ]
    assert tables.TABLES["teams"](material.gather(UnitFactory(), recent)) is None


def test_a_team_of_a_unit_that_is_no_more_does_not_stand():
    commune = Commune(valid_to=date(2025, 6, 30))
    commune.team(commune.unit)

    later = Scope(commune.unit, Period.parse("2025-Q4"), UnitTree.load(), date(2025, 12, 14))

    assert board(later)[0].figures["teams"] == 0
