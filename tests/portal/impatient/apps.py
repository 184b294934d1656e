from datetime import timedelta

from django.apps import AppConfig


class ImpatientConfig(AppConfig):
    name = "tests.portal.impatient"

    def ready(self):
        from dossiers.messaging import sending
        from dossiers.models import message
        from dossiers.papers import reading
        from portal import jobs, tasks
        from portal.models import job

        reading.PROGRAM = "no-such-program"
        sending.LEASE = message.LEASE = timedelta(seconds=3)
        jobs.BEAT_SECONDS = 0.5
        job.STALE_AFTER = tasks.STALE_AFTER = timedelta(seconds=3)
