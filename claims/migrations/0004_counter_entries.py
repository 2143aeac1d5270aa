"""What is left of the member's counters becomes what they opened with, less entries."""

import django.db.models.deletion
from django.db import migrations, models


def open_the_books(apps, schema_editor):
    """Until now remittances were taken from the amounts themselves: give back what the answer in
    force took, and write it as an entry."""
    coverages = apps.get_model("claims", "Coverage")
    entries = apps.get_model("claims", "CounterEntry")
    remittances = apps.get_model("claims", "Remittance")
    for coverage in coverages.objects.all():
        answers = remittances.objects.filter(submission__claim__attempt=coverage.attempt_id)
        newest = {row.submission.claim_id: row for row in answers.order_by("number")}
        for row in newest.values():
            sent = row.submission.content
            ours = (sent["payer_id"], sent["member_id"].strip().upper())
            took = row.deductible_taken or row.out_of_pocket_taken
            if not took or ours != (coverage.payer_id, coverage.member_id.upper()):
                continue
            coverage.opening_deductible += row.deductible_taken
            coverage.opening_out_of_pocket += row.out_of_pocket_taken
            entries.objects.create(
                coverage=coverage,
                on=row.on,
                remittance=row,
                what=f"Remittance {row.number}",
                deductible=row.deductible_taken,
                out_of_pocket=row.out_of_pocket_taken,
            )
        coverage.save()


class Migration(migrations.Migration):

    dependencies = [("claims", "0003_remittance_cheque")]

    operations = [
        migrations.RemoveConstraint("coverage", "counters_never_negative"),
        migrations.RenameField("coverage", "deductible_left", "opening_deductible"),
        migrations.RenameField("coverage", "out_of_pocket_left", "opening_out_of_pocket"),
        migrations.AddConstraint(
            "coverage",
            models.CheckConstraint(
                condition=models.Q(opening_deductible__gte=0, opening_out_of_pocket__gte=0),
                name="counters_never_negative",
            ),
        ),
        migrations.CreateModel(
            name="CounterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(help_text="Scenario date from which it counts")),
                ("what", models.CharField(max_length=120)),
                ("deductible", models.DecimalField(decimal_places=2, max_digits=9)),
                ("out_of_pocket", models.DecimalField(decimal_places=2, max_digits=9)),
                ("coverage", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="movements", to="claims.coverage")),
                ("remittance", models.ForeignKey(blank=True, help_text="Empty: another practice's claim", null=True, on_delete=django.db.models.deletion.CASCADE, related_name="movements", to="claims.remittance")),
            ],
            options={"verbose_name_plural": "counter entries", "ordering": ["coverage_id", "on", "pk"]},
        ),
        migrations.RunPython(open_the_books, migrations.RunPython.noop),
    ]
