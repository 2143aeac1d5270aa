"""What an instructor sets, for whom it is longer, and who works with whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.scrubber import Strength
from coding.cases import Mess
from coding.models import Case
from sandbox.classroom.models.course import Course
from sandbox.classroom.models.partner import Skill


class Mode(models.TextChoices):
    """Which desks an assignment's learners sit at."""

    BOTH = "both", "Both desks"
    CODER = "coder", "Coder only"
    BILLER = "biller", "Biller only"
    PAIRS = "pairs", "Pairs"


class LateRule(models.TextChoices):
    """What becomes of work that is not done when it is due."""

    ACCEPT = "accept", "Taken, and shown as late"
    LOWER = "lower", "Taken, with less for each day that has begun"
    CLOSE = "close", "Closed when it is due"


class Counts(models.TextChoices):
    """Which of several attempts at a case counts."""

    FIRST = "first", "The first"
    BEST = "best", "The best"
    LAST = "last", "The last"


class Release(models.TextChoices):
    """When learners see something of their marks."""

    BY_HAND = "hand", "When I release it"
    AT_ONCE = "once", "As soon as their part is done"
    WHEN_DUE = "due", "When the assignment is due"


NOTES = [
    (Mess.TYPICAL.value, "As usual in practice"),
    (Mess.CLEAN.value, "Tidy"),
    (Mess.MESSY.value, "Untidy"),
]
"""How the notes of an assignment are written, where a case has more than one note."""


class Assignment(models.Model):
    """What an instructor sets: cases to work, at which desks, by when, and what counts how much."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0, help_text="Its place among the course's")
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.BOTH)
    partner = models.CharField(
        max_length=8,
        choices=Skill.choices,
        default=Skill.TYPICAL,
        help_text="How well a scripted partner works that fills an empty seat",
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    late_rule = models.CharField(max_length=6, choices=LateRule.choices, default=LateRule.ACCEPT)
    late_percent = models.PositiveSmallIntegerField(
        default=10, help_text="Of the mark, for each day late that has begun"
    )
    attempts_allowed = models.PositiveSmallIntegerField(default=1)
    counts = models.CharField(max_length=5, choices=Counts.choices, default=Counts.BEST)
    feedback = models.CharField(max_length=4, choices=Release.choices, default=Release.BY_HAND)
    key_release = models.CharField(max_length=4, choices=Release.choices, default=Release.BY_HAND)
    scrubber = models.CharField(
        max_length=6, choices=[(s.value, s.value) for s in Strength], default=Strength.FULL.value
    )
    hints = models.BooleanField(default=False)
    audits = models.BooleanField(
        default=False, help_text="Learners check codes with slips in them instead of coding anew"
    )
    twins = models.BooleanField(
        default=False, help_text="Each learner, or pair, has another patient where a case has twins"
    )
    mess = models.CharField(max_length=7, choices=NOTES, default=Mess.TYPICAL.value)
    shares = models.JSONField(
        default=dict, blank=True, help_text="Weights of the coding mark's parts; empty: the usual"
    )
    coding_share = models.PositiveSmallIntegerField(
        default=50, help_text="Percent of the whole that coding counts where one does both"
    )
    time_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Minutes for a case; empty: no clock"
    )
    cases = models.ManyToManyField(Case, through="AssignmentCase", related_name="assignments")

    class Meta:
        ordering = ["course_id", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(coding_share__lte=100), name="coding_share_up_to_100"
            ),
            models.CheckConstraint(
                condition=Q(late_percent__lte=100), name="late_percent_up_to_100"
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__gte=1, attempts_allowed__lte=20),
                name="attempts_1_to_20",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(due_at=None) | Q(due_at__gt=F("opens_at")),
                name="due_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def listed_cases(self) -> models.QuerySet[Case]:
        """Its cases in their order."""
        listed = Case.objects.filter(assignment_places__assignment=self)
        return listed.order_by("assignment_places__place")


class AssignmentCase(models.Model):
    """A case of an assignment, at its place."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="assigned_cases"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignment_places")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["assignment_id", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "case"], name="one_case_an_assignment")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.assignment_id}"


class Extension(models.Model):
    """For one learner an assignment is due later, or may be tried more often."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="extensions"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    more_attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["assignment_id", "user_id"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "user"], name="one_extension_a_learner")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.assignment_id}"


class Pair(models.Model):
    """Who works with whom in an assignment. An empty seat is filled by the scripted partner; the
    two change desks halfway through the cases if `swaps`."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="pairs")
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    biller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    swaps = models.BooleanField(default=True)

    class Meta:
        ordering = ["assignment_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "coder"], name="one_pair_a_coder"),
            models.UniqueConstraint(fields=["assignment", "biller"], name="one_pair_a_biller"),
            models.CheckConstraint(
                condition=Q(coder__isnull=False) | Q(biller__isnull=False), name="pair_has_somebody"
            ),
            models.CheckConstraint(
                condition=Q(coder=None) | Q(biller=None) | ~Q(coder=F("biller")),
                name="pair_is_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coder_id} and {self.biller_id}"

    def is_swapped_at(self, place: int, *, cases: int) -> bool:
        """The two have changed desks when they come to that place of an assignment's cases."""
        return self.swaps and 2 * place > cases + 1
