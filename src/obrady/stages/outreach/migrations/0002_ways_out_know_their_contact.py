import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_contacts_and_invitations'),
    ]

    operations = [
        migrations.RemoveField(model_name='invitation', name='stopped_at'),
        migrations.AddField(
            model_name='wayout', name='contact_key', field=models.UUIDField(default=uuid.uuid4), preserve_default=False
        ),
    ]
