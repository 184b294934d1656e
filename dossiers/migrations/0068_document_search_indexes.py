"""Let official documents and the text of their files be searched at once on PostgreSQL, by trigrams."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TRIGRAMS = {
    "document_search_trgm": ("dossiers_officialdocument", "search_text"),
    "document_text_trgm": ("dossiers_documentfile", "folded_text"),
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, (table, column) in TRIGRAMS.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in TRIGRAMS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0067_kinds_of_official_documents")]

    operations = [migrations.RunPython(create, drop)]
