"""In bộ số liệu của một đơn vị."""

import json
from typing import Any

from django.core.management.base import CommandParser

from portal import formats
from portal.commands import OfficeCommand
from portal.models import Unit
from reports.figures import By, FigureSet, figure_set
from reports.indicators import INDICATORS, RATES
from reports.periods import Period

_BREAKDOWNS = (By.FIELD, By.UNIT, By.PROCEDURE, By.OFFICER)
_SHOWN = {
    "carried_over": "Kỳ trước",
    "received": "Tiếp nhận",
    "resolved": "Giải quyết",
    "resolved_late": "Quá hạn",
    "pending": "Đang làm",
    "pending_overdue": "Đã quá hạn",
}


class Command(OfficeCommand):
    help = "In mọi chỉ tiêu của một đơn vị (gồm các đơn vị bên dưới) trong một kỳ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="mã đơn vị, ví dụ 19405 hoặc 19405@2024-12-14")
        parser.add_argument(
            "--period", required=True, help="kỳ: 2023, 2023-H1, 2023-Q4, 2023-11, 2023-01-01..2023-08-15"
        )
        parser.add_argument("--by", choices=[by.value for by in _BREAKDOWNS], help="chia nhỏ theo")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        period = Period.parse(options["period"])
        unit = Unit.objects.named(options["unit"], on=period.last)
        found = figure_set(unit, period, by=By(options["by"]) if options["by"] else None)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found)))


def _lines(found: FigureSet) -> list[str]:
    """A plain table for a terminal."""
    period = found.period
    days = f"{formats.day_on_screen(period.first)} – {formats.day_on_screen(period.last)}"
    lines = [f"{found.unit.name} · {period.label} · {days}", ""]
    lines += [
        f"{INDICATORS[code].label:<48}{formats.integer(value):>12}" for code, value in found.figures.items()
    ]
    lines += [
        f"{f'Tỷ lệ: {RATES[code].label}':<48}{'-' if value is None else formats.percent(value):>12}"
        for code, value in found.rates.items()
    ]
    if found.groups:
        lines += ["", f"{'':<48}" + "".join(f"{heading:>12}" for heading in _SHOWN.values())]
        lines += [
            f"{group.label[:46]:<48}"
            + "".join(f"{formats.integer(group.figures[code]):>12}" for code in _SHOWN)
            for group in found.groups
        ]
    return lines
