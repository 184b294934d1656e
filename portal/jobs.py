"""Việc chạy nền: queueing a job and working it off.

`settings.JOB_HANDLERS` names the handler of each kind. A handler takes the job, is idempotent, and reports
progress by `job.beat`. A `DomainError` is told to the officer; any other error fails the job with a neutral
sentence and goes up to the log.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.module_loading import import_string

from portal import notices, tasks
from portal.errors import DomainError
from portal.models import Job, User
from portal.models.job import ATTEMPTS

BEAT_SECONDS = 5


def enqueue(kind: str, *, by: User | None, **payload: Any) -> Job:
    """Write the job down; its message leaves after the commit, when its record is there for the worker."""
    job = Job.objects.create(kind=kind, payload=payload, created_by=by)
    transaction.on_commit(partial(tasks.run_job.delay, job.pk))
    return job


def work_off(job: Job) -> None:
    """Claim the job and run its handler in this process; a job in other hands is left alone."""
    if not job.claim():
        return
    if job.attempts > ATTEMPTS:
        with transaction.atomic():
            job.finish(error="Việc này đã dừng giữa chừng nhiều lần. Hãy báo quản trị hệ thống.")
            notices.tell_of_job(job)
        return
    handler = import_string(settings.JOB_HANDLERS[job.kind])
    error = "Có lỗi trong hệ thống khi làm việc này. Hãy thử lại hoặc báo quản trị hệ thống."
    try:
        with _heart(job):
            handler(job)
        error = ""
    except DomainError as refusal:
        error = refusal.message
    finally:
        with transaction.atomic():
            job.finish(error=error)
            notices.tell_of_job(job)


@contextmanager
def _heart(job: Job) -> Iterator[None]:
    """Beat from a thread of its own, so that one long step does not look like death."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            # On SQLite the handler's own long transaction may hold the database: the next beat tells.
            with suppress(OperationalError):
                job.beat()
        connection.close()

    thread = threading.Thread(target=beat, name=f"heart of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
