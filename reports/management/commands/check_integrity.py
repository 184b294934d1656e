"""Kiểm tra toàn vẹn dữ liệu."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal import formats
from portal.commands import OfficeCommand
from reports import integrity
from reports.integrity.model import Problem, Span

YEARS = 3


class Command(OfficeCommand):
    help = (
        "Tính lại mọi đẳng thức, đối chiếu số liệu, tệp và mã băm đã lưu; in những gì sai, mã thoát 1 nếu có."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--years", type=int, default=YEARS, help="tính lại số liệu các kỳ của bấy nhiêu năm gần đây"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options["format"] == "json"
        span = Span.of_years(options["years"], timezone.localdate())
        found: list[Problem] = []
        counted = 0
        for problem in integrity.problems(span):
            counted += 1
            if as_json:
                found.append(problem)
            else:
                self.stdout.write(str(problem))
        if as_json:
            listed = [vars(problem) for problem in found]
            self.stdout.write(
                json.dumps({"checked": list(integrity.CHECKS), "problems": listed}, ensure_ascii=False)
            )
        elif not counted:
            self.stdout.write(f"Đã kiểm tra {', '.join(integrity.LABELS.values())}: không có gì sai.")
        if counted:
            raise CommandError(f"Có {formats.integer(counted)} chỗ sai.")
