"""Dựng sổ theo dõi hồ sơ: which volumes there are, and laying one out as a background job."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from dossiers.models import Dossier, RegisterPrint
from dossiers.models.registerprint import book_path
from dossiers.printing import books
from portal import audit, jobs
from portal.errors import DomainError
from portal.models import Job, Unit, User

KIND = "print-register"


@dataclass(frozen=True)
class Shelf:
    """Một quyển của một năm as the records have it now."""

    unit: Unit
    year: int
    volume: int
    first: int
    last: int
    lines: int


def shelves(units: Iterable[int]) -> list[Shelf]:
    """Every volume of these units, the latest first."""
    held = {unit.pk: unit for unit in Unit.objects.filter(pk__in=list(units))}
    entered = (
        Dossier.objects.filter(receiving_unit__in=held, register_number__isnull=False)
        .order_by("-register_year", "receiving_unit", "-register_volume")
        .values("receiving_unit", "register_year", "register_volume")
        .annotate(first=Min("register_number"), last=Max("register_number"), lines=Count("pk"))
        .values_list("receiving_unit", "register_year", "register_volume", "first", "last", "lines")
    )
    return [
        Shelf(held[unit], year, volume, first, last, lines)
        for unit, year, volume, first, last, lines in entered
        if year and volume
    ]


@transaction.atomic
def order(unit: Unit, *, year: int, volume: int, by: User) -> RegisterPrint:
    """Dựng một quyển; a second press while it is being made waits for the same one."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    if not Dossier.objects.filter(
        receiving_unit=unit, register_year=year, register_volume=volume
    ).exists():  # fmt: skip
        raise DomainError(f"Sổ theo dõi hồ sơ năm {year} của {unit.name} không có quyển {volume}.")
    same = RegisterPrint.objects.filter(unit=unit, year=year, volume=volume, made_by=by, file="")
    running = same.select_related("job").first()
    if running is not None and running.job is not None and not running.job.is_over:
        return running
    made = RegisterPrint.objects.create(unit=unit, year=year, volume=volume, made_by=by)
    made.job = jobs.enqueue(KIND, by=by, register_print=made.pk)
    made.save(update_fields=["job"])
    audit.record("register.ordered", by=by, target=made, unit=unit, year=year, volume=volume)
    return made


def work_off(job: Job) -> None:
    """Lay the volume out; one that has its file already is left as it is.

    The row learns of the file last: what an attempt left that died before is put out of the way.
    """
    made = RegisterPrint.objects.select_related("unit").get(pk=job.payload["register_print"])
    if made.file:
        return
    volumes = Dossier.objects.filter(receiving_unit=made.unit, register_year=made.year)
    last_volume = volumes.aggregate(last=Max("register_volume"))["last"]
    total = volumes.filter(register_volume=made.volume).count()
    job.beat(total=total, step="Đang dựng các trang")
    is_closed = made.year < timezone.localdate().year
    volume = books.Volume(made.unit, made.year, made.volume, is_closed=is_closed)
    printed = books.pdf(
        volume,
        books.lines(volume, with_refused=made.volume == last_volume),
        progress=lambda done: job.beat(done=min(done, total)),
    )
    made.lines, made.pages = printed.lines, printed.pages
    made.sha256 = hashlib.sha256(printed.pdf).hexdigest()
    made.file.storage.delete(book_path(made, made.file_name))
    made.file.save(made.file_name, ContentFile(printed.pdf), save=False)
    made.save()


def notice(job: Job) -> tuple[str, str] | None:
    """What whoever ordered the book reads under the bell."""
    made = RegisterPrint.objects.filter(pk=job.payload["register_print"]).first()
    if made is None:
        return None
    said = f"không dựng được. {job.error}" if job.error else f"đã dựng xong, {made.pages} trang."
    return f"{made}: {said}", made.get_absolute_url()
