import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0062_appointments_nobody_noted'),
    ]

    operations = [
        migrations.AddField(
            model_name='advancerequest',
            name='kept_days',
            field=models.PositiveSmallIntegerField(default=90, help_text='Như đã nói với người nhờ.', verbose_name='giữ dữ liệu cá nhân sau khi xong (ngày)'),
        ),
        migrations.AddField(
            model_name='office',
            name='advance_kept_days',
            field=models.PositiveSmallIntegerField(default=90, help_text='Quá số ngày này, tên, điện thoại, ảnh, dự thảo bị xóa hẳn; người nhờ được báo số này khi gửi.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='giữ ảnh giấy tờ gửi trước sau khi xong việc (ngày)'),
        ),
    ]
