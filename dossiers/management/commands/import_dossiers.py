import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from dossiers.importing import sheet
from dossiers.importing.entry import Entry, Tally
from dossiers.importing.plan import RowPlan
from dossiers.models import RowKind
from portal import audit, formats
from portal.commands import OfficeCommand, os_reason


class Command(OfficeCommand):
    help = "Nhập hồ sơ từ bảng tính (.xlsx, .csv UTF-8); nhập lại cùng một tệp không làm thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .xlsx hoặc .csv (UTF-8)")
        parser.add_argument(
            "--unit",
            required=True,
            help="mã đơn vị, ví dụ 19405; 19405@2024-12-31 chỉ đúng đơn vị của ngày ấy",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        report = _Report()
        try:
            with options["file"].open("rb") as file, sheet.opened(file, options["file"].name) as opened:
                entry = Entry(opened, file_name=options["file"].name, reference=options["unit"])
                _run(entry, report, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"Không mở được tệp {options['file']}: {os_reason(error)}.") from error
        tally = report.tally
        if not options["dry_run"]:
            counts = {kind.value: getattr(tally, kind.value) for kind in RowKind}
            audit.record(
                "import.done", by=None, file=options["file"].name, for_unit=options["unit"], **counts
            )
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self.stdout.write(report.as_text(dry_run=options["dry_run"]))
        if tally.rejected and not tally.accepted:
            raise CommandError("Không dòng nào nhập được. Sửa tệp theo các lý do đã nêu rồi chạy lại.")


def _run(entry: Entry, report: "_Report", *, dry_run: bool) -> None:
    if dry_run:
        for chunk in entry.chunks():
            report.add(entry.plan(chunk))
    else:
        for chunk in entry.whole():
            report.add(entry.write(chunk))


class _Report:
    """What the command says of the rows."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.rejected: list[dict[str, Any]] = []
        self.warnings: list[dict[str, Any]] = []
        self.differing: list[dict[str, Any]] = []

    def add(self, plans: list[RowPlan]) -> None:
        self.tally = self.tally.plus(plans)
        for plan in plans:
            reading, row = plan.reading, {"row": plan.reading.number}
            if reading.problems:
                message = " ".join(problem.message for problem in reading.problems)
                self.rejected.append(row | reading.problems[0].as_dict() | {"message": message})
            self.warnings += [row | warning.as_dict() for warning in reading.warnings]
            if plan.kind == RowKind.DIFFERING:
                changes = [change.as_dict() for change in plan.changes]
                self.differing.append(row | {"code": reading.code, "changes": changes})

    def as_dict(self) -> dict[str, Any]:
        """A dossier of the desk that differs stays as it is, so it is counted among the unchanged."""
        return {
            "created": self.tally.created,
            "updated": self.tally.updated,
            "unchanged": self.tally.unchanged + self.tally.differing,
            "rejected": self.rejected,
            "warnings": self.warnings,
            "differing": self.differing,
        }

    def as_text(self, *, dry_run: bool) -> str:
        tally = self.tally
        counts = (
            ("tạo mới", tally.created),
            ("cập nhật", tally.updated),
            ("không đổi", tally.unchanged),
            ("khác hồ sơ nhập tại quầy (giữ nguyên)", tally.differing),
            ("bị từ chối", tally.rejected),
        )
        did = "Kiểm tra, chưa ghi" if dry_run else "Đã nhập"
        lines = [f"{did}: " + "; ".join(f"{name} {formats.integer(count)}" for name, count in counts) + "."]
        for title, findings in (("Bị từ chối", self.rejected), ("Cảnh báo", self.warnings)):
            lines += [
                f"{title}, dòng {found['row']}, cột “{found['column']}” ({found['value'] or 'trống'}): "
                f"{found['message']}"
                for found in findings
            ]
        lines += [
            f"Khác hồ sơ tại quầy, dòng {found['row']}, {found['code']}: "
            + "; ".join(
                f"{change['field']}: {change['old']} → {change['new']}" for change in found["changes"]
            )
            for found in self.differing
        ]
        return "\n".join(lines)
