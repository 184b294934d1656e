import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0016_office_notices'),
        ('portal', '0002_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('template', models.CharField(max_length=20, verbose_name='mẫu tin')),
                ('channel', models.CharField(choices=[('email', 'Thư điện tử'), ('sms', 'Tin nhắn'), ('none', 'Không có địa chỉ')], max_length=5, verbose_name='cách gửi')),
                ('recipient', models.CharField(blank=True, max_length=254, verbose_name='gửi đến')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='tiêu đề')),
                ('body', models.TextField(blank=True, verbose_name='nội dung')),
                ('state', models.CharField(choices=[('queued', 'chờ gửi'), ('sending', 'đang gửi'), ('sent', 'đã gửi'), ('failed', 'lỗi, sẽ gửi lại'), ('given_up', 'không gửi được'), ('unreached', 'chưa báo được'), ('told', 'đã báo trực tiếp')], default='queued', max_length=10, verbose_name='trạng thái')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần gửi')),
                ('next_attempt_at', models.DateTimeField(null=True, verbose_name='gửi lúc')),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True, verbose_name='đã gửi lúc')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='mã của nhà cung cấp')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='lỗi')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='lập lúc')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='do việc của')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='dossiers.dossier', verbose_name='hồ sơ')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit', verbose_name='đơn vị')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='cán bộ nhận')),
            ],
            options={
                'verbose_name': 'tin gửi đi',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['unit', '-created_at', '-id'], name='messages_of_a_unit'), models.Index(condition=models.Q(('state__in', ['queued', 'failed', 'sending'])), fields=['next_attempt_at'], name='message_to_send'), models.Index(condition=models.Q(('state__in', ['failed', 'given_up', 'unreached'])), fields=['unit'], name='message_undelivered')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_message_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['queued', 'failed']), _negated=True), ('next_attempt_at__isnull', False), _connector='OR'), name='waiting_message_has_its_time')],
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20, verbose_name='mẫu tin')),
                ('channel', models.CharField(choices=[('email', 'Thư điện tử'), ('sms', 'Tin nhắn'), ('none', 'Không có địa chỉ')], max_length=5, verbose_name='cách gửi')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='tiêu đề')),
                ('text', models.TextField(max_length=2000, verbose_name='nội dung')),
                ('is_on', models.BooleanField(default=True, verbose_name='gửi')),
                ('is_unmarked', models.BooleanField(default=False, verbose_name='bỏ dấu tiếng Việt')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='sửa lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit', verbose_name='đơn vị')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
            ],
            options={
                'verbose_name': 'mẫu tin',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['unit', 'key', 'channel'], name='template_of_a_unit')],
            },
        ),
    ]
