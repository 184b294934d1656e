"""A province of the size asked for: 150 communes, the shipped procedures, several years of dossiers.

The database makes the rows itself; indexes are put aside meanwhile. Derived columns follow the same rules as
`Dossier.derive`, which a sample confirms.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from dossiers import catalogue
from dossiers.models import AdvanceRequest, Dossier, Pause
from dossiers.models.dossier import DERIVED
from portal.models import Unit, UnitKind
from portal.text import fold
from reports.demo import people

COMMUNES, PROCEDURES, OFFICERS = 150, 300, 400
FIRST, DAYS = date(2023, 1, 2), 1060
"""The days on which dossiers come in; what is not finished on the day after the last is pending."""
NAMES = 20_000

_RAW = """
CREATE TEMP TABLE raw AS
SELECT g AS id,
       1 + (random() * random() * %(communes)s)::int %% %(communes)s AS commune,
       1 + (random() * random() * random() * %(procedures)s)::int %% %(procedures)s AS procedure,
       1 + (random() * (%(names)s - 1))::int AS name,
       1 + (random() * (%(officers)s - 1))::int AS officer,
       (%(first)s::date + ((g - 1)::bigint * %(days)s / %(count)s)::int) AS day,
       random() AS hour, random() AS course, random() AS speed, random() AS channel, random() AS papers,
       random() AS fee, random() AS rating, random() AS pause, random() AS other, random() AS number
FROM generate_series(1, %(count)s) AS g
"""
_LIVES = """
CREATE TEMP TABLE lives AS
SELECT r.*, c.unit_id, p.procedure_id, 1 + p.procedure_id %% 20 AS days_allowed, n.name AS person, n.folded,
       r.day + time '07:00' + r.hour * interval '9 hours' AS received_at,
       r.pause < 0.04 AS paused
FROM raw r JOIN communes c ON c.place = r.commune JOIN chosen p ON p.place = r.procedure
     JOIN names n ON n.place = r.name
"""
_DATED = """
CREATE TEMP TABLE dated AS
SELECT l.*, received_at + days_allowed * interval '1 day' AS original_due_at,
       received_at + days_allowed * interval '1 day'
           + CASE WHEN paused THEN interval '6 days' ELSE interval '0' END AS due_at,
       received_at + interval '20 minutes' + CASE
           WHEN course < 0.30 THEN days_allowed * interval '1 day' - interval '20 minutes'
           WHEN course < 0.97 THEN speed * days_allowed * interval '0.9 day'
           ELSE (days_allowed + 1 + speed * 12) * interval '1 day'
       END + CASE WHEN paused THEN interval '6 days' ELSE interval '0' END AS ready_at
