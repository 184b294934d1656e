"""One form makes one dossier, however often it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="intake_key",
            field=models.UUIDField(editable=False, null=True, unique=True, verbose_name="khóa của phiếu tiếp nhận"),
        ),
    ]
