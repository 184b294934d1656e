"""Bàn giao một đơn vị đã hoặc sẽ kết thúc cho đơn vị khác."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from dossiers.reorganising import Counts, Reorganisation, preview, reorganise
from portal import formats
from portal.commands import OfficeCommand
from portal.errors import DomainError
from portal.models import Unit


class Command(OfficeCommand):
    help = (
        "Đóng một đơn vị và bàn giao hồ sơ chưa xong, người dùng, vai trò cho đơn vị nhận; "
        "mã hồ sơ, sổ đã lập giữ nguyên; số liệu các kỳ trước ngày bàn giao không đổi."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="closed", required=True, help="đơn vị kết thúc, ví dụ 464@2025-06-30"
        )
        parser.add_argument("--to", dest="named", required=True, help="đơn vị nhận, ví dụ 19405")
        parser.add_argument("--on", required=True, help="từ ngày, dạng YYYY-MM-DD")
        parser.add_argument(
            "--successor", action="store_true", help="đơn vị nhận kế thừa cả số liệu các kỳ trước"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho xem, không ghi")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="dạng kết quả in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"])
        except ValueError:
            raise DomainError(f"Ngày “{options['on']}” không đúng dạng YYYY-MM-DD.") from None
        plan = Reorganisation(
            closed=Unit.objects.named(options["closed"], on=on),
            named=Unit.objects.named(options["named"], on=on),
            on=on,
            is_successor=options["successor"],
        )
        if options["dry_run"]:
            if why := plan.refusal():
                raise DomainError(why)
            counts = preview(plan)
        else:
            counts = reorganise(plan, by=None)
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(counts), ensure_ascii=False))
        else:
            self.stdout.write(_sentences(plan, counts, is_done=not options["dry_run"]))


def _sentences(plan: Reorganisation, counts: Counts, *, is_done: bool) -> str:
    did = "Đã bàn giao" if is_done else "Xem trước, chưa ghi"
    lines = [f"{did}: {plan.closed.name} → {plan.named.name}, từ ngày {formats.day_on_screen(plan.on)}."]
    lines += [f"  {name}: {formats.integer(count)}" for name, count in counts.moving]
    lines += [
        f"  Giữ nguyên, {name[:1].lower()}{name[1:]}: {formats.integer(count)}"
        for name, count in counts.staying
    ]
    return "\n".join(lines)
