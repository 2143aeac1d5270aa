from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0012_duplicates_leave_the_answer'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='moved_at',
            field=models.DateTimeField(auto_now=True, help_text='When something was last done to it'),
        ),
    ]
