"""Dựng một báo cáo ngoài trình duyệt."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.commands import OfficeCommand, os_reason
from portal.models import Unit
from reports import building, kinds
from reports.models import FileFormat, Report
from reports.periods import Period

_WRITTEN = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


class Command(OfficeCommand):
    help = (
        "Dựng báo cáo của một đơn vị, một kỳ thành LOẠI-MÃ-KỲ.docx, .pdf, .xlsx và .json (số liệu đã chốt). "
        "Lời văn và thể thức lấy từ báo cáo đã soạn trên trang, nếu có; không ghi gì vào cơ sở dữ liệu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, help=f"loại báo cáo: {', '.join(kinds.KINDS)}")
        parser.add_argument("--unit", required=True, help="mã đơn vị, ví dụ 19405 hoặc 19405@2024-12-14")
        parser.add_argument(
            "--period", required=True, help="kỳ: 2023, 2023-H1, 2023-Q4, 2023-11, 2023-01-01..2023-08-15"
        )
        parser.add_argument("--out", required=True, help="thư mục ghi tệp, tạo nếu chưa có")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            paths = self.build(options["kind"], options["unit"], options["period"], Path(options["out"]))
        except OSError as error:
            raise CommandError(f"Không ghi được vào {options['out']}: {os_reason(error)}.") from error
        if options["format"] == "json":
            self.stdout.write(json.dumps({kind: str(path) for kind, path in paths.items()}))
        else:
            self.stdout.write("\n".join(str(path) for path in paths.values()))

    def build(self, kind_code: str, unit_code: str, period_name: str, out: Path) -> dict[str, Path]:
        kind = kinds.kind(kind_code)
        period = Period.parse(period_name)
        unit = Unit.objects.named(unit_code, on=period.last)
        kind.check(unit, period)
        out.mkdir(parents=True, exist_ok=True)
        written = Report.objects.filter(
            kind=kind.code, unit=unit, period_first=period.first, period_last=period.last
        ).first()
        made = building.make(
            kind,
            unit,
            period,
            texts=written.texts if written else {},
            header=written.header if written else {},
            progress=lambda done, step: None,
        )
        name = f"{kind.code}-{unit.code}-{period.code}"
        contents = {extension.value: made.files[extension] for extension in _WRITTEN}
        contents["json"] = json.dumps(made.figures, ensure_ascii=False, indent=2).encode()
        paths = {extension: out / f"{name}.{extension}" for extension in contents}
        for extension, path in paths.items():
            path.write_bytes(contents[extension])
        return paths
