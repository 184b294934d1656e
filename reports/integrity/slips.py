"""Phiếu: numbers of a form run from 1 to its counter, revisions from 0, and every slip can be printed."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Count, F, Max, Min, Q

from dossiers.models import RegisterPrint, Slip, SlipCounter, SlipKind
from dossiers.printing.rendering import FACTS
from dossiers.printing.wording import LABELS
from portal.models import Unit
from reports.integrity.model import Problem, Span

Series = tuple[int, str, int]
"""Unit, form, year: one run of numbers."""


def problems(_: Span) -> Iterator[Problem]:
    yield from _numbers()
    yield from _revisions()
    yield from _contents()
    yield from _books()


def _numbers() -> Iterator[Problem]:
    names = dict(Unit.objects.values_list("pk", "name"))
    counters: dict[Series, int] = {
        (unit, kind, year): last
        for unit, kind, year, last in SlipCounter.objects.values_list("unit_id", "kind", "year", "last")
    }
    given = (
        Slip.objects.order_by("unit", "kind", "year")
        .values("unit", "kind", "year")
        .annotate(count=Count("number", distinct=True), first=Min("number"), last=Max("number"))
    )
    for row in given:
        record = _named(row["kind"], row["year"], names[row["unit"]])
        if row["first"] != 1 or row["last"] != row["count"]:
            yield Problem(
                "slip.gap",
                record,
                f"có {row['count']} số, từ {row['first']} đến {row['last']}: không liền nhau.",
            )
        counter = counters.pop((row["unit"], row["kind"], row["year"]), 0)
        if counter != row["last"]:
            yield Problem("slip.counter", record, f"bộ đếm là {counter}, số cuối cùng là {row['last']}.")
    for (unit, kind, year), last in counters.items():
        if last:
            yield Problem(
                "slip.counter", _named(kind, year, names[unit]), f"bộ đếm là {last} mà chưa có phiếu nào."
            )


def _revisions() -> Iterator[Problem]:
    broken = (
        Slip.objects.order_by("unit", "kind", "year", "number")
        .values("unit__name", "kind", "year", "number")
        .annotate(count=Count("pk"), last=Max("revision"))
        .exclude(count=F("last") + 1)
    )
    for row in broken:
        record = f"{_named(row['kind'], row['year'], row['unit__name'])}, số {row['number']}"
        yield Problem(
            "slip.revision", record, f"có {row['count']} bản mà lần sửa cuối là {row['last']}: thiếu bản."
        )


def _contents() -> Iterator[Problem]:
    for slip in Slip.objects.exclude(kind__in=list(LABELS)).order_by("pk"):
        yield Problem("slip.kind", f"Phiếu {slip.pk}", f"loại “{slip.kind}” không có biểu mẫu.")
    bare = Slip.objects.filter(~Q(content__has_key=FACTS)).select_related("unit").order_by("pk")
    for slip in bare:
        record = f"{_named(slip.kind, slip.year, slip.unit.name)}, số {slip.number}"
        yield Problem("slip.content", record, "không giữ điều đã ghi lúc lập, không in lại được.")


def _books() -> Iterator[Problem]:
    for made in RegisterPrint.objects.exclude(file="").order_by("pk"):
        if not default_storage.exists(str(made.file.name)):
            yield Problem("register.file", str(made), "tệp đã dựng không còn trên máy chủ.")
            continue
        with made.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != made.sha256:
            yield Problem("register.file", str(made), "tệp đã khác lúc dựng.")


def _named(kind: str, year: int, unit: str) -> str:
    label = SlipKind(kind).label if kind in SlipKind else kind
    return f"{label} năm {year} của {unit}"
