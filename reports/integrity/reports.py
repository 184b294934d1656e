"""Báo cáo đã dựng: frozen figures that hold their identities, files that are still what was built."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from dossiers.models import ImportBatch, Result
from portal.errors import DomainError
from reports.indicators import DOSSIER_INDICATORS, RATES
from reports.integrity import figures
from reports.integrity.model import Problem, Span
from reports.models import FileFormat, Report, ReportFile
from reports.periods import Period

FOLDERS = ("reports", "imports", "results")
STILL_BEING_WRITTEN = timedelta(minutes=10)
_CODES = [one.code for one in DOSSIER_INDICATORS]


def problems(_: Span) -> Iterator[Problem]:
    for report in Report.objects.select_related("unit").prefetch_related("files").iterator(chunk_size=200):
        for code, message in _of(report):
            yield Problem(f"report.{code}", f"Báo cáo {report}", message)
    yield from _strays()


Found = Iterator[tuple[str, str]]


def _of(report: Report) -> Found:
    try:
        period = Period.parse(report.period_code)
    except DomainError as unreadable:
        yield "period", unreadable.message
    else:
        if (period.first, period.last) != (report.period_first, report.period_last):
            yield "period", "ngày đầu, ngày cuối kỳ không khớp với mã kỳ."
    if report.built_at is None:
        return
    missing = set(FileFormat.values) - {file.format for file in report.files.all()}
    if missing:
        yield "files", f"thiếu tệp {', '.join(sorted(missing))}."
    for file in report.files.all():
        yield from _file(file)
    if isinstance(report.figures, dict):
        yield from _frozen(report.figures)
    else:
        yield "figures", "số liệu đã chốt không đọc được."


def _file(file: ReportFile) -> Found:
    if not file.file.name or not default_storage.exists(file.file.name):
        yield "file_missing", f"tệp {file.format} không còn trong kho."
    elif file.file.size != file.size or not file.is_whole:
        yield "file_changed", f"tệp {file.format} trong kho không còn là tệp đã dựng (mã băm SHA-256 khác)."


def _frozen(frozen: dict[str, Any]) -> Found:
    """Held to what was defined when it was frozen: an indicator that came later is in no earlier report."""
    defined = frozen.get("definitions", {}).get("figures", {})
    codes = [code for code in _CODES if code in defined]
    whole, groups = frozen.get("figures", {}), frozen.get("groups", [])
    sets = [("", frozen), ("cùng kỳ năm trước: ", frozen.get("year_before"))]
    sets += [(f"{group['label']}: ", group) for group in groups]
    for where, one in sets:
        if one is None:
            continue
        if missing := [code for code in codes if code not in one.get("figures", {})]:
            yield "figures", f"{where}số liệu đã chốt thiếu {', '.join(missing)}."
            return
        for message in figures.broken(one["figures"]):
            yield "figures", f"{where}{message}"
        for code, rate in RATES.items():
            if not one["figures"].keys() >= {*rate.part, rate.whole}:
                continue
            value = rate.of(one["figures"])
            if one["rates"].get(code) != (None if value is None else float(value)):
                yield "rates", f"{where}tỷ lệ {code} không khớp với hai số của nó."
    for code in codes if groups else ():
        if (added := sum(group["figures"][code] for group in groups)) != whole[code]:
            yield "figures", f"{code} là {whole[code]}, cộng các lĩnh vực thì được {added}."


def _strays() -> Iterator[Problem]:
    """Files that no record knows; one just written may belong to a record that is not committed yet."""
    known = set(ReportFile.objects.values_list("file", flat=True))
    known |= set(ImportBatch.objects.values_list("file", flat=True))
    known |= set(Result.objects.values_list("file", flat=True))
    for folder in FOLDERS:
        for name in files_in(folder):
            age = timezone.now() - default_storage.get_modified_time(name)
            if name not in known and age > STILL_BEING_WRITTEN:
                yield Problem("file.stray", f"Tệp {name}", "không thuộc báo cáo, đợt nhập hay kết quả nào.")


def files_in(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from files_in(f"{folder}/{name}")
