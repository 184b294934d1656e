from datetime import timedelta

from django.apps import AppConfig


class ImpatientConfig(AppConfig):
    name = "tests.portal.impatient"

    def ready(self):
        from portal import jobs, tasks
        from portal.models import job

        jobs.BEAT_SECONDS = 0.5
        job.STALE_AFTER = tasks.STALE_AFTER = timedelta(seconds=3)
