"""Who is in a class, and the codes by which one joins it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment, JoinCode
from sandbox.classroom.when import when_text


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the class; `works` counts the attempts at which they sit."""

    pk: int
    user_id: int
    name: str
    username: str
    pseudonym: str
    role: str
    role_label: str
    extra_time: int
    works: int
    can_renew: bool


@dataclass(frozen=True)
class CodeRow:
    """A code by which one joins."""

    pk: int
    code: str
    expires: str
    made_by: str


@dataclass(frozen=True)
class AccountRow:
    """An account that somebody of a roster has; `is_here` is who is in the class already."""

    name: str
    is_here: bool


def renewable(course: Course) -> QuerySet[Enrolment]:
    """Those of the class whose password its staff may renew: learners whose account its roster
    made, unless the account has come to see more than this class lets its staff see (a class that
    it runs or helps in, leave to start classes): a new password would hand all of that out too."""
    staff = Enrolment.objects.exclude(role__in=(Enrolment.Role.LEARNER, Enrolment.Role.FORMER))
    learners = Enrolment.objects.filter(
        course=course, account_made=True, role=Enrolment.Role.LEARNER
    )
    return learners.exclude(Exists(staff.filter(user=OuterRef("user")))).exclude(
        Q(user__is_superuser=True)
        | Q(user__is_staff=True)
        | Q(user__user_permissions__isnull=False)
        | Q(user__groups__isnull=False)
    )


def people_of(course: Course) -> Sequence[PersonRow]:
    """Everybody in the class, its staff first, by name; two queries."""
    may_renew = set(renewable(course).values_list("pk", flat=True))
    rows = (
        Enrolment.objects.filter(course=course)
        .select_related("user")
        .annotate(
            works=Count(
                "user__seats__work",
                filter=Q(
                    user__seats__work__assignment__course=course,
                    user__seats__work__is_preview=False,
                ),
                distinct=True,
            )
        )
    )
    order = list(Enrolment.Role)
    people = [
        PersonRow(
            pk=row.pk,
            user_id=row.user_id,
            name=str(row.user),
            username=row.user.username,
            pseudonym=row.pseudonym,
            role=row.role,
            role_label=row.get_role_display(),
            extra_time=row.extra_time,
            works=row.works,
            can_renew=row.pk in may_renew,
        )
        for row in rows
    ]
    return sorted(
        people, key=lambda row: (order.index(Enrolment.Role(row.role)), row.name.casefold())
    )


def accounts_of(course: Course, *, usernames: Collection[str]) -> Mapping[str, AccountRow]:
    """Those accounts that there are, by user name; one query."""
    here = Enrolment.objects.filter(course=course, user=OuterRef("pk"))
    found = User.objects.filter(username__in=usernames).annotate(
        is_here=Exists(here.exclude(role=Enrolment.Role.FORMER))
    )
    return {user.username: AccountRow(str(user), user.is_here) for user in found}


def valid_codes(course: Course, *, now: datetime) -> Sequence[CodeRow]:
    """The codes that let people in now, the newest first; one query."""
    rows = JoinCode.objects.filter(course=course, revoked_at=None, expires_at__gt=now)
    return [
        CodeRow(
            row.pk,
            "-".join(row.code[at : at + 4] for at in range(0, len(row.code), 4)),
            when_text(row.expires_at, course.zone),
            str(row.made_by),
        )
        for row in rows.select_related("made_by")
    ]


def learners_of(course: Course) -> list[tuple[int, str]]:
    """The learners of a class as the choices of a form, each by name and user name, which no two
    share; one query."""
    rows = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    named = [(row.user_id, _whole(row)) for row in rows.select_related("user")]
    return sorted(named, key=lambda row: row[1].casefold())


def _whole(row: Enrolment) -> str:
    name = row.user.display_name
    return f"{name} ({row.user.username})" if name else row.user.username
