from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0061_appointments_of_numbers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='appointment',
            name='state',
            field=models.CharField(choices=[('booked', 'Đã hẹn'), ('kept', 'Đã đến'), ('missed', 'Không đến'), ('unnoted', 'Không ghi nhận'), ('cancelled', 'Đã hủy')], default='booked', max_length=9, verbose_name='trạng thái'),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='from_state',
            field=models.CharField(blank=True, choices=[('booked', 'Đã hẹn'), ('kept', 'Đã đến'), ('missed', 'Không đến'), ('unnoted', 'Không ghi nhận'), ('cancelled', 'Đã hủy')], max_length=9),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='to_state',
            field=models.CharField(choices=[('booked', 'Đã hẹn'), ('kept', 'Đã đến'), ('missed', 'Không đến'), ('unnoted', 'Không ghi nhận'), ('cancelled', 'Đã hủy')], max_length=9),
        ),
    ]
