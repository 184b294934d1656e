"""Mẫu Word serve results too: the declaration's tables get the wider name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0035_procedure_revisions")]

    operations = [
        migrations.RemoveConstraint("declaration", "declaration_once_a_dossier_and_template"),
        migrations.RenameModel("DeclarationTemplate", "WordTemplate"),
        migrations.RenameModel("Declaration", "FilledForm"),
        migrations.AlterModelOptions(
            "wordtemplate", {"ordering": ["procedure__name", "name", "pk"], "verbose_name": "mẫu Word"}
        ),
        migrations.AlterModelOptions("filledform", {"ordering": ["pk"], "verbose_name": "bản đã điền"}),
        migrations.AlterField(
            "wordtemplate", "name", models.CharField(max_length=200, verbose_name="tên mẫu")
        ),
        migrations.AlterField(
            "wordtemplate",
            "procedure",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="word_templates",
                to="dossiers.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AlterField(
            "filledform",
            "dossier",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="filled_forms",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddConstraint(
            "filledform",
            models.UniqueConstraint(
                fields=["dossier", "template"], name="form_filled_once_a_dossier_and_template"
            ),
        ),
    ]
