"""Ghi hàng loạt: rows straight into their tables, where `bulk_create` would compile a million values."""

from collections.abc import Iterable, Sequence
from itertools import count
from types import NoneType
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

_PLAIN = {str, int, bool, NoneType}
_PLAIN_FIELDS = {
    models.CharField, models.TextField, models.BooleanField, models.ForeignKey, models.BigAutoField,
    models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
}  # fmt: skip
"""Fields that store such a value as it is: most of a million values."""


def number(rows: Sequence[models.Model]) -> None:
    """Keys for the rows of an empty table, in their order, so that others can point to them."""
    for row, key in zip(rows, count(1), strict=False):
        row.pk = key


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """All of them by one statement; keys that were not given are the table's to give."""
    first, *others = list(rows)
    fields = [one for one in model._meta.concrete_fields if not (one.primary_key and first.pk is None)]
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)

    def value(row: models.Model, field: "models.Field[Any, Any]") -> Any:
        return field.get_db_prep_save(field.pre_save(row, True), connection)

    prepared = [(one, one.attname, type(one) in _PLAIN_FIELDS) for one in fields]

    def values(row: models.Model) -> list[Any]:
        found = [(is_plain, getattr(row, name), field) for field, name, is_plain in prepared]
        return [
            given if is_plain and type(given) in _PLAIN else value(row, field)
            for is_plain, given, field in found
        ]

    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
        cursor.executemany(statement, [values(row) for row in (first, *others)])
        for reset in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(reset)
