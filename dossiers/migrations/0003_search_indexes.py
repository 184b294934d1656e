"""Let lists and search answer at once on large tables: newest first, and trigrams where PostgreSQL has them.

SQLite serves one small office; it reads through its rows fast enough.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TRIGRAMS = {
    "dossier_search_trgm": "search_text gin_trgm_ops",
    "dossier_code_trgm": "upper(code) gin_trgm_ops",
    "dossier_phone_trgm": "phone gin_trgm_ops",
    "dossier_number_trgm": "personal_number gin_trgm_ops",
    "dossier_upper_number_trgm": "upper(personal_number) gin_trgm_ops",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    # A trusted extension since PostgreSQL 13: the owner of the database may create it.
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name, expression in TRIGRAMS.items():
        schema_editor.execute(f"CREATE INDEX {name} ON dossiers_dossier USING gin ({expression})")


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in TRIGRAMS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_intake_key")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["-received_at", "-id"], name="dossier_newest"),
        ),
        migrations.RunPython(create, drop),
    ]
