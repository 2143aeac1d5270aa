"""Questions to the provider, and what came back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.models.attempt import Attempt
from coding.querying import Query


class ProviderQuery(models.Model):
    """A query as sent. `meets` is the question of the case that it asks, from 0; None where the
    case foresees no such question."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="queries")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField(help_text="Where the quoted words begin in the record")
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=600)
    indicators = models.CharField(max_length=1000)
    question = models.CharField(max_length=600)
    options = models.JSONField(default=list)
    problems = models.JSONField(default=list, help_text="Names of the rules that it breaks")
    meets = models.PositiveSmallIntegerField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_on = models.DateField(help_text="Scenario date")
    answer_on = models.DateField(null=True, blank=True, help_text="When it comes; never if empty")
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="query_once"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | Q(answered_on__isnull=False),
                name="answer_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def query(self) -> Query:
        """The query as its rules look at it."""
        return Query(
            quote=self.quote,
            indicators=self.indicators,
            question=self.question,
            options=tuple(self.options),
        )
