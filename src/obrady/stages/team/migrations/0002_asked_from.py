from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('team', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedFrom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=64)),
                ('hour', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'hour'), name='team_asked_from_once_an_hour')],
            },
        ),
    ]
