"""(a) Figures: one commune and quarter; a province by unit and procedure. By hand: the SQL for the same."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count

from portal.models import Unit, UnitTree
from reports.figures import By, Scope, figure_set, tally
from reports.periods import Period
from tests.bench import timing

PERIOD = Period.parse("2025-Q2")
_DUE_AS_OF = """
CASE WHEN NOT was_paused THEN due_on ELSE coalesce((
    SELECT CASE WHEN to_on <= %(last)s THEN due_on_after WHEN due_on_before < from_on THEN due_on_before
                ELSE 'infinity' END
    FROM dossiers_pause p WHERE p.dossier_id = d.id AND from_on <= %(last)s
    ORDER BY from_on DESC, p.id DESC LIMIT 1
), original_due_on) END
"""
_COUNTS = f"""
count(*) FILTER (WHERE old) AS carried_over,
count(*) FILTER (WHERE new AND channel = 'direct') AS received_direct,
count(*) FILTER (WHERE new AND channel = 'online_full') AS received_online_full,
count(*) FILTER (WHERE new AND channel = 'online_partial') AS received_online_partial,
count(*) FILTER (WHERE new AND channel = 'postal') AS received_postal,
count(*) FILTER (WHERE new AND is_inter_agency) AS received_inter_agency,
count(*) FILTER (WHERE done AND finished_on < due_on) AS resolved_early,
count(*) FILTER (WHERE done AND (due_on IS NULL OR finished_on = due_on)) AS resolved_on_time,
count(*) FILTER (WHERE done AND finished_on > due_on) AS resolved_late,
count(*) FILTER (WHERE done AND outcome = 'refused') AS resolved_refused,
count(*) FILTER (WHERE done AND outcome = 'withdrawn') AS resolved_withdrawn,
count(*) FILTER (WHERE NOT done AND ({_DUE_AS_OF} < %(last)s) IS NOT TRUE) AS pending_in_time,
count(*) FILTER (WHERE NOT done AND {_DUE_AS_OF} < %(last)s) AS pending_overdue,
count(*) FILTER (WHERE new AND papers_to_digitise > 0) AS to_digitise,
count(*) FILTER (WHERE new AND papers_to_digitise > 0 AND papers_digitised >= papers_to_digitise)
    AS fully_digitised,
count(*) FILTER (WHERE new AND papers_to_digitise > 0 AND papers_digitised > 0) AS partly_digitised,
count(*) FILTER (WHERE new AND fee > 0) AS with_fee,
count(*) FILTER (WHERE new AND fee > 0 AND is_paid_online) AS paid_online,
count(*) FILTER (WHERE done AND outcome NOT IN ('refused', 'withdrawn') AND has_electronic_result)
    AS results_digitised,
count(*) FILTER (WHERE done AND rating IS NOT NULL) AS rated,
count(*) FILTER (WHERE done AND rating >= 4) AS satisfied,
count(*) FILTER (WHERE new AND helped_by = 'alone' AND channel IN ('online_full', 'online_partial'))
    AS online_alone,
count(*) FILTER (WHERE new AND helped_by = 'desk' AND channel IN ('online_full', 'online_partial'))
    AS online_helped_desk,
count(*) FILTER (WHERE new AND helped_by = 'team' AND channel IN ('online_full', 'online_partial'))
    AS online_helped_team,
count(*) FILTER (WHERE new AND helped_by = 'staff' AND channel IN ('online_full', 'online_partial'))
    AS online_entered,
count(*) FILTER (WHERE new AND channel IN ('online_full', 'online_partial')
    AND papers_to_digitise > 0 AND papers_digitised > 0) AS online_digitised,
count(*) FILTER (WHERE new AND reused_on <= %(last)s) AS papers_reused,
count(*) FILTER (WHERE done AND returned_on <= %(last)s AND visits IS NOT NULL) AS visits_known,
count(*) FILTER (WHERE done AND returned_on <= %(last)s AND visits <= 2) AS two_visits,
count(*) FILTER (WHERE apologised_on <= %(last)s AND done AND finished_on > due_on)
    AS resolved_late_apologised,
count(*) FILTER (WHERE apologised_on <= %(last)s AND NOT done AND {_DUE_AS_OF} < %(last)s)
    AS overdue_apologised,
count(*) FILTER (WHERE asked_again_on <= %(last)s) AS asked_again,
count(*) FILTER (WHERE asked_again_on <= %(last)s AND CASE
    WHEN done THEN (finished_on > due_on) IS NOT TRUE ELSE ({_DUE_AS_OF} < %(last)s) IS NOT TRUE END)
    AS asked_again_in_time
