"""Lập dữ liệu dùng thử."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dossiers import catalogue
from portal.errors import DomainError
from reports.demo import accounts, loading


class Command(BaseCommand):
    help = "Lập dữ liệu dùng thử (người và hồ sơ hư cấu, tính đến hôm qua); chạy lại không đổi gì thêm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="chỉ in các tài khoản dùng thử")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(accounts.table())
            return
        catalogue.load()
        if loading.is_loaded():
            self._tell(options, {"created": False}, "Dữ liệu dùng thử đã có, không đổi gì.")
            return
        try:
            loaded = loading.load(timezone.localdate())
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self._tell(
            options,
            {"created": True, **asdict(loaded)},
            f"Đã lập {loaded.dossiers} hồ sơ hư cấu và {loaded.accounts} tài khoản dùng thử.",
        )

    def _tell(self, options: dict[str, Any], values: dict[str, Any], sentence: str) -> None:
        self.stdout.write(json.dumps(values) if options["format"] == "json" else sentence)
