"""`manage.py prepare`: tables, static files and, once, the catalogue; run before the servers start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import preparation


class Command(BaseCommand):
    help = "Lập bảng, gom tệp tĩnh và nạp danh mục ở lần chạy đầu."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="lần chạy đầu lập cả dữ liệu dùng thử")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preparation.prepare(with_demo=options["demo"])
        except preparation.PreparationFailed as error:
            raise CommandError(str(error)) from error
