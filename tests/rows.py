"""Một dòng của bảng quyền: what the permission table is made of, so that its parts can stand apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.models import Role

ALL = tuple(Role)
PUBLIC = None


@dataclass(frozen=True)
class Row:
    """Who may open an address; `of_home` if it shows a record of one unit, which strangers must not reach."""

    roles: tuple[Role, ...] | None
    arguments: Callable[[Any], list[object]] = lambda world: []
    method: str = "get"
    query: str = ""
    of_home: bool = False
