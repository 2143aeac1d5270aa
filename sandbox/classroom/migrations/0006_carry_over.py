"""What was due on a day is due at its end; classes that were archived stay so; cases keep the
order in which they were listed."""

import datetime
from zoneinfo import ZoneInfo

import django.utils.timezone
from django.db import migrations

EASTERN = ZoneInfo("America/New_York")


def carry_over(apps, schema_editor):
    """Old columns into the new ones."""
    course = apps.get_model("classroom", "Course")
    course.objects.filter(is_archived=True).update(archived_at=django.utils.timezone.now())
    assignment = apps.get_model("classroom", "Assignment")
    placed = apps.get_model("classroom", "AssignmentCase")
    for row in assignment.objects.order_by("course_id", "due_on", "pk"):
        if row.due_on:
            last = datetime.time(23, 59)
            row.due_at = datetime.datetime.combine(row.due_on, last, tzinfo=EASTERN)
        row.place = assignment.objects.filter(course=row.course_id, pk__lt=row.pk).count() + 1
        row.save(update_fields=["due_at", "place"])
        cases = row.old_cases.order_by("difficulty", "title")
        placed.objects.bulk_create(
            placed(assignment=row, case=case, place=place)
            for place, case in enumerate(cases, start=1)
        )


def carry_back(apps, schema_editor):
    """New columns into the old ones."""
    course = apps.get_model("classroom", "Course")
    course.objects.exclude(archived_at=None).update(is_archived=True)
    for row in apps.get_model("classroom", "Assignment").objects.all():
        if row.due_at:
            row.due_on = row.due_at.astimezone(EASTERN).date()
            row.save(update_fields=["due_on"])
        listed = apps.get_model("classroom", "AssignmentCase").objects.filter(assignment=row)
        row.old_cases.set(listed.values_list("case_id", flat=True))


class Migration(migrations.Migration):

    dependencies = [
        ('classroom', '0005_running_a_class'),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