"""
_TOUCHED = """
FROM (
    SELECT *, received_on >= %(first)s AS new, received_on < %(first)s AS old,
           finished_on IS NOT NULL AND finished_on <= %(last)s AS done
    FROM dossiers_dossier
    WHERE resolving_unit_id = ANY(%(units)s) AND received_on <= %(last)s
      AND (finished_on IS NULL OR finished_on >= %(first)s)
) d
"""
_CATALOGUE = """
SELECT count(*) AS procedures,
       count(*) FILTER (WHERE service_level = 'full') AS procedures_online_full,
       count(*) FILTER (WHERE service_level = 'partial') AS procedures_online_partial,
       count(*) FILTER (WHERE service_level = 'full' AND used) AS procedures_online_full_used,
       count(*) FILTER (WHERE service_level = 'partial' AND used) AS procedures_online_partial_used
FROM (
    SELECT service_level, id IN (
        SELECT procedure_id FROM dossiers_dossier
        WHERE resolving_unit_id = ANY(%(units)s) AND received_on BETWEEN %(first)s AND %(last)s
          AND channel IN ('online_full', 'online_partial')
    ) AS used
    FROM dossiers_procedure
    WHERE is_published AND (valid_from IS NULL OR valid_from <= %(last)s)
      AND (valid_to IS NULL OR valid_to >= %(last)s)
) p
"""
_ADVANCE = """
SELECT count(*) AS advance_received,
       count(*) FILTER (WHERE answered_on <= %(last)s) AS advance_answered,
       count(*) FILTER (WHERE answered_on <= %(last)s AND answered_on <= answer_due_on)
           AS advance_answered_in_time,
       count(*) FILTER (WHERE joined) AS advance_to_dossier,
       count(*) FILTER (WHERE joined AND returned_on <= %(last)s AND visits IS NOT NULL) AS advance_returned,
       count(*) FILTER (WHERE joined AND returned_on <= %(last)s AND visits <= 2) AS advance_two_visits
FROM (
    SELECT a.answered_on, a.answer_due_on, d.returned_on, d.visits,
           d.id IS NOT NULL AND a.ended_on <= %(last)s AS joined
    FROM dossiers_advancerequest a LEFT JOIN dossiers_dossier d ON d.id = a.dossier_id
    WHERE a.unit_id = ANY(%(units)s) AND a.received_on BETWEEN %(first)s AND %(last)s
) a
"""


def measure(province: Unit) -> Iterator[timing.Line]:
    tree = UnitTree.load()
    commune = usual_commune(province)
    values = _values(tree.scope(commune.pk, on=PERIOD.last))
    ours, theirs = lambda: figure_set(commune, PERIOD, tree=tree), lambda: _by_hand(values)
    assert theirs().items() <= ours().figures.items()
    name = "(a) figures of a commune and quarter"
    yield timing.in_database(f"{name}, in the database", ours, theirs, aim=1.5, runs=25)
    yield timing.whole(f"{name}, whole call", ours, theirs, aim=2.5, runs=25)
    scope, of_province = Scope.of(province, PERIOD, tree), _values(tree.scope(province.pk, on=PERIOD.last))
    assert _by_hand(of_province).items() <= figure_set(province, PERIOD, tree=tree).figures.items()
    grouped, by_hand = lambda: tally(scope, By.UNIT, By.PROCEDURE), lambda: _grouped_by_hand(of_province)
    assert grouped() == by_hand()
    name = "(a) figures of the province by unit and procedure"
    yield timing.in_database(f"{name}, in the database", grouped, by_hand, aim=1.2, runs=7)
    yield timing.whole(f"{name}, whole call", grouped, by_hand, aim=1.5, runs=7)


def usual_commune(province: Unit) -> Unit:
    """The one in the middle by its number of dossiers."""
    communes = list(province.children.annotate(size=Count("dossiers")).order_by("size"))
    return communes[len(communes) // 2]


def _values(units: set[int]) -> dict[str, Any]:
    return {"units": sorted(units), "first": PERIOD.first, "last": PERIOD.last}


def _by_hand(values: dict[str, Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = _rows(cursor, f"SELECT {_COUNTS} {_TOUCHED}", values)[0]
        help_before = _rows(cursor, _ADVANCE, values)[0]
        return counts | help_before | _rows(cursor, _CATALOGUE, values)[0]


def _grouped_by_hand(values: dict[str, Any]) -> dict[tuple[int, int], dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT resolving_unit_id, procedure_id, {_COUNTS} {_TOUCHED} GROUP BY 1, 2", values)
        names = [column.name for column in cursor.description][2:]
        return {row[:2]: dict(zip(names, row[2:], strict=True)) for row in cursor.fetchall()}


def _rows(cursor: Any, sql: str, values: dict[str, Any]) -> list[dict[str, int]]:
    cursor.execute(sql, values)
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
