"""Pages of long lists whose count stops at a limit, so that counting never costs more than the page."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

COUNTED = 10_000
"""Beyond it nobody turns pages; the count says “hơn 10.000”."""


class CappedPaginator(Paginator):
    object_list: QuerySet[Any]

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def is_capped(self) -> bool:
        return self._counted > COUNTED
