from django.db import migrations, models

import obrady.stages.organisations.models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='languages',
            field=models.JSONField(default=obrady.stages.organisations.models.first_languages),
        ),
    ]
