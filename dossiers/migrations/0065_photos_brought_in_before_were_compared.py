"""Photos sent beforehand that stand already were taken in with the original on the desk, under that label."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    Scan = apps.get_model("dossiers", "Scan")
    standing = Scan.objects.filter(source="advance", state="ready", compared_at=None, created_by__isnull=False)
    standing.update(compared_by=F("created_by"), compared_at=F("created_at"))


def empty(apps, schema_editor):
    """The columns go with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0064_photos_compared_with_originals")]
    operations = [migrations.RunPython(fill, empty)]
