"""Công khai chỉ bằng quyết định: an office no longer confirms a procedure for the whole installation."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0052_appointments")]

    operations = [migrations.RemoveField(model_name="procedure", name="confirmed_by_office")]