FROM lives l
"""
_DOSSIERS = """
INSERT INTO dossiers_dossier (
    id, code, procedure_id, case_type_id, receiving_unit_id, resolving_unit_id, status, outcome,
    applicant_name, owner_name, personal_number, phone, address, search_text, channel, channel_as_written,
    channel_is_converted, is_inter_agency, submitted_at, received_at, original_due_at, due_at, paused_since,
    was_paused, finished_at, returned_at, received_on, original_due_on, due_on, paused_on, finished_on,
    returned_on, papers_to_digitise, papers_digitised, has_electronic_result, fee, is_paid_online, rating,
    received_by_id, officer_name, source, notes, created_at, visits
)
SELECT d.id, u.code || '-' || to_char(day, 'YYMMDD') || '-' || lpad((d.id %% 10000)::text, 4, '0')
           || '-' || d.id,
       procedure_id, NULL, unit_id, unit_id,
       CASE WHEN done THEN 'returned' WHEN waits THEN 'awaiting_supplement' ELSE 'processing' END,
       CASE WHEN NOT done THEN '' WHEN other < 0.02 THEN 'refused' WHEN other < 0.04 THEN 'withdrawn'
            ELSE 'approved' END,
       person, person, '045' || lpad((number * 999999999)::int::text, 9, '0'),
       '0900' || lpad((speed * 999999)::int::text, 6, '0'), '', folded,
       CASE WHEN channel < 0.35 THEN 'direct' WHEN channel < 0.7 THEN 'online_full'
            WHEN channel < 0.98 THEN 'online_partial' ELSE 'postal' END, '', false,
       other > 0.93, bench_at(received_at), bench_at(received_at), bench_at(original_due_at),
       bench_at(CASE WHEN waits THEN original_due_at ELSE due_at END),
       CASE WHEN waits THEN bench_at(received_at + interval '10 minutes') END, paused,
       CASE WHEN done THEN bench_at(ready_at) END, CASE WHEN done THEN bench_at(ready_at) END,
       received_at::date, original_due_at::date, (CASE WHEN waits THEN original_due_at ELSE due_at END)::date,
       CASE WHEN waits THEN (received_at + interval '10 minutes')::date END,
       CASE WHEN done THEN ready_at::date END, CASE WHEN done THEN ready_at::date END,
       (papers * 4)::int, ((papers * 4)::int * CASE WHEN speed < 0.7 THEN 1 ELSE 0 END), done AND fee < 0.7,
       CASE WHEN fee < 0.5 THEN 8000 ELSE 0 END, fee < 0.25,
       CASE WHEN done AND rating < 0.3 THEN 1 + floor(rating * 16)::int END,
       NULL, 'Cán bộ ' || officer, 'import', '{}', now(), CASE WHEN done THEN 1 + floor(speed * 4)::int END
FROM (SELECT d.*, ready_at < %(last)s AND NOT (paused AND received_at + interval '6 days' > %(last)s) AS done,
             paused AND received_at + interval '6 days' > %(last)s AS waits
      FROM dated d) d JOIN portal_unit u ON u.id = d.unit_id
"""
_PAUSES = """
INSERT INTO dossiers_pause (dossier_id, reason, from_at, to_at, from_on, to_on, due_on_before, due_on_after)
SELECT id, 'Thiếu giấy tờ', received_at + interval '10 minutes',
       CASE WHEN NOT waits THEN received_at + interval '6 days 10 minutes' END,
       bench_day(received_at + interval '10 minutes'),
       CASE WHEN NOT waits THEN bench_day(received_at + interval '6 days 10 minutes') END,
       original_due_on, CASE WHEN NOT waits THEN due_on END
FROM (SELECT *, paused_since IS NOT NULL AS waits FROM dossiers_dossier WHERE was_paused) d
"""
_HELP = """
INSERT INTO dossiers_advancerequest (
    code, unit_id, procedure_id, asked_by, status, name, phone, wish, received_at, received_on,
    answer_due_on, answered_on, ended_on, due_on, intake_key, dossier_id
)
SELECT 'B' || lpad(id::text, 12, '0'), resolving_unit_id, procedure_id, 'page',
       CASE WHEN joined THEN 'received' WHEN answered THEN 'awaiting' ELSE 'new' END,
       applicant_name, phone, 'Nhờ xem giấy tờ', asked_at, bench_day(asked_at),
       bench_day(asked_at + interval '1 day'),
       CASE WHEN answered THEN bench_day(asked_at + (id / 20 %% 3) * interval '1 day') END,
       CASE WHEN joined THEN received_on END,
       CASE WHEN NOT answered THEN bench_day(asked_at + interval '1 day') END,
       gen_random_uuid(), CASE WHEN joined THEN id END
FROM (SELECT *, received_at - interval '3 days' AS asked_at, id %% 20 = 0 AS joined, id %% 20 < 2 AS answered
      FROM dossiers_dossier WHERE id %% 20 < 3) d
"""
_NEXT = """
SELECT setval(pg_get_serial_sequence('dossiers_dossier', 'id'), max(id)) FROM dossiers_dossier
"""
_HELPERS = """
CREATE FUNCTION bench_at(timestamp) RETURNS timestamptz LANGUAGE sql IMMUTABLE
    AS $$SELECT $1 AT TIME ZONE 'Asia/Ho_Chi_Minh'$$;
