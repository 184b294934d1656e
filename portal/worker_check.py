"""Việc thử: a job that proves that messages reach the worker and its answer the database."""

import time

from portal import jobs
from portal.models import Job

KIND = "check-worker"


def work_off(job: Job) -> None:
    job.beat(step="đã nhận việc thử")


def is_done_within(seconds: float) -> bool:
    """Queue a trial job and wait until a worker has done it."""
    job = jobs.enqueue(KIND, by=None)
    deadline = time.monotonic() + seconds
    while not job.is_over and time.monotonic() < deadline:
        time.sleep(0.2)
        job.refresh_from_db()
    return job.is_over and not job.error
