"""Celery tasks of the ground: leaves that take an id and delegate."""

import subprocess
import sys

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from portal.models import Job
from portal.models.job import STALE_AFTER


@shared_task
def run_job(job_id: int) -> None:
    """Work a job off; embedded, in a child process that gives its memory back when it ends."""
    if settings.JOBS_IN_CHILD:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", str(job_id)]
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
        return
    from portal import jobs

    jobs.work_off(Job.objects.get(pk=job_id))


@shared_task
def resume_abandoned_jobs() -> None:
    """Send again what a dead worker or a lost message left behind."""
    for job_id in Job.objects.abandoned().values_list("pk", flat=True):
        run_job.delay(job_id)


@worker_ready.connect
def _resume_after_start(**_: object) -> None:
    resume_abandoned_jobs.apply_async(countdown=STALE_AFTER.seconds + 1)
