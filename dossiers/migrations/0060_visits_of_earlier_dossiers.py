"""Dossiers of the desk get the number of days on which somebody came for them, from what tells it."""

from collections import defaultdict
from datetime import timedelta, timezone

from django.db import migrations

VIET_NAM = timezone(timedelta(hours=7))
CHUNK = 2000


def day_of(moment):
    return moment.astimezone(VIET_NAM).date()


def fill(apps, schema_editor):
    Dossier = apps.get_model("dossiers", "Dossier")
    known = Dossier.objects.filter(source="desk", received_on__isnull=False).order_by("pk")
    last = 0
    while rows := list(
        known.filter(pk__gt=last).only("channel", "received_on", "returned_on", "result_delivery")[:CHUNK]
    ):
        last = rows[-1].pk
        brought, ways = beside(apps, [row.pk for row in rows])
        for row in rows:
            days = {row.received_on, *brought[row.pk]} if row.channel == "direct" else set()
            if row.returned_on and ways.get(row.pk, row.result_delivery) == "counter":
                days.add(row.returned_on)
            row.visits = len(days)
        Dossier.objects.bulk_update(rows, ["visits"])


def beside(apps, ids):
    """Of each dossier the days on which papers were brought later, and how its result was handed over."""
    Event, Record = (apps.get_model("dossiers", name) for name in ("DossierEvent", "ReturnRecord"))
    came = defaultdict(dict)
    told = Event.objects.filter(dossier__in=ids, action__in=("receive_part", "receive_supplement", "undo"))
    for pk, dossier, action, at, details in told.order_by("pk").values_list(
        "pk", "dossier_id", "action", "at", "details"
    ):
        if action == "undo":
            came[dossier].pop(details.get("event"), None)
        else:
            came[dossier][pk] = day_of(at)
    days = defaultdict(set, {dossier: set(found.values()) for dossier, found in came.items()})
    return days, dict(Record.objects.filter(dossier__in=ids).values_list("dossier_id", "way"))


def empty(apps, schema_editor):
    """The column goes with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0059_visits_to_the_office")]
    operations = [migrations.RunPython(fill, empty)]
