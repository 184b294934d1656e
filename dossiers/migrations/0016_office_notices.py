import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0015_scans_of_papers'),
        ('portal', '0002_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='is_rehearsing',
            field=models.BooleanField(default=False, help_text='Thư, tin nhắn chỉ ghi vào tệp trên máy chủ, không gửi đi.', verbose_name='chạy thử'),
        ),
        migrations.AddField(
            model_name='office',
            name='leader_after_days',
            field=models.PositiveSmallIntegerField(default=1, help_text='0: không báo.', verbose_name='báo lãnh đạo khi trễ từ (ngày)'),
        ),
        migrations.AddField(
            model_name='office',
            name='quiet_from',
            field=models.TimeField(default=datetime.time(21, 0), verbose_name='không gửi tin nhắn từ'),
        ),
        migrations.AddField(
            model_name='office',
            name='quiet_to',
            field=models.TimeField(default=datetime.time(7, 0), verbose_name='đến'),
        ),
        migrations.AddField(
            model_name='office',
            name='reminds_before_days',
            field=models.PositiveSmallIntegerField(default=1, help_text='0: không nhắc trước.', verbose_name='nhắc trước hạn (ngày làm việc)'),
        ),
        migrations.AddField(
            model_name='office',
            name='reminds_when_late',
            field=models.BooleanField(default=True, verbose_name='nhắc hồ sơ trễ hạn'),
        ),
        migrations.AddField(
            model_name='office',
            name='superior_after_days',
            field=models.PositiveSmallIntegerField(default=5, help_text='0: không báo.', verbose_name='báo cấp trên khi trễ từ (ngày)'),
        ),
        migrations.AddField(
            model_name='office',
            name='tells_citizens',
            field=models.BooleanField(default=True, help_text='Theo các mẫu tin của đơn vị.', verbose_name='báo tin cho người dân'),
        ),
    ]
