from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sensitive_gone_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffaccount',
            name='session_round',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
