"""Trang cho người dân được ghi lúc nào: what was written here is not filled in again from what ships."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0053_publication_by_decision_alone")]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="described_at",
            field=models.DateTimeField(null=True, verbose_name="ghi trang lúc"),
        )
    ]
