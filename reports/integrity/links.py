"""Liên kết: every reference leads to a row that is there.

The portal's own connection refuses a dangling reference; another program that opens the database may not.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from reports.integrity.model import Problem, Span

APPS = ("portal", "dossiers", "reports")
SHOWN = 20
_LOST = """
    SELECT it.{key}, it.{column} FROM {table} it
    WHERE it.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {there} that WHERE that.{that} = it.{column})
    ORDER BY it.{key} LIMIT {shown}
"""
"""Composed by the ORM, hundreds of these would take longer than all other checks of a small office."""


def problems(_: Span) -> Iterator[Problem]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, ForeignKey):
                    yield from _dangling(model, field)


def _dangling(model: type[Model], field: "ForeignKey[Model, Model]") -> Iterator[Problem]:
    target = field.related_model
    assert not isinstance(target, str)  # models are loaded
    names = {
        "table": model._meta.db_table, "key": model._meta.pk.column, "column": field.column,
        "there": target._meta.db_table, "that": field.target_field.column,
    }  # fmt: skip
    quoted = {place: connection.ops.quote_name(str(name)) for place, name in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(_LOST.format(**quoted, shown=SHOWN))
        lost = cursor.fetchall()
    for pk, wanted in lost:
        name = f"{str(model._meta.verbose_name).capitalize()} số {pk}"
        yield Problem(
            "link", name, f"trỏ tới {target._meta.verbose_name} số {wanted}, không còn trong dữ liệu."
        )
