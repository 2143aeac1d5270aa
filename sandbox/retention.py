"""What is kept no longer: classes that were archived long ago, practice that was left, accounts
that nobody uses."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from coding.models import Attempt
from sandbox.accounts.erasing import NAME, erase_account
from sandbox.accounts.models import User
from sandbox.attempt_rows import erase_rows, rows_of
from sandbox.classroom.models import Course, Enrolment, Seat

BATCH = 200


def old_attempts(before: datetime) -> list[int]:
    """Attempts of classes archived before then, and practice at which nothing was done since."""
    archived = Q(work__assignment__course__archived_at__lt=before)
    practice = Q(work__assignment=None, touched_at__lt=before) & ~Q(claims__moved_at__gte=before)
    found = Attempt.objects.filter(archived | practice).order_by("pk")
    return list(found.values_list("pk", flat=True).distinct())


def old_courses(before: datetime) -> QuerySet[Course]:
    """Classes archived before then."""
    return Course.objects.filter(archived_at__lt=before)


def unused_accounts(before: datetime, *, without: list[int]) -> QuerySet[User]:
    """Accounts that have not signed in since, with no class that is kept and no work but the
    attempts `without`. Scripted partners, staff of the server and shells of erased people stay."""
    kept = Enrolment.objects.filter(
        Q(course__archived_at=None) | Q(course__archived_at__gte=before)
    )
    working = Seat.objects.exclude(work__attempt__in=without)
    return (
        User.objects.filter(scripted=None, is_staff=False, is_superuser=False, is_active=True)
        .filter(Q(last_login__lt=before) | Q(last_login=None, date_joined__lt=before))
        .exclude(pk__in=kept.values("user"))
        .exclude(pk__in=working.values("user"))
        .exclude(display_name=NAME)
    )


def count_old(before: datetime) -> Counter[str]:
    """How many rows of each table would go. Writes nothing."""
    attempts = old_attempts(before)
    found: Counter[str] = Counter()
    for start in range(0, len(attempts), BATCH):
        for model, keys in rows_of(attempts[start : start + BATCH]):
            found[model._meta.label] += len(keys)
    found["classroom.Course"] = old_courses(before).count()
    found["accounts.User"] = unused_accounts(before, without=attempts).count()
    return Counter({name: count for name, count in found.items() if count})


def remove_old(before: datetime) -> Counter[str]:
    """Remove what is kept no longer, batch by batch; how many rows of each table went. Stopped
    half-way, what is left goes the next time."""
    attempts = old_attempts(before)
    accounts = list(unused_accounts(before, without=attempts))
    gone: Counter[str] = Counter()
    for start in range(0, len(attempts), BATCH):
        with transaction.atomic():
            gone.update(erase_rows(attempts[start : start + BATCH]))
    for course in old_courses(before):
        with transaction.atomic():
            for assignment in course.assignments.all():
                assignment.delete()
            course.delete()
        gone["classroom.Course"] += 1
    for user in accounts:
        erase_account(user)
        gone["accounts.User"] += 1
    return gone
