from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classroom', '0006_carry_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='assignment',
            name='old_cases',
        ),
        migrations.RemoveField(
            model_name='assignment',
            name='due_on',
        ),
        migrations.RemoveField(
            model_name='course',
            name='is_archived',
        ),
        migrations.AddField(
            model_name='assignment',
            name='cases',
            field=models.ManyToManyField(related_name='assignments', through='classroom.AssignmentCase', to='coding.case'),
        ),
    ]
