"""(b) The list page and the search by name without accents, as the browser asks for them.

By hand: the SQL of one page, of its capped count, and of the two numbers in the frame around it.
"""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from portal.models import Role, RoleAssignment, Unit, UnitTree, User
from portal.text import fold
from tests.bench import timing
from tests.bench.figures import usual_commune

_ABOUT = "dossiers_dossier"
_MINE = "(d.resolving_unit_id = ANY(%(units)s) OR d.receiving_unit_id = ANY(%(units)s))"
_PAGE = """
SELECT d.id, d.code, d.status, d.owner_name, d.channel, d.received_at, d.due_at, d.paused_since,
       d.finished_at, p.code, p.name, u.name
FROM dossiers_dossier d JOIN dossiers_procedure p ON p.id = d.procedure_id
     JOIN portal_unit u ON u.id = d.resolving_unit_id
WHERE {condition}
ORDER BY d.received_at DESC, d.id DESC LIMIT 50
"""
_FRAME = f"""
SELECT count(*) FILTER (WHERE due_on < %(today)s AND (paused_on IS NULL OR paused_on > due_on)),
       count(*) FILTER (WHERE due_on = %(today)s AND paused_on IS NULL)
FROM dossiers_dossier d
WHERE {_MINE} AND status IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment')
  AND due_on <= %(today)s
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM dossiers_dossier d WHERE {condition} LIMIT 10001) counted"


def measure(province: Unit) -> Iterator[timing.Line]:
    for unit, name in ((usual_commune(province), "a commune"), (province, "the province")):
        client = _signed_in(unit)
        units = sorted(UnitTree.load().scope(unit.pk))
        common = {"units": units, "today": timezone.localdate()}
        somebody = Dossier.objects.filter(resolving_unit__in=units).order_by("pk")[40].owner_name
        for what, query, condition, values in (
            ("list page", "", _MINE, {}),
            (
                "search by name",
                fold(somebody),
                f"{_MINE} AND d.search_text LIKE %(name)s",
                {"name": f"%{fold(somebody)}%"},
            ),
        ):
            yield timing.in_database(
                f"(b) {what} of {name}, in the database",
                lambda client=client, query=query: _page(client, query),
                lambda condition=condition, values=values | common: _by_hand(condition, values),
                aim=1.5,
                runs=15,
                about=_ABOUT,
            )


def _signed_in(unit: Unit) -> Client:
    user = User.objects.create(username=f"bench-{unit.pk}", full_name="Cán bộ", unit=unit)
    RoleAssignment.objects.create(user=user, role=Role.REFORM, unit=unit)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _page(client: Client, query: str) -> None:
    # A name goes by POST, so that it stands in no address.
    response = client.post("/ho-so/", {"q": query}, follow=True) if query else client.get("/ho-so/")
    assert response.status_code == 200, response.status_code
    assert response.content.count(b"<tr") > 1


def _by_hand(condition: str, values: dict) -> None:
    with connection.cursor() as cursor:
        for statement in (_COUNT, _PAGE, _FRAME):
            cursor.execute(statement.format(condition=condition), values)
            assert cursor.fetchall()
