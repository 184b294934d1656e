"""Lập dữ liệu dùng thử."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from dossiers import catalogue
from portal import formats
from portal.commands import OfficeCommand
from reports.demo import accounts, loading
from reports.periods import latest_legal_quarter

BUILD_REPORT = ".venv/bin/python manage.py build_report --kind cchc --unit 19405"


class Command(OfficeCommand):
    help = "Lập dữ liệu dùng thử (người và hồ sơ hư cấu, tính đến hôm qua); chạy lại không đổi gì thêm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="chỉ in các tài khoản dùng thử và lệnh dựng báo cáo"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            period = latest_legal_quarter(timezone.localdate())
            self.stdout.write(accounts.table())
            self.stdout.write("Lập báo cáo không cần trình duyệt:")
            self.stdout.write(f"  {BUILD_REPORT} --period {period.code} --out var/bao-cao")
            return
        sentences, values = self.load(timezone.localdate())
        self.stdout.write(json.dumps(values) if options["format"] == "json" else "\n".join(sentences))

    def load(self, today: date) -> tuple[list[str], dict[str, Any]]:
        """Each part where it is missing; what was done, in sentences and in numbers."""
        from reports.demo import report  # the document libraries are slow to load, the accounts are not

        sentences: list[str] = []
        values: dict[str, Any] = {"created": False, "report": None}
        catalogue.load()
        if not loading.is_loaded():
            loaded = loading.load(today)
            values |= {"created": True, **asdict(loaded)}
            dossiers = formats.integer(loaded.dossiers)
            sentences.append(f"Đã lập {dossiers} hồ sơ hư cấu và {loaded.accounts} tài khoản dùng thử.")
        if built := report.build(today):
            values["report"] = str(built)
            sentences.append(f"Đã dựng báo cáo {built}: tải tại mục Báo cáo.")
        return sentences or ["Dữ liệu dùng thử đã có, không đổi gì."], values
