"""Cột của một dòng, written down as an event's details keep them, and put back from there."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.db.models import Field, Model


def values(row: Model, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The row's own columns by name, keys of others as numbers."""
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.attname not in without
    }


def written(value: Any) -> Any:
    """As JSON holds it: moments and days in ISO form."""
    return value.isoformat() if isinstance(value, date) else value


def put_back(row: Model, was: Mapping[str, Any]) -> None:
    """Set columns to what was written down of them; the caller saves."""
    for name, value in was.items():
        column = cast("Field[Any, Any]", row._meta.get_field(name))
        setattr(row, name, column.to_python(value))
