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
# A list of constants: with `= ANY(array)` PostgreSQL 15 counts a province ten times slower.
_MINE = "(d.resolving_unit_id IN ({units}) OR d.receiving_unit_id IN ({units}))"
_PAGE = """
SELECT d.id, d.code, d.status, d.owner_name, d.channel, d.received_at, d.due_at, d.paused_since,
       d.finished_at, p.code, p.name, u.name
FROM dossiers_dossier d JOIN dossiers_procedure p ON p.id = d.procedure_id
     JOIN portal_unit u ON u.id = d.resolving_unit_id
WHERE {mine} {further}
ORDER BY d.received_at DESC, d.id DESC LIMIT 50
"""
_RUNNING = "status IN ('received', 'processing', 'awaiting_supplement', 'awaiting_payment')"
_LATE = """
SELECT count(*) FROM dossiers_dossier d
WHERE {mine} AND {running} AND due_on < %(today)s AND (paused_on IS NULL OR paused_on > due_on)
"""
_DUE = """
SELECT count(*) FROM dossiers_dossier d
WHERE {mine} AND {running} AND due_on = %(today)s AND paused_on IS NULL
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM dossiers_dossier d WHERE {mine} {further} LIMIT 10001) counted"


def measure(province: Unit) -> Iterator[timing.Line]:
    for unit, name in ((usual_commune(province), "a commune"), (province, "the province")):
        client = _signed_in(unit)
        units = UnitTree.load().scope(unit.pk)
        mine = _MINE.format(units=", ".join(map(str, sorted(units))))
        somebody = fold(Dossier.objects.filter(resolving_unit__in=units).order_by("pk")[40].owner_name)
        for what, text in (("list page", ""), ("search by name", somebody)):
            yield timing.in_database(
                f"(b) {what} of {name}, in the database",
                lambda client=client, text=text: _page(client, text),
                lambda mine=mine, text=text: _by_hand(mine, text),
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


def _by_hand(mine: str, text: str) -> None:
    values = {"today": timezone.localdate(), "name": f"%{text}%"}
    further = "AND d.search_text LIKE %(name)s" if text else ""
    with connection.cursor() as cursor:
        for statement in (_COUNT, _PAGE, _LATE, _DUE):
            cursor.execute(statement.format(mine=mine, further=further, running=_RUNNING), values)
            assert cursor.fetchall()
