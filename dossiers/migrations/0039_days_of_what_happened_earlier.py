"""Dossiers that reused a paper, were asked again or apologised for get the day of it, from what tells it."""

from collections import defaultdict
from datetime import timedelta, timezone

from django.db import migrations

VIET_NAM = timezone(timedelta(hours=7))


def day_of(moment):
    return moment.astimezone(VIET_NAM).date()


def fill(apps, schema_editor):
    Dossier, Event, Apology = (
        apps.get_model("dossiers", name) for name in ("Dossier", "DossierEvent", "Apology")
    )
    days = defaultdict(dict)
    for pk, asked in second_requests(Event).items():
        days[pk]["asked_again_on"] = asked
    reusing = Event.objects.filter(action="reuse_paper", dossier__reuses_papers=True).order_by("-at", "-pk")
    for pk, at in reusing.values_list("dossier_id", "at").iterator():
        days[pk]["reused_on"] = day_of(at)
    issued = Apology.objects.filter(issued_at__isnull=False)
    for pk, at in issued.values_list("dossier_id", "issued_at").iterator():
        days[pk]["apologised_on"] = day_of(at)
    for pk, columns in days.items():
        Dossier.objects.filter(pk=pk).update(**columns)


def second_requests(Event):
    """Dossier → the day of its second request that was not undone."""
    requests, undone = defaultdict(dict), set()
    told = Event.objects.filter(action__in=("request_supplement", "undo")).order_by("pk")
    rows = told.values_list("pk", "dossier_id", "action", "at", "details")
    for pk, dossier, action, at, details in rows.iterator():
        if action == "request_supplement":
            requests[dossier][pk] = day_of(at)
        else:
            undone.add(details.get("event"))
    standing = {
        dossier: [day for pk, day in days.items() if pk not in undone] for dossier, days in requests.items()
    }
    return {dossier: days[1] for dossier, days in standing.items() if len(days) > 1}


def empty(apps, schema_editor):
    """The columns go with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0038_days_of_reuse_apology_second_request")]
    operations = [migrations.RunPython(fill, empty)]
