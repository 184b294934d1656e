"""Nạp danh mục thủ tục và đơn vị đi kèm phần mềm."""

import json
from typing import Any

from django.core.management.base import CommandParser

from dossiers import catalogue
from portal.commands import OfficeCommand

_LABELS = {
    "units": "Đơn vị",
    "fields": "Lĩnh vực",
    "procedures": "Thủ tục",
    "case_types": "Loại việc",
    "combined": "Nhóm thủ tục liên thông",
    "purposes": "Thủ tục để làm gì",
    "words": "Lời của người dân",
    "life_events": "Sự kiện trong đời",
}


class Command(OfficeCommand):
    help = "Nạp hoặc cập nhật danh mục thủ tục, đơn vị đi kèm phần mềm; chạy lại không đổi gì thêm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = catalogue.load().as_dict()
        if options["format"] == "json":
            self.stdout.write(json.dumps(loaded))
            return
        for name, label in _LABELS.items():
            created, updated, unchanged = loaded[name].values()
            self.stdout.write(f"{label}: thêm {created}, cập nhật {updated}, giữ nguyên {unchanged}")
