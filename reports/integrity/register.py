"""Sổ theo dõi hồ sơ: each year's register runs from 1 to its counter, no gap; a bundle is of one unit."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min

from dossiers.models import Bundle, Dossier, RegisterCounter
from portal.models import Unit
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _registers()
    yield from _bundles()


def _registers() -> Iterator[Problem]:
    counters: dict[tuple[int, int | None], int] = {(unit, year): last for unit, year, last in _counters()}
    names = dict(Unit.objects.values_list("pk", "name"))
    entered = (
        Dossier.objects.filter(register_number__isnull=False)
        .order_by("receiving_unit", "register_year")
        .values("receiving_unit", "register_year")
        .annotate(lines=Count("pk"), first=Min("register_number"), last=Max("register_number"))
    )
    for row in entered:
        unit, year = row["receiving_unit"], row["register_year"]
        record = f"Sổ theo dõi {year} của {names[unit]}"
        counter = counters.pop((unit, year), 0)
        if row["first"] != 1 or row["last"] != row["lines"]:
            yield Problem(
                "register.gap",
                record,
                f"có {row['lines']} dòng, đánh số từ {row['first']} đến {row['last']}: không liền nhau.",
            )
        if row["last"] != counter:
            yield Problem(
                "register.counter", record, f"bộ đếm là {counter}, dòng cuối cùng là {row['last']}."
            )
    for (unit, year), last in counters.items():
        if last:
            record = f"Sổ theo dõi {year} của {names[unit]}"
            yield Problem("register.counter", record, f"bộ đếm là {last} mà sổ không có dòng nào.")


def _counters() -> Iterator[tuple[int, int, int]]:
    return RegisterCounter.objects.values_list("unit_id", "year", "last").iterator()


def _bundles() -> Iterator[Problem]:
    strays = Dossier.objects.filter(bundle__isnull=False).exclude(receiving_unit=F("bundle__unit"))
    for code, pk in strays.order_by("pk").values_list("code", "bundle"):
        yield Problem("bundle.unit", f"Hồ sơ {code}", f"nằm trong nhóm {pk} của đơn vị khác.")
    for bundle in Bundle.objects.filter(dossiers__isnull=True).order_by("pk"):
        yield Problem("bundle.empty", f"Nhóm hồ sơ {bundle.pk}", "không có hồ sơ nào.")