CREATE FUNCTION bench_day(timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
    AS $$SELECT ($1 AT TIME ZONE 'Asia/Ho_Chi_Minh')::date$$
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = 'dossiers_dossier'
  AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'dossiers_dossier'::regclass)
"""


def make(count: int) -> Unit:
    """Fill an empty, migrated database; returns the province."""
    catalogue.load()
    province = _units()
    with transaction.atomic(), connection.cursor() as cursor:
        kept = _put_indexes_aside(cursor)
        _people_and_places(cursor, province)
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(_HELPERS)
        values = {
            "communes": COMMUNES, "procedures": PROCEDURES, "officers": OFFICERS, "names": NAMES,
            "first": FIRST, "days": DAYS, "count": count, "last": FIRST + timedelta(days=DAYS + 1),
        }  # fmt: skip
        with _as_the_models_begin(cursor, Dossier, Pause, AdvanceRequest):
            for statement in (_RAW, _LIVES, _DATED, _DOSSIERS, _PAUSES, _HELP):
                cursor.execute(statement, values)
        for index in kept:
            cursor.execute(index)
        cursor.execute(_NEXT)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _confirm()
    return province


def _units() -> Unit:
    province = Unit.objects.create(code="99", name="Tỉnh Đo Tốc Độ", kind=UnitKind.PROVINCE, subkind="tỉnh")
    for number in range(COMMUNES):
        Unit.objects.create(
            code=f"99{number:03d}", name=f"Xã {number}", kind=UnitKind.COMMUNE, subkind="xã", parent=province
        )
    return province


def _people_and_places(cursor: CursorWrapper, province: Unit) -> None:
    rng = Random(1)
    names = [people.name(rng, is_female=bool(place % 2)) for place in range(NAMES)]
    cursor.execute("CREATE TEMP TABLE names (place int, name text, folded text)")
    with cursor.copy("COPY names FROM STDIN") as copy:
        for place, name in enumerate(names, start=1):
            copy.write_row((place, name, fold(name)))
    cursor.execute(
        "CREATE TEMP TABLE communes AS SELECT row_number() OVER (ORDER BY code)::int AS place, id AS unit_id "
        "FROM portal_unit WHERE parent_id = %s",
        [province.pk],
    )
    cursor.execute(
        "CREATE TEMP TABLE chosen AS "
        "SELECT row_number() OVER (ORDER BY id)::int AS place, id AS procedure_id "
        "FROM dossiers_procedure ORDER BY id LIMIT %s",
        [PROCEDURES],
    )


@contextmanager
def _as_the_models_begin(cursor: CursorWrapper, *models: type[Model]) -> Iterator[None]:
    """Columns that the statements pass over take what the model would give them."""
    columns = [
        (model._meta.db_table, field)
        for model in models
        for field in model._meta.concrete_fields
        if not field.null and not field.primary_key and not field.is_relation
    ]
    for table, field in columns:
        value = field.get_db_prep_save(field.get_default(), connection)
        if value is not None:
            cursor.execute(f'ALTER TABLE "{table}" ALTER "{field.column}" SET DEFAULT %s', [value])
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, field in columns:
        cursor.execute(f'ALTER TABLE "{table}" ALTER "{field.column}" DROP DEFAULT')


def _put_indexes_aside(cursor: CursorWrapper) -> list[str]:
    """Indexes are built faster over rows that are there; returns how to make them again."""
    cursor.execute(_INDEXES)
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _confirm() -> None:
    """The rows are such as the portal would have written."""
    for dossier in Dossier.objects.filter(pk__in=range(1, 10_000_000, 997))[:1000]:
        stored = [getattr(dossier, name) for name in DERIVED]
        dossier.derive()
        assert stored == [getattr(dossier, name) for name in DERIVED], dossier.code
