"""Số liệu văn bản theo đơn vị, theo cán bộ: the lines of a breakdown, documents and tasks side by side."""

from collections import Counter
from collections.abc import Hashable

from portal.models import User
from reports import counting
from reports.figures import BESIDE, By, Group, Scope
from reports.indicators import DOCUMENT_INDICATORS, DOCUMENT_TASK_INDICATORS, Records

_KEYS = {
    Records.DOCUMENTS: {By.UNIT: "unit_id", By.OFFICER: "author__username"},
    Records.DOCUMENT_TASKS: {By.UNIT: "document__unit_id", By.OFFICER: "lead__username"},
}
CODES = tuple(one.code for one in (*DOCUMENT_INDICATORS, *DOCUMENT_TASK_INDICATORS))


def by_unit(scope: Scope) -> list[Group]:
    """The units directly below, each with its subtree; what only the unit itself has comes last."""
    held: dict[int, Counter[str]] = {}
    for key, counts in _counted(scope, By.UNIT).items():
        held.setdefault(scope.holders[key], Counter()).update(counts)  # type: ignore[index]
    lines = [(unit, unit.name) for unit in scope.children if unit.pk in held or unit.is_local_government]
    if scope.unit.pk in held or not lines:
        lines.append((scope.unit, f"{scope.unit.name} (trực tiếp)" if lines else scope.unit.name))
    return [Group(unit.code, name, _all(held.get(unit.pk, Counter()))) for unit, name in lines]


def by_officer(scope: Scope) -> list[Group]:
    """Who wrote and who leads, by name; a task that nobody of its division took comes last."""
    counted = _counted(scope, By.OFFICER)
    named = User.objects.filter(username__in=[key for key in counted if key])
    names = dict(named.values_list("username", "full_name"))
    lines = sorted(counted, key=lambda key: (not key, names.get(str(key), "")))
    return [
        Group(str(key), names.get(str(key), str(key)), _all(counted[key]))
        if key
        else Group("", "Chưa ai nhận", _all(counted[key]))
        for key in lines
    ]


def total(groups: list[Group]) -> Group:
    return Group("", "Cộng", {code: sum(group.figures[code] for group in groups) for code in CODES})


def _counted(scope: Scope, by: By) -> dict[Hashable, Counter[str]]:
    found: dict[Hashable, Counter[str]] = {}
    for records, columns in _KEYS.items():
        one = BESIDE[records]
        for (key, *_), counts in counting.count(
            one.source, one.indicators, scope.counted, scope.unit_ids, by=(columns[by],)
        ):
            found.setdefault(key, Counter()).update(counts)
    return found


def _all(counts: Counter[str]) -> dict[str, int]:
    return {code: counts[code] for code in CODES}
