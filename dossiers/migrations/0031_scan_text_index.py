"""Let the text of scans be searched at once on PostgreSQL, by trigrams."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX scan_text_trgm ON dossiers_scan USING gin (folded_text gin_trgm_ops)"
        )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX scan_text_trgm")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0030_declarations")]

    operations = [migrations.RunPython(create, drop)]
