"""Mã tra cứu hồ sơ: a posted code may lead to tracking, as the leaflet's second one does."""

from django.db import migrations, models

KINDS = [
    ("procedure", "Một thủ tục"),
    ("form", "Biểu mẫu của một thủ tục"),
    ("field", "Một lĩnh vực"),
    ("catalogue", "Toàn bộ danh mục"),
    ("rating", "Đánh giá"),
    ("feedback", "Phản ánh, kiến nghị"),
    ("tracking", "Tra cứu hồ sơ"),
]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0054_when_a_page_for_citizens_was_written")]

    operations = [
        migrations.AlterField(
            model_name="postedcode",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="dẫn tới"),
        ),
        migrations.RemoveConstraint(
            model_name="postedcode", name="posted_code_has_what_its_kind_leads_to"
        ),
        migrations.AddConstraint(
            model_name="postedcode",
            constraint=models.CheckConstraint(
                name="posted_code_has_what_its_kind_leads_to",
                condition=models.Q(kind__in=("procedure", "form"), procedure__isnull=False, field=None)
                | models.Q(kind="field", field__isnull=False, procedure=None)
                | models.Q(
                    kind__in=("catalogue", "rating", "feedback", "tracking"), field=None, procedure=None
                ),
            ),
        ),
    ]
