"""`manage.py check_worker`: does the background worker do what it is given?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import worker_check


class Command(BaseCommand):
    help = "Gửi một việc thử cho tiến trình nền và đợi nó làm xong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--timeout", type=float, default=30, help="đợi tối đa bao nhiêu giây")

    def handle(self, *args: Any, **options: Any) -> None:
        if not worker_check.is_done_within(options["timeout"]):
            raise CommandError(
                f"Tiến trình nền không làm việc thử trong {options['timeout']:g} giây: nó có đang chạy không?"
            )
        self.stdout.write("Tiến trình nền làm việc bình thường.")
