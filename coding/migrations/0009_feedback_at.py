import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0008_passage_comments'),
    ]

    operations = [
        migrations.AddField(
            model_name='attempt',
            name='feedback_at',
            field=models.DateTimeField(blank=True, help_text='Since when the learner sees the score without the key', null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='touched_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text="When something was last done at the coder's desk"),
        ),
    ]
