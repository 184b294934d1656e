"""The settings with a job of the tests' own and a sweep that does not wait, for processes of their own."""

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS, JOB_HANDLERS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.portal.impatient"]
JOB_HANDLERS = JOB_HANDLERS | {"wait": "tests.portal.impatient.waiting.work_off"}
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 2.0}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if isinstance(entry["schedule"], float)
}
