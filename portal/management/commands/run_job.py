from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal import jobs
from portal.models import Job


class Command(BaseCommand):
    help = "Làm một việc nền trong tiến trình riêng (dùng nội bộ)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        job = Job.objects.filter(pk=options["job"]).first()
        if job is not None:
            jobs.work_off(job)
